"""Beds, toys and carriers for pets."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, METAL, PAPER, RAINBOW, WOOD, Look, draws
from assistant.demo.pictures.path import ellipse, path, rect, smooth
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_SOIL: RGB = (92, 66, 50)

_CLAY: RGB = (186, 108, 74)


@draws("pet-bed")
def pet_bed(s: Sketch, look: Look) -> None:
    """A round pet bed."""
    c = look.color
    s.ground(50, 80, 44, 4)
    s.fill(ellipse(50, 56, 44, 27), c, shade=0.18)
    s.fill(ellipse(50, 50, 34, 17), dark(c, 0.35), shade=0.1)
    s.fill(
        ellipse(50, 54, 32, 14),
        light(c, 0.6) if luminance(c) < 0.7 else PAPER,
        round_=True,
        shade=0.12,
    )
    s.fill(path("M22 62 C30 72 70 72 78 62 C74 80 26 80 22 62 Z"), light(c, 0.08), shade=0.14)
    tone = light(c, 0.7) if luminance(c) < 0.6 else dark(c, 0.4)
    s.fill(
        ellipse(50, 74, 3, 2.2)
        + ellipse(46.4, 71.4, 1.1)
        + ellipse(50, 70.4, 1.1)
        + ellipse(53.6, 71.4, 1.1),
        tone,
        shade=0,
        edge=0,
    )


@draws("dog leash")
def leash(s: Sketch, look: Look) -> None:
    """A leash, coiled, with its clip."""
    c = look.color
    s.ground(50, 88, 34, alpha=0.22)
    for r in (30, 25):
        s.line(ellipse(52, 44, r, r * 0.86), dark(c, 0.36), 4.6, closed=True)
        s.line(ellipse(52, 44, r, r * 0.86), c, 3.7, closed=True, shade=0.16)
    s.line(path("M78 56 C86 70 80 84 66 84"), dark(c, 0.36), 4.6)
    s.line(path("M78 56 C86 70 80 84 66 84"), c, 3.7, shade=0.16)
    s.line(path("M30 66 L24 80"), dark(c, 0.36), 4.6)
    s.line(path("M30 66 L24 80"), c, 3.7)
    s.tube(ellipse(20, 86, 5, 6), METAL, 2.2, closed=True)
    s.fill(rect(22, 76, 5, 6, 1).turn(20, 24, 79), METAL)
    s.fill(rect(60, 80, 10, 8, 2), INK)


@draws("bone", "dog toy")
def bone(s: Sketch, look: Look) -> None:
    """A rope-and-rubber bone."""
    c = look.color
    s.ground(50, 72, 42)
    body = smooth(
        [
            (28, 42),
            (24, 30),
            (12, 30),
            (8, 40),
            (11, 48),
            (8, 56),
            (12, 66),
            (24, 66),
            (28, 55),
            (50, 53),
            (72, 55),
            (76, 66),
            (88, 66),
            (92, 56),
            (89, 48),
            (92, 40),
            (88, 30),
            (76, 30),
            (72, 42),
            (50, 44),
        ]
    )
    s.fill(body.turn(-14), c, shade=0.22)
    for i in range(5):
        s.line(path(f"M{36 + i * 7} 43 V54").turn(-14), dark(c, 0.35), 1, alpha=0.7)
    s.soft(ellipse(46, 45, 18, 2).turn(-14), (255, 255, 255), alpha=0.5, blur=1)


@draws("cat toy")
def cat_toy(s: Sketch, look: Look) -> None:
    """A feather wand and a mouse."""
    c = look.color if not look.many else RAINBOW[5]
    s.ground(46, 86, 36)
    s.tube(path("M88 12 L52 30"), WOOD, 2.2)
    s.line(path("M52 30 C40 36 48 46 40 50"), INK, 0.7)
    for i, tone in enumerate((RAINBOW[1], RAINBOW[3], RAINBOW[0])):
        s.fill(
            smooth([(40, 50), (36, 58), (38, 70), (43, 60)]).turn(-34 + i * 34, 40, 50),
            tone,
            shade=0.2,
        )
    s.line(path("M78 76 C92 74 92 60 84 60"), dark(c, 0.3), 1.5)
    s.fill(path("M34 84 C32 70 48 62 62 64 C76 66 80 76 80 84 Z"), c, shade=0.2)
    s.fill(ellipse(49, 64, 6), light(c, 0.3), round_=True)
    s.fill(ellipse(41, 76, 1.4), INK, edge=0)
    s.fill(ellipse(34.4, 81, 1.8), RAINBOW[5], round_=True)


@draws("cat-tree")
def cat_tree(s: Sketch, look: Look) -> None:
    """A scratching tree with a house and a cat."""
    c = look.color
    s.ground(50, 93, 40)
    for x, y, h in ((30, 60, 30), (68, 30, 60), (34, 26, 16)):
        s.fill(rect(x - 4, y, 8, h), (206, 176, 132), angle=0)
        for k in range(int(h / 2)):
            s.line(path(f"M{x - 4} {y + k * 2} H{x + 4}"), (160, 128, 88), 0.4)
    s.fill(rect(10, 88, 80, 6, 2), c, shade=0.14)
    s.fill(rect(14, 40, 40, 24, 3), c, shade=0.16)
    s.fill(ellipse(34, 53, 8), dark(c, 0.65), shade=0.08)
    s.fill(rect(10, 60, 48, 4, 2), dark(c, 0.14), shade=0.1)
    s.fill(rect(20, 22, 28, 5, 2.4), c, shade=0.14)
    s.fill(rect(52, 26, 34, 5, 2.4), c, shade=0.14)
    cat: RGB = (70, 66, 72)
    s.line(path("M80 25 C90 24 88 38 84 42"), cat, 2.6)
    s.fill(path("M60 26 C60 14 82 14 82 26 Z"), cat, shade=0.14)
    s.fill(path("M56 20 V10 L60 13 H65 L69 10 V20 C68 25 57 25 56 20 Z"), cat, shade=0.14)
    s.fill(ellipse(60, 17.4, 1) + ellipse(65, 17.4, 1), (220, 220, 120), edge=0)
    s.line(path("M80 64 V74"), INK, 0.6)
    s.fill(ellipse(80, 77, 3.4), RAINBOW[5], round_=True)
    s.line(path("M80 31 V64"), INK, 0.5)


@draws("pet carrier")
def pet_carrier(s: Sketch, look: Look) -> None:
    """A soft carrier with a mesh window."""
    c = look.color
    s.ground(50, 86, 42)
    s.line(path("M30 28 C32 8 68 8 70 28"), dark(c, 0.35), 3.4)
    s.fill(
        path(
            "M10 46 C12 30 24 26 50 26 C76 26 88 30 90 46 V80"
            " C90 84 88 86 84 86 H16 C12 86 10 84 10 80 Z"
        ),
        c,
        shade=0.18,
    )
    window = rect(20, 40, 60, 36, 7)
    s.fill(window, (54, 56, 66), shade=0.14)
    s.fill(
        smooth([(38, 80), (36, 56), (40, 46), (46, 52), (54, 52), (60, 46), (64, 56), (62, 80)]),
        (206, 160, 110),
        clip=window,
        shade=0.14,
    )
    s.fill(ellipse(45, 60, 1.7) + ellipse(55, 60, 1.7) + ellipse(50, 65, 1.8, 1.3), INK, edge=0)
    for i in range(20):
        s.line(path(f"M{20 + i * 3.2} 40 V76"), (150, 152, 160), 0.25, clip=window, alpha=0.7)
        s.line(path(f"M20 {40 + i * 3.2} H80"), (150, 152, 160), 0.25, clip=window, alpha=0.7)
    s.line(window, dark(c, 0.35), 1.4, closed=True)
