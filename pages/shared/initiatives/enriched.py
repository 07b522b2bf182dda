"""A reader's list with what the site adds to it, as a table of text to download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from pages.shared import data
from pages.shared.initiatives.own_report import LEVELS, french
from pages.shared.initiatives.rows import SURVEYS

if TYPE_CHECKING:
    from loaders.own_list.check import Checked

POINTS: Final = {"exact": "point donné par la liste", "commune": "commune", "none": ""}
FLAGS: Final = {
    "mbm_250": "Bassin minier (250 communes)",
    "unesco_property_87": "Commune du bien inscrit",
    "unesco_buffer_124": "Commune de la zone tampon",
}
INDICATORS: Final = {
    "population": (data.LATEST, "Habitants"),
    "median_income_eur": (2021, "Niveau de vie médian (€)"),
    "unemployment_rate_pct": (2021, "Taux de chômage du recensement (%)"),
}
"""Figures of the commune that the site has for all of France."""


def enriched(
    cells: pd.DataFrame, checked: Checked, duplicates: pd.DataFrame, repeats: pd.Series
) -> pd.DataFrame:
    """Return all lines of the file, refused ones too, with what was found and figures of their commune."""
    added = pd.concat(
        [_verdict(checked), _places(checked), _doubles(cells.index, duplicates, repeats)], axis=1
    )
    taken = set(cells.columns)
    named = {name: f"{name} (site)" if name in taken else name for name in added.columns}
    return pd.concat([cells, added.rename(columns=named)], axis=1).fillna("").astype("str")


def _verdict(checked: Checked) -> pd.DataFrame:
    notes = {line: french(" ; ".join(texts)) for line, texts in checked.notes.items()}
    index = checked.rows.index
    return pd.DataFrame(
        {
            "Ligne du fichier": index.astype(str),
            "Verdict": checked.rows["level"].map(LEVELS),
            "À vérifier": [notes.get(line, "") for line in index],
            "Latitude retenue": checked.rows["lat"].map(_decimal),
            "Longitude retenue": checked.rows["lon"].map(_decimal),
            "Précision": checked.rows["precision"].map(POINTS),
        },
        index=index,
    )


def _places(checked: Checked) -> pd.DataFrame:
    codes, communes = checked.rows["code_commune"], data.cached_france()
    at = communes.reindex(codes).set_index(codes.index)
    table = pd.DataFrame(
        {
            "Code commune retenu": codes,
            "Commune retenue": at["name"],
            "Intercommunalité": at["epci_name"],
            "Département": at["departement_name"],
        }
    )
    for flag, title in FLAGS.items():
        table[title] = at[flag].map({True: "oui", False: "non"})
    for indicator, (wanted, title) in INDICATORS.items():
        year = data.nearest_year(indicator, wanted, data.FRANCE)
        values = data.observations(indicator, year, data.FRANCE)["value"].reindex(codes)
        table[f"{title}, {year}"] = [_decimal(value) for value in values]
    return table


def _doubles(index: pd.Index, duplicates: pd.DataFrame, repeats: pd.Series) -> pd.DataFrame:
    known = data.cached_table("initiatives")
    other = duplicates["other"].reindex(index).dropna()
    found = {
        "Doublon possible de": other.map(known["name"]),
        "Dans le relevé": other.map(known["survey"]).astype(object).map(SURVEYS),
        "Répète la ligne": repeats.astype(str),
    }
    return pd.DataFrame(found).reindex(index)


def _decimal(value: float) -> str:
    """Write a number as a French spreadsheet reads it: decimal comma, nothing when it is missing."""
    if pd.isna(value):
        return ""
    return f"{round(float(value), 5):.5f}".rstrip("0").rstrip(".").replace(".", ",")
