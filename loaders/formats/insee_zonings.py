"""Zones that each commune belongs to: INSEE's « table d'appartenance géographique des communes ».

Editions of 2022 and 2024: workbooks with the header of each sheet on row 6. openpyxl refuses that of 2024,
calamine reads both.

A commune outside a zoning has no zone: its code is missing here. The files write it otherwise: ``ZZZZZZZZZ``
(EPCI), ``ZZ`` (its nature), ``ZZZZ`` (arrondissement), ``75ZZ`` or ``97299`` (canton), ``000`` (attraction
area), ``59000`` (urban unit). They are told by the name the file gives them (« Sans objet », « Commune hors
attraction des villes », « Communes hors unité urbaine du département 59 »), not by their shape: ``200042000``
is an EPCI. Size classes and categories keep their code, in which "0", "00" and "30" mean outside.

Facts of the files:

- the edition of 2024 has neither size classes, nor category, nor nature of the EPCI; that of 2022 has the
  living areas of 2012, not those of 2022. A zone has one class, to be found in 2022 by its code, but for
  four urban units made since (72207, 78109, 85139, 95108: seven communes);
- between the two, 24 codes of communes disappeared and 4 came back (27676, 60694, 85165, 85212). Of the
  communes in both, one changed employment zone and attraction area (50272) and six changed urban unit;
- four islands have no EPCI (22016, 29083, 29155, 85113), the 17 communes of Mayotte no arrondissement.
  Communes of Martinique and Guyane have no canton; in 2022, nor have Paris and those of the métropole of
  Lyon, which 2024 puts in a canton ``7599`` « Paris » and ``6999`` « Lyon »;
- Paris, Lyon and Marseille are communes in the sheet COM; their districts have another sheet, not read;
- the documentation says of the detailed class "00" of urban units « de moins de 50 habitants », though all
  communes outside a unit have it: labels of that class are not taken over.
"""

from pathlib import Path

import pandas as pd

from loaders.checks import (
    require_among,
    require_codes,
    require_no_districts,
    require_siren,
    require_unique,
)
from loaders.errors import SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.numbers import parse_numbers
from loaders.reading.sheets import read_sheet

