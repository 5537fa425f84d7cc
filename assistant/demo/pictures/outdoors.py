"""Sport, camping, garden and pets."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, METAL, PAPER, RAINBOW, Look, draws
from assistant.demo.pictures.path import ellipse, path, polygon, rect, symmetric
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
            "M6 58 C20 64 34 64 50 62 C66 60 82 64 94 58 C96 64"
            " 92 68 88 68 C74 66 62 66 50 68 C34 70 18 70 8 66 Z"
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
