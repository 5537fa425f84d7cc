"""Make-up, skin care and grooming."""

from __future__ import annotations

import math

from assistant.demo.pictures.look import GLASS, INK, METAL, PAPER, WOOD, Look, draws
from assistant.demo.pictures.path import ellipse, path, polygon, rect, smooth, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_GOLD: RGB = (212, 178, 112)


def ink_on(color: RGB) -> RGB:
    """A colour that reads on ``color``."""
    return light(color, 0.85) if luminance(color) < 0.6 else dark(color, 0.75)


@draws("lipstick")
def lipstick(s: Sketch, look: Look) -> None:
    """An open lipstick beside its cap."""
    c = look.color
    s.ground(50, 90, 30)
    s.fill(rect(56, 40, 22, 50, 3), INK, angle=0, shade=0.2)
    s.fill(rect(56, 46, 22, 2.4), _GOLD, angle=0)
    s.gloss(rect(59, 52, 2.4, 34, 1.2), alpha=0.25)
    s.fill(path("M30 46 V22 C30 16 38 12 46 8 V46 Z"), c, angle=0, shade=0.24)
    s.fill(path("M30 24 C32 16 40 12 46 8 C46 16 38 24 30 28 Z"), light(c, 0.22), shade=0.06)
    s.fill(rect(27, 44, 22, 20, 1.4), _GOLD, angle=0, shade=0.24)
    s.fill(rect(24, 62, 28, 28, 3), INK, angle=0, shade=0.2)
    s.gloss(rect(27, 66, 2.4, 20, 1.2), alpha=0.25)


@draws("mascara")
def mascara(s: Sketch, look: Look) -> None:
    """A mascara tube with its wand."""
    c = look.color
    s.ground(46, 92, 26)
    s.fill(rect(26, 26, 15, 66, 4), c, angle=0, shade=0.24)
    s.fill(rect(26, 34, 15, 2), _GOLD, angle=0)
    s.text(33.5, 66, "volume", 4.4, ink_on(c), turn=-90)
    s.fill(rect(58, 54, 15, 38, 4), c, angle=0, shade=0.24)
    s.fill(rect(58, 54, 15, 3), _GOLD, angle=0)
    s.line(path("M65.5 54 V34"), INK, 1.2)
    s.fill(smooth([(65.5, 6), (69.6, 14), (70, 26), (65.5, 36), (61, 26), (61.4, 14)]), INK)
    for i in range(12):
        s.line(
            path(f"M{60.4 - (i % 2)} {10 + i * 2.1} L{70.6 + (i % 2)} {8 + i * 2.1}"),
            (70, 70, 80),
            0.6,
        )


@draws("pump-bottle", labelled=True)
def pump_bottle(s: Sketch, look: Look) -> None:
    """A pump bottle with a label: lotions, shampoos, foundations."""
    c = look.color
    cap = METAL if look.seed % 2 else dark(c, 0.4)
    s.ground(50, 92, 20)
    s.fill(path("M44 8 H58 C66 8 68 12 68 17 L62 17 C62 14 60 14 56 14 H44 Z"), cap)
    s.fill(rect(46, 13, 8, 10, 1), cap, angle=0)
    s.fill(rect(40, 22, 20, 9, 2), cap, angle=0)
    body = symmetric("M50 30 L42 30 C34 32 31 36 31 42 L31 88 C31 91 33 92 36 92 L50 92")
    s.fill(body, c, shade=0.22, angle=0)
    s.fill(
        rect(34, 46, 32, 36, 1.6),
        light(c, 0.7) if luminance(c) < 0.75 else (255, 255, 255),
        shade=0.03,
    )
    s.text(50, 56, look.label, 6.2, INK, width=29)
    s.line(path("M42 63 H58"), dark(c, 0.3), 0.5)
    s.text(50, 69, look.kind, 4, (96, 98, 106), width=29)
    s.text(50, 76.4, "250 ml", 3.4, (120, 122, 130))
    s.gloss(rect(33, 38, 2.6, 50, 1.3), alpha=0.45)


