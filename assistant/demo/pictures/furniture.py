"""Furniture, bedding and rugs."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, LEAF, METAL, PAPER, WOOD, Look, draws
from assistant.demo.pictures.path import (
    arc,
    ellipse,
    path,
    polygon,
    rect,
    smooth,
)
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_GLOW: RGB = (255, 236, 176)


@draws("bedding", "duvet cover set", "sheet set")
def bed(s: Sketch, look: Look) -> None:
    """A made bed."""
    c = look.color
    s.ground(50, 88, 44)
    s.fill(rect(12, 20, 76, 50, 5), WOOD, shade=0.16)
    s.fill(rect(9, 62, 82, 20, 3), dark(WOOD, 0.15))
    pillow = smooth(
        [(19, 44), (26, 39), (38, 40), (47, 44), (48, 55), (40, 59), (26, 59), (18, 55)]
    )
    for part in (pillow, pillow.mirror()):
        s.fill(part, light(c, 0.35) if luminance(c) < 0.72 else PAPER, round_=True, shade=0.12)
    cover = path(
        "M9 60 C24 52 76 52 91 60 L95 82 C84 88 72 82 60 86 C46 90 36 82 24 86 C16 88 8 86 5 82 Z"
    )
    s.fill(cover, c, shade=0.16, angle=80)
    fold = path("M9 60 C24 52 76 52 91 60 L92 66 C76 58 24 58 8 66 Z")
    s.fill(fold, light(c, 0.4), shade=0.08)
    if look.many or look.kind == "duvet cover set":
        for i in range(26):
            s.fill(
                ellipse(8 + (i * 37) % 86, 67 + (i * 13) % 18, 1.2),
                look.shade_of(i) if look.many else light(c, 0.5),
                shade=0,
                edge=0,
                clip=cover,
            )
    for x, y in ((26, 74), (48, 72), (70, 74)):
        s.line(
            path(f"M{x} {y} C{x + 3} {y + 4} {x + 1} {y + 8} {x + 4} {y + 12}"),
            dark(c, 0.4),
            1.2,
            alpha=0.25,
            clip=cover,
        )


@draws("blanket", "bath towel")
def blanket(s: Sketch, look: Look) -> None:
    """A folded stack: a fringed blanket, or towels."""
    c = look.color
    towel = look.kind == "bath towel"
    s.ground(50, 85, 40)
    tones = (dark(c, 0.1), c, light(c, 0.14))
    for i, tone in enumerate(tones):
        y = 66 - i * 17
        roll = path(
            f"M16 {y} H80 C90 {y} 90 {y + 18} 80 {y + 18} H16 C12 {y + 14} 12 {y + 4} 16 {y}"
        )
        s.fill(roll, tone, shade=0.14, angle=85)
        s.line(path(f"M18 {y + 9} H79"), dark(tone, 0.4), 0.7)
        s.line(arc(79, y + 9, 5, 6, -90, 90), dark(tone, 0.4), 0.7)
        if towel:
            s.fill(rect(24, y, 7, 18), light(tone, 0.4), shade=0.05, edge=0, clip=roll)
        else:
            for k in range(30):
                s.line(
                    path(f"M{17 + k * 2.2} {y + 1.6} V{y + 7.6}"), dark(tone, 0.4), 0.3, alpha=0.5
                )
            for k in range(6):
                s.line(path(f"M16 {y + 2 + k * 3} H10"), tone, 0.9)
    if towel:
        s.fill(rect(60, 66, 12, 5, 1), PAPER, shade=0.04)


@draws("pillow", "cushion")
def pillow(s: Sketch, look: Look) -> None:
    """A pillow; a cushion is square with a pattern."""
    c = look.color
    if look.kind == "cushion":
        s.ground(50, 86, 34)
        body = smooth(
            [(16, 18), (50, 22), (84, 18), (80, 50), (84, 82), (50, 78), (16, 82), (20, 50)]
        )
        s.fill(body, c, shade=0.18)
        tone = light(c, 0.45) if luminance(c) < 0.6 else dark(c, 0.25)
        for i in range(-4, 5):
            line = smooth(
                [(50 + i * 9 - 22, 14), (50 + i * 9, 50), (50 + i * 9 - 22, 86)], closed=False
            )
            s.line(line.shift(12), tone, 1.3, clip=body, alpha=0.75)
        s.line(body.scale(0.97), dark(c, 0.4), 0.6, closed=True)
        s.soft(ellipse(42, 40, 20, 14), (255, 255, 255), alpha=0.2, blur=5, clip=body)
        return
    s.ground(50, 78, 42)
    body = smooth([(8, 30), (50, 27), (92, 30), (90, 53), (92, 74), (50, 77), (8, 74), (10, 53)])
    s.fill(body, c, shade=0.14)
    s.line(body.scale(0.96, 0.94), dark(c, 0.25), 0.5, closed=True, alpha=0.7)
    for text in (
        "M12 34 C20 40 26 42 32 42",
        "M88 34 C80 40 74 42 68 42",
        "M12 70 C20 64 28 63 34 63",
        "M88 70 C80 64 72 63 66 63",
    ):
        s.line(path(text), dark(c, 0.4), 1.4, alpha=0.22)
    s.soft(ellipse(46, 46, 26, 9), (255, 255, 255), alpha=0.3, blur=4, clip=body)


@draws("travel pillow")
def travel_pillow(s: Sketch, look: Look) -> None:
    """A neck pillow."""
    c = look.color
    s.ground(50, 84, 36)
    ring = arc(50, 48, 26, 26, 128, 412)
    s.line(ring, dark(c, 0.32), 24)
    s.line(ring, c, 22.6, shade=0.16)
    s.line(arc(50, 46, 27, 27, 160, 330), light(c, 0.5), 3, alpha=0.35)
    s.line(arc(50, 48, 26, 26, 134, 406), dark(c, 0.3), 0.5, alpha=0.6)
    s.fill(rect(36, 76, 6, 5, 1) + rect(58, 76, 6, 5, 1), INK)


@draws("chair", "armchair")
def armchair(s: Sketch, look: Look) -> None:
    """A padded armchair on wooden legs."""
    c = look.color
    s.ground(50, 91, 36)
    for x, lean in ((24, -3), (74, 3)):
        s.fill(polygon((x, 76), (x + 5, 76), (x + 3.6 + lean, 91), (x + 1.4 + lean, 91)), WOOD)
    s.fill(path("M24 60 C20 34 24 14 50 14 C76 14 80 34 76 60 Z"), c, shade=0.16)
    for x, y in ((40, 30), (60, 30), (50, 40)):
        s.fill(ellipse(x, y, 1.1), dark(c, 0.4), shade=0, edge=0)
        s.soft(ellipse(x, y, 4, 3), dark(c, 0.6), alpha=0.25, blur=1.6)
    s.fill(rect(22, 54, 56, 15, 6), light(c, 0.12), shade=0.14, angle=85)
    s.fill(rect(22, 66, 56, 13, 4), dark(c, 0.1), shade=0.1)
    arm = path("M12 50 C10 42 26 42 27 50 L28 80 H16 C13 72 13 60 12 50 Z")
    for part in (arm, arm.mirror()):
        s.fill(part, c, shade=0.2, angle=20)


@draws("garden chair")
def garden_chair(s: Sketch, look: Look) -> None:
    """A slatted chair for outdoors."""
    c = look.color
    s.ground(50, 92, 32)
    for text in ("M32 60 L26 92", "M68 60 L74 92", "M36 66 L44 88", "M64 66 L56 88"):
        s.tube(path(text), c, 3)
    s.fill(
        path("M28 10 H72 L70 60 H30 Z").minus(path("M33 15 H67 L65.4 56 H34.6 Z")), c, shade=0.18
    )
    for i in range(5):
        s.fill(rect(36 + i * 6, 14, 3.8, 44), c, shade=0.14, angle=0)
    for i in range(4):
        s.fill(
            polygon(
                (28 - i, 58 + i * 3),
                (72 + i, 58 + i * 3),
                (72.6 + i, 60.2 + i * 3),
                (27.4 - i, 60.2 + i * 3),
            ),
            c,
            shade=0.12,
        )
    s.tube(path("M24 92 L24 46 H38 M76 92 L76 46 H62"), c, 3)


@draws("office chair")
def office_chair(s: Sketch, look: Look) -> None:
    """A swivel chair on castors."""
    c = look.color
    s.ground(50, 94, 30)
    s.fill(rect(47.6, 62, 4.8, 20, 1), METAL, angle=0)
    for x in (24, 37, 50, 63, 76):
        s.line(path(f"M50 80 L{x} {88 - abs(x - 50) * 0.06}"), INK, 2.4)
        s.fill(ellipse(x, 91, 2.8), INK, round_=True)
    back = path("M30 48 C27 30 30 8 50 8 C70 8 73 30 70 48 C60 52 40 52 30 48 Z")
    s.fill(back, c, shade=0.18)
    for i in range(9):
        s.line(path(f"M24 {14 + i * 4.2} H76"), dark(c, 0.4), 0.35, clip=back, alpha=0.6)
    s.line(path("M38 54 C44 50 56 50 62 54"), dark(c, 0.3), 1)
    s.fill(
        path("M24 58 C32 52 68 52 76 58 C80 64 76 68 70 68 H30 C24 68 20 64 24 58 Z"), c, shade=0.2
    )
    s.tube(path("M26 62 L20 60 V44 H30 M74 62 L80 60 V44 H70"), INK, 2.8)


@draws("high chair")
def high_chair(s: Sketch, look: Look) -> None:
    """A child's chair with a tray."""
    c = look.color
    s.ground(50, 94, 32)
    for text in ("M36 58 L24 94", "M64 58 L76 94", "M42 60 L38 90", "M58 60 L62 90"):
        s.tube(path(text), WOOD, 3)
    s.tube(path("M30 78 H70"), WOOD, 2.6)
    s.fill(path("M32 10 C40 6 60 6 68 10 L70 54 H30 Z"), c, shade=0.16)
    s.fill(rect(36, 15, 28, 34, 6), light(c, 0.4), shade=0.08)
    s.line(path("M43 22 L50 44 L57 22"), INK, 1.6)
    s.fill(rect(29, 52, 42, 9, 4), c, shade=0.14)
    s.fill(rect(20, 45, 60, 6.4, 3.2), (250, 249, 246), shade=0.08)


