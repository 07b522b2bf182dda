"""« La carte »: the partners with filters, placed as precisely as the source says and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.cooperations.rows import (
    FAMILIES,
    LANDMARKS,
    PRECISIONS,
    cached_cooperations,
    row_of,
    section_of,
)
from pages.shared.cooperations.words import CAUTION, MAP_NOTES, SOURCE
from pages.shared.explorers import draw_explorer
from pages.shared.figure_block import FigureBlock, Grid, show_figure
from pages.shared.typography import clean, first_upper, given, labels_of, lines
from pages.shared.world import CREDIT, cached_world_url
from viz.explorer import Explorer, Facet, Ground, Known, code_of, rows_file
from viz.french import counted
from viz.static_files import publish

if TYPE_CHECKING:
    import pandas as pd

    from pages.shared.url_state import State

BOUNDS: Final = (36.0, -11.0, 62.0, 30.0)
LEVEL_OF_COUNTRY: Final = 4


def show_partners(state: State) -> None:  # noqa: ARG001 (the choices are those of the explorer)
    """Draw the map of the partners, then what it says country by country."""
    view, known = cached_explorer()
    draw_explorer(view, known)
    show_figure(cached_countries())


@st.cache_resource(show_spinner=False)
def cached_explorer() -> tuple[Explorer, Known]:
    """Return the explorer of the cooperations, and what an address may say of it."""
    table = cached_cooperations()
    rows = [row_of(row) for row in table.to_dict("records")]
    facets = _facets(table)
    view = Explorer(
        key="cooperations",
        rows_url=publish("cooperations", rows_file(rows)),
        facets=facets,
        symbols=FAMILIES,
        title="Coopérations européennes et internationales du Bassin minier",
        noun=("ligne", "lignes"),
        feminine=True,
        bounds=BOUNDS,
        ground=Ground((cached_world_url(),), names="none", least_zoom=1),
        source=SOURCE,
        notes=(*(clean(note) for note in MAP_NOTES), clean(CREDIT)),
    )
    return view, Known.of(facets, rows)


def _facets(table: pd.DataFrame) -> tuple[Facet, ...]:
    sections = sorted({section_of(source) for source in table["source"]})
    return (
        Facet("repere", "Repères", labels={k: clean(v[0]) for k, v in LANDMARKS.items()}, unknown="Autres"),
        Facet("nature", "Famille", labels={key: symbol.label for key, symbol in FAMILIES.items()}),
        Facet("annees", "Années", "range", unknown="Sans année dans la note"),
        Facet("ou", "Pays", labels=_labels(table.loc[table["iso2"].notna(), "country"]), unknown="Sans pays"),
        Facet("lieu", "Précision du lieu", labels=dict(PRECISIONS.values())),
        Facet("cadre", "Programme ou cadre", labels=_labels(table["programme"]), folded=True),
        Facet("sujet", "Thème", labels=_labels(table["theme"], upper=True), folded=True),
        Facet("document", "Section du document", labels={code_of(s): s for s in sections}, folded=True),
    )


def _labels(texts: pd.Series, *, upper: bool = False) -> dict[str, str]:
    told = [given(text) for text in texts]
    return {code: first_upper(text) if upper else text for code, text in labels_of(told).items()}


@st.cache_resource(show_spinner=False)
def cached_countries() -> FigureBlock:
    """Return how many rows each country has, and how many of them name a place."""
    table = cached_cooperations()
    placed = table[table["iso2"].notna()].assign(named=table["precision_level"] < LEVEL_OF_COUNTRY)
    by = placed.groupby("country").agg(n=("id", "size"), named=("named", "sum"))
    by["programmes"] = placed.groupby("country")["code"].nunique()
    by = by.sort_values("n", ascending=False, kind="stable")
    rows = [(given(c), *map(str, r)) for c, r in zip(by.index, by.to_numpy().tolist(), strict=True)]
    first, second = by.index[:2]
    return FigureBlock(
        key="pays",
        title="Pays par pays",
        description="Lignes du relevé par pays",
        sentences=(
            clean(
                f"La note cite des partenaires dans {len(by)} pays, France comprise. En tête : "
                f"{given(first)} ({by['n'].iloc[0]} lignes) et {given(second)} ({by['n'].iloc[1]})."
            ),
            clean(
                f"{counted(int((table['precision_level'] == LEVEL_OF_COUNTRY).sum()), 'ligne')} sur "
                f"{len(table)} ne nomment qu’un pays, et {int(table['lat'].isna().sum())} n’ont aucun lieu."
            ),
        ),
        grid=Grid(("Pays", "Lignes", "dont lieu nommé", "Programmes"), rows, frozenset({1, 2, 3})),
        source=SOURCE,
        caution=lines(CAUTION),
    )
