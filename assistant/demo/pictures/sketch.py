"""A small painter over Pillow: shaded fills, strokes, soft shadows and text on a clear sheet.

Only masks are drawn large (three times, one channel) and shrunk; colour is laid down at the final
size. That gives nine levels of edge smoothing for a tenth of the work of drawing everything
large, and is the reason that eight hundred pictures take seconds.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from assistant.demo.pictures.path import Path, Point

RGB = tuple[int, int, int]
_Ramp = int | tuple[float, float]
"""The direction of a straight ramp in degrees, or the bright point of a dome."""
SIZE = 480
_OVER = 3
_SPELLED = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss"})
"""Letters that Pillow's own font has no glyph for."""
_UNIT = SIZE / 100
_FINE = _UNIT * _OVER


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """``a`` with ``share`` (0-1) of ``b`` in it."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def light(color: RGB, share: float) -> RGB:
    """Towards white."""
    return mix(color, (255, 255, 255), share)


def dark(color: RGB, share: float) -> RGB:
    """Towards a deep blue-black, which reads as shade rather than as soot."""
    return mix(color, (18, 20, 38), share)


def luminance(color: RGB) -> float:
    """Perceived brightness, 0-1."""
    return (0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]) / 255


@lru_cache(maxsize=256)
def _ramp(angle: int) -> Image.Image:
    """A 64 x 64 ramp from 0 to 255 in the direction ``angle`` (0 right, 90 down)."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    reach = (abs(cos) + abs(sin)) / 2
    values = bytes(
        min(255, max(0, round(255 * (((x - 31.5) * cos + (y - 31.5) * sin) / 63 / reach + 1) / 2)))
        for y in range(64)
        for x in range(64)
    )
    return Image.frombytes("L", (64, 64), values)


@lru_cache(maxsize=8)
def _dome(cx: float, cy: float) -> Image.Image:
    """A 64 x 64 dome, 0 at ``(cx, cy)`` (0-1 of the box) and 255 at the far edge."""
    values = bytes(
        min(255, round(255 * math.hypot(x / 63 - cx, y / 63 - cy) / 0.85))
        for y in range(64)
        for x in range(64)
    )
    return Image.frombytes("L", (64, 64), values)


@lru_cache(maxsize=1024)
def _graded(ramp: _Ramp, first: RGB, last: RGB) -> Image.Image:
    """A ramp coloured from ``first`` to ``last``."""
    grades = _dome(*ramp) if isinstance(ramp, tuple) else _ramp(ramp)
    channels = []
    for a, b in zip(first, last, strict=True):
        channels.append(grades.point([round(a + (b - a) * i / 255) for i in range(256)]))
    return Image.merge("RGB", channels)


