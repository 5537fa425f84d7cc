"""Food, and whatever else comes in pouches, sacks, cartons and boxes."""

from __future__ import annotations

from assistant.demo.pictures.beauty import ink_on, petals
from assistant.demo.pictures.look import INK, LEAF, METAL, PAPER, RAINBOW, WOOD, Look, draws
from assistant.demo.pictures.path import ellipse, path, polygon, rect, smooth, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_BROWN: RGB = (110, 70, 44)
_BISCUIT: RGB = (214, 160, 96)


def _cookie(s: Sketch, x: float, y: float) -> None:
    s.fill(ellipse(x, y, 8), _BISCUIT, round_=True)
    for dx, dy in ((-3, -2), (2, -3), (3, 2), (-2, 3), (0, 0)):
        s.fill(ellipse(x + dx, y + dy, 1.2), _BROWN, shade=0, edge=0)


def _beans(s: Sketch, x: float, y: float) -> None:
    for dx, dy, turn in ((-7, 1, 20), (6, -3, -30), (0, 7, 60)):
        bean = ellipse(x + dx, y + dy, 6, 4.2).turn(turn, x + dx, y + dy)
        s.fill(bean, _BROWN, round_=True)
        s.line(
            path(
                f"M{x + dx - 4} {y + dy} C{x + dx} {y + dy - 2}"
                f" {x + dx} {y + dy + 2} {x + dx + 4} {y + dy}"
            ).turn(turn, x + dx, y + dy),
            dark(_BROWN, 0.5),
            0.7,
        )


def _cookies(s: Sketch, x: float, y: float) -> None:
    _cookie(s, x - 7, y - 1)
    _cookie(s, x + 6, y + 3)


def _nuts(s: Sketch, x: float, y: float) -> None:
    for dx, dy, turn in ((-7, 0, 30), (5, -4, -20), (2, 7, 70), (9, 5, 10)):
        nut = smooth(
            [
                (x + dx, y + dy - 6),
                (x + dx + 4, y + dy),
                (x + dx + 2, y + dy + 5),
                (x + dx - 2, y + dy + 5),
                (x + dx - 4, y + dy),
            ]
        ).turn(turn, x + dx, y + dy)
        s.fill(nut, (186, 120, 66), shade=0.24)


def _noodles(s: Sketch, x: float, y: float) -> None:
    s.fill(
        path(f"M{x - 14} {y} C{x - 12} {y + 14} {x + 12} {y + 14} {x + 14} {y} Z"),
        PAPER,
        shade=0.1,
    )
    for i in range(7):
        s.line(
            path(
                f"M{x - 11 + i * 3} {y} C{x - 14 + i * 4} {y - 9}"
                f" {x - 4 + i * 3} {y - 10} {x - 6 + i * 3} {y}"
            ),
            (240, 202, 112),
            1.3,
        )


def _grains(s: Sketch, x: float, y: float) -> None:
    for i in range(16):
        s.fill(
            ellipse(x - 11 + (i * 7) % 23, y - 7 + (i * 5) % 15, 2.6, 1.1).turn(i * 40, x, y),
            PAPER,
            edge=0.3,
        )


def _paw(s: Sketch, x: float, y: float) -> None:
    s.fill(
        smooth(
            [
                (x, y - 1),
                (x + 7, y + 5),
                (x + 6, y + 11),
                (x, y + 9),
                (x - 6, y + 11),
                (x - 7, y + 5),
            ]
        ),
        PAPER,
        shade=0,
        edge=0,
    )
    for dx, dy in ((-10, 0), (-4, -6), (4, -6), (10, 0)):
        s.fill(ellipse(x + dx, y + dy, 2.8, 3.8), PAPER, shade=0, edge=0)


def _cat(s: Sketch, x: float, y: float) -> None:
    s.fill(
        path(f"M{x - 9} {y + 9} V{y - 8} L{x - 3} {y - 3} H{x + 3} L{x + 9} {y - 8} V{y + 9} Z"),
        PAPER,
        shade=0,
        edge=0,
    )
    s.fill(ellipse(x - 4, y + 1, 1.2) + ellipse(x + 4, y + 1, 1.2), INK, edge=0)


