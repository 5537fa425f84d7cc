"""Pots, pans, kitchen machines and tableware."""

from __future__ import annotations

from assistant.demo.pictures.look import GLASS, INK, METAL, WOOD, Look, draws
from assistant.demo.pictures.path import arc, ellipse, path, polygon, rect, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_COFFEE: RGB = (84, 54, 36)


@draws("pan", "frying pan")
def frying_pan(s: Sketch, look: Look) -> None:
    """A frying pan from above."""
    c = look.color
    s.ground(44, 84, 36, 4)
    s.fill(rect(64, 24, 34, 7, 3.5).turn(-28, 66, 28), INK, angle=90)
    s.fill(rect(66, 25, 9, 5, 1).turn(-28, 66, 28), METAL)
    s.fill(ellipse(42, 52, 35, 33), c, shade=0.2)
    s.fill(
        ellipse(42, 52, 31, 29), light(c, 0.1) if luminance(c) < 0.4 else dark(c, 0.12), shade=0.18
    )
    s.fill(ellipse(42, 54, 25, 23), dark(c, 0.2), shade=0.1)
    for r in (21, 16, 11, 6):
        s.line(ellipse(42, 54, r, r * 0.92), light(c, 0.3), 0.3, closed=True, alpha=0.5)
    s.gloss(path("M16 44 C20 32 30 26 40 25 C30 30 22 38 20 50 Z"), alpha=0.2)


@draws("wok")
def wok(s: Sketch, look: Look) -> None:
    """A wok from the side with its wooden handle."""
    c = look.color
    s.ground(46, 78, 28)
    s.fill(rect(72, 38, 27, 6, 3).turn(-14, 74, 42), WOOD, angle=90)
    s.fill(path("M6 44 C8 70 28 78 42 78 C58 78 76 70 80 44 Z"), c, shade=0.22)
    s.fill(ellipse(43, 44, 37, 9), light(c, 0.18), shade=0.14)
    s.fill(ellipse(43, 46, 32, 6.6), dark(c, 0.3), shade=0.1)
    s.tube(arc(5, 45, 4, 6, 70, 290), METAL, 1.6)
    s.gloss(path("M14 54 C18 66 26 72 34 74 C26 68 20 60 18 53 Z"), alpha=0.3)


@draws("pot", "saucepan", "dutch oven")
def pot(s: Sketch, look: Look) -> None:
    """A lidded pot; a saucepan has one long handle."""
    c = look.color
    sauce = look.kind == "saucepan"
    s.ground(50, 83, 36)
    if sauce:
        s.fill(rect(70, 46, 29, 6, 3).turn(-8, 72, 49), INK, angle=90)
        s.fill(
            path("M16 42 H74 V74 C74 80 70 82 66 82 H24 C20 82 16 80 16 74 Z"),
            c,
            angle=10,
            shade=0.22,
        )
        s.fill(ellipse(45, 42, 29, 6), light(c, 0.3), shade=0.1)
        s.fill(
            symmetric("M45 32 C26 32 17 37 16 41 C26 46 36 46 45 46", 45),
            GLASS,
            shade=0.14,
            alpha=0.95,
        )
        s.line(path("M16 41 C26 46 64 46 74 41"), METAL, 1.6)
        s.fill(rect(41, 25, 8, 7, 3), INK)
        s.gloss(rect(22, 50, 3.4, 26, 1.7), alpha=0.4)
        return
    s.tube(arc(13, 54, 6, 5, 90, 270), c, 4)
    s.tube(arc(87, 54, 6, 5, -90, 90), c, 4)
    s.fill(
        path("M14 44 H86 V72 C86 80 80 83 74 83 H26 C20 83 14 80 14 72 Z"), c, shade=0.22, angle=20
    )
    s.fill(path("M12 44 C16 30 34 26 50 26 C66 26 84 30 88 44 C70 47 30 47 12 44 Z"), c, shade=0.2)
    s.line(path("M13 44.6 C30 47.4 70 47.4 87 44.6"), dark(c, 0.5), 1)
    s.fill(rect(44, 18, 12, 5, 2.5) + rect(48, 22, 4, 5), METAL)
    s.soft(
        path("M22 52 C22 62 24 70 27 76 L33 76 C29 68 28 60 28 52 Z"),
        (255, 255, 255),
        alpha=0.5,
        blur=1.3,
    )
    s.soft(ellipse(36, 34, 12, 3).turn(-10, 36, 34), (255, 255, 255), alpha=0.5, blur=1.3)


@draws("knife")
def knife(s: Sketch, look: Look) -> None:
    """A chef's knife, point up."""
    c = look.color
    s.ground(50, 93, 16, alpha=0.2)
    s.fill(path("M58 6 C40 20 36 44 40 62 H58 Z").turn(20), (222, 226, 232), angle=0, shade=0.22)
    s.line(path("M56.4 8 V61").turn(20), dark(METAL, 0.25), 0.5)
    s.gloss(path("M45 30 C42 40 41.6 50 42.4 60 H45 Z").turn(20), alpha=0.6)
    if max(c) - min(c) < 24 and luminance(c) > 0.4:
        c = INK  # named after its steel: the handle is dark then
    s.fill(rect(40, 60, 19, 5, 1).turn(20), METAL)
    s.fill(
        path("M47 64 H59 C60 76 59 86 62 96 C56 99 49 97 48 92 Z").turn(20), c, angle=0, shade=0.2
    )
    for y in (70, 79, 88):
        s.fill(ellipse(54, y, 1.4).turn(20), METAL)


