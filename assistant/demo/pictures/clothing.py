"""Tops, outerwear, dresses and trousers, laid flat."""

from __future__ import annotations

from assistant.demo.pictures.look import METAL, RAINBOW, Look, draws
from assistant.demo.pictures.path import (
    Path,
    ellipse,
    joined,
    path,
    polygon,
    rect,
    smooth,
    symmetric,
)
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance

STITCH = 0.35


def folds(s: Sketch, body: Path, color: RGB, *lines: str) -> None:
    """Soft creases: cloth is never flat."""
    for text in lines:
        crease = path(text)
        s.line(crease, dark(color, 0.4), 1.6, clip=body, alpha=0.16)
        s.line(crease.shift(-1.1, 0), light(color, 0.6), 1.0, clip=body, alpha=0.22)


def _every(step: float, first: float, last: float) -> list[float]:
    return [first + step * i for i in range(int((last - first) / step) + 1)]


def knit(s: Sketch, body: Path, color: RGB) -> None:
    """Rows of small stitches."""
    left, top, right, bottom = body.box
    rows = joined(polygon((x, top), (x, bottom)) for x in _every(2.2, left, right))
    s.line(rows, dark(color, 0.4), 0.35, clip=body, alpha=0.28)


def ribs(s: Sketch, band: Path, color: RGB) -> None:
    """A knitted cuff or hem."""
    s.fill(band, dark(color, 0.1), shade=0.08)
    left, top, right, bottom = band.box
    rows = joined(polygon((x, top), (x, bottom)) for x in _every(1.5, left, right))
    s.line(rows, dark(color, 0.45), 0.4, clip=band, alpha=0.5)


def zipper(s: Sketch, top: float, bottom: float, tone: RGB = METAL) -> None:
    """A zip down the middle."""
    s.line(path(f"M50 {top} V{bottom}"), dark(tone, 0.45), 1.5)
    s.line(path(f"M50 {top} V{bottom}"), tone, 0.7)
    s.fill(rect(49, top + 1, 2, 5, 0.8), tone)


def inside(s: Sketch, look: Look, hole: Path) -> None:
    """The dark inside of a neck."""
    s.fill(hole, dark(look.color, 0.45), shade=0.1)


TEE = (
    "M50 19 C44 19 41 17 39 14 L29 17 C24 19 21 22 18 27 L8 44 L20 51 L27 43"
    " C28 58 27 74 27 86 C34 88 42 88 50 88"
)


@draws("t-shirt")
def t_shirt(s: Sketch, look: Look) -> None:
    """A T-shirt; a striped one where it has many colours."""
    c = look.color
    s.ground(50, 90, 26, alpha=0.18)
    inside(s, look, smooth([(39, 14), (50, 12.5), (61, 14), (50, 21)]))
    body = symmetric(TEE)
    s.fill(body, c, shade=0.12)
    if look.many:
        for i in range(8):
            s.fill(rect(5, 30 + i * 7, 90, 3.4), look.shade_of(i), shade=0, edge=0, clip=body)
    folds(
        s,
        body,
        c,
        "M32 40 C36 52 34 66 30 78",
        "M66 46 C62 58 66 70 70 82",
        "M44 70 C46 76 46 82 44 88",
    )
    s.line(path("M27 43 C28 38 29 34 31 29 M73 43 C72 38 71 34 69 29"), dark(c, 0.4), STITCH + 0.1)
    s.line(path("M39 14 C41 24 59 24 61 14"), dark(c, 0.22), 2.2)
    s.line(path("M40 14 C42 22 58 22 60 14"), light(c, 0.15), 0.9)
    s.line(path("M27.4 84 C40 86 60 86 72.6 84"), light(c, 0.4), STITCH, alpha=0.8)
    s.line(path("M10 41.6 L21.5 48.6 M90 41.6 L78.5 48.6"), light(c, 0.4), STITCH, alpha=0.8)


SHIRT = (
    "M50 20 L40 13 L29 17 C23 19 20 23 18 30 L8 72 C8 75 15 78 18 77 L27 48"
    " C28 60 26 74 25 86 C33 91 42 88 50 88"
)


