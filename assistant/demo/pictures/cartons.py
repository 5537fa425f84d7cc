"""Boxes and what comes in them."""

from __future__ import annotations

from assistant.demo.pictures.beauty import ink_on
from assistant.demo.pictures.look import INK, METAL, PAPER, RAINBOW, Look, draws
from assistant.demo.pictures.path import Path, ellipse, path, polygon, rect
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, wrapped

_BISCUIT: RGB = (214, 160, 96)

_BROWN: RGB = (110, 70, 44)


def carton_box(s: Sketch, color: RGB) -> Path:
    """A box seen from its corner; the front face comes back."""
    s.ground(50, 87, 38)
    front = polygon((14, 34), (66, 38), (66, 88), (14, 82))
    s.fill(front, color, shade=0.1)
    s.fill(polygon((66, 38), (88, 30), (88, 76), (66, 88)), dark(color, 0.3), shade=0.08)
    s.fill(polygon((14, 34), (38, 27), (88, 30), (66, 38)), light(color, 0.28), shade=0.05)
    return front


@draws("box", labelled=True)
def box(s: Sketch, look: Look) -> None:
    """A carton with the maker's name: what any product without a drawing comes in."""
    c = look.color
    carton_box(s, c)
    s.text(40, 56, look.label, 8, ink_on(c), width=44, turn=5)
    s.text(39.4, 66, look.kind, 5, ink_on(c), width=44, turn=5, alpha=0.85)


@draws("board game", "card game", "science kit", labelled=True)
def game_box(s: Sketch, look: Look) -> None:
    """A game box with its title and what is in it."""
    c = look.color
    front = carton_box(s, c)
    for i, words in enumerate(wrapped(look.title, 44, 6.4)[:2]):
        s.text(40 - i * 0.5, 43 + i * 6.6, words, 6.4, ink_on(c), width=48, turn=5)
    if look.kind == "science kit":
        s.fill(
            path("M36 56 H44 V64 L52 78 C53 82 50 83 48 83 H32 C30 83 27 82 28 78 L36 64 Z"),
            (222, 240, 244),
            shade=0.08,
            alpha=0.9,
        )
        s.fill(
            path("M32 71 H48 L52 78 C53 82 50 83 48 83 H32 C30 83 27 82 28 78 Z"),
            RAINBOW[2],
            edge=0,
        )
        for x, y in ((38, 76), (44, 74), (41, 66), (39, 60)):
            s.fill(ellipse(x, y, 1.3), PAPER, edge=0)
    elif look.kind == "card game":
        for i, turn in enumerate((-26, 0, 26)):
            s.fill(
                rect(33, 54, 14, 22, 1.6).turn(turn, 40, 84),
                PAPER if i != 1 else RAINBOW[0],
                shade=0.05,
            )
        s.fill(ellipse(40, 65, 3.4), PAPER, edge=0)
    else:
        for i in range(8):
            tile = rect(20 + (i % 4) * 9.4, 58 + (i // 4) * 10 + (i % 4) * 0.7, 8, 8.6, 0.8)
            s.fill(tile, RAINBOW[(i + look.seed) % 6], shade=0.1, clip=front)
        s.fill(rect(57, 74, 13, 13, 2.4).turn(-14, 63, 80), PAPER, shade=0.1)
        for dx, dy in ((-3, -3), (0, 0), (3, 3), (3, -3), (-3, 3)):
            s.fill(ellipse(63.4 + dx, 80.4 + dy, 1.2), INK, edge=0)


@draws("watch box")
def watch_box(s: Sketch, look: Look) -> None:
    """An open box with cushions for watches."""
    c = look.color
    s.ground(50, 87, 42)
    s.fill(polygon((16, 14), (84, 14), (90, 46), (10, 46)), c)
    s.fill(
        polygon((20, 18), (80, 18), (85, 44), (15, 44)),
        (214, 228, 236),
        shade=0.2,
        angle=30,
        alpha=0.9,
    )
    s.fill(polygon((10, 46), (90, 46), (90, 66), (10, 66)), (232, 220, 200), shade=0.1)
    for i in range(4):
        x = 13 + i * 19
        s.fill(rect(x, 46, 17, 18, 5), (244, 236, 222), shade=0.14)
        s.fill(rect(x + 5, 46, 7, 18), (INK, _BROWN, (50, 70, 110), (120, 60, 50))[i], angle=0)
        s.fill(ellipse(x + 8.5, 55, 5.2), METAL, shade=0.2)
        s.fill(ellipse(x + 8.5, 55, 4), PAPER if i % 2 else (40, 44, 54), shade=0.06)
    s.fill(rect(8, 64, 84, 23, 2.4), c, shade=0.16)
    s.fill(rect(45, 66, 10, 7, 1.4), METAL)


@draws("packing cubes")
def packing_cubes(s: Sketch, look: Look) -> None:
    """Three packing cubes, stacked."""
    c = look.color
    s.ground(50, 88, 40)
    for i, (x, y, w, h) in enumerate(((12, 60, 76, 27), (18, 36, 62, 25), (26, 16, 44, 21))):
        tone = light(c, 0.12 * i)
        s.fill(rect(x, y, w, h, 5), tone, shade=0.14)
        s.fill(rect(x + 5, y + 4, w - 10, h * 0.42, 2), light(tone, 0.35), shade=0.08, alpha=0.8)
        for k in range(int(w / 4)):
            s.line(
                path(f"M{x + 6 + k * 4} {y + 4} L{x + 8 + k * 4} {y + 4 + h * 0.42}"),
                dark(tone, 0.3),
                0.3,
                alpha=0.6,
            )
        s.line(path(f"M{x + 2} {y + h * 0.68} H{x + w - 2}"), INK, 1.2)
        s.fill(rect(x + w * 0.7, y + h * 0.62, 3, 6, 1), METAL)


@draws("desk organizer")
def desk_organizer(s: Sketch, look: Look) -> None:
    """A tidy with pens, scissors and notes."""
    c = look.color
    s.ground(50, 88, 38)
    for x, tone, lean in ((28, RAINBOW[0], -8), (34, RAINBOW[3], 3), (40, RAINBOW[1], 9)):
        s.fill(rect(x - 1.8, 18, 3.6, 44, 1).turn(lean, x, 62), tone, angle=0)
        s.fill(polygon((x - 1.8, 18), (x + 1.8, 18), (x, 12)).turn(lean, x, 62), (232, 200, 160))
    s.tube(ellipse(58, 26, 4.6), INK, 1.8, closed=True)
    s.tube(path("M58 31 V56"), METAL, 2)
    s.fill(rect(66, 46, 18, 16, 0.6).turn(5, 74, 54), (250, 226, 120), shade=0.06)
    s.fill(rect(18, 46, 32, 42, 2), c, shade=0.16)
    s.fill(rect(50, 58, 36, 30, 2), light(c, 0.1), shade=0.14)
    s.line(path("M52 72 H84"), dark(c, 0.45), 0.7)
    s.fill(ellipse(68, 79, 1.6), METAL, round_=True)
    s.fill(ellipse(68, 65, 1.6), METAL, round_=True)
