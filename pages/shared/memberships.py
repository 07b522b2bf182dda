"""Which communes of France are of a métropole, of a weakening territory and its family, or of neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.typology import metropolitan_flag, weakening_family
from loaders.french import typeset
from pages.shared import data
from pages.shared.groups import METROPOLIS, REST, WEAKENING, Group
from viz.french import counted

if TYPE_CHECKING:
    import pandas as pd


@st.cache_resource(show_spinner=False)
def cached_metropolitan(definition: str) -> pd.Series:
    """Return True for the communes of France that are of a métropole in the sense of a definition."""
    return metropolitan_flag(
        data.cached_france(), definition, data.cached_population(data.LATEST, data.FRANCE)
    )


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
