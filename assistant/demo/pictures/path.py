"""Outlines on a square of 100 x 100 units, x to the right and y down.

A path is flattened to points as soon as it is made: every later step (mirror, turn, fill, stroke)
is then plain arithmetic on points. What is given up is exact curves; at 480 pixels nobody sees it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

Point = tuple[float, float]
_TOKEN = re.compile(r"[MLHVCQZ]|-?\d+(?:\.\d+)?")
_STEPS = 12
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}


@dataclass(frozen=True)
class Path:
    """One or more outlines, filled together; ``holes`` are cut out of them."""

    outlines: tuple[tuple[Point, ...], ...]
    holes: tuple[tuple[Point, ...], ...] = ()

    def __add__(self, other: Path) -> Path:
        return Path(self.outlines + other.outlines, self.holes + other.holes)

    def minus(self, other: Path) -> Path:
        """This path with ``other`` cut out of it."""
        return replace(self, holes=self.holes + other.outlines)

    def map(self, change: Callable[[float, float], Point]) -> Path:
        """Every point moved by ``change``."""

        def moved(outlines: Iterable[tuple[Point, ...]]) -> tuple[tuple[Point, ...], ...]:
            return tuple(tuple(change(x, y) for x, y in outline) for outline in outlines)

        return Path(moved(self.outlines), moved(self.holes))

    def shift(self, dx: float = 0, dy: float = 0) -> Path:
        """Moved by ``dx``, ``dy`` units."""
        return self.map(lambda x, y: (x + dx, y + dy))

    def mirror(self, x: float = 50) -> Path:
        """Reflected in the vertical line at ``x``."""
        return self.map(lambda px, py: (2 * x - px, py))

    def both(self, x: float = 50) -> Path:
        """Together with its reflection in the vertical line at ``x``."""
        return self + self.mirror(x)

    def turn(self, degrees: float, cx: float = 50, cy: float = 50) -> Path:
        """Turned clockwise about ``(cx, cy)``."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return self.map(
            lambda x, y: (
                cx + (x - cx) * cos - (y - cy) * sin,
                cy + (x - cx) * sin + (y - cy) * cos,
            )
        )

    def scale(self, sx: float, sy: float | None = None, cx: float = 50, cy: float = 50) -> Path:
        """Scaled about ``(cx, cy)``; one factor scales both ways."""
        fy = sx if sy is None else sy
        return self.map(lambda x, y: (cx + (x - cx) * sx, cy + (y - cy) * fy))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in units."""
        xs = [x for outline in self.outlines for x, _ in outline]
        ys = [y for outline in self.outlines for _, y in outline]
        return min(xs), min(ys), max(xs), max(ys)


def _cubic(p0: Point, p1: Point, p2: Point, p3: Point) -> list[Point]:
    points = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        points.append(
            (
                a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
                a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
            )
        )
    return points


def _outlines(text: str) -> list[list[Point]]:
    tokens = _TOKEN.findall(text)
    outlines: list[list[Point]] = []
    command, at = "M", 0
    here: Point = (0.0, 0.0)
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        arity = _ARITY[command]
        n = [float(token) for token in tokens[at : at + arity]]
        at += arity
        if command == "M":
            outlines.append([])
            command, ends = "L", [(n[0], n[1])]
        elif command == "L":
            ends = [(n[0], n[1])]
        elif command == "H":
            ends = [(n[0], here[1])]
        elif command == "V":
            ends = [(here[0], n[0])]
        elif command == "C":
            ends = _cubic(here, (n[0], n[1]), (n[2], n[3]), (n[4], n[5]))
        elif command == "Q":
            c1 = (here[0] + 2 / 3 * (n[0] - here[0]), here[1] + 2 / 3 * (n[1] - here[1]))
            c2 = (n[2] + 2 / 3 * (n[0] - n[2]), n[3] + 2 / 3 * (n[1] - n[3]))
            ends = _cubic(here, c1, c2, (n[2], n[3]))
        else:
            ends = []
        outlines[-1].extend(ends)
        here = outlines[-1][-1]
    return outlines


@lru_cache(maxsize=4096)
def path(text: str) -> Path:
    """A path from absolute SVG commands (M L H V C Q Z).

    >>> path("M0 0 H10 V5").outlines
    (((0.0, 0.0), (10.0, 0.0), (10.0, 5.0)),)
    """
    return Path(tuple(tuple(outline) for outline in _outlines(text)))


@lru_cache(maxsize=512)
def symmetric(text: str, x: float = 50) -> Path:
    """The closed outline whose one half, top to bottom, is ``text``; mirrored at ``x``."""
    half = _outlines(text)[0]
    other = [(2 * x - px, py) for px, py in reversed(half)]
    return Path((tuple(half + other),))


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Path:
    """An ellipse, or a circle where only one radius is given."""
    return arc(cx, cy, rx, rx if ry is None else ry, 0, 360)


def arc(  # noqa: PLR0917 - centre, radii, angles: an arc reads best in the order it is drawn
    cx: float, cy: float, rx: float, ry: float, start: float, end: float
) -> Path:
    """Part of an ellipse, degrees clockwise from the right; for strokes and segments."""
    count = max(8, int(abs(end - start) / 5))
    angles = (math.radians(start + (end - start) * i / count) for i in range(count + 1))
    return Path((tuple((cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles),))


def rect(x: float, y: float, w: float, h: float, r: float = 0) -> Path:
    """A rectangle with corners rounded by ``r``."""
    if r <= 0:
        return polygon((x, y), (x + w, y), (x + w, y + h), (x, y + h))
    r = min(r, w / 2, h / 2)
    points: list[Point] = []
    for cx, cy, start in (
        (x + w - r, y + r, -90),
        (x + w - r, y + h - r, 0),
        (x + r, y + h - r, 90),
        (x + r, y + r, 180),
    ):
        for i in range(7):
            a = math.radians(start + 15 * i)
            points.append((cx + r * math.cos(a), cy + r * math.sin(a)))
    return Path((tuple(points),))


def polygon(*points: Point) -> Path:
    """A closed outline with straight sides."""
    return Path((tuple(points),))


def smooth(points: Sequence[Point], *, closed: bool = True) -> Path:
    """A soft curve through ``points`` (Catmull-Rom)."""
    n = len(points)
    curve: list[Point] = [points[0]]
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), n - 1)] for k in (-1, 0, 1, 2))
        c1 = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        c2 = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        curve.extend(_cubic(p1, c1, c2, p2))
    return Path((tuple(curve),))


def joined(paths: Iterable[Path]) -> Path:
    """Many paths as one, to be filled or stroked in one go: a weave, a row of dots."""
    every = list(paths)
    return Path(
        tuple(outline for part in every for outline in part.outlines),
        tuple(hole for part in every for hole in part.holes),
    )
