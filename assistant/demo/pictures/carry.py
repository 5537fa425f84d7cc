"""Bags, suitcases, prams, books and the desk."""

from __future__ import annotations

from assistant.demo.pictures.beauty import ink_on
from assistant.demo.pictures.look import INK, METAL, PAPER, RAINBOW, Look, draws
from assistant.demo.pictures.path import Path, arc, ellipse, path, polygon, rect, smooth
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance, mix, wrapped


@draws("suitcase")
def suitcase(s: Sketch, look: Look) -> None:
    """A ribbed hard-shell case on wheels."""
    c = look.color
    s.ground(50, 93, 28)
    s.tube(path("M40 26 V5 H60 V26"), METAL, 2.2)
    s.fill(rect(38, 3, 24, 5, 2.5), INK)
    for x in (30, 65):
        s.fill(rect(x, 86, 5, 7, 2), INK)
    s.fill(rect(22, 20, 56, 68, 7), c, shade=0.2, angle=20)
    for i in range(7):
        x = 29 + i * 7
        s.line(path(f"M{x} 24 V84"), dark(c, 0.4), 1, alpha=0.5)
        s.line(path(f"M{x + 1.2} 24 V84"), light(c, 0.5), 0.7, alpha=0.45)
    s.fill(rect(42, 17, 16, 6, 3), dark(c, 0.35))
    s.fill(rect(74, 46, 5, 12, 1.5), METAL)
    for corner in (
        rect(21, 19, 10, 10, 5),
        rect(69, 19, 10, 10, 5),
        rect(21, 79, 10, 10, 5),
        rect(69, 79, 10, 10, 5),
    ):
        s.fill(corner, dark(c, 0.3), clip=rect(22, 20, 56, 68, 7), shade=0.1)


@draws("backpack")
def backpack(s: Sketch, look: Look) -> None:
    """A day pack with a front pocket."""
    c = look.color
    s.ground(50, 92, 30)
    s.line(arc(50, 16, 8, 9, 180, 360), dark(c, 0.35), 3)
    s.line(path("M28 36 C16 46 16 72 24 84 M72 36 C84 46 84 72 76 84"), dark(c, 0.45), 5)
    s.fill(
        path(
            "M26 40 C26 20 36 14 50 14 C64 14 74 20 74 40 V84 C74 90 70 92 66 92 H34 C30 92 26 90 26 84 Z"
        ),
        c,
        shade=0.18,
    )
    s.line(path("M29 46 C30 28 38 20 50 20 C62 20 70 28 71 46"), dark(c, 0.55), 1.4)
    s.fill(rect(68, 44, 3, 8, 1), METAL)
    s.fill(
        path("M32 56 C42 52 58 52 68 56 V82 C68 86 66 87 63 87 H37 C34 87 32 86 32 82 Z"),
        dark(c, 0.1),
        shade=0.16,
    )
    s.line(path("M34 62 C44 58 56 58 66 62"), dark(c, 0.55), 1.3)
    s.fill(rect(35, 60, 3, 7, 1), METAL)
    s.fill(
        rect(43, 34, 14, 9, 1.4), light(c, 0.3) if luminance(c) < 0.6 else dark(c, 0.3), shade=0.06
    )
    s.line(path("M45 38.5 H55"), dark(c, 0.3), 0.8)


@draws("baby carrier")
def baby_carrier(s: Sketch, look: Look) -> None:
    """A front carrier with wide straps."""
    c = look.color
    s.ground(50, 92, 30, alpha=0.2)
    strap = path("M36 34 C30 8 14 10 14 34 C14 50 20 62 28 70")
    for part in (strap, strap.mirror()):
        s.line(part, dark(c, 0.4), 8)
        s.line(part, c, 6.8, shade=0.14)
    s.fill(rect(10, 74, 80, 10, 5), dark(c, 0.25), shade=0.14)
    s.fill(rect(44, 75, 12, 8, 2), INK)
    s.fill(
        path("M34 24 C40 18 60 18 66 24 L72 60 C72 72 64 80 50 80 C36 80 28 72 28 60 Z"),
        c,
        shade=0.18,
    )
    s.fill(path("M36 26 C42 22 58 22 64 26 L66 42 H34 Z"), light(c, 0.25), shade=0.1)
    s.line(path("M34 44 H66 M32 56 C40 60 60 60 68 56"), dark(c, 0.4), 0.6)
    s.fill(
        path("M50 32 C46 27 40 31 44 36 L50 41 L56 36 C60 31 54 27 50 32 Z"), RAINBOW[0], shade=0.1
    )


