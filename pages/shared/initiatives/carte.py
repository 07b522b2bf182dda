"""« La carte » : every known initiative with its filters, list and card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.explorers import draw_explorer
from pages.shared.grounds import basin_ground, france_ground
from pages.shared.initiatives.kinds import GENRES
from pages.shared.initiatives.rows import domains_of, facets_of, initiative_rows
from pages.shared.initiatives.words import CARTE_NOTES, CARTE_SOURCE, ESS_PLACE
from pages.shared.options import option
from pages.shared.panels import perimeter_words
from pages.shared.typography import clean, paragraphs
from pages.shared.widgets import select_pills
from viz.explorer import Explorer, Facet, Known, code_of, rows_file
from viz.static_files import publish

if TYPE_CHECKING:
    from pages.shared.url_state import State

EXTENT: Final = "etendue"
FRANCE_BOUNDS: Final = (42.0, -5.0, 51.2, 8.4)
CONCEPT_LISTS: Final = ("success_factors", "obstacles", "concepts")


def show_carte(state: State) -> None:
    """Draw the chooser of extent, the explorer, and what the list is."""
    select_pills(EXTENT, "Étendue")
    draw_explorer(*cached_explorer(option(EXTENT)))
    if catalog.read_ess_establishments().empty:
        st.html("".join(f'<p class="bm-source">{text}</p>' for text in paragraphs(ESS_PLACE)))
    perimeter_words(state)


@st.cache_resource(show_spinner=False)
def cached_concepts() -> tuple[dict[tuple[str, str], list[str]], dict[str, str]]:
    """Return the concepts of rows by (survey, id), and the titles of those that rows name."""
    known = catalog.read_concepts()
    titles = {item["id"]: item["title_fr"] for name in CONCEPT_LISTS for item in known[name]}
    links = {(item["survey"], item["id"]): list(item["concepts"]) for item in known["row_concepts"]}
    named = dict.fromkeys(concept for concepts in links.values() for concept in concepts)
    return links, {code_of(concept): clean(titles[concept]) for concept in named}


@st.cache_resource(show_spinner=False)
def cached_explorer(extent: str) -> tuple[Explorer, Known]:
    """Return the explorer of an extent, and what an address may say of it."""
    table = data.cached_table("initiatives")
    if extent == "nord":
        near = table["code_departement"].isin(data.DEPARTEMENTS) | table["in_mining_basin"].ne("no")
        table = table[near | table["survey"].eq("initiatives")]
    links, titles = cached_concepts()
    rows = initiative_rows(table, links)
    facets = _with_domains(facets_of(titles), table["domain"].map(domains_of).sum())
    basin = data.cached_territory(data.DEFAULT_PERIMETER)
    view = Explorer(
        key=f"initiatives-{extent}",
        rows_url=publish(f"initiatives-{extent}", rows_file(rows)),
        facets=facets,
        symbols=GENRES,
        title="Initiatives sociales et solidaires",
        noun=("initiative", "initiatives"),
        feminine=True,
        bounds=basin.bounds if extent == "nord" else FRANCE_BOUNDS,
        ground=basin_ground() if extent == "nord" else france_ground(),
        source=clean(CARTE_SOURCE),
        notes=paragraphs(CARTE_NOTES),
        height=560,
    )
    return view, Known.of(facets, rows)


def _with_domains(facets: tuple[Facet, ...], domains: list[str]) -> tuple[Facet, ...]:
    labels = {code_of(name): name[0].upper() + name[1:] for name in sorted(set(domains), key=code_of)}
    return tuple(
        Facet("domaine", facet.title, labels=labels) if facet.id == "domaine" else facet for facet in facets
    )
