"""Social fragility of communes: two published recipes, and how much a rank depends on the recipe.

A score describes a place among those it is compared with; it is no property of its inhabitants, and no
ranking of communes should be made of it: see `rank_range`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.checks import floats, require_columns, require_not_negative, require_same_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.checks import Floats

FDEP_SIGNS: Final[Mapping[str, int]] = {
    "median_income_eur": -1,
    "higher_education_share_pct": -1,
    "workers_share_pct": 1,
    "unemployment_rate_pct": 1,
}
"""The four indicators of FDep, and the sign each must have for a high score to mean deprivation."""

_DIRECTIONS: Final = {"lower_is_better": 1.0, "higher_is_better": -1.0}
_SAME = 1e-12  # values that differ by their last digits only are equal


@dataclass(frozen=True)
class Deprivation:
    """First principal component of indicators of deprivation."""

    scores: pd.Series
    """Weighted mean 0, no unit; the higher, the more deprived. NaN if an indicator is not published."""
    loadings: pd.Series
    """Coefficient of each standardised indicator in the score; their squares add up to 1."""
    explained_share: float
    """Part of the variance of the indicators that the score holds, 0 to 1."""
    n: int
    """Communes that the component was computed on."""
    signs_as_expected: bool
    """False: at least one indicator counts against its usual sense here; do not use the score."""


def decile_score(
    frame: pd.DataFrame,
    directions: Mapping[str, str],
    weights: Mapping[str, float] | None = None,
    *,
    themes: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return points of fragility by theme, and their sum.

    For each indicator, communes are cut into ten groups of the same number, from 1 (the least fragile) to 10
    (the most fragile): ``ceil(10 (r - 1/2) / n)``, where ``r`` is the rank among the ``n`` published values,
    the mean rank if values are equal. A theme has the sum of its indicators' points times their weights; the
    score is the sum of the themes.

    Parameters
    ----------
    frame
        One row per commune, one column per indicator, any units. NaN means not published.
    directions
        For each column ``"higher_is_better"`` or ``"lower_is_better"``.
    weights
        For each column, zero or more; 1 where not given. An indicator of weight zero is not used at all.
    themes
        Theme of each column; a theme per indicator where not given.

    Returns
    -------
    points
        On the index of ``frame``: a column per theme, in order of first appearance, and ``score``. A theme
        with an indicator that is not published is NaN, and so is the score: points are never filled in.

    Raises
    ------
    ValueError
        A used column has no usable direction, a weight is negative, or none is above zero.

    Notes
    -----
    After the decile scores by theme of the Commissariat général à l'égalité des territoires (CGET, 2017).
    """
    coefficients = pd.Series({column: (weights or {}).get(column, 1.0) for column in frame.columns})
    require_not_negative(coefficients, "weights")
    used = coefficients[coefficients > 0]
    if used.empty:
        raise ValueError("no indicator has a weight above zero")
    _require_directions(used.index, directions)
    points = pd.DataFrame(
        {column: used[column] * _deciles(frame[column], directions[column]) for column in used.index}
    )
    names = [(themes or {}).get(column, column) for column in used.index]
    totals = {
        theme: points.loc[:, [name == theme for name in names]].sum(axis=1, skipna=False)
        for theme in dict.fromkeys(names)
    }
    result = pd.DataFrame(totals, index=frame.index)
    return result.assign(score=result.sum(axis=1, skipna=False))


def fdep(frame: pd.DataFrame, weights: pd.Series, *, signs: Mapping[str, int] = FDEP_SIGNS) -> Deprivation:
    """Return the first principal component of indicators of deprivation (FDep).

    Indicators are standardised with weighted means and deviations; the score is
    ``sum_j a_j z_j``, where ``a`` is the first eigenvector of their weighted correlations, turned so that the
    indicators of sign + count upwards and those of sign − downwards, on the whole.

    Parameters
    ----------
    frame
        One row per commune, a column for each of ``signs``. A row with NaN has no score and does not count.
    weights
        Population, on the same index. NaN or zero: the commune does not count, and has no score.
    signs
        Columns to use, with +1 where more means more deprived, −1 where it means less.

    Returns
    -------
    deprivation
        See `Deprivation`. Scores and loadings are NaN if fewer than two communes count or an indicator is
        the same everywhere.

    Raises
    ------
    ValueError
        A column is absent, indices differ, or a weight is negative.

    Notes
    -----
    Rey, Jougla, Fouillet and Hémon (2009), doi:10.1186/1471-2458-9-33. Theirs has the share of baccalaureate
    holders; here the share of graduates of higher education, and workers among people of 15 or more.
    """
    require_columns(frame, signs)
    require_same_index(weights, frame)
    require_not_negative(weights, "weights")
    numbers = frame[list(signs)].astype(float)
    rows = numbers.notna().all(axis=1).to_numpy() & (floats(weights) > 0)
    weight = floats(weights)[rows]
    values = numbers.to_numpy()[rows]
    vector, share = _first_component(
        values, weight / max(weight.sum(), _SAME), np.array(list(signs.values()))
    )
    scores = pd.Series(np.nan, index=frame.index, name="fdep")
    scores[rows] = _standardised(values, weight / max(weight.sum(), _SAME)) @ vector
    loadings = pd.Series(vector, index=list(signs), name="loading")
    as_expected = bool((vector * np.array(list(signs.values())) > 0).all())
    return Deprivation(scores, loadings, share, int(rows.sum()), as_expected)


