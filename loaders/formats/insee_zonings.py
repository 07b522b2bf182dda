"""Tables d'appartenance géographique (INSEE), 2022 and 2024: to which zones each commune belongs.

Workbooks, header on row 6: sheets COM (communes), ARM (districts of Paris, Lyon and Marseille) and
Zones_supra_communales (names of zones, and how many communes each has). Facts of the files:

- only the table of 2022 has the size of urban units and attraction areas, the category of communes in the
  latter (columns TUU2017 to CATEAAV2020) and the kind of EPCI; only that of 2024 has ``CTCD``, ``EPT`` and
  the living areas of 2022, in place of those of 2012;
- a size is that of the area, people abroad included: the French parts of Genève, Luxembourg and Sarrebruck
  are among the 13 areas of 700,000 inhabitants or more (Paris not counted);
- the workbook of 2024 has a style sheet that openpyxl refuses (colours); calamine reads both;
- a code made of Z stands for « not concerned » (``ZZZZZZZZZ``: no EPCI; ``ZZZZ``: no arrondissement): missing
  here. ``000`` (attraction area) and a number of département followed by ``000`` (urban unit) are zones of
  their own, of communes that belong to none: they are kept, with their names;
- Paris has the canton ``75ZZ`` in 2022 and ``7599`` in 2024;
- in both tables, the number of communes of each zone is exactly that of sheet COM: this is checked;
- sheet Variables lists the columns: it tells the two layouts apart.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.checks import require_among, require_codes, require_unique
from loaders.districts import COMMUNES
from loaders.errors import CodeError, SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.numbers import parse_numbers
from loaders.reading.sheets import read_sheet

GEOGRAPHY: Final = {"2022": 2022, "2024": 2024}
"""Layout (see ``LAYOUTS``) to year of the commune codes."""
HEADER_ROW = 6
SHARED: Final = {
    "CODGEO": "code_commune",
    "LIBGEO": "name",
    "DEP": "code_departement",
    "REG": "code_region",
    "EPCI": "code_epci",
    "ARR": "code_arrondissement",
    "ZE2020": "code_ze2020",
    "UU2020": "code_uu2020",
    "AAV2020": "code_aav2020",
}
LAYOUTS: Final = {
    "2022": SHARED
    | {
        "NATURE_EPCI": "epci_nature",
        "CV": "code_canton",
        "TUU2017": "uu2020_size_class",
        "TDUU2017": "uu2020_size_detail",
        "TAAV2017": "aav2020_size_class",
        "TDAAV2017": "aav2020_size_detail",
        "CATEAAV2020": "aav2020_category",
        "BV2012": "code_bv2012",
    },
    "2024": SHARED
    | {"CTCD": "code_ctcd", "EPT": "code_ept", "CANOV": "code_canton", "BV2022": "code_bv2022"},
}
"""Columns of sheet COM, by year of the table."""
NAMED: Final = {
    "EPCI": "epci_name",
    "ARR": "arrondissement_name",
    "ZE2020": "ze2020_name",
    "UU2020": "uu2020_name",
    "AAV2020": "aav2020_name",
    "BV2012": "bv2012_name",
    "BV2022": "bv2022_name",
}
"""Zones of which the name is put beside the code."""
AAV_SIZES: Final = {
    "0": "Commune hors attraction des villes",
    "1": "Aire de moins de 50 000 habitants",
    "2": "Aire de 50 000 à moins de 200 000 habitants",
    "3": "Aire de 200 000 à moins de 700 000 habitants",
    "4": "Aire de 700 000 habitants ou plus (hors Paris)",
    "5": "Aire de Paris",
}
"""Size of the attraction area, population 2017, foreign communes included (sheet Documentation, 2022)."""
AAV_SIZE_DETAILS: Final = {
    "00": "Commune hors attraction des villes",
    "11": "Aire de moins de 10 000 habitants",
    "12": "Aire de 10 000 à moins de 20 000 habitants",
    "13": "Aire de 20 000 à moins de 30 000 habitants",
    "14": "Aire de 30 000 à moins de 50 000 habitants",
    "21": "Aire de 50 000 à moins de 75 000 habitants",
    "22": "Aire de 75 000 à moins de 100 000 habitants",
    "23": "Aire de 100 000 à moins de 125 000 habitants",
    "24": "Aire de 125 000 à moins de 150 000 habitants",
    "25": "Aire de 150 000 à moins de 200 000 habitants",
    "31": "Aire de 200 000 à moins de 300 000 habitants",
    "32": "Aire de 300 000 à moins de 400 000 habitants",
    "33": "Aire de 400 000 à moins de 500 000 habitants",
    "34": "Aire de 500 000 à moins de 700 000 habitants",
    "41": "Aire de 700 000 à moins de 1 000 000 d’habitants",
    "42": "Aire de 1 000 000 d’habitants ou plus (hors Paris)",
    "50": "Aire de Paris",
}
"""The same in more classes: 34 and above are the areas of 500,000 inhabitants or more."""
AAV_CATEGORIES: Final = {
    "11": "Commune-centre",
    "12": "Autre commune du pôle principal",
    "13": "Commune d'un pôle secondaire",
    "20": "Commune de la couronne",
    "30": "Commune hors attraction des villes",
}
"""Category of the commune in its attraction area (sheet Documentation, 2022)."""
EPCI_NATURES: Final = {
    "CC": "communauté de communes",
    "CA": "communauté d'agglomération",
    "CU": "communauté urbaine",
    "ME": "métropole",
}
"""Kinds of EPCI with own taxation; Lyon, a collectivity of another kind, is ``ME`` too."""
LISTS: Final = {
    "aav2020_size_class": AAV_SIZES,
    "aav2020_size_detail": AAV_SIZE_DETAILS,
    "aav2020_category": AAV_CATEGORIES,
}
NOT_CONCERNED = r"Z+"
ZONE_COLUMNS: Final = {"NIVGEO": "level", "CODGEO": "code", "LIBGEO": "name", "NB_COM": "communes"}
ORIGINAL = "reprenez le classeur du producteur."


def load_zonings(path: Path) -> pd.DataFrame:
    """Read the zones of each commune, with their names.

    Returns
    -------
    zonings
        Sorted by ``code_commune``: ``name``, the columns of ``LAYOUTS`` and the names of ``NAMED``, missing
        where the commune is not concerned. Sizes and categories (keys of ``AAV_SIZES``, ``AAV_SIZE_DETAILS``
        and ``AAV_CATEGORIES``) in 2022 only. ``zonings.attrs["geography"]`` is the year of the table.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        The workbook is absent or damaged, lacks a sheet or column, has a code that is malformed or twice
        there, an unknown size, or a zone with another number of communes than announced.
    """
    content = read_bytes(path)
    layout = _layout(content, path)
    raw = read_sheet(content, path, "COM", LAYOUTS[layout], header_row=HEADER_ROW)
    require_codes(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    for name, list_ in LISTS.items():
        if name in raw:
            require_among(raw[name], list_, f"{path}, feuille « COM »")
    zones = _zones(content, path)
    _require_counts(raw, LAYOUTS[layout], zones, path)
    zonings = _with_names(raw, LAYOUTS[layout], zones)
    zonings.attrs["geography"] = GEOGRAPHY[layout]
    return zonings.sort_values("code_commune", ignore_index=True)


def load_zones(path: Path) -> pd.DataFrame:
    """Read the zones themselves.

    Returns
    -------
    zones
        ``level`` (ARR, EPCI, ZE2020, UU2020, AAV2020, …), ``code``, ``name``, ``communes`` (number of them).

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        As ``load_zonings``.
    """
    return _zones(read_bytes(path), path)


def load_districts(path: Path) -> pd.DataFrame:
    """Read the municipal districts of Paris, Lyon and Marseille.

    Returns
    -------
    districts
        ``code_district``, ``name``, ``code_commune``.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        As ``load_zonings``; or a district is not of the commune that ``loaders.districts`` has.
    """
    columns = {"CODGEO": "code_district", "LIBGEO": "name", "COM": "code_commune"}
    districts = read_sheet(read_bytes(path), path, "ARM", columns, header_row=HEADER_ROW)
    wrong = districts.loc[
        districts["code_district"].map(COMMUNES) != districts["code_commune"], "code_district"
    ]
    if len(wrong):
        remedy = "revoyez loaders/districts.py si le Code officiel géographique a changé."
        raise CodeError(f"{path}, feuille « ARM »", f"arrondissement inconnu : {sample(wrong)}.", remedy)
    return districts


def _layout(content: bytes, path: Path) -> str:
    variables = read_sheet(content, path, "Variables", {"VAR_ID": "variable"}, header_row=HEADER_ROW)
    return "2022" if "CATEAAV2020" in set(variables["variable"]) else "2024"


def _zones(content: bytes, path: Path) -> pd.DataFrame:
    where = f"{path}, feuille « Zones_supra_communales »"
    raw = read_sheet(content, path, "Zones_supra_communales", ZONE_COLUMNS, header_row=HEADER_ROW)
    require_unique(raw, ["level", "code"], where)
    return raw.assign(communes=parse_numbers(raw["communes"], where, hidden={})["value"].astype("int64"))


def _require_counts(raw: pd.DataFrame, columns: Mapping[str, str], zones: pd.DataFrame, path: Path) -> None:
    for level, announced in zones.groupby("level"):
        if level in columns:
            expected = announced.set_index("code")["communes"]
            found = raw[columns[str(level)]].value_counts()
            codes = expected.index.union(found.index)
            gap = expected.reindex(codes, fill_value=0) != found.reindex(codes, fill_value=0)
            if gap.any():
                fault = f"nombre de communes autre qu'annoncé pour {level} {sample(codes[gap])}."
                raise SchemaError(f"{path}, feuille « COM »", fault, ORIGINAL)


def _with_names(raw: pd.DataFrame, columns: Mapping[str, str], zones: pd.DataFrame) -> pd.DataFrame:
    named = raw.copy()
    for level, name in NAMED.items():
        if level in columns:
            names = zones[zones["level"] == level].set_index("code")["name"]
            codes = raw[columns[level]]
            named[name] = codes.map(names).mask(codes.str.fullmatch(NOT_CONCERNED))
    concerned = {name: raw[name].mask(raw[name].str.fullmatch(NOT_CONCERNED)) for name in columns.values()}
    return named.assign(**concerned)
