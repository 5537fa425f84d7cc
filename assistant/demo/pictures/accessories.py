"""Hats, socks, gloves, glasses, watches: the small things one wears."""

from __future__ import annotations

import math

from assistant.demo.pictures.look import INK, METAL, RAINBOW, Look, draws
from assistant.demo.pictures.path import (
    Path,
    arc,
    ellipse,
    joined,
    path,
    polygon,
    rect,
    smooth,
    symmetric,
)
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance


@draws("socks")
def socks(s: Sketch, look: Look) -> None:
    """A pair of socks, one behind the other."""
    s.ground(48, 88, 30, alpha=0.2)
    sock = path(
        "M40 12 H60 C60 32 59 46 61 56 C63 66 56 70 48 76 C40 82 32 88 24 87"
        " C14 86 12 76 20 71 C30 64 39 58 40 46 Z"
    )
    for i, (dx, dy) in enumerate(((16, -2), (0, 2))):
        part = sock.shift(dx, dy)
        c = look.shade_of(i)
        s.fill(part, dark(c, 0.14 * (1 - i)), shade=0.14)
        if look.many:
            for k in range(6):
                s.fill(
                    rect(10, 22 + k * 9 + dy, 90, 4),
                    look.shade_of(k + i + 1),
                    shade=0,
                    edge=0,
                    clip=part,
                )
        trim = dark(c, 0.3) if luminance(c) > 0.35 else light(c, 0.35)
        s.fill(ellipse(20, 82, 11, 10).shift(dx, dy), trim, clip=part, shade=0.1)
        s.fill(ellipse(60, 64, 9, 9).shift(dx, dy), trim, clip=part, shade=0.1)
        s.fill(rect(39, 10, 22, 9, 1.4).shift(dx, dy), trim, shade=0.08)
        for k in range(9):
            s.line(path(f"M{41.4 + k * 2.3} 10.6 V18.6").shift(dx, dy), dark(trim, 0.4), 0.4)


@draws("scarf")
def scarf(s: Sketch, look: Look) -> None:
    """A scarf in a loop, with fringes."""
    c = look.color
    s.ground(52, 92, 24, alpha=0.2)
    for tail, base in (
        (path("M52 40 L68 36 L74 84 L56 87 Z"), dark(c, 0.1)),
        (path("M38 42 L54 44 L48 90 L30 86 Z"), c),
    ):
        s.fill(tail, base, shade=0.14)
        for i, y in enumerate((62, 68, 76)):
            stripe = look.shade_of(i) if look.many else light(c, 0.5 - 0.1 * i)
            s.fill(rect(20, y, 60, 3), stripe, shade=0, edge=0, clip=tail, alpha=0.85)
    for i in range(7):
        s.line(path(f"M{31 + i * 2.7} {86.4 + i * 0.5} L{30 + i * 2.7} {92 + i * 0.5}"), c, 1.1)
        s.line(
            path(f"M{57 + i * 2.6} {86.4 - i * 0.4} L{58 + i * 2.6} {92 - i * 0.4}"),
            dark(c, 0.1),
            1.1,
        )
    loop = ellipse(50, 30, 30, 19).minus(ellipse(50, 25, 15, 8))
    s.fill(ellipse(50, 25, 15, 8), dark(c, 0.55), shade=0.1)
    s.fill(loop, c, shade=0.2)
    for d in (0, 4.5, 9):
        s.line(arc(50, 27 + d * 0.6, 18 + d, 10 + d, 10, 170), dark(c, 0.45), 0.9, alpha=0.35)
        s.line(arc(50, 28 + d * 0.6, 18 + d, 10 + d, 20, 160), light(c, 0.6), 0.7, alpha=0.35)
    s.fill(smooth([(36, 40), (48, 36), (58, 42), (56, 52), (44, 55), (35, 50)]), c, shade=0.2)