def _faded(mask: Image.Image, alpha: float) -> Image.Image:
    """The mask at ``alpha`` (0-1) of its strength."""
    if alpha >= 1:
        return mask
    return ImageChops.multiply(mask, Image.new("L", mask.size, round(255 * alpha)))


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font, the same on every machine."""
    return ImageFont.load_default(size)


def wrapped(words: str, width: float, size: float) -> list[str]:
    """``words`` broken into at most five lines that fit ``width`` units at ``size`` units tall."""
    drawn = font(round(size * _UNIT))
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and drawn.getlength(longer) <= width * _UNIT:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[:5]


class Sketch:
    """A clear sheet of 100 x 100 units to draw one product on."""

    def __init__(self) -> None:
        self.sheet = Image.new("RGBA", (SIZE, SIZE), (0, 0, 0, 0))
        # The same outline often clips dozens of strokes; keyed by identity, the path kept alive.
        self._clips: dict[int, tuple[Path, Image.Image]] = {}

    # Masks ------------------------------------------------------------------------------------

    @staticmethod
    def _frame(
        box: tuple[float, float, float, float], grow: float = 0.5
    ) -> tuple[int, int, int, int]:
        left, top, right, bottom = box
        return (
            max(0, math.floor((left - grow) * _UNIT)),
            max(0, math.floor((top - grow) * _UNIT)),
            min(SIZE, math.ceil((right + grow) * _UNIT)),
            min(SIZE, math.ceil((bottom + grow) * _UNIT)),
        )

    @staticmethod
    def _fine(outline: tuple[Point, ...], frame: tuple[int, int, int, int]) -> list[Point]:
        dx, dy = frame[0] * _OVER, frame[1] * _OVER
        return [(x * _FINE - dx, y * _FINE - dy) for x, y in outline]

    def _mask(self, shape: Path, frame: tuple[int, int, int, int]) -> Image.Image:
        width, height = frame[2] - frame[0], frame[3] - frame[1]
        mask = Image.new("L", (width * _OVER, height * _OVER), 0)
        pen = ImageDraw.Draw(mask)
        for outline in shape.outlines:
            pen.polygon(self._fine(outline, frame), fill=255)
        for hole in shape.holes:
            pen.polygon(self._fine(hole, frame), fill=0)
        return mask.reduce(_OVER)

    def _stroke(
        self, shape: Path, width: float, frame: tuple[int, int, int, int], *, closed: bool
    ) -> Image.Image:
        mask = Image.new("L", ((frame[2] - frame[0]) * _OVER, (frame[3] - frame[1]) * _OVER), 0)
        pen = ImageDraw.Draw(mask)
        thick = max(1, round(width * _FINE))
        for outline in shape.outlines + shape.holes:
            points = self._fine(outline, frame)
            if closed:
                points = [*points, points[0], points[1]]
            pen.line(points, fill=255, width=thick, joint="curve" if thick > 16 else None)
            if not closed and thick > 6:
                for x, y in (points[0], points[-1]):
                    r = thick / 2
                    pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
        return mask.reduce(_OVER)

    def _clip(
        self, mask: Image.Image, clip: Path | None, frame: tuple[int, int, int, int]
    ) -> Image.Image:
        if clip is None:
            return mask
        if id(clip) not in self._clips:
            whole = self._mask(clip, (0, 0, SIZE, SIZE))
            self._clips[id(clip)] = (clip, whole)
        return ImageChops.multiply(mask, self._clips[id(clip)][1].crop(frame))

    def _lay(self, paint: Image.Image, mask: Image.Image, at: tuple[int, int]) -> None:
        paint.putalpha(mask)
        self.sheet.alpha_composite(paint, at)

    @staticmethod
    def _graded(ramp: _Ramp, size: tuple[int, int], first: RGB, last: RGB) -> Image.Image:
        return _graded(ramp, first, last).resize(size, Image.Resampling.BILINEAR)

    # Drawing ----------------------------------------------------------------------------------

    def fill(
        self,
        shape: Path,
        color: RGB,
        *,
        shade: float = 0.16,
        angle: int = 65,
        edge: float = 0.45,
        round_: bool = False,
        clip: Path | None = None,
        alpha: float = 1.0,
    ) -> None:
        """Fill ``shape`` with light falling from the upper left.

        Args:
            shape: What to fill.
            color: The middle colour.
            shade: How far light and dark stray from it, 0-1; 0 is flat.
            angle: The direction in which it darkens, degrees clockwise from the right.
            edge: Width of the darker rim in units; 0 for none.
            round_: Shade as a ball instead of a plane.
            clip: Draw only inside this path.
            alpha: Opacity, 0-1.
        """
        frame = self._frame(shape.box)
        size = frame[2] - frame[0], frame[3] - frame[1]
        if min(size) <= 0:
            return
        inside = self._clip(self._mask(shape, frame), clip, frame)
        mask = _faded(inside, alpha)
        if shade:
            ramp: _Ramp = (0.36, 0.3) if round_ else angle
            paint = self._graded(ramp, size, light(color, shade), dark(color, shade * 1.25))
        else:
            paint = Image.new("RGB", size, color)
        self._lay(paint, mask, frame[:2])
        if edge:
            rim = ImageChops.multiply(self._stroke(shape, edge * 2, frame, closed=True), inside)
            rim = _faded(rim, 0.5 * alpha)
            self._lay(Image.new("RGB", size, dark(color, 0.42)), rim, frame[:2])

    def line(
        self,
        shape: Path,
        color: RGB,
        width: float = 1.0,
        *,
        closed: bool = False,
        clip: Path | None = None,
        alpha: float = 1.0,
        shade: float = 0.0,
        angle: int = 65,
    ) -> None:
        """Draw along ``shape`` with a round pen ``width`` units wide."""
        frame = self._frame(shape.box, grow=width / 2 + 0.5)
        size = frame[2] - frame[0], frame[3] - frame[1]
        if min(size) <= 0:
            return
        mask = self._clip(self._stroke(shape, width, frame, closed=closed), clip, frame)
        mask = _faded(mask, alpha)
        if shade:
            paint = self._graded(angle, size, light(color, shade), dark(color, shade))
        else:
            paint = Image.new("RGB", size, color)
        self._lay(paint, mask, frame[:2])

    def tube(self, shape: Path, color: RGB, width: float, *, closed: bool = False) -> None:
        """A stroke with a rim and a light along it: cables, handles, straps, metal legs."""
        self.line(shape, dark(color, 0.34), width, closed=closed)
        self.line(shape, color, max(0.3, width - 0.8), closed=closed, shade=0.12)
        self.line(
            shape.shift(-width * 0.14, -width * 0.16),
            light(color, 0.55),
            max(0.25, width * 0.22),
            closed=closed,
            alpha=0.55,
        )

    def soft(
        self, shape: Path, color: RGB, *, alpha: float, blur: float, clip: Path | None = None
    ) -> None:
        """A blurred patch: shade under a brim, a fold in cloth, light on glass."""
        frame = self._frame(shape.box, grow=blur * 2)
        size = frame[2] - frame[0], frame[3] - frame[1]
        if min(size) <= 0:
            return
        mask = self._mask(shape, frame).filter(ImageFilter.GaussianBlur(blur * _UNIT))
        mask = _faded(self._clip(mask, clip, frame), alpha)
        self._lay(Image.new("RGB", size, color), mask, frame[:2])

    def gloss(self, shape: Path, *, clip: Path | None = None, alpha: float = 0.35) -> None:
        """A crisp white reflection."""
        self.fill(shape, (255, 255, 255), shade=0, edge=0, clip=clip, alpha=alpha)

    def ground(self, cx: float, cy: float, rx: float, ry: float = 2.2, alpha: float = 0.3) -> None:
        """The shadow on the floor; draw it before the product."""
        wide = Path((tuple(_ring(cx, cy, rx, ry)),))
        self.soft(wide, (24, 26, 44), alpha=alpha, blur=1.6)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        color: RGB,
        *,
        width: float = 100.0,
        alpha: float = 1.0,
        turn: float = 0.0,
    ) -> None:
        """Words centred at ``(x, y)``, ``size`` units tall, made smaller to fit ``width``."""
        words = words.translate(_SPELLED)
        if not words:
            return
        pixels = max(6, round(size * _UNIT))
        length = font(pixels).getlength(words)
        if length > width * _UNIT:
            pixels = max(6, int(pixels * width * _UNIT / length))
        drawn = font(pixels)
        box = drawn.getbbox(words)
        pad = 3
        w, h = math.ceil(box[2] - box[0]) + 2 * pad, math.ceil(box[3] - box[1]) + 2 * pad
        mask = Image.new("L", (w, h), 0)
        ImageDraw.Draw(mask).text((pad - box[0], pad - box[1]), words, font=drawn, fill=255)
        if turn:
            mask = mask.rotate(-turn, Image.Resampling.BICUBIC, expand=True)
        mask = _faded(mask, alpha)
        left, top = round(x * _UNIT - mask.width / 2), round(y * _UNIT - mask.height / 2)
        stamp = Image.new("RGBA", mask.size, (*color, 0))
        stamp.putalpha(mask)
        crop = (max(0, -left), max(0, -top))
        if crop[0] < mask.width and crop[1] < mask.height:
            self.sheet.alpha_composite(stamp.crop((*crop, *mask.size)), (max(0, left), max(0, top)))


def _ring(cx: float, cy: float, rx: float, ry: float) -> list[Point]:
    return [
        (cx + rx * math.cos(math.tau * i / 40), cy + ry * math.sin(math.tau * i / 40))
        for i in range(40)
    ]