@draws("car seat")
def car_seat(s: Sketch, look: Look) -> None:
    """A child's car seat with its harness."""
    c = look.color
    s.ground(50, 91, 30)
    shell = path(
        "M34 10 C44 4 56 4 66 10 C76 18 74 34 74 46 L82"
        " 62 C86 76 80 90 70 90 H30 C20 90 14 76 18 62"
        " L26 46 C26 34 24 18 34 10 Z"
    )
    s.fill(shell, dark(c, 0.4) if luminance(c) > 0.25 else light(c, 0.14), shade=0.16)
    s.fill(
        path(
            "M37 14 C44 9 56 9 63 14 C70 22 68 36 67 52 C70 66 70 76 66 82 H34 C30 76 30 66 33 52"
            " C32 36 30 22 37 14 Z"
        ),
        c,
        shade=0.18,
    )
    s.fill(path("M34 62 C44 58 56 58 66 62 L68 82 H32 Z"), light(c, 0.12), shade=0.12)
    s.fill(path("M38 16 C44 12 56 12 62 16 L63 30 C55 33 45 33 37 30 Z"), light(c, 0.2), shade=0.1)
    s.line(path("M43 34 L49 64 M57 34 L51 64 M50 64 V80"), INK, 3)
    s.fill(rect(46, 61, 8, 8, 2), (206, 66, 60))