@draws("shirt", "pyjamas", "blouse")
def shirt(s: Sketch, look: Look) -> None:
    """A shirt with collar and buttons; pyjamas are striped, a blouse flows."""
    c = look.color
    s.ground(50, 90, 26, alpha=0.18)
    inside(s, look, polygon((40, 13), (60, 13), (50, 26)))
    body = symmetric(SHIRT)
    s.fill(body, c, shade=0.12)
    if look.kind == "pyjamas":
        for i in range(24):
            s.line(
                path(f"M{6 + i * 4} 8 V92"),
                light(c, 0.6) if luminance(c) < 0.6 else dark(c, 0.3),
                0.7,
                clip=body,
                alpha=0.7,
            )
    folds(
        s,
        body,
        c,
        "M31 44 C36 56 33 70 30 82",
        "M67 46 C63 58 67 70 71 84",
        "M16 44 C18 54 15 64 13 72",
    )
    s.line(path("M27 48 C27.6 40 28 34 31 27 M73 48 C72.4 40 72 34 69 27"), dark(c, 0.4), 0.45)
    if look.kind == "blouse":
        s.fill(smooth([(50, 22), (38, 30), (34, 42), (43, 40), (49, 30)]).both(), light(c, 0.18))
        s.fill(ellipse(50, 24, 3, 2.4), dark(c, 0.12))
    else:
        s.line(path("M47.4 24 V87 M52.6 24 V87"), dark(c, 0.35), STITCH)
        s.fill(polygon((40, 12), (35, 17), (42, 28), (50, 21)).both(), light(c, 0.14), shade=0.08)
        s.fill(rect(57, 39, 11, 12, 1.4), c, shade=0.04)
        s.line(path("M57 42 H68"), dark(c, 0.35), STITCH)
    button = (246, 244, 238) if luminance(c) < 0.7 else dark(c, 0.45)
    for i in range(6):
        s.fill(ellipse(50, 30 + i * 10, 1.0), button, edge=0.2)
    s.line(path("M9 69 L19 73 M91 69 L81 73"), dark(c, 0.4), 0.5)


KNIT = (
    "M50 19 C45 19 41 17 39 14 L28 18 C22 20 19 25 17 32 L8 72 L19 75 L27 48"
    " C28 62 27 72 27 82 L50 83"
)


@draws("sweater", "cardigan", "hoodie")
def sweater(s: Sketch, look: Look) -> None:
    """A knitted jumper; a cardigan buttons, a hoodie has its hood and pocket."""
    c = look.color
    s.ground(50, 90, 26, alpha=0.18)
    body = symmetric(KNIT)
    if look.kind == "hoodie":
        s.fill(symmetric("M50 4 C40 4 34 10 35 20 L50 30"), dark(c, 0.15))
    inside(s, look, smooth([(39, 14), (50, 11), (61, 14), (50, 22)]))
    s.fill(body, c, shade=0.14)
    if look.kind != "hoodie":
        knit(s, body, c)
    folds(s, body, c, "M31 46 C35 58 34 68 31 78", "M68 46 C64 58 66 70 70 80")
    s.line(path("M27 48 C27.5 40 28.5 34 31 27 M73 48 C72.5 40 71.5 34 69 27"), dark(c, 0.4), 0.5)
    ribs(s, rect(26.5, 81, 47, 7, 1.5), c)
    cuff = polygon((7.6, 71), (19.4, 74.4), (17.8, 81), (6, 77.4))
    for band in (cuff, cuff.mirror()):
        ribs(s, band, c)
    if look.kind == "hoodie":
        s.fill(symmetric("M50 12 C43 12 38 14 37 16 C38 24 45 28 50 30"), dark(c, 0.5), shade=0.08)
        s.fill(path("M36 12 C37 24 44 30 50 32 C46 36 36 30 33 18 Z").both(), light(c, 0.1))
        s.fill(path("M36 60 H64 L70 78 H30 Z"), dark(c, 0.07), shade=0.06)
        s.line(path("M45 31 V46 M55 31 V44"), (242, 240, 234), 1.1)
    elif look.kind == "cardigan":
        inside(s, look, polygon((41, 13), (59, 13), (50, 44)))
        ribs(
            s,
            path("M39 13 L43 13 L52.6 44 V88 H47.4 V45 Z") + path("M61 13 L57 13 L49 42 L51 46 Z"),
            c,
        )
        for i in range(5):
            s.fill(ellipse(50, 48 + i * 9, 1.5), (104, 74, 52), round_=True)
    else:
        s.line(path("M39 14.4 C42 25 58 25 61 14.4"), dark(c, 0.2), 3.2)
        s.line(path("M39.6 14.6 C43 23.6 57 23.6 60.4 14.6"), light(c, 0.12), 1.4)


