"""What a picture shows (`Look`) and who can draw it (the register of drawings).

A drawing is registered under names of shapes (``taxonomy.toml``) or of product types; the type is
asked first, so a football and a basketball can share the shape ``ball`` and still differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.demo.pictures.sketch import RGB, Sketch


@dataclass(frozen=True)
class Look:
    """Everything about one product that its drawing may use."""

    shape: str
    kind: str
    color: RGB
    accent: RGB = (236, 125, 40)
    label: str = ""
    title: str = ""
    seed: int = 0
    many: bool = False
    """Whether the product has many colours at once."""

    def shade_of(self, index: int) -> RGB:
        """The ``index``-th colour: the product's own, or the rainbow's where it has many."""
        return RAINBOW[index % len(RAINBOW)] if self.many else self.color


RAINBOW: tuple[RGB, ...] = (
    (226, 90, 84),
    (244, 177, 66),
    (104, 176, 118),
    (78, 142, 204),
    (140, 108, 186),
    (238, 132, 164),
)
METAL: RGB = (198, 202, 208)
INK: RGB = (44, 46, 54)
PAPER: RGB = (249, 246, 239)
WOOD: RGB = (190, 146, 98)
GLASS: RGB = (206, 228, 236)
LEAF: RGB = (84, 150, 92)

Drawing = Callable[[Sketch, Look], None]


@dataclass(frozen=True)
class _Entry:
    drawing: Drawing
    labelled: bool


_REGISTER: dict[str, _Entry] = {}


def draws(*names: str, labelled: bool = False) -> Callable[[Drawing], Drawing]:
    """Register a drawing under shapes or product types.

    Args:
        names: Shapes of the taxonomy, or product types that differ from their shape.
        labelled: Whether it uses the label, title or seed, so that each product is drawn anew.
    """

    def register(drawing: Drawing) -> Drawing:
        for name in names:
            if name in _REGISTER:
                raise ValueError(f"two drawings are registered as {name!r}; rename one of them")
            _REGISTER[name] = _Entry(drawing, labelled)
        return drawing

    return register


def known(name: str) -> bool:
    """Whether a shape or product type has a drawing of its own."""
    return name in _REGISTER


def key_of(look: Look) -> Look:
    """The part of ``look`` that its drawing depends on; equal keys give equal pictures."""
    entry = _entry(look)
    return look if entry.labelled else replace(look, label="", title="", seed=0)


def drawn(look: Look) -> Sketch:
    """The product on a clear sheet."""
    sketch = Sketch()
    _entry(look).drawing(sketch, look)
    return sketch


def _entry(look: Look) -> _Entry:
    return _REGISTER.get(look.kind) or _REGISTER.get(look.shape) or _REGISTER["box"]
