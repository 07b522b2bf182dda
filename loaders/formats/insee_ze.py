"""Employment zones 2020 and their communes on 1 January 2022, as INSEE publishes them.

A workbook with the header of each sheet on row 6. Facts of the file: 306 zones share out the 34,955 communes,
overseas included; 14 zones cross a regional border, and only their communes have a regional part
(``0059-84``); zones of the communes are those of the « table d'appartenance » of 2022.
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_codes, require_no_districts, require_unique
from loaders.errors import CodeError, SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.numbers import parse_numbers
from loaders.reading.sheets import read_sheet

GEOGRAPHY = 2022
"""Year of the commune codes: 1 January."""
ZONE = r"\d{4}"
"""A zone code; its first two figures are the region, or 00 when it crosses a regional border."""
RESTORE = "le classeur est sans doute incomplet ou retouché : reprenez celui de l'Insee."


def load_employment_zones(path: Path) -> pd.DataFrame:
    """Read the employment zones.

    Returns
    -------
    zones
        Sorted by ``code_ze2020``: ``ze2020_name`` and ``n_communes``, the number of its communes.

    Raises
    ------
    SourceError, ArchiveError
        The workbook is absent, empty or damaged.
    SchemaError
        A sheet or column is absent, or a number of communes unreadable.
    CodeError
        A code is malformed or comes twice.
    """
    return _zones(read_bytes(path), path)


def load_ze_communes(path: Path) -> pd.DataFrame:
    """Read the employment zone of every commune.

    Returns
    -------
    communes
        One row per commune, sorted by ``code_commune`` (geography ``GEOGRAPHY``): ``name``, ``code_ze2020``,
        ``ze2020_name``, ``code_ze2020_region`` (the part of the zone in the region; missing where the zone
        lies in one region), ``code_departement``, ``code_region``.

    Raises
    ------
    SourceError, ArchiveError
        The workbook is absent, empty or damaged.
    SchemaError
        A sheet or column is absent; communes of a zone are not as many, or not named, as the list of zones
        says; a regional part is not that of the zone and the region.
    CodeError
        A code is malformed or comes twice.
    """
    columns = {
        "CODGEO": "code_commune",
        "LIBGEO": "name",
        "ZE2020": "code_ze2020",
        "LIBZE2020": "ze2020_name",
        "ZE2020_PARTIE_REG": "code_ze2020_region",
        "DEP": "code_departement",
        "REG": "code_region",
    }
    content = read_bytes(path)
    raw = read_sheet(content, path, "Composition_communale", columns, header_row=6)
    require_codes(raw["code_commune"], path)
    require_no_districts(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    _require_zones(raw, _zones(content, path), path)
    parts = raw["code_ze2020_region"].mask(raw["code_ze2020_region"].eq(""))
    _require_parts(raw, parts, path)
    return raw.assign(code_ze2020_region=parts).sort_values("code_commune", ignore_index=True)


def _zones(content: bytes, where: Path) -> pd.DataFrame:
    columns = {"ZE2020": "code_ze2020", "LIBZE2020": "ze2020_name", "NB_COM": "n_communes"}
    raw = read_sheet(content, where, "ZE2020", columns, header_row=6)
    wrong = raw.loc[~raw["code_ze2020"].str.fullmatch(ZONE), "code_ze2020"]
    if len(wrong):
        fault = f"code de zone d'emploi mal formé : {sample(wrong)}."
        raise CodeError(where, fault, "lisez les codes comme du texte, zéro initial compris (« 0051 »).")
    require_unique(raw, ["code_ze2020"], where)
    counts = parse_numbers(raw["n_communes"], where, hidden={})["value"].astype("int64")
    return raw.assign(n_communes=counts).sort_values("code_ze2020", ignore_index=True)


def _require_zones(communes: pd.DataFrame, zones: pd.DataFrame, where: Path) -> None:
    """Compare code, name and number of communes of each zone in the two sheets."""
    found = communes.value_counts(["code_ze2020", "ze2020_name"])
    told = zones.set_index(["code_ze2020", "ze2020_name"])["n_communes"]
    both = pd.DataFrame({"found": found, "told": told}).fillna(0)
    wrong = both.index[both["found"] != both["told"]]
    if len(wrong):
        rows = sample(" ".join(key) for key in wrong)
        fault = f"nom ou nombre de communes différent d'une feuille à l'autre pour la zone {rows}."
        raise SchemaError(where, fault, RESTORE)


def _require_parts(communes: pd.DataFrame, parts: pd.Series, where: Path) -> None:
    expected = communes["code_ze2020"] + "-" + communes["code_region"]
    wrong = parts[parts.notna() & (parts != expected)]
    if len(wrong):
        fault = f"partie régionale étrangère à la zone ou à la région : {sample(wrong.unique())}."
        raise SchemaError(where, fault, RESTORE)
