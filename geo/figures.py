"""One figure for a group of communes: exact when its counts are known, otherwise said to be approximate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from geo.aggregate import Coverage, aggregate_rate, coverage, weighted_mean

if TYPE_CHECKING:
    import numpy.typing as npt

Method = Literal["sum", "rate", "single", "published", "weighted_mean"]


@dataclass(frozen=True)
class Figure:
    """A figure for a group of communes.

    Attributes
    ----------
    value
        In the unit of the indicator; NaN when nothing is published.
    method
        ``sum`` of counts, ``rate`` (sum of counts over sum of counts), ``single`` (one commune,
        its own value), ``published`` (the producer's own figure for the group) or ``weighted_mean``.
    coverage
        Communes whose value is published, and their share of the population.
    """

    value: float
    method: Method
    coverage: Coverage

    @property
    def approximate(self) -> bool:
        """A weighted mean of rates or medians is not the rate or the median of the group."""
        return self.method == "weighted_mean"


def group_figure(
    values: pd.Series,
    population: pd.Series,
    *,
    kind: str,
    counts: tuple[pd.Series, pd.Series] | None = None,
    weights: pd.Series | None = None,
    published: float | None = None,
) -> Figure:
    """Return the figure of a group of communes, in the most exact way that the data allow.

    Parameters
    ----------
    values
        The indicator, one value per commune of the group; NaN means not published.
    population
        Inhabitants, on the same index: for the coverage, and as weights when there are no others.
    kind
        ``count`` values are summed; ``ratio`` and ``amount`` are not.
    counts
        Numerator and denominator, on the same index, when the indicator is 100 times their ratio.
    weights
        What the indicator is a mean over (households, labour force …), on the same index.
    published
        Figure of the whole group by the producer itself (the median income of an EPCI), used when
        no counts are given: it is exact where a mean of the communes is not.

    Returns
    -------
    figure
        See `Figure`. Communes without a published value are left out, and the coverage says so.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.
    """
    known = coverage(values, population)
    if kind == "count":
        return Figure(float(values.sum(min_count=1)), "sum", known)
    if counts is not None:
        numerator, denominator = counts
        return Figure(aggregate_rate(numerator, denominator), "rate", coverage(numerator, population))
    if published is not None:
        return Figure(published, "published", known)
    if len(values) == 1:
        return Figure(float(values.iloc[0]), "single", known)
    return Figure(weighted_mean(values, population if weights is None else weights), "weighted_mean", known)


def group_figures(
    values: pd.Series,
    population: pd.Series,
    groups: pd.Series,
    *,
    kind: str,
    counts: tuple[pd.Series, pd.Series] | None = None,
    weights: pd.Series | None = None,
    published: pd.Series | None = None,
) -> pd.DataFrame:
    """Return what `group_figure` gives for each of many groups, in one pass.

    Parameters
    ----------
    values, population, kind, counts, weights
        As in `group_figure`, for all communes.
    groups
        Group of each commune, on the same index; communes without group are left out.
    published
        The producer's own figures, index: groups; groups that are absent or NaN have none.

    Returns
    -------
    figures
        Index: groups, sorted. Columns ``value``, ``method``, and the coverage: ``n`` communes whose value
        is published, of ``total``, and their ``weight_share`` of the population of the group, in %.

    Raises
    ------
    ValueError
        The Series do not share one index.
    """
    _require_same_index(values, population, groups, *(counts or ()), weights)
    numbers, labels = pd.factorize(groups, sort=True)
    tally = _Tally(numbers, len(labels))
    base = values if kind == "count" or counts is None else counts[0]
    figures = pd.DataFrame(tally.coverage(base, population), index=pd.Index(labels, name=groups.name))
    if kind == "count":
        return figures.assign(value=tally.sums(values), method="sum")
    if counts is not None:
        return figures.assign(value=100 * tally.ratios(*counts), method="rate")
    weights = population if weights is None else weights
    means = tally.ratios(values * weights, weights)
    single = figures["total"].eq(1)
    figures["value"] = np.where(single, tally.sums(values), means)
    figures["method"] = np.where(single, "single", "weighted_mean")
    return figures if published is None else _with_published(figures, published)


def _with_published(figures: pd.DataFrame, published: pd.Series) -> pd.DataFrame:
    """Put the producer's own figures in the place of means."""
    known = published.reindex(figures.index).dropna()
    figures.loc[known.index, "value"] = known
    figures.loc[known.index, "method"] = "published"
    return figures


@dataclass(frozen=True)
class _Tally:
    """Sums by group, by number of the group (-1: in none): ten times faster than a groupby on texts."""

    numbers: npt.NDArray[np.intp]
    n: int

    def _add(self, values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        inside = self.numbers >= 0
        return np.bincount(self.numbers[inside], values[inside], self.n).astype(float)

    def sums(self, values: pd.Series) -> npt.NDArray[np.float64]:
        """Sum what is known in each group; NaN where nothing is."""
        array = values.to_numpy(dtype=float, na_value=np.nan)
        known = ~np.isnan(array)
        return np.where(self._add(known.astype(float)) > 0, self._add(np.where(known, array, 0.0)), np.nan)

    def ratios(self, above: pd.Series, below: pd.Series) -> npt.NDArray[np.float64]:
        """Divide sums over the communes for which both are known; NaN where the divisor is zero."""
        top, bottom = (column.to_numpy(dtype=float, na_value=np.nan) for column in (above, below))
        known = ~(np.isnan(top) | np.isnan(bottom))
        divisor = self._add(np.where(known, bottom, 0.0))
        return self._add(np.where(known, top, 0.0)) / np.where(divisor == 0, np.nan, divisor)

    def coverage(self, values: pd.Series, population: pd.Series) -> dict[str, npt.NDArray[Any]]:
        """Return `geo.aggregate.coverage` of each group."""
        known = values.notna().to_numpy(dtype=float)
        people = np.nan_to_num(population.to_numpy(dtype=float, na_value=np.nan))
        everybody = self._add(people)
        return {
            "n": self._add(known).astype(int),
            "total": self._add(np.ones(len(known))).astype(int),
            "weight_share": 100.0 * self._add(people * known) / np.where(everybody == 0, np.nan, everybody),
        }


def _require_same_index(first: pd.Series, *others: pd.Series | None) -> None:
    """Refuse Series that pandas would silently align with holes."""
    for other in others:
        if other is not None and not other.index.equals(first.index):
            raise ValueError(f"series must share one index: {first.name!r} and {other.name!r} do not")


def annual_change_pct(start: float, end: float, years: int) -> float:
    """Return the mean annual growth rate between two counts, in % per year.

    Parameters
    ----------
    start, end
        Counts (inhabitants) at both dates; NaN gives NaN, a start of zero too.
    years
        Years between them, 1 at least.

    Notes
    -----
    Geometric mean, as Insee publishes it: ``100 * ((end / start) ** (1 / years) - 1)``.
    """
    if years < 1:
        raise ValueError(f"years must be 1 or more, not {years}")
    return 100 * ((end / start) ** (1 / years) - 1) if start else float("nan")