@draws("tube", labelled=True)
def tube(s: Sketch, look: Look) -> None:
    """A squeeze tube standing on its cap."""
    c = look.color
    s.ground(50, 93, 18)
    s.fill(rect(36, 76, 28, 17, 3), dark(c, 0.35) if luminance(c) > 0.35 else METAL, angle=0)
    for i in range(8):
        s.line(path(f"M{38.6 + i * 3.3} 78 V91"), dark(c, 0.55), 0.5, alpha=0.6)
    body = path("M28 8 H72 L65 77 H35 Z")
    s.fill(body, c, shade=0.22, angle=0)
    s.fill(rect(27.6, 6, 44.8, 6, 0.8), light(c, 0.2), shade=0.06)
    for i in range(14):
        s.line(path(f"M{30 + i * 3.1} 6.6 V11.4"), dark(c, 0.3), 0.5, alpha=0.7)
    s.text(50, 30, look.label, 8, ink_on(c), width=33)
    s.line(path("M41 38 H59"), ink_on(c), 0.5, alpha=0.7)
    s.text(50, 45, look.kind, 4.6, ink_on(c), width=31, alpha=0.9)
    if look.kind == "sunscreen":
        s.fill(ellipse(50, 60, 5.4), (248, 206, 92), edge=0)
        for i in range(8):
            s.line(path("M50 52.6 V50").turn(i * 45, 50, 60), (248, 206, 92), 1.1)
        s.text(50, 60, "50", 4.6, INK)
    s.gloss(polygon((33, 14), (37, 14), (41, 74), (38.6, 74)), alpha=0.35)


@draws("dropper", labelled=True)
def dropper(s: Sketch, look: Look) -> None:
    """A glass bottle with a pipette."""
    c = look.color
    s.ground(50, 92, 20)
    s.fill(symmetric("M50 5 C43 5 44 14 44 24 L50 24"), INK, shade=0.18, angle=0)
    s.fill(rect(40, 23, 20, 14, 2), _GOLD, angle=0, shade=0.24)
    body = symmetric("M50 36 L44 36 C44 42 30 42 30 50 L30 88 C30 91 32 92 35 92 L50 92")
    s.fill(body, light(c, 0.15), shade=0.18, angle=0, alpha=0.93)
    s.line(path("M50 37 V78"), GLASS, 2.2, alpha=0.6)
    s.fill(rect(35, 54, 30, 30, 1), PAPER, shade=0.03)
    s.text(50, 62, look.label, 5.8, INK, width=27)
    s.text(50, 70.4, look.kind, 4.2, (96, 98, 106), width=27)
    s.text(50, 78, "30 ml", 3.4, (120, 122, 130))
    s.gloss(rect(32.4, 50, 2.2, 38, 1.1), alpha=0.5)


@draws("jar", labelled=True)
def jar(s: Sketch, look: Look) -> None:
    """A low cream jar with a metal lid."""
    c = look.color
    s.ground(50, 84, 34)
    s.fill(
        path("M17 46 H83 V74 C83 82 78 85 70 85 H30 C22 85 17 82 17 74 Z"), c, shade=0.22, angle=0
    )
    s.fill(rect(15, 24, 70, 23, 4), METAL if look.seed % 2 else _GOLD, shade=0.26, angle=0)
    s.fill(ellipse(50, 25, 34, 5), light(METAL if look.seed % 2 else _GOLD, 0.4), shade=0.08)
    s.text(50, 61, look.label, 8.4, ink_on(c), width=54)
    s.text(50, 72, look.kind, 5, ink_on(c), width=54, alpha=0.85)
    s.gloss(rect(21, 50, 3, 28, 1.5), alpha=0.45)


