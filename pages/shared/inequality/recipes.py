"""Fragility of the communes of the Nord and the Pas-de-Calais: themes, weights, recipes, ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.classify import assign_classes, class_breaks
from geo.fragility import FDEP_SIGNS, Deprivation, decile_score, fdep, rank_range, recipe_scores
from pages.shared import data
from pages.shared.typography import said
from viz.french import in_name, within

if TYPE_CHECKING:
    from pages.shared.url_state import State


@dataclass(frozen=True)
class Theme:
    """A theme of the score: its French name, its indicator and year, in which sense it counts."""

    title: str
    indicator: str
    year: int
    direction: str


THEMES: Final = {
    "revenus": Theme("Revenus", "median_income_eur", 2021, "higher_is_better"),
    "emploi": Theme("Emploi", "unemployment_rate_pct", 2021, "lower_is_better"),
    "diplomes": Theme("Diplômes", "no_baccalaureate_share_pct", 2022, "lower_is_better"),
    "familles": Theme("Familles", "single_parent_households_share_pct", 2022, "lower_is_better"),
    "logement": Theme("Logement", "vacant_housing_share_pct", 2022, "lower_is_better"),
}
"""One indicator per theme, known for nearly all communes; "lower is better": more of it counts as fragile."""
FDEP_YEARS: Final = {
    "median_income_eur": 2021,
    "higher_education_share_pct": 2022,
    "workers_share_pct": 2022,
    "unemployment_rate_pct": 2021,
}
EQUAL: Final = "1" * len(THEMES)
"""Weights of the themes when the reader has chosen none, a digit per theme."""
FIFTHS: Final = 5
DECILES: Final = "deciles"
FDEP: Final = "fdep"
CHOSEN: Final = "chosen"


def weights_of(digits: str) -> dict[str, float]:
    """Return the weight of each theme from the digits of the address."""
    return {theme: float(digit) for theme, digit in zip(THEMES, digits, strict=True)}


@st.cache_resource(show_spinner=False)
def cached_frame() -> pd.DataFrame:
    """Return the values of the themes, a column each, for every commune of the Nord and the Pas-de-Calais."""
    return pd.DataFrame(
        {key: data.observations(item.indicator, item.year)["value"] for key, item in THEMES.items()}
    )


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_points(digits: str) -> pd.DataFrame:
    """Return points by theme (1 to 10, before weights) and the weighted ``score``."""
    directions = {key: item.direction for key, item in THEMES.items()}
    points = decile_score(cached_frame(), directions)
    return points.assign(score=decile_score(cached_frame(), directions, weights_of(digits))["score"])


@st.cache_resource(show_spinner=False)
def cached_fdep() -> Deprivation:
    """Return the first principal component of the four indicators of FDep, weighted by inhabitants."""
    frame = pd.DataFrame({key: data.observations(key, year)["value"] for key, year in FDEP_YEARS.items()})
    return fdep(frame, data.cached_population(max(FDEP_YEARS.values())), signs=FDEP_SIGNS)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_scores(digits: str, recipe: str) -> pd.Series:
    """Return the score of every commune under a recipe: decile points with weights, or FDep."""
    return cached_fdep().scores if recipe == FDEP else cached_points(digits)["score"]


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_fifths(digits: str, recipe: str) -> pd.Series:
    """Return in which fifth of the communes of the two départements each score lies, 0 the lowest."""
    scores = cached_scores(digits, recipe)
    return assign_classes(scores, class_breaks(scores, "quantile", FIFTHS, decimals=2), decimals=2)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_recipes(digits: str) -> pd.DataFrame:
    """Return the score of every commune under each recipe: a column each."""
    directions = {key: item.direction for key, item in THEMES.items()}
    recipes = recipe_scores(cached_frame(), directions)
    if digits != EQUAL:
        recipes = recipes.assign(**{CHOSEN: cached_points(digits)["score"]})
    component = cached_fdep()
    return recipes.assign(**{FDEP: component.scores}) if component.signs_as_expected else recipes


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_ranks(digits: str) -> pd.DataFrame:
    """Return the range of ranks of every commune over the recipes (`geo.fragility.rank_range`)."""
    return rank_range(cached_recipes(digits))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_rank_table(digits: str) -> pd.DataFrame:
    """Return the rank of every commune under each recipe, 1 for the highest score."""
    return cached_recipes(digits).dropna().rank(ascending=False, method="average")


def recipe_title(recipe: str) -> str:
    """Name a recipe in French."""
    names = {"all": "Cinq thèmes, même poids", CHOSEN: "Vos poids", FDEP: "FDep (première composante)"}
    if recipe in names:
        return names[recipe]
    theme = THEMES[recipe.removeprefix("without_")].title
    return f"Sans le thème « {theme} »"


def source() -> str:
    """Return the credit of the score: sources and years of its themes."""
    items = data.cached_indicators()
    used = {(items[theme.indicator].source, theme.year) for theme in THEMES.values()}
    credit = " ; ".join(f"{source}, {year}" for source, year in sorted(used))
    sidecar = data.cached_sidecar("indicator_values")
    return said(
        f"Source : {credit}. Communes au 1er janvier {sidecar['geography_year']}. {sidecar['licence']}. "
        "Calcul du site."
    )


def place(state: State) -> str:
    """Return the perimeter with its preposition and size."""
    return within(data.cached_territory(state.perimeter).label_in_sentence)


def own_place(state: State) -> str:
    """Return the chosen commune with its preposition."""
    return in_name(str(data.cached_communes()["name"][str(state.commune)]))
