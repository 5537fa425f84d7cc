"""Headphones, speakers, cameras and what else makes sound and pictures."""

from __future__ import annotations

from assistant.demo.pictures.look import INK, METAL, RAINBOW, Look, draws
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
from assistant.demo.pictures.sketch import Sketch, dark, light, luminance, mix


@draws("headphones", "gaming headset")
def headphones(s: Sketch, look: Look) -> None:
    """Over-ear headphones, seen from the front; a headset has a microphone."""
    c = look.color
    s.ground(50, 87, 26)
    s.line(arc(50, 48, 30, 34, 180, 360), dark(c, 0.3), 6.4)
    s.line(arc(50, 48, 30, 34, 182, 358), c, 5.2, shade=0.14)
    s.line(arc(50, 48, 30, 34, 225, 315), light(c, 0.25), 1.2, alpha=0.7)
    s.line(arc(50, 50, 27.4, 31, 228, 312), dark(c, 0.45), 3.4)
    for flip in (False, True):
        arm, cup, pad, shine = (
            rect(16.5, 42, 6, 20, 3),
            rect(14, 50, 15, 32, 7.5),
            rect(26, 51.5, 8.5, 29, 4.2),
            rect(16.2, 54, 2.2, 22, 1.1),
        )
        parts = [p.mirror() if flip else p for p in (arm, pad, cup, shine)]
        s.fill(parts[0], METAL)
        s.fill(parts[1], dark(c, 0.5) if luminance(c) > 0.25 else light(c, 0.16), angle=0)
        s.fill(parts[2], c, shade=0.2, angle=20)
        s.gloss(parts[3], alpha=0.28)
        dot = ellipse(21.5, 66, 3.4)
        s.line(dot.mirror() if flip else dot, METAL, 0.7, closed=True, alpha=0.7)
    if look.kind == "gaming headset":
        s.tube(path("M18 76 C18 92 34 92 46 86"), INK, 2.2)
        s.fill(ellipse(47, 85.4, 4.2, 2.8).turn(-18, 47, 85), INK)
        s.line(rect(15.6, 52, 12, 28, 6), RAINBOW[2], 1, closed=True)
        s.line(rect(15.6, 52, 12, 28, 6).mirror(), RAINBOW[2], 1, closed=True)


@draws("earbuds")
def earbuds(s: Sketch, look: Look) -> None:
    """Two earbuds above their open case."""
    c = look.color
    s.ground(50, 88, 28)
    s.fill(rect(24, 52, 52, 10, 4), dark(c, 0.42))
    s.fill(symmetric("M50 30 C30 30 24 34 24 44 L24 54 L50 56"), c, shade=0.14)
    s.fill(symmetric("M50 34 C34 34 28 37 28 45 L28 52 L50 53"), dark(c, 0.3), shade=0.1)
    s.fill(rect(22, 56, 56, 31, 13), c, shade=0.18)
    s.fill(rect(22, 56, 56, 6, 3), light(c, 0.22), shade=0.05)
    s.fill(ellipse(50, 69, 1.2), (120, 214, 140), shade=0, edge=0)
    s.gloss(rect(27, 66, 3, 14, 1.5), alpha=0.3)
    for flip in (False, True):
        stem = rect(33.2, 20, 6, 30, 3).turn(8, 36, 30)
        head = smooth([(29, 20), (34, 12), (42, 13), (44, 21), (39, 28), (31, 27)])
        tip = ellipse(45, 17.5, 3.6, 4.6)
        parts = [p.mirror() if flip else p for p in (tip, stem, head)]
        s.fill(parts[0], dark(c, 0.45) if luminance(c) > 0.3 else light(c, 0.25))
        s.fill(parts[1], c)
        s.fill(parts[2], c, round_=True, shade=0.2)
        grille = ellipse(34.5, 19, 2.2, 1.4)
        s.fill(grille.mirror() if flip else grille, dark(c, 0.55), shade=0)


@draws("speaker")
def speaker(s: Sketch, look: Look) -> None:
    """A rounded cylinder with a woven grille and a strap."""
    c = look.color
    s.ground(50, 86, 34)
    s.tube(path("M78 36 C94 38 94 66 79 68"), dark(c, 0.3), 3)
    body = rect(16, 30, 66, 55, 17)
    s.fill(body, c, shade=0.22, angle=80)
    weave = joined(
        ellipse(18 + col * 3.5 + (row % 2) * 1.75, 34 + row * 3.4, 0.62)
        for row in range(15)
        for col in range(19)
    )
    s.fill(weave, dark(c, 0.45), shade=0, edge=0, clip=body)
    s.soft(rect(16, 26, 66, 14, 6), light(c, 0.7), alpha=0.5, blur=3, clip=body)
    s.fill(rect(37, 52, 25, 11, 5.5), light(c, 0.12) if luminance(c) < 0.5 else dark(c, 0.25))
    s.line(path("M43 57.5 H46 M50 55.5 V59.5 M48 57.5 H52 M54.5 57.5 H57.5"), (244, 244, 244), 0.9)
    s.fill(ellipse(49, 31, 14, 2.2), dark(c, 0.25), shade=0.1)