GEOGRAPHY = {2022: 2022, 2024: 2024}
"""Year of the commune codes of each edition: 1 January of its own year."""
NATURES = ("CC", "CA", "CU", "ME")
"""Communauté de communes, d'agglomération, urbaine; métropole (that of Lyon too)."""
AREA_SIZES = {
    "0": "Commune hors attraction des villes",
    "1": "Aire de moins de 50 000 habitants",
    "2": "Aire de 50 000 à moins de 200 000 habitants",
    "3": "Aire de 200 000 à moins de 700 000 habitants",
    "4": "Aire de 700 000 habitants ou plus (hors Paris)",
    "5": "Aire de Paris",
}
"""Size classes of attraction areas (TAAV2017): population 2017, foreign part included. INSEE's words."""
AREA_DETAILED_SIZES = {
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
"""Detailed size classes of attraction areas (TDAAV2017); the first figure is the size class."""
AREA_CATEGORIES = {
    "11": "Commune-centre",
    "12": "Autre commune du pôle principal",
    "13": "Commune d'un pôle secondaire",
    "20": "Commune de la couronne",
    "30": "Commune hors attraction des villes",
}
"""Category of a commune in its attraction area (CATEAAV2020)."""
UNIT_SIZES = {
    "0": "Commune hors unité urbaine",
    "1": "Commune appartenant à une unité urbaine de 2 000 à 4 999 habitants",
    "2": "Commune appartenant à une unité urbaine de 5 000 à 9 999 habitants",
    "3": "Commune appartenant à une unité urbaine de 10 000 à 19 999 habitants",
    "4": "Commune appartenant à une unité urbaine de 20 000 à 49 999 habitants",
    "5": "Commune appartenant à une unité urbaine de 50 000 à 99 999 habitants",
    "6": "Commune appartenant à une unité urbaine de 100 000 à 199 999 habitants",
    "7": "Commune appartenant à une unité urbaine de 200 000 à 1 999 999 habitants",
    "8": "Commune appartenant à l'unité urbaine de Paris",
}
"""Size classes of urban units by population 2017, French part alone (TUU2017)."""
OUTSIDE = r"Sans objet|Communes? hors .+"
"""Names of what stands for "no zone" in the list of zones."""
LIST = "Zones_supra_communales"
RESTORE = "le classeur est sans doute incomplet ou retouché : reprenez celui de l'Insee."
_COMMON = {
    "DEP": "departement",
    "REG": "region",
    "EPCI": "epci",
    "ARR": "arrondissement",
    "ZE2020": "ze2020",
    "UU2020": "uu2020",
    "AAV2020": "aav2020",
}
LEVELS = {
    2022: {**_COMMON, "CV": "canton"},
    2024: {**_COMMON, "CANOV": "canton", "BV2022": "bv2022"},
}
"""Zonings read in each edition: their name in it to ``level`` (and the column ``code_<level>``)."""
CLASSES = {
    2022: {
        "NATURE_EPCI": "epci_nature",
        "TUU2017": "uu2020_size_class",
        "TDUU2017": "uu2020_detailed_class",
        "TAAV2017": "aav2020_size_class",
        "TDAAV2017": "aav2020_detailed_class",
        "CATEAAV2020": "aav2020_category",
    },
    2024: {},
}
"""Classes read in each edition."""


def load_memberships(path: Path, year: int) -> pd.DataFrame:
    """Read the zones that every commune belongs to.

    Parameters
    ----------
    path
        The workbook.
    year
        Its edition, 2022 or 2024.

    Returns
    -------
    memberships
        One row per commune, sorted by ``code_commune`` (geography ``GEOGRAPHY[year]``): ``name``, a column
        ``code_<level>`` per zoning of ``LEVELS[year]`` (departement, region, epci, arrondissement, canton,
        ze2020, uu2020, aav2020, and bv2022 in 2024), missing outside. In 2022 also ``epci_nature`` (missing
        without EPCI), ``uu2020_size_class`` (``UNIT_SIZES``), ``uu2020_detailed_class``,
        ``aav2020_size_class`` (``AREA_SIZES``), ``aav2020_detailed_class`` (``AREA_DETAILED_SIZES``) and
        ``aav2020_category`` (``AREA_CATEGORIES``).

    Raises
    ------
    SourceError, ArchiveError
        The workbook is absent, empty or damaged.
    SchemaError
        A sheet or column is absent, as in another edition; a class is unknown or contradicts the zone; a
        zone has not the number of communes that the list of zones gives it.
    CodeError
        A code of a commune or EPCI is malformed or comes twice.
    """
    content = read_bytes(path)
    codes = {name: f"code_{level}" for name, level in LEVELS[year].items()}
    columns = {"CODGEO": "code_commune", "LIBGEO": "name", **codes, **CLASSES[year]}
    raw = read_sheet(content, path, "COM", columns, header_row=6)
    require_codes(raw["code_commune"], path)
    require_no_districts(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    zones = _listed(content, path, year)
    _require_totals(raw, zones, path)
    memberships = _without_outside(raw, zones)
    require_siren(memberships["code_epci"].dropna(), path)
    if CLASSES[year]:
        memberships = _with_natures(memberships, path)
        _require_classes(memberships, path)
    return memberships.sort_values("code_commune", ignore_index=True)


def load_zones(path: Path, year: int) -> pd.DataFrame:
    """Read the name of every zone. What stands for "outside" is left out; the file gives no population.

    Parameters
    ----------
    path, year
        As for ``load_memberships``.

    Returns
    -------
    zones
        Sorted by ``level`` (values of ``LEVELS[year]``) and ``code``: ``name`` and ``n_communes``, the number
        of its communes in that edition. Names of EPCI are abridged in 2022 (« CC de l'Oisans »), not in 2024.

    Raises
    ------
    SourceError, ArchiveError
        The workbook is absent, empty or damaged.
    SchemaError
        The sheet, a column or a zoning is absent; a number of communes is unreadable.
    CodeError
        A zone comes twice.
    """
    zones = _listed(read_bytes(path), path, year)
    named = zones[~zones["name"].str.fullmatch(OUTSIDE)]
    return named.sort_values(["level", "code"], ignore_index=True)


def _listed(content: bytes, where: Path, year: int) -> pd.DataFrame:
    """Read the list of zones, with what stands for "outside"."""
    columns = {"NIVGEO": "level", "CODGEO": "code", "LIBGEO": "name", "NB_COM": "n_communes"}
    raw = read_sheet(content, where, LIST, columns, header_row=6)
    absent = [name for name in LEVELS[year] if name not in set(raw["level"])]
    if absent:
        raise SchemaError(f"{where}, feuille « {LIST} »", f"niveau absent : {sample(absent)}.", RESTORE)
    kept = raw[raw["level"].isin(list(LEVELS[year]))].reset_index(drop=True)
    require_unique(kept, ["level", "code"], where)
    counts = parse_numbers(kept["n_communes"], where, hidden={})["value"].astype("int64")
    return kept.assign(level=kept["level"].map(LEVELS[year]), n_communes=counts)


def _require_totals(raw: pd.DataFrame, zones: pd.DataFrame, where: Path) -> None:
    """Compare the communes of each zone with the number that the list of zones gives."""
    columns = [f"code_{level}" for level in zones["level"].unique()]
    long = raw[columns].rename(columns=lambda name: name.removeprefix("code_")).melt(var_name="level")
    found = long.rename(columns={"value": "code"}).value_counts()
    told = zones.set_index(["level", "code"])["n_communes"]
    both = pd.DataFrame({"found": found, "told": told}).fillna(0).astype("int64")
    wrong = both[both["found"] != both["told"]]
    if len(wrong):
        rows = sample(
            f"{level} {code} ({row.found} lue(s), {row.told} annoncée(s))"
            for (level, code), row in zip(wrong.index, wrong.itertuples(), strict=True)
        )
        raise SchemaError(where, f"communes par zone différentes de la feuille « {LIST} » : {rows}.", RESTORE)


def _without_outside(raw: pd.DataFrame, zones: pd.DataFrame) -> pd.DataFrame:
    outside = zones[zones["name"].str.fullmatch(OUTSIDE)].groupby("level")["code"].agg(list)
    masked = {f"code_{level}": codes for level, codes in outside.items()}
    return raw.assign(**{name: raw[name].mask(raw[name].isin(codes)) for name, codes in masked.items()})


def _with_natures(memberships: pd.DataFrame, where: Path) -> pd.DataFrame:
    natures = memberships["epci_nature"].mask(
        memberships["code_epci"].isna() & memberships["epci_nature"].eq("ZZ")
    )
    require_among(natures.dropna(), NATURES, where)
    return memberships.assign(epci_nature=natures)


def _require_classes(memberships: pd.DataFrame, where: Path) -> None:
    known = {
        "uu2020_size_class": UNIT_SIZES,
        "aav2020_size_class": AREA_SIZES,
        "aav2020_detailed_class": AREA_DETAILED_SIZES,
        "aav2020_category": AREA_CATEGORIES,
    }
    for name, labels in known.items():
        require_among(memberships[name], labels, where)
    wrong = memberships["aav2020_category"].eq("30") != memberships["code_aav2020"].isna()
    for zoning in ("uu2020", "aav2020"):
        size, detailed = memberships[f"{zoning}_size_class"], memberships[f"{zoning}_detailed_class"]
        wrong |= (detailed.str[0] != size) | (size.eq("0") != memberships[f"code_{zoning}"].isna())
    if wrong.any():
        fault = f"classe et zone se contredisent pour {sample(memberships.loc[wrong, 'code_commune'])}."
        raise SchemaError(where, fault, RESTORE)
