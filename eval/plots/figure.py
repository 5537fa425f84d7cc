"""One figure to one file, through matplotlib's object interface: no display and no global state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from eval.errors import UsageError

_DPI = 130


@contextmanager
def figure(path: Path, *, width: float = 6.0, height: float = 4.5) -> Iterator[Axes]:
    """Axes to draw on; what was drawn is written to ``path`` (PNG) in the end.

    Raises:
        UsageError: The file cannot be written.
    """
    drawn = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(drawn)
    axes = drawn.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    yield axes
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn.savefig(path, dpi=_DPI)
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror})") from error