@draws("monitor", "monitor arm")
def monitor(s: Sketch, look: Look) -> None:
    """A screen on a foot, or on an arm."""
    c = look.color
    s.ground(50, 88, 24)
    if look.kind == "monitor arm":
        s.fill(rect(20, 80, 30, 6, 2), METAL)
        s.tube(path("M34 82 V58 L60 70 L54 44"), c, 5)
    else:
        s.fill(polygon((45, 66), (55, 66), (57, 84), (43, 84)), dark(c, 0.2))
        s.fill(symmetric("M50 82 L34 83 C31 83 31 87 34 87 L50 87"), c)
    _screen(s, look, (9, 20, 82, 50))


@draws("television")
def television(s: Sketch, look: Look) -> None:
    """A wide television on two feet."""
    s.ground(50, 80, 38)
    for x in (24, 76):
        s.tube(path(f"M{x} 70 L{x - 5} 79 M{x} 70 L{x + 5} 79"), METAL, 1.8)
    _screen(s, look, (4, 19, 92, 54))


def _screen(s: Sketch, look: Look, box: tuple[float, float, float, float]) -> None:
    x, y, w, h = box
    c = look.color
    s.fill(rect(x, y, w, h, 2.4), c, shade=0.1)
    glass = rect(x + 1.6, y + 1.6, w - 3.2, h - 4.2, 1.2)
    s.fill(glass, (58, 92, 152), shade=0.32, angle=40, edge=0)
    hill = smooth(
        [(x - 8, y + h), (x + w * 0.2, y + h * 0.52), (x + w * 0.5, y + h * 0.78), (x + w, y + h)]
    )
    s.fill(hill, (46, 66, 122), edge=0, clip=glass)
    far = smooth(
        [(x + w * 0.2, y + h), (x + w * 0.7, y + h * 0.42), (x + w * 1.1, y + h), (x + w, y + h)]
    )
    s.fill(far, (96, 84, 158), edge=0, clip=glass)
    s.fill(ellipse(x + w * 0.72, y + h * 0.3, 5), (250, 206, 140), edge=0, clip=glass)
    s.gloss(
        polygon((x, y), (x + w * 0.42, y), (x + w * 0.2, y + h), (x, y + h)), clip=glass, alpha=0.08
    )


@draws("camera")
def camera(s: Sketch, look: Look) -> None:
    """A compact camera with a big lens."""
    c = look.color
    s.ground(50, 82, 34)
    s.fill(path("M34 32 L39 22 H61 L66 32 Z"), dark(c, 0.12))
    s.fill(rect(18, 25, 10, 7, 2), METAL)
    s.fill(rect(72, 24, 9, 8, 2), METAL)
    s.fill(rect(12, 30, 76, 50, 7), c)
    s.fill(rect(12, 42, 76, 25), dark(c, 0.35) if luminance(c) > 0.2 else light(c, 0.12), shade=0.1)
    s.fill(rect(70, 33.5, 12, 6, 1.5), (240, 244, 250))
    _lens(s, 48, 55, 20)
    s.fill(ellipse(22, 36, 1.5), RAINBOW[0])
    s.text(26, 36.6, "", 3, INK)


@draws("action camera")
def action_camera(s: Sketch, look: Look) -> None:
    """A small square camera in its mount."""
    c = look.color
    s.ground(50, 88, 18)
    s.fill(rect(42, 74, 16, 13, 3), dark(c, 0.2))
    s.line(path("M46 76 V86 M50 76 V86 M54 76 V86"), dark(c, 0.6), 1)
    s.fill(rect(18, 24, 64, 52, 8), c)
    s.fill(rect(22, 28, 56, 44, 5), dark(c, 0.25), shade=0.1)
    _lens(s, 61, 45, 14)
    s.fill(rect(27, 34, 15, 12, 2), (58, 92, 152), shade=0.3)
    s.fill(ellipse(30, 64, 1.8), RAINBOW[0], edge=0)
    s.fill(rect(28, 20, 14, 5, 2), RAINBOW[0])


def _lens(s: Sketch, x: float, y: float, r: float) -> None:
    s.fill(ellipse(x, y, r), METAL, round_=True)
    s.fill(ellipse(x, y, r * 0.9), INK, round_=True)
    s.line(ellipse(x, y, r * 0.74), (92, 96, 106), 0.8, closed=True)
    s.fill(ellipse(x, y, r * 0.62), (40, 48, 72), round_=True, shade=0.3)
    s.fill(ellipse(x, y, r * 0.36), (88, 82, 152), round_=True, shade=0.4)
    s.gloss(ellipse(x - r * 0.26, y - r * 0.28, r * 0.15), alpha=0.85)
    s.gloss(ellipse(x + r * 0.24, y + r * 0.26, r * 0.07), alpha=0.5)


@draws("baby monitor")
def baby_monitor(s: Sketch, look: Look) -> None:
    """A round camera on a foot, with an aerial."""
    c = look.color
    s.ground(50, 87, 22)
    s.fill(path("M46 62 H54 L57 80 H43 Z"), dark(c, 0.25))
    s.fill(ellipse(50, 83, 20, 4.5), c)
    s.tube(path("M66 28 L72 12"), METAL, 2)
    s.fill(rect(22, 22, 56, 44, 20), c, shade=0.2)
    s.fill(rect(27, 27, 46, 34, 16), INK, shade=0.12)
    _lens(s, 50, 44, 13)
    s.fill(ellipse(67, 44, 1.3), (120, 214, 140), edge=0)
    s.line(path("M31.5 42 V46"), mix(INK, METAL, 0.5), 1)
