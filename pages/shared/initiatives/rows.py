"""The table of initiatives as rows of an explorer: what each source says, and nothing it does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pages.shared.initiatives.kinds import (
    FORMS,
    GENRES,
    INITIATORS,
    MODELS,
    genre_of,
    groups_of,
    is_modelled,
    titles_of,
)
from pages.shared.typography import clean, coded, facts, first_upper, given
from viz.explorer import Facet, code_of
from viz.french import short_epci

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viz.explorer import Row

SURVEYS: Final = {
    "initiatives": "Relevé du bassin (exemples)",
    "anct_third_places": "Fabriques et manufactures (ANCT)",
    "ptce": "PTCE retrouvés",
    "tzcld": "Territoires zéro chômeur retrouvés",
    "collective_dynamics_17": "Dynamiques du Labo de l’ESS",
}
ZONES: Final = {
    "bassin": "Dans les sept intercommunalités du bassin, au moins en partie",
    "ailleurs": "Ailleurs",
}
BASIN: Final = {"yes": "bassin", "partial": "bassin", "no": "ailleurs"}
CONFIDENCE: Final = {"high": "Élevée", "medium": "Moyenne"}
CONFIDENCE_CODES: Final = {"high": "elevee", "medium": "moyenne"}
ADDRESS: Final = re.compile(r"https?://[^\s;]+")
SEED: Final = re.compile(r"\b(\d{3})_[0-9a-f]{16}\.txt")


def initiative_rows(table: pd.DataFrame, concepts: Mapping[tuple[str, str], list[str]]) -> list[Row]:
    """Return a row for each initiative.

    Parameters
    ----------
    table
        Rows of the table ``initiatives``.
    concepts
        (survey, id) to what the documents say of that row.
    """
    return [
        _row(row, concepts.get((str(row["survey"]), str(row["id"])), [])) for row in table.to_dict("records")
    ]


def facets_of(concepts: Mapping[str, str]) -> tuple[Facet, ...]:
    """Return the facets; ``concepts`` has the titles of those that rows name."""
    return (
        Facet("genre", "Type", labels={key: symbol.label for key, symbol in GENRES.items()}),
        Facet("zone", "Où", labels=ZONES),
        Facet("domaine", "Domaine"),
        Facet("initiateur", "À l’initiative de", labels=titles_of(INITIATORS)),
        Facet("forme", "Forme juridique", labels=titles_of(FORMS), folded=True),
        Facet("annees", "Année", kind="range", folded=True),
        Facet(
            "confiance",
            "Confiance",
            labels={CONFIDENCE_CODES[k]: v for k, v in CONFIDENCE.items()},
            folded=True,
        ),
        Facet(
            "releve", "Relevé", labels={code_of(key): title for key, title in SURVEYS.items()}, folded=True
        ),
        Facet("modele", "Référence à un modèle", labels=MODELS, folded=True),
        Facet("notion", "Notion dite par les sources", labels=concepts, folded=True),
    )


def domains_of(cell: object) -> list[str]:
    """Return the domains of a cell."""
    return [part.strip() for part in given(cell).split(",") if part.strip()]


def _row(row: Mapping[Any, Any], concepts: list[str]) -> Row:
    kind, survey = str(row["kind"]), str(row["survey"])
    placed = not pd.isna(row["lat"])
    year = None if pd.isna(row["year"]) else int(row["year"])
    return {
        "id": code_of(f"{survey} {row['id']}"),
        "name": first_upper(given(row["name"])),
        "lat": round(float(row["lat"]), 5) if placed else None,
        "lon": round(float(row["lon"]), 5) if placed else None,
        "kind": genre_of(kind),
        "precision": "commune" if placed else "none",
        "doubt": row["confidence"] == "medium" or row["in_labo_17"] == "unconfirmed",
        "line": " · ".join(filter(None, (clean(kind), _place(row)))),
        "facets": {
            "genre": genre_of(kind),
            "zone": BASIN[str(row["in_mining_basin"])],
            "domaine": [coded(domain) for domain in domains_of(row["domain"])],
            "initiateur": groups_of(given(row["initiator"]).replace("’", "'"), INITIATORS),
            "forme": groups_of(given(row["legal_form"]).replace("’", "'"), FORMS),
            "annees": year,
            "confiance": CONFIDENCE_CODES.get(str(row["confidence"])),
            "releve": code_of(survey),
            "modele": "modelisee" if is_modelled(kind) else None,
            "notion": [code_of(concept) for concept in concepts],
        },
        "facts": facts(_facts(row, year)),
        "links": _links(given(row["source"])),
    }


def _epci(row: Mapping[Any, Any]) -> str:
    name = row["epci_name"]
    return clean(short_epci(name)) if isinstance(name, str) else ""


def _place(row: Mapping[Any, Any]) -> str:
    places = [given(row["commune"]), given(row["place"])]
    if not any(places):
        places = [_epci(row), given(row["region"])]
    return next((place for place in places if place), "lieu non précisé")


def _facts(row: Mapping[Any, Any], year: int | None) -> list[tuple[str, str]]:
    meaning = given(row["year_meaning"])
    when = f"{year} ({meaning})" if year and meaning else str(year or given(row["date_text"]))
    return [
        ("Type", first_upper(given(row["kind"]))),
        ("Domaine", given(row["domain"])),
        ("Lieu", _place(row)),
        ("Intercommunalité", _epci(row)),
        ("Forme juridique", given(row["legal_form"])),
        ("À l’initiative de", given(row["initiator"])),
        ("Année", when),
        ("Statut connu", given(row["status"])),
        ("Montants cités", given(row["budget"])),
        ("Remarque", given(row["note"])),
        ("Position", _precision(row)),
        ("Confiance", CONFIDENCE.get(str(row["confidence"]), "")),
        ("Relevé", SURVEYS[str(row["survey"])]),
        ("Source", _source(given(row["source"]))),
        (
            "Date de la source",
            "non datée" if given(row["source_date"]) == "n.d." else given(row["source_date"]),
        ),
    ]


def _precision(row: Mapping[Any, Any]) -> str:
    """Say how far the point can be trusted, in the words of the survey where there is none."""
    if pd.isna(row["lat"]):
        return first_upper(given(row["precision"]))
    return f"Quelque part dans la commune ({given(row['precision'])})"


def _source(text: str) -> str:
    """Return what is not an address in the source; a seed document is named by its number."""
    named = SEED.sub(lambda found: f"document de départ n° {found[1]}", ADDRESS.sub("", text))
    return " ; ".join(part for part in (piece.strip(" ;,") for piece in named.split(";")) if part)


def _links(text: str) -> list[list[str]]:
    return [[re.sub(r"^https?://(?:www\.)?", "", url).split("/")[0], url] for url in ADDRESS.findall(text)]
