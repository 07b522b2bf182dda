"""Two dates of a region beside one another: as published, against the Union, or as a change in percent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def against(values: pd.Series, reference: float) -> pd.Series:
    """Return values in percent of a reference (reference = 100); NaN where a value is not published."""
    return 100.0 * values.astype("Float64").astype(float) / reference


def change_pct(first: pd.Series, last: pd.Series) -> pd.Series:
    """Return the change from a first to a last value, in % of the first; NaN unless both are published."""
    start, end = (values.astype("Float64").astype(float) for values in (first, last))
    return 100.0 * (end / start - 1.0)


def flags_of(text: object) -> dict[str, str]:
    """Return the flags of Eurostat by column, from « column=flag » pairs separated by semicolons."""
    if not isinstance(text, str) or not text:
        return {}
    return dict(pair.split("=", 1) for pair in text.split(";"))