@draws("hat", "beanie")
def beanie(s: Sketch, look: Look) -> None:
    """A ribbed woolly hat with a bobble."""
    c = look.color
    s.ground(50, 86, 30, alpha=0.25)
    s.fill(
        smooth([(50, 6), (58, 9), (61, 17), (57, 25), (50, 27), (43, 25), (39, 17), (42, 9)]),
        light(c, 0.25),
        round_=True,
        shade=0.2,
    )
    crown = symmetric("M50 18 C28 18 18 40 18 68 L50 70")
    s.fill(crown, c, shade=0.18)
    for i in range(-6, 7):
        s.line(
            path(f"M{50 + i * 1.4} 18 C{50 + i * 4} 32 {50 + i * 5} 50 {50 + i * 5.2} 70"),
            dark(c, 0.45),
            0.9,
            clip=crown,
            alpha=0.35,
        )
    band = rect(14, 63, 72, 20, 5)
    s.fill(band, light(c, 0.08), shade=0.14)
    for i in range(24):
        s.line(path(f"M{16 + i * 3} 63 V83"), dark(c, 0.45), 0.8, clip=band, alpha=0.4)
    s.fill(rect(58, 70, 11, 7, 1), (206, 166, 112))


@draws("cap")
def cap(s: Sketch, look: Look) -> None:
    """A baseball cap from the side."""
    c = look.color
    s.ground(50, 78, 38, alpha=0.25)
    s.fill(path("M16 66 C6 68 2 74 6 77 C24 80 44 74 56 68 L50 60 Z"), dark(c, 0.22), shade=0.2)
    crown = path("M14 66 C14 36 34 22 54 22 C76 22 88 40 88 66 C70 72 34 72 14 66 Z")
    s.fill(crown, c, shade=0.2)
    s.line(path("M54 22 C44 34 40 50 41 69 M54 22 C66 34 71 50 71 69"), dark(c, 0.5), 0.5)
    s.line(path("M16 63 C36 69 66 69 87 63"), light(c, 0.4), 0.4, alpha=0.7)
    s.fill(ellipse(54, 21.6, 3, 1.8), dark(c, 0.2))
    for x, y in ((34, 38), (58, 36), (76, 42)):
        s.fill(ellipse(x, y, 0.9), dark(c, 0.55), shade=0, edge=0)


@draws("gloves", "gardening gloves")
def gloves(s: Sketch, look: Look) -> None:
    """A pair of gloves; gardening gloves have dipped palms."""
    c = look.color
    s.ground(50, 91, 32, alpha=0.2)
    hand = path(
        "M20 84 L22 62 C14 56 8 48 7 42 C7 37 12 36 15 41 L22 48 L19 24 C18 18 25 17 26 23"
        " L28.6 38 L29 17 C29 11 36 11 36 17 L36.6 38 L39.4 20 C40.4 14 46.6 16 46 22 L44.6 42"
        " L47 32 C49 26.6 54 29 53 34 L47 62 L48 84 Z"
    )
    for part in (hand.turn(-4, 34, 60), hand.mirror().turn(4, 66, 60)):
        s.fill(part, c, shade=0.16)
        left, _, right, _ = part.box
        if look.kind == "gardening gloves":
            s.fill(rect(left, 4, right - left, 54), dark(c, 0.35), clip=part, shade=0.12)
        else:
            cx = (left + right) / 2
            s.line(
                path(f"M{cx - 5} 46 V58 M{cx} 44 V58 M{cx + 5} 46 V58"),
                dark(c, 0.4),
                0.6,
                clip=part,
                alpha=0.7,
            )
        cuff = rect(left - 2, 74, right - left + 4, 12)
        s.fill(cuff, dark(c, 0.2), clip=part, shade=0.1)
        for i in range(20):
            s.line(path(f"M{left + i * 2.4} 74 V88"), dark(c, 0.5), 0.5, clip=part, alpha=0.5)


