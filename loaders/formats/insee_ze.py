"""Employment zones 2020 (zones d'emploi, INSEE), communes of 1 January 2022.

Workbook, header on row 6: sheet Composition_communale (communes) and sheet ZE2020 (the 306 zones, their names
and numbers of communes). Facts of the file: both sheets agree on names and numbers, which is checked; 33,267
communes are in a zone of one region only and have no ``ZE2020_PARTIE_REG``, 1,688 in one that crosses a
border of regions ("0059-84": the part of zone 0059 in region 84).
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_codes, require_unique
from loaders.errors import SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.numbers import parse_numbers
from loaders.reading.sheets import read_sheet

GEOGRAPHY = 2022
"""Year of the commune codes."""
HEADER_ROW = 6
COLUMNS = {
    "CODGEO": "code_commune",
    "LIBGEO": "name",
    "ZE2020": "code_ze2020",
    "LIBZE2020": "ze2020_name",
    "ZE2020_PARTIE_REG": "code_ze2020_part",
    "DEP": "code_departement",
    "REG": "code_region",
}
ZONE_COLUMNS = {"ZE2020": "code_ze2020", "LIBZE2020": "ze2020_name", "NB_COM": "communes"}


def load_employment_zones(path: Path) -> pd.DataFrame:
    """Read the employment zone of each commune.

    Returns
    -------
    zones
        Sorted by ``code_commune``: ``name``, ``code_ze2020``, ``ze2020_name``, ``code_ze2020_part`` (missing
        where the zone is in one region), ``code_departement``, ``code_region``.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        The workbook is absent or damaged, lacks a sheet or column, has a code that is malformed or twice
        there; or the two sheets disagree.
    """
    content = read_bytes(path)
    raw = read_sheet(content, path, "Composition_communale", COLUMNS, header_row=HEADER_ROW)
    require_codes(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    _require_agreement(raw, read_sheet(content, path, "ZE2020", ZONE_COLUMNS, header_row=HEADER_ROW), path)
    return raw.mask(raw == "").sort_values("code_commune", ignore_index=True)


def _require_agreement(raw: pd.DataFrame, zones: pd.DataFrame, path: Path) -> None:
    require_unique(zones, ["code_ze2020"], f"{path}, feuille « ZE2020 »")
    announced = zones.assign(communes=parse_numbers(zones["communes"], path, hidden={})["value"])
    found = raw.groupby(["code_ze2020", "ze2020_name"]).size().rename("found").reset_index()
    both = announced.merge(found, on=["code_ze2020", "ze2020_name"], how="outer")
    wrong = both.loc[both["communes"] != both["found"], "code_ze2020"].unique()
    if len(wrong):
        fault = f"les feuilles ZE2020 et Composition_communale se contredisent : {sample(wrong)}."
        raise SchemaError(path, fault, "reprenez le classeur du producteur.")
