"""Which published values rest on too few cases to stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

SMALL_POPULATION: Final = 200
"""Inhabitants under which a census rate of one commune is shown as fragile."""
FEW_SALES: Final = 10
"""Sales under which a mean price says more about the dwellings sold than about the market."""

LEAST_SHARE: Final = 60.0
"""Part of the population, in %, below which a figure of several communes is not given."""


def fragile_values(values: pd.Series, base: pd.Series, minimum: float) -> pd.Series:
    """Tell which published values rest on a base below a minimum.

    Parameters
    ----------
    values
        One value per commune; NaN means not published.
    base
        What each value rests on (inhabitants, sales …), on the same index. An unknown base
        (NaN) is not held against the value.
    minimum
        The least base of a value that stands alone, in the unit of ``base``.

    Returns
    -------
    fragile
        True where a value is published and its base is known and below the minimum.

    Notes
    -----
    Insee warns that census counts below 200 may not be significant, since part of the answers is
    a sample; applying 200 to the population of the commune is this project's own prudent rule.
    """
    return (values.notna() & base.lt(minimum)).rename("fragile")
