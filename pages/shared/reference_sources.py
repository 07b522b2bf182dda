"""The part « Sources » of the reference page, from the registry of sources."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from loaders import catalog
from pages.shared.reference_text import bullets, cached_titles, code, facts, licence, prose
from viz.french import counted

if TYPE_CHECKING:
    from pages.shared.url_state import State

ARCHIVE: Final = "Paquet public, lu comme une archive de données : son code n’est jamais exécuté."
MIRROR: Final = "ou lu dans un miroir qui en garde une copie."
METHODS: Final = {
    "curated": "Compilé par le projet à partir des publications citées, vérifié à chaque construction.",
    "pypi": ARCHIVE,
    "npm": ARCHIVE,
    "http": f"Téléchargé à l’adresse enregistrée, {MIRROR}",
    "wfs": f"Couche demandée au service cartographique du producteur (WFS), {MIRROR}",
    "mirror_only": "Fichier officiel lu dans un miroir : son adresse n’est pas connue, et n’est pas devinée.",
}
INTRODUCTION: Final = """
d’où viennent les tables. L’empreinte SHA-256 permet de vérifier que le fichier lu est bien celui-là : la
construction s’arrête s’il diffère. Une adresse n’est donnée que si elle est connue.
"""


def show_sources(_state: State) -> None:
    """Draw each entry of the registry of sources."""
    entries = catalog.read_sources()
    st.header("Sources")
    st.html(f'<p class="bm-definition">{counted(len(entries), "fichier")} {prose(INTRODUCTION)}</p>')
    st.html(f'<div class="bm-entries">{"".join(source_card(entry) for entry in entries)}</div>')


def source_card(entry: dict[str, Any]) -> str:
    """Return the card of a source: whose it is, how it was obtained, which tables it feeds."""
    titles = cached_titles()
    fed = [titles[name] for name in entry["tables"] if name in titles]
    package = f" Paquet {entry['package']}, version {entry['version']}." if entry.get("package") else ""
    pairs = [
        ("Producteur", prose(entry["producer"])),
        ("Page", _link(entry["landing_page"])),
        ("Licence", licence(entry["licence"])),
        ("Millésime", prose(entry["vintage"])),
        ("Obtention", prose(METHODS[entry["method"]] + package)),
        ("D’après", bullets(entry["upstream"]) if entry.get("upstream") else ""),
        ("Alimente", bullets(fed) if fed else ""),
        ("Remarque", prose(entry.get("note_fr", ""))),
        ("Fichier", code(entry["file"])),
        ("Dans le miroir", code(entry["mirror_file"]) if entry.get("mirror_file") else ""),
        ("SHA-256", code(entry["sha256"]) if entry.get("sha256") else "non fixée"),
    ]
    return f'<article class="bm-entry"><h3>{prose(entry["title"])}</h3>{facts(pairs)}</article>'


def _link(address: str) -> str:
    """Return a link that opens beside the page, or nothing."""
    if not address.startswith("https://"):
        return ""
    shown = html.escape(address.removeprefix("https://"))
    return f'<a href="{html.escape(address)}" target="_blank" rel="noopener noreferrer">{shown}</a>'
