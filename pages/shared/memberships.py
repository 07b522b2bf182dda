"""Which communes of France are of a métropole, of a weakening territory and its family, or of neither.

A territory weakens or not as a whole: signs are those of the intercommunalité, summed from its communes. The
map of a perimeter tells them commune by commune.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from geo.aggregate import aggregate_rate
from geo.demography import natural_and_migratory_balance
from geo.figures import annual_change_pct
from geo.typology import (
    WeakeningThresholds,
    centre_to_ring_gap,
    contains,
    emptying_centre,
    industrial_in_crisis,
    majority,
    metropolitan_flag,
    remote_rural,
    weakening_family,
    weakening_signs,
)
from loaders.french import typeset
from pages.shared import data, france
from pages.shared.groups import METROPOLIS, REST, WEAKENING, Group
from viz.french import counted

CENSUS: Final = (2013, 2018)
LONG: Final = (2013, 2023)


class Definitions(NamedTuple):
    """How the reader cuts France up: options ``metropole`` and ``seuils``."""

    metropolis: str
    rules: str


@dataclass(frozen=True)
class Rules:
    """The thresholds of weakening, as the address writes them (see `geo.typology`)."""

    population: float = 0.0
    leaving: float = 0.0
    jobs: float = 0.0
    vacancy: float = 10.0
    signs: int = 2
    unemployment: float = 13.4

    @classmethod
    def read(cls, text: str) -> Rules:
        """Read the option ``seuils``: six numbers with underscores between them."""
        population, leaving, jobs, vacancy, signs, unemployment = text.split("_")
        return cls(
            float(population), float(leaving), float(jobs), float(vacancy), int(signs), float(unemployment)
        )

    def written(self) -> str:
        """Write the option ``seuils``."""
        numbers = (self.population, self.leaving, self.jobs, self.vacancy, self.signs, self.unemployment)
        return "_".join(f"{number:g}" for number in numbers)

    @property
    def thresholds(self) -> WeakeningThresholds:
        """The thresholds of the signs."""
        return WeakeningThresholds(self.population, self.leaving, self.jobs, vacancy_rate_pct=self.vacancy)


@dataclass(frozen=True)
class Territories:
    """What the signs and criteria of weakening rest on, for communes or for EPCI, on one index."""

    population_change: pd.Series
    natural: pd.Series
    migratory: pd.Series
    jobs_change: pd.Series
    vacancy_rate: pd.Series
    unemployment_rate: pd.Series
    industrial: pd.Series
    town_centre: pd.Series
    remote_rural: pd.Series

    def signs(self, rules: Rules) -> pd.DataFrame:
        """Return which signs each territory shows."""
        return weakening_signs(
            population_change=self.population_change,
            natural=self.natural,
            migratory=self.migratory,
            jobs_change=self.jobs_change,
            vacancy_rate=self.vacancy_rate,
            thresholds=rules.thresholds,
        )

    def families(self, rules: Rules) -> pd.Series:
        """Return the family of each territory (see `geo.typology.FAMILIES`)."""
        crisis = industrial_in_crisis(
            self.industrial, self.unemployment_rate, unemployment_from=rules.unemployment
        )
        return weakening_family(
            self.signs(rules),
            industrial=crisis,
            town_centre=self.town_centre,
            remote_rural=self.remote_rural,
            minimum_signs=rules.signs,
        )


# --- what signs rest on -------------------------------------------------------------------------------------


def _values(indicator: str, year: int) -> pd.Series:
    return data.observations(indicator, year, data.FRANCE)["value"]


def _summed(columns: dict[Any, pd.Series], groups: pd.Series | None) -> pd.DataFrame:
    """Return counts by group, the communes that lack one of them left out of all."""
    table = pd.DataFrame(columns)
    return (
        table
        if groups is None
        else table.dropna().groupby(groups).sum().reindex(groups.unique()).sort_index()
    )


def _annual_change(start: pd.Series, end: pd.Series, years: int) -> pd.Series:
    pairs = zip(start, end, strict=True)
    return pd.Series([annual_change_pct(a, b, years) for a, b in pairs], index=start.index)


def _measures(groups: pd.Series | None) -> dict[str, pd.Series]:
    """Return the numbers behind the signs, of each commune or of each group."""
    first, last = CENSUS
    people = _summed({year: _values("population", year) for year in LONG}, groups)
    census = _summed(
        {
            "start": _values("population", first),
            "end": _values("population", last),
            "births": _values("births_2013_2018", last),
            "deaths": _values("deaths_2013_2018", last),
        },
        groups,
    )
    balance = natural_and_migratory_balance(
        census["start"], census["end"], census["births"], census["deaths"], last - first
    )
    jobs = _summed({year: _values("jobs_at_workplace", year) for year in CENSUS}, groups)
    return {
        "population_change": _annual_change(people[LONG[0]], people[LONG[1]], LONG[1] - LONG[0]),
        "natural": balance["natural_pct"],
        "migratory": balance["migratory_pct"],
        "jobs_change": _annual_change(jobs[first], jobs[last], last - first),
        "vacancy_rate": _rate("vacant_dwellings", "dwellings", groups),
        "unemployment_rate": _rate("unemployed_15_64", "labour_force_15_64", groups),
    }


def _rate(numerator: str, denominator: str, groups: pd.Series | None) -> pd.Series:
    above, below = _values(numerator, CENSUS[-1]), _values(denominator, CENSUS[-1])
    by = above.index.to_series() if groups is None else groups
    return aggregate_rate(above, below, by)


@st.cache_resource(show_spinner=False)
def cached_commune_territories() -> Territories:
    """Return what the signs of each commune of France rest on."""
    communes, measures = data.cached_france(), _measures(None)
    gap = centre_to_ring_gap(
        _values("population", LONG[0]),
        _values("population", LONG[1]),
        LONG[1] - LONG[0],
        communes["code_aav2020"],
        communes["aav2020_category"],
    )
    return Territories(
        **measures,
        industrial=communes["territoire_industrie"].notna() | communes["mbm_250"],
        town_centre=emptying_centre(
            communes["aav2020_category"],
            communes["aav2020_size_class"],
            measures["population_change"],
            gap,
        ),
        remote_rural=remote_rural(communes["density_level"], communes["aav2020_category"]),
    )


@st.cache_resource(show_spinner=False)
def cached_epci_territories() -> Territories:
    """Return what the signs of each EPCI of France rest on; a commune in none stands for itself."""
    groups, communes = france.cached_groups(), cached_commune_territories()
    people = data.cached_population(data.LATEST, data.FRANCE)
    return Territories(
        **_measures(groups),
        industrial=majority(communes.industrial, people, groups),
        town_centre=contains(communes.town_centre, groups),
        remote_rural=majority(communes.remote_rural, people, groups),
    )


# --- families -----------------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=50)
def cached_epci_families(rules: str) -> pd.Series:
    """Return the family of each EPCI of France under the thresholds of the option ``seuils``."""
    return cached_epci_territories().families(Rules.read(rules))


@st.cache_resource(show_spinner=False, max_entries=50)
def cached_commune_families(rules: str) -> pd.Series:
    """Return the family of each commune of France, from its own signs."""
    return cached_commune_territories().families(Rules.read(rules))


# --- groups of communes -------------------------------------------------------------------------------------

NAMES: Final = {
    METROPOLIS: ("Métropoles", "dans les métropoles", "Métropoles"),
    WEAKENING: (
        "Territoires « en affaiblissement »",
        "dans les territoires « en affaiblissement »",
        "En affaiblissement",
    ),
    REST: ("Autres territoires", "dans les autres territoires", "Autres"),
}
FAMILY_NAMES: Final = {
    "industrial": ("Tradition industrielle", "dans les territoires de tradition industrielle"),
    "town_centre": ("Ville moyenne", "dans les territoires de ville moyenne"),
    "remote_rural": ("Rural peu dense et éloigné", "dans les territoires ruraux peu denses et éloignés"),
    "other": ("En affaiblissement, autres", "dans les autres territoires en affaiblissement"),
}
"""Families of weakening territories, in the order of `geo.typology.FAMILIES`."""


@st.cache_resource(show_spinner=False)
def cached_metropolitan(definition: str) -> pd.Series:
    """Return True for the communes of France that are of a métropole; unknown ones are not."""
    people = data.cached_population(data.LATEST, data.FRANCE)
    flag = metropolitan_flag(data.cached_france(), definition, population=people)
    return flag.fillna(value=False).astype(bool)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_membership(chosen: Definitions) -> pd.Series:
    """Return the group or the family of each commune of France.

    ``metropolis`` first, then the family of its EPCI, `REST` where the EPCI does not weaken; missing where
    that is not known.
    """
    families = france.cached_groups().map(cached_epci_families(chosen.rules)).astype(object)
    member = families.mask(families.eq("none"), REST)
    return member.mask(cached_metropolitan(chosen.metropolis), METROPOLIS)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_groups(chosen: Definitions) -> dict[str, Group]:
    """Return three groups of communes of France: métropoles, weakening territories, the others."""
    member = cached_membership(chosen)
    parts = {
        METROPOLIS: member.eq(METROPOLIS),
        WEAKENING: member.isin(FAMILY_NAMES),
        REST: member.eq(REST),
    }
    return {role: _national(role, rows) for role, rows in parts.items()}


def _national(role: str, rows: pd.Series) -> Group:
    name, place, short = map(typeset, NAMES[role])
    codes = rows.index[rows]
    sized_place = f"{place} ({counted(len(codes), 'commune')})"
    return Group(name, sized_place, role, codes, short, data.FRANCE)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_family_groups(chosen: Definitions) -> tuple[Group, ...]:
    """Return the families of weakening territories that have communes, those of the métropoles left out."""
    member = cached_membership(chosen)
    groups = [
        Group(name, place, WEAKENING, member.index[member.eq(family)], name, data.FRANCE)
        for family, (name, place) in FAMILY_NAMES.items()
    ]
    return tuple(group for group in groups if len(group.codes))
