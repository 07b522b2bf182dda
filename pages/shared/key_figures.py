"""Eight figures of a perimeter against Nord–Pas-de-Calais, each from counts wherever counts exist."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo.aggregate import Coverage, coverage
from geo.figures import annual_change_pct
from pages.shared import data
from viz.french import counted, coverage_sentence, quantity, signed

if TYPE_CHECKING:
    from pages.shared.data import Extent
    from pages.shared.url_state import State

FROM, TO = 2017, 2023
BALANCE = 2022
PLACE = "Nord–Pas-de-Calais"


@dataclass(frozen=True)
class KeyFigure:
    """One figure of a territory, ready to be said."""

    name: str
    year: str
    value: float
    unit: str
    decimals: int
    source: str
    approximate: bool = False
    signed: bool = False
    known: Coverage | None = None

    def number(self) -> str:
        """Write the value without its unit, but with the sign of a percentage."""
        write = signed if self.signed else quantity
        return write(self.value, "%" if self.unit.startswith("%") else "", self.decimals)

    def rest_of_unit(self) -> str:
        """Write what `number` leaves out."""
        return self.unit.removeprefix("%").strip()

    def text(self) -> str:
        """Write the value with its unit."""
        write = signed if self.signed else quantity
        return write(self.value, self.unit, self.decimals)


INDICATORS = (
    ("unemployment_rate_pct", 2021),
    ("employment_rate_pct", 2021),
    ("jobs_per_100_employed_residents", 2018),
    ("vacant_housing_share_pct", 2018),
    ("median_income_eur", 2021),
)


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_key_figures(territory: str, extent: Extent = "local") -> tuple[KeyFigure, ...]:
    """Return the eight figures of a territory (a perimeter id, or a commune as ``commune_62498``).

    ``extent`` says whose years are taken: those of the perimeter on the page.
    """
    return (
        _population(territory),
        _change(territory),
        _natural_balance(territory, data.nearest_year("births", BALANCE, extent)),
        *_rates(territory, extent),
    )


def _total(indicator: str, year: int, territory: str) -> float:
    return data.cached_figure(indicator, year, territory).value


def _population(territory: str) -> KeyFigure:
    figure = data.cached_figure("population", TO, territory)
    source = data.cached_indicators()["population"].source
    return KeyFigure("Habitants", str(TO), figure.value, "", 0, source, known=figure.coverage)


def _change(territory: str) -> KeyFigure:
    start, end = (_total("population", year, territory) for year in (FROM, TO))
    value = annual_change_pct(start, end, TO - FROM)
    source = data.cached_indicators()["population"].source
    return KeyFigure(
        "Évolution de la population",
        f"{FROM}–{TO}",
        value,
        "% par an",
        2,
        source,
        signed=True,
        known=_both(territory),
    )


def _both(territory: str) -> Coverage:
    place = data.cached_territory(territory)
    first, last = (data.observations("population", year, place.extent)["value"] for year in (FROM, TO))
    return coverage(place.of(first + last), place.of(data.cached_population(TO, place.extent)))


def _natural_balance(territory: str, year: int) -> KeyFigure:
    births, deaths = (data.cached_figure(name, year, territory) for name in ("births", "deaths"))
    source = data.cached_indicators()["births"].source
    return KeyFigure(
        "Naissances moins décès",
        str(year),
        births.value - deaths.value,
        "",
        0,
        source,
        signed=True,
        known=births.coverage,
    )


def _rates(territory: str, extent: Extent) -> list[KeyFigure]:
    items = data.cached_indicators()
    years = [(name, data.nearest_year(name, year, extent)) for name, year in INDICATORS]
    figures = [(items[name], year, data.cached_figure(name, year, territory)) for name, year in years]
    return [
        KeyFigure(
            item.title,
            str(year),
            figure.value,
            item.unit,
            item.decimals,
            item.source,
            figure.approximate,
            known=figure.coverage,
        )
        for item, year, figure in figures
    ]


def show_key_figures(state: State) -> None:
    """Draw the eight figures of the perimeter, Nord–Pas-de-Calais (or France) and the chosen commune."""
    extent = data.extent_of(state.perimeter)
    against = data.REFERENCE if extent == "local" else data.FRANCE
    here = cached_key_figures(state.perimeter, extent)
    reference = cached_key_figures(against, extent)
    mine = cached_key_figures(f"commune_{state.commune}", extent) if state.commune else (None,) * len(here)
    name = str(data.communes_of(extent).loc[state.commune, "name"]) if state.commune else ""
    whole = state.perimeter == against
    place = data.cached_territory(against).title.partition(" (")[0]
    cards = [
        _card(figure, None if whole else other, own, name, place)
        for figure, other, own in zip(here, reference, mine, strict=True)
    ]
    st.html(f'<div class="bm-figures">{"".join(cards)}</div>')


def _card(
    figure: KeyFigure, other: KeyFigure | None, own: KeyFigure | None, name: str, place: str = PLACE
) -> str:
    approx = ' <span class="bm-approx">approximation</span>' if figure.approximate else ""
    against = f'<span class="bm-against">{place} : {html.escape(other.text())}</span>' if other else ""
    mine = f'<span class="bm-mine">{html.escape(name)} : {html.escape(own.text())}</span>' if own else ""
    return (
        f'<div class="bm-figure"><span class="bm-name">{html.escape(figure.name)}</span>'
        f'<span class="bm-value">{html.escape(figure.number())} '
        f"<small>{html.escape(figure.rest_of_unit())}</small>{approx}</span>{against}{mine}"
        f'<span class="bm-origin">{html.escape(_origin(figure))}</span></div>'
    )


def _origin(figure: KeyFigure) -> str:
    words = f"{figure.source}, {figure.year}."
    if figure.known is None:
        return words
    if figure.known.n == figure.known.total:
        return f"{words} {counted(figure.known.total, 'commune')}."
    return f"{words} {coverage_sentence(figure.known.n, figure.known.total, figure.known.weight_share)}."