def _diaper(s: Sketch, x: float, y: float) -> None:
    s.fill(
        path(
            f"M{x - 14} {y - 8} H{x + 14} C{x + 14} {y} {x + 8} {y + 2}"
            f" {x + 5} {y + 10} H{x - 5} C{x - 8} {y + 2}"
            f" {x - 14} {y} {x - 14} {y - 8} Z"
        ),
        PAPER,
        shade=0.06,
    )
    s.fill(ellipse(x, y - 2, 2), RAINBOW[5], edge=0)


def _flower(s: Sketch, x: float, y: float) -> None:
    petals(s, x, y, 6.4, RAINBOW[5])


def _leaf(s: Sketch, x: float, y: float) -> None:
    s.fill(
        smooth([(x - 10, y + 8), (x - 8, y - 6), (x + 10, y - 9), (x + 7, y + 6)]),
        LEAF,
        shade=0.14,
    )


def _chopsticks(s: Sketch, x: float, y: float) -> None:
    _noodles(s, x, y)
    s.line(
        path(f"M{x + 4} {y - 4} L{x + 17} {y - 16} M{x + 7} {y - 3} L{x + 20} {y - 13}"),
        WOOD,
        1.1,
    )


_MOTIFS = {
    "coffee beans": _beans,
    "cookies": _cookies,
    "nuts": _nuts,
    "pasta": _noodles,
    "noodles": _chopsticks,
    "rice": _grains,
    "dog food": _paw,
    "cat food": _paw,
    "cat litter": _cat,
    "diapers": _diaper,
    "seeds": _flower,
}


def _motif(s: Sketch, kind: str, x: float, y: float) -> None:
    """The picture on the pack: what is inside."""
    _MOTIFS.get(kind, _leaf)(s, x, y)


@draws("pouch", labelled=True)
def pouch(s: Sketch, look: Look) -> None:
    """A stand-up pouch with a label and a picture of its content."""
    c = look.color
    s.ground(50, 91, 28)
    body = path("M24 10 H76 C75 30 77 50 79 88 C68 93 32 93 21 88 C23 50 25 30 24 10 Z")
    s.fill(body, c, shade=0.18, angle=15)
    s.fill(rect(23.4, 8, 53.2, 8, 1), dark(c, 0.12), shade=0.06)
    for i in range(18):
        s.line(path(f"M{25 + i * 2.95} 8.6 V15.4"), light(c, 0.4), 0.4, alpha=0.6)
    s.soft(
        path("M28 18 C30 40 28 64 26 86 L31 86 C33 60 33 40 32 18 Z"),
        (255, 255, 255),
        alpha=0.4,
        blur=1.2,
    )
    s.fill(rect(31, 24, 38, 24, 2), PAPER, shade=0.03)
    s.text(50, 31.6, look.label, 7, INK, width=34)
    s.text(50, 41, look.kind, 4.6, (96, 92, 88), width=34)
    _motif(s, look.kind, 50, 67)


@draws("sack", labelled=True)
def sack(s: Sketch, look: Look) -> None:
    """A big bag: pet food, litter, rice."""
    c = look.color
    s.ground(50, 92, 32)
    body = path("M22 12 H78 C82 32 80 60 84 88 C64 94 36 94 16 88 C20 60 18 32 22 12 Z")
    s.fill(body, c, shade=0.2, angle=15)
    s.fill(path("M21 8 H79 L78 16 H22 Z"), light(c, 0.25), shade=0.06)
    s.line(path("M22 13 H78"), dark(c, 0.5), 0.6)
    s.fill(
        path("M19.4 44 C40 38 60 38 80.6 44 L82 68 C60 62 40 62 18 68 Z"), dark(c, 0.3), shade=0.1
    )
    _motif(s, look.kind, 50, 53)
    s.text(50, 27, look.label, 8.6, ink_on(c), width=50)
    s.text(50, 77, look.kind, 6, ink_on(c), width=50)
    s.line(path("M26 20 C30 40 26 64 24 84"), light(c, 0.6), 1.6, alpha=0.3)


