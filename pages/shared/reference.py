"""The reference page: its parts, the chooser whose choice is in the address, its rules of style."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.reference_indicators import show_indicators
from pages.shared.reference_perimeters import show_perimeters
from pages.shared.reference_reading import class_colours, show_limits, show_reading
from pages.shared.reference_report import show_report
from pages.shared.reference_sources import show_sources
from pages.shared.reference_tables import show_tables
from viz import palettes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.shared.url_state import State

STYLE: Final = Path(__file__).resolve().parent / "style_sources.css"
PARAMETER: Final = "partie"


@dataclass(frozen=True)
class Part:
    """A part of the page: its title on the chooser and what draws it."""

    title: str
    show: Callable[[State], None]


PARTS: Final = {
    "lecture": Part("Lire les chiffres", show_reading),
    "indicateurs": Part("Indicateurs", show_indicators),
    "perimetres": Part("Périmètres", show_perimeters),
    "tables": Part("Tables et licences", show_tables),
    "sources": Part("Sources", show_sources),
    "construction": Part("Rapport de construction", show_report),
    "limites": Part("Ce que ce site ne dit pas", show_limits),
}
FIRST: Final = next(iter(PARTS))


def select_part() -> str:
    """Offer the parts of the page; the chosen one is in the address."""
    asked = st.query_params.get(PARAMETER) or FIRST
    if asked not in PARTS:
        st.warning(
            "La partie demandée par l’adresse n’existe pas : la première est affichée.",
            icon=":material/link_off:",
        )
        asked = FIRST
    st.session_state["reference_part"] = asked

    def changed() -> None:
        st.query_params[PARAMETER] = st.session_state["reference_part"]

    st.pills(
        "Partie de la page",
        list(PARTS),
        format_func=lambda key: PARTS[key].title,
        key="reference_part",
        on_change=changed,
        required=True,
        label_visibility="collapsed",
    )
    return asked


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
