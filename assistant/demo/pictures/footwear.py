"""Shoes and boots from the side."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, METAL, Look, draws
from assistant.demo.pictures.path import ellipse, joined, path, rect
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

_GUM: RGB = (176, 128, 84)
_WHITE: RGB = (247, 246, 242)


def _laces(s: Sketch, points: list[tuple[float, float]], tone: RGB) -> None:
    for x, y in points:
        s.line(path(f"M{x - 3.2} {y + 2.4} L{x + 4} {y - 1}"), dark(tone, 0.35), 2.1)
        s.line(path(f"M{x - 3.2} {y + 2.4} L{x + 4} {y - 1}"), tone, 1.5)


@draws("sneaker", "running shoe", "trail running shoe")
def sneaker(s: Sketch, look: Look) -> None:
    """A trainer; a running shoe has a thick sole, a trail shoe a lugged one."""
    c = look.color
    running, trail = look.kind == "running shoe", look.kind == "trail running shoe"
    trim = light(c, 0.6) if luminance(c) < 0.55 else dark(c, 0.35)
    s.ground(50, 80, 42, alpha=0.35)
    upper = path(
        "M10 66 C8 54 10 44 12 36 C14 32 20 32 22 35 C26 40 32 42 40 36 L48 30"
        " C54 38 62 46 74 52 C86 55 92 60 92 68 L92 72 L10 72 Z"
    )
    s.fill(path("M13 36 C16 26 24 26 28 30 L48 30 L40 44 L22 44 Z"), dark(c, 0.5), shade=0.1)
    s.fill(upper, c, shade=0.18)
    if running or trail:
        mesh = joined(path(f"M{50 + i * 5} 40 L{44 + i * 6.6} 72") for i in range(7))
        s.line(mesh, dark(c, 0.4), 0.4, clip=upper, alpha=0.5)
    s.fill(
        path("M92 72 L92 67 C91 60 86 56 78 54 C74 60 74 66 76 72 Z"),
        dark(c, 0.18),
        clip=upper,
        shade=0.1,
    )
    s.fill(path("M9 72 L10 54 C18 52 24 58 26 72 Z"), dark(c, 0.2), clip=upper, shade=0.1)
    swoosh = path("M24 66 C36 66 46 58 52 46 L56 50 C52 62 42 71 28 71 Z")
    s.fill(swoosh, trim, shade=0.08, clip=upper)
    s.fill(path("M36 39 L49 28 L66 45 L58 50 Z"), dark(c, 0.1), shade=0.1)
    _laces(
        s,
        [(45, 37), (49.6, 40.8), (54.2, 44.6), (59, 48)],
        _WHITE if luminance(c) < 0.8 else (120, 124, 132),
    )
    if running:
        s.fill(
            path("M6 70 C20 67 70 71 94 68 C97 72 95 78 90 79.6 H14 C7 79.6 4 75 6 70 Z"), _WHITE
        )
        s.line(path("M9 75 C30 71 60 78 92 74"), look.accent, 1.5)
        s.line(path("M12 80 H90"), dark(c, 0.4), 1.6)
    elif trail:
        s.fill(
            path("M7 69 C24 67 70 70 94 68 C96 72 94 76 91 77 H12 C7 77 5 73 7 69 Z"), dark(c, 0.45)
        )
        for i in range(13):
            s.fill(rect(11 + i * 6.2, 76, 4, 4.4, 0.8), INK)
        s.line(path("M10 73 H92"), look.accent, 1)
    else:
        s.fill(rect(8, 69, 86, 11, 4), _WHITE, shade=0.08)
        s.line(path("M9 73.4 H93"), dark(_WHITE, 0.3), 0.5)
        s.line(path("M10 79.4 H92"), _GUM, 1.4)


@draws("boot", "hiking boot", "ankle boot", "snow boot")
def boot(s: Sketch, look: Look) -> None:
    """A laced boot; an ankle boot is sleek, a snow boot lined with fur."""
    c = look.color
    s.ground(50, 90, 36, alpha=0.35)
    if look.kind == "ankle boot":
        upper = path(
            "M22 18 H52 C52 34 54 44 66 54 C80 60 90 66 90 78 L90 80 H20 C18 60 22 40 22 18 Z"
        )
        s.fill(upper, c, shade=0.2)
        s.fill(
            path("M38 18 L52 18 C52 34 54 42 58 47 C48 50 42 40 38 18 Z"), dark(c, 0.4), shade=0.1
        )
        for i in range(4):
            s.line(path(f"M{40 + i * 1.6} {24 + i * 6} H54"), light(c, 0.2), 0.4, alpha=0.5)
        s.fill(path("M18 79 H91 C93 84 90 86 86 86 H42 V90 H18 Z"), dark(c, 0.55))
        s.fill(rect(19, 14, 5, 12, 2), dark(c, 0.25))
        s.soft(
            ellipse(74, 63, 10, 4).turn(24, 74, 63), (255, 255, 255), alpha=0.35, blur=2, clip=upper
        )
        return
    snow = look.kind == "snow boot"
    upper = path(
        "M20 14 H54 C54 28 53 38 56 46 C66 52 80 54 88 62"
        " C92 67 92 74 92 80 H18 C16 58 20 36 20 14 Z"
    )
    s.fill(upper, c, shade=0.18)
    s.fill(path("M92 80 C92 68 88 62 78 57 C72 62 70 70 72 80 Z"), dark(c, 0.32), shade=0.12)
    s.fill(path("M18 80 C17 70 17 62 18 54 C28 56 32 66 32 80 Z"), dark(c, 0.32), shade=0.12)
    s.fill(
        path("M42 14 L56 14 C56 28 54 38 58 46 L66 51 L56 58 C46 46 44 30 42 14 Z"),
        dark(c, 0.16),
        shade=0.08,
    )
    if snow:
        for i in range(9):
            s.fill(
                ellipse(19 + i * 4.5, 13 + (i % 2) * 1.4, 4.4, 4),
                (246, 240, 228),
                round_=True,
                shade=0.12,
                edge=0.3,
            )
        for i in range(3):
            s.line(
                path(f"M19 {30 + i * 11} C30 {34 + i * 11} 40 {34 + i * 11} 46 {31 + i * 11}"),
                dark(c, 0.45),
                0.7,
            )
    else:
        s.fill(rect(18, 11, 37, 7, 3), dark(c, 0.35))
    for i in range(6):
        x, y = 50 + max(0, i - 2) * 3.2, 22 + i * 6
        s.fill(ellipse(x - 5.4, y + 1.6, 1.1), METAL, edge=0.2)
        s.line(path(f"M{x - 5} {y + 2} L{x + 4} {y - 1}"), look.accent if not snow else INK, 1.5)
    s.fill(path("M15 78 H93 C96 82 95 86 92 86 H15 C13 84 13 80 15 78 Z"), INK, shade=0.1)
    for i in range(11):
        s.fill(rect(16 + i * 7, 85, 5, 4.6, 0.8), dark(INK, 0.3), shade=0.05)


@draws("rain boot")
def rain_boot(s: Sketch, look: Look) -> None:
    """A pair of rubber boots."""
    c = look.color
    s.ground(50, 91, 38, alpha=0.35)
    shape = path(
        "M24 8 H52 C51 30 51 46 54 56 C66 60 78 64 82 74 C84 80 84 84 84 86 H24 C25 60 25 34 24 8 Z"
    )
    for dx, dy, tone in ((8, -3, dark(c, 0.22)), (-6, 0, c)):
        part = shape.shift(dx, dy)
        s.fill(part, tone, shade=0.2, angle=20)
        s.fill(rect(22, 7, 32, 5.4, 2).shift(dx, dy), light(tone, 0.2))
        s.fill(path("M22 84 H85 C87 89 84 90 82 90 H42 V91 H22 Z").shift(dx, dy), dark(tone, 0.5))
        s.gloss(
            path("M29 16 C31 36 31 54 30 70 L33 70 C34 54 34 36 33 16 Z").shift(dx, dy), alpha=0.3
        )
        s.gloss(ellipse(70, 67, 6, 2).turn(28, 70, 67).shift(dx, dy), alpha=0.35)


@draws("loafer", "oxford shoe")
def loafer(s: Sketch, look: Look) -> None:
    """A leather shoe; an Oxford is laced and has a cap."""
    c = look.color
    s.ground(50, 79, 42, alpha=0.35)
    s.fill(path("M12 44 C20 38 36 40 48 48 L40 58 H14 Z"), dark(c, 0.6), shade=0.1)
    upper = path(
        "M10 72 C8 60 8 50 12 42 C18 50 32 54 42 50 C46 46 52 46 56 49 C68 56 84 56 92 66 L93 72 Z"
    )
    s.fill(upper, c, shade=0.22)
    if look.kind == "oxford shoe":
        s.line(path("M76 56 C72 61 72 66 74 72"), dark(c, 0.5), 1)
        s.line(path("M78 56.4 C74 61 74 66 76 72"), light(c, 0.4), 0.4)
        s.fill(
            path("M38 51 C44 44 54 46 62 52 L54 60 C48 58 42 56 38 51 Z"), dark(c, 0.14), shade=0.1
        )
        _laces(s, [(46, 50), (50.4, 52), (55, 54)], dark(c, 0.55))
    else:
        s.line(path("M50 60 C56 54 68 56 86 66"), dark(c, 0.5), 1)
        s.fill(path("M44 49 L57 47 L60 58 L48 64 Z"), dark(c, 0.14), shade=0.1)
        s.fill(rect(48, 53, 7, 2.4, 1).turn(-10, 51, 54), METAL)
    s.soft(
        ellipse(80, 60, 8, 2.4).turn(20, 80, 60), (255, 255, 255), alpha=0.5, blur=1.4, clip=upper
    )
    s.fill(path("M9 71 H94 C95 74 94 76 91 76 H34 V80 H10 Z"), dark(c, 0.6), shade=0.1)


@draws("heel")
def heel(s: Sketch, look: Look) -> None:
    """A court shoe with a high heel."""
    c = look.color
    s.ground(54, 86, 38, alpha=0.3)
    s.fill(path("M14 38 C16 52 18 68 16 86 H21 C22 70 26 56 34 50 Z"), dark(c, 0.25), angle=0)
    s.fill(path("M14 32 C24 26 42 44 62 66 L34 56 Z"), dark(c, 0.5), shade=0.1)
    body = path(
        "M12 34 C16 30 20 34 24 40 C34 56 46 70 62 68 C74 66 86 72 92 82 C93 85 90 86 86 86 H66"
        " C50 84 42 66 28 56 C16 54 11 46 12 34 Z"
    )
    s.fill(body, c, shade=0.22)
    s.line(path("M66 86.4 H88"), dark(c, 0.6), 1.4)
    s.gloss(path("M72 70 C80 71 86 76 88 80 C82 76 77 73 72 70 Z"), alpha=0.5)
    s.soft(ellipse(22, 46, 3, 8).turn(-30, 22, 46), (255, 255, 255), alpha=0.4, blur=1.4, clip=body)


@draws("sandal")
def sandal(s: Sketch, look: Look) -> None:
    """A strapped sandal."""
    c = look.color
    s.ground(50, 82, 42, alpha=0.35)
    s.fill(path("M8 68 C20 62 30 66 44 68 C60 70 80 66 93 70 V74 H8 Z"), light(_GUM, 0.25))
    s.line(path("M14 68 C12 50 18 44 26 44 C34 45 38 54 40 68"), dark(c, 0.35), 5)
    s.line(path("M14 68 C12 50 18 44 26 44 C34 45 38 54 40 68"), c, 4, shade=0.15)
    for x, tall in ((46, 22), (66, 18)):
        band = path(
            f"M{x - 8} 71 C{x - 6} {68 - tall} {x + 10} {68 - tall} {x + 17} 71 L{x + 9} 71"
            f" C{x + 4} {76 - tall} {x} {76 - tall} {x} 71 Z"
        )
        s.fill(band, c, shade=0.2)
    s.fill(rect(28, 44.6, 6, 6, 1).turn(30, 31, 47), METAL)
    s.fill(path("M7 72 H94 C96 78 94 82 90 82 H12 C7 82 5 77 7 72 Z"), dark(_GUM, 0.3))
    s.line(path("M8 76 H94"), light(_GUM, 0.3), 0.7)


@draws("slipper")
def slipper(s: Sketch, look: Look) -> None:
    """A soft house slipper."""
    c = look.color
    s.ground(50, 78, 42, alpha=0.35)
    s.fill(path("M8 66 C16 58 30 62 46 62 L60 70 H8 Z"), light(c, 0.45), shade=0.1)
    upper = path("M38 70 C36 50 50 42 64 44 C82 46 94 58 94 70 V74 H38 Z")
    s.fill(upper, c, shade=0.18)
    for i in range(8):
        s.fill(
            ellipse(39.4 + i * 3.2, 64 - i * 2.7, 3.4),
            (246, 240, 228),
            round_=True,
            shade=0.1,
            edge=0.25,
        )
    s.line(path("M46 68 C58 60 78 60 92 66"), light(c, 0.4), 0.5, alpha=0.6)
    s.fill(rect(6, 70, 89, 8, 4), dark(c, 0.5) if luminance(c) > 0.25 else light(c, 0.25))
