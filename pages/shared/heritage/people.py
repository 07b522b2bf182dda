"""« Qui y vit ? » : communes of the property, of its buffer zone, others; with and without a shaft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.aggregate import Coverage, aggregate_rate, coverage
from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure, show_pairs
from pages.shared.heritage.words import ECOLOGICAL, PEOPLE_LEAD
from pages.shared.options import OPTIONS, option
from pages.shared.typography import clean, lines
from pages.shared.widgets import select_pills
from viz.french import number, quantity

if TYPE_CHECKING:
    import altair as alt

    from loaders.catalog import Indicator
    from pages.shared.url_state import State
    from viz.palettes import Theme

PARAMETER: Final = "comparaison"
INDICATORS: Final = (
    "unemployment_rate_pct",
    "employment_rate_pct",
    "jobs_per_100_employed_residents",
    "owner_occupiers_share_pct",
    "vacant_housing_share_pct",
    "age_65_plus_share_pct",
)
"""Rates that counts give exactly for any group of communes."""
SHORT_UNIT: Final = 3
GROUPS: Final = {
    "bien": {
        "property": "Communes du bien inscrit",
        "buffer": "Zone tampon seule",
        "basin": "Reste du bassin minier",
        "outside": "Reste du Nord et du Pas-de-Calais",
    },
    "puits": {
        "shaft": "Bassin minier, avec au moins un puits",
        "no_shaft": "Bassin minier, sans puits",
        "outside": "Reste du Nord et du Pas-de-Calais",
    },
}
ROLES: Final = {
    "property": "basin",
    "shaft": "basin",
    "buffer": "weakening",
    "basin": "metropolis",
    "no_shaft": "metropolis",
    "outside": "rest",
}


@dataclass(frozen=True)
class GroupFigure:
    """A rate of a group of communes, from counts, and what it covers."""

    group: str
    title: str
    rate: float
    known: Coverage


def show_people(state: State) -> None:  # noqa: ARG001 (the comparison is an option of the address)
    """Draw the chooser of the comparison, who lives in each group, then one block per rate."""
    select_pills(PARAMETER, "Comparaison")
    first, *others = cached_blocks(option(PARAMETER), page_theme())
    show_figure(first)
    show_pairs(others)


@st.cache_resource(show_spinner=False)
def cached_groups(comparison: str) -> pd.Series:
    """Return the group of each commune of the Nord and the Pas-de-Calais."""
    communes = data.cached_communes()
    groups = pd.Series("outside", communes.index)
    if comparison == "puits":
        with_shaft = communes["n_mine_shafts"] > 0
        groups[communes["mbm_250"].astype(bool)] = "no_shaft"
        groups[communes["mbm_250"].astype(bool) & with_shaft] = "shaft"
        return groups
    for flag, name in (
        ("mbm_250", "basin"),
        ("unesco_buffer_124", "buffer"),
        ("unesco_property_87", "property"),
    ):
        groups[communes[flag].astype(bool)] = name
    return groups


@st.cache_resource(show_spinner=False)
def cached_rates(comparison: str, indicator: str) -> tuple[int, tuple[GroupFigure, ...]]:
    """Return the year and the exact rate of each group: sums of counts over sums of counts."""
    item = data.cached_indicators()[indicator]
    year = max(year for year in item.ratio_years if data.counts(item, year, "local") is not None)
    found = data.counts(item, year, "local")
    if found is None:
        raise ValueError(f"{indicator} has no counts in {year}")
    above, below = found
    groups, people = cached_groups(comparison), data.cached_population(year)
    rates = aggregate_rate(above, below, groups)
    both = above.where(below.notna())
    figures = tuple(
        GroupFigure(key, title, float(rates[key]), coverage(both[groups == key], people[groups == key]))
        for key, title in GROUPS[comparison].items()
    )
    return year, figures


@st.cache_resource(show_spinner=False)
def cached_blocks(comparison: str, theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the blocks of a comparison, in a theme."""
    return (_inhabitants(comparison), *(_block(comparison, name) for name in INDICATORS))


def _inhabitants(comparison: str) -> FigureBlock:
    groups, people = cached_groups(comparison), data.cached_population(data.LATEST)
    sums, sizes = people.groupby(groups).sum(), groups.value_counts()
    rows, sentences = [], []
    for key, title in GROUPS[comparison].items():
        rows.append((clean(title), number(sizes[key]), number(sums[key])))
        sentences.append(f"{title} : {number(sums[key])} habitants dans {number(sizes[key])} communes.")
    return FigureBlock(
        key="vivre-habitants",
        title="Combien d’habitants ?",
        lead=clean(PEOPLE_LEAD[comparison]),
        description="Habitants et communes de chaque groupe",
        sentences=tuple(clean(text) for text in sentences),
        grid=Grid(("Groupe", "Communes", "Habitants"), rows, frozenset({1, 2})),
        source=clean(
            f"Source : Insee, populations de référence {data.LATEST} ; listes de communes : Mission "
            f"Bassin Minier (couches de 2018). Communes au 1er janvier 2025. Licence Ouverte 2.0."
        ),
        caution=lines(ECOLOGICAL),
    )


def told(item: Indicator, rate: float) -> str:
    """Return a rate with its unit, left out when the title already says it at length."""
    return quantity(rate, item.unit if len(item.unit) <= SHORT_UNIT else "", item.decimals)


def _block(comparison: str, indicator: str) -> FigureBlock:
    item = data.cached_indicators()[indicator]
    year, figures = cached_rates(comparison, indicator)
    rows = [
        (
            clean(f.title),
            told(item, f.rate),
            f"{number(f.known.n)} sur {number(f.known.total)}",
        )
        for f in figures
    ]
    known, total = (sum(n) for n in zip(*((f.known.n, f.known.total) for f in figures), strict=True))
    return FigureBlock(
        key=f"vivre-{indicator.replace('_', '-')}",
        title=f"{item.title} ({year})",
        description=f"{item.title}, {OPTIONS[PARAMETER].choices[comparison]}, {year}",
        chart=_chart(item, figures),
        sentences=(_sentence(item, year, figures),),
        grid=Grid(("Groupe", item.short, "Communes connues"), rows, frozenset({1})),
        source=clean(
            f"{data.source_line(item, year)} Taux exacts : sommes des effectifs des communes de chaque "
            f"groupe. Couverture : {number(known)} communes sur {number(total)}."
        ),
        caution=lines(ECOLOGICAL),
    )


def _sentence(item: Indicator, year: int, figures: tuple[GroupFigure, ...]) -> str:
    parts = [f"{told(item, f.rate)} ({f.title[0].lower()}{f.title[1:]})" for f in figures]
    return clean(f"{item.title} en {year} : {', '.join(parts)}.")


def _chart(item: Indicator, figures: tuple[GroupFigure, ...]) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [told(item, f.rate) for f in figures]
    titles = [clean(f.title) for f in figures]
    marks = pd.DataFrame(
        {
            "row": range(len(figures)),
            "value": [f.rate for f in figures],
            "name": titles,
            "text": shown,
            "role": [ROLES[f.group] for f in figures],
            "part": False,
        }
    )
    rows = pd.DataFrame({"label": titles, "shown": shown, "strong": [i == 0 for i in range(len(figures))]})
    return dot_rows(marks, rows, inks(page_theme()), None)
