"""Do neighbours resemble each other? Local Moran on the whole of 59 and 62, shown on the perimeter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.autocorrelation import Moran, local_moran, moran
from geo.classify import displayed
from geo.neighbours import contiguity
from pages.shared import data
from pages.shared.category_maps import category_view
from pages.shared.figure_block import FigureBlock, Grid, show_figure
from pages.shared.groups import measure_of
from pages.shared.inequality.values import outside, unfit
from pages.shared.inequality.words import LISA, LISA_CAUTION
from pages.shared.maps import cached_geometry, draw_map
from pages.shared.typography import paragraphs, said
from viz.categories import Category, Shown, category_map
from viz.choropleth import Words
from viz.french import coverage_sentence, in_name, number, quantity, within
from viz.map_component import show_table
from viz.palettes import Paint
from viz.sentences.neighbours import ClusterCount, cluster_sentence, moran_sentence, place_sentence

if TYPE_CHECKING:
    from pages.shared.url_state import State
    from viz.layers import Choropleth

KEY: Final = "voisinages"
PERMUTATIONS: Final = 9_999
GLOBAL_PERMUTATIONS: Final = 999
SEED: Final = 0
ALPHA: Final = 0.05
CATEGORIES: Final = {
    "high_high": Category("Haute, parmi des voisines hautes", Paint("#9c3d24", "#e8825c")),
    "high_low": Category("Haute, parmi des voisines basses", Paint("#e2a183", "#7f3d28")),
    "low_high": Category("Basse, parmi des voisines hautes", Paint("#9cc0e4", "#2f5681")),
    "low_low": Category("Basse, parmi des voisines basses", Paint("#326397", "#7fb0e0")),
    "not_significant": Category("Non significatif", Paint("#e9e1cf", "#3b382f")),
}
"""Classes of `geo.autocorrelation.local_moran`, in the order of the legend."""


@st.cache_resource(show_spinner="Recherche des communes voisines…")
def cached_pairs() -> pd.DataFrame:
    """Return the pairs of communes of the Nord and the Pas-de-Calais that share a side."""
    return contiguity(data.cached_boundaries())


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_moran(indicator: str, year: int) -> Moran:
    """Return Moran's index of all communes of the Nord and the Pas-de-Calais."""
    values = data.observations(indicator, year)["value"]
    return moran(values, cached_pairs(), permutations=GLOBAL_PERMUTATIONS, seed=SEED)


@st.cache_resource(show_spinner="Comparaison de chaque commune avec ses voisines…", max_entries=100)
def cached_lisa(indicator: str, year: int) -> pd.DataFrame:
    """Return the local statistics of all communes of the Nord and the Pas-de-Calais."""
    values = data.observations(indicator, year)["value"]
    return local_moran(values, cached_pairs(), permutations=PERMUTATIONS, seed=SEED, alpha=ALPHA)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_clusters(indicator: str, year: int, perimeter: str) -> pd.DataFrame:
    """Return ``cluster``, ``p_adjusted``, ``value``, ``status``, ``people`` of communes of a perimeter."""
    codes = data.cached_territory(perimeter).codes
    observed, lisa = data.observations(indicator, year), cached_lisa(indicator, year)
    return pd.DataFrame(
        {
            "cluster": lisa["cluster"],
            "p_adjusted": lisa["p_adjusted"],
            "value": observed["value"],
            "status": observed["status"],
            "people": data.cached_population(year),
        }
    ).loc[codes]


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_lisa_layer(indicator: str, year: int, perimeter: str) -> Choropleth:
    """Return the classes of a perimeter as a map."""
    item, table = data.cached_indicators()[indicator], cached_clusters(indicator, year, perimeter)
    areas = pd.DataFrame(
        {
            "category": table["cluster"],
            "value": displayed(table["value"], item.decimals),
            "status": table["status"],
        }
    )
    title = f"{item.title} : ressemblance avec les voisines"
    return category_map(
        cached_geometry(),
        areas,
        CATEGORIES,
        Shown(said(title), item.short, item.unit, item.decimals),
        Words(
            subtitle=f"{year} · {data.cached_territory(perimeter).label}",
            notes=_notes(indicator, year, table),
            source=data.source_line(item, year),
            fragile_reason="",
        ),
    )


def _notes(indicator: str, year: int, table: pd.DataFrame) -> tuple[str, ...]:
    known = table["value"].notna()
    share = 100 * table["people"][known].sum() / table["people"].sum()
    lisa = cached_lisa(indicator, year)
    tests = said(
        f"Calculé sur {number(lisa['z'].notna().sum())} communes du Nord et du Pas-de-Calais ; "
        f"{number(PERMUTATIONS)} tirages au sort, taux de fausses découvertes {quantity(100 * ALPHA, '%')}."
    )
    return coverage_sentence(int(known.sum()), len(table), share), tests


def show_lisa(state: State) -> None:
    """Draw the map of classes, its sentences and its table."""
    if unfit(state) or outside(state):
        return
    view = category_view(
        state, KEY, cached_lisa_layer(state.indicator, state.year, state.perimeter), CATEGORIES
    )
    st.subheader("Où les communes voisines se ressemblent-elles ?")
    total = number(len(cached_lisa(state.indicator, state.year)))
    st.html(f'<p class="bm-block-lead">{said(LISA, total=total)}</p>')
    draw_map(view)
    show_figure(_block(state))
    show_table(view.key)


def _block(state: State) -> FigureBlock:
    told = measure_of(state.indicator, state.year)
    table = cached_clusters(state.indicator, state.year, state.perimeter)
    counts = _counts(table)
    place = within(data.cached_territory(state.perimeter).label_in_sentence)
    whole = cached_moran(state.indicator, state.year)
    sentences = [
        cluster_sentence(told, place, counts, int(table["value"].notna().sum())),
        moran_sentence(
            told, within(data.cached_territory(data.REFERENCE).label_in_sentence), whole.i, whole.p_value
        ),
    ]
    if state.commune:
        sentences.insert(0, _own_sentence(state))
    return FigureBlock(
        key="lisa",
        title="Ce que dit la carte",
        description="",
        sentences=tuple(sentences),
        grid=Grid(
            ("Classe", "Communes", "Habitants"),
            [(count.label, number(count.communes), number(count.people)) for count in counts],
            frozenset({1, 2}),
        ),
        source=f"{data.source_line(data.cached_indicators()[state.indicator], state.year)} "
        f"{'. '.join(_notes(state.indicator, state.year, table))}",
        caution=paragraphs(LISA_CAUTION),
    )


def _counts(table: pd.DataFrame) -> list[ClusterCount]:
    return [
        ClusterCount(key, category.label, int(chosen.sum()), float(table["people"][chosen].sum()))
        for key, category in CATEGORIES.items()
        for chosen in [table["cluster"].eq(key)]
    ]


def _own_sentence(state: State) -> str:
    code, lisa = str(state.commune), cached_lisa(state.indicator, state.year)
    cluster, p_adjusted = lisa["cluster"][code], float(lisa["p_adjusted"][code])
    return place_sentence(
        measure_of(state.indicator, state.year),
        in_name(str(data.cached_communes()["name"][code])),
        None if pd.isna(cluster) else str(cluster),
        p_adjusted,
    )
