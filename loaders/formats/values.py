"""The long frame of values that parsers of figures give: one row per commune, indicator and year."""

from collections.abc import Mapping

import pandas as pd

COLUMNS = ["code_commune", "indicator", "year", "value", "status"]


def value_frame(codes: pd.Series, numbers: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Put columns of numbers one under the other.

    Parameters
    ----------
    codes
        Commune of each row.
    numbers
        Indicator to its ``value`` and ``status`` (see ``parse_numbers``), on the index of ``codes``.
    year
        Year that the figures are about.

    Returns
    -------
    values
        ``code_commune``, ``indicator``, ``year``, ``value`` and ``status``, in the order given.
    """
    parts = [
        found.assign(code_commune=codes, indicator=name, year=year)[COLUMNS]
        for name, found in numbers.items()
    ]
    return pd.concat(parts, ignore_index=True)