@draws("dress")
def dress(s: Sketch, look: Look) -> None:
    """A summer dress with a belted waist."""
    c = look.color
    s.ground(50, 93, 28, alpha=0.18)
    inside(s, look, smooth([(40, 15), (50, 15), (60, 15), (50, 26)]))
    skirt_part = symmetric("M50 44 L37 45 C33 60 24 76 19 90 C30 95 42 93 50 93")
    top = symmetric("M50 25 C45 25 41 22 40 12 L34 12 C34 22 32 28 30 32 C34 38 36 42 36 47 L50 48")
    s.fill(skirt_part, c, shade=0.14)
    folds(
        s,
        skirt_part,
        c,
        "M42 48 C40 64 34 80 31 92",
        "M49 48 C49 64 46 80 45 92",
        "M57 48 C59 64 64 80 67 92",
        "M53 48 C54 66 56 80 57 92",
    )
    s.fill(top, c, shade=0.12)
    folds(s, top, c, "M41 32 C43 38 43 42 42 47", "M59 32 C57 38 57 42 58 47")
    if look.many:
        for i in range(46):
            x, y = 20 + (i * 41) % 60, 16 + (i * 29) % 76
            for part in (top, skirt_part):
                s.fill(ellipse(x, y, 1.7), look.shade_of(i), shade=0, edge=0, clip=part)
    s.fill(path("M36 44.4 C45 47 55 47 64 44.4 L64 48.4 C55 51 45 51 36 48.4 Z"), dark(c, 0.28))
    s.line(path("M20 88 C34 93 66 93 80 88"), light(c, 0.45), 0.4, alpha=0.8)


@draws("skirt")
def skirt(s: Sketch, look: Look) -> None:
    """A pleated skirt."""
    c = look.color
    s.ground(50, 88, 32, alpha=0.18)
    body = symmetric("M50 22 L34 22 C30 42 20 66 14 82 C26 89 40 87 50 87")
    s.fill(body, c, shade=0.14)
    for i in range(-5, 6):
        x = 50 + i * 2.9
        pleat = polygon((x, 26), (50 + i * 6.6, 92), (50 + i * 6.6 - 3.4, 92))
        s.fill(pleat, dark(c, 0.4), shade=0, edge=0, clip=body, alpha=0.28)
        s.line(path(f"M{x} 26 L{50 + i * 6.6} 92"), light(c, 0.5), 0.5, clip=body, alpha=0.5)
    s.fill(rect(33, 17, 34, 8, 1.5), dark(c, 0.12))
    s.fill(ellipse(50, 21, 1.5), light(c, 0.5))


@draws("trousers", "jeans", "leggings")
def trousers(s: Sketch, look: Look) -> None:
    """Trousers; jeans have seams and rivets, leggings are close and wide in the waist."""
    c = look.color
    s.ground(50, 94, 22, alpha=0.18)
    tight = look.kind == "leggings"
    jeans = look.kind == "jeans"
    body = symmetric(
        "M50 10 L35 10 C32 24 33 40 35 58 L38 92 L47 93 C48 74 49 54 50 40"
        if tight
        else "M50 9 L31 9 C29 26 27 50 27 92 L45 93 C46 74 49 54 50 36"
    )
    s.fill(body, c, shade=0.14)
    thread: RGB = (206, 150, 84) if jeans else light(c, 0.35)
    if jeans:
        for shift in (-14, 14):
            s.soft(ellipse(50 + shift, 46, 5, 24), light(c, 0.7), alpha=0.35, blur=3, clip=body)
    folds(
        s,
        body,
        c,
        "M33 52 C37 56 41 57 46 55",
        "M67 52 C63 56 59 57 54 55",
        "M36 78 C39 80 42 80 45 78",
        "M42 20 C46 26 48 30 50 36",
    )
    if tight:
        s.fill(rect(34, 9, 32, 9, 2), dark(c, 0.16))
        s.line(
            path("M35.6 24 C36 50 38 70 40 90 M64.4 24 C64 50 62 70 60 90"),
            light(c, 0.4),
            0.5,
            alpha=0.7,
        )
        return
    s.fill(rect(30.6, 8, 38.8, 5.4, 1.2), dark(c, 0.14))
    for x in (34, 44, 55, 65):
        s.fill(rect(x, 7.4, 1.8, 7, 0.6), c)
    s.fill(ellipse(50, 10.8, 1.3), (196, 142, 84) if jeans else dark(c, 0.5))
    s.line(
        path("M50 13 V36 M53.6 13.4 C54 22 53 27 50 30"), thread if jeans else dark(c, 0.4), 0.45
    )
    s.line(
        path("M42 13.4 C41 19 37 22 30.4 23 M58 13.4 C59 19 63 22 69.6 23"),
        thread if jeans else dark(c, 0.45),
        0.5,
    )
    s.line(path("M28 89.6 L45 90.4 M72 89.6 L55 90.4"), thread, 0.4)
    if not jeans:
        s.line(path("M38 24 L36 90 M62 24 L64 90"), light(c, 0.5), 0.5, alpha=0.6)


