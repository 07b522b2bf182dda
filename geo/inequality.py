"""How unequal communes are, each counted as often as it has inhabitants.

Everything here measures inequality *between communes*: if each commune has one value (a median, a rate),
what happens inside communes is not seen. A row whose value or weight is not known (NaN), or whose weight is
zero, is left out of every measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.checks import counted, floats, known_and_weighted, require_not_negative, require_same_index

if TYPE_CHECKING:
    from geo.checks import Floats

_SLACK = 1e-12  # sums of shares miss the share asked for by their last digits only


@dataclass(frozen=True)
class TheilDecomposition:
    """Inequality split between groups and within them, in nats; ``total`` is ``between + within``."""

    total: float
    between: float
    """What would remain if each commune had the mean of its group."""
    within: float
    """What would remain if all groups had the same mean: the groups' own Theil indices, by value share."""
    groups: pd.DataFrame
    """One row per group, sorted: ``n`` communes, ``weight_share`` and ``value_share`` (0 to 1), ``mean`` in
    the unit of the values, ``theil`` inside the group, ``between`` and ``within`` (its two terms, which add
    up to those of the whole; a group below the mean has a negative first term) and ``share_of_total``."""

    @property
    def between_share(self) -> float:
        """Part of the total that lies between groups, 0 to 1; NaN if there is no inequality."""
        return self.between / self.total if self.total > 0 else float("nan")


def weighted_gini(values: pd.Series, weights: pd.Series) -> float:
    """Return the Gini index of values, each counted as often as its weight says.

    Half the mean absolute difference between two inhabitants, over the mean:
    ``sum_ij w_i w_j |x_i - x_j| / (2 m W²)``, where ``W = sum w`` and ``m = sum w x / W``.

    Parameters
    ----------
    values
        One per commune, zero or more, any unit. NaN is left out, with its weight.
    weights
        Same index, usually population, zero or more; NaN leaves the commune out.

    Returns
    -------
    gini
        From 0 (all equal) to 1 (one inhabitant has everything), no unit. NaN if nothing is known or all
        values are zero.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight or a value is negative.

    Notes
    -----
    Gini (1912); weighted form: Lerman and Yitzhaki (1989), doi:10.1016/0304-4076(89)90022-9. No correction
    for small samples: all communes are known.
    """
    curve = lorenz_curve(values, weights)
    if curve.empty:
        return float("nan")
    width = np.diff(curve["weight_share"])
    height = curve["value_share"].to_numpy()
    return max(0.0, float(1.0 - (width * (height[1:] + height[:-1])).sum()))


def lorenz_curve(values: pd.Series, weights: pd.Series) -> pd.DataFrame:
    """Return the points of the Lorenz curve: the poorest x % of the weights hold y % of the total.

    Parameters
    ----------
    values, weights
        As in `weighted_gini`.

    Returns
    -------
    curve
        Rows from (0, 0) to (1, 1) in order of the values. Columns ``value`` (the value reached, in its unit,
        NaN on the first row), ``weight_share`` and ``value_share``, from 0 to 1. Communes of the same value
        make one point. No row if nothing is known or all values are zero.

    Raises
    ------
    ValueError
        As in `weighted_gini`.

    Notes
    -----
    Lorenz (1905), doi:10.2307/2276207.
    """
    require_not_negative(values, "values: inequality indices need amounts of zero or more")
    level, weight = _by_level(*known_and_weighted(values, weights))
    amount = level * weight
    if amount.sum() == 0:
        return pd.DataFrame(columns=["value", "weight_share", "value_share"], dtype=float)
    return pd.DataFrame(
        {
            "value": np.append(np.nan, level),
            "weight_share": _shares(weight),
            "value_share": _shares(amount),
        }
    )


def theil_decomposition(values: pd.Series, weights: pd.Series, groups: pd.Series) -> TheilDecomposition:
    """Split Theil's T index between groups of communes and within them.

    ``T = sum_i s_i ln(x_i / m)``, where ``s_i = w_i x_i / sum w x`` is the commune's share of the total. It
    equals ``sum_g S_g ln(m_g / m)`` (between) plus ``sum_g S_g T_g`` (within), for any grouping.

    Parameters
    ----------
    values, weights
        As in `weighted_gini`. A value of zero counts for ``0 ln 0 = 0``.
    groups
        Group of each commune (EPCI, basin or métropole or rest), on the same index. Communes without group
        are left out, total included.

    Returns
    -------
    decomposition
        See `TheilDecomposition`. In nats, from 0 (all equal) to ``ln(W / smallest weight)``. NaN and an
        empty frame if nothing is known or all values are zero.

    Raises
    ------
    ValueError
        As in `weighted_gini`.

    Notes
    -----
    Theil (1967), Economics and Information Theory; decomposition: Shorrocks (1980), doi:10.2307/1913126.
    """
    require_same_index(values, groups)
    require_not_negative(values, "values: inequality indices need amounts of zero or more")
    rows = counted(values, weights) & groups.notna().to_numpy()
    level, weight = floats(values)[rows], floats(weights)[rows]
    amount = float((weight * level).sum())
    if amount == 0:
        return TheilDecomposition(float("nan"), float("nan"), float("nan"), _no_groups())
    mean = amount / float(weight.sum())
    table = pd.DataFrame({"weight": weight, "amount": weight * level / mean})
    table["entropy"] = weight * _x_log_x(level / mean)
    sums = table.groupby(groups[rows].to_numpy()).sum().assign(n=groups[rows].value_counts())
    total = float(table["entropy"].sum() / weight.sum())
    return _decomposition(max(total, 0.0), sums, mean)


