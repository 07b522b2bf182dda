"""The description of every table (``data/tables.toml``) and the typing of text columns by it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from loaders.checks import require_columns
from loaders.errors import SchemaError, sample

BOOLEANS = {"0": False, "1": True}


@dataclass(frozen=True)
class Column:
    """One column: type (text, integer, number, boolean, category, geometry), French unit and meaning.

    A boolean column is filled unless ``may_be_empty`` says otherwise; the other types may be empty.
    """

    name: str
    type: str
    unit: str
    description: str
    levels: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True)
class Table:
    """One table as ``data/tables.toml`` describes it; ``head`` keeps the texts for the sidecar."""

    name: str
    key: tuple[str, ...]
    sort: tuple[str, ...]
    local: bool
    sources: tuple[str, ...]
    columns: dict[str, Column]
    head: dict[str, Any] = field(default_factory=dict)

    @property
    def is_geographic(self) -> bool:
        """Whether the table holds outlines."""
        return "geometry" in self.columns


def read_schema(path: Path) -> dict[str, Table]:
    """Read the descriptions of all tables, in build order."""
    with path.open("rb") as file:
        return {name: _table(name, entry) for name, entry in tomllib.load(file).items()}


def _table(name: str, entry: dict[str, Any]) -> Table:
    columns = {key: _column(key, value) for key, value in entry.pop("columns").items()}
    key = tuple(entry["key"])
    sort = tuple(entry.pop("sort", key))
    return Table(name, key, sort, entry.pop("local"), tuple(entry["sources"]), columns, entry)


def _column(name: str, entry: dict[str, Any]) -> Column:
    levels, may_be_empty = tuple(entry.get("values", ())), entry.get("may_be_empty", False)
    return Column(name, entry["type"], entry["unit_fr"], entry["description_fr"], levels, may_be_empty)


def conform(frame: pd.DataFrame, table: Table, where: object) -> pd.DataFrame:
    """Type and sort a frame of text as the table's description asks.

    Parameters
    ----------
    frame
        Text columns of the source (already typed columns pass); "" is a missing value.
    table
        Its description.
    where
        File named in the message of a SchemaError.

    Returns
    -------
    table
        The described columns in the described order, sorted, index 0..n-1. A missing value stays missing:
        NaN in text and numbers, <NA> in whole numbers and booleans.
    """
    require_columns(frame, table.columns, where)
    typed = {name: _typed(frame[name], column, where) for name, column in table.columns.items()}
    return pd.DataFrame(typed).sort_values(list(table.sort), kind="stable", ignore_index=True)


def _typed(values: pd.Series, column: Column, where: object) -> pd.Series:
    if _is_typed(values, column):
        return values
    text = values.astype("str").mask(lambda text: text == "")
    if column.type == "boolean":
        return _boolean(text, column, where)
    if column.type in {"integer", "number"}:
        return _numeric(text, column, where)
    if column.type == "category":
        return _category(text, column, where)
    return text


def _is_typed(values: pd.Series, column: Column) -> bool:
    """Tell whether a column has its final type already: what recipes compute need not become text again."""
    if column.type == "category":
        return isinstance(values.dtype, pd.CategoricalDtype) and _has_levels(values, column)
    kinds = {"boolean": "bool", "number": "float64", "integer": "int64"}
    return str(values.dtype) == kinds.get(column.type)


def _has_levels(values: pd.Series, column: Column) -> bool:
    levels = tuple(values.cat.categories)
    return levels == (column.levels or tuple(sorted(levels)))


def _boolean(text: pd.Series, column: Column, where: object) -> pd.Series:
    wrong = text[~text.isin(list(BOOLEANS)) & ~(text.isna() & column.may_be_empty)]
    if len(wrong):
        remedy = "une colonne booléenne ne contient que 0 ou 1."
        raise SchemaError(where, f"« {text.name} » n'est pas booléen : {sample(wrong)}.", remedy)
    return text.map(BOOLEANS).astype("boolean" if text.isna().any() else bool)


def _numeric(text: pd.Series, column: Column, where: object) -> pd.Series:
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    whole = column.type == "integer"
    wrong = text[text.notna() & (numbers.isna() | (whole & (numbers % 1 != 0)))]
    if len(wrong):
        kind = "entier" if whole else "nombre"
        remedy = "attendu : chiffres, point décimal, cellule vide si la valeur manque."
        raise SchemaError(where, f"« {text.name} », {kind} illisible : {sample(wrong)}.", remedy)
    if not whole:
        return numbers
    return numbers.astype("Int64" if numbers.isna().any() else "int64")


def _category(text: pd.Series, column: Column, where: object) -> pd.Series:
    levels = column.levels or tuple(sorted(text.dropna().unique()))
    wrong = text[text.notna() & ~text.isin(list(levels))]
    if len(wrong):
        remedy = f"valeurs admises : {', '.join(levels)}."
        raise SchemaError(where, f"« {text.name} », valeur inconnue : {sample(wrong.unique())}.", remedy)
    return text.astype(pd.CategoricalDtype(list(levels)))