@draws("glasses", "sunglasses")
def sunglasses(s: Sketch, look: Look) -> None:
    """Sunglasses from the front."""
    c = look.color
    s.ground(50, 70, 40, alpha=0.22)
    s.line(path("M12 42 C8 34 10 30 16 30 M88 42 C92 34 90 30 84 30"), dark(c, 0.35), 2.4)
    s.tube(path("M42 46 C46 40 54 40 58 46"), c, 3)
    lens = smooth([(13, 42), (26, 37), (42, 40), (44, 50), (38, 62), (26, 65), (15, 59), (11, 49)])
    for part in (lens, lens.mirror()):
        s.fill(part.scale(1.1, 1.12, *((28, 51) if part is lens else (72, 51))), c, shade=0.2)
        s.fill(part, (62, 56, 64), shade=0.28, angle=90)
        x = 18 if part is lens else 62
        s.gloss(polygon((x, 36), (x + 9, 36), (x - 1, 68), (x - 7, 68)), clip=part, alpha=0.22)


@draws("swim goggles")
def goggles(s: Sketch, look: Look) -> None:
    """Swimming goggles with their strap."""
    c = look.color
    s.ground(50, 74, 38, alpha=0.22)
    s.line(path("M14 48 C2 30 30 20 50 20 C70 20 98 30 86 48"), dark(c, 0.35), 4.4)
    s.line(path("M14 48 C2 30 30 20 50 20 C70 20 98 30 86 48"), c, 3.2, shade=0.15)
    s.tube(path("M43 52 C47 47 53 47 57 52"), dark(c, 0.3), 2.6)
    eye = smooth([(12, 50), (20, 41), (36, 41), (45, 50), (42, 61), (30, 66), (17, 62)])
    for part in (eye, eye.mirror()):
        s.fill(part, c, shade=0.2)
        inner = part.scale(0.76, 0.72, *((29, 53) if part is eye else (71, 53)))
        s.fill(inner, (96, 168, 204), shade=0.35, angle=70)
        x = 22 if part is eye else 64
        s.gloss(polygon((x, 42), (x + 6, 42), (x, 66), (x - 6, 66)), clip=inner, alpha=0.4)


@draws("wallet", "toiletry bag")
def wallet(s: Sketch, look: Look) -> None:
    """A folded wallet with cards, or a zipped toiletry bag."""
    c = look.color
    if look.kind == "toiletry bag":
        s.ground(50, 81, 38)
        s.tube(path("M86 48 C98 50 98 64 87 66"), dark(c, 0.2), 3.4)
        bag = path(
            "M20 36 C34 33 66 33 80 36 C88 44 90 68 88 78 C70 82 30 82 12 78 C10 66 12 44 20 36"
        )
        s.fill(bag, c, shade=0.18)
        s.line(path("M19 42 C36 39 64 39 81 42"), dark(c, 0.5), 3)
        s.line(path("M19 42 C36 39 64 39 81 42"), METAL, 1)
        s.fill(rect(30, 41, 3, 9, 1), METAL)
        s.line(path("M13 72 C34 76 66 76 87 72"), light(c, 0.4), 0.4, alpha=0.7)
        s.fill(rect(56, 58, 16, 8, 1.2), dark(c, 0.2))
        return
    s.ground(50, 80, 36)
    tones: tuple[RGB, ...] = (RAINBOW[3], (226, 190, 110), RAINBOW[2])
    for i, tone in enumerate(tones):
        s.fill(rect(26 + i * 5, 20 + i * 5, 48, 30, 2.4), tone)
    s.fill(rect(14, 34, 72, 45, 4.4), c, shade=0.18)
    s.line(rect(16, 36, 68, 41, 3.4), light(c, 0.45), 0.4, closed=True, alpha=0.7)
    s.fill(path("M86 48 H68 C62 48 62 64 68 64 H86 Z"), dark(c, 0.16))
    s.fill(ellipse(70, 56, 2.4), METAL, round_=True)


_DIALS: dict[str, tuple[RGB, RGB]] = {
    "dress watch": ((246, 243, 234), (52, 50, 54)),
    "dive watch": ((26, 44, 84), (244, 244, 240)),
    "chronograph watch": ((36, 38, 44), (240, 240, 236)),
    "field watch": ((44, 48, 40), (236, 226, 190)),
    "women's watch": ((250, 240, 238), (150, 104, 96)),
    "kids' watch": ((255, 252, 240), (60, 90, 140)),
}


