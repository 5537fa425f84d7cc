"""Books, paper and pens."""

from __future__ import annotations

from assistant.demo.pictures.beauty import ink_on
from assistant.demo.pictures.look import INK, METAL, PAPER, RAINBOW, Look, draws
from assistant.demo.pictures.path import Path, ellipse, path, polygon, rect, smooth
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance, mix, wrapped


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
            "M12 36 H88 C92 36 94 40 94 44 V72 C94 76 92 78 88"
            " 78 H12 C8 78 6 76 6 72 V44 C6 40 8 36 12 36 Z"
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


def _tone(look: Look) -> RGB:
    """A second colour that goes with the cover's."""
    pale, deep = light(look.color, 0.45), dark(look.color, 0.35)
    return pale if luminance(look.color) < 0.55 else deep


def _space(s: Sketch, look: Look, cover: Path) -> None:
    s.fill(ellipse(56, 66, 13), RAINBOW[look.seed % 6], round_=True, clip=cover)
    s.line(ellipse(56, 66, 21, 6).turn(-18, 56, 66), _tone(look), 1.2, closed=True, clip=cover)
    for i in range(24):
        s.fill(
            ellipse(30 + (i * 29 + look.seed) % 46, 50 + (i * 17 + look.seed) % 34, 0.5),
            PAPER,
            shade=0,
            edge=0,
        )


def _dish(s: Sketch, look: Look, _cover: Path) -> None:
    s.fill(ellipse(52, 66, 15), PAPER, shade=0.08)
    s.fill(ellipse(52, 66, 10), RAINBOW[look.seed % 6], shade=0.16)
    for i in range(5):
        s.fill(ellipse(52, 60, 2.2, 3.4).turn(i * 72, 52, 66), (108, 160, 84), shade=0.1, edge=0.2)


def _meadow(s: Sketch, look: Look, cover: Path) -> None:
    s.fill(ellipse(63, 56, 5.6), (250, 214, 120), edge=0)
    s.fill(
        smooth([(20, 90), (30, 70), (48, 64), (66, 74), (86, 90)]),
        RAINBOW[2],
        clip=cover,
        shade=0.14,
    )
    s.fill(
        polygon((40, 74), (40, 64), (46, 58), (52, 64), (52, 74)),
        RAINBOW[look.seed % 6],
        shade=0.12,
    )
    s.fill(rect(44.4, 67, 3.4, 7), PAPER, edge=0.2)


def _panels(s: Sketch, look: Look, _cover: Path) -> None:
    for i in range(4):
        s.fill(
            rect(31 + (i % 2) * 22, 50 + (i // 2) * 17, 20, 15, 0.6),
            RAINBOW[(look.seed + i) % 6],
            shade=0.14,
        )
    s.fill(ellipse(43, 56, 6, 4), PAPER, shade=0)
    s.text(43, 56, "POW", 3.4, INK)


def _code(s: Sketch, look: Look, _cover: Path) -> None:
    s.fill(rect(32, 50, 40, 30, 2), (34, 38, 52), shade=0.06)
    for i, (w, indent) in enumerate(((14, 0), (20, 3), (16, 6), (22, 6), (10, 3), (6, 0))):
        s.line(
            path(f"M{36 + indent} {55 + i * 4.2} H{36 + indent + w}"),
            RAINBOW[(i + look.seed) % 6],
            1.2,
        )


def _chart(s: Sketch, look: Look, _cover: Path) -> None:
    for i in range(5):
        s.fill(
            rect(34 + i * 7.4, 78 - i * 5 - look.seed % 3, 5.4, 5 + i * 5 + look.seed % 3),
            _tone(look) if i < 4 else RAINBOW[look.seed % 6],
            shade=0.1,
        )


def _castle(s: Sketch, look: Look, cover: Path) -> None:
    s.fill(
        polygon((30, 84), (40, 58), (47, 72), (55, 52), (66, 72), (76, 84)),
        _tone(look),
        clip=cover,
        shade=0.2,
    )
    s.fill(
        path("M50 84 V68 H53 V64 H56 V68 H60 V64 H63 V68 H66 V84 Z"),
        dark(look.color, 0.5),
        shade=0.1,
    )
    s.fill(ellipse(66, 54, 4), RAINBOW[look.seed % 6], edge=0)


def _street(s: Sketch, _look: Look, _cover: Path) -> None:
    s.fill(polygon((52, 50), (38, 81), (66, 81)), (250, 226, 150), shade=0.1, edge=0, alpha=0.7)
    s.fill(rect(50.8, 46, 2.4, 35), INK)
    s.fill(path("M57 81 V71 C57 67 62 67 62 71 V81 Z") + ellipse(59.5, 66, 2), INK, edge=0)


def _hills(s: Sketch, look: Look, cover: Path) -> None:
    for i in range(3):
        y = 60 + i * 8
        s.fill(
            smooth(
                [
                    (20, 96),
                    (22, y),
                    (40, y - 5 + (look.seed >> i) % 5),
                    (60, y + 3),
                    (88, y - 3),
                    (90, 96),
                ]
            ),
            mix(_tone(look), RAINBOW[look.seed % 6], 0.3 * i),
            clip=cover,
            shade=0.12,
            edge=0.2,
        )
    s.fill(ellipse(60, 55, 4.6), RAINBOW[look.seed % 6], edge=0)


_COVERS = {
    "science fiction novel": _space,
    "science book": _space,
    "cookbook": _dish,
    "picture book": _meadow,
    "children's book": _meadow,
    "graphic novel": _panels,
    "programming book": _code,
    "business book": _chart,
    "self-help book": _chart,
    "fantasy novel": _castle,
    "history book": _castle,
    "crime novel": _street,
}


def _art(s: Sketch, look: Look, cover: Path) -> None:
    """The picture on a book's cover, by its kind and its seed."""
    _COVERS.get(look.kind, _hills)(s, look, cover)


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
