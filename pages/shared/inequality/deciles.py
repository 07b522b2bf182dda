"""Two gaps that are not the same: between communes, and between households (Filosofi)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd
import streamlit as st

from geo.inequality import interdecile_ratio, weighted_quantile
from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.groups import measure_of, too_little
from pages.shared.inequality.values import Compared, asked, cached_compared, outside, source_of, unfit
from pages.shared.inequality.words import BETWEEN, BETWEEN_CAUTION, HOUSEHOLDS, HOUSEHOLDS_CAUTION
from pages.shared.typography import paragraphs, said
from viz.french import in_name, number, quantity
from viz.sentences.inequality import (
    RATIO_DECIMALS,
    Index,
    deciles_sentence,
    household_sentence,
    households_sentence,
    range_text,
    short_unit,
)

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.palettes import Theme

RATIO: Final = "interdecile_ratio"
YEAR: Final = 2021
MOST: Final = 0.5
INCOME: Final = "median_income_eur"
AROUND: Final = {
    "france": "France",
    "region_32": "Hauts-de-France",
    "departement_59": "Nord",
    "departement_62": "Pas-de-Calais",
}
"""Places of the producer's own figures that stand beside the intercommunalités of the perimeter."""


def show_deciles(state: State) -> None:
    """Draw the gap between communes, then, apart, the gap between households."""
    if not unfit(state):
        show_figure(cached_blocks(asked(state), page_theme())[0])
    if not outside(state):
        show_figure(cached_households_block(asked(state), page_theme()))


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_blocks(state: State, theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the blocks of the section for some choices, in a theme."""
    return (_communes_block(state, cached_compared(state.indicator, state.year, state.perimeter)),)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_households_block(state: State, theme: Theme) -> FigureBlock:  # noqa: ARG001 (part of the key)
    """Return the block of the gaps between households, which depends on no indicator."""
    return _households_block(state)


class Deciles(NamedTuple):
    """Deciles of the communes of a place, each counted by its inhabitants, and D9/D1."""

    low: float
    middle: float
    high: float
    ratio: float


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_deciles(indicator: str, year: int, perimeter: str) -> tuple[Deciles, ...]:
    """Return the deciles of each place compared; NaN where too little is known."""
    return tuple(_deciles(place) for place in cached_compared(indicator, year, perimeter))


def _deciles(place: Compared) -> Deciles:
    if not place.enough:
        return Deciles(*(float("nan"),) * 4)
    low, middle, high = (weighted_quantile(place.observed, place.weights, q) for q in (0.1, 0.5, 0.9))
    return Deciles(low, middle, high, interdecile_ratio(place.observed, place.weights))


def _communes_block(state: State, places: tuple[Compared, ...]) -> FigureBlock:
    told = measure_of(state.indicator, state.year)
    deciles = cached_deciles(state.indicator, state.year, state.perimeter)
    rows = list(zip(places, deciles, strict=True))
    return FigureBlock(
        key="communes",
        title="Entre communes",
        lead=said(BETWEEN),
        description=f"Déciles des communes, {told.title}, {state.year}",
        chart=_communes_chart(state, places, deciles),
        sentences=tuple(
            deciles_sentence(told, place.place, row.low, row.high)
            if place.enough
            else too_little(place.place, place.known)
            for place, row in rows
        ),
        grid=Grid(
            ("Territoire", "Premier décile", "Médiane", "Neuvième décile", "Rapport"),
            [
                (
                    place.name,
                    *(quantity(value, short_unit(told), told.decimals) for value in row[:3]),
                    number(row.ratio, RATIO_DECIMALS),
                )
                for place, row in rows
            ],
            frozenset({1, 2, 3, 4}),
        ),
        source=source_of(state, places),
        caution=paragraphs(BETWEEN_CAUTION),
    )


def _communes_chart(
    state: State, places: tuple[Compared, ...], deciles: tuple[Deciles, ...]
) -> alt.LayerChart:
    from viz.charts.ranges import ranges  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    told = measure_of(state.indicator, state.year)
    frame = pd.DataFrame(deciles).assign(
        label=[place.name for place in places],
        role=[place.role for place in places],
        strong=[place is places[0] for place in places],
        shown=[f"rapport {number(ratio, RATIO_DECIMALS)}" for *_, ratio in deciles],
        text=[range_text(told, *row[:3], "médiane") for row in deciles],
    )
    return ranges(frame, inks(page_theme()))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_households(perimeter: str, commune: str | None) -> pd.DataFrame:
    """Return Insee's D9/D1 of households: places around, intercommunalités of a perimeter, the commune.

    Index: territory ids; ``name``, ``role``, ``ratio`` (NaN where it is not published).
    """
    rows = {key: (name, "reference") for key, name in AROUND.items()}
    rows |= {f"epci_{code}": (name, "basin") for code, name in _epcis(perimeter).items()}
    if commune:
        rows[f"commune_{commune}"] = (str(data.cached_communes()["name"][commune]), "commune")
    frame = pd.DataFrame(rows.values(), columns=["name", "role"], index=list(rows))
    return frame.assign(ratio=[_published(key) for key in frame.index])


def _epcis(perimeter: str) -> pd.Series:
    """Return the names of the EPCI most of whose inhabitants live in a perimeter, from west to east."""
    communes = data.cached_communes().assign(people=data.cached_population(YEAR))
    inside = communes["people"].where(communes.index.isin(data.cached_territory(perimeter).codes), 0.0)
    shares = inside.groupby(communes["code_epci"]).sum() / communes.groupby("code_epci")["people"].sum()
    epcis = communes.groupby("code_epci").agg(name=("epci_name", "first"), longitude=("centroid_lon", "mean"))
    return epcis[shares > MOST].sort_values("longitude")["name"]


def _published(territory: str) -> float:
    if territory.startswith("commune_"):
        return float(data.observations(RATIO, YEAR)["value"][territory.removeprefix("commune_")])
    return data.cached_benchmarks().get((*data.level_and_code(territory), RATIO, YEAR), float("nan"))


def _households_block(state: State) -> FigureBlock:
    table = cached_households(state.perimeter, state.commune)
    item = data.cached_indicators()[RATIO]
    return FigureBlock(
        key="menages",
        title="Entre ménages",
        lead=said(HOUSEHOLDS),
        description=f"Rapport interdécile D9/D1 entre ménages, {YEAR}",
        chart=_households_chart(table),
        sentences=_household_sentences(state, table),
        grid=Grid(
            ("Territoire", "Rapport D9/D1 entre ménages"),
            [(name, number(ratio, 1)) for name, ratio in zip(table["name"], table["ratio"], strict=True)],
            frozenset({1}),
        ),
        source=f"{data.source_line(item, YEAR)} Chiffres publiés par l’Insee pour chaque territoire.",
        caution=paragraphs(HOUSEHOLDS_CAUTION),
    )


def _household_sentences(state: State, table: pd.DataFrame) -> tuple[str, ...]:
    between = cached_deciles(INCOME, YEAR, state.perimeter)[0].ratio
    place = cached_compared(INCOME, YEAR, state.perimeter)[0].place
    epcis = table[table["role"] == "basin"]["ratio"]
    around = Index("en France", float(table["ratio"].iloc[0]))
    told = [households_sentence(place, epcis.tolist(), around, between, YEAR)]
    if state.commune:
        own = f"commune_{state.commune}"
        told.append(household_sentence(in_name(table["name"][own]), float(table["ratio"][own]), YEAR))
    return tuple(told)


def _households_chart(table: pd.DataFrame) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [number(ratio, 1) for ratio in table["ratio"]]
    marks = pd.DataFrame(
        {
            "row": range(len(table)),
            "value": table["ratio"].to_numpy(),
            "name": table["name"].to_numpy(),
            "text": shown,
            "role": table["role"].to_numpy(),
            "part": False,
        }
    )
    rows = pd.DataFrame(
        {"label": table["name"].to_numpy(), "shown": shown, "strong": table["role"].eq("commune").to_numpy()}
    )
    return dot_rows(marks, rows, inks(page_theme()), float(table["ratio"].iloc[0]))
