"""Cups, bottles, plates and bowls."""

from __future__ import annotations

from assistant.demo.pictures.look import GLASS, INK, METAL, PAPER, Look, draws
from assistant.demo.pictures.path import arc, ellipse, joined, path, rect, smooth, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_COFFEE: RGB = (84, 54, 36)


@draws("teapot")
def teapot(s: Sketch, look: Look) -> None:
    """A round teapot."""
    c = look.color
    s.ground(50, 85, 32)
    s.tube(path("M76 44 C96 38 98 70 76 70"), c, 4.4)
    s.fill(path("M30 70 C16 68 14 48 4 42 L10 37 C22 42 26 50 34 52 Z"), c, shade=0.18)
    s.fill(
        path(
            "M26 58 C26 38 38 34 52 34 C66 34 80 40 80 58 C80 74 70 84 52 84 C36 84 26 74 26 58 Z"
        ),
        c,
        shade=0.22,
    )
    s.fill(path("M36 36 C38 26 66 26 68 36 C58 40 46 40 36 36 Z"), light(c, 0.1), shade=0.16)
    s.fill(ellipse(52, 24, 4), c, round_=True)
    s.soft(ellipse(38, 52, 4, 9).turn(16, 38, 52), (255, 255, 255), alpha=0.6, blur=1.3)
    s.line(
        path("M28 66 C40 71 66 71 78 66"),
        light(c, 0.5) if luminance(c) < 0.6 else dark(c, 0.3),
        0.8,
        alpha=0.7,
    )


@draws("mug")
def mug(s: Sketch, look: Look) -> None:
    """A mug of coffee."""
    c = look.color
    s.ground(46, 86, 28)
    s.tube(path("M66 40 C92 34 92 76 64 72"), c, 6)
    s.fill(
        path("M20 30 H70 V74 C70 82 64 86 58 86 H32 C26 86 20 82 20 74 Z"), c, shade=0.2, angle=10
    )
    s.fill(ellipse(45, 30, 25, 6.4), light(c, 0.3), shade=0.1)
    s.fill(ellipse(45, 31, 22, 4.8), _COFFEE, shade=0.16)
    s.soft(
        path("M38 22 C34 16 42 12 38 4 M52 22 C48 16 56 12 52 4"),
        (255, 255, 255),
        alpha=0.7,
        blur=1.6,
    )
    s.gloss(rect(26, 42, 3.4, 32, 1.7), alpha=0.4)


@draws("bottle", "insulated bottle")
def insulated_bottle(s: Sketch, look: Look) -> None:
    """A steel bottle with a loop."""
    c = look.color
    s.ground(50, 93, 16)
    s.tube(arc(50, 12, 8, 7, 180, 360), INK, 2.6)
    s.fill(rect(40, 11, 20, 11, 3), INK)
    s.fill(rect(42, 21, 16, 4, 1), METAL, angle=0)
    body = symmetric("M50 24 L43 24 C42 30 33 32 33 40 L33 86 C33 91 36 93 40 93 L50 93")
    s.fill(body, c, shade=0.24, angle=0)
    s.gloss(rect(37, 42, 3, 44, 1.5), alpha=0.4)
    s.fill(rect(33, 86, 34, 7), METAL, clip=body, angle=0)
    s.line(
        ellipse(50, 60, 5), light(c, 0.6) if luminance(c) < 0.6 else dark(c, 0.4), 0.8, closed=True
    )
    s.line(
        path("M46.6 61 L50 56 L53.4 61"), light(c, 0.6) if luminance(c) < 0.6 else dark(c, 0.4), 0.8
    )


@draws("glass", "wine glass")
def wine_glass(s: Sketch, _look: Look) -> None:
    """A pair of wine glasses, one filled."""
    s.ground(50, 91, 34)
    bowl = symmetric("M50 10 L35 10 C30 34 34 50 48 54 L48 82 C44 85 36 86 34 89 L50 90")
    for dx, dy in ((17, -3), (-16, 1)):
        part = bowl.shift(dx, dy)
        s.fill(part, GLASS, shade=0.1, alpha=0.55, edge=0.6)
        if dx < 0:
            s.fill(
                rect(10, 32, 50, 26),
                (120, 26, 48),
                alpha=0.92,
                edge=0,
                clip=symmetric("M50 11 L36.4 11 C32 34 36 48 50 52").shift(dx, dy),
            )
            s.fill(ellipse(50 + dx, 33, 15.4, 2.6), (150, 44, 66), shade=0.1)
        s.gloss(path("M38 15 C35 28 37 38 41 45 C39 36 39 26 41 15 Z").shift(dx, dy), alpha=0.7)
        s.fill(ellipse(50 + dx, 10 + dy, 15, 2.2), (255, 255, 255), shade=0, edge=0.4, alpha=0.35)


