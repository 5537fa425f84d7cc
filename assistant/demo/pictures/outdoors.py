"""Sport, camping, garden and pets."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, LEAF, METAL, PAPER, RAINBOW, WOOD, Look, draws
from assistant.demo.pictures.path import arc, ellipse, path, polygon, rect, smooth, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance, mix

_CLAY: RGB = (186, 108, 74)
_SOIL: RGB = (92, 66, 50)


@draws("dumbbell")
def dumbbell(s: Sketch, look: Look) -> None:
    """A pair of hexagonal dumbbells."""
    c = look.color
    s.ground(50, 82, 44)
    for dy, tone in ((-20, dark(c, 0.2)), (6, c)):
        s.tube(path(f"M26 {56 + dy} H74"), METAL, 5.4)
        for x in (10, 72):
            s.fill(
                polygon(
                    (x, 46 + dy),
                    (x + 4, 39 + dy),
                    (x + 14, 39 + dy),
                    (x + 18, 46 + dy),
                    (x + 18, 66 + dy),
                    (x + 14, 73 + dy),
                    (x + 4, 73 + dy),
                    (x, 66 + dy),
                ),
                tone,
                shade=0.2,
            )
            s.line(
                path(f"M{x + 4} {40 + dy} V{72 + dy} M{x + 14} {40 + dy} V{72 + dy}"),
                dark(tone, 0.4),
                0.5,
            )
            s.text(
                x + 9,
                56 + dy,
                "5",
                7,
                light(tone, 0.7) if luminance(tone) < 0.6 else dark(tone, 0.6),
            )


@draws("kettlebell")
def kettlebell(s: Sketch, look: Look) -> None:
    """A kettlebell."""
    c = look.color
    s.ground(50, 89, 26)
    s.line(path("M34 44 C22 8 78 8 66 44"), dark(c, 0.4), 9)
    s.line(path("M34 44 C22 8 78 8 66 44"), c, 7.6, shade=0.16)
    s.fill(
        path("M32 40 C40 36 60 36 68 40 C80 50 82 76 66 88 H34 C18 76 20 50 32 40 Z"),
        c,
        round_=True,
        shade=0.24,
    )
    s.fill(ellipse(50, 64, 13), light(c, 0.2) if luminance(c) < 0.6 else dark(c, 0.2), shade=0.06)
    s.text(50, 64, "8 kg", 7.4, (250, 250, 250))


@draws("bands")
def bands(s: Sketch, look: Look) -> None:
    """Resistance bands with grips."""
    s.ground(50, 88, 38, alpha=0.22)
    for i in range(4):
        tone = RAINBOW[i] if look.many else mix(look.color, (255, 255, 255), 0.14 * i)
        loop = ellipse(50, 46 + i * 4, 36 - i * 6, 32 - i * 5)
        s.line(loop, dark(tone, 0.36), 5.4, closed=True)
        s.line(loop, tone, 4.4, closed=True, shade=0.16)
    for x in (28, 72):
        s.fill(rect(x - 13, 78, 26, 8, 4).turn(-16 if x < 50 else 16, x, 82), INK)
        s.line(
            path(f"M{x - 8} 80 H{x + 8} M{x - 8} 84 H{x + 8}").turn(-16 if x < 50 else 16, x, 82),
            METAL,
            0.6,
        )


@draws("tent")
def tent(s: Sketch, look: Look) -> None:
    """A ridge tent with its door open."""
    c = look.color
    s.ground(50, 84, 46)
    s.line(path("M50 18 L96 84 M50 18 L4 84"), METAL, 1)
    s.fill(polygon((50, 18), (68, 14), (94, 76), (82, 84)), dark(c, 0.28), shade=0.12)
    s.fill(polygon((50, 18), (82, 84), (14, 84)), c, shade=0.16)
    s.fill(polygon((50, 34), (62, 84), (38, 84)), dark(c, 0.7), shade=0.1)
    s.fill(path("M50 34 C46 54 38 70 28 84 H38 Z"), light(c, 0.3), shade=0.1)
    s.fill(path("M50 34 C54 54 62 70 72 84 H62 Z"), light(c, 0.3), shade=0.1)
    s.line(path("M50 18 L14 84 M50 18 L82 84"), light(c, 0.5), 0.7)
    for x in (6, 94):
        s.line(path(f"M{x} 80 V88"), INK, 1.2)


@draws("roller", "foam roller")
def foam_roller(s: Sketch, look: Look) -> None:
    """A ridged foam roller."""
    c = look.color
    s.ground(50, 80, 42)
    s.fill(path("M20 34 H82 C92 34 92 78 82 78 H20 Z"), c, shade=0.24, angle=85)
    for i in range(7):
        x = 30 + i * 8.4
        for row in range(4):
            s.fill(rect(x, 37 + row * 10, 5.4, 8, 1.6), dark(c, 0.24), shade=0.12, edge=0.3)
    s.fill(ellipse(20, 56, 12, 22), light(c, 0.16), shade=0.14)
    s.fill(ellipse(20, 56, 7.4, 14), dark(c, 0.66), shade=0.1)


@draws("sleeping bag")
def sleeping_bag(s: Sketch, look: Look) -> None:
    """A mummy sleeping bag."""
    c = look.color
    s.ground(50, 93, 24, alpha=0.22)
    body = symmetric("M50 6 C34 6 27 16 26 30 C24 50 32 76 36 92 L50 94")
    s.fill(body, c, shade=0.16)
    for y in range(36, 92, 9):
        s.soft(rect(10, y + 2, 80, 1.6), dark(c, 0.6), alpha=0.4, blur=1, clip=body)
        s.line(path(f"M10 {y} Q50 {y + 5} 90 {y}"), dark(c, 0.45), 0.5, clip=body)
    s.fill(symmetric("M50 10 C39 10 33 17 33 26 C34 34 42 36 50 36"), dark(c, 0.55), shade=0.1)
    s.fill(symmetric("M50 22 C42 22 38 26 38 32 C42 36 46 36 50 36"), PAPER, shade=0.08)
    s.line(path("M62 34 C66 54 62 70 58 84"), look.accent, 1.1)


@draws("poles")
def poles(s: Sketch, look: Look) -> None:
    """Two trekking poles, crossed."""
    c = look.color
    s.ground(50, 93, 34, alpha=0.2)
    for turn in (-14, 14):
        s.fill(rect(48.6, 24, 2.8, 64, 1).turn(turn), c, angle=0, shade=0.22)
        s.fill(rect(49, 70, 2, 20, 1).turn(turn), METAL, angle=0)
        s.fill(rect(47.6, 8, 4.8, 20, 2.4).turn(turn), INK)
        s.fill(rect(48, 46, 4, 5, 1).turn(turn), INK)
        s.fill(ellipse(50, 84, 4.4, 1.6).turn(turn), INK)
        s.line(path("M48 12 C40 16 42 28 48 28").turn(turn), INK, 1.1)
        s.line(path("M50 89 V93").turn(turn), INK, 1)


@draws("bicycle")
def bicycle(s: Sketch, look: Look) -> None:
    """A bicycle from the side."""
    c = look.color
    s.ground(50, 85, 46)
    for x in (22, 78):
        s.line(ellipse(x, 64, 18), INK, 2.6, closed=True)
        s.line(ellipse(x, 64, 16), METAL, 0.8, closed=True)
        for k in range(14):
            s.line(path(f"M{x} 64 V48").turn(k * 25.7, x, 64), METAL, 0.25)
        s.fill(ellipse(x, 64, 2), METAL)
    for text in ("M22 64 L36 40 H66 L46 66 Z", "M33 33 L46 66", "M64 32 L78 64"):
        s.tube(path(text), c, 2.8)
    s.line(path("M22 64 H46"), INK, 0.8)
    s.fill(ellipse(46, 66, 5), dark(METAL, 0.3), shade=0.1)
    s.line(path("M46 66 L52 74 M49 74 H56"), INK, 1.4)
    s.line(path("M46 66 L40 58 M37 58 H43"), INK, 1.4)
    s.fill(path("M24 30 H40 C42 30 41 34 38 34 H30 C26 34 24 32 24 30 Z"), INK)
    s.tube(path("M64 33 L62 26 H70 C76 26 76 33 72 33"), INK, 2)


@draws("helmet")
def helmet(s: Sketch, look: Look) -> None:
    """A vented cycling helmet."""
    c = look.color
    s.ground(50, 82, 36)
    s.line(path("M24 62 C30 80 44 86 52 84 M78 62 C70 78 60 84 52 84"), INK, 1.5)
    shell = path(
        "M8 60 C8 30 32 18 54 18 C80 18 94 38 93 60 C80 66 64 62 50 64 C34 66 20 66 8 60 Z"
    )
    s.fill(shell, c, shade=0.22)
    for i, (x, y, w, h, t) in enumerate(
        (
            (26, 42, 5, 12, 36),
            (40, 34, 5, 13, 16),
            (56, 33, 5, 13, -4),
            (71, 38, 5, 12, -26),
            (34, 56, 4, 6, 30),
            (52, 53, 4, 7, 0),
            (70, 54, 4, 6, -26),
        )
    ):
        s.fill(ellipse(x, y, w, h).turn(t, x, y), dark(c, 0.62 if i < 4 else 0.5), shade=0.1)
    s.fill(
        path(
            "M6 58 C20 64 34 64 50 62 C66 60 82 64 94 58 C96 64 92 68 88 68 C74 66 62 66 50 68 C34 70 18 70 8 66 Z"
        ),
        dark(c, 0.35),
        shade=0.1,
    )
    s.gloss(path("M20 36 C28 26 40 22 50 21 C38 25 28 31 23 39 Z"), alpha=0.4)


@draws("ball", "football")
def football(s: Sketch, look: Look) -> None:
    """A football with its panels."""
    c = look.color
    s.ground(50, 88, 28)
    disc = ellipse(50, 50, 37)
    base: RGB = (250, 250, 248)
    patch = c if luminance(c) < 0.8 else INK
    s.fill(disc, base, round_=True, shade=0.12)
    penta = polygon((50, 38), (61.4, 46.3), (57, 59.7), (43, 59.7), (38.6, 46.3))
    s.fill(penta, patch, shade=0.1)
    for k in range(5):
        s.line(path("M50 38 V26").turn(72 * k, 50, 50), dark(base, 0.5), 0.8, clip=disc)
        s.fill(
            polygon((50, 27), (60, 20), (56, 8), (44, 8), (40, 20))
            .turn(72 * k + 36, 50, 50)
            .scale(0.9),
            patch,
            shade=0.1,
            clip=disc,
        )
        s.line(
            path("M50 26 L38 18 M50 26 L62 18").turn(72 * k, 50, 50),
            dark(base, 0.5),
            0.8,
            clip=disc,
        )
    s.soft(ellipse(62, 66, 26, 24), (20, 24, 40), alpha=0.22, blur=7, clip=disc)
    s.soft(ellipse(37, 34, 12, 9), (255, 255, 255), alpha=0.6, blur=4, clip=disc)


@draws("basketball")
def basketball(s: Sketch, look: Look) -> None:
    """A basketball."""
    c = look.color
    s.ground(50, 88, 28)
    disc = ellipse(50, 50, 37)
    s.fill(disc, c, round_=True, shade=0.22)
    seam = dark(c, 0.72)
    for curve in (
        "M50 12 V88",
        "M12 50 H88",
        "M22 20 C44 34 44 66 22 80",
        "M78 20 C56 34 56 66 78 80",
    ):
        s.line(path(curve).turn(-18), seam, 1.2, clip=disc)
    s.soft(ellipse(36, 33, 12, 9), (255, 255, 255), alpha=0.35, blur=4, clip=disc)


@draws("racket")
def racket(s: Sketch, look: Look) -> None:
    """A tennis racket with a ball."""
    c = look.color
    s.ground(50, 92, 26, alpha=0.2)
    head = ellipse(50, 34, 21, 27).turn(24, 50, 50)
    for i in range(-4, 5):
        s.line(path(f"M{50 + i * 4.4} 6 V62").turn(24), (238, 238, 232), 0.5, clip=head)
        s.line(path(f"M26 {34 + i * 5.6} H74").turn(24), (238, 238, 232), 0.5, clip=head)
    s.line(path("M41 57 L48.4 72 M59 57 L51.6 72").turn(24), dark(c, 0.2), 2.6)
    s.line(head, dark(c, 0.36), 4.4, closed=True)
    s.line(head, c, 3.4, closed=True, shade=0.18)
    s.fill(rect(47, 70, 6, 28, 2).turn(24), INK, angle=0)
    for i in range(6):
        s.line(path(f"M47 {74 + i * 4} L53 {72 + i * 4}").turn(24), (90, 92, 100), 0.7)
    s.fill(ellipse(76, 78, 10), (206, 222, 70), round_=True)
    s.line(path("M67 74 C74 74 78 80 76 88"), (250, 250, 240), 1)


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
            "M10 46 C12 30 24 26 50 26 C76 26 88 30 90 46 V80 C90 84 88 86 84 86 H16 C12 86 10 84 10 80 Z"
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
        for lean in range(-70, 71, 14):
            tall = 52 - abs(lean) * 0.18
            s.fill(
                smooth(
                    [
                        (50, 68),
                        (47.6, 68 - tall * 0.5),
                        (50 + lean * 0.1, 68 - tall),
                        (52.4, 68 - tall * 0.5),
                    ]
                ).turn(lean * 0.8, 50, 68),
                dark(leaf, 0.16 * (lean % 28 == 0)),
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