@draws("bag", "handbag")
def handbag(s: Sketch, look: Look) -> None:
    """A structured handbag with a clasp."""
    c = look.color
    s.ground(50, 86, 38)
    s.tube(path("M34 44 C32 6 68 6 66 44"), dark(c, 0.2), 3.6)
    s.fill(path("M20 42 H80 L88 80 C88 84 86 86 82 86 H18 C14 86 12 84 12 80 Z"), c, shade=0.2)
    s.fill(path("M19 40 H81 L84 60 C70 66 30 66 16 60 Z"), light(c, 0.1), shade=0.16)
    s.line(path("M17.6 58.6 C32 64 68 64 82.4 58.6"), light(c, 0.5), 0.4, alpha=0.8)
    s.fill(rect(45, 56, 10, 11, 2), (214, 178, 108))
    s.fill(ellipse(50, 61, 1.6), dark((214, 178, 108), 0.4))
    for x in (34, 66):
        s.fill(ellipse(x, 44, 2.2), (214, 178, 108), round_=True)


@draws("tote bag")
def tote(s: Sketch, look: Look) -> None:
    """A canvas tote with long handles."""
    c = look.color
    s.ground(50, 90, 32)
    s.line(path("M36 38 C36 2 64 2 64 38"), dark(c, 0.4), 3.6)
    s.fill(path("M20 36 H80 L84 86 C84 89 82 90 80 90 H20 C18 90 16 89 16 86 Z"), c, shade=0.16)
    s.line(path("M34 50 V34 C34 6 66 6 66 34 V50"), dark(c, 0.34), 4.2)
    s.line(path("M34 50 V34 C34 6 66 6 66 34 V50"), light(c, 0.08), 3.2)
    s.line(path("M20 40.4 H80"), dark(c, 0.35), 0.5)
    tone = light(c, 0.6) if luminance(c) < 0.55 else dark(c, 0.45)
    s.line(
        path(
            "M50 82 V62 M50 74 C44 74 40 68 40 64 C46 64 50 68 50 74 M50 68 C56 68 60 62 60 58 C54 58 50 62 50 68"
        ),
        tone,
        1.1,
    )


@draws("crossbody bag")
def crossbody(s: Sketch, look: Look) -> None:
    """A small bag on a long strap."""
    c = look.color
    s.ground(50, 88, 32)
    s.line(path("M24 52 C14 4 86 4 76 52"), dark(c, 0.36), 2.6)
    s.line(path("M24 52 C14 4 86 4 76 52"), c, 1.8)
    s.fill(rect(18, 46, 64, 42, 9), c, shade=0.18)
    s.fill(
        path(
            "M18 52 C18 47 22 45 26 45 H74 C78 45 82 47 82 52 V60 C82 72 66 76 50 76 C34 76 18 72 18 60 Z"
        ),
        light(c, 0.1),
        shade=0.16,
    )
    s.fill(ellipse(50, 73, 3.4), (214, 178, 108), round_=True)
    for x in (24, 76):
        s.tube(ellipse(x, 50, 2.6), (214, 178, 108), 1.2, closed=True)


@draws("diaper bag")
def diaper_bag(s: Sketch, look: Look) -> None:
    """A roomy bag with pockets and a bottle."""
    c = look.color
    s.ground(50, 88, 42)
    s.tube(path("M34 36 C34 6 66 6 66 36"), dark(c, 0.2), 3.6)
    s.fill(rect(70, 22, 10, 26, 4), PAPER, angle=0)
    s.fill(rect(70, 20, 10, 6, 2), RAINBOW[3])
    s.fill(rect(10, 34, 80, 54, 9), c, shade=0.18)
    s.line(path("M14 41 H86"), dark(c, 0.5), 1.2)
    s.fill(rect(28, 52, 44, 34, 6), light(c, 0.16), shade=0.14)
    s.fill(rect(12, 54, 14, 30, 4) + rect(74, 54, 14, 30, 4), dark(c, 0.12), shade=0.1)
    s.fill(
        path("M50 62 C45 56 37 61 42 67 L50 74 L58 67 C63 61 55 56 50 62 Z"), RAINBOW[5], shade=0.1
    )


