"""Communes that resemble one of them, to compare what is comparable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from geo.checks import Floats

_SAME = 1e-12  # values that differ by their last digits only are equal


@dataclass(frozen=True)
class Twins:
    """The communes closest to one, and what the search rested on."""

    table: pd.DataFrame
    """Index: codes, the closest first. ``distance``: root mean square gap, in standard deviations;
    ``differs_most``: indicator with the largest gap; ``gap``: that gap in standard deviations, above zero if
    the twin has more."""
    indicators: tuple[str, ...]
    """Indicators compared."""
    left_out: tuple[str, ...]
    """Indicators not compared: not published for the commune, or equal everywhere."""
    candidates: int
    """Other communes with all these indicators published."""


def statistical_twins(frame: pd.DataFrame, code: str, k: int) -> Twins:
    """Return the ``k`` communes most like a given one.

    Each indicator is divided by its standard deviation over the frame, then the distance is
    ``sqrt(mean_j ((x_ij - x_cj) / s_j)²)``: 0.5 means half a standard deviation of gap on average.

    Parameters
    ----------
    frame
        One row per commune, index unique; one column per indicator, any units. NaN means not published. Each
        indicator weighs the same: choose a few that do not say the same thing twice.
    code
        Index label of the commune.
    k
        Twins asked for, 1 at least; fewer if there are not so many candidates.

    Returns
    -------
    twins
        See `Twins`. Equal distances come in the order of their labels. Empty table if the commune has no
        published indicator.

    Raises
    ------
    ValueError
        ``code`` is not in the frame, or ``k`` is below 1.

    Notes
    -----
    Euclidean distance on standardised variables, as in nearest-neighbour matching: Stuart (2010),
    doi:10.1214/09-STS313. Population standard deviation.
    """
    if code not in frame.index:
        raise ValueError(f"no commune {code!r} among {len(frame)} rows")
    if k < 1:
        raise ValueError(f"number of twins must be 1 or more, got {k}")
    numbers = frame.astype(float)
    own, spread = numbers.loc[[code]].iloc[0], numbers.std(ddof=0)
    varies = spread > _SAME * numbers.abs().max()
    used = frame.columns[(own.notna() & varies).to_numpy()]
    others = numbers.loc[frame.index != code, used].dropna().sort_index()
    gaps = (others - own[used]) / spread[used]
    left_out = tuple(frame.columns.difference(used, sort=False))
    return Twins(_closest(gaps, k), tuple(used), left_out, len(others) if len(used) else 0)


def _closest(gaps: pd.DataFrame, k: int) -> pd.DataFrame:
    """Rank the candidates and name the largest gap of each of the first ``k``."""
    if gaps.empty:
        return pd.DataFrame({"distance": [], "differs_most": [], "gap": []}, index=gaps.index[:0])
    distance = np.sqrt((gaps**2).mean(axis=1)).rename("distance")
    first = distance.sort_values(kind="stable").index[:k]
    chosen: Floats = gaps.loc[first].to_numpy()
    place = np.abs(chosen).argmax(axis=1)
    return pd.DataFrame(
        {
            "distance": distance[first],
            "differs_most": gaps.columns[place],
            "gap": chosen[np.arange(len(first)), place],
        },
        index=first,
    )