def recipe_scores(
    frame: pd.DataFrame, directions: Mapping[str, str], weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Return the decile score with all indicators, then without each of them in turn.

    Parameters
    ----------
    frame, directions, weights
        As in `decile_score`.

    Returns
    -------
    scores
        On the index of ``frame``: ``all``, then ``without_<indicator>`` for each indicator of weight above
        zero, if there are two or more. NaN as in `decile_score`. Other recipes can be added as columns before
        `rank_range`.

    Raises
    ------
    ValueError
        As in `decile_score`.
    """
    given = {column: (weights or {}).get(column, 1.0) for column in frame.columns}
    used = [column for column, weight in given.items() if weight > 0]
    scores = {"all": decile_score(frame, directions, given)["score"]}
    for column in used if len(used) > 1 else []:
        scores[f"without_{column}"] = decile_score(frame, directions, {**given, column: 0.0})["score"]
    return pd.DataFrame(scores)


def rank_range(scores: pd.DataFrame) -> pd.DataFrame:
    """Return between which ranks each commune moves when the recipe changes.

    Parameters
    ----------
    scores
        One row per commune, one column per recipe, in any units; the higher, the more fragile.

    Returns
    -------
    ranks
        On the index of ``scores``: ``lowest``, ``median`` and ``highest`` rank over the recipes (1 is the
        most fragile; equal scores share their mean rank), ``spread`` (highest less lowest) and ``n``, the
        communes ranked. Only communes with a score in every recipe are ranked, so that all recipes rank the
        same ones; the others are NaN.
    """
    complete = scores.dropna().astype(float)
    ranks = complete.rank(ascending=False, method="average")
    table = pd.DataFrame(
        {"lowest": ranks.min(axis=1), "median": ranks.median(axis=1), "highest": ranks.max(axis=1)}
    )
    table["spread"] = table["highest"] - table["lowest"]
    return table.reindex(scores.index).assign(n=len(complete))


def _require_directions(columns: pd.Index, directions: Mapping[str, str]) -> None:
    """Refuse indicators that do not say whether more is better."""
    wrong = {
        column: directions.get(column) for column in columns if directions.get(column) not in _DIRECTIONS
    }
    if wrong:
        raise ValueError(f"direction must be one of {', '.join(_DIRECTIONS)}: {wrong}")


def _deciles(values: pd.Series, direction: str) -> pd.Series:
    """Cut published values into tenths of communes, 10 the most fragile."""
    ranks = (_DIRECTIONS[direction] * values.astype(float)).rank(method="average")
    tenths = 10.0 * (ranks - 0.5) / values.notna().sum()
    return tenths.map(np.ceil)


def _standardised(values: Floats, share: Floats) -> Floats:
    """Return gaps to the weighted mean, in weighted standard deviations; NaN if they do not vary."""
    gaps = values - share @ values
    spread = np.sqrt(share @ gaps**2)
    varies = spread > _SAME * np.abs(values).max(axis=0, initial=0.0)
    return gaps / np.where(varies, spread, np.nan)


def _first_component(values: Floats, share: Floats, signs: Floats) -> tuple[Floats, float]:
    """Return the turned first eigenvector of the weighted correlations, and its part of the variance."""
    z = _standardised(values, share)
    correlations = (z * share[:, None]).T @ z
    if not len(values) or np.isnan(correlations).any():
        return np.full(len(signs), np.nan), float("nan")
    variances, vectors = np.linalg.eigh(correlations)
    first = vectors[:, -1]
    return first * (1.0 if first @ signs >= 0 else -1.0), float(variances[-1] / len(signs))
