"""Bags, suitcases, prams, books and the desk."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, METAL, PAPER, RAINBOW, Look, draws
from assistant.demo.pictures.path import arc, ellipse, path, rect
from assistant.demo.pictures.sketch import Sketch, dark, light, luminance


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
            "M26 40 C26 20 36 14 50 14 C64 14 74 20 74 40 V84"
            " C74 90 70 92 66 92 H34 C30 92 26 90 26 84 Z"
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
            "M50 82 V62 M50 74 C44 74 40 68 40 64 C46 64 50 68 50"
            " 74 M50 68 C56 68 60 62 60 58 C54 58 50 62 50 68"
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
            "M18 52 C18 47 22 45 26 45 H74 C78 45 82 47 82 52"
            " V60 C82 72 66 76 50 76 C34 76 18 72 18 60 Z"
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
