"""A reader's list on a map: through the session only, never through a file that the app serves."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from loaders.own_list.check import EXACT
from pages.shared import data
from pages.shared.grounds import basin_ground, france_ground
from pages.shared.initiatives.carte import FRANCE_BOUNDS
from pages.shared.initiatives.own_report import LEVELS, french
from viz.explorer import Explorer, Facet, Row, Symbol, show_explorer

if TYPE_CHECKING:
    from loaders.own_list.check import Checked

SYMBOLS: Final = {
    "good": Symbol("circle", "#457c38", "#8fc47c", "Ligne bonne"),
    "doubt": Symbol("triangle", "#8a6d00", "#e0c060", "Ligne à vérifier"),
}
FACETS: Final = (
    Facet("verdict", "Verdict", labels={key: LEVELS[key] for key in SYMBOLS}),
    Facet("doublon", "Déjà dans la liste du site", labels={"oui": "Peut-être", "non": "Sans doute pas"}),
    Facet("point", "Point", labels={"exact": "Donné par la liste", "commune": "Celui de la commune"}),
    Facet("departement", "Département", labels={"59": "Nord", "62": "Pas-de-Calais", "autre": "Ailleurs"}),
)
"""Labels are fixed words: nothing of the list goes into what the app serves to all."""
WEB: Final = re.compile(r"^https?://\S+$")
TERMS: Final = {
    "kind": "Type",
    "domain": "Domaine",
    "legal_form": "Forme juridique",
    "initiator": "À l’initiative de",
    "source": "Source",
    "source_date": "Date de la source",
    "note": "Remarque",
}


def own_rows(checked: Checked, duplicates: pd.DataFrame) -> list[Row]:
    """Return the kept lines as rows; a line without a point stands at its commune."""
    places = data.cached_france()[["name", "epci_name", "code_departement", "centroid_lat", "centroid_lon"]]
    kept = checked.kept.join(places.add_prefix("at_"), on="code_commune")
    return [
        _row(line, row, checked.notes.get(line, ()), line in duplicates.index)
        for line, row in zip(kept.index.tolist(), kept.to_dict("records"), strict=True)
    ]


def _row(line: int, row: dict, notes: tuple[str, ...], is_known: bool) -> Row:
    exact = row["precision"] == EXACT
    year = [] if pd.isna(row["year"]) else [["Année", str(row["year"])]]
    told = [["Vérification", french(note)] for note in notes]
    departement = str(row["at_code_departement"])
    return {
        "id": f"ligne-{line}",
        "name": row["name"],
        "lat": round(float(row["lat"] if exact else row["at_centroid_lat"]), 5),
        "lon": round(float(row["lon"] if exact else row["at_centroid_lon"]), 5),
        "kind": row["level"],
        "precision": "exact" if exact else "commune",
        "line": f"{row['at_name']} · ligne {line}",
        "facets": {
            "verdict": row["level"],
            "doublon": "oui" if is_known else "non",
            "point": "exact" if exact else "commune",
            "departement": departement if departement in data.DEPARTEMENTS else "autre",
        },
        "facts": [
            ["Commune", f"{row['at_name']} ({row['code_commune']})"],
            *([["Intercommunalité", row["at_epci_name"]]] if isinstance(row["at_epci_name"], str) else []),
            *([term, row[key]] for key, term in TERMS.items() if row[key]),
            *year,
            *told,
        ],
        "links": [["Ouvrir la source", row["source"]]] if WEB.match(row["source"]) else [],
    }


def show_own_map(checked: Checked, duplicates: pd.DataFrame) -> None:
    """Draw the explorer of the list; its choices stay in the browser."""
    here = checked.kept["code_commune"].isin(data.cached_communes().index)
    near = bool(here.mean() >= 0.5)  # noqa: PLR2004 (most of the list)
    basin = data.cached_territory(data.REFERENCE)
    view = Explorer(
        key="ma-liste",
        rows_url="",
        facets=FACETS,
        symbols=SYMBOLS,
        noun=("ligne", "lignes"),
        feminine=True,
        bounds=basin.bounds if near else FRANCE_BOUNDS,
        ground=basin_ground() if near else france_ground(),
        source="Source : votre fichier, pour cette visite seulement.",
        notes=("Une ligne sans point exact est placée au centre de sa commune.",),
        inline=json.dumps(own_rows(checked, duplicates), ensure_ascii=False, separators=(",", ":")),
        height=480,
    )
    show_explorer(view)
