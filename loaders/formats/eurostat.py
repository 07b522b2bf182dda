r"""Regional GDP and population of Europe, from Eurostat's bulk files: one column per year, with flags.

Two layouts are known and told apart by the first line:

- as Eurostat publishes: tabs, one first column for all dimensions (``freq,sex,unit,age,geo\TIME_PERIOD``),
  a flag after a space (``1234 bp``);
- as the copy of GDP in the mirror: commas in spite of ``.tsv``, one column per dimension, the flag glued to
  the value (``4700p``).

``:`` stands for no value. Flags: b break in the series, c confidential, d definition differs, e estimated,
f forecast, n not significant, p provisional, r revised, s Eurostat estimate, u unreliable, z not applicable.
Regions are those of NUTS 2021, aggregates such as EU27_2020 included.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.checks import require_among, require_counts, require_rates, require_unique
from loaders.errors import CodeError, SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited
from loaders.reading.texts import decoded

GEOGRAPHY = 2021
"""Year of the NUTS codes."""
TIME: Final = "\\TIME_PERIOD"
YEAR = re.compile(r"\d{4}")
CODE = r"[A-Z]{2}[0-9A-Z]{0,3}|EU27_20\d{2}"
CELL = r"(?P<value>:|-?\d+(?:\.\d+)?)\s*(?P<flag>[a-z]*)"
FLAGS = set("bcdefnprsuz")
ESTIMATED = set("efs")
GDP_UNITS = {"EUR_HAB": "gdp_eur_per_inhabitant", "PPS_EU27_2020_HAB": "gdp_pps_per_inhabitant"}
"""Units of GDP kept by default, and what they measure (current prices)."""
COLUMNS = ["geo", "year", "value", "flag", "status"]


def load_gdp(path: Path, units: Collection[str] = tuple(GDP_UNITS)) -> pd.DataFrame:
    """Read regional GDP at current prices (``nama_10r_3gdp``).

    Parameters
    ----------
    path
        The file, plain or gzip, in either layout.
    units
        Units to keep: "EUR_HAB" (€ per inhabitant), "PPS_EU27_2020_HAB" (purchasing power standards per
        inhabitant), "MIO_EUR" (million €), "PPS_HAB_EU27_2020" (% of the EU mean) and others of the file.

    Returns
    -------
    gdp
        ``unit``, ``geo`` (NUTS), ``year``, ``value``, ``flag`` ("" for none), ``status`` (published,
        estimated, secret, not_available).

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        The file is absent, damaged, has another layout, lacks a unit, repeats a key, or has a cell that is
        neither a number nor ``:`` with known flags.
    """
    found = _long(path, ("freq", "unit", "geo"), {"freq": ("A",), "unit": units})
    require_counts(found["value"], path)
    return found[["unit", *COLUMNS]]


def load_population(
    path: Path, sexes: Collection[str] = ("T",), ages: Collection[str] = ("TOTAL",)
) -> pd.DataFrame:
    """Read population on 1 January by sex and age group (``demo_r_pjangrp3``).

    Parameters
    ----------
    path
        The file, plain or gzip.
    sexes
        "T" (all), "F", "M".
    ages
        "TOTAL", "Y_LT5", "Y5-9" … "Y_GE90", "UNK".

    Returns
    -------
    population
        ``sex``, ``age``, ``geo`` (NUTS), ``year``, ``value`` (people), ``flag``, ``status``.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        As ``load_gdp``.
    """
    kept = {"freq": ("A",), "unit": ("NR",), "sex": sexes, "age": ages}
    found = _long(path, ("freq", "sex", "unit", "age", "geo"), kept)
    require_counts(found["value"], path)
    return found[["sex", "age", *COLUMNS]]


def load_age_structure(path: Path, indicators: Collection[str] = ("PC_Y65_MAX",)) -> pd.DataFrame:
    """Read shares of age groups on 1 January (``demo_r_pjanind3``).

    Parameters
    ----------
    path
        The file, plain or gzip.
    indicators
        "PC_Y65_MAX" (% aged 65 or more) and other shares ("PC_…", except the ratio of women to men PC_FM).

    Returns
    -------
    structure
        ``indicator``, ``geo`` (NUTS), ``year``, ``value`` (%), ``flag``, ``status``.

    Raises
    ------
    SourceError, ArchiveError, SchemaError, CodeError
        As ``load_gdp``; a share is not between 0 and 100 %.
    """
    kept = {"freq": ("A",), "indic_de": indicators, "unit": ("PC",)}
    found = _long(path, ("freq", "indic_de", "unit", "geo"), kept)
    require_rates(found["value"], path)
    return found.rename(columns={"indic_de": "indicator"})[["indicator", *COLUMNS]]


def _long(path: Path, keys: tuple[str, ...], kept: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Read the rows to keep, checked, as one row per key and year."""
    table = _table(read_bytes(path), path, keys)
    require_unique(table, list(keys), path)
    for key, levels in kept.items():
        _require_present(table[key], levels, path)
    chosen = table[pd.concat([table[key].isin(list(kept[key])) for key in kept], axis=1).all(axis=1)]
    wrong = chosen.loc[~chosen["geo"].str.fullmatch(CODE), "geo"]
    if len(wrong):
        raise CodeError(path, f"code NUTS mal formé : {sample(wrong)}.", "attendu : « FRE11 ».")
    long = chosen.melt(list(keys), var_name="year", value_name="cell")
    return long.assign(year=long["year"].astype("int64")).join(_numbers(long["cell"], path))