@draws("duffel bag")
def duffel(s: Sketch, look: Look) -> None:
    """A barrel bag with two handles."""
    c = look.color
    s.ground(50, 80, 44)
    s.fill(
        path("M14 36 C20 30 80 30 86 36 C94 44 94 72 86 79 H14 C6 72 6 44 14 36 Z"),
        c,
        shade=0.2,
        angle=80,
    )
    s.line(path("M14 38 H86"), dark(c, 0.55), 1.2)
    for x in (32, 64):
        s.fill(rect(x, 32, 5, 48), dark(c, 0.3), shade=0.1, angle=0)
    s.tube(path("M34 46 C34 14 67 14 67 46"), dark(c, 0.3), 3.4)
    s.fill(rect(42, 50, 17, 14, 2), light(c, 0.2), shade=0.1)
    s.line(arc(14, 57, 5, 18, 90, 270), dark(c, 0.4), 0.8)


@draws("briefcase")
def briefcase(s: Sketch, look: Look) -> None:
    """A leather briefcase with two straps."""
    c = look.color
    s.ground(50, 84, 42)
    s.tube(path("M36 34 C36 16 64 16 64 34"), dark(c, 0.3), 4)
    s.fill(rect(10, 32, 80, 52, 5), c, shade=0.18)
    s.fill(
        path("M10 36 C10 33 12 31 16 31 H84 C88 31 90 33 90 36 V56 C70 61 30 61 10 56 Z"),
        light(c, 0.08),
        shade=0.16,
    )
    s.line(path("M12 55 C32 59.4 68 59.4 88 55"), light(c, 0.5), 0.4, alpha=0.8)
    for x in (27, 67):
        s.fill(rect(x, 38, 6, 34, 1.4), dark(c, 0.25), shade=0.1, angle=0)
        s.tube(rect(x - 1, 60, 8, 7, 1), (214, 178, 108), 1.2, closed=True)


@draws("stroller")
def stroller(s: Sketch, look: Look) -> None:
    """A pram with its hood up."""
    c = look.color
    s.ground(48, 91, 40)
    s.tube(path("M30 78 L78 26 L92 22"), METAL, 2.4)
    s.tube(path("M72 78 L34 46"), METAL, 2.4)
    s.fill(rect(84, 18, 14, 6, 3).turn(-14, 90, 22), INK)
    s.fill(
        path("M12 46 H80 C80 62 70 70 54 70 H36 C20 70 12 60 12 46 Z"), dark(c, 0.14), shade=0.18
    )
    s.fill(path("M12 46 C12 22 30 10 48 10 L50 46 Z"), c, shade=0.2)
    s.line(path("M50 46 L48 10 M50 46 L30 15 M50 46 L17 28"), dark(c, 0.45), 0.8)
    s.fill(path("M50 46 H80 L79 52 C68 48 60 50 50 54 Z"), light(c, 0.4), shade=0.1)
    s.fill(rect(30, 74, 42, 6, 2), dark(c, 0.4), shade=0.1)
    for x, r in ((26, 10.6), (74, 10.6)):
        s.fill(ellipse(x, 80, r), INK, round_=True)
        s.fill(ellipse(x, 80, r * 0.62), METAL, round_=True)
        s.fill(ellipse(x, 80, r * 0.2), INK)


@draws("notebook", "planner")
def notebook(s: Sketch, look: Look) -> None:
    """A notebook with an elastic band; a planner is spiral-bound with tabs."""
    c = look.color
    s.ground(52, 91, 30)
    if look.kind == "planner":
        for i in range(6):
            s.fill(rect(74, 18 + i * 11, 10, 9, 1.4), RAINBOW[i], shade=0.08)
    s.fill(rect(26, 12, 52, 78, 2.4), PAPER, shade=0.06)
    s.fill(rect(23, 10, 53, 79, 3), c, shade=0.16)
    if look.kind == "planner":
        for i in range(13):
            s.tube(path(f"M20 {15 + i * 5.8} H27"), METAL, 1.5)
        s.fill(rect(34, 24, 34, 22, 2), PAPER, shade=0.03)
        s.text(51, 31, "PLANNER", 5, INK, width=30)
        s.text(51, 39.4, "2026", 6, (120, 118, 114))
        return
    s.fill(rect(23, 10, 7, 79, 2), dark(c, 0.2), shade=0.06)
    s.line(path("M68 10 V89"), dark(c, 0.5), 1.6)
    s.line(path("M60 89 V95"), look.accent, 1.6)
    s.line(
        rect(36, 22, 24, 12, 1),
        light(c, 0.5) if luminance(c) < 0.6 else dark(c, 0.3),
        0.5,
        closed=True,
    )


