"""How far a commune stands from a reference: the whole, its territory, its neighbours.

Rates come from counts and are never averaged. The reference is always 100.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from geo.aggregate import aggregate_rate
from geo.checks import require_columns, require_same_index

if TYPE_CHECKING:
    from geo.checks import Floats

Side = Literal["above", "below"]

CONTEXTS: Final = ("general", "territorial", "neighbour")
"""The three contexts of `territorial_deviations`, from the widest to the closest."""
POSITIONS: Final[dict[int, tuple[str, ...]]] = {
    number: tuple(context for bit, context in enumerate(CONTEXTS) if number >> bit & 1) for number in range(8)
}
"""What each class of the typology means: the contexts in which the commune is beyond the threshold."""


def deviation_to_reference(values: pd.Series, reference: float, *, relative: bool = True) -> pd.Series:
    """Return how far values are from a reference.

    Parameters
    ----------
    values
        One per commune, any unit. NaN means not published.
    reference
        Value of the reference (France, the métropoles …), in the same unit.
    relative
        True: ``100 * value / reference``, no unit, 100 at the reference. False: ``value - reference``, in
        the unit of the values; the only one that makes sense if the unit has no true zero or changes sign
        (a growth rate).

    Returns
    -------
    deviation
        On the index of ``values``. NaN where the value is not published; everywhere if the reference is
        NaN, or is not above zero and ``relative`` is asked for.
    """
    if not relative:
        return (values - reference).rename("deviation")
    base = reference if reference > 0 else float("nan")
    return (100.0 * values / base).rename("deviation")


def territorial_deviations(
    numerator: pd.Series,
    denominator: pd.Series,
    groups: pd.Series,
    neighbours: pd.DataFrame,
    *,
    threshold: float = 100.0,
    side: Side = "above",
    per: float = 100.0,
) -> pd.DataFrame:
    """Compare the rate of each commune with three contexts: all communes, its territory, its neighbours.

    Parameters
    ----------
    numerator, denominator
        Counts, one per commune, on one index: all the communes of the study area. A commune counts only if
        both are known, in its own rate and in every context.
    groups
        Territory of each commune (its EPCI, its urban area), same index. NaN: no territorial deviation.
    neighbours
        Ordered pairs, columns ``focal`` and ``neighbour``, as `geo.neighbours.contiguity` gives them. The
        commune itself is not among its neighbours.
    threshold
        Deviation beyond which a commune counts as different, 100 being the reference: 110 asks for a tenth
        more.
    side
        ``"above"``: beyond means strictly above the threshold; ``"below"``: strictly below.
    per
        100 for rates in %, 1 for ratios, 10,000 for "per 10,000 inhabitants".

    Returns
    -------
    deviations
        On the index of ``numerator``: ``rate`` (``per * numerator / denominator``), then ``general``,
        ``territorial`` and ``neighbour``, each ``100 * rate / rate of the context``, NaN where the commune
        or its whole context is unknown, or the context has a rate of zero; ``position``, nullable ``Int8``:
        1 if beyond in the general context, plus 2 in the territorial one, plus 4 among neighbours; so 0 is
        beyond in none and 7 in all three (see `POSITIONS`). ``<NA>`` if one deviation is missing.

    Raises
    ------
    ValueError
        The Series do not share one index, or ``neighbours`` lacks a column.

    Notes
    -----
    Multiscalar territorial analysis: Grasland, Ysebaert, Zanin and Lambert (2007), Spatial disparities in
    Europe, in Regional disparities and cohesion, European Parliament, ch. 4; HyperAtlas. Classes have the
    numbers of the R package MTA (``mst``).
    """
    require_same_index(numerator, denominator, groups)
    known = numerator.notna() & denominator.notna()
    above, below = numerator.where(known), denominator.where(known)
    rate = _rate(above, below, per)
    contexts = {
        "general": aggregate_rate(above, below, per=per),
        "territorial": groups.map(aggregate_rate(above, below, groups, per=per)).astype(float),
        "neighbour": _rate(_sum_of_neighbours(above, neighbours), _sum_of_neighbours(below, neighbours), per),
    }
    frame = pd.DataFrame({"rate": rate})
    for context, reference in contexts.items():
        frame[context] = 100.0 * rate / pd.Series(reference, index=rate.index).where(lambda x: x > 0)
    return frame.assign(position=_positions(frame, threshold, side))


def missing_to_reference(
    numerator: pd.Series, denominator: pd.Series, reference: float | pd.Series, *, per: float = 100.0
) -> pd.Series:
    """Return how many units a commune lacks to reach a reference rate: "il manque 1 240 emplois".

    ``reference / per * denominator - numerator``.

    Parameters
    ----------
    numerator, denominator
        Counts, one per commune, on one index.
    reference
        Rate to reach, in the unit that ``per`` gives; one for all, or one per commune on the same index.
    per
        As in `territorial_deviations`.

    Returns
    -------
    missing
        In the unit of ``numerator``: above zero, so many are missing; below zero, so many are in excess.
        Over all the communes that make the reference, they sum to zero. NaN where a count or the
        reference is not known.

    Raises
    ------
    ValueError
        The Series do not share one index.

    Notes
    -----
    Absolute deviation of the multiscalar territorial analysis (see `territorial_deviations`).
    """
    one_per_commune = reference if isinstance(reference, pd.Series) else None
    require_same_index(numerator, denominator, one_per_commune)
    return (reference / per * denominator - numerator).rename("missing")


def _rate(numerator: pd.Series, denominator: pd.Series, per: float) -> pd.Series:
    """Return rates, NaN over nobody."""
    return (per * numerator / denominator.where(denominator > 0)).astype(float)


def _sum_of_neighbours(counts: pd.Series, neighbours: pd.DataFrame) -> pd.Series:
    """Sum the known counts of the neighbours of each commune: 0 if all are unknown, NaN without neighbour."""
    require_columns(neighbours, ("focal", "neighbour"))
    theirs = neighbours["neighbour"].map(counts.astype(float))
    return theirs.groupby(neighbours["focal"]).sum().reindex(counts.index)


def _positions(frame: pd.DataFrame, threshold: float, side: Side) -> pd.Series:
    """Return a number for each of the eight combinations of contexts beyond the threshold."""
    deviations: Floats = frame[list(CONTEXTS)].to_numpy()
    beyond = deviations > threshold if side == "above" else deviations < threshold
    numbers = pd.Series(beyond @ np.array([1, 2, 4]), index=frame.index).astype("Int8")
    return numbers.where(frame[list(CONTEXTS)].notna().all(axis=1))