@draws("jam", "honey", "nut butter", labelled=True)
def preserve(s: Sketch, look: Look) -> None:
    """A glass jar with a screw lid, its content showing."""
    content: dict[str, RGB] = {"honey": (226, 156, 40), "nut butter": (176, 120, 70)}
    c = content.get(look.kind, (170, 40, 56) if look.seed % 3 else (206, 120, 40))
    s.ground(50, 90, 28)
    body = path(
        "M28 30 C22 32 22 38 22 42 V80 C22 88 26 90 32 90"
        " H68 C74 90 78 88 78 80 V42 C78 38 78 32 72 30 Z"
    )
    s.fill(body, c, shade=0.2, angle=10)
    s.fill(rect(24, 14, 52, 16, 3), look.color, shade=0.18, angle=0)
    for i in range(15):
        s.line(path(f"M{27 + i * 3.3} 16 V29"), dark(look.color, 0.35), 0.5, alpha=0.6)
    s.fill(ellipse(50, 15, 25, 3), light(look.color, 0.3), shade=0.06)
    s.fill(rect(27, 46, 46, 30, 2), PAPER, shade=0.03)
    s.text(50, 55, look.label, 6.8, INK, width=40)
    s.line(path("M40 61 H60"), c, 0.7)
    s.text(50, 68, look.kind, 5.4, (96, 92, 88), width=40)
    s.gloss(rect(25, 36, 2.6, 48, 1.3), alpha=0.5)


@draws("tea", labelled=True)
def tea(s: Sketch, look: Look) -> None:
    """A tea caddy with leaves."""
    c = look.color
    s.ground(50, 91, 26)
    s.fill(rect(26, 24, 48, 67, 3), c, shade=0.22, angle=0)
    s.fill(rect(24, 12, 52, 15, 3), dark(c, 0.14), shade=0.22, angle=0)
    s.fill(ellipse(50, 13, 25, 3), light(c, 0.25), shade=0.06)
    s.fill(rect(31, 38, 38, 44, 1.6), PAPER, shade=0.03)
    s.text(50, 46, look.label, 6.2, INK, width=34)
    s.text(50, 53.4, "tea", 5, (96, 92, 88))
    for turn in (-50, 0, 50):
        s.fill(
            smooth([(50, 60), (54, 67), (50, 77), (46, 67)]).turn(turn, 50, 77), LEAF, shade=0.16
        )
    s.gloss(rect(28, 30, 2.4, 58, 1.2), alpha=0.35)


@draws("plant milk", labelled=True)
def carton(s: Sketch, look: Look) -> None:
    """A gabled carton with a splash."""
    c = look.color
    s.ground(50, 92, 26)
    s.fill(polygon((62, 30), (76, 26), (76, 84), (62, 92)), dark(c, 0.28), shade=0.1)
    s.fill(polygon((62, 30), (66, 12), (76, 26)), dark(c, 0.4), shade=0.06)
    s.fill(rect(26, 30, 36, 62), c, shade=0.12)
    s.fill(polygon((26, 30), (31, 12), (66, 12), (62, 30)), light(c, 0.2), shade=0.08)
    s.fill(rect(31, 7, 35, 6, 0.8), light(c, 0.3), shade=0.05)
    s.fill(ellipse(45, 21, 5.4, 4.4), PAPER)
    splash = path("M26 66 C32 58 36 70 42 62 C48 54 54 68 62 60 V92 H26 Z")
    s.fill(splash, (252, 250, 244), shade=0.05)
    s.text(44, 42, look.label, 7, ink_on(c), width=32)
    s.text(44, 51, "oat · almond", 4, ink_on(c), width=32, alpha=0.85)
    for turn in (-30, 0, 30):
        s.fill(
            smooth([(44, 70), (46.4, 76), (44, 84), (41.6, 76)]).turn(turn, 44, 86),
            (206, 164, 96),
            shade=0.14,
        )


