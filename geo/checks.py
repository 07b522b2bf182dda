"""What measures ask of their arguments, checked before pandas aligns them with silent holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]


def require_same_index(first: pd.Series, *others: pd.Series | pd.DataFrame | None) -> None:
    """Refuse Series that pandas would silently align with holes.

    Raises
    ------
    ValueError
        An index differs from that of the first; the message counts the codes that differ.
    """
    for other in others:
        if other is not None and not other.index.equals(first.index):
            differing = len(first.index.symmetric_difference(other.index))
            name = getattr(other, "name", "frame")
            raise ValueError(
                f"series must share one index: {first.name!r} has {len(first)} rows, {name!r} "
                f"{len(other)}, {differing} codes differ; reindex first"
            )


def require_not_negative(numbers: pd.Series, what: str) -> None:
    """Refuse negative numbers where only amounts make sense.

    Raises
    ------
    ValueError
        Some are below zero; the message counts them and shows three.
    """
    negative = numbers[numbers < 0]
    if len(negative):
        raise ValueError(f"{len(negative)} negative {what}, e.g. {negative.head(3).to_dict()}")


def require_weights(weights: pd.Series) -> None:
    """Refuse negative weights, with a sample."""
    require_not_negative(weights, "weights")


def require_columns(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse a frame without some of the columns that a measure reads.

    Raises
    ------
    ValueError
        Columns are absent; the message names them and those that are there.
    """
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise ValueError(f"missing columns {absent}; the frame has {list(map(str, frame.columns))}")


def floats(values: pd.Series) -> Floats:
    """Return the values as floats, ``<NA>`` as NaN."""
    return values.to_numpy(dtype=float, na_value=np.nan)


def counted(values: pd.Series, weights: pd.Series) -> npt.NDArray[np.bool_]:
    """Tell which rows a weighted measure counts: value and weight known, weight above zero.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.
    """
    require_same_index(values, weights)
    require_weights(weights)
    return ~np.isnan(floats(values)) & (floats(weights) > 0)


def known_and_weighted(values: pd.Series, weights: pd.Series) -> tuple[Floats, Floats]:
    """Return the values and the weights of the rows that `counted` keeps."""
    rows = counted(values, weights)
    return floats(values)[rows], floats(weights)[rows]
