"""« Les grands sites » : the five major sites and the Louvre-Lens, one short sheet each."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from pages.shared import data
from pages.shared.heritage.families import PROTECTIONS
from pages.shared.heritage.words import SITES_NOTE
from pages.shared.typography import clean, facts, first_upper, given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.shared.url_state import State


WRITTEN_OUT: Final = {
    "MBM/data.gouv.fr (LO 2.0)": "Mission Bassin Minier, data.gouv.fr (Licence Ouverte 2.0)",
    "003_a7e2933d59088715.txt": "note de la Mission, document n° 003",
    "point WHC": "point de l’UNESCO",
    "terrils jumeaux = éléments": "les terrils jumeaux sont des éléments",
    "polygone": "contour",
}


def show_sites(state: State) -> None:  # noqa: ARG001 (nothing to choose)
    """Draw the sheets of the sites."""
    table = data.cached_table("major_sites")
    st.html(f'<p class="bm-block-lead">{html.escape(clean(SITES_NOTE))}</p>')
    st.html(f'<div class="bm-sheets">{"".join(sheet(row) for row in table.to_dict("records"))}</div>')
    st.html(
        f'<p class="bm-source">{html.escape(clean(data.cached_sidecar("major_sites")["attribution"]))}</p>'
    )


def sheet(row: Mapping[Any, Any]) -> str:
    """Return the sheet of a site as HTML."""
    terms = "".join(
        f"<dt>{html.escape(term)}</dt><dd>{html.escape(text)}</dd>" for term, text in site_facts(row)
    )
    kind, name, use = (html.escape(first_upper(given(row[key]))) for key in ("kind", "name", "current_use"))
    link = f'<a href="{html.escape(_map_link(row))}" target="_self">{html.escape(_link_words(row))}</a>'
    return (
        f'<article class="bm-sheet"><p class="bm-sheet-kind">{kind}</p><h3>{name}</h3>'
        f'<p class="bm-sheet-use">{use}</p><dl>{terms}</dl><p>{link}</p></article>'
    )


def spoken(cell: object) -> str:
    """Return a cell with its abbreviations written out."""
    text = given(cell)
    for short, words in WRITTEN_OUT.items():
        text = text.replace(short, words)
    return text


def site_facts(row: Mapping[Any, Any]) -> list[list[str]]:
    """Return the facts of a site."""
    protection = given(row["monument_protection"])
    return facts(
        [
            ("Commune", given(row["commune"])),
            ("Compagnie", given(row["company"])),
            ("Construction", given(row["building_period"]).replace("-", "–")),
            ("Protection", PROTECTIONS.get(str(row["monument_protection"]), protection)),
            ("Composante du bien", given(row["component"])),
            *(("Repère", first_upper(spoken(row[f"landmark_{n}"]))) for n in (1, 2, 3)),
            ("Remarque", first_upper(spoken(row["note"]))),
            ("Sources", spoken(row["source"])),
        ]
    )


def _map_link(row: Mapping[Any, Any]) -> str:
    element = given(row["id_element"])
    if element:
        return f"./patrimoine?choix={element}"
    return f"./carte?commune={row['code_commune']}&couches=sites"


def _link_words(row: Mapping[Any, Any]) -> str:
    return (
        "Voir l’élément inscrit sur la carte" if given(row["id_element"]) else "Voir la commune sur la carte"
    )
