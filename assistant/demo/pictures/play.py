"""Toys and games."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, METAL, PAPER, RAINBOW, WOOD, Look, draws
from assistant.demo.pictures.path import ellipse, path, polygon, rect, smooth, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_SKIN: RGB = (244, 208, 180)


@draws("toy-blocks", "building blocks")
def blocks(s: Sketch, look: Look) -> None:
    """Wooden blocks in a small castle."""
    s.ground(50, 88, 42)
    tones = [look.color, *RAINBOW] if not look.many else [*RAINBOW, RAINBOW[0]]
    for i, (x, y, w, h) in enumerate(
        (
            (12, 66, 22, 22),
            (38, 66, 24, 22),
            (66, 66, 22, 22),
            (20, 46, 24, 20),
            (56, 46, 24, 20),
            (40, 30, 20, 16),
        )
    ):
        s.fill(rect(x, y, w, h, 1.6), tones[i % 7], shade=0.14)
        s.line(
            rect(x + 2, y + 2, w - 4, h - 4, 1),
            light(tones[i % 7], 0.5),
            0.4,
            closed=True,
            alpha=0.7,
        )
    s.fill(path("M42 88 V80 C42 72 58 72 58 80 V88 Z"), dark(tones[1], 0.5), shade=0.08)
    s.fill(polygon((38, 30), (62, 30), (50, 12)), tones[6], shade=0.16)
    s.fill(ellipse(27, 40, 6), tones[5], round_=True)
    for x, word in ((23, "A"), (77, "B")):
        s.text(x, 77, word, 11, (255, 255, 255))


@draws("construction kit")
def construction_kit(s: Sketch, look: Look) -> None:
    """Studded bricks built into a small tower."""
    s.ground(50, 88, 40)
    rows = ((14, 70, 5), (22, 54, 4), (14, 38, 3), (38, 22, 2))
    for i, (x, y, studs) in enumerate(rows):
        tone = look.shade_of(i) if look.many or i else look.color
        if not look.many and i:
            tone = (light(look.color, 0.35), (244, 196, 74), dark(look.color, 0.25))[i - 1]
        w = studs * 14
        for k in range(studs):
            s.fill(rect(x + 3 + k * 14, y - 3.6, 8, 5, 1), light(tone, 0.12), shade=0.14)
        s.fill(rect(x, y, w, 16, 1), tone, shade=0.14)
    s.fill(ellipse(66, 46, 5.6), INK, round_=True)
    s.fill(ellipse(66, 46, 2.4), METAL, round_=True)


@draws("plush")
def plush(s: Sketch, look: Look) -> None:
    """A teddy bear, sitting."""
    c = look.color if not look.many else (206, 160, 112)
    pale = light(c, 0.55) if luminance(c) < 0.75 else (255, 246, 238)
    s.ground(50, 90, 32)
    for x in (33, 67):
        s.fill(ellipse(x, 16, 9), c, round_=True)
        s.fill(ellipse(x, 17, 5), pale, shade=0.1)
    s.fill(ellipse(50, 68, 23, 23), c, round_=True, shade=0.18)
    s.fill(ellipse(50, 70, 13.5, 15), pale, shade=0.1)
    for flip in (False, True):
        arm = ellipse(27, 61, 7.4, 14).turn(28, 27, 61)
        foot = ellipse(28, 83, 11, 9)
        pad = ellipse(27, 84, 6, 5)
        parts = [p.mirror() if flip else p for p in (arm, foot, pad)]
        s.fill(parts[0], c, round_=True, shade=0.18)
        s.fill(parts[1], c, round_=True, shade=0.18)
        s.fill(parts[2], pale, shade=0.1)
    s.fill(ellipse(50, 32, 25, 22), c, round_=True, shade=0.18)
    s.fill(ellipse(50, 39, 11, 8.6), pale, shade=0.1)
    s.fill(ellipse(50, 35.4, 4, 2.8), INK, round_=True)
    s.line(path("M50 38 V41 C47 44 45 43 44 41 M50 41 C53 44 55 43 56 41"), INK, 0.8)
    for x in (40, 60):
        s.fill(ellipse(x, 30, 2.3), INK, round_=True)
        s.gloss(ellipse(x - 0.7, 29.2, 0.7), alpha=0.9)
    s.fill(path("M50 53 L40 48 V58 Z M50 53 L60 48 V58 Z"), RAINBOW[0], shade=0.14)
    s.fill(ellipse(50, 53, 2.4), dark(RAINBOW[0], 0.2))


@draws("doll")
def doll(s: Sketch, look: Look) -> None:
    """A rag doll in a dress."""
    c = look.color if not look.many else RAINBOW[5]
    s.ground(50, 92, 24)
    hair: RGB = ((110, 66, 40), (58, 44, 40), (214, 160, 84))[look.seed % 3]
    for x in (42, 54):
        s.fill(rect(x, 76, 5, 14, 2), _SKIN)
        s.fill(ellipse(x + 2.5, 90, 4.6, 3), dark(c, 0.3), round_=True)
    s.line(path("M36 50 L26 66 M64 50 L74 66"), _SKIN, 4.6)
    s.fill(
        symmetric("M50 46 L40 46 L34 52 L38 58 C36 66 30 74 28 80 C38 83 44 82 50 82"),
        c,
        shade=0.18,
    )
    s.line(path("M29 78.6 C40 81.6 60 81.6 71 78.6"), light(c, 0.6), 1.2)
    for i in range(8):
        s.fill(ellipse(37 + (i * 11) % 26, 62 + (i * 7) % 14, 1.2), light(c, 0.65), shade=0, edge=0)
    s.fill(symmetric("M50 6 C30 6 26 24 28 42 C30 50 36 48 38 44 L50 40"), hair, shade=0.18)
    s.fill(ellipse(50, 29, 16, 16), _SKIN, round_=True, shade=0.1)
    s.fill(symmetric("M50 11 C38 11 32 18 33 27 C40 26 46 20 50 15"), hair, shade=0.14)
    for x in (44, 56):
        s.fill(ellipse(x, 31, 1.6, 2), INK, edge=0)
        s.fill(
            ellipse(x + (3 if x > 50 else -3), 36, 2.4, 1.5),
            (240, 160, 150),
            shade=0,
            edge=0,
            alpha=0.7,
        )
    s.line(path("M46.6 37.4 C48.4 39.6 51.6 39.6 53.4 37.4"), (196, 84, 84), 0.9)
    s.fill(path("M66 14 L60 10 V20 Z M66 14 L73 10 V20 Z"), c)


@draws("puzzle", labelled=True)
def puzzle(s: Sketch, look: Look) -> None:
    """A landscape in pieces, one still to be placed."""
    s.ground(50, 86, 40, alpha=0.2)
    frame = rect(10, 16, 80, 64, 1)
    s.fill(frame, (164, 206, 232), shade=0.2, angle=90)
    shift = look.seed % 20
    s.fill(ellipse(26 + shift, 32, 7), (250, 214, 120), edge=0)
    s.fill(
        smooth([(0, 90), (6, 56), (26, 44 + shift / 4), (50, 60), (60, 90)]),
        look.color,
        clip=frame,
        shade=0.2,
    )
    s.fill(
        smooth([(34, 92), (56, 58), (78, 46), (100, 66), (104, 92)]),
        RAINBOW[2],
        clip=frame,
        shade=0.2,
    )
    s.fill(
        smooth([(0, 92), (10, 72), (50, 68), (96, 74), (104, 92)]),
        (236, 190, 110),
        clip=frame,
        shade=0.16,
    )
    for i in range(1, 5):
        x, y = 10 + i * 16, 16 + i * 12.8
        knobs = "".join(
            f" L{x} {20 + k * 12.8} C{x + 6 * (-1) ** (k + i)} {17 + k * 12.8}"
            f" {x + 6 * (-1) ** (k + i)} {27 + k * 12.8} {x} {24 + k * 12.8}"
            for k in range(5)
        )
        s.line(path(f"M{x} 16{knobs} L{x} 80"), dark((150, 150, 150), 0.5), 0.5, alpha=0.75)
        if i < 5:
            bumps = "".join(
                f" L{15 + k * 16} {y} C{12 + k * 16} {y + 6 * (-1) ** (k + i)}"
                f" {22 + k * 16} {y + 6 * (-1) ** (k + i)} {19 + k * 16} {y}"
                for k in range(5)
            )
            s.line(path(f"M10 {y}{bumps} L90 {y}"), dark((150, 150, 150), 0.5), 0.5, alpha=0.75)
    piece = smooth(
        [
            (66, 66),
            (73, 67),
            (74, 61),
            (80, 61),
            (81, 67),
            (88, 66),
            (87, 73),
            (93, 74),
            (93, 80),
            (87, 81),
            (88, 88),
            (66, 88),
            (67, 81),
            (61, 80),
            (61, 74),
            (67, 73),
        ]
    ).turn(16, 77, 77)
    s.soft(piece.shift(1, 2), INK, alpha=0.4, blur=1.2)
    s.fill(piece, look.color, shade=0.2)


@draws("toy-car")
def toy_car(s: Sketch, look: Look) -> None:
    """A remote-control car with big wheels and its aerial."""
    c = look.color
    s.ground(50, 82, 42, alpha=0.35)
    s.line(path("M78 42 L86 12"), INK, 1)
    s.fill(ellipse(86, 11, 1.6), RAINBOW[0])
    body = path(
        "M8 62 C8 54 14 50 24 50 L36 34 C38 30 42 30 46 30 H62"
        " C66 30 70 32 72 36 L80 48 C90 50 94 54 94 62 V68 H8 Z"
    )
    s.fill(body, c, shade=0.2)
    s.fill(
        path("M30 49 L40 36 H50 V49 Z M54 36 H63 C66 36 67 37 68 39 L74 49 H54 Z"),
        (60, 76, 96),
        shade=0.3,
    )
    s.fill(
        path("M10 58 H94 V63 H9 Z"),
        light(c, 0.7) if luminance(c) < 0.7 else INK,
        shade=0.05,
        edge=0.2,
    )
    s.text(52, 57, "27", 8, (255, 255, 255) if luminance(c) < 0.7 else INK)
    s.fill(rect(84, 40, 11, 4, 1), dark(c, 0.3))
    for x in (27, 75):
        s.fill(ellipse(x, 68, 13.6), (34, 34, 40), round_=True)
        for k in range(14):
            s.line(path(f"M{x} 55.4 V58").turn(k * 25.7, x, 68), (80, 80, 88), 1.2)
        s.fill(ellipse(x, 68, 7), METAL, round_=True)
        s.fill(ellipse(x, 68, 2.4), dark(METAL, 0.5))


@draws("train set")
def train_set(s: Sketch, look: Look) -> None:
    """A wooden engine and a wagon on their track."""
    c = look.color if not look.many else RAINBOW[0]
    s.ground(50, 86, 46, alpha=0.25)
    s.fill(rect(2, 80, 96, 5, 1), WOOD, angle=90)
    for i in range(12):
        s.fill(rect(4 + i * 8, 84, 4.4, 3, 0.6), dark(WOOD, 0.3))
    s.fill(rect(8, 50, 30, 24, 2), RAINBOW[3], shade=0.16)
    for i, tone in enumerate((RAINBOW[1], RAINBOW[2], RAINBOW[0])):
        s.fill(ellipse(14.4 + i * 9, 48, 4.6), tone, round_=True)
    s.line(path("M38 70 H46"), INK, 2)
    s.fill(rect(46, 32, 20, 42, 2), c, shade=0.16)
    s.fill(rect(43, 26, 26, 7, 2), dark(c, 0.3))
    s.fill(rect(50, 38, 12, 12, 2), (198, 226, 240), shade=0.1)
    s.fill(rect(64, 48, 28, 26, 8), light(c, 0.1), shade=0.2)
    s.fill(path("M76 48 V36 L73 30 H87 L84 36 V48 Z"), dark(c, 0.35))
    s.fill(ellipse(91, 60, 3), RAINBOW[1])
    for x, r in ((16, 5.4), (30, 5.4), (54, 7.4), (72, 6), (86, 6)):
        s.fill(ellipse(x, 80 - r, r), INK, round_=True)
        s.fill(ellipse(x, 80 - r, r * 0.45), RAINBOW[1])
    for x, y, r in ((84, 20, 5), (76, 12, 6), (64, 8, 4.4)):
        s.soft(ellipse(x, y, r), (255, 255, 255), alpha=0.85, blur=0.8)


@draws("robot")
def robot(s: Sketch, look: Look) -> None:
    """A friendly coding robot."""
    c = look.color
    s.ground(50, 91, 26)
    s.line(path("M50 14 V6"), METAL, 1.4)
    s.fill(ellipse(50, 6, 2.8), RAINBOW[0], round_=True)
    for flip in (False, True):
        arm = path("M30 54 C18 56 16 66 18 74")
        hand = ellipse(18, 76, 5)
        leg = rect(36, 76, 9, 12, 2)
        foot = rect(32, 85, 15, 6, 3)
        parts = [p.mirror() if flip else p for p in (arm, hand, leg, foot)]
        s.tube(parts[0], METAL, 4)
        s.fill(parts[1], c, round_=True)
        s.fill(parts[2], METAL, angle=0)
        s.fill(parts[3], dark(c, 0.3))
    s.fill(rect(29, 48, 42, 31, 8), c, shade=0.18)
    s.fill(rect(25, 13, 50, 33, 13), c, shade=0.18)
    s.fill(rect(31, 19, 38, 21, 9), (30, 38, 54), shade=0.12)
    for x in (41, 59):
        s.fill(ellipse(x, 29, 3.8), (110, 226, 232), round_=True, shade=0.1)
        s.gloss(ellipse(x - 1.2, 27.6, 1.1), alpha=0.9)
    s.line(path("M45 34.6 C48 37 52 37 55 34.6"), (110, 226, 232), 0.9)
    for i in range(4):
        s.fill(rect(36 + (i % 2) * 15, 54 + (i // 2) * 11, 12.6, 8.6, 2), RAINBOW[i], shade=0.1)


@draws("crayons")
def crayons(s: Sketch, look: Look) -> None:
    """Crayons in their box."""
    c = look.color if not look.many else (250, 214, 96)
    s.ground(50, 91, 34)
    tones = (*RAINBOW, (90, 180, 190), (120, 84, 60))
    for i, tone in enumerate(tones):
        x, top = 20 + i * 7.6, 16 + (i * 5) % 9
        s.fill(
            path(f"M{x} {top + 8} L{x + 2} {top} H{x + 4.4} L{x + 6.4} {top + 8} V70 H{x} Z"),
            tone,
            angle=0,
            shade=0.2,
        )
        s.line(path(f"M{x} {top + 12} H{x + 6.4}"), dark(tone, 0.4), 0.8)
    s.fill(path("M16 46 C34 54 66 54 84 46 V90 H16 Z"), c, shade=0.14)
    s.fill(ellipse(50, 71, 19, 11), PAPER, shade=0.04)
    s.line(path("M38 74 C42 64 46 78 50 70 C54 62 58 78 62 68"), RAINBOW[0], 1.8)


@draws("scooter")
def scooter(s: Sketch, look: Look) -> None:
    """A kick scooter."""
    c = look.color
    s.ground(50, 91, 42)
    s.tube(path("M74 78 L60 14"), METAL, 3)
    s.tube(path("M48 16 L73 11"), INK, 2.4)
    s.fill(rect(44, 13, 9, 6, 3).turn(-12, 48, 16) + rect(69, 8, 9, 6, 3).turn(-12, 73, 11), c)
    s.fill(
        path("M14 76 L60 74 C66 74 68 62 70 56 L75 58 C74 72 70 81 62 81 L14 83 Z"), c, shade=0.2
    )
    s.line(path("M20 77.6 L58 76"), INK, 2.2)
    for x in (16, 80):
        s.fill(ellipse(x, 82, 9), INK, round_=True)
        s.fill(ellipse(x, 82, 5.6), light(c, 0.3), shade=0.16)
        s.fill(ellipse(x, 82, 1.8), METAL)