@draws("cutting board")
def cutting_board(s: Sketch, look: Look) -> None:
    """A board with grain."""
    c = look.color
    s.ground(50, 90, 26)
    body = path(
        "M44 6 H56 C58 6 59 8 59 12 L60 22 H70 C74 22 76 24 76 28 V84 C76 88 74 90 70 90 H30"
        " C26 90 24 88 24 84 V28 C24 24 26 22 30 22 H40 L41 12 C41 8 42 6 44 6 Z"
    )
    s.fill(body.minus(ellipse(50, 13, 2.6)), c, shade=0.14)
    for i in range(9):
        x = 27 + i * 5.6
        s.line(
            path(f"M{x} 22 C{x + 3} 44 {x - 3} 66 {x + 1} 90"),
            dark(c, 0.35),
            0.5,
            clip=body,
            alpha=0.5,
        )
    s.line(rect(29, 30, 42, 55, 3), dark(c, 0.3), 0.8, closed=True)


@draws("coffee-maker", "coffee maker")
def coffee_maker(s: Sketch, look: Look) -> None:
    """A filter machine with its jug."""
    c = look.color
    s.ground(50, 91, 32)
    s.fill(rect(20, 12, 60, 76, 6), c, shade=0.18, angle=10)
    s.fill(rect(26, 42, 48, 40, 3), dark(c, 0.6), shade=0.1)
    s.fill(rect(18, 82, 64, 8, 3), dark(c, 0.2))
    s.fill(path("M40 30 H60 L56 46 H44 Z"), dark(c, 0.35))
    s.fill(ellipse(34, 24, 4), METAL, round_=True)
    s.fill(rect(44, 20, 22, 8, 1.4), INK, shade=0.06)
    s.text(55, 24, "07:30", 5, (134, 222, 236))
    jug = path("M36 52 H62 C68 60 67 76 62 80 H36 C31 76 30 60 36 52 Z")
    s.fill(jug, GLASS, shade=0.1, alpha=0.9)
    s.fill(rect(28, 62, 44, 20), _COFFEE, clip=jug, shade=0.14, edge=0)
    s.line(path("M66 56 C76 56 76 74 66 75"), INK, 2.6)
    s.fill(rect(35, 49, 28, 4, 1.5), INK)
    s.gloss(rect(36, 57, 2, 18, 1), alpha=0.6)


@draws("coffee grinder")
def coffee_grinder(s: Sketch, look: Look) -> None:
    """A grinder with beans in its hopper."""
    c = look.color
    s.ground(50, 92, 26)
    hopper = path("M32 12 H68 L62 42 H38 Z")
    s.fill(hopper, GLASS, shade=0.1, alpha=0.85)
    for i in range(30):
        s.fill(
            ellipse(37 + (i * 17) % 27, 24 + (i * 11) % 18, 2.6, 1.9).turn(i * 31, 50, 32),
            _COFFEE,
            round_=True,
            clip=hopper,
            edge=0.3,
        )
    s.fill(rect(30, 8, 40, 5, 2), INK)
    s.fill(path("M34 42 H66 L70 90 H30 Z"), c, shade=0.2, angle=10)
    s.fill(ellipse(50, 52, 4.4), METAL, round_=True)
    s.fill(rect(38, 62, 24, 24, 3), dark(c, 0.55), shade=0.1)
    s.fill(rect(41, 70, 18, 16, 2), METAL, angle=0)


@draws("kettle", "electric kettle")
def kettle(s: Sketch, look: Look) -> None:
    """An electric kettle with a goose neck."""
    c = look.color
    s.ground(48, 88, 32)
    s.line(path("M68 32 C92 28 94 62 80 76"), INK, 5)
    s.line(path("M30 66 C12 66 22 38 8 32"), dark(c, 0.32), 5)
    s.line(path("M30 66 C12 66 22 38 8 32"), c, 3.9, shade=0.15)
    s.fill(path("M32 34 H66 L76 82 H22 Z"), c, shade=0.22, angle=10)
    s.fill(path("M34 34 C36 26 62 26 64 34 Z"), dark(c, 0.2))
    s.fill(rect(45, 22, 8, 6, 3), INK)
    s.fill(rect(18, 81, 62, 7, 3), INK, shade=0.12)
    s.gloss(path("M36 40 L30 76 H34 L39 40 Z"), alpha=0.4)


