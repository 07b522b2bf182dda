"""The index behind the search of communes: one small file, fetched when somebody types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


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
