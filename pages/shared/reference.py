"""The reference page: its parts and its rules of style."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from pages.shared.parts import parts_of
from pages.shared.reference_indicators import show_indicators
from pages.shared.reference_perimeters import show_perimeters
from pages.shared.reference_reading import class_colours, show_limits, show_reading
from pages.shared.reference_report import show_report
from pages.shared.reference_sources import show_sources
from pages.shared.reference_tables import show_tables
from viz import palettes

STYLE: Final = Path(__file__).resolve().parent / "style_sources.css"
PARAMETER: Final = "partie"


PARTS: Final = parts_of(
    PARAMETER,
    {
        "lecture": show_reading,
        "indicateurs": show_indicators,
        "perimetres": show_perimeters,
        "tables": show_tables,
        "sources": show_sources,
        "construction": show_report,
        "limites": show_limits,
    },
)


def reference_style() -> None:
    """Load the rules of this page."""
    st.html(_style())


@cache
def _style() -> str:
    """Return the rules of this page, with the colours that the map gives to what has no value."""
    light, dark = (_variables(theme) for theme in ("light", "dark"))
    colours = f".stApp{{{light}}}@media (prefers-color-scheme: dark){{.stApp{{{dark}}}}}"
    return f"<style>{colours}\n{STYLE.read_text(encoding='utf-8')}</style>"


def _variables(theme: palettes.Theme) -> str:
    classes = class_colours(theme)
    inks = {f"class-{rank}": ink for rank, ink in enumerate(classes)} | {
        "value": classes[len(classes) // 2],
        "none": palettes.NOT_AVAILABLE.on(theme),
        "secret-ink": palettes.SECRET_INK.on(theme),
        "secret-paper": palettes.SECRET_BACKGROUND.on(theme),
    }
    return "".join(f"--bm-{name}:{ink};" for name, ink in inks.items())
