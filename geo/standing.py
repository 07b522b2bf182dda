"""Where one value stands among those of a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Standing:
    """The place of one value among the published values of a group."""

    rank: int
    """1 for the highest value; equal values share the better rank."""
    n: int
    """Published values, its own among them."""
    total: int
    """Members of the group, its own among them."""
    lower_pct: float
    """Part of the other published values that are lower, in %; equal ones count for half. NaN if alone."""


def standing(values: pd.Series, label: str) -> Standing | None:
    """Rank the value of one member among those of a group.

    Parameters
    ----------
    values
        One per member, any unit, index unique; NaN means not published. Round them first as they are shown,
        or two values that a reader sees equal may have different ranks.
    label
        Index label of the member.

    Returns
    -------
    standing
        See `Standing`; None if the member's own value is not published.

    Raises
    ------
    ValueError
        ``label`` is not in the index.

    Notes
    -----
    Competition ranking (1, 2, 2, 4) from the highest; the percentile rank counts ties for half, as in
    Crocker and Algina (1986), Introduction to classical and modern test theory, p. 439, without the member
    itself.
    """
    if label not in values.index:
        raise ValueError(f"no member {label!r} among {len(values)}")
    own, known = float(values.loc[label]), values.dropna()
    if own != own:  # noqa: PLR0124 (NaN)
        return None
    higher, lower = int(known.gt(own).sum()), int(known.lt(own).sum())
    others = len(known) - 1
    equal = others - higher - lower
    share = 100.0 * (lower + equal / 2) / others if others else float("nan")
    return Standing(rank=higher + 1, n=len(known), total=len(values), lower_pct=share)
