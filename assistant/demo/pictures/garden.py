"""Plants, garden tools and the barbecue."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, LEAF, METAL, PAPER, WOOD, Look, draws
from assistant.demo.pictures.path import arc, ellipse, path, polygon, rect, smooth
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light

_SOIL: RGB = (92, 66, 50)

_CLAY: RGB = (186, 108, 74)


@draws("plant-pot")
def plant_pot(s: Sketch, look: Look) -> None:
    """An empty pot on its saucer."""
    c = look.color
    s.ground(50, 89, 34)
    s.fill(path("M20 82 H80 L76 89 H24 Z"), dark(c, 0.15))
    s.fill(path("M22 34 H78 L70 84 H30 Z"), c, shade=0.2, angle=10)
    s.fill(rect(17, 22, 66, 15, 3), c, shade=0.22, angle=10)
    s.fill(ellipse(50, 23, 33, 6), light(c, 0.2), shade=0.08)
    s.fill(ellipse(50, 24, 28, 4.4), _SOIL, shade=0.16)
    s.gloss(path("M30 42 L34 78 H37 L34 42 Z"), alpha=0.25)


@draws("plant", labelled=True)
def plant(s: Sketch, look: Look) -> None:
    """A leafy plant in a pot; the seed chooses among three habits."""
    leaf = look.color if look.color[1] > max(look.color[0], look.color[2]) else LEAF
    s.ground(50, 91, 24)
    if look.seed % 3 == 0:
        for lean, tall, tone in (
            (-46, 42, 0.2),
            (46, 42, 0.2),
            (-26, 52, 0.08),
            (26, 52, 0.08),
            (0, 56, 0),
        ):
            blade = smooth(
                [(50, 66), (44, 66 - tall * 0.5), (50, 66 - tall), (56, 66 - tall * 0.5)]
            ).turn(lean, 50, 66)
            s.fill(blade, dark(leaf, tone), shade=0.2)
            s.line(path(f"M50 66 V{70 - tall}").turn(lean, 50, 66), light(leaf, 0.45), 0.6)
    elif look.seed % 3 == 1:
        for lean, tall in ((-58, 34), (58, 34), (-32, 44), (32, 44), (-8, 50), (14, 48)):
            s.line(path(f"M50 68 V{68 - tall + 6}").turn(lean, 50, 68), dark(leaf, 0.3), 1.2)
            x = ellipse(50, 68 - tall, 9, 10).turn(lean, 50, 68)
            s.fill(x, dark(leaf, 0.1 if lean < 0 else 0), shade=0.2)
            s.line(path(f"M50 {60 - tall} V{77 - tall}").turn(lean, 50, 68), light(leaf, 0.4), 0.6)
    else:
        for side in range(-70, 71, 14):
            reach = 52 - abs(side) * 0.18
            s.fill(
                smooth(
                    [
                        (50, 68),
                        (47.6, 68 - reach * 0.5),
                        (50 + side * 0.1, 68 - reach),
                        (52.4, 68 - reach * 0.5),
                    ]
                ).turn(side * 0.8, 50, 68),
                dark(leaf, 0.16 * (side % 28 == 0)),
                shade=0.2,
            )
    s.fill(path("M32 62 H68 L63 91 H37 Z"), PAPER if look.seed % 2 else _CLAY, shade=0.2, angle=10)
    s.fill(rect(30, 60, 40, 7, 2), PAPER if look.seed % 2 else _CLAY, shade=0.2, angle=10)


@draws("watering-can")
def watering_can(s: Sketch, look: Look) -> None:
    """A watering can with a rose."""
    c = look.color
    s.ground(54, 88, 32)
    s.line(path("M42 44 C44 16 86 20 82 60"), dark(c, 0.34), 4)
    s.line(path("M42 44 C44 16 86 20 82 60"), c, 3, shade=0.14)
    s.fill(polygon((40, 72), (40, 62), (18, 34), (13, 38)), c, shade=0.18)
    s.fill(polygon((7, 38), (19, 27), (22, 31), (11, 42)), dark(c, 0.2))
    for i in range(4):
        s.fill(ellipse(9 - i * 1.6, 46 + i * 7, 1, 1.8).turn(24, 9, 46), (120, 180, 222), edge=0)
    s.fill(
        path("M38 44 H80 L84 86 C84 88 82 88 80 88 H38 C36 88 34 88 34 86 Z"),
        c,
        shade=0.2,
        angle=10,
    )
    s.fill(ellipse(59, 44, 21, 5), dark(c, 0.45), shade=0.1)
    s.line(path("M35 78 H83"), dark(c, 0.35), 0.8)
    s.gloss(rect(43, 52, 3.4, 28, 1.7), alpha=0.35)


@draws("shears", "pruning shears")
def shears(s: Sketch, look: Look) -> None:
    """Secateurs, open."""
    c = look.color
    s.ground(50, 92, 24, alpha=0.2)
    s.fill(path("M52 46 C60 34 62 18 54 6 C44 16 42 32 46 46 Z"), METAL, shade=0.26, angle=0)
    s.fill(
        path("M48 48 C36 40 34 26 40 16 C46 24 48 34 54 44 Z"), dark(METAL, 0.3), shade=0.2, angle=0
    )
    for side in (False, True):
        grip = path("M46 46 C36 54 30 74 33 92 C36 96 41 94 41 90 C40 76 46 62 54 52 Z")
        s.fill(grip.mirror() if side else grip, c if side else dark(c, 0.12), shade=0.2, angle=0)
    s.line(path("M46 62 C48 66 52 66 54 62"), METAL, 1.4)
    s.fill(ellipse(50, 49, 4.2), dark(METAL, 0.3), round_=True)
    s.line(path("M48 49 H52"), INK, 0.8)


@draws("hand tool set")
def hand_tools(s: Sketch, look: Look) -> None:
    """A trowel, a fork and a weeder."""
    c = look.color
    s.ground(50, 93, 34, alpha=0.2)
    for x in (24, 50, 76):
        s.fill(rect(x - 3.6, 60, 7.2, 32, 3.6), c if x != 50 else WOOD, angle=0, shade=0.22)
        s.tube(path(f"M{x} 62 V42"), METAL, 2.4)
    s.fill(path("M24 8 C34 16 34 34 30 44 H18 C14 34 14 16 24 8 Z"), METAL, shade=0.26, angle=0)
    s.line(path("M24 14 V42"), dark(METAL, 0.3), 0.6)
    for x in (43, 50, 57):
        s.tube(path(f"M{x} 12 V36"), METAL, 2.2)
    s.tube(path("M43 35 C43 44 57 44 57 35"), METAL, 2.2)
    s.fill(
        path("M70 40 C66 26 70 14 72 10 L75 16 H77 L80 10 C82 14 86 26 82 40 Z"),
        METAL,
        shade=0.26,
        angle=0,
    )


@draws("mower")
def mower(s: Sketch, look: Look) -> None:
    """A lawn mower on a strip of grass."""
    c = look.color
    s.fill(path("M2 86 C30 82 70 82 98 86 V92 H2 Z"), LEAF, shade=0.14)
    for i in range(30):
        s.line(path(f"M{4 + i * 3.2} 87 L{5 + i * 3.2} {82 + (i % 3)}"), dark(LEAF, 0.2), 0.8)
    s.tube(path("M60 60 L88 20 H96"), INK, 2.6)
    s.tube(path("M54 62 L80 22"), INK, 1.6)
    s.fill(path("M64 52 L90 60 L84 78 H62 Z"), dark(c, 0.45), shade=0.14)
    s.fill(path("M8 70 C8 56 20 52 34 52 H62 C70 54 72 64 72 76 H10 Z"), c, shade=0.2)
    s.fill(rect(28, 40, 26, 14, 3), INK, shade=0.16)
    s.fill(rect(33, 36, 16, 6, 2), c)
    for x, r in ((20, 8.6), (64, 10)):
        s.fill(ellipse(x, 86 - r, r), INK, round_=True)
        s.fill(ellipse(x, 86 - r, r * 0.5), METAL, round_=True)
    s.gloss(path("M16 58 C22 55 34 55 44 55 L42 58 C32 58 22 59 15 63 Z"), alpha=0.4)


@draws("barbecue")
def barbecue(s: Sketch, look: Look) -> None:
    """A kettle barbecue on three legs."""
    c = look.color
    s.ground(50, 93, 32)
    for text in ("M34 62 L22 92", "M66 62 L78 92", "M50 66 V92"):
        s.tube(path(text), METAL, 2.2)
    s.line(path("M29 78 H71"), METAL, 1.6)
    s.fill(ellipse(78, 90, 4.4), INK, round_=True)
    s.fill(path("M14 46 C16 66 34 74 50 74 C66 74 84 66 86 46 Z"), c, shade=0.22)
    s.fill(path("M14 44 C14 20 34 12 50 12 C66 12 86 20 86 44 Z"), c, shade=0.24)
    s.line(path("M12 45 H88"), METAL, 2.2)
    s.fill(rect(43, 6, 14, 5, 2.4), WOOD)
    s.line(path("M46 10 V14 M54 10 V14"), METAL, 1.2)
    s.fill(ellipse(64, 24, 4), METAL, shade=0.14)
    s.soft(
        path("M26 40 C26 28 34 20 44 17 C36 23 32 30 31 41 Z"), (255, 255, 255), alpha=0.5, blur=1.2
    )
    s.fill(rect(6, 50, 10, 4, 2) + rect(84, 50, 10, 4, 2), WOOD)
    s.line(arc(50, 46, 34, 6, 20, 160), dark(c, 0.5), 0.6)