@draws("table", "standing desk")
def desk(s: Sketch, look: Look) -> None:
    """A standing desk with its controls."""
    c = look.color
    s.ground(50, 90, 40)
    for x in (20, 74):
        s.fill(rect(x, 36, 6, 30), dark(METAL, 0.35), angle=0)
        s.fill(rect(x + 1, 58, 4, 29), METAL, angle=0)
        s.fill(rect(x - 8, 86, 22, 4, 2), dark(METAL, 0.4))
    s.fill(rect(22, 38, 56, 4), dark(METAL, 0.5), shade=0.1)
    s.fill(rect(6, 30, 88, 6, 1.4), c, shade=0.14, angle=0)
    s.fill(rect(6, 30, 88, 2.4, 1), light(c, 0.25), shade=0.05, edge=0)
    s.fill(rect(62, 36, 14, 4, 1), INK)
    s.text(69, 38, "104", 3, (134, 222, 236))
    s.fill(path("M14 20 H20 L19 30 H15 Z"), (226, 120, 100))
    s.fill(ellipse(17, 17, 5.4, 4.4), LEAF, round_=True)


@draws("mat", "yoga mat", "rug", "play mat")
def mat(s: Sketch, look: Look) -> None:
    """A rolled yoga mat, a patterned rug, or a child's play mat."""
    c = look.color
    if look.kind == "yoga mat":
        s.ground(50, 82, 42)
        s.fill(polygon((34, 60), (90, 60), (98, 78), (28, 80)), light(c, 0.12), shade=0.14)
        s.fill(rect(12, 36, 66, 44, 22), c, shade=0.22, angle=85)
        s.fill(ellipse(23, 58, 15, 22), light(c, 0.1), shade=0.1)
        for k in range(5):
            s.line(ellipse(23, 58, 13 - k * 2.8, 19.6 - k * 4.2), dark(c, 0.4), 0.8, closed=True)
        for x in (40, 64):
            s.line(path(f"M{x} 36.4 C{x + 6} 46 {x + 6} 70 {x} 79.6"), dark(c, 0.5), 3)
        return
    s.ground(50, 84, 46)
    body = polygon((16, 28), (84, 28), (96, 82), (4, 82))
    s.fill(body, c, shade=0.08)
    if look.kind == "play mat":
        tones: tuple[RGB, ...] = (
            (244, 196, 120),
            (150, 206, 180),
            (238, 160, 160),
            (152, 190, 226),
        )
        for row in range(4):
            for col in range(6):
                y0, y1 = 28 + row * 13.5, 41.5 + row * 13.5
                x0, x1 = (_across(y0, col), _across(y1, col))
                x2, x3 = (_across(y1, col + 1), _across(y0, col + 1))
                tone = tones[(row + col) % 4] if look.many or (row + col) % 2 else light(c, 0.25)
                s.fill(polygon((x0, y0), (x1, y1), (x2, y1), (x3, y0)), tone, shade=0.05)
        return
    tone = light(c, 0.5) if luminance(c) < 0.6 else dark(c, 0.3)
    for size in (0.9, 0.82, 0.5):
        s.line(body.scale(size, size, 50, 56), tone, 1.2, closed=True)
    for row in range(3):
        for col in range(7):
            x, y = 23 + col * 9 - (row - 1) * (3 - col), 40 + row * 15
            s.fill(
                polygon((x, y - 5), (x + 4, y), (x, y + 5), (x - 4, y)),
                tone,
                shade=0.06,
                edge=0,
                alpha=0.8,
            )
    for i in range(31):
        s.line(path(f"M{16.4 + i * 2.24} 28 V25"), PAPER, 0.8)
        s.line(path(f"M{5 + i * 3} 82 V86"), PAPER, 0.9)


def _across(y: float, col: int) -> float:
    share = (y - 28) / 54
    left, right = 16 - 12 * share, 84 + 12 * share
    return left + (right - left) * col / 6


@draws("crib")
def crib(s: Sketch, look: Look) -> None:
    """A cot with bars and a mattress."""
    c = look.color
    s.ground(50, 91, 42)
    s.fill(rect(14, 50, 72, 14, 3), (236, 240, 246), shade=0.08)
    s.fill(smooth([(20, 50), (28, 43), (40, 44), (44, 52), (30, 54)]), (190, 214, 236), round_=True)
    for i in range(11):
        s.fill(rect(19 + i * 6, 28, 2.2, 46, 1), c, angle=0, shade=0.14)
    s.fill(rect(12, 24, 76, 6, 3) + rect(12, 72, 76, 6, 2), c, shade=0.14)
    s.fill(rect(9, 16, 7, 75, 2).both(), c, shade=0.18, angle=0)