@draws("palette", "eyeshadow palette")
def palette(s: Sketch, look: Look) -> None:
    """An open eyeshadow palette."""
    c = look.color
    s.ground(50, 88, 40)
    s.fill(polygon((16, 8), (84, 8), (88, 46), (12, 46)), dark(c, 0.2))
    s.fill(polygon((20, 12), (80, 12), (83, 43), (17, 43)), (206, 222, 232), shade=0.2, angle=30)
    s.gloss(polygon((28, 12), (46, 12), (32, 43), (18, 43)), alpha=0.35)
    s.fill(rect(10, 46, 80, 41, 3), c, shade=0.14)
    tones: tuple[RGB, ...] = (
        (240, 216, 200),
        (224, 176, 150),
        (206, 140, 116),
        (172, 100, 84),
        (122, 66, 58),
        (242, 206, 206),
        (220, 150, 160),
        (190, 106, 130),
        (130, 78, 116),
        (84, 56, 78),
    )
    for i, tone in enumerate(tones):
        x, y = 13.4 + (i % 5) * 14.8, 49.6 + (i // 5) * 15
        s.fill(rect(x, y, 13, 13, 1.4), tone, shade=0.16)
    s.fill(rect(14, 80.6, 72, 3, 1.5), INK)
    s.fill(rect(14, 80.2, 12, 3.8, 1.6), (216, 176, 150))


@draws("blush")
def blush(s: Sketch, look: Look) -> None:
    """A compact with its mirror open."""
    c = look.color
    s.ground(50, 88, 34)
    s.fill(ellipse(50, 32, 27, 26), _GOLD, shade=0.22)
    s.fill(ellipse(50, 32, 23.6, 22.6), (208, 224, 234), shade=0.24, angle=30)
    s.gloss(polygon((34, 22), (46, 10), (54, 10), (32, 40)), alpha=0.35)
    s.fill(path("M18 68 C18 92 82 92 82 68 V72 C82 96 18 96 18 72 Z"), dark(_GOLD, 0.3))
    s.fill(ellipse(50, 68, 32, 17), _GOLD, shade=0.22)
    s.fill(ellipse(50, 68, 27, 13.6), c, shade=0.16)
    for i in range(8):
        s.line(path("M50 66 L50 58").turn(i * 45, 50, 66).scale(1.6, 0.8, 50, 67), light(c, 0.4), 1)


@draws("makeup brush set")
def brushes(s: Sketch, look: Look) -> None:
    """Four brushes side by side."""
    c = look.color
    s.ground(50, 93, 34, alpha=0.2)
    for i, (x, w, top) in enumerate(((22, 8, 12), (41, 5.4, 20), (60, 6.6, 9), (78, 3.6, 26))):
        head = smooth(
            [
                (x, top),
                (x + w, top + 11),
                (x + w * 0.7, top + 22),
                (x - w * 0.7, top + 22),
                (x - w, top + 11),
            ]
        )
        s.fill(head, (112, 76, 60), shade=0.26)
        s.fill(
            smooth([(x, top), (x + w * 0.8, top + 8), (x, top + 11), (x - w * 0.8, top + 8)]),
            (222, 178, 150),
            shade=0.1,
            edge=0,
            alpha=0.7,
        )
        s.fill(
            polygon(
                (x - w * 0.72, top + 20),
                (x + w * 0.72, top + 20),
                (x + 2.4, top + 34),
                (x - 2.4, top + 34),
            ),
            _GOLD,
            angle=0,
            shade=0.26,
        )
        s.fill(
            path(
                f"M{x - 2.4} {top + 34} H{x + 2.4} C{x + 4} 66 {x + 2.4} 84"
                f" {x} 93 C{x - 2.4} 84 {x - 4} 66 {x - 2.4} {top + 34} Z"
            ),
            c if i % 2 == 0 else dark(c, 0.1),
            angle=0,
            shade=0.24,
        )


@draws("brush", "grooming brush")
def grooming_brush(s: Sketch, look: Look) -> None:
    """A pet brush with pins."""
    c = look.color
    s.ground(50, 90, 30, alpha=0.22)
    s.fill(rect(44, 50, 13, 42, 6.5).turn(-24), c, angle=0, shade=0.2)
    s.fill(rect(28, 12, 45, 34, 10).turn(-24), c, shade=0.18)
    s.fill(rect(32.6, 16, 36, 26, 7).turn(-24), PAPER, shade=0.06)
    for row in range(5):
        for col in range(7):
            pin = ellipse(36.4 + col * 4.8, 19.4 + row * 4.9, 0.9).turn(-24)
            s.fill(pin, dark(METAL, 0.4), shade=0, edge=0)
    s.line(path("M50.5 60 V84").turn(-24), light(c, 0.4), 1.6, alpha=0.6)


@draws("gift-box", labelled=True)
def gift_box(s: Sketch, look: Look) -> None:
    """An open set: bottles, a jar and a tube in a ribboned box; a hamper for food."""
    c = look.color
    s.ground(50, 88, 40)
    if look.kind == "gift hamper":
        s.line(path("M18 56 C18 2 82 2 82 56"), dark(WOOD, 0.3), 4)
        s.line(path("M18 56 C18 2 82 2 82 56"), WOOD, 2.6, shade=0.1)
        s.fill(rect(24, 26, 13, 34, 4), (92, 120, 70), angle=0)
        s.fill(rect(28, 16, 5, 12, 1), (92, 120, 70), angle=0)
        s.fill(rect(40, 34, 20, 26, 4), (214, 150, 60), angle=0)
        s.fill(rect(39, 30, 22, 6, 1.5), (200, 72, 66))
        s.fill(ellipse(68, 48, 10), (196, 58, 54), round_=True)
        s.fill(rect(60, 28, 16, 14, 1).turn(12, 68, 36), (108, 70, 46))
        body = path("M10 54 H90 L82 88 H18 Z")
        s.fill(body, WOOD, shade=0.18)
        for row in range(5):
            for col in range(12):
                s.fill(
                    rect(9 + col * 7 + (row % 2) * 3.5, 55 + row * 6.8, 6, 5.6, 1.6),
                    light(WOOD, 0.14),
                    shade=0.16,
                    edge=0.3,
                    clip=body,
                )
        s.fill(
            path(
                "M50 60 C40 52 34 62 40 68 C34 76 42 80 50 70"
                " C58 80 66 76 60 68 C66 62 60 52 50 60 Z"
            ),
            c,
            shade=0.2,
        )
        return
    s.fill(rect(10, 20, 80, 68, 3), c, shade=0.14)
    s.fill(rect(14, 24, 72, 60, 2), dark(c, 0.35), shade=0.08)
    s.fill(rect(14, 24, 72, 60, 2), PAPER, shade=0.04, alpha=0.85)
    if look.kind == "makeup set":
        s.fill(rect(20, 32, 9, 44, 2), INK, angle=0)
        s.fill(path("M21 32 V24 L28 22 V32 Z").shift(0, 3), (196, 60, 76), angle=0)
        s.fill(rect(34, 30, 9, 46, 3), (206, 150, 132), angle=0)
        s.fill(rect(34, 30, 9, 16, 3), _GOLD, angle=0)
        for i, tone in enumerate(((232, 178, 158), (206, 130, 120), (160, 92, 96), (110, 70, 84))):
            s.fill(rect(49 + (i % 2) * 16, 30 + (i // 2) * 16, 14, 14, 2), tone, shade=0.16)
        s.fill(ellipse(64, 70, 9), (236, 150, 160), shade=0.16)
    else:
        s.fill(rect(20, 40, 16, 38, 3), light(c, 0.35), angle=0)
        s.fill(rect(24, 31, 8, 10, 1.4), _GOLD, angle=0)
        s.fill(rect(41, 46, 13, 32, 3), light(c, 0.2), angle=0)
        s.fill(rect(44, 36, 7, 11, 3), INK, angle=0)
        s.fill(path("M60 30 H80 L77 52 H63 Z"), light(c, 0.45), angle=0)
        s.fill(rect(60, 58, 21, 20, 4), light(c, 0.25), angle=0)
        s.fill(rect(59, 55, 23, 8, 2), METAL, angle=0)
    s.fill(rect(10, 80, 80, 8, 2), c, shade=0.1)
    s.text(50, 84, look.label, 5, ink_on(c), width=50)


@draws("hair-dryer")
def hair_dryer(s: Sketch, look: Look) -> None:
    """A hair dryer."""
    c = look.color
    s.ground(48, 92, 24)
    s.line(path("M50 84 C50 96 70 96 84 88"), INK, 1.8)
    s.fill(path("M42 46 H60 L57 86 C54 90 46 90 44 86 Z"), dark(c, 0.14), angle=0, shade=0.2)
    s.fill(rect(6, 24, 14, 24, 2), INK, angle=90)
    s.fill(
        path("M16 22 C30 18 50 12 64 12 C84 12 88 60 64 60 C50 60 30 54 16 50 Z"),
        c,
        shade=0.22,
        angle=80,
    )
    s.fill(ellipse(68, 36, 14, 21), dark(c, 0.35), shade=0.14)
    for k in range(4):
        s.line(ellipse(68, 36, 11.4 - k * 2.7, 17.4 - k * 4.2), dark(c, 0.6), 0.8, closed=True)
    s.fill(rect(47, 62, 7, 12, 2), METAL)
    s.gloss(path("M22 25 C34 22 46 18 56 17 C46 21 34 26 23 29 Z"), alpha=0.5)


@draws("shaver")
def shaver(s: Sketch, look: Look) -> None:
    """A shaver with three round heads."""
    c = look.color
    s.ground(50, 93, 18)
    s.fill(symmetric("M50 34 L34 36 C32 52 36 74 38 88 C40 93 44 93 50 93"), c, shade=0.22, angle=0)
    s.fill(
        symmetric("M50 40 L41 42 C42 60 43 76 45 86 L50 86"),
        dark(c, 0.45) if luminance(c) > 0.3 else light(c, 0.18),
        shade=0.12,
    )
    s.fill(symmetric("M50 12 C36 10 26 18 27 28 C28 38 40 40 50 40"), dark(c, 0.2), shade=0.18)
    for x, y in ((40, 22), (60, 22), (50, 33)):
        s.fill(ellipse(x, y, 7.4), METAL, round_=True)
        s.fill(ellipse(x, y, 5), dark(METAL, 0.5), shade=0.1)
        for k in range(12):
            s.line(path(f"M{x} {y - 2.4} V{y - 4.6}").turn(k * 30, x, y), METAL, 0.5)
        s.fill(ellipse(x, y, 1.8), METAL)
    s.line(ellipse(50, 54, 3.4), (120, 214, 240), 0.8, closed=True)


@draws("electric toothbrush")
def toothbrush(s: Sketch, look: Look) -> None:
    """An electric toothbrush on its charger."""
    c = look.color
    s.ground(50, 93, 22)
    s.fill(ellipse(50, 90, 20, 5), PAPER)
    s.fill(rect(47.6, 16, 4.8, 32, 2), PAPER, angle=0)
    s.fill(rect(46, 8, 8, 12, 3), PAPER)
    for i in range(6):
        s.fill(rect(54, 8.6 + i * 1.9, 6, 1.5, 0.5), c if i % 2 else (255, 255, 255), edge=0.2)
    s.fill(symmetric("M50 44 L45 44 C42 50 41 58 41 66 L43 90 L50 91"), c, shade=0.22, angle=0)
    s.fill(ellipse(50, 60, 3.6), light(c, 0.4), shade=0.1)
    for i in range(3):
        s.fill(ellipse(50, 70 + i * 4, 0.9), (120, 214, 140), edge=0)
    s.gloss(rect(43.4, 52, 1.8, 34, 0.9), alpha=0.45)


@draws("perfume", labelled=True)
def perfume(s: Sketch, look: Look) -> None:
    """A square glass flacon."""
    c = look.color
    s.ground(50, 90, 30)
    s.fill(rect(40, 10, 20, 20, 2.4), INK if luminance(c) > 0.4 else _GOLD, angle=0, shade=0.22)
    s.fill(rect(44, 29, 12, 7, 1), _GOLD, angle=0)
    s.fill(rect(24, 35, 52, 55, 6), light(c, 0.6), shade=0.1, alpha=0.7)
    s.fill(rect(28, 44, 44, 42, 3), c, shade=0.2, alpha=0.85)
    s.fill(rect(35, 54, 30, 20, 0.8), PAPER, shade=0.03)
    s.text(50, 61, look.label, 5.8, INK, width=27)
    s.text(50, 68.4, "eau de parfum", 3.4, (96, 98, 106), width=27)
    s.gloss(rect(27, 39, 2.4, 46, 1.2), alpha=0.6)
    s.gloss(polygon((60, 36), (70, 36), (52, 89), (42, 89)), alpha=0.12)


def petals(s: Sketch, x: float, y: float, r: float, color: RGB) -> None:
    """A small flower: on labels, seed packets and planters."""
    for i in range(6):
        a = math.radians(60 * i)
        s.fill(
            ellipse(x + r * math.cos(a), y + r * math.sin(a), r * 0.62), color, shade=0.1, edge=0.2
        )
    s.fill(ellipse(x, y, r * 0.55), (246, 206, 96), shade=0.08, edge=0.2)
