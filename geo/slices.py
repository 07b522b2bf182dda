"""Communes cut into parts: of equal population along any order, or by classes of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.checks import counted, floats, known_and_weighted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.checks import Floats


def equal_population_slices(order: pd.Series, weights: pd.Series, n: int) -> pd.Series:
    """Cut communes into ``n`` slices of nearly equal population, in the order of a number.

    Parameters
    ----------
    order
        What communes are sorted by (an income, a longitude), one per commune, any unit. Communes of the same
        number are in the same slice. NaN: no slice.
    weights
        Inhabitants, on the same index, zero or more. NaN or zero: no slice.
    n
        Number of slices, 1 or more: 5 for fifths.

    Returns
    -------
    slice
        Nullable ``Int8`` on the index of ``order``: 0 for the lowest numbers to ``n - 1`` for the highest. A
        commune goes where the middle of its inhabitants falls; one that is larger than a slice leaves others
        empty or smaller.

    Raises
    ------
    ValueError
        ``n`` is below 1, the Series do not share one index, or a weight is negative.
    """
    if n < 1:
        raise ValueError(f"n must be 1 or more, not {n}")
    slices = pd.Series(pd.NA, index=order.index, dtype="Int8", name="slice")
    rows = counted(order, weights)
    if not rows.any():
        return slices
    _, level = np.unique(floats(order)[rows], return_inverse=True)
    people = np.bincount(level, weights=floats(weights)[rows])
    middle = (people.cumsum() - people / 2) / people.sum()
    slices[rows] = np.minimum((n * middle).astype(int), n - 1)[level]
    return slices


def shares_by_class(values: pd.Series, weights: pd.Series, edges: Sequence[float]) -> Floats:
    """Return which part of the weights stands in each class of values.

    Parameters
    ----------
    values
        One per commune, any unit. NaN is left out, with its weight.
    weights
        Inhabitants, on the same index, zero or more; NaN leaves the commune out.
    edges
        Two or more, increasing. A class holds its lower edge; the last holds both. What is below the first
        edge counts in the first class, what is above the last edge in the last.

    Returns
    -------
    shares
        In %, one per class, adding up to 100; all NaN if nothing is known.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.
    """
    level, weight = known_and_weighted(values, weights)
    sums, _ = np.histogram(np.clip(level, edges[0], edges[-1]), bins=list(edges), weights=weight)
    total = sums.sum()
    return 100.0 * sums / total if total > 0 else np.full(len(edges) - 1, np.nan)
