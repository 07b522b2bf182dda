"""Tables of places to the small files of the point layers: French facts, never HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from viz.french import number

Facts = Mapping[str, str]


@dataclass(frozen=True)
class PointTable:
    """How a table becomes a point layer.

    Attributes
    ----------
    id, title, source, shape
        As in `viz.layers.Points`.
    table
        Name of the table.
    facts
        Column to French term, in the order of the card; empty cells are left out.
    units
        Unit written after the values of a column.
    zero_is_unknown
        Columns in which the source writes 0 for what it does not know.
    """

    id: str
    title: str
    source: str
    shape: str
    table: str
    facts: Facts
    units: Facts
    zero_is_unknown: frozenset[str] = frozenset()


MISSION = "Mission Bassin Minier – Géo2France / data.gouv.fr, Licence Ouverte 2.0"

POINT_TABLES = (
    PointTable(
        "elements",
        "Éléments du bien inscrit au patrimoine mondial",
        f"Source : {MISSION} (2018). Point intérieur de l’élément.",
        "circle",
        "heritage_elements",
        {
            "kind": "Type",
            "communes": "Communes",
            "company": "Compagnie",
            "period": "Période",
            "monument_protection": "Protection",
            "owner": "Propriétaire",
            "area_ha": "Surface",
            "length_m": "Longueur",
            "note": "Remarque",
        },
        {"area_ha": "ha", "length_m": "m"},
    ),
    PointTable(
        "puits",
        "Anciens puits de mine",
        f"Source : {MISSION}.",
        "square",
        "mine_shafts",
        {
            "commune": "Commune",
            "company": "Compagnie",
            "concession": "Concession",
            "pit": "Fosse",
            "sunk_year": "Creusé en",
            "closed_year": "Fermé en",
            "depth_m": "Profondeur",
            "note": "Remarque",
        },
        {"depth_m": "m"},
        zero_is_unknown=frozenset({"depth_m"}),
    ),
    PointTable(
        "initiatives",
        "Initiatives sociales et solidaires",
        "Relevé du projet, non exhaustif ; le point est celui de la mairie, pas une adresse.",
        "diamond",
        "initiatives",
        {
            "kind": "Type",
            "commune": "Commune",
            "legal_form": "Forme",
            "initiator": "À l’initiative de",
            "year": "Année",
            "year_meaning": "Cette année-là",
            "confidence_fr": "Confiance",
            "source": "Source",
            "source_date": "Date de la source",
        },
        {},
    ),
    PointTable(
        "sites",
        "Grands sites miniers",
        f"Source : {MISSION}.",
        "triangle",
        "major_sites",
        {
            "current_use": "Aujourd’hui",
            "commune": "Commune",
            "company": "Compagnie",
            "building_period": "Construction",
            "monument_protection": "Protection",
        },
        {},
    ),
)


def point_rows(table: pd.DataFrame, recipe: PointTable) -> list[dict[str, Any]]:
    """Return one row per place that has a point: position, name and facts in French.

    Parameters
    ----------
    table
        Columns ``lat``, ``lon`` (degrees, WGS84; empty: no point, no row), ``name`` and those of
        ``recipe.facts`` that exist.
    recipe
        Which columns to show, under which terms.
    """
    placed = table[table["lat"].notna() & table["lon"].notna()]
    return [
        {
            "lat": round(float(row["lat"]), 5),
            "lon": round(float(row["lon"]), 5),
            "name": place_name(row),
            "facts": _facts(row, recipe),
        }
        for row in placed.to_dict("records")
    ]


def place_name(row: Mapping[Any, Any]) -> str:
    """Return the name of a place; a shaft is named after itself and its pit."""
    if "shaft" not in row:
        return str(row["name"])
    shaft, pit = str(row["shaft"]), row["pit"]
    own = shaft if shaft.startswith("Puits") else f"Puits {shaft}"
    return own if _empty(pit) or str(pit) == shaft else f"{own} – {pit}"


def point_file(rows: list[dict[str, Any]]) -> bytes:
    """Return the rows as the JSON file that the browser fetches."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _facts(row: dict[Any, Any], recipe: PointTable) -> list[list[str]]:
    cells = {column: row.get(column) for column in recipe.facts}
    return [
        [recipe.facts[column], _text(cell, column, recipe.units.get(column, ""))]
        for column, cell in cells.items()
        if not _empty(cell) and not (cell == 0 and column in recipe.zero_is_unknown)
    ]


def _empty(cell: object) -> bool:
    return cell is None or cell == "" or bool(pd.isna(cell))  # type: ignore[call-overload]


def _text(cell: object, column: str, unit: str) -> str:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if "year" in column:
            return str(int(cell))
        text = number(float(cell), 0 if float(cell).is_integer() else 2)
        return f"{text}\u00a0{unit}" if unit else text
    return str(cell)
