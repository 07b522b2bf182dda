"""Comparateur de territoires (INSEE), edition of January 2022: census 2013 and 2018, births, Filosofi 2019.

A zip of two CSV (semicolons, UTF-8, CRLF, decimal point), ``base_cc_comparateur.CSV`` and its dictionary.
Facts of the file:

- the 45 municipal districts of Paris, Lyon and Marseille stand beside the three communes: they are dropped,
  or all would be counted twice;
- counts of the census are estimates with up to fifteen figures, to be kept as they are for sums;
- births and deaths of 2013 to 2018 are sums over five years (1 January 2013 to 1 January 2018), estimated for
  a commune re-established since (Sannerville: 69.8 births);
- an empty cell of Filosofi is a statistical secret, but in Guadeloupe, Guyane and Mayotte, which Filosofi
  does not cover. Any other empty cell is a figure that does not exist: Mayotte (births and deaths of 2020
  excepted), jobs of 2013 and establishments of communes re-established since (see ``loaders.restored``);
- the six destroyed villages of the Meuse have no inhabitant: true zeros. Filosofi is empty for them too.
"""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.checks import require_codes, require_counts, require_rates, require_unique
from loaders.districts import is_district
from loaders.errors import SchemaError, sample
from loaders.formats.values import value_frame
from loaders.reading.archives import read_member
from loaders.reading.delimited import read_delimited
from loaders.reading.numbers import EMPTY_IS_NOT_AVAILABLE, EMPTY_IS_SECRET, parse_numbers
from loaders.restored import hide_former_perimeters

GEOGRAPHY = 2021
"""Year of the commune codes: the 34,965 communes of 1 January 2021."""
MEMBER = "base_cc_comparateur.CSV"
COUNTS: Final = {
    "P18_POP": ("population", 2018),
    "P13_POP": ("population", 2013),
    "NAIS1318": ("births_2013_2018", 2018),
    "DECE1318": ("deaths_2013_2018", 2018),
    "NAISD20": ("births", 2020),
    "DECESD20": ("deaths", 2020),
    "P18_MEN": ("households", 2018),
    "P18_LOG": ("dwellings", 2018),
    "P18_RP": ("main_residences", 2018),
    "P18_RSECOCC": ("secondary_residences", 2018),
    "P18_LOGVAC": ("vacant_dwellings", 2018),
    "P18_RP_PROP": ("owner_occupied_residences", 2018),
    "P18_EMPLT": ("jobs_at_workplace", 2018),
    "P13_EMPLT": ("jobs_at_workplace", 2013),
    "P18_EMPLT_SAL": ("salaried_jobs", 2018),
    "P18_POP1564": ("population_15_64", 2018),
    "P18_ACT1564": ("labour_force_15_64", 2018),
    "P18_CHOM1564": ("unemployed_15_64", 2018),
    "ETTOT18": ("establishments", 2018),
}
"""Column of the census, of births and deaths, of establishments, to indicator and year."""
FILOSOFI: Final = {
    "NBMENFISC19": ("tax_households", 2019),
    "MED19": ("median_income_eur", 2019),
    "PIMP19": ("taxed_households_share_pct", 2019),
    "TP6019": ("poverty_rate_pct", 2019),
}
"""Column of Filosofi to indicator and year."""
RATES = ("PIMP19", "TP6019")
EMPLOYED: Final = ("employed_15_64", 2018)
"""Labour force less unemployed: a difference of two published counts."""
NOT_COVERED = ("971", "973", "976")
"""Départements outside Filosofi 2019: Guadeloupe, Guyane, Mayotte."""
AT_MOST: Final = (
    ("P18_RP_PROP", "P18_RP"),
    ("P18_EMPLT_SAL", "P18_EMPLT"),
    ("P18_CHOM1564", "P18_ACT1564"),
    ("P18_ACT1564", "P18_POP1564"),
    ("P18_POP1564", "P18_POP"),
)
"""A part, and the whole that it cannot exceed."""
DWELLINGS = ["P18_RP", "P18_RSECOCC", "P18_LOGVAC"]
PRECISION = 1e-6
"""Decimals are cut after fifteen figures."""
ORIGINAL = "reprenez le fichier du producteur."


