"""Boxes."""

from __future__ import annotations

from assistant.demo.pictures.look import Look, draws
from assistant.demo.pictures.path import polygon, rect
from assistant.demo.pictures.sketch import Sketch, dark, light, luminance


@draws("box", labelled=True)
def box(s: Sketch, look: Look) -> None:
    """A carton with the maker's name: what any product without a drawing comes in."""
    c = look.color
    s.ground(50, 86, 36)
    s.fill(polygon((16, 36), (60, 42), (60, 88), (16, 80)), c, angle=80)
    s.fill(polygon((60, 42), (86, 32), (86, 74), (60, 88)), dark(c, 0.25), angle=80)
    s.fill(polygon((16, 36), (44, 27), (86, 32), (60, 42)), light(c, 0.25), shade=0.06)
    s.text(38, 58, look.label, 8, light(c, 0.8) if luminance(c) < 0.6 else dark(c, 0.7), width=36,
           turn=8)
