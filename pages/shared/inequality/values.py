"""What the page compares: the chosen perimeter, Nord–Pas-de-Calais, France; their values and inhabitants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.aggregate import Coverage, coverage
from loaders.french import typeset
from pages.shared import data
from pages.shared.groups import covered, enough
from pages.shared.inequality.words import BELOW_ZERO, COUNT, NO_FRANCE, OUTSIDE
from pages.shared.typography import said
from pages.shared.url_state import State
from viz.french import within

if TYPE_CHECKING:
    import pandas as pd


ROLES: Final = ("basin", "reference", "rest")


@dataclass(frozen=True)
class Compared:
    """A place with one value per commune.

    Attributes
    ----------
    id, name
        Of the territory; the name as charts write it.
    place
        Name with its preposition and size, for the middle of a sentence.
    role
        Its colour in charts (see `viz.charts.theme.Inks`).
    observed, weights
        One per commune: the indicator (NaN when not published), inhabitants.
    known
        What the values cover.
    """

    id: str
    name: str
    place: str
    role: str
    observed: pd.Series
    weights: pd.Series
    known: Coverage

    @property
    def enough(self) -> bool:
        """Tell whether enough of the population is covered to give a figure."""
        return enough(self.known)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_compared(indicator: str, year: int, perimeter: str) -> tuple[Compared, ...]:
    """Return the chosen perimeter, then the larger ones around it that have values in this year."""
    ids = dict.fromkeys([perimeter, *around(indicator, year)])
    return tuple(
        _compared(indicator, year, territory, role) for territory, role in zip(ids, ROLES, strict=False)
    )


def around(indicator: str, year: int) -> list[str]:
    """Return the larger places that have values of an indicator in a year."""
    return [
        place
        for place in (data.REFERENCE, data.FRANCE)
        if year in data.years_of(indicator, data.extent_of(place))
    ]


def _compared(indicator: str, year: int, territory: str, role: str) -> Compared:
    where = data.cached_territory(territory)
    values = data.observations(indicator, year, where.extent)["value"].loc[where.codes]
    weights = data.cached_population(year, where.extent).loc[where.codes]
    return Compared(
        id=territory,
        name=where.title,
        place=within(where.label_in_sentence),
        role=role,
        observed=values,
        weights=weights,
        known=coverage(values, weights),
    )


def given(places: tuple[Compared, ...]) -> list[Compared]:
    """Return the places whose figures are given."""
    return [place for place in places if place.enough]


def communes_of(place: Compared) -> pd.DataFrame:
    """Return the communes of a place."""
    return data.communes_of(data.extent_of(place.id)).loc[place.observed.index]


def source_of(state: State, places: tuple[Compared, ...]) -> str:
    """Return the credit of a figure: source, year, geography, licence, and the coverage of each place."""
    item = data.cached_indicators()[state.indicator]
    coverages = " ; ".join(f"{place.name}, {covered(place.known)}" for place in places)
    line = data.source_line(item, state.year, data.extent_of(state.perimeter))
    missing = (
        [] if data.FRANCE in around(state.indicator, state.year) else [said(NO_FRANCE, year=str(state.year))]
    )
    return " ".join([line, typeset(f"Couverture : {coverages}."), *missing])


def asked(state: State) -> State:
    """Return the choices that figures of the page depend on: what is made for them serves every reader."""
    return State(
        indicator=state.indicator,
        perimeter=state.perimeter,
        year=state.year,
        commune=state.commune,
        options=state.options,
    )


def unfit(state: State) -> bool:
    """Tell the reader why a count has no place on this page, if the indicator is one."""
    item = data.cached_indicators()[state.indicator]
    if item.kind == "count":
        st.info(said(COUNT, title=item.title), icon=":material/info:")
    return item.kind == "count"


def below_zero(state: State) -> bool:
    """Tell the reader why shares of a total have no meaning, if a value of a place compared is negative."""
    places = cached_compared(state.indicator, state.year, state.perimeter)
    negative = any(place.observed.lt(0).any() for place in places)
    if negative:
        title = data.cached_indicators()[state.indicator].title
        st.info(said(BELOW_ZERO, title=title), icon=":material/info:")
    return negative


def outside(state: State) -> bool:
    """Tell the reader that a measure is of the Nord and the Pas-de-Calais only, if the perimeter is not."""
    elsewhere = data.extent_of(state.perimeter) == data.FRANCE
    if elsewhere:
        st.info(said(OUTSIDE), icon=":material/info:")
    return elsewhere
