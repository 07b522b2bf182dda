"""« Les grands sites » : the five major sites and the Louvre-Lens, one short sheet each."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared import data
from pages.shared.heritage.families import PROTECTIONS
from pages.shared.heritage.rows import clean, facts, first_upper, given
from pages.shared.heritage.words import SITES_NOTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.shared.url_state import State


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
            *((f"Repère {n}" if n > 1 else "Repère", given(row[f"landmark_{n}"])) for n in (1, 2, 3)),
            ("Remarque", given(row["note"])),
            ("Sources", given(row["source"])),
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