def _table(content: bytes, where: object, keys: tuple[str, ...]) -> pd.DataFrame:
    """Read either layout: dimensions in columns of their own, one column per year."""
    header = decoded(content.split(b"\n", 1)[0], where, "utf-8", "un fichier d'Eurostat").rstrip("\r")
    if TIME not in header:
        years = _years([name for name in header.split(",") if name not in keys], where)
        return read_delimited(content, where, {key: key for key in keys} | years, separator=",")
    years = _years(header.split("\t")[1:], where)
    columns = {",".join(keys) + TIME: "keys", **years}
    table = read_delimited(content, where, columns, separator="\t")
    parts = table.pop("keys").str.split(",", expand=True)
    if parts.shape[1] != len(keys) or parts.isna().any(axis=None):
        fault = f"lignes dont la première colonne n'a pas {len(keys)} dimensions."
        raise SchemaError(where, fault, "reprenez le fichier d'Eurostat.")
    return pd.concat([parts.set_axis(list(keys), axis=1), table], axis=1)


def _years(names: list[str], where: object) -> dict[str, str]:
    years = {name: name.strip() for name in names}
    wrong = [name for name in years.values() if not YEAR.fullmatch(name)]
    if wrong or not years:
        fault = f"colonnes qui ne sont pas des années : {sample(wrong) or 'aucune année'}."
        raise SchemaError(where, fault, "attendu : les dimensions, puis une colonne par année.")
    return years


def _require_present(values: pd.Series, levels: Collection[str], where: object) -> None:
    """Raise SchemaError where a level that is asked for is nowhere in the file."""
    require_among(pd.Series(list(levels), name=values.name), values.unique(), where)


def _numbers(cells: pd.Series, where: object) -> pd.DataFrame:
    parts = cells.str.strip().str.extract(f"^{CELL}$")
    known = parts["flag"].map({flag: set(flag) <= FLAGS for flag in parts["flag"].dropna().unique()})
    wrong = cells[~known.fillna(value=False).astype(bool)]
    if len(wrong):
        fault = f"cellule illisible : {sample(f'« {cell} »' for cell in wrong)}."
        raise SchemaError(where, fault, "attendu : un nombre ou « : », puis des lettres de drapeau connues.")
    value = pd.to_numeric(parts["value"].mask(parts["value"] == ":")).astype("float64")
    return pd.DataFrame({"value": value, "flag": parts["flag"], "status": _status(value, parts["flag"])})


def _status(value: pd.Series, flags: pd.Series) -> pd.Series:
    kinds = {flag: "estimated" if set(flag) & ESTIMATED else "published" for flag in flags.unique()}
    hidden = {flag: "secret" if "c" in flag else "not_available" for flag in kinds}
    return flags.map(kinds).where(value.notna(), flags.map(hidden)).astype("str")