@draws("sparkling water", labelled=True)
def sparkling_water(s: Sketch, look: Look) -> None:
    """A drinks can with bubbles."""
    c = look.color
    s.ground(50, 92, 20)
    s.fill(symmetric("M50 10 L36 10 L31 18 L31 84 L36 92 L50 92"), METAL, shade=0.26, angle=0)
    s.fill(rect(31, 18, 38, 66), c, shade=0.22, angle=0)
    s.fill(ellipse(50, 10.6, 14, 2.4), light(METAL, 0.4), shade=0.1)
    for i in range(20):
        s.fill(
            ellipse(34 + (i * 23) % 32, 56 + (i * 17) % 26, 0.8 + (i % 3) * 0.5),
            light(c, 0.7),
            shade=0,
            edge=0,
            alpha=0.8,
        )
    s.text(50, 34, look.label, 7.4, ink_on(c), width=34)
    s.text(50, 44, "sparkling", 5, ink_on(c), width=32, alpha=0.85)
    s.gloss(rect(35, 20, 3, 62, 1.5), alpha=0.4)


@draws("chocolate", labelled=True)
def chocolate(s: Sketch, look: Look) -> None:
    """A bar, half unwrapped."""
    c = look.color
    s.ground(50, 92, 24, alpha=0.25)
    turn = 12
    s.fill(rect(28, 6, 44, 50, 2).turn(turn), _BROWN, shade=0.16)
    for row in range(4):
        for col in range(3):
            s.fill(
                rect(30 + col * 13.8, 8 + row * 12, 12, 10.4, 1.4).turn(turn),
                light(_BROWN, 0.1),
                shade=0.2,
            )
    s.fill(
        path("M26 46 L30 42 L36 46 L43 41 L50 46 L57 41 L64 46 L70 42 L74 46 V54 H26 Z").turn(turn),
        (226, 222, 214),
        shade=0.16,
    )
    s.fill(rect(26, 48, 48, 44, 1.4).turn(turn), c, shade=0.16)
    s.text(47.4, 66, look.label, 8, ink_on(c), width=42, turn=turn)
    s.text(45.2, 76, "chocolate", 4.8, ink_on(c), width=40, turn=turn, alpha=0.85)


@draws("cereal", labelled=True)
def cereal(s: Sketch, look: Look) -> None:
    """A cereal box with a bowl on it."""
    c = look.color
    s.ground(50, 92, 30)
    s.fill(polygon((68, 14), (80, 10), (80, 84), (68, 91)), dark(c, 0.3), shade=0.1)
    s.fill(polygon((20, 12), (34, 7), (80, 10), (68, 14)), light(c, 0.3), shade=0.06)
    s.fill(rect(20, 12, 48, 79), c, shade=0.12)
    s.text(44, 24, look.label, 9, ink_on(c), width=43)
    s.text(44, 35, look.kind, 5.4, ink_on(c), width=40, alpha=0.9)
    s.fill(path("M25 60 C27 82 61 82 63 60 Z"), PAPER, shade=0.1)
    s.fill(ellipse(44, 60, 19, 5), (252, 250, 244), shade=0.04)
    for i in range(14):
        x, y = 29 + (i * 13) % 31, 57 + (i * 5) % 6
        s.fill(ellipse(x, y, 2.6).minus(ellipse(x, y, 0.9)), _BISCUIT, shade=0.16, edge=0.3)


@draws("olive oil", labelled=True)
def olive_oil(s: Sketch, look: Look) -> None:
    """A tall dark bottle with an olive branch."""
    glass: RGB = (74, 92, 44)
    s.ground(50, 93, 16)
    s.fill(rect(45, 5, 10, 12, 1.6), look.color if luminance(look.color) < 0.85 else INK, angle=0)
    body = symmetric("M50 16 L46 16 L46 30 C46 36 35 38 35 48 L35 88 C35 92 37 93 40 93 L50 93")
    s.fill(body, glass, shade=0.26, angle=0)
    s.fill(rect(36, 54, 28, 30, 1), PAPER, shade=0.03)
    s.text(50, 61, look.label, 5.4, INK, width=25)
    s.text(50, 79.6, "olive oil", 4, (96, 92, 88), width=25)
    s.line(path("M42 73 C47 68 53 68 58 66"), dark(LEAF, 0.3), 0.7)
    for x, y, turn in ((45, 69, -30), (50, 67, 20), (55, 66, -20)):
        s.fill(ellipse(x, y, 3, 1.3).turn(turn, x, y), LEAF, edge=0.2)
    s.fill(ellipse(48, 73, 1.8, 2.2), (104, 122, 56), round_=True)
    s.gloss(rect(38, 48, 2.2, 42, 1.1), alpha=0.35)
