"""The sections of a portrait on a page, in the order in which a reader needs them."""

from __future__ import annotations

import html
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared import data
from pages.shared.figure_block import show_figure, show_sentences
from pages.shared.maps import draw_map, map_view
from pages.shared.portrait.around import show_missing, show_nearby, show_twins
from pages.shared.portrait.blocks import contexts_block, course_block
from pages.shared.portrait.downloads import show_downloads
from pages.shared.portrait.figures import show_figures
from pages.shared.portrait.header import show_header
from pages.shared.portrait.tables import cached_portrait
from viz.static_files import publish

if TYPE_CHECKING:
    from pages.shared.url_state import State
    from reports.model import Portrait

STYLE: Final = Path(__file__).resolve().parent / "style.css"
MAP_HEIGHT: Final = 330


@cache
def _style() -> str:
    url = publish("portrait", STYLE.read_bytes(), "css")
    return f'<style>@import url("{url}");</style>'


def show_portrait(state: State, perimeter: str) -> None:
    """Draw the portrait of a perimeter (``commune_62498``, ``epci_246200364`` …), without its title."""
    portrait = cached_portrait(perimeter)
    st.html(_style())
    words, place = st.columns([3, 2], gap="large")
    with words:
        show_header(portrait)
        show_downloads(portrait)
        st.subheader("Trois phrases à reprendre")
        show_sentences("portrait", portrait.sentences, "")
    with place:
        _show_map(state, portrait)
    st.subheader("Les chiffres clés")
    show_figures(portrait)
    show_missing(portrait)
    _show_charts(portrait)
    near, like = st.columns([3, 2], gap="large")
    with near:
        show_nearby(portrait)
    with like:
        show_twins(portrait)
    st.html(f'<p class="bm-source">{html.escape(portrait.subject.definition)}</p>')


def _show_map(state: State, portrait: Portrait) -> None:
    """Draw the commune in its intercommunalité, or the territory itself."""
    wider = state if portrait.subject.kind == "territory" else replace(state, perimeter=_around(state))
    told = {figure.id: figure.year for figure in portrait.figures}
    year = int(told[wider.indicator]) if wider.indicator in told else wider.year
    nearest = data.nearest_year(wider.indicator, year, data.extent_of(wider.perimeter))
    shown = replace(wider, year=nearest)
    draw_map(map_view(shown, "portrait-carte", MAP_HEIGHT), shown)


def _around(state: State) -> str:
    """Return the EPCI of the commune, its département where it is in none."""
    extent = data.extent_of(state.perimeter)
    row = data.communes_of(extent).loc[[str(state.commune)]].iloc[0]
    if isinstance(row["code_epci"], str):
        return f"epci_{row['code_epci']}"
    return f"departement_{row['code_departement']}"


def _show_charts(portrait: Portrait) -> None:
    blocks = [block for block in (contexts_block(portrait), course_block(portrait)) if block is not None]
    for column, block in zip(st.columns(2, gap="large"), blocks, strict=False):
        with column:
            show_figure(block)
