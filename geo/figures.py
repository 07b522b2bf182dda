"""One figure for a group of communes: exact when its counts are known, otherwise said to be approximate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from geo.aggregate import Coverage, aggregate_rate, coverage, weighted_mean

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
    """
    base = values if kind == "count" or counts is None else counts[0]
    figures = _coverages(base, population, groups)
    if kind == "count":
        return figures.assign(value=values.groupby(groups).sum(min_count=1), method="sum")
    if counts is not None:
        return figures.assign(value=aggregate_rate(*counts, groups), method="rate")
    means = weighted_mean(values, population if weights is None else weights, groups)
    figures = figures.assign(value=means, method="weighted_mean")
    single = figures["total"].eq(1)
    figures.loc[single, "value"] = values.groupby(groups).first()[single]
    figures.loc[single, "method"] = "single"
    known = (pd.Series(dtype=float) if published is None else published).reindex(figures.index).dropna()
    figures.loc[known.index, "value"] = known
    figures.loc[known.index, "method"] = "published"
    return figures


def _coverages(values: pd.Series, population: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Return `geo.aggregate.coverage` by group."""
    known = values.notna()
    people = population.groupby(groups).sum()
    counted = population.where(known, 0.0).groupby(groups).sum()
    return pd.DataFrame(
        {
            "n": known.groupby(groups).sum().astype(int),
            "total": known.groupby(groups).size(),
            "weight_share": 100.0 * counted / people.where(people > 0),
        }
    )


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
