"""Cut values into map classes, so that map, legend and displayed figure never disagree.

Classes are closed on the right, ``]a ; b]``; the first is closed on both sides. With
``decimals``, everything is decided on the figure the reader sees: values are rounded first
(half away from zero, as a spreadsheet does) and edges carry no more digits than values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import jenkspy
import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Cutter = Callable[[Floats, int], Floats]

METHODS: Final = ("quantile", "natural", "equal", "stddev", "manual")
"""Method ids, as they stand in addresses."""

_JENKS_LIMIT = 5_000  # Fisher-Jenks costs n²: 0.1 s for 5,000 values, 5 s for 35,000
_WIDE_STEP_LIMIT = 6  # up to so many classes, standard deviation classes are one deviation wide
_SLACK = 1e-9  # 1.005 is stored just below itself and must still round to 1.01


def displayed(values: npt.ArrayLike, decimals: int | None) -> Floats:
    """Round numbers as the screen shows them: half away from zero, on the decimal writing.

    Parameters
    ----------
    values
        Any shape, any unit.
    decimals
        Digits after the decimal mark, or None to leave the values alone.

    Returns
    -------
    rounded
        Same shape and unit, never a negative zero; NaN stays NaN. Rounding twice changes nothing.
    """
    numbers = np.asarray(values, dtype=float)
    if decimals is None:
        return numbers + 0.0
    scale = 10.0**decimals
    rounded = np.floor(np.abs(numbers) * scale + 0.5 + _SLACK) / scale
    return np.copysign(rounded, numbers) + 0.0


def class_breaks(
    values: pd.Series,
    method: str,
    k: int,
    *,
    decimals: int | None = None,
    manual: Sequence[float] | None = None,
    reference: float | None = None,
) -> list[float]:
    """Return the edges of map classes, from the smallest to the largest value.

    Classes are meant to be fixed across years, so that a colour means the same on each map: give the values
    of all years together, then assign each year with the same edges. A level of the Bassin minier that
    rises then changes class; with the breaks of each year it would keep its rank, hence its colour.

    Parameters
    ----------
    values
        One value per commune (and per year), in any unit, index not used. NaN means not published and is left
        out.
    method
        ``"quantile"``
            About as many communes in each class. Inner edges are observed values: the highest
            not above the interpolated quantile, so that no class is empty.
        ``"natural"``
            Fisher-Jenks: the least sum of squared deviations within classes. An edge is the
            highest value of its class; if the first class holds a single value, its edge stands
            halfway to the next one. Above 5,000 values, breaks come from a systematic sample of
            the sorted values (minimum and maximum kept).
        ``"equal"``
            Classes of equal width; one may be empty.
        ``"stddev"``
            Classes one standard deviation wide up to six classes, half a deviation beyond. If
            ``k`` is odd the mean is in the middle of the central class, if even it is an edge.
            Outer classes reach to the extremes; steps outside the data are dropped. Population
            standard deviation (divisor n: all communes are known, this is no sample).
        ``"manual"``
            Every bound in ``manual`` is kept; values beyond open one more class on that side.
            ``k`` and ``reference`` are not used.
    k
        Classes asked for, 1 at least. Ties (and rounding) may leave fewer, never a duplicate.
    decimals
        Display precision. Values are rounded to it first, then edges.
    manual
        Bounds, in the unit of the values.
    reference
        For diverging maps: the same number of classes on both sides, mirrored at the same
        distances. Quantiles and natural breaks are then those of the distances to the reference,
        standard deviations are taken about it (root mean square distance). Odd ``k``: a central
        class around the reference; even ``k``: the reference is an edge, and a value equal to it
        falls in the class below. The range is symmetric too, hence wider than the data on
        one side.

    Returns
    -------
    edges
        Strictly increasing, one more than there are classes, in the unit of the values.
        ``[v, v]`` if all values equal ``v``; empty if none is published.

    Raises
    ------
    ValueError
        Unknown method, ``k`` below 1, infinite value, ``manual`` without bounds.

    Notes
    -----
    Fisher (1958), doi:10.1080/01621459.1958.10501479; Evans (1977), "The selection of class
    intervals", doi:10.2307/622195.
    """
    _check_request(method, k, manual)
    shown = displayed(_finite(values), decimals)
    if not shown.size:
        return []
    if method == "manual":
        raw = _manual_edges(shown, displayed(manual or (), decimals))
    elif reference is None:
        raw = _CUTTERS[method](shown, k)
    else:
        raw = _mirrored_edges(shown, method, k, reference, decimals)
    return _increasing(displayed(raw, decimals))


def assign_classes(values: pd.Series, breaks: Sequence[float], *, decimals: int | None = None) -> pd.Series:
    """Return the class of each value, counted from 0.

    Parameters
    ----------
    values
        One value per commune. NaN means not published.
    breaks
        Edges as given by `class_breaks`: right-closed classes, the first closed on both sides.
    decimals
        Display precision: a value has the class of the figure shown to the reader.

    Returns
    -------
    classes
        Nullable ``Int8`` on the index of ``values``; ``<NA>`` where the value is not published.

    Raises
    ------
    ValueError
        A value lies outside the breaks (they come from another year or perimeter): putting it
        in the nearest class would make the legend lie. Compute breaks on all values to show.
    """
    shown = displayed(values.to_numpy(dtype=float, na_value=np.nan), decimals)
    edges = displayed(breaks, decimals)
    known = ~np.isnan(shown)
    _check_inside(shown[known], edges, values.index[known])
    codes = np.searchsorted(edges[1:-1], shown, side="left")
    classes = pd.Series(codes, index=values.index, name="class").astype("Int8")
    return classes.mask(~known)


def class_counts(classes: pd.Series, k: int) -> list[int]:
    """Return how many communes each of the ``k`` classes holds, in order; ``<NA>`` is not counted."""
    counts = classes.dropna().astype(int).value_counts()
    return [int(counts.get(number, 0)) for number in range(k)]


def _check_request(method: str, k: int, manual: Sequence[float] | None) -> None:
    """Refuse a method, a number of classes or bounds that mean nothing."""
    if method not in METHODS:
        raise ValueError(f"unknown class method {method!r}; expected one of {', '.join(METHODS)}")
    if k < 1:
        raise ValueError(f"number of classes must be 1 or more, got {k}")
    if method == "manual" and not manual:
        raise ValueError("method 'manual' needs at least one bound in manual=")


def _check_inside(shown: Floats, edges: Floats, index: pd.Index) -> None:
    """Refuse values that no class holds, with their number and a sample."""
    if not shown.size:
        return
    if not edges.size:
        raise ValueError(f"no class for {shown.size} published values: the list of breaks is empty")
    outside = (shown < edges[0]) | (shown > edges[-1])
    if outside.any():
        sample = dict(zip(index[outside][:3], shown[outside][:3].tolist(), strict=True))
        raise ValueError(
            f"{int(outside.sum())} values outside the breaks [{edges[0]} ; {edges[-1]}], e.g. {sample}; "
            "compute the breaks on all the values to be shown"
        )


def _finite(values: pd.Series) -> Floats:
    """Return the published values, sorted; an infinite one is an error upstream."""
    known = values.to_numpy(dtype=float, na_value=np.nan)
    known = np.sort(known[~np.isnan(known)])
    if np.isinf(known).any():
        raise ValueError("infinite value: a rate was divided by zero before classes were asked for")
    return known


def _increasing(edges: Floats) -> list[float]:
    """Drop duplicate edges; keep two for a single value."""
    unique = np.unique(edges)
    return [float(unique[0])] * 2 if unique.size == 1 else [float(edge) for edge in unique]


def _quantile_edges(shown: Floats, k: int) -> Floats:
    """Return quantiles moved down to the nearest observed value (`shown` is sorted)."""
    quantiles = np.quantile(shown, np.arange(k + 1) / k)
    places = np.searchsorted(shown, quantiles, side="right") - 1
    edges = shown[np.maximum(places, 0)]
    return np.append(edges[:-1], shown[-1])


def _natural_edges(shown: Floats, k: int) -> Floats:
    """Return Fisher-Jenks edges; a first class of one value ends halfway to the next."""
    distinct = np.unique(shown)
    k = min(k, distinct.size)
    if k == 1:
        return distinct[[0, -1]]
    edges = np.asarray(jenkspy.jenks_breaks(_sample(shown), k), dtype=float)
    if edges[1] == edges[0]:
        edges[1] = (distinct[0] + distinct[1]) / 2
    return edges


def _sample(shown: Floats) -> Floats:
    """Return at most 5,000 of the sorted values at regular ranks, extremes included."""
    if shown.size <= _JENKS_LIMIT:
        return shown
    ranks = np.linspace(0, shown.size - 1, _JENKS_LIMIT).round().astype(int)
    return shown[ranks]


def _equal_edges(shown: Floats, k: int) -> Floats:
    """Return edges of ``k`` classes of the same width."""
    return np.linspace(shown[0], shown[-1], k + 1)


def _stddev_edges(shown: Floats, k: int) -> Floats:
    """Return edges by steps of the standard deviation around the mean."""
    inner = float(shown.mean()) + _steps(k) * float(shown.std())
    inside = (inner > shown[0]) & (inner < shown[-1])
    return np.concatenate([shown[:1], inner[inside], shown[-1:]])


def _steps(k: int) -> Floats:
    """Return the k - 1 inner edges in standard deviations from the centre."""
    width = 1.0 if k <= _WIDE_STEP_LIMIT else 0.5
    return np.arange(1 - k / 2, k / 2, dtype=np.float64) * width


def _manual_edges(shown: Floats, bounds: Floats) -> Floats:
    """Return all bounds, and the extremes that lie beyond them."""
    low, high = min(shown[0], bounds.min()), max(shown[-1], bounds.max())
    return np.array([low, *np.sort(bounds), high])


def _mirrored_edges(shown: Floats, method: str, k: int, reference: float, decimals: int | None) -> Floats:
    """Return edges at the same (displayed) distances below and above the reference."""
    centre = displayed(reference, decimals)
    distances = np.sort(displayed(np.abs(shown - centre), decimals))
    reach = distances[-1]
    offsets = displayed(_offsets(distances, method, k), decimals)
    offsets = np.concatenate([[-reach], offsets[np.abs(offsets) < reach], [reach]])
    return _reaching(centre + offsets, shown)


def _offsets(distances: Floats, method: str, k: int) -> Floats:
    """Return the inner edges as sorted, mirrored gaps to the reference."""
    if method == "equal":
        return float(distances[-1]) * (2 * np.arange(1, k) / k - 1)
    if method == "stddev":
        return _steps(k) * float(np.sqrt(np.mean(distances**2)))
    cuts = _CUTTERS[method](distances, (k + 1) // 2)[1:]
    middle = [] if k % 2 else [0.0]
    return np.concatenate([-cuts[::-1], middle, cuts])


def _reaching(edges: Floats, shown: Floats) -> Floats:
    """Undo the last digit that subtraction lost, so that the extremes stay inside."""
    edges[0], edges[-1] = min(edges[0], shown[0]), max(edges[-1], shown[-1])
    return edges


_CUTTERS: Final[dict[str, Cutter]] = {
    "quantile": _quantile_edges,
    "natural": _natural_edges,
    "equal": _equal_edges,
    "stddev": _stddev_edges,
}
