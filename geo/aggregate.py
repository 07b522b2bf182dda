"""Exact rates and weighted means of groups of communes, and how much of them is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import pandas as pd

from geo.checks import require_same_index, require_weights


@dataclass(frozen=True)
class Coverage:
    """How much of a perimeter a figure rests on: "n of total communes, weight_share %"."""

    n: int
    """Communes whose value is published."""
    total: int
    """Communes in the perimeter."""
    weight_share: float
    """Their part of the weights (population), in %; NaN if no weight is known."""


@overload
def aggregate_rate(
    numerator: pd.Series, denominator: pd.Series, groups: None = None, *, per: float = ...
) -> float: ...
@overload
def aggregate_rate(
    numerator: pd.Series, denominator: pd.Series, groups: pd.Series, *, per: float = ...
) -> pd.Series: ...
def aggregate_rate(
    numerator: pd.Series,
    denominator: pd.Series,
    groups: pd.Series | None = None,
    *,
    per: float = 100.0,
) -> float | pd.Series:
    """Return the exact rate of a set of communes: sum of counts over sum of counts.

    Parameters
    ----------
    numerator, denominator
        Counts, one per commune, on one index. A commune counts only if both are known: a count
        that is not published (NaN) is left out above and below.
    groups
        Group of each commune, on the same index; None for all communes together. Communes
        without group are left out.
    per
        100 for a rate in %, 1 for a ratio, 10,000 for "per 10,000 inhabitants".

    Returns
    -------
    rate
        ``per * sum(numerator) / sum(denominator)``: a float, or a Series by group (sorted). NaN
        where nothing is known or the denominator sums to zero.

    Raises
    ------
    ValueError
        The Series do not share one index.
    """
    require_same_index(numerator, denominator, groups)
    known = numerator.notna() & denominator.notna()
    above = _sums(numerator.where(known), groups)
    below = _sums(denominator.where(known), groups)
    rates = (per * above / below.where(below != 0)).rename("rate")
    return float(rates.iloc[0]) if groups is None else rates


@overload
def weighted_mean(values: pd.Series, weights: pd.Series, groups: None = None) -> float: ...
@overload
def weighted_mean(values: pd.Series, weights: pd.Series, groups: pd.Series) -> pd.Series: ...
def weighted_mean(
    values: pd.Series, weights: pd.Series, groups: pd.Series | None = None
) -> float | pd.Series:
    """Return the mean of values, each counted as often as its weight says.

    An approximation wherever the values are medians or rates whose counts are not known: say so
    on screen. A weighted mean of medians is not a median.

    Parameters
    ----------
    values
        One per commune, any unit. NaN (not published) is left out, with its weight.
    weights
        Same index, zero or more; NaN leaves the commune out.
    groups
        As in `aggregate_rate`.

    Returns
    -------
    mean
        In the unit of ``values``: a float, or a Series by group (sorted). NaN where nothing
        is known.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.
    """
    require_weights(weights)
    return aggregate_rate(values * weights, weights, groups, per=1.0)


def coverage(values: pd.Series, weights: pd.Series) -> Coverage:
    """Count the communes whose value is published, and their share of the weights.

    Parameters
    ----------
    values
        One per commune of the perimeter; NaN means not published.
    weights
        Same index, usually population. Communes without weight are counted in ``n`` and
        ``total`` and are absent from the share.

    Returns
    -------
    coverage
        See `Coverage`; ``weight_share`` is in %, NaN if the known weights sum to zero.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.
    """
    require_same_index(values, weights)
    require_weights(weights)
    known, total = values.notna(), float(weights.sum())
    share = 100.0 * float(weights[known].sum()) / total if total else float("nan")
    return Coverage(n=int(known.sum()), total=len(values), weight_share=share)


def _sums(values: pd.Series, groups: pd.Series | None) -> pd.Series:
    """Sum what is known by group, in one row if there is no group."""
    if groups is None:
        return pd.Series([values.sum()], dtype=float)
    return values.groupby(groups).sum().astype(float)
