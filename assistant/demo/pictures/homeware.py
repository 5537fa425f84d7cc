"""Lamps, bedding, decoration, furniture and home appliances."""

from __future__ import annotations

import math

from assistant.demo.pictures.look import GLASS, INK, LEAF, METAL, PAPER, WOOD, Look, draws
from assistant.demo.pictures.path import (
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

_GLOW: RGB = (255, 236, 176)


@draws("desk-lamp", "desk lamp")
def desk_lamp(s: Sketch, look: Look) -> None:
    """An articulated lamp with its cone of light."""
    c = look.color
    s.soft(polygon((20, 46), (46, 34), (62, 86), (4, 86)), _GLOW, alpha=0.75, blur=3)
    s.ground(64, 88, 22)
    s.fill(path("M48 86 C48 80 56 78 66 78 C76 78 84 80 84 86 Z"), c)
    s.tube(path("M66 79 L78 48 L48 22"), METAL, 2.6)
    s.fill(ellipse(78, 48, 3.4), dark(c, 0.2), round_=True)
    s.fill(ellipse(66, 78, 3), dark(c, 0.2), round_=True)
    s.fill(ellipse(33, 41, 12.5, 5).turn(-26, 33, 41), _GLOW, edge=0)
    s.fill(path("M44 14 L52 22 C52 28 48 32 45.6 34.6 L21 46.6 C20 38 26 24 44 14 Z"), c, shade=0.2)
    s.gloss(path("M42 18 C34 24 28 32 26 40 C30 32 36 24 44 19 Z"), alpha=0.4)


@draws("floor-lamp")
def floor_lamp(s: Sketch, look: Look) -> None:
    """A tall lamp on a tripod."""
    c = look.color
    s.soft(ellipse(50, 24, 34, 24), _GLOW, alpha=0.7, blur=6)
    s.ground(50, 93, 26, alpha=0.22)
    for leg in ("M50 38 L34 93", "M50 38 L66 93", "M50 38 L52 90"):
        s.tube(path(leg), WOOD, 2.4)
    s.line(path("M41 68 H59"), dark(WOOD, 0.4), 1.4)
    s.fill(path("M36 8 H64 L74 38 H26 Z"), c, shade=0.14, angle=0)
    s.soft(ellipse(50, 30, 14, 12), _GLOW, alpha=0.55, blur=5, clip=path("M36 8 H64 L74 38 H26 Z"))
    s.line(path("M26.4 37 H73.6 M36 8.8 H64"), dark(c, 0.35), 0.8)


@draws("bedside lamp", "night light")
def bedside_lamp(s: Sketch, look: Look) -> None:
    """A small lamp with a shade; a night light is a glowing moon."""
    c = look.color
    if look.kind == "night light":
        s.soft(ellipse(50, 46, 36), _GLOW, alpha=0.8, blur=7)
        s.ground(50, 88, 22)
        s.fill(path("M32 80 H68 L72 88 H28 Z"), WOOD)
        s.fill(ellipse(50, 49, 31), light(c, 0.35), round_=True, shade=0.16)
        for x, y, r in ((38, 38, 5), (60, 34, 3.4), (62, 58, 6), (42, 62, 4), (51, 48, 2.6)):
            s.fill(ellipse(x, y, r), c, shade=0.1, alpha=0.55)
        s.soft(ellipse(44, 42, 16), (255, 250, 224), alpha=0.6, blur=5)
        return
    s.soft(ellipse(50, 32, 40, 26), _GLOW, alpha=0.7, blur=6)
    s.ground(50, 89, 22)
    s.fill(symmetric("M50 50 L47 50 C47 56 34 60 34 72 C34 80 42 82 38 88 L50 88"), c, shade=0.22)
    s.gloss(ellipse(41, 70, 2.4, 6).turn(14, 41, 70), alpha=0.45)
    shade = path("M34 16 H66 L79 52 H21 Z")
    s.fill(shade, PAPER, shade=0.08, angle=0)
    s.soft(ellipse(50, 42, 18, 14), _GLOW, alpha=0.9, blur=5, clip=shade)
    for i in range(-3, 4):
        s.line(path(f"M{50 + i * 4.6} 16 L{50 + i * 8.4} 52"), dark(PAPER, 0.25), 0.35, alpha=0.7)


@draws("lantern", "solar light", "headlamp")
def lantern(s: Sketch, look: Look) -> None:
    """A garden lantern; a headlamp on its strap."""
    c = look.color
    if look.kind == "headlamp":
        s.ground(50, 82, 34)
        s.line(path("M22 50 C6 22 94 22 78 50"), dark(c, 0.3), 8)
        s.line(path("M22 50 C6 22 94 22 78 50"), c, 6.6, shade=0.14)
        s.line(path("M22 50 C6 22 94 22 78 50"), look.accent, 1)
        s.soft(ellipse(50, 60, 32, 26), _GLOW, alpha=0.8, blur=6)
        s.fill(rect(26, 42, 48, 36, 12), c, shade=0.2)
        s.fill(ellipse(50, 60, 15), METAL, round_=True)
        s.fill(ellipse(50, 60, 12), (255, 250, 226), round_=True, shade=0.08)
        s.fill(ellipse(50, 60, 4), _GLOW)
        s.fill(rect(40, 39, 20, 5, 2), look.accent)
        return
    s.soft(ellipse(50, 52, 34, 36), _GLOW, alpha=0.75, blur=7)
    s.ground(50, 91, 22)
    s.line(arc(50, 20, 12, 12, 180, 360), dark(c, 0.2), 2)
    s.fill(path("M50 14 L74 30 H26 Z"), c, shade=0.2)
    s.fill(rect(30, 30, 40, 52, 2), (255, 243, 206), shade=0.06)
    s.soft(ellipse(50, 60, 9, 14), (255, 196, 90), alpha=0.8, blur=4)
    s.fill(smooth([(50, 46), (55, 58), (50, 66), (45, 58)]), (255, 226, 120), shade=0.1, edge=0)
    s.fill(rect(45, 66, 10, 14, 1), PAPER)
    for x in (29, 49, 69):
        s.fill(rect(x, 29, 2.2, 54), c, shade=0.1)
    s.fill(rect(27, 27.6, 46, 4, 1) + rect(26, 80, 48, 9, 2), c, shade=0.18)


@draws("vase")
def vase(s: Sketch, look: Look) -> None:
    """A vase with a few dried stems."""
    c = look.color
    s.ground(50, 91, 20)
    for lean, tall in ((-20, 34), (-8, 40), (6, 42), (20, 33)):
        tip = 50 + lean, 44 - tall
        s.line(path(f"M50 48 Q{50 + lean * 0.3} 30 {tip[0]} {tip[1] + 4}"), dark(LEAF, 0.2), 0.9)
        for k in range(5):
            y = tip[1] + 3 + k * 4
            s.fill(
                ellipse(tip[0] - lean * 0.03 * k - 1.6, y, 2.2, 1.4).turn(40, tip[0], y),
                (214, 178, 120) if lean % 3 else (206, 140, 120),
                shade=0.12,
                edge=0.2,
            )
    body = symmetric("M50 40 L42 40 C44 50 26 56 27 70 C28 82 38 90 42 90 L50 90")
    s.fill(body, c, shade=0.24, angle=25)
    s.fill(ellipse(50, 40, 8, 2), dark(c, 0.5))
    s.soft(
        ellipse(38, 66, 3, 10).turn(10, 38, 66), (255, 255, 255), alpha=0.55, blur=1.2, clip=body
    )
    s.line(path("M29 64 C40 68 60 68 71 64"), dark(c, 0.3), 0.5, alpha=0.7)


@draws("candle", labelled=True)
def candle(s: Sketch, look: Look) -> None:
    """A candle in a tumbler with the maker's label."""
    c = look.color
    s.soft(ellipse(50, 24, 16, 18), _GLOW, alpha=0.8, blur=5)
    s.ground(50, 89, 26)
    s.fill(smooth([(50, 12), (55, 24), (50, 32), (45, 24)]), (255, 190, 84), shade=0.1, edge=0)
    s.fill(smooth([(50, 19), (52.6, 26), (50, 31), (47.4, 26)]), (255, 242, 190), shade=0, edge=0)
    s.line(path("M50 30 V40"), INK, 0.9)
    body = path("M24 38 H76 L73 88 H27 Z")
    s.fill(body, c, shade=0.18, angle=15)
    s.fill(ellipse(50, 39, 26, 5), light(c, 0.55), shade=0.08)
    s.fill(ellipse(50, 39.6, 22, 3.6), (250, 240, 220), shade=0.05)
    s.fill(rect(34, 52, 32, 24, 1), PAPER, shade=0.03)
    s.text(50, 61, look.label, 5.4, INK, width=28)
    s.line(path("M42 67 H58"), dark(PAPER, 0.3), 0.4)
    s.text(50, 71, "220 g", 3.4, (110, 106, 100))
    s.gloss(rect(29, 44, 2.6, 38, 1), alpha=0.3)


@draws("clock", "wall clock")
def wall_clock(s: Sketch, look: Look) -> None:
    """A round clock at ten past ten."""
    c = look.color
    s.soft(ellipse(53, 54, 36), INK, alpha=0.3, blur=3)
    s.fill(ellipse(50, 50, 37), c, shade=0.22)
    s.fill(ellipse(50, 50, 31.5), PAPER if luminance(c) < 0.8 else (255, 255, 255), shade=0.05)
    for i in range(60):
        s.line(
            path("M50 20.6 V23.6" if i % 5 == 0 else "M50 20.6 V21.6").turn(i * 6),
            INK,
            1.3 if i % 5 == 0 else 0.4,
        )
    for i in range(1, 13):
        a = math.radians(i * 30 - 90)
        s.text(50 + 24 * math.cos(a), 50 + 24 * math.sin(a), str(i), 5.2, INK)
    s.line(path("M50 50 L38.5 43"), INK, 2.2)
    s.line(path("M50 50 L64.6 34"), INK, 1.6)
    s.line(path("M50 55 L50 27").turn(150), (206, 66, 60), 0.7)
    s.fill(ellipse(50, 50, 2), INK, round_=True)


@draws("robot-vacuum")
def robot_vacuum(s: Sketch, look: Look) -> None:
    """A robot vacuum cleaner from above, in perspective."""
    c = look.color
    s.ground(50, 78, 42, 4)
    s.fill(path("M10 52 C10 84 90 84 90 52 V60 C90 90 10 90 10 60 Z"), dark(c, 0.35))
    s.fill(ellipse(50, 52, 40, 25), c, shade=0.18)
    s.line(ellipse(50, 52, 34, 20.6), dark(c, 0.3), 0.6, closed=True)
    s.fill(path("M38 44 V38 C38 30 62 30 62 38 V44 C62 51 38 51 38 44 Z"), dark(c, 0.3))
    s.fill(ellipse(50, 38, 12, 6.4), light(c, 0.12), shade=0.16)
    s.fill(rect(42, 61, 16, 5, 2.5), INK, shade=0.1)
    s.fill(ellipse(46, 63.5, 1), (120, 214, 140), edge=0)
    s.fill(rect(24, 74.6, 52, 3, 1.4), INK, shade=0.1)


@draws("stick-vacuum")
def stick_vacuum(s: Sketch, look: Look) -> None:
    """A cordless stick vacuum cleaner."""
    c = look.color
    s.ground(38, 93, 28)
    s.tube(path("M70 28 L38 84"), METAL, 3.4)
    s.fill(path("M22 84 H52 C56 84 58 92 56 92 H16 C14 92 16 84 22 84 Z"), c)
    s.fill(rect(18, 90, 38, 3, 1), INK)
    s.line(path("M66 22 C76 2 92 14 84 30"), INK, 4)
    s.fill(path("M60 18 L76 14 L80 36 L64 42 Z"), c, shade=0.2)
    s.fill(rect(62, 30, 16, 24, 6).turn(28, 70, 42), GLASS, shade=0.16, alpha=0.92)
    s.fill(ellipse(67, 28, 5.6), dark(c, 0.35), round_=True)
    s.fill(rect(76, 28, 8, 14, 2), INK)


@draws("air-purifier")
def air_purifier(s: Sketch, look: Look) -> None:
    """A tower with vents and a display."""
    c = look.color
    s.ground(50, 92, 26)
    s.soft(
        path("M34 12 C30 4 40 2 38 -4 H62 C60 2 70 4 66 12 Z"), (255, 255, 255), alpha=0.6, blur=3
    )
    s.fill(rect(26, 12, 48, 79, 9), c, shade=0.16, angle=10)
    s.fill(ellipse(50, 17, 21, 4.6), dark(c, 0.45))
    s.line(ellipse(50, 17, 15, 3), light(c, 0.4), 0.5, closed=True)
    vents = joined(
        ellipse(31 + col * 3.8, 48 + row * 3, 0.75) for row in range(13) for col in range(11)
    )
    s.fill(vents, dark(c, 0.45), shade=0, edge=0)
    s.fill(ellipse(50, 34, 8), INK, shade=0.1)
    s.line(ellipse(50, 34, 6.6), (110, 206, 150), 0.9, closed=True)
    s.text(50, 34, "12", 5.4, (240, 244, 240))


@draws("fan")
def fan(s: Sketch, look: Look) -> None:
    """A pedestal fan."""
    c = look.color
    s.ground(50, 92, 20)
    s.fill(path("M30 92 C32 86 40 85 50 85 C60 85 68 86 70 92 Z"), c)
    s.tube(path("M50 64 V87"), c, 4)
    s.fill(ellipse(50, 40, 32), light(c, 0.55), shade=0.06, alpha=0.55)
    for turn in (0, 120, 240):
        s.fill(
            smooth([(50, 40), (42, 26), (48, 14), (62, 18), (62, 32)]).turn(turn, 50, 40),
            c,
            shade=0.2,
            alpha=0.92,
        )
    for i in range(30):
        s.line(path("M50 40 V8.6").turn(i * 12, 50, 40), METAL, 0.45)
    for r in (12, 20, 26, 32):
        s.line(ellipse(50, 40, r), METAL, 0.6 if r < 32 else 1.6, closed=True)
    s.fill(ellipse(50, 40, 6), dark(c, 0.2), round_=True)