def _watch_strap(s: Sketch, strap: Path, color: RGB, *, metallic: bool) -> None:
    s.fill(strap, color, angle=0, shade=0.2)
    left, top, right, bottom = strap.box
    if metallic:
        links = joined(
            polygon((left, top + 4 * i), (right, top + 4 * i))
            for i in range(int((bottom - top) / 4) + 1)
        )
        s.line(links, dark(color, 0.45), 0.7, clip=strap)
        return
    seam = strap.scale(0.84, 0.94, 50, (top + bottom) / 2)
    s.line(seam, light(color, 0.5), 0.4, closed=True, alpha=0.6)


def _hours(s: Sketch, kind: str, face: float, tone: RGB) -> None:
    """The marks of the hours; coloured dots for children."""
    for i in range(12):
        if kind == "kids' watch":
            a = math.radians(i * 30 - 90)
            x, y = 50 + math.cos(a) * face * 0.82, 50 + math.sin(a) * face * 0.82
            s.fill(ellipse(x, y, 2.2), RAINBOW[i % 6], edge=0)
        else:
            mark = path(f"M50 {51 - face} V{51 - face + (4 if i % 3 == 0 else 2.4)}").turn(i * 30)
            s.line(mark, tone, 1.3 if i % 3 == 0 else 0.7)


@draws("watch", *_DIALS)
def watch(s: Sketch, look: Look) -> None:
    """A wrist watch; each kind has its dial."""
    c = look.color
    kind = look.kind
    dial, hand = _DIALS.get(kind, _DIALS["dress watch"])
    small = kind == "women's watch"
    r = 20 if small else 25
    w = 8 if small else 12
    metallic = min(c) > 120 and max(c) - min(c) < 90
    case: RGB = c if metallic else ((216, 176, 104) if look.seed % 2 and small else METAL)
    s.ground(50, 95, 14)
    for strap in (
        path(f"M{50 - w} 3 H{50 + w} L{54 + w} {52 - r} H{46 - w} Z"),
        path(f"M{46 - w} {48 + r} H{54 + w} L{50 + w} 97 H{50 - w} Z"),
    ):
        _watch_strap(s, strap, c, metallic=metallic)
    s.fill(rect(50 + r - 1, 46.5, 5.5, 7, 1.4), case)
    if kind == "chronograph watch":
        for turn in (-35, 35):
            s.fill(rect(50 + r - 1, 47.5, 5, 5, 1.4).turn(turn), case)
    s.fill(ellipse(50, 50, r), case, shade=0.26)
    if kind == "dive watch":
        s.fill(ellipse(50, 50, r - 1.4), dark(c if not metallic else dial, 0.35), shade=0.12)
        for i in range(24):
            s.line(path("M50 27 V29.4" if i % 2 else "M50 26.8 V30.4").turn(i * 15), hand, 0.6)
    face = r - 6 if kind == "dive watch" else r - 3
    s.fill(ellipse(50, 50, face), dial, shade=0.1)
    _hours(s, kind, face, hand)
    if kind == "chronograph watch":
        for x, y in ((42, 50), (58, 50), (50, 59)):
            s.fill(ellipse(x, y, 4.6), light(dial, 0.14), shade=0.08)
            s.line(path(f"M{x} {y} V{y - 3.4}"), RAINBOW[0], 0.5)
    elif not small:
        s.fill(rect(60, 48, 5, 4, 0.5), (250, 250, 250), shade=0)
    s.line(path("M50 50 L42.5 42"), hand, 1.7)
    s.line(path(f"M50 50 L56 {56 - face}"), hand, 1.2)
    s.line(path("M48 54 L56 36"), RAINBOW[0], 0.5)
    s.fill(ellipse(50, 50, 1.4), case)
    s.gloss(polygon((32, 44), (46, 28), (52, 28), (34, 54)), clip=ellipse(50, 50, face), alpha=0.16)