def weighted_cv(values: pd.Series, weights: pd.Series) -> float:
    """Return the weighted coefficient of variation (Williamson's index).

    ``sqrt(sum w (x - m)² / W) / m``, where ``m`` is the weighted mean.

    Parameters
    ----------
    values, weights
        As in `weighted_gini`; values may be negative.

    Returns
    -------
    cv
        0 if all are equal; no unit. NaN if nothing is known or the mean is not above zero.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.

    Notes
    -----
    Williamson (1965), doi:10.1086/450136.
    """
    level, weight = known_and_weighted(values, weights)
    total = weight.sum()
    if total == 0:
        return float("nan")
    mean = float((weight * level).sum() / total)
    spread = float(np.sqrt((weight * (level - mean) ** 2).sum() / total))
    return spread / mean if mean > 0 else float("nan")


def weighted_quantile(values: pd.Series, weights: pd.Series, q: float) -> float:
    """Return the lowest value that a share ``q`` of the weights does not exceed.

    Always a published value, never a mean of two: 10 % of the inhabitants live in communes at or below it.

    Parameters
    ----------
    values, weights
        As in `weighted_gini`; values may be negative.
    q
        From 0 to 1: 0.1 for the first decile, 0.5 for the median.

    Returns
    -------
    quantile
        In the unit of the values; NaN if nothing is known.

    Raises
    ------
    ValueError
        ``q`` is outside 0 to 1, the Series do not share one index, or a weight is negative.

    Notes
    -----
    Inverse of the distribution function (type 1 of Hyndman and Fan, 1996, doi:10.2307/2684934), as
    ``numpy.quantile(..., method="inverted_cdf", weights=...)``, ties settled within 1e-12.
    """
    if not 0 <= q <= 1:
        raise ValueError(f"q must be between 0 and 1, not {q}")
    level, weight = _by_level(*known_and_weighted(values, weights))
    if not level.size:
        return float("nan")
    reached = _shares(weight)[1:] >= q - _SLACK
    return float(level[reached.argmax()])


def interdecile_ratio(values: pd.Series, weights: pd.Series) -> float:
    """Return the ninth weighted decile over the first (D9/D1) of communes.

    Not the D9/D1 of households that Insee publishes: here each inhabitant has the value of the commune.

    Parameters
    ----------
    values, weights
        As in `weighted_quantile`.

    Returns
    -------
    ratio
        1 if all are equal; no unit. NaN if nothing is known or the first decile is not above zero.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.
    """
    low, high = (weighted_quantile(values, weights, q) for q in (0.1, 0.9))
    return high / low if low > 0 else float("nan")


def _by_level(level: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return the distinct values in order, and the sum of weights of each."""
    levels, place = np.unique(level, return_inverse=True)
    return levels, np.bincount(place, weights=weight, minlength=levels.size).astype(float)


def _shares(amounts: Floats) -> Floats:
    """Return cumulated shares of a total, from exactly 0 to exactly 1."""
    reached = np.append(0.0, amounts.cumsum())
    return reached / reached[-1] if reached[-1] else reached


def _x_log_x(numbers: Floats) -> Floats:
    """Return ``x ln x``, 0 at 0."""
    return numbers * np.log(np.where(numbers > 0, numbers, 1.0))


def _decomposition(total: float, sums: pd.DataFrame, mean: float) -> TheilDecomposition:
    """Derive the terms of each group from its sums of ``w``, ``w y`` and ``w y ln y``, ``y = x / mean``."""
    weight = sums["weight"].sum()
    relative = sums["amount"] / sums["weight"]
    logs = np.log(relative.where(relative > 0, 1.0))
    theil = (sums["entropy"] / sums["amount"].where(sums["amount"] > 0) - logs).clip(lower=0.0)
    value_share = sums["amount"] / sums["amount"].sum()
    between, within = value_share * logs, (value_share * theil).fillna(0.0)
    terms = {
        "n": sums["n"],
        "weight_share": sums["weight"] / weight,
        "value_share": value_share,
        "mean": relative * mean,
        "theil": theil,
        "between": between,
        "within": within,
        "share_of_total": (between + within) / (total if total > 0 else float("nan")),
    }
    return TheilDecomposition(total, float(between.sum()), float(within.sum()), pd.DataFrame(terms))


def _no_groups() -> pd.DataFrame:
    """Return the table of groups when nothing is known."""
    columns = ["n", "weight_share", "value_share", "mean", "theil", "between", "within", "share_of_total"]
    return pd.DataFrame(columns=columns, dtype=float)