@draws("pen", "fountain pen", "gel pen set")
def pen(s: Sketch, look: Look) -> None:
    """A fountain pen, or a set of gel pens."""
    c = look.color
    s.ground(50, 90, 30, alpha=0.2)
    if look.kind == "gel pen set":
        for i in range(5):
            tone = look.shade_of(i) if look.many else mix(c, (255, 255, 255), 0.13 * i)
            x = 24 + i * 13
            s.fill(polygon((x - 2, 82), (x + 2, 82), (x + 0.5, 92), (x - 0.5, 92)), METAL, angle=0)
            s.fill(rect(x - 3.4, 12, 6.8, 71, 2), light(tone, 0.15), angle=0, shade=0.2)
            s.fill(rect(x - 3.4, 58, 6.8, 14, 0.6), dark(tone, 0.3), angle=0)
            s.fill(rect(x - 3.8, 10, 7.6, 20, 2), tone, angle=0, shade=0.2)
            s.fill(rect(x + 3, 13, 1.6, 20, 0.8), dark(tone, 0.3))
        return
    gold: RGB = (212, 178, 112)
    s.fill(rect(44.6, 34, 10.8, 44, 3).turn(35), c, angle=0, shade=0.26)
    s.fill(rect(44.2, 2, 11.6, 36, 5).turn(35), c, angle=0, shade=0.26)
    s.fill(rect(44, 34, 12, 3, 0.6).turn(35), gold, angle=0)
    s.fill(rect(54.6, 6, 2.4, 26, 1.2).turn(35), gold, angle=0)
    s.fill(path("M45.4 78 H54.6 L53 84 H47 Z").turn(35), INK, angle=0)
    s.fill(path("M46.4 84 H53.6 C54 89 52 94 50 98 C48 94 46 89 46.4 84 Z").turn(35), gold, angle=0)
    s.line(path("M50 88 V97").turn(35), INK, 0.5)
    s.line(path("M12 93 C16 88 18 96 22 91"), (40, 60, 120), 1)


@draws("printer")
def printer(s: Sketch, look: Look) -> None:
    """A printer with a page coming out."""
    c = look.color
    s.ground(50, 86, 42)
    s.fill(polygon((28, 12), (72, 12), (74, 38), (26, 38)), (255, 255, 255), shade=0.06)
    s.fill(
        path(
            "M12 36 H88 C92 36 94 40 94 44 V72 C94 76 92 78 88 78 H12 C8 78 6 76 6 72 V44 C6 40 8 36 12 36 Z"
        ),
        c,
        shade=0.16,
    )
    s.fill(rect(6, 42, 88, 5), dark(c, 0.2), shade=0.05, edge=0)
    s.fill(rect(64, 50, 22, 10, 2), INK, shade=0.1)
    s.fill(ellipse(69, 55, 1.4), (120, 214, 140), edge=0)
    s.text(78, 55, "OK", 4, (134, 222, 236))
    s.fill(rect(20, 64, 60, 7, 2), dark(c, 0.6), shade=0.06)
    s.fill(polygon((25, 68), (75, 68), (80, 88), (20, 88)), (255, 255, 255), shade=0.05)
    s.fill(polygon((31, 72), (50, 72), (49, 82), (28, 82)), RAINBOW[3], shade=0.16)
    for i in range(3):
        s.line(path(f"M54 {73 + i * 4} H72"), (150, 152, 158), 0.8)