def load_comparateur(path: Path) -> pd.DataFrame:
    """Read the counts of the census, births, deaths, establishments, and Filosofi 2019.

    Returns
    -------
    values
        ``code_commune`` (geography ``GEOGRAPHY``; no district), ``indicator`` (those of ``COUNTS`` and
        ``FILOSOFI``, and ``employed_15_64``), ``year`` (that of a sum over years is its last), ``value``,
        ``status``: published, secret (Filosofi) or not_available.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        The archive is absent or damaged; a column is absent; a code is malformed or twice there; a count is
        negative, a rate above 100, a part above its whole.
    """
    columns = {name: name for name in [*COUNTS, *FILOSOFI]}
    raw, where = _communes(path, columns)
    numbers = {name: parse_numbers(raw[name], where, hidden=_hidden(name)) for name in columns}
    _require_sound(numbers, raw["code_commune"], where)
    for name in FILOSOFI:
        numbers[name] = _covered(numbers[name], raw["code_commune"])
    labelled = {(COUNTS | FILOSOFI)[name]: found for name, found in numbers.items()}
    labelled[EMPLOYED] = _employed(numbers)
    parts = [value_frame(raw["code_commune"], _of_year(labelled, year), year) for year in _years(labelled)]
    return hide_former_perimeters(pd.concat(parts, ignore_index=True))


def load_areas(path: Path) -> pd.DataFrame:
    """Read the area of communes.

    Returns
    -------
    areas
        ``code_commune`` (geography ``GEOGRAPHY``) and ``area_km2``, NaN for Mayotte.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        As ``load_comparateur``; or an area is not above zero.
    """
    raw, where = _communes(path, {"SUPERF": "SUPERF"})
    area = parse_numbers(raw["SUPERF"], where)["value"]
    wrong = raw.loc[area <= 0, "code_commune"]
    if len(wrong):
        raise SchemaError(where, f"superficie nulle ou négative : {sample(wrong)}.", ORIGINAL)
    return pd.DataFrame({"code_commune": raw["code_commune"], "area_km2": area})


def _communes(path: Path, columns: dict[str, str]) -> tuple[pd.DataFrame, str]:
    where = f"{path}!{MEMBER}"
    raw = read_delimited(
        read_member(path, MEMBER), where, {"CODGEO": "code_commune", **columns}, separator=";"
    )
    require_codes(raw["code_commune"], where)
    require_unique(raw, ["code_commune"], where)
    return raw[~is_district(raw["code_commune"])], where


def _hidden(name: str) -> dict[str, str]:
    return EMPTY_IS_SECRET if name in FILOSOFI else EMPTY_IS_NOT_AVAILABLE


def _covered(found: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    outside = codes.str.startswith(NOT_COVERED) & found["value"].isna()
    return found.assign(status=found["status"].mask(outside, "not_available"))


def _employed(numbers: dict[str, pd.DataFrame]) -> pd.DataFrame:
    force, unemployed = numbers["P18_ACT1564"], numbers["P18_CHOM1564"]
    value = force["value"] - unemployed["value"]
    return pd.DataFrame({"value": value, "status": force["status"].where(value.notna(), "not_available")})


def _require_sound(numbers: dict[str, pd.DataFrame], codes: pd.Series, where: object) -> None:
    wide = pd.DataFrame({name: found["value"] for name, found in numbers.items()}).set_axis(codes, axis=0)
    for name in wide:
        (require_rates if name in RATES else require_counts)(wide[name], where)
    for part, whole in AT_MOST:
        _require(wide[part] > wide[whole] + PRECISION, f"{part} dépasse {whole}", where)
    gap = (wide["P18_LOG"] - wide[DWELLINGS].sum(axis=1, skipna=False)).abs()
    _require(gap > PRECISION, f"P18_LOG ≠ {' + '.join(DWELLINGS)}", where)


def _require(wrong: pd.Series, fault: str, where: object) -> None:
    if wrong.any():
        raise SchemaError(where, f"{fault} pour {sample(wrong.index[wrong])}.", ORIGINAL)


def _years(labelled: dict[tuple[str, int], pd.DataFrame]) -> list[int]:
    return sorted({year for _, year in labelled})


def _of_year(labelled: dict[tuple[str, int], pd.DataFrame], year: int) -> dict[str, pd.DataFrame]:
    return {indicator: found for (indicator, of), found in labelled.items() if of == year}
