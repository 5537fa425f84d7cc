"""Jackets and coats, laid flat; curtains hang like them."""

from __future__ import annotations

from assistant.demo.pictures.clothing import folds, inside, zipper
from assistant.demo.pictures.look import INK, Look, draws
from assistant.demo.pictures.path import (
    arc,
    ellipse,
    joined,
    path,
    polygon,
    rect,
    symmetric,
)
from assistant.demo.pictures.sketch import Sketch, dark, light, luminance

STITCH = 0.35


JACKET = "M50 20 L40 13 L27 18 C21 20 18 25 16 33 L7 75 L19 79 L26 50 C27 62 26 74 25 86 L50 88"


@draws("jacket", "fleece jacket", "rain jacket")
def jacket(s: Sketch, look: Look) -> None:
    """A zipped jacket; fleece is fluffy, a rain jacket has a hood."""
    c = look.color
    s.ground(50, 91, 26, alpha=0.18)
    rain, fleece = look.kind == "rain jacket", look.kind == "fleece jacket"
    if rain:
        s.fill(symmetric("M50 3 C38 3 33 10 35 22 L50 32"), dark(c, 0.18))
        inside(s, look, ellipse(50, 17, 10, 9))
    body = symmetric(JACKET)
    s.fill(body, c, shade=0.15)
    if fleece:
        tufts = (
            arc(8 + (i * 37) % 84 + (i % 3) * 0.7, 14 + (i * 53) % 74, 1.1, 1.1, 20, 200)
            for i in range(230)
        )
        s.line(joined(tufts), light(c, 0.5), 0.4, clip=body, alpha=0.45)
        s.fill(path("M27 18 L50 24 L73 18 L76 34 H24 Z"), dark(c, 0.3), shade=0.1, clip=body)
    folds(
        s,
        body,
        c,
        "M32 48 C35 58 33 70 30 82",
        "M68 48 C65 60 67 72 71 84",
        "M17 46 C18 56 15 66 12 74",
    )
    s.line(path("M26 50 C27 42 28 34 31 27 M74 50 C73 42 72 34 69 27"), dark(c, 0.45), 0.5)
    if rain:
        s.fill(path("M36 12 C35 22 42 28 50 30 C45 36 34 30 31 20 Z").both(), light(c, 0.14))
        s.line(path("M26 40 C38 43 62 43 74 40"), dark(c, 0.4), 0.6)
    else:
        s.fill(polygon((40, 12), (36, 20), (44, 27), (50, 22)).both(), dark(c, 0.14), shade=0.08)
    zipper(s, 26 if not rain else 31, 87)
    for pocket in (path("M33 62 L40 74"), path("M67 62 L60 74")):
        s.line(pocket, dark(c, 0.55), 1.4)
    if not fleece:
        s.line(path("M25.6 82 C38 85 62 85 74.4 82"), dark(c, 0.4), 0.5)


@draws("down jacket")
def down_jacket(s: Sketch, look: Look) -> None:
    """A quilted jacket with a high collar."""
    c = look.color
    s.ground(50, 91, 27, alpha=0.18)
    sleeve = path("M28 17 C20 19 16 26 14 34 L5 72 C5 77 16 81 19 77 L30 46 Z")
    body = symmetric("M50 10 C42 10 38 12 37 15 L27 19 C25 40 23 66 24 84 C32 90 42 88 50 88")
    for part, step, top in ((sleeve, 8.5, 22), (sleeve.mirror(), 8.5, 22), (body, 9.4, 24)):
        s.fill(part, c, shade=0.16)
        for i in range(8):
            y = top + i * step
            s.soft(rect(0, y + 3.4, 100, 1.6), dark(c, 0.6), alpha=0.5, blur=1.0, clip=part)
            s.soft(rect(0, y - 1.8, 100, 1.6), light(c, 0.8), alpha=0.4, blur=1.1, clip=part)
            s.line(path(f"M2 {y + 4.4} Q50 {y + 6.4} 98 {y + 4.4}"), dark(c, 0.5), 0.4, clip=part)
    s.fill(symmetric("M50 7 C42 7 38 9 37 13 L39 22 L50 24"), dark(c, 0.08))
    zipper(s, 10, 88)


@draws("coat")
def coat(s: Sketch, look: Look) -> None:
    """A long coat with wide lapels."""
    c = look.color
    s.ground(50, 94, 24, alpha=0.18)
    inside(s, look, polygon((41, 10), (59, 10), (50, 36)))
    body = symmetric(
        "M50 34 L41 9 L30 13 C24 15 22 20 21 27 L15 64 L25 67 L31 38"
        " C32 56 28 76 26 91 C34 94 42 93 50 93"
    )
    s.fill(body, c, shade=0.15)
    folds(s, body, c, "M35 56 C35 68 33 80 31 90", "M64 58 C64 70 66 82 69 90")
    s.line(path("M31 38 C31 32 32 26 34 21 M69 38 C69 32 68 26 66 21"), dark(c, 0.45), 0.5)
    s.line(path("M53 40 V93"), dark(c, 0.5), 0.6)
    s.fill(
        polygon((41, 9), (35, 15), (33, 27), (39, 27), (37, 31), (52, 46), (50, 34)),
        light(c, 0.08),
        shade=0.1,
    )
    s.fill(
        polygon((59, 9), (65, 15), (67, 27), (61, 27), (63, 31), (50, 44), (50, 34)),
        light(c, 0.08),
        shade=0.1,
    )
    for y in (50, 60, 70):
        for x in (46, 57):
            s.fill(
                ellipse(x, y, 1.5),
                dark(c, 0.55) if luminance(c) > 0.3 else (120, 96, 70),
                round_=True,
            )
    s.fill(path("M30 62 L39 60 L39.6 63.4 L30 65.4 Z").both(), dark(c, 0.16), shade=0.05)
    s.line(path("M15.6 60 L26 63 M84.4 60 L74 63"), dark(c, 0.45), 0.6)


@draws("curtains")
def curtains(s: Sketch, look: Look) -> None:
    """A pair of curtains on a rod, with daylight between."""
    c = look.color
    s.fill(rect(30, 18, 40, 66), (214, 232, 244), shade=0.1)
    s.line(path("M50 18 V84 M30 48 H70"), (250, 250, 248), 1.6)
    side = path("M10 14 H42 C40 34 34 46 26 56 C30 66 32 78 32 90 C24 93 16 93 10 90 Z")
    for part in (side, side.mirror()):
        s.fill(part, c, shade=0.12)
        for i in range(6):
            x = 13 + i * 4.6
            for fold in (
                path(
                    f"M{x} 14 C{x} 40 {12 + i * 2.6} 52 {11 + i * 2.6} 56"
                    f" C{11 + i * 3.4} 70 {11 + i * 3.8} 82 {11 + i * 3.8} 92"
                ),
            ):
                turned = fold if part is side else fold.mirror()
                s.line(turned, dark(c, 0.5), 1.4, clip=part, alpha=0.26)
                s.line(turned.shift(1.6), light(c, 0.6), 1, clip=part, alpha=0.25)
    s.fill(rect(8, 54, 22, 4.4, 2).both(), dark(c, 0.3))
    s.tube(path("M5 13 H95"), (120, 88, 60), 3)
    s.fill((ellipse(4.6, 13, 3) + ellipse(95.4, 13, 3)), INK, round_=True)