@draws("shorts")
def shorts(s: Sketch, look: Look) -> None:
    """Shorts with a drawstring."""
    c = look.color
    s.ground(50, 82, 32, alpha=0.18)
    body = symmetric("M50 22 L28 22 C24 40 18 60 15 76 L45 82 C46 68 49 58 50 50")
    s.fill(body, c, shade=0.14)
    folds(
        s,
        body,
        c,
        "M42 30 C46 38 48 44 50 50",
        "M22 62 C28 66 36 68 42 66",
        "M78 62 C72 66 64 68 58 66",
    )
    s.fill(rect(27.4, 19, 45.2, 7.4, 2), dark(c, 0.14))
    for i in range(16):
        s.line(path(f"M{30 + i * 2.7} 20 V26"), dark(c, 0.45), 0.4, alpha=0.6)
    s.line(path("M47 25 C46 32 44 36 45 40 M53 25 C54 32 56 34 55 38"), (242, 240, 234), 1)
    s.line(path("M32 27 C31 36 28 42 23.6 46 M68 27 C69 36 72 42 76.4 46"), dark(c, 0.5), 0.6)
    s.line(path("M16 73.4 L45 79.4 M84 73.4 L55 79.4"), light(c, 0.4), STITCH)


@draws("swimsuit")
def swimsuit(s: Sketch, look: Look) -> None:
    """A one-piece swimsuit with a contrasting side."""
    c = look.color
    s.ground(50, 92, 18, alpha=0.18)
    body = symmetric(
        "M50 32 C44 32 40 24 39 10 L33 10 C33 24 29 30 27 36 C34 48 34 56 29 66"
        " C38 70 44 78 46 90 L50 90"
    )
    s.fill(body, c, shade=0.16)
    side = path("M24 34 C36 48 36 56 26 68 L36 72 C42 58 42 46 34 32 Z").both()
    s.fill(side, light(c, 0.4) if luminance(c) < 0.5 else dark(c, 0.35), clip=body, shade=0.1)
    s.line(path("M39 11 C40 25 45 33 50 33 C55 33 60 25 61 11"), light(c, 0.4), 0.6)
    folds(s, body, c, "M44 44 C46 54 46 64 45 74", "M56 44 C54 54 54 64 55 74")


@draws("bodysuit")
def bodysuit(s: Sketch, look: Look) -> None:
    """A baby's bodysuit with poppers and a star."""
    c = look.color
    s.ground(50, 88, 22, alpha=0.18)
    inside(s, look, smooth([(38, 18), (50, 15), (62, 18), (50, 26)]))
    body = symmetric(
        "M50 25 C44 25 40 22 38 17 L27 22 L14 40 L25 48 L31 42 C31 54 29 60 27 68"
        " C36 70 42 76 43 86 L50 87"
    )
    s.fill(body, c, shade=0.1)
    s.line(path("M38 18 C40 29 60 29 62 18"), dark(c, 0.2), 2.2)
    s.line(path("M28 66 C37 68 43 75 44 85 M72 66 C63 68 57 75 56 85"), dark(c, 0.25), 1.6)
    for x in (46, 50, 54):
        s.fill(ellipse(x, 83.6, 1), METAL)
    tone = RAINBOW[1] if luminance(c) > 0.6 else light(c, 0.7)
    star = polygon(
        (50, 38),
        (52.6, 45),
        (60, 45.4),
        (54.2, 50),
        (56.2, 57.2),
        (50, 53),
        (43.8, 57.2),
        (45.8, 50),
        (40, 45.4),
        (47.4, 45),
    )
    s.fill(star, tone, shade=0.1)
