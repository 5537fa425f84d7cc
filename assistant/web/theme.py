"""Gradio's theme in the page's colours, with the system's fonts, so that nothing is fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

ASSETS = Path(__file__).parent / "assets"
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "sans-serif")


def theme() -> Any:
    """The theme; what is not set here is hidden or restyled by ``assets/page.css``."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_lg,
        font=[gr.themes.Font(name) for name in FONTS],
        font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
    ).set(
        body_background_fill="#faf9f6",
        body_background_fill_dark="#131514",
        body_text_color="#1d1f1d",
        body_text_color_dark="#eceeea",
    )


def asset(name: str) -> str:
    """The text of a file of ``assets/``."""
    return (ASSETS / name).read_text("utf-8")