@draws("plate")
def plate(s: Sketch, look: Look) -> None:
    """A place setting: stacked plates and a bowl."""
    c = look.color
    s.ground(50, 84, 44, 3)
    rim = light(c, 0.5) if luminance(c) < 0.5 else dark(c, 0.2)
    for i, y in enumerate((76, 70, 64)):
        s.fill(
            path(
                f"M8 {y} C14 {y + 10} 86 {y + 10} 92 {y} V{y + 2}"
                f" C86 {y + 13} 14 {y + 13} 8 {y + 2} Z"
            ),
            dark(c, 0.2 - 0.05 * i),
        )
        s.fill(ellipse(50, y, 42, 10 - i * 0.3), c, shade=0.1)
    s.line(ellipse(50, 64, 39, 8.6), rim, 0.8, closed=True)
    s.fill(path("M22 44 C24 62 38 68 50 68 C62 68 76 62 78 44 Z"), c, shade=0.2)
    s.fill(ellipse(50, 44, 28, 7), light(c, 0.15), shade=0.1)
    s.fill(ellipse(50, 45.6, 24.6, 5), dark(c, 0.16), shade=0.14)
    s.line(ellipse(50, 44, 27, 6.5), rim, 0.8, closed=True)


@draws("bowl", "pet bowl")
def bowl(s: Sketch, look: Look) -> None:
    """A pet's bowl with food and a paw."""
    c = look.color
    s.ground(50, 80, 40)
    s.fill(
        path("M20 46 H80 L92 76 C92 80 90 80 88 80 H12 C10 80 8 80 8 76 Z"), c, shade=0.2, angle=20
    )
    s.fill(ellipse(50, 46, 30, 8), METAL, shade=0.14)
    s.fill(ellipse(50, 47, 26.5, 6), dark(METAL, 0.5))
    for i in range(22):
        x, y = 28 + (i * 19) % 44, 43 + (i * 7) % 6
        s.fill(
            ellipse(x, y, 3, 2.3),
            (158, 104, 62) if i % 3 else (186, 128, 76),
            round_=True,
            clip=ellipse(50, 42, 28, 11),
        )
    tone = light(c, 0.75) if luminance(c) < 0.62 else dark(c, 0.5)
    s.fill(
        smooth([(50, 61), (56, 66), (55, 72), (50, 71), (45, 72), (44, 66)]), tone, shade=0, edge=0
    )
    toes = joined(
        ellipse(x, y, 2, 2.8) for x, y in ((41.4, 63), (46.6, 58.6), (53.4, 58.6), (58.6, 63))
    )
    s.fill(toes, tone, shade=0, edge=0)


@draws("pet fountain")
def pet_fountain(s: Sketch, look: Look) -> None:
    """A drinking fountain for cats."""
    c = look.color
    s.ground(50, 88, 36)
    s.fill(
        path("M14 50 H86 L80 82 C79 87 76 88 72 88 H28 C24 88 21 87 20 82 Z"),
        c,
        shade=0.18,
        angle=20,
    )
    s.fill(ellipse(50, 50, 36, 10), light(c, 0.3), shade=0.08)
    s.fill(ellipse(50, 51, 31, 7.6), (126, 192, 224), shade=0.2)
    s.fill(path("M44 26 H56 L58 50 H42 Z"), dark(c, 0.1))
    s.fill(ellipse(50, 26, 16, 5), c)
    s.fill(
        path("M35 27 C30 34 30 42 31 50 H37 C36 42 36 34 40 30 Z").both(),
        (168, 214, 238),
        shade=0.1,
        alpha=0.85,
        edge=0.2,
    )
    for r in (10, 18, 25):
        s.line(ellipse(50, 52, r, r * 0.24), (255, 255, 255), 0.4, closed=True, alpha=0.7)
    s.fill(rect(36, 66, 28, 10, 3), GLASS, shade=0.1)
    s.fill(rect(37, 70, 26, 5, 2), (126, 192, 224), shade=0.1, edge=0)


@draws("lunch box")
def lunch_box(s: Sketch, look: Look) -> None:
    """A clipped lunch box with two tiers."""
    c = look.color
    s.ground(50, 84, 40)
    s.fill(rect(14, 56, 72, 27, 6), c, shade=0.16)
    s.fill(rect(14, 34, 72, 24, 5), light(c, 0.22), shade=0.14)
    s.fill(rect(11, 24, 78, 13, 5), dark(c, 0.12), shade=0.14)
    s.line(path("M14 57 H86"), dark(c, 0.5), 1)
    s.fill(rect(40, 30, 20, 40, 3), PAPER, shade=0.08)
    s.line(path("M44 50 H56"), dark(PAPER, 0.4), 0.8)
    s.gloss(rect(16, 26.4, 66, 2.4, 1.2), alpha=0.3)


@draws("baby-bottle")
def baby_bottle(s: Sketch, look: Look) -> None:
    """A feeding bottle with a scale."""
    c = look.color
    s.ground(50, 92, 18)
    s.fill(
        symmetric("M50 6 C46 6 46 12 45 16 C40 18 38 22 38 26 L50 26"), (240, 216, 190), shade=0.16
    )
    s.fill(rect(32, 25, 36, 11, 3), c, shade=0.16, angle=0)
    for i in range(9):
        s.line(path(f"M{35 + i * 3.8} 26 V35"), dark(c, 0.3), 0.5)
    body = symmetric(
        "M50 36 L34 36 C30 42 33 52 33 58 C33 66 30 74 31 86 C32 92 36 92 40 92 L50 92"
    )
    s.fill(body, GLASS, shade=0.1, alpha=0.85)
    s.fill(rect(20, 54, 60, 40), (252, 250, 244), shade=0.04, edge=0, clip=body, alpha=0.95)
    for i in range(7):
        s.line(path(f"M54 {50 + i * 5.4} H{64 if i % 2 else 60}"), c, 0.9)
    s.gloss(rect(36, 42, 3, 44, 1.5), alpha=0.8)
