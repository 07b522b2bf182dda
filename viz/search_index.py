"""The index behind the search of communes: one small file, fetched when somebody types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def search_index(communes: pd.DataFrame, population: pd.Series) -> bytes:
    """Return code, name, postcodes and EPCI of each commune as JSON, the most populated first.

    Parameters
    ----------
    communes
        Index ``code_commune``; columns ``name``, ``postcodes`` (separated by spaces), ``epci_name``.
    population
        Inhabitants, on the same index: the order in which equal matches are proposed.
    """
    ordered = communes.loc[population.sort_values(ascending=False, kind="stable").index]
    columns = [
        ordered.index,
        ordered["name"],
        ordered["postcodes"].fillna(""),
        ordered["epci_name"].fillna(""),
    ]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def national_index(communes: pd.DataFrame, population: pd.Series, departements: dict[str, str]) -> bytes:
    """Return the communes of France as JSON, packed: five times smaller than `search_index`.

    Parameters
    ----------
    communes, population
        As in `search_index`, and ``code_departement``; the codes are sorted.
    departements
        Name of each département, by code.

    Returns
    -------
    content
        One entry per département: its ``code`` and ``name``, the ``names`` of its communes (separated by
        ``|``), their ``postcodes`` (without the code of the département where they begin with it), ``runs``
        of codes ``[first, how many]`` (the code of the département left out), and ``sizes``: one sign per
        commune, the binary logarithm of its population in base 36.
    """
    sizes = np.log2(population.fillna(0).clip(lower=1)).astype(int).map(DIGITS.__getitem__)
    groups = communes.groupby("code_departement").indices.items()
    entries = [_entry(str(code), departements, communes.iloc[i], sizes.iloc[i]) for code, i in groups]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()


def _entry(code: str, names: dict[str, str], communes: pd.DataFrame, sizes: pd.Series) -> dict[str, Any]:
    postcodes = communes["postcodes"].fillna("").str.split()
    return {
        "code": code,
        "name": names[code],
        "names": "|".join(communes["name"]),
        "postcodes": "|".join(" ".join(p.removeprefix(code) for p in codes) for codes in postcodes),
        "runs": _runs(communes.index.str.removeprefix(code).astype(int).to_numpy()),
        "sizes": "".join(sizes),
    }


def _runs(numbers: np.ndarray) -> list[list[int]]:
    """Return sorted numbers as runs of consecutive ones: first, and how many."""
    breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
    return [[int(run[0]), len(run)] for run in np.split(numbers, breaks)]
