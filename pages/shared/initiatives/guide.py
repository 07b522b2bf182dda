"""« Comprendre » : factors, obstacles, concepts, each with the document it comes from."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.initiatives.words import GUIDE
from pages.shared.typography import clean, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.shared.url_state import State

DOCUMENTS: Final = {
    "000": "appel à communications sur le bassin minier, projet « Dynamiques des écosystèmes innovants »",
    "001": "revue Horizons publics, hors-série avec Clus’Ter Jura",
    "002": "document de départ n° 002",
    "004": "Avise, 15 septembre 2020, synthèse de l’étude du Labo de l’ESS",
}
SECTIONS: Final = (
    ("concepts", "Les mots pour en parler", "definition_fr"),
    ("success_factors", "Ce qui aide une initiative à durer", ""),
    ("obstacles", "Ce qui freine", ""),
    ("cooperation_types", "Les formes de coopération nommées", "note_fr"),
    ("classification_criteria", "Trois façons de classer", "values_fr"),
    ("legal_forms", "Formes juridiques et labels", "note_fr"),
)


def show_guide(state: State) -> None:  # noqa: ARG001 (the guide depends on no choice)
    """Draw the reading guide."""
    st.subheader("Lire une initiative")
    st.html(f'<p class="bm-block-lead">{said(GUIDE)}</p>')
    st.html(cached_guide())


@st.cache_resource(show_spinner=False)
def cached_guide() -> str:
    """Return the guide as HTML, all of it escaped."""
    known = catalog.read_concepts()
    sections = "".join(_section(title, known[key], extra) for key, title, extra in SECTIONS)
    return f'{_study(known)}<div class="bm-guide">{sections}</div>{_rows(known)}'


def _study(known: dict[str, Any]) -> str:
    study, types = known["study"], known["cooperation_types_meta"]
    when = study["fieldwork"].replace("-", "–")
    text = (
        f"{study['title_fr']} : {study['n_dynamics']} dynamiques étudiées en {when}, "
        f"{study['initiated_by_local_authorities']} lancées par des collectivités, "
        f"{study['initiated_by_civil_society']} par la société civile, "
        f"{study['initiator_not_detailed']} sans précision. Sur {study['n_types']} types annoncés, "
        f"{types['n_named']} sont nommés et {types['n_inferred']} déduits : les autres ne sont pas "
        "connus ici."
    )
    return f"<p>{html.escape(said(clean(text)))}</p>"


def _section(title: str, items: Iterable[dict[str, Any]], extra: str) -> str:
    entries = "".join(_entry(item, extra) for item in items)
    return f"<section><h3>{html.escape(title)}</h3><ul>{entries}</ul></section>"


def _entry(item: dict[str, Any], extra: str) -> str:
    told = item.get(extra, "") if extra else ""
    words = ", ".join(told) if isinstance(told, list) else told
    text = f" {html.escape(clean(words))}" if words else ""
    credit = html.escape("; ".join(filter(None, [item.get("authors", ""), sources(item)])).replace(";", " ;"))
    return f"<li><strong>{html.escape(clean(item['title_fr']))}.</strong>{text} <small>{credit}</small></li>"


def sources(item: dict[str, Any]) -> str:
    """Return where an entry comes from: the documents by their name, then public pages."""
    numbers = [re.split("_", name)[0] for name in item.get("source", [])]
    named = [DOCUMENTS.get(number, f"document n° {number}") for number in numbers]
    return " ; ".join([*named, *item.get("outside_source", [])])


def _rows(known: dict[str, Any]) -> str:
    """Say which rows a document attaches a concept to: the others say nothing."""
    lists = ("success_factors", "obstacles", "concepts")
    titles = {item["id"]: item["title_fr"] for name in lists for item in known[name]}
    table = data.cached_table("initiatives").set_index(["survey", "id"])["name"]
    entries = "".join(
        f"<li><strong>{html.escape(clean(str(table[item['survey'], item['id']])))}.</strong> "
        f"{html.escape(clean(' ; '.join(titles[concept] for concept in item['concepts'])))} "
        f"<small>{html.escape(sources(item))}</small></li>"
        for item in known["row_concepts"]
    )
    lead = said(
        f"Les documents attachent une notion à {len(known['row_concepts'])} initiatives de la liste ; le "
        "filtre "
        "« Notion dite par les sources » de la carte les montre. Aucun ne dit d’une ligne de la liste "
        "qu’elle relève "
        "d’un frein, de liens internes ou passerelles, ou de la régulation : ces notions restent donc "
        "sans ligne."
    )
    told = f"<h3>Dans la liste</h3><p>{html.escape(lead)}</p><ul>{entries}</ul>"
    return f'<section class="bm-guide">{told}</section>'
