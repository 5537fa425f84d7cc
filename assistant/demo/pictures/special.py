"""Products whose own look differs from that of their type; `build.look_of` knows them by name."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, LEAF, METAL, PAPER, RAINBOW, WOOD, Look, draws
from assistant.demo.pictures.path import ellipse, joined, path, polygon, rect, smooth, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_GLOW: RGB = (255, 236, 176)
_BRASS: RGB = (214, 178, 108)


@draws("moka pot")
def moka_pot(s: Sketch, look: Look) -> None:
    """An eight-sided stovetop pot."""
    c = look.color
    s.ground(46, 91, 26)
    s.line(path("M64 32 H80 C84 32 84 36 83 40 L80 58"), INK, 4.4)
    s.fill(
        path("M26 54 H68 L74 86 C74 90 72 91 68 91 H26 C22 91 20 90 20 86 Z"),
        c,
        shade=0.24,
        angle=0,
    )
    s.fill(rect(24, 50, 46, 6, 1.4), dark(c, 0.2), shade=0.2, angle=0)
    s.fill(path("M30 24 H66 L70 50 H24 L27 30 L16 24 Z"), light(c, 0.08), shade=0.24, angle=0)
    s.line(path("M38 24 L36 50 M56 24 L58 50 M38 56 L35 91 M56 56 L60 91"), dark(c, 0.35), 0.5)
    s.fill(path("M30 24 C36 17 60 17 66 24 Z"), c, shade=0.2)
    s.fill(rect(44, 10, 8, 8, 3), INK)
    s.fill(ellipse(30, 70, 2.2), dark(c, 0.3), round_=True)
    s.gloss(path("M40 58 L37 88 H42 L44 58 Z"), alpha=0.35)


@draws("pour-over dripper")
def dripper(s: Sketch, look: Look) -> None:
    """A cone over a glass jug."""
    c = look.color
    s.ground(50, 91, 28)
    s.tube(path("M72 28 C88 28 86 46 66 46"), dark(c, 0.1), 3.4)
    s.fill(path("M20 14 H80 L60 50 H40 Z"), c, shade=0.22, angle=10)
    s.fill(ellipse(50, 14, 30, 6), light(c, 0.2), shade=0.08)
    s.fill(ellipse(50, 15, 26, 4.6), PAPER, shade=0.06)
    s.fill(ellipse(50, 16, 20, 3), (84, 54, 36), shade=0.14)
    s.fill(rect(30, 49, 40, 5, 2.4), c, shade=0.16)
    jug = path(
        "M38 54 H62 C66 62 78 70 76 80 C75 88 70 91 64 91"
        " H36 C30 91 25 88 24 80 C22 70 34 62 38 54 Z"
    )
    s.fill(jug, (206, 228, 236), shade=0.1, alpha=0.8)
    s.fill(rect(10, 76, 80, 20), (84, 54, 36), clip=jug, shade=0.16, edge=0)
    s.line(path("M50 54 V76"), (84, 54, 36), 0.9)
    s.gloss(path("M32 72 C30 78 31 84 34 87 L37 87 C34 83 34 77 36 71 Z"), alpha=0.6)


@draws("tower fan")
def tower_fan(s: Sketch, look: Look) -> None:
    """A slim column with slits."""
    c = look.color
    s.ground(50, 93, 24)
    s.fill(ellipse(50, 90, 22, 5), dark(c, 0.15), shade=0.14)
    s.fill(rect(37, 6, 26, 84, 11), c, shade=0.22, angle=0)
    slits = joined(polygon((42, 24 + i * 3.2), (58, 24 + i * 3.2)) for i in range(18))
    s.line(slits, dark(c, 0.55), 1.3)
    s.fill(ellipse(50, 14, 5.4), INK, shade=0.1)
    s.text(50, 14, "3", 5, (134, 222, 236))
    s.gloss(rect(39.4, 16, 1.8, 66, 0.9), alpha=0.4)


@draws("plush octopus")
def octopus(s: Sketch, look: Look) -> None:
    """A soft octopus."""
    c = look.color
    s.ground(50, 88, 38)
    for x, tip in ((22, 8), (34, 26), (46, 44)):
        for flip in (False, True):
            arm = path(f"M{x + 14} 56 C{x + 4} 66 {x} 74 {tip} 84")
            s.line(arm.mirror() if flip else arm, dark(c, 0.3), 11)
            s.line(arm.mirror() if flip else arm, c, 9.8, shade=0.14)
    s.fill(symmetric("M50 8 C26 8 20 28 24 44 C27 58 36 66 50 66"), c, round_=True, shade=0.18)
    for x in (41, 59):
        s.fill(ellipse(x, 40, 3.4, 4.2), INK, round_=True)
        s.gloss(ellipse(x - 1, 38.4, 1.2), alpha=0.9)
        s.fill(ellipse(x + (5 if x > 50 else -5), 47, 3.2, 2), light(c, 0.5), shade=0, edge=0)
    s.line(path("M45 48 C48 51.4 52 51.4 55 48"), INK, 0.9)


@draws("plush duck")
def duck(s: Sketch, _look: Look) -> None:
    """A squeaky duck for dogs."""
    c: RGB = (244, 200, 76)
    s.ground(50, 84, 34)
    s.fill(
        smooth(
            [
                (14, 54),
                (24, 60),
                (44, 54),
                (62, 52),
                (82, 58),
                (80, 76),
                (58, 84),
                (30, 82),
                (16, 70),
            ]
        ),
        c,
        round_=True,
        shade=0.16,
    )
    s.fill(smooth([(30, 64), (46, 58), (60, 64), (52, 75), (36, 76)]), dark(c, 0.12), shade=0.14)
    s.fill(ellipse(68, 36, 18, 18), c, round_=True, shade=0.16)
    s.fill(smooth([(82, 36), (96, 38), (95, 43), (82, 45)]), (236, 126, 50), shade=0.16)
    s.fill(ellipse(74, 31, 2.6), INK, round_=True)
    s.gloss(ellipse(73.2, 30, 0.9), alpha=0.9)
    s.fill(path("M56 52 C62 57 74 57 82 51 L83 55 C74 61 62 61 55 56 Z"), (226, 90, 84), shade=0.1)


@draws("string lights")
def string_lights(s: Sketch, _look: Look) -> None:
    """A festoon of warm bulbs."""
    s.line(path("M2 20 C20 46 34 46 50 26 C66 46 80 46 98 20"), INK, 1.3)
    s.line(path("M2 52 C24 82 40 80 56 58 C70 78 84 76 98 56"), INK, 1.3)
    for x, y in (
        (12, 33),
        (25, 42),
        (38, 38),
        (62, 38),
        (75, 42),
        (88, 33),
        (14, 66),
        (29, 76),
        (44, 71),
        (68, 69),
        (83, 71),
    ):
        s.soft(ellipse(x, y + 8, 9), _GLOW, alpha=0.9, blur=3)
        s.fill(rect(x - 1.8, y - 0.6, 3.6, 4.4, 0.8), INK)
        s.fill(
            smooth([(x, y + 3), (x + 4, y + 8), (x, y + 14), (x - 4, y + 8)]),
            (255, 226, 132),
            round_=True,
            shade=0.1,
        )


@draws("orchid")
def orchid(s: Sketch, look: Look) -> None:
    """A moth orchid in a pot."""
    c = look.color
    s.ground(50, 92, 20)
    s.line(path("M48 72 C44 48 46 24 74 16"), dark(LEAF, 0.2), 1.6)
    for lean in (-62, 58):
        s.fill(smooth([(50, 74), (43, 60), (50, 42), (57, 60)]).turn(lean, 50, 74), LEAF, shade=0.2)
    for x, y in ((46, 44), (48, 30), (58, 20), (73, 16)):
        for turn in (0, 72, 144, 216, 288):
            s.fill(ellipse(x, y - 5.4, 4, 5.4).turn(turn, x, y), c, shade=0.1, edge=0.3)
        s.fill(ellipse(x, y, 2.3), RAINBOW[5] if luminance(c) > 0.6 else _BRASS, edge=0.2)
    s.fill(path("M34 70 H66 L62 92 H38 Z"), PAPER, shade=0.18, angle=10)
    s.fill(rect(32, 67, 36, 6, 2), PAPER, shade=0.18, angle=10)


@draws("belt")
def belt(s: Sketch, look: Look) -> None:
    """A leather belt, rolled, with its buckle."""
    c = look.color
    s.ground(50, 84, 40)
    s.fill(ellipse(46, 54, 32, 27), dark(c, 0.3), shade=0.16)
    s.fill(ellipse(46, 50, 32, 25), c, shade=0.2)
    for k in range(4):
        s.line(ellipse(46, 50, 27 - k * 5.6, 20.4 - k * 4.4), dark(c, 0.5), 1.1, closed=True)
    s.fill(ellipse(46, 50, 7, 5), dark(c, 0.7), shade=0.1)
    s.fill(path("M60 66 C72 62 82 62 96 64 V77 C82 76 72 77 60 82 Z"), c, shade=0.18)
    s.line(
        path("M62 69 C72 65 82 65 94 67 M62 79 C72 75 82 74 94 75"), light(c, 0.5), 0.4, alpha=0.8
    )
    s.tube(rect(76, 59, 13, 21, 3), _BRASS, 2.4, closed=True)
    s.line(path("M82 69.5 H92"), _BRASS, 1.6)


@draws("vest")
def vest(s: Sketch, look: Look) -> None:
    """A quilted vest with a zip."""
    c = look.color
    s.ground(50, 92, 24, alpha=0.18)
    s.fill(symmetric("M50 8 C42 8 38 10 38 14 L50 22"), dark(c, 0.5), shade=0.1)
    body = symmetric(
        "M50 16 L40 11 L28 16 C30 28 28 36 22 44 C24 60 24 76 24 88 C34 91 42 91 50 91"
    )
    s.fill(body, c, shade=0.15)
    quilt = joined(
        polygon((x, 0), (x + lean, 100)) for x in range(-40, 140, 9) for lean in (-44, 44)
    )
    s.line(quilt, dark(c, 0.45), 0.5, clip=body, alpha=0.6)
    s.line(path("M28 16 C30 28 28 36 22 44 M72 16 C70 28 72 36 78 44"), dark(c, 0.3), 1.6)
    s.fill(polygon((40, 10), (37, 17), (45, 26), (50, 20)).both(), dark(c, 0.2), shade=0.08)
    s.line(path("M50 22 V91"), dark(METAL, 0.45), 1.5)
    s.line(path("M50 22 V91"), METAL, 0.7)
    for pocket in (path("M32 66 H43"), path("M57 66 H68")):
        s.line(pocket, dark(c, 0.6), 1.5)


@draws("cutting board set")
def board_set(s: Sketch, _look: Look) -> None:
    """Three coloured boards, fanned."""
    s.ground(50, 91, 34)
    for i, tone in enumerate((RAINBOW[3], RAINBOW[2], RAINBOW[0])):
        board = rect(24 + i * 10, 14 + i * 5, 40, 70 - i * 3, 4)
        s.fill(board.minus(ellipse(44 + i * 10, 21 + i * 5, 3)), tone, shade=0.14)
    s.fill(
        path("M58 62 C54 54 62 50 66 58 C72 54 76 64 70 72 C66 78 58 74 58 62 Z"),
        PAPER,
        shade=0,
        edge=0,
        alpha=0.85,
    )
    s.line(path("M64 58 L67 51"), WOOD, 1)