@draws("rice-cooker", "rice cooker")
def rice_cooker(s: Sketch, look: Look) -> None:
    """A rounded rice cooker with a panel."""
    c = look.color
    s.ground(50, 87, 36)
    s.tube(arc(50, 32, 24, 14, 185, 355), dark(METAL, 0.1), 3)
    s.fill(path("M14 44 C14 26 34 22 50 22 C66 22 86 26 86 44 Z"), light(c, 0.1), shade=0.16)
    s.fill(
        path("M12 44 H88 L84 78 C83 85 78 87 72 87 H28 C22 87 17 85 16 78 Z"),
        c,
        shade=0.2,
        angle=20,
    )
    s.line(path("M12 44 H88"), METAL, 1.8)
    s.fill(rect(34, 52, 32, 22, 4), INK, shade=0.1)
    s.text(50, 59, "18:45", 7, (134, 222, 236))
    for i in range(4):
        s.fill(ellipse(40 + i * 6.6, 69, 1.5), METAL if i else (232, 120, 80), edge=0)
    s.fill(ellipse(62, 27, 3, 1.2), INK)
    s.gloss(path("M22 38 C26 30 36 27 44 26 C34 30 28 34 26 40 Z"), alpha=0.5)


@draws("air fryer")
def air_fryer(s: Sketch, look: Look) -> None:
    """An air fryer with its drawer."""
    c = look.color
    s.ground(50, 89, 32)
    s.fill(
        path(
            "M26 14 C40 8 60 8 74 14 C82 24 84 50 82 80 C82 86 78 89 72 89 H28 C22 89 18 86 18 80"
            " C16 50 18 24 26 14 Z"
        ),
        c,
        shade=0.2,
        angle=20,
    )
    s.fill(path("M30 17 C42 12 58 12 70 17 L72 32 H28 Z"), INK, shade=0.12)
    s.text(50, 23, "200°", 7, (246, 180, 110))
    for i in range(5):
        s.fill(ellipse(37 + i * 6.5, 29.4, 0.9), METAL, edge=0)
    s.fill(
        path("M20 44 H80 L79.6 80 C79 84 76 85 72 85 H28 C24 85 21 84 20.4 80 Z"),
        dark(c, 0.14),
        shade=0.14,
    )
    s.line(path("M20 44 H80"), dark(c, 0.6), 0.9)
    s.fill(rect(44, 52, 12, 26, 5), METAL, angle=0)
    s.fill(rect(46, 54, 8, 18, 4), dark(METAL, 0.45), shade=0.1)


@draws("blender")
def blender(s: Sketch, look: Look) -> None:
    """A jug blender with something green in it."""
    c = look.color
    s.ground(50, 93, 24)
    jug = path("M28 14 H72 L64 60 H36 Z")
    s.fill(jug, GLASS, shade=0.12, alpha=0.8)
    s.fill(
        path("M20 34 C36 30 60 38 80 34 V62 H20 Z"),
        (134, 190, 104),
        clip=jug,
        shade=0.18,
        edge=0,
        alpha=0.92,
    )
    s.line(path("M70 20 C84 18 80 46 66 48"), dark(c, 0.2), 3.2)
    s.fill(rect(26, 8, 48, 7, 3), INK)
    for i in range(4):
        s.line(path(f"M58 {26 + i * 7} H64"), (255, 255, 255), 0.7, alpha=0.8)
    s.gloss(polygon((33, 18), (38, 18), (41, 56), (38, 56)), alpha=0.45)
    s.fill(rect(34, 59, 32, 5, 1), METAL)
    s.fill(path("M34 64 H66 L74 92 H26 Z"), c, shade=0.2, angle=10)
    s.fill(ellipse(50, 79, 7), METAL, round_=True)
    s.line(path("M50 79 V73.6"), INK, 1.2)


@draws("stand mixer")
def stand_mixer(s: Sketch, look: Look) -> None:
    """A stand mixer with its bowl."""
    c = look.color
    s.ground(50, 90, 40)
    s.fill(path("M12 90 C12 84 18 82 26 82 H84 C90 82 90 90 86 90 Z"), c)
    s.fill(path("M70 36 H88 L86 84 H66 C72 68 72 52 70 36 Z"), c, shade=0.18, angle=0)
    s.fill(
        path("M12 34 C10 20 24 14 40 14 H76 C92 14 94 40 84 42 H28 C18 42 13 40 12 34 Z"),
        c,
        shade=0.22,
    )
    s.fill(ellipse(14, 30, 4, 6), METAL, round_=True)
    s.line(path("M14 36 H90"), METAL, 1.6)
    s.fill(rect(33, 42, 6, 8, 1), METAL)
    s.line(path("M36 50 V70 M36 50 C28 58 30 68 36 70 C42 68 44 58 36 50"), dark(METAL, 0.2), 1.2)
    s.fill(
        path("M14 56 H60 C60 74 52 82 46 82 H28 C20 82 14 74 14 56 Z"),
        METAL,
        angle=0,
        shade=0.3,
        alpha=0.96,
    )
    s.line(path("M13 56 H61"), dark(METAL, 0.3), 1.6)
    s.soft(ellipse(44, 22, 20, 3), (255, 255, 255), alpha=0.5, blur=1.4)
