"""Communes of the same size and kind as one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

SPANS: Final = (2.0, 3.0)
"""From population divided by this to population times this, the narrowest first."""
ENOUGH: Final = 10
"""Other communes asked for, else the next span is tried."""


@dataclass(frozen=True)
class Peers:
    """The communes of the same size and kind, and the rule that found them."""

    codes: pd.Index
    """Their codes in the order of the table, the commune itself left out."""
    kind: str
    """The kind that they share; empty if the commune has none."""
    low: float
    """Least population; zero when size does not count."""
    high: float
    """Greatest population; infinite when size does not count."""


def peers(
    population: pd.Series,
    kind: pd.Series,
    code: str,
    *,
    spans: Sequence[float] = SPANS,
    enough: int = ENOUGH,
) -> Peers:
    """Return the communes of the same kind whose population is close to that of one of them.

    Close means from half to twice its population; if fewer than ``enough`` communes are, from a third to
    three times; if there are still too few, every commune of its kind.

    Parameters
    ----------
    population
        Inhabitants, one per commune. Communes without population are no peers.
    kind
        Category of each commune on the same index, for instance its level in the density grid of Insee.
    code
        Index label of the commune.
    spans
        Factors tried, the narrowest first.
    enough
        Communes asked for.

    Returns
    -------
    peers
        See `Peers`; no codes if the commune has no kind or no population.

    Raises
    ------
    ValueError
        ``code`` is not in the index.

    Notes
    -----
    Seven-level density grid: Insee, Grille communale de densité, after Eurostat's degree of urbanisation.
    """
    if code not in population.index:
        raise ValueError(f"no commune {code!r} among {len(population)}")
    own, own_kind = population.loc[code], kind.loc[code]
    if pd.isna(own) or pd.isna(own_kind) or not own:
        return Peers(population.index[:0], "", 0.0, float("inf"))
    alike = (kind == own_kind) & population.notna() & (population.index != code)
    for span in spans:
        found = alike & population.between(own / span, own * span)
        if int(found.sum()) >= enough:
            return Peers(population.index[found], str(own_kind), own / span, own * span)
    return Peers(population.index[alike], str(own_kind), 0.0, float("inf"))
