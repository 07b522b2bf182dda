"""The table of cooperations as the page reads it: families of programmes, years, sections, precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from pages.shared import data
from pages.shared.typography import clean, facts, first_upper, given
from pages.shared.world import cached_middles
from viz.explorer import Symbol, code_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viz.explorer import Row

FAMILIES: Final = {
    "projets": Symbol("square", "#9c3d24", "#f0946f", "Projets européens"),
    "reseaux": Symbol("circle", "#326397", "#7fb0e0", "Réseaux et plateformes"),
    "expertise": Symbol("triangle", "#457c38", "#8fc47c", "Expertise et formation"),
    "accords": Symbol("diamond", "#8a6d00", "#e0c060", "Accords et contacts bilatéraux"),
    "rencontres": Symbol("pentagon", "#6b4a93", "#b99be0", "Colloques et accueils"),
    "programmes": Symbol("star", "#1d7a78", "#6cc9c5", "Programmes de recherche et UNESCO"),
}
KINDS: Final = {
    "projet européen": "projets",
    "projet européen (INTERREG)": "projets",
    "projet européen (DG Recherche)": "projets",
    "projet transfrontalier": "projets",
    "concours européen": "projets",
    "coopération trilatérale": "projets",
    "réseau": "reseaux",
    "réseau européen": "reseaux",
    "plateforme européenne": "reseaux",
    "mission d’expertise": "expertise",
    "expertise / contenus": "expertise",
    "formation": "expertise",
    "coopération technique": "expertise",
    "accord": "accords",
    "contact bilatéral": "accords",
    "coopération décentralisée": "accords",
    "programme bilatéral": "accords",
    "colloque": "rencontres",
    "accueil": "rencontres",
    "exposition (projet)": "rencontres",
    "programme UNESCO-UE": "programmes",
    "recherche": "programmes",
}
"""Kind of the table to family: a classification of the project."""
LANDMARKS: Final = {
    "triangle-de-weimar": ("Triangle de Weimar", "Triangle de Weimar"),
    "eurovelo-4": ("EuroVelo 4", "EuroVelo 4"),
    "regions-charbonnieres": (
        "Plateforme des régions charbonnières en transition",
        "régions charbonnières en transition",
    ),
    "europe-underground": ("Route « Europe Underground »", "Europe Underground"),
}
"""Landmark to its words and to the words of the programme that it finds."""
PRECISIONS: Final = {
    1: ("site", "Site précis"),
    2: ("ville", "Ville connue"),
    3: ("region", "Chef-lieu de région ou ville proche (approximatif)"),
    4: ("pays", "Pays seulement"),
    5: ("aucun", "Non localisé (réseau)"),
}
DRAWN: Final = {1: "exact", 2: "commune", 3: "region", 4: "country", 5: "none"}
TO_CONFIRM: Final = frozenset({"coop-010", "coop-047"})
"""Deduced place, years that the source mixes: see the caveats of the table; others say it in their note."""
FILE: Final = "003_a7e2933d59088715.txt, section "


@st.cache_resource(show_spinner=False)
def cached_cooperations() -> pd.DataFrame:
    """Return the cooperations, with ``family`` and the ``code`` of the programme (KeyError: unknown kind)."""
    table = data.cached_table("cooperations")
    return table.assign(
        family=[KINDS[str(kind)] for kind in table["kind"]],
        code=[code_of(str(programme)) for programme in table["programme"]],
    )


def section_of(source: object) -> str:
    """Return the section of the document: « Section 3-1 », « Note 1 ; Annexe 1 », « Introduction »."""
    text = str(source).removeprefix(FILE)
    if text == "intro":
        return "Introduction"
    return clean(first_upper(text)) if not text[0].isdigit() else f"Section {text}"


def years_of(start: object, end: object) -> str:
    """Return the years of a programme in French; empty when the source gives none."""
    if pd.isna(start):  # type: ignore[call-overload]
        return ""
    if pd.isna(end):  # type: ignore[call-overload]
        return f"depuis {start} (fin non précisée)"
    return str(start) if start == end else f"{start}–{end}"


def landmarks_of(programme: str) -> list[str]:
    """Return the landmarks that a programme belongs to."""
    return [code for code, (_, words) in LANDMARKS.items() if words.lower() in programme.lower()]


def row_of(row: Mapping[Any, Any]) -> Row:
    """Return one cooperation as a row of the explorer."""
    level = int(row["precision_level"])
    lat, lon = _position(row, level)
    span = years_of(row["year_start"], row["year_end"])
    country = given(row["country"]) if given(row["iso2"]) else ""
    return {
        "id": row["id"],
        "name": given(row["partner"]),
        "line": " · ".join(part for part in (given(row["programme"]), span) if part),
        "lat": lat,
        "lon": lon,
        "kind": row["family"],
        "precision": DRAWN[level],
        "doubt": is_to_confirm(row),
        "facets": {
            "repere": landmarks_of(given(row["programme"])) or None,
            "nature": row["family"],
            "cadre": row["code"],
            "ou": code_of(country) if country else None,
            "sujet": code_of(str(row["theme"])),
            "annees": _years(row),
            "lieu": PRECISIONS[level][0],
            "document": code_of(section_of(row["source"])),
        },
        "facts": _facts(row, level, span),
        "source": clean(f"Document 003 de la Mission Bassin Minier, {section_of(row['source'])}"),
    }


def is_to_confirm(row: Mapping[Any, Any]) -> bool:
    """Tell whether the table itself says that a row is to be confirmed."""
    return row["id"] in TO_CONFIRM or "à confirmer" in given(row["note"])


def _position(row: Mapping[Any, Any], level: int) -> tuple[float | None, float | None]:
    """Return where a row is drawn: in the middle of its country when the source names no place."""
    if pd.isna(row["lat"]):
        return None, None
    if DRAWN[level] == "country":
        return cached_middles()[row["iso2"]]
    return round(float(row["lat"]), 5), round(float(row["lon"]), 5)


def _years(row: Mapping[Any, Any]) -> list[int] | None:
    if pd.isna(row["year_start"]):
        return None
    end = row["year_start"] if pd.isna(row["year_end"]) else row["year_end"]
    return [int(row["year_start"]), int(end)]


def _facts(row: Mapping[Any, Any], level: int, span: str) -> list[list[str]]:
    return facts(
        [
            ("Programme ou cadre", given(row["programme"])),
            ("Type", first_upper(given(row["kind"]))),
            ("Années", span or "non précisées dans la note"),
            ("Pays", given(row["country"])),
            ("Lieu", given(row["place"])),
            ("Thème", first_upper(given(row["theme"]))),
            ("Précision", PRECISIONS[level][1]),
            ("Nature du point", "" if level in (4, 5) else first_upper(given(row["precision"]))),
            ("Section du document", section_of(row["source"])),
            ("Remarque", first_upper(given(row["note"]))),
        ]
    )