@draws("digital watch")
def digital_watch(s: Sketch, look: Look) -> None:
    """A resin watch with a grey display."""
    c = look.color
    s.ground(50, 95, 14)
    s.fill(path("M38 3 H62 L68 28 H32 Z M32 72 H68 L62 97 H38 Z"), c, angle=0, shade=0.18)
    for y in (10, 16, 22, 78, 84, 90):
        s.line(path(f"M40 {y} H60"), dark(c, 0.5), 1)
    s.fill(path("M32 26 H68 L77 36 V64 L68 74 H32 L23 64 V36 Z"), c, shade=0.2)
    for x in (21, 75):
        s.fill(rect(x, 38, 4, 7, 1) + rect(x, 55, 4, 7, 1), METAL)
    s.fill(rect(29, 33, 42, 34, 3), INK, shade=0.08)
    s.fill(rect(32, 38, 36, 24, 1.6), (178, 190, 168), shade=0.08)
    s.text(50, 52, "10:24", 11, (36, 44, 40), width=33)
    s.text(42, 42, "MON", 4, (36, 44, 40))
    s.text(61, 42, "6-15", 4, (36, 44, 40))
    s.text(50, 35.6, "WR 50M", 2.8, METAL)


@draws("strap")
def strap(s: Sketch, look: Look) -> None:
    """The two parts of a watch strap."""
    c = look.color
    s.ground(50, 92, 22, alpha=0.2)
    s.tube(rect(28, 8, 20, 9, 2), METAL, 2, closed=True)
    s.line(path("M38 10 V20"), METAL, 1.6)
    s.fill(path("M29 14 H47 L49 90 H27 Z"), c, angle=0, shade=0.2)
    s.fill(rect(27, 32, 22, 4.4, 1.4) + rect(26.6, 46, 22.6, 4.4, 1.4), dark(c, 0.2), angle=0)
    s.line(path("M31.4 20 L29.6 87 M44.6 20 L46.4 87"), light(c, 0.5), 0.45, alpha=0.8)
    s.fill(path("M54 90 L56 18 C58 8 70 8 72 18 L74 90 Z"), c, angle=0, shade=0.2)
    s.line(path("M57 87 L58.6 20 C60 13 68 13 69.4 20 L71 87"), light(c, 0.5), 0.45, alpha=0.8)
    for i in range(7):
        s.fill(ellipse(64, 24 + i * 6.4, 1.2), dark(c, 0.6), shade=0, edge=0)
    for x in (26, 53):
        s.tube(path(f"M{x} 91 H{x + 22}"), METAL, 1.4)


@draws("umbrella")
def umbrella(s: Sketch, look: Look) -> None:
    """An open umbrella with a hooked handle."""
    c = look.color
    s.ground(50, 93, 12, alpha=0.2)
    s.tube(path("M50 20 V80 C50 92 36 92 36 82"), INK, 2.2)
    s.line(path("M50 76 V80 C50 92 36 92 36 82"), (132, 92, 58), 3.4)
    dome = path(
        "M50 12 C24 12 8 32 6 54 C12 48 20 48 26 54 C32 47 44 47 50 54 C56 47 68 47 74 54"
        " C80 48 88 48 94 54 C92 32 76 12 50 12 Z"
    )
    s.fill(dome, c, shade=0.2)
    for i, panel in enumerate(
        (
            "M50 12 C38 20 30 36 26 54 C20 48 12 48 6 54 C8 32 24 12 50 12",
            "M50 12 C48 24 48 40 50 54 C44 47 32 47 26 54 C30 36 38 20 50 12",
            "M50 12 C52 24 52 40 50 54 C56 47 68 47 74 54 C70 36 62 20 50 12",
            "M50 12 C62 20 70 36 74 54 C80 48 88 48 94 54 C92 32 76 12 50 12",
        )
    ):
        if look.many:
            s.fill(path(panel), look.shade_of(i), shade=0.14)
        elif i % 2:
            s.fill(path(panel), dark(c, 0.4), shade=0, edge=0, alpha=0.22)
    s.line(
        path("M50 12 C38 20 30 36 26 54 M50 12 V54 M50 12 C62 20 70 36 74 54"), dark(c, 0.5), 0.5
    )
    s.fill(rect(49, 7, 2, 6, 1), METAL)
