"""« Le bien inscrit » : the 353 elements or the 109 components, with filters; what the sources get wrong."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared import data
from pages.shared.explorers import draw_explorer
from pages.shared.figure_block import Grid, grid_html
from pages.shared.grounds import basin_ground
from pages.shared.heritage.contents import show_contents
from pages.shared.heritage.families import FAMILIES, PERIODS, PROTECTIONS, company_of
from pages.shared.heritage.outlines import outlines_choice, published_outlines
from pages.shared.heritage.rows import anomalies, component_note, component_rows, element_rows, family_labels
from pages.shared.heritage.words import ANOMALIES, SOURCE, WITHOUT_OUTLINES
from pages.shared.options import option, set_view
from pages.shared.typography import clean, given, labels_of, lines
from pages.shared.widgets import select_pills
from viz.explorer import Explorer, Facet, Known, Symbol, code_of, rows_file
from viz.static_files import publish

if TYPE_CHECKING:
    import pandas as pd

    from pages.shared.url_state import State
    from viz.explorer import Row

OBJECTS: Final = "objets"
PROPERTY: Final = "unesco_property_87"
TITLES: Final = {
    "elements": "Éléments du bien inscrit au patrimoine mondial",
    "composantes": "Composantes du bien inscrit au patrimoine mondial",
}
COMPONENT: Final = {"composante": Symbol("circle", "#9c3d24", "#f0946f", "Composante")}


def show_property(state: State) -> None:  # noqa: ARG001 (the choices are those of the explorer)
    """Draw the chooser of objects, the explorer, the outlines and what the sources get wrong."""
    select_pills(OBJECTS, "Ce que la carte montre", write=set_view)
    view, known = cached_explorer(option(OBJECTS), published_outlines())
    draw_explorer(view, known)
    outlines_choice()
    _tell_anomalies()
    show_contents()


@st.cache_resource(show_spinner=False)
def cached_explorer(objects: str, polygons: str) -> tuple[Explorer, Known]:
    """Return the explorer of elements or of components, and what an address may say of it."""
    facets, rows = (_elements if objects == "elements" else _components)()
    is_element = objects == "elements"
    view = Explorer(
        key=f"patrimoine-{objects}",
        rows_url=publish(f"patrimoine-{objects}", rows_file(rows)),
        facets=facets,
        symbols=FAMILIES if is_element else COMPONENT,
        title=TITLES[objects],
        noun=("élément", "éléments") if is_element else ("composante", "composantes"),
        feminine=not is_element,
        bounds=data.cached_territory(PROPERTY).bounds,
        ground=basin_ground(),
        source=SOURCE,
        notes=() if polygons else (clean(WITHOUT_OUTLINES),),
        polygons=polygons,
        height=560,
    )
    return view, Known.of(facets, rows)


def _tables() -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    known = data.cached_communes()["epci_name"].dropna()
    epci = {str(code): str(name) for code, name in known.items()}
    return data.cached_table("heritage_elements"), data.cached_table("heritage_components"), epci


def _elements() -> tuple[tuple[Facet, ...], list[Row]]:
    elements, components, epci = _tables()
    rows = element_rows(elements, components, epci)
    numbered = components.sort_values("component_no")
    facets = (
        Facet("famille", "Famille", labels=family_labels()),
        Facet("compagnie", "Compagnie", labels=labels_of(map(company_of, elements["company"]))),
        Facet("periode", "Période", labels={code_of(p): clean(p.replace("-", "–")) for p in PERIODS}),
        Facet("protection", "Protection", labels={code_of(k): v for k, v in PROTECTIONS.items()}),
        Facet("proprietaire", "Propriétaire", labels=labels_of(map(given, elements["owner"])), folded=True),
        Facet("epci", "Intercommunalité", labels=_epci_labels(epci), folded=True),
        Facet(
            "composante",
            "Composante",
            labels={
                str(no): clean(f"{no}. {name}")
                for no, name in zip(numbered["component_no"], numbered["name_fr"], strict=True)
            },
            folded=True,
        ),
    )
    return facets, rows


def _components() -> tuple[tuple[Facet, ...], list[Row]]:
    _, components, epci = _tables()
    facets = (
        Facet("section", "Section du dossier", labels=labels_of(map(given, components["section"]))),
        Facet("epci", "Intercommunalité", labels=_epci_labels(epci)),
    )
    return facets, component_rows(components, epci)


def _epci_labels(epci: dict[str, str]) -> dict[str, str]:
    return {code_of(name): clean(name) for name in dict.fromkeys(epci.values())}


def _tell_anomalies() -> None:
    """Write what the sources get wrong, with the components concerned."""
    found = anomalies(data.cached_table("heritage_components"))
    rows = [
        (
            str(row["component_no"]),
            given(row["name_fr"]),
            given(row["id_whc"]) or "aucun",
            component_note(row),
        )
        for row in found.to_dict("records")
    ]
    table = grid_html(Grid(("N°", "Composante", "Identifiant UNESCO", "Ce qui ne va pas"), rows), "Anomalies")
    words = "".join(f"<p>{html.escape(text)}</p>" for text in lines(ANOMALIES))
    st.html(f"<details><summary>Ce que les sources disent de travers</summary>{words}{table}</details>")
