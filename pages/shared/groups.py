"""Groups of communes that pages compare, and the figure of any group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import pandas as pd
import streamlit as st

from geo.figures import Figure, group_figure
from geo.reliability import LEAST_SHARE
from loaders.french import typeset
from pages.shared import data
from pages.shared.options import OPTIONS
from viz.french import Measure, counted, coverage_sentence, in_name, quantity, within

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from geo.aggregate import Coverage
    from pages.shared.data import Extent
    from pages.shared.panels import Kind


@dataclass(frozen=True)
class Group:
    """Some communes under one name.

    Attributes
    ----------
    name, short
        French: as a row of a chart or a table says it; as the end of a line does.
    place
        With its preposition and its size, for the middle of a sentence.
    role
        Its colour (see `viz.charts.theme.Inks`).
    codes
        Its communes.
    extent
        Which table has its figures.
    """

    name: str
    place: str
    role: str
    codes: pd.Index
    short: str = ""
    extent: Extent = "local"

    @cached_property
    def places(self) -> npt.NDArray[np.intp]:
        """Where its communes stand among those of its extent."""
        return data.communes_of(self.extent).index.get_indexer(self.codes)

    def of(self, series: pd.Series) -> pd.Series:
        """Return the part of a Series on all communes of the extent, in their order: faster than by codes."""
        return series.iloc[self.places]


# --- figures ------------------------------------------------------------------------------------------------


def measure_of(indicator: str, year: int | None) -> Measure:
    """Return what sentences about an indicator speak of."""
    item = data.cached_indicators()[indicator]
    return Measure(item.title, item.unit, item.decimals, cast("Kind", item.kind), year)


def figure_of(indicator: str, year: int, group: Group) -> Figure:
    """Return the figure of a group, exact from counts wherever the dictionary gives them."""
    item = data.cached_indicators()[indicator]
    above_and_below = data.counts(item, year, group.extent)
    by = data.weights(item, year, group.extent)
    return group_figure(
        group.of(data.observations(indicator, year, group.extent)["value"]),
        group.of(data.cached_population(year, group.extent)),
        kind=item.kind,
        counts=above_and_below and (group.of(above_and_below[0]), group.of(above_and_below[1])),
        weights=None if by is None else group.of(by),
    )


def enough(known: Coverage) -> bool:
    """Tell whether enough of the population is covered to give a figure."""
    return known.weight_share >= LEAST_SHARE


def given(figure: Figure) -> float:
    """Return the value of a figure, NaN when too little of the population is covered."""
    return figure.value if enough(figure.coverage) else float("nan")


def covered(known: Coverage) -> str:
    """Write what a figure rests on."""
    return coverage_sentence(known.n, known.total, known.weight_share)


def too_little(place: str, known: Coverage) -> str:
    """Say why a figure is not given."""
    if not known.n:
        return f"Le chiffre n’est pas donné {place}, car aucune valeur n’y est publiée."
    least = quantity(LEAST_SHARE, "%")
    text = (
        f"Le chiffre n’est pas donné {place} : des valeurs n’y sont publiées que pour {covered(known)}, "
        f"et il en faudrait au moins {least}."
    )
    return typeset(text)


def perimeter_covered(name: str, known: Coverage) -> str:
    """Write the end of a source line: the perimeter, and what is published in it."""
    return typeset(f"Périmètre : {name}, valeurs publiées pour {covered(known)}.")


def definition_words(definition: str) -> str:
    """Write what a métropole is, for a source line."""
    words = OPTIONS["metropole"].choices[definition]
    return typeset(f"Métropoles : {words[0].lower()}{words[1:]}.")


# --- groups -----------------------------------------------------------------------------------------------

METROPOLIS, WEAKENING, REST = "metropolis", "weakening", "rest"
"""Roles of the three groups of all France."""


def whole_france() -> Group:
    """Return all the communes of France."""
    return Group("France", "en France", "reference", data.cached_france().index, "France", data.FRANCE)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_perimeter_group(perimeter: str, extent: Extent = data.FRANCE) -> Group:
    """Return the chosen perimeter, with figures of the table of an extent."""
    territory = data.cached_territory(perimeter)
    place = within(territory.label_in_sentence)
    short = territory.title.partition(" (")[0]
    return Group(territory.title, place, "basin", territory.codes, short, extent)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_epci_groups(perimeter: str, extent: Extent = data.FRANCE) -> tuple[Group, ...]:
    """Return the parts of a perimeter in each EPCI, from west to east."""
    codes = data.cached_territory(perimeter).codes
    communes = data.cached_france().loc[codes]
    west = communes.groupby("epci_name")["centroid_lon"].mean().sort_values().index
    return tuple(
        Group(str(name), str(name), "basin", codes[communes["epci_name"].eq(name)], str(name), extent)
        for name in west
    )


def commune_group(commune: str | None) -> tuple[Group, ...]:
    """Return the chosen commune, if there is one."""
    if not commune:
        return ()
    name = str(data.cached_france()["name"][commune])
    return (Group(name, in_name(name), "commune", pd.Index([commune]), name, data.FRANCE),)


def sized(name: str, codes: pd.Index) -> str:
    """Return a name with the number of its communes."""
    return f"{name} · {counted(len(codes), 'commune')}"
