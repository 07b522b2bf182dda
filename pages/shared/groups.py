"""Groups of communes that pages compare: métropoles, weakening territories, the others; figures of any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import pandas as pd
import streamlit as st

from geo.figures import Figure, group_figure
from geo.typology import metropolitan_flag, weakening_family
from loaders.french import typeset
from pages.shared import data
from pages.shared.options import OPTIONS
from viz.french import Measure, counted, coverage_sentence, in_name, quantity, within

if TYPE_CHECKING:
    from geo.aggregate import Coverage
    from pages.shared.data import Extent
    from pages.shared.panels import Kind

LEAST_SHARE: Final = 60.0
"""Part of the population, in %, below which a figure of a group is not given."""


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


# --- figures ------------------------------------------------------------------------------------------------


def measure_of(indicator: str, year: int | None) -> Measure:
    """Return what sentences about an indicator speak of."""
    item = data.cached_indicators()[indicator]
    return Measure(item.title, item.unit, item.decimals, cast("Kind", item.kind), year)


def figure_of(indicator: str, year: int, group: Group) -> Figure:
    """Return the figure of a group, exact from counts wherever the dictionary gives them."""
    item, codes = data.cached_indicators()[indicator], group.codes
    above_and_below = data.counts(item, year, group.extent)
    by = data.weights(item, year, group.extent)
    return group_figure(
        data.observations(indicator, year, group.extent)["value"].loc[codes],
        data.cached_population(year, group.extent).loc[codes],
        kind=item.kind,
        counts=above_and_below and (above_and_below[0].loc[codes], above_and_below[1].loc[codes]),
        weights=None if by is None else by.loc[codes],
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


# --- groups of all France -----------------------------------------------------------------------------------

METROPOLIS, WEAKENING, REST = "metropolis", "weakening", "rest"


@st.cache_resource(show_spinner=False)
def cached_metropolitan(definition: str) -> pd.Series:
    """Return True for the communes of France that are of a métropole in the sense of a definition."""
    return metropolitan_flag(
        data.cached_france(), definition, data.cached_population(data.LATEST, data.FRANCE)
    )


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


FAMILIES: Final = {
    "industrial": (
        "Tradition industrielle",
        "dans les territoires de tradition industrielle en affaiblissement",
    ),
    "rural": ("Rural peu dense et éloigné", "dans le rural peu dense en affaiblissement"),
    "town": ("Ville moyenne dont le centre se vide", "dans les villes moyennes en affaiblissement"),
}
"""Family of weakening territories to its name and its place in a sentence."""


@st.cache_resource(show_spinner=False)
def cached_families() -> pd.Series:
    """Return the family of weakening territories of each commune of France, missing where there is none."""
    return weakening_family(
        data.cached_france(),
        data.cached_population(2013, data.FRANCE),
        data.cached_population(2018, data.FRANCE),
    )


@st.cache_resource(show_spinner=False)
def cached_groups(definition: str) -> dict[str, Group]:
    """Return the communes of France in three groups: each is in one, métropoles first."""
    flag, families = cached_metropolitan(definition), cached_families()
    weak = families.notna() & ~flag
    parts = {METROPOLIS: flag, WEAKENING: weak, REST: ~flag & ~weak}
    return {role: _national(role, rows) for role, rows in parts.items()}


NAMES: Final = {
    METROPOLIS: ("Métropoles", "dans les métropoles", "Métropoles"),
    WEAKENING: (
        "Territoires « en affaiblissement »",
        "dans les territoires « en affaiblissement »",
        "En affaiblissement",
    ),
    REST: ("Autres communes", "dans les autres communes", "Autres"),
}


def _national(role: str, rows: pd.Series) -> Group:
    name, place, short = map(typeset, NAMES[role])
    codes = rows.index[rows]
    sized_place = f"{place} ({counted(len(codes), 'commune')})"
    return Group(name, sized_place, role, codes, short, data.FRANCE)


@st.cache_resource(show_spinner=False)
def cached_family_groups(definition: str) -> tuple[Group, ...]:
    """Return the families of weakening territories, those of the métropoles left out."""
    families = cached_families()
    weak = cached_groups(definition)[WEAKENING].codes
    return tuple(
        Group(name, place, WEAKENING, weak[families.loc[weak].eq(family)], name, data.FRANCE)
        for family, (name, place) in FAMILIES.items()
    )
