"""Computers, phones and what plugs into them."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, METAL, RAINBOW, Look, draws
from assistant.demo.pictures.path import Path, arc, ellipse, path, polygon, rect, smooth, symmetric
from assistant.demo.pictures.sketch import RGB, Sketch, dark, light, luminance


def _wallpaper(s: Sketch, glass: Path) -> None:
    """A quiet abstract picture on a screen."""
    left, top, right, bottom = glass.box
    w, h = right - left, bottom - top
    s.fill(glass, (74, 98, 168), shade=0.3, angle=45, edge=0)
    tones: tuple[RGB, ...] = ((128, 104, 190), (230, 138, 148), (246, 190, 132))
    for i, tone in enumerate(tones):
        y = bottom - h * (0.52 - 0.16 * i)
        wave = smooth(
            [
                (left - w * 0.2, bottom + h * 0.3),
                (left - w * 0.1, y + h * 0.1),
                (left + w * 0.3, y - h * 0.07),
                (left + w * 0.65, y + h * 0.1),
                (right + w * 0.1, y - h * 0.04),
                (right + w * 0.2, bottom + h * 0.3),
            ]
        )
        s.fill(wave, tone, shade=0.14, edge=0, clip=glass, alpha=0.9)
    s.gloss(
        polygon((left, top), (left + w * 0.5, top), (left + w * 0.18, bottom), (left, bottom)),
        clip=glass,
        alpha=0.1,
    )


@draws("laptop")
def laptop(s: Sketch, look: Look) -> None:
    """An open laptop from the front."""
    c = look.color
    s.ground(50, 79, 44)
    s.fill(rect(17, 20, 66, 47, 3), c, shade=0.1)
    s.fill(rect(18.4, 21.4, 63.2, 44, 2), INK, shade=0.06)
    _wallpaper(s, rect(20, 23.4, 60, 39.5, 0.6))
    s.fill(polygon((17, 66), (83, 66), (93, 75), (7, 75)), light(c, 0.1), shade=0.14, angle=90)
    s.fill(polygon((21, 67.4), (79, 67.4), (83.5, 71.4), (16.5, 71.4)), dark(c, 0.5), shade=0.08)
    for i in range(3):
        y = 68.4 + i * 1.1
        s.line(path(f"M{20.4 - i * 1.2} {y} H{79.6 + i * 1.2}"), light(c, 0.2), 0.25, alpha=0.6)
    s.fill(polygon((43, 72), (57, 72), (58, 74.2), (42, 74.2)), dark(c, 0.16), shade=0.04)
    s.fill(path("M7 75 H93 L91 78 C90 79 10 79 9 78 Z"), dark(c, 0.2), angle=90)


@draws("sleeve")
def sleeve(s: Sketch, look: Look) -> None:
    """A padded sleeve with the corner of a laptop showing."""
    c = look.color
    s.ground(50, 84, 36)
    s.fill(rect(17, 20, 66, 40, 3), METAL)
    s.fill(rect(12, 30, 76, 53, 5), c, shade=0.16)
    s.line(rect(14, 32, 72, 49, 4), light(c, 0.35), 0.4, closed=True, alpha=0.7)
    s.tube(path("M13 37 H87"), METAL, 1.4)
    s.fill(rect(78, 36, 3, 8, 1), METAL)
    s.fill(rect(22, 68, 14, 7, 1), dark(c, 0.3))


@draws("tablet", "e-reader")
def tablet(s: Sketch, look: Look) -> None:
    """A tablet; an e-reader shows a page."""
    c = look.color
    s.ground(50, 91, 24)
    s.fill(rect(24, 11, 52, 79, 5), c)
    if look.kind == "e-reader":
        page = rect(28.5, 16, 43, 64, 1)
        s.fill(page, (238, 236, 226), shade=0.04)
        s.text(50, 24, "Chapter 3", 4.6, INK)
        for i in range(13):
            s.line(path(f"M33 {32 + i * 3.4} H{67 - (i % 5 == 4) * 14}"), (120, 120, 120), 0.8)
        s.line(
            ellipse(50, 85, 1.6), dark(c, 0.4) if luminance(c) > 0.4 else METAL, 0.6, closed=True
        )
        return
    s.fill(rect(25.6, 12.6, 48.8, 75.8, 4), INK, shade=0.05)
    _wallpaper(s, rect(28, 16, 44, 69, 1.4))
    _icons(s, (33, 60), 4, 10.8, 5.4)


def _icons(s: Sketch, at: tuple[float, float], count: int, step: float, size: float) -> None:
    x, y = at
    for row in range(2):
        for i in range(count):
            s.fill(
                rect(x + i * step, y + row * step, size, size, size * 0.28),
                RAINBOW[(i + row * 3) % 6],
                shade=0.12,
                edge=0.2,
            )


@draws("keyboard")
def keyboard(s: Sketch, look: Look) -> None:
    """A compact keyboard from above."""
    c = look.color
    s.ground(50, 70, 44)
    s.fill(rect(5, 32, 90, 37, 3.5), dark(c, 0.2) if luminance(c) > 0.3 else light(c, 0.08))
    key = light(c, 0.12) if luminance(c) > 0.3 else light(c, 0.2)
    for row in range(5):
        x = 7.6
        while x < 91:
            wide = 5.1
            if row == 4:
                wide = 31 if 28 < x < 35 else 6.8
            elif x == 7.6:
                wide = 5.1 + row * 1.6
            wide = min(wide, 92.4 - x)
            tone = look.accent if (row, x) == (0, 7.6) else key
            s.fill(rect(x, 35 + row * 6.4, wide, 5.4, 1), dark(tone, 0.25), shade=0, edge=0)
            s.fill(rect(x + 0.3, 34.7 + row * 6.4, wide - 0.6, 4.8, 0.9), tone, shade=0.1, edge=0.2)
            x += wide + 0.8


@draws("mouse")
def mouse(s: Sketch, look: Look) -> None:
    """A mouse from above."""
    c = look.color
    s.ground(52, 86, 22)
    body = symmetric("M50 14 C32 14 27 30 27 52 C27 76 34 87 50 87")
    s.fill(body, c, shade=0.22)
    s.line(path("M50 15 V46 M28 46 C38 49 62 49 72 46"), dark(c, 0.5), 0.7)
    s.fill(rect(46.8, 24, 6.4, 15, 3.2), dark(c, 0.55))
    for i in range(5):
        s.line(path(f"M48 {27 + i * 2.2} H52"), METAL, 0.6)
    s.soft(ellipse(38, 34, 4, 14), (255, 255, 255), alpha=0.4, blur=2.2, clip=body)


@draws("portable ssd")
def drive(s: Sketch, look: Look) -> None:
    """A pocket drive with its cable."""
    c = look.color
    s.ground(50, 86, 26)
    s.tube(path("M50 24 C50 8 78 6 78 22 C78 34 88 32 90 26"), INK, 2.6)
    s.fill(rect(46, 18, 8, 9, 1.6), METAL)
    s.fill(rect(26, 26, 48, 59, 6), c, shade=0.2)
    s.line(rect(28.5, 28.5, 43, 54, 4.4), light(c, 0.4), 0.5, closed=True, alpha=0.6)
    s.text(50, 62, "SSD", 9, light(c, 0.75) if luminance(c) < 0.6 else dark(c, 0.5))
    s.fill(ellipse(50, 76, 1.2), (120, 200, 240), edge=0)


@draws("phone")
def phone(s: Sketch, look: Look) -> None:
    """A phone from the front, its back behind it."""
    c = look.color
    s.ground(50, 91, 26)
    back = rect(24, 12, 38, 76, 7).turn(-5, 43, 50)
    s.fill(back, c, shade=0.22)
    s.fill(rect(27, 15, 13, 22, 5).turn(-5, 43, 50), dark(c, 0.14))
    for dy in (20, 31):
        lens = ellipse(33.5, dy, 4).turn(-5, 43, 50)
        s.fill(lens, INK, round_=True, shade=0.3)
    s.fill(rect(41, 12, 38, 78, 7), c, shade=0.2)
    s.fill(rect(42, 13, 36, 76, 6.2), INK, shade=0.04)
    _wallpaper(s, rect(43.2, 14.2, 33.6, 73.6, 5))
    s.fill(rect(55, 16.4, 10, 2.8, 1.4), INK, shade=0, edge=0)
    s.text(60, 30, "9:41", 8, (255, 255, 255))
    _icons(s, (46.5, 66), 3, 10, 6.6)


@draws("phone case")
def phone_case(s: Sketch, look: Look) -> None:
    """A case from the back, with the camera opening."""
    c = look.color
    s.ground(50, 91, 20)
    s.fill(rect(30, 10, 40, 80, 8), c, shade=0.2)
    s.line(rect(32, 12, 36, 76, 6.4), light(c, 0.4), 0.5, closed=True, alpha=0.6)
    s.fill(rect(33.5, 14, 17, 24, 6), dark(c, 0.45), shade=0.08)
    for x, y in ((39, 20), (39, 31), (45.6, 25.6)):
        s.fill(ellipse(x, y, 3.4), (34, 36, 44), round_=True, shade=0.35)
    s.line(ellipse(50, 58, 10), light(c, 0.5), 0.7, closed=True, alpha=0.5)
    s.fill(rect(29, 32, 1.8, 9, 0.9), dark(c, 0.3))
    s.soft(rect(34, 44, 6, 40, 3), (255, 255, 255), alpha=0.25, blur=2)


@draws("power-bank")
def power_bank(s: Sketch, look: Look) -> None:
    """A battery with lights for its charge."""
    c = look.color
    s.ground(50, 89, 22)
    s.fill(rect(29, 14, 42, 74, 8), c, shade=0.2, angle=20)
    s.fill(rect(29, 14, 42, 9, 5), dark(c, 0.25))
    s.fill(rect(38, 16.6, 10, 3.6, 0.8) + rect(54, 16.8, 8, 3.2, 1.6), INK, shade=0)
    for i in range(4):
        s.fill(ellipse(41 + i * 6, 30, 1.3), (120, 210, 246) if i < 3 else dark(c, 0.4), edge=0)
    s.fill(
        path("M53 44 L43 60 H50 L47 72 L58 55 H51 Z"),
        light(c, 0.6) if luminance(c) < 0.6 else dark(c, 0.4),
        shade=0.05,
    )
    s.gloss(rect(32, 26, 2, 56, 1), alpha=0.25)


@draws("charger", "travel adapter")
def charger(s: Sketch, look: Look) -> None:
    """A wall plug with ports."""
    c = look.color
    s.ground(50, 86, 24)
    s.fill(rect(39, 12, 5, 16, 1.4).both(), METAL, angle=0)
    s.fill(rect(28, 26, 44, 58, 9), c, shade=0.16)
    s.fill(rect(28, 26, 44, 9, 5), light(c, 0.2), shade=0.05)
    if look.kind == "travel adapter":
        s.fill(ellipse(50, 50, 13), dark(c, 0.25))
        s.fill(ellipse(45, 48, 2) + ellipse(55, 48, 2) + rect(48.6, 53, 2.8, 5, 1), INK, edge=0)
        s.fill(rect(36, 70, 12, 5, 0.8) + rect(53, 70, 11, 4.4, 2.2), INK, shade=0)
        return
    s.fill(rect(40, 52, 20, 6.4, 3.2) + rect(40, 64, 20, 6.4, 3.2), INK, shade=0.1)
    s.fill(path("M51 38 L46 45 H50 L48.6 49.6 L54 43 H50 Z"), look.accent, shade=0, edge=0)


@draws("smartwatch")
def smartwatch(s: Sketch, look: Look) -> None:
    """A square watch with rings on its face."""
    c = look.color
    s.ground(50, 94, 14)
    s.fill(symmetric("M50 5 L38 5 C36 16 33 22 30 30 L50 30"), c, angle=0)
    s.fill(symmetric("M50 70 L30 70 C33 78 36 84 38 95 L50 95"), c, angle=0)
    s.fill(rect(73, 42, 4, 9, 2), METAL)
    s.fill(rect(25, 25, 50, 50, 13), METAL, shade=0.2)
    s.fill(rect(27.4, 27.4, 45.2, 45.2, 11), (22, 23, 28), shade=0.08)
    for i, r in enumerate((14.5, 10.6, 6.7)):
        s.line(ellipse(50, 50, r), dark(RAINBOW[i], 0.6), 2.6, closed=True)
        s.line(arc(50, 50, r, r, -90, 130 + 50 * i), RAINBOW[i], 2.6)
    s.text(64, 33, "9:41", 4.4, (240, 240, 240))
    s.gloss(polygon((28, 40), (42, 27.5), (50, 27.5), (28, 52)), alpha=0.1)


@draws("fitness tracker")
def fitness_band(s: Sketch, look: Look) -> None:
    """A slim band with a narrow screen."""
    c = look.color
    s.ground(50, 94, 12)
    s.fill(rect(38, 4, 24, 90, 11), c, angle=0, shade=0.2)
    for i in range(4):
        s.fill(ellipse(50, 78 + i * 4, 1.1), dark(c, 0.5), shade=0, edge=0)
    s.fill(rect(36, 24, 28, 48, 12), INK, shade=0.14)
    s.fill(rect(38.6, 26.6, 22.8, 42.8, 10), (20, 22, 30), shade=0.05)
    s.text(50, 38, "10", 10, (245, 245, 245))
    s.text(50, 48, "24", 10, RAINBOW[2])
    s.line(path("M42 59 H46 L48 55 L51 63 L53 59 H58"), RAINBOW[0], 1)
