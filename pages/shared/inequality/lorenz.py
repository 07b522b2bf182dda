"""Lorenz curve and Gini index: how far communes are from all having the same value."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.aggregate import weighted_mean
from geo.inequality import lorenz_curve, weighted_gini
from loaders.french import typeset
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure, show_pairs
from pages.shared.groups import measure_of, too_little
from pages.shared.inequality.values import (
    Compared,
    asked,
    below_zero,
    cached_compared,
    given,
    source_of,
    unfit,
)
from pages.shared.inequality.words import GAP, GINI, LORENZ, LORENZ_CAUTION
from pages.shared.typography import paragraphs, said
from viz.french import number, quantity
from viz.sentences.inequality import (
    GINI_DECIMALS,
    Index,
    gini_sentence,
    half_sentence,
    mean_gap_sentence,
)

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.palettes import Theme

HALF: Final = 50.0
TOTAL: Final = "Part du total (%)"


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_curves(indicator: str, year: int, perimeter: str) -> pd.DataFrame:
    """Return the Lorenz curves of the places compared: ``name``, ``role``, ``people``, ``part``, ``gap``."""
    from viz.charts.lorenz import thinned  # noqa: PLC0415 (Altair takes a second)

    curves = [
        thinned(lorenz_curve(place.observed, place.weights)).assign(name=place.name, role=place.role)
        for place in given(cached_compared(indicator, year, perimeter))
    ]
    return pd.concat(curves, ignore_index=True) if curves else pd.DataFrame()


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_ginis(indicator: str, year: int, perimeter: str) -> tuple[float, ...]:
    """Return the Gini index of each place compared; NaN where too little is covered."""
    return tuple(
        weighted_gini(place.observed, place.weights) if place.enough else float("nan")
        for place in cached_compared(indicator, year, perimeter)
    )


def show_lorenz(state: State) -> None:
    """Draw the two curves side by side, then the Gini indices."""
    if unfit(state) or below_zero(state):
        return
    *curves, gini = cached_blocks(asked(state), page_theme())
    show_pairs(curves)
    show_figure(gini)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_blocks(state: State, theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the blocks of the section for some choices, in a theme."""
    places = cached_compared(state.indicator, state.year, state.perimeter)
    points = cached_curves(state.indicator, state.year, state.perimeter)
    return _curve_block(state, places, points), _gap_block(state, places, points), _gini_block(state, places)


def _drawn(points: pd.DataFrame, kind: str) -> alt.LayerChart | None:
    from viz.charts.lorenz import gap_chart, lorenz_chart  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    if points.empty:
        return None
    ink = inks(page_theme())
    told = [
        f"{number(people)} % des habitants, {number(part, 1)} % du total"
        for people, part in zip(points["people"], points["part"], strict=True)
    ]
    frame = points.assign(colour=points["role"].map(asdict(ink)), text=[typeset(text) for text in told])
    return lorenz_chart(frame, ink, total=TOTAL) if kind == "part" else gap_chart(frame)


def _curve_block(state: State, places: tuple[Compared, ...], points: pd.DataFrame) -> FigureBlock:
    return FigureBlock(
        key="lorenz",
        title="Qui a quelle part du total ?",
        lead=said(LORENZ),
        description=f"Courbe de Lorenz, {measure_of(state.indicator, state.year).title}, {state.year}",
        chart=_drawn(points, "part"),
        sentences=_half_sentences(places, points),
        grid=_deciles_grid(points, "part"),
        source=source_of(state, places),
        caution=paragraphs(LORENZ_CAUTION),
    )


def _gap_block(state: State, places: tuple[Compared, ...], points: pd.DataFrame) -> FigureBlock:
    return FigureBlock(
        key="loupe",
        title="La même courbe, à la loupe",
        lead=said(GAP),
        description=f"Écart à l’égalité, {measure_of(state.indicator, state.year).title}, {state.year}",
        chart=_drawn(points, "gap"),
        sentences=(),
        grid=_deciles_grid(points, "gap"),
        source=source_of(state, places),
        caution=paragraphs(LORENZ_CAUTION),
    )


def _half_sentences(places: tuple[Compared, ...], points: pd.DataFrame) -> tuple[str, ...]:
    missing = [too_little(place.place, place.known) for place in places if not place.enough]
    if points.empty:
        return tuple(missing)
    halves = points[points["people"] == HALF].set_index("name")["part"]
    told = [half_sentence(place.place, float(halves[place.name])) for place in places[:1] if place.enough]
    return (*told, *missing)


def _deciles_grid(points: pd.DataFrame, column: str) -> Grid:
    """Return the curves at every tenth of the inhabitants."""
    if points.empty:
        return Grid(("Part des habitants",), ())
    table = points[points["people"] % 10 == 0].pivot_table(
        index="people", columns="name", values=column, sort=False
    )
    unit = "%" if column == "part" else "points"
    rows = [
        (quantity(people, "%"), *(quantity(value, unit, 1) for value in row))
        for people, row in zip(table.index, table.to_numpy(), strict=True)
    ]
    columns = ("Part des habitants", *map(str, table.columns))
    return Grid(columns, rows, frozenset(range(1, len(columns))))


def _gini_block(state: State, places: tuple[Compared, ...]) -> FigureBlock:
    ginis = cached_ginis(state.indicator, state.year, state.perimeter)
    told = measure_of(state.indicator, state.year)
    here, *others = (Index(place.place, gini) for place, gini in zip(places, ginis, strict=True))
    mean = weighted_mean(places[0].observed, places[0].weights)
    sentences = (
        gini_sentence(told, here, others),
        mean_gap_sentence(told, here.place, here.value, mean),
        *(too_little(place.place, place.known) for place in places if not place.enough),
    )
    return FigureBlock(
        key="gini",
        title="L’indice de Gini, en un chiffre",
        lead=said(GINI),
        description=f"Indice de Gini entre communes, {told.title}, {state.year}",
        chart=_gini_chart(places, ginis),
        sentences=tuple(text for text in sentences if text),
        grid=Grid(
            ("Territoire", "Indice de Gini", "Communes avec une valeur", "Communes"),
            [
                (place.name, number(gini, GINI_DECIMALS), number(place.known.n), number(place.known.total))
                for place, gini in zip(places, ginis, strict=True)
            ],
            frozenset({1, 2, 3}),
        ),
        source=source_of(state, places),
        caution=paragraphs(LORENZ_CAUTION),
    )


def _gini_chart(places: tuple[Compared, ...], ginis: tuple[float, ...]) -> alt.LayerChart:
    from viz.charts.bars import bars  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [number(gini, GINI_DECIMALS) for gini in ginis]
    parts = pd.DataFrame(
        {
            "row": range(len(places)),
            "start": 0.0,
            "end": ginis,
            "role": [place.role for place in places],
            "strength": 1.0,
            "name": [place.name for place in places],
            "text": shown,
            "inside": "",
        }
    )
    rows = pd.DataFrame(
        {
            "label": [place.name for place in places],
            "shown": shown,
            "strong": [place is places[0] for place in places],
        }
    )
    return bars(parts, rows, inks(page_theme()))