def _art(s: Sketch, look: Look, cover: Path) -> None:
    """The picture on a book's cover, by its kind and its seed."""
    kind, c, seed = look.kind, look.color, look.seed
    tone = light(c, 0.45) if luminance(c) < 0.55 else dark(c, 0.35)
    extra = RAINBOW[seed % 6]
    if kind in {"science fiction novel", "science book"}:
        s.fill(ellipse(56, 66, 13), extra, round_=True, clip=cover)
        s.line(ellipse(56, 66, 21, 6).turn(-18, 56, 66), tone, 1.2, closed=True, clip=cover)
        for i in range(24):
            s.fill(
                ellipse(30 + (i * 29 + seed) % 46, 50 + (i * 17 + seed) % 34, 0.5),
                PAPER,
                shade=0,
                edge=0,
            )
    elif kind == "cookbook":
        s.fill(ellipse(52, 66, 15), PAPER, shade=0.08)
        s.fill(ellipse(52, 66, 10), extra, shade=0.16)
        for i in range(5):
            s.fill(
                ellipse(52, 60, 2.2, 3.4).turn(i * 72, 52, 66), (108, 160, 84), shade=0.1, edge=0.2
            )
    elif kind in {"picture book", "children's book"}:
        s.fill(ellipse(63, 56, 5.6), (250, 214, 120), edge=0)
        s.fill(
            smooth([(20, 90), (30, 70), (48, 64), (66, 74), (86, 90)]),
            RAINBOW[2],
            clip=cover,
            shade=0.14,
        )
        s.fill(polygon((40, 74), (40, 64), (46, 58), (52, 64), (52, 74)), extra, shade=0.12)
        s.fill(rect(44.4, 67, 3.4, 7), PAPER, edge=0.2)
    elif kind == "graphic novel":
        for i in range(4):
            s.fill(
                rect(31 + (i % 2) * 22, 50 + (i // 2) * 17, 20, 15, 0.6),
                RAINBOW[(seed + i) % 6],
                shade=0.14,
            )
        s.fill(ellipse(43, 56, 6, 4), PAPER, shade=0)
        s.text(43, 56, "POW", 3.4, INK)
    elif kind == "programming book":
        s.fill(rect(32, 50, 40, 30, 2), (34, 38, 52), shade=0.06)
        for i, (w, indent) in enumerate(((14, 0), (20, 3), (16, 6), (22, 6), (10, 3), (6, 0))):
            s.line(
                path(f"M{36 + indent} {55 + i * 4.2} H{36 + indent + w}"),
                RAINBOW[(i + seed) % 6],
                1.2,
            )
    elif kind in {"business book", "self-help book"}:
        for i in range(5):
            s.fill(
                rect(34 + i * 7.4, 78 - i * 5 - seed % 3, 5.4, 5 + i * 5 + seed % 3),
                tone if i < 4 else extra,
                shade=0.1,
            )
    elif kind in {"fantasy novel", "history book"}:
        s.fill(
            polygon((30, 84), (40, 58), (47, 72), (55, 52), (66, 72), (76, 84)),
            tone,
            clip=cover,
            shade=0.2,
        )
        s.fill(
            path("M50 84 V68 H53 V64 H56 V68 H60 V64 H63 V68 H66 V84 Z"), dark(c, 0.5), shade=0.1
        )
        s.fill(ellipse(66, 54, 4), extra, edge=0)
    elif kind == "crime novel":
        s.fill(polygon((52, 50), (38, 86), (66, 86)), (250, 226, 150), shade=0.1, edge=0, alpha=0.7)
        s.fill(rect(50.8, 46, 2.4, 40), INK)
        s.fill(path("M57 86 V74 C57 70 62 70 62 74 V86 Z") + ellipse(59.5, 69, 2), INK, edge=0)
    else:
        for i in range(3):
            y = 60 + i * 8
            s.fill(
                smooth(
                    [
                        (20, 96),
                        (22, y),
                        (40, y - 5 + (seed >> i) % 5),
                        (60, y + 3),
                        (88, y - 3),
                        (90, 96),
                    ]
                ),
                mix(tone, extra, 0.3 * i),
                clip=cover,
                shade=0.12,
                edge=0.2,
            )
        s.fill(ellipse(60, 55, 4.6), extra, edge=0)


@draws("book", labelled=True)
def book(s: Sketch, look: Look) -> None:
    """A hardback with its title, author and a picture that fits its kind."""
    c = look.color
    s.ground(53, 92, 30)
    s.fill(path("M74 12 L80 15 V88 L74 91 Z"), PAPER, shade=0.1)
    for i in range(3):
        s.line(path(f"M{75.6 + i * 1.4} {13 + i} V{89.6 - i}"), dark(PAPER, 0.25), 0.3)
    s.fill(rect(24, 9, 52, 82, 1.6), c, shade=0.14)
    cover = rect(28.5, 9, 47.5, 82, 1)
    _art(s, look, cover)
    s.fill(rect(24, 9, 4.4, 82, 1), dark(c, 0.3), shade=0.08, angle=0)
    lines = wrapped(look.title, 40, 7)
    for i, words in enumerate(lines):
        s.text(52, 19 + i * 7.6, words, 7, ink_on(c), width=41)
    s.text(52, 86.4, look.label, 4, ink_on(c), width=40, alpha=0.85)
    s.soft(rect(29, 10, 2, 80), (255, 255, 255), alpha=0.25, blur=0.8)
