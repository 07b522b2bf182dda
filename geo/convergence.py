"""Do gaps between communes close? Two measures that do not say the same thing.

σ-convergence: the spread shrinks. β-convergence: those behind grow faster. The second can hold without the
first, when communes merely swap places or when chance errors of the first date fade ("regression to the
mean"); so each result carries what limits it, in words for the reader.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.checks import floats, require_same_index, require_weights
from geo.inequality import weighted_cv, weighted_gini
from geo.reliability import SMALL_POPULATION

if TYPE_CHECKING:
    import numpy.typing as npt

    from geo.checks import Floats

    Booleans = npt.NDArray[np.bool_]

_FEWEST: Final = 3
"""Communes under which no line can be judged."""


@dataclass(frozen=True)
class SigmaConvergence:
    """How the spread between communes changes from year to year."""

    dispersion: pd.DataFrame
    """Index: years. ``cv`` (weighted coefficient of variation) and ``gini`` (weighted), no unit."""
    annual_change_pct: float
    """Mean annual change of the ``cv`` between the first and the last year, in %; below zero, gaps close."""
    n: int
    """Communes compared, the same every year."""
    caveats: tuple[str, ...]
    """What limits the result, for the reader."""


@dataclass(frozen=True)
class BetaConvergence:
    """How growth depends on the starting level."""

    slope: float
    """Per year; below zero, communes behind grow faster."""
    standard_error: float
    p_value: float
    """Two-sided test of a slope of zero."""
    r_squared: float
    """Part of the variance of growth that the starting level explains, 0 to 1."""
    speed_pct: float
    """Part of the gap that closes each year, in %: ``100 λ``, ``λ = -ln(1 + years · slope) / years``. Below
    zero if gaps open; NaN if the line makes communes overtake each other."""
    half_life_years: float
    """Years for half of a gap to close, ``ln 2 / λ``; NaN if gaps do not close."""
    spread_ratio: float
    """Spread (standard deviation of the levels compared) at the end over that at the start: below 1,
    σ-convergence holds as well."""
    n: int
    caveats: tuple[str, ...]
    """What limits the result, for the reader."""


def sigma_convergence(
    values: pd.DataFrame, weights: pd.Series, *, minimum_weight: float = SMALL_POPULATION
) -> SigmaConvergence:
    """Return the spread between communes year by year, on the same communes with the same weights.

    Parameters
    ----------
    values
        One row per commune, one column per year (numbers, any order), one unit. NaN means not published.
        Only communes published every year count.
    weights
        Population of one year, on the same index: fixed, so that what changes is the values.
    minimum_weight
        Communes below are left out: rates of very small communes vary by chance. In the unit of the weights.

    Returns
    -------
    sigma
        See `SigmaConvergence`. The spread is NaN if nothing is known, or for a year whose mean is not above
        zero; the annual change also if there is one year only, or no spread at first.

    Raises
    ------
    ValueError
        Indices differ, a weight is negative, or a value is.

    Notes
    -----
    Barro and Sala-i-Martin (1992), doi:10.1086/261816; weighted spread: Williamson (1965),
    doi:10.1086/450136.
    """
    require_same_index(weights, values)
    known = values.notna().all(axis=1)
    kept, caveats = _selection(known.to_numpy(), weights, minimum_weight)
    chosen, weight = values[kept].sort_index(axis=1), weights[kept]
    years = [float(year) for year in chosen.columns]
    dispersion = pd.DataFrame(
        {
            "cv": [weighted_cv(chosen[year], weight) for year in chosen.columns],
            "gini": [weighted_gini(chosen[year], weight) for year in chosen.columns],
        },
        index=chosen.columns,
    )
    if len(years) <= 2:  # noqa: PLR2004
        caveats.append("Deux dates au plus\u202f: on y lit un écart, pas une tendance.")
    caveats.append("Inégalité entre communes\u202f: ce qui se passe à l'intérieur des communes n'est pas vu.")
    change = _annual_change_pct(dispersion["cv"].to_numpy(), years)
    return SigmaConvergence(dispersion, change, int(kept.sum()), tuple(caveats))


def beta_convergence(
    start: pd.Series,
    end: pd.Series,
    years: float,
    weights: pd.Series,
    *,
    minimum_weight: float = SMALL_POPULATION,
    logarithms: bool = True,
) -> BetaConvergence:
    """Regress the growth of communes on their starting level (absolute β-convergence).

    ``ln(end / start) / years = a + slope · ln(start)``, weighted least squares.

    Parameters
    ----------
    start, end
        Values at both dates, one per commune, on one index, in one unit. NaN means not published: the
        commune is left out, and so is one that is not above zero where logarithms are taken.
    years
        Years between the dates, above zero.
    weights
        Population at the start, on the same index; equal weights count every commune alike.
    minimum_weight
        As in `sigma_convergence`.
    logarithms
        False for values that are percentages already: ``(end - start) / years = a + slope · start``.

    Returns
    -------
    beta
        See `BetaConvergence`. All NaN with fewer than 3 communes, or if they all start equal.

    Raises
    ------
    ValueError
        The Series do not share one index, a weight is negative, or ``years`` is not above zero.

    Notes
    -----
    Barro and Sala-i-Martin (1992), doi:10.1086/261816; its fallacy: Quah (1993), doi:10.2307/3440520. A
    slope below zero without a smaller spread is that fallacy: ``1 + years · slope`` is the spread ratio times
    the correlation of both dates. The standard error is classical and takes communes as independent, which
    neighbours are not: it is too small.
    """
    require_same_index(start, end, weights)
    if years <= 0:
        raise ValueError(f"years must be above zero, not {years}")
    known = (start.notna() & end.notna()).to_numpy()
    if logarithms:
        known = known & (floats(start) > 0) & (floats(end) > 0)
    kept, caveats = _selection(known, weights, minimum_weight)
    levels = [floats(column)[kept] for column in (start, end)]
    if logarithms:
        levels = [np.log(level) for level in levels]
    caveats.append(
        "Aléas et arrondis de la première date font pencher la droite vers le bas, sans rattrapage."
    )
    caveats.append("Les communes voisines se ressemblent\u202f: l'incertitude affichée est trop petite.")
    return _regression(levels[0], levels[1], years, floats(weights)[kept], caveats)


def _selection(known: Booleans, weights: pd.Series, minimum: float) -> tuple[Booleans, list[str]]:
    """Keep communes that are known and large enough; say in French how many are not."""
    require_weights(weights)
    large = floats(weights) >= max(minimum, np.nextafter(0, 1))
    small, hidden = int((known & ~large).sum()), int((~known).sum())
    caveats = [f"Comparaison de {_communes(int((known & large).sum()))}, à chaque date les mêmes."]
    if small:
        caveats.append(f"{_left_out(small)}\u202f: moins de {minimum:g} habitants, ou population inconnue.")
    if hidden:
        caveats.append(f"{_left_out(hidden)}\u202f: pas de valeur utilisable à chaque date.")
    return known & large, caveats


def _communes(n: int) -> str:
    """Write a number of communes the French way."""
    return f"{n:,}\u00a0commune{'s' if n > 1 else ''}".replace(",", "\u202f")


def _left_out(n: int) -> str:
    """Write how many communes are left out."""
    return f"{_communes(n)} écartée{'s' if n > 1 else ''}"


def _annual_change_pct(spread: Floats, years: list[float]) -> float:
    """Return the mean annual growth rate of a spread, in %."""
    if len(years) < 2 or not spread[0] > 0:  # noqa: PLR2004
        return math.nan
    return float(100 * ((spread[-1] / spread[0]) ** (1 / (years[-1] - years[0])) - 1))


def _regression(
    first: Floats, last: Floats, years: float, weight: Floats, caveats: list[str]
) -> BetaConvergence:
    """Fit growth on level by weighted least squares."""
    n, nan = len(first), math.nan
    share = weight / weight.sum() if n else weight
    x, y = first - share @ first, (last - first) / years
    y = y - share @ y
    sxx = float(share @ x**2)
    if n < _FEWEST or math.sqrt(sxx) <= 1e-12 * float(np.abs(first).max()):
        return BetaConvergence(nan, nan, nan, nan, nan, nan, nan, n, tuple(caveats))
    slope = float(share @ (x * y)) / sxx
    residual, total = float(share @ (y - slope * x) ** 2), float(share @ y**2)
    error = math.sqrt(residual / (n - 2) / sxx)
    closing = -math.log1p(years * slope) / years if 1 + years * slope > 0 else nan
    ratio = math.sqrt(float(share @ (x + years * y) ** 2) / sxx)
    if slope < 0 and ratio >= 1:
        caveats = [
            *caveats,
            "La pente est négative mais les écarts ne se réduisent pas\u202f: des rangs s'échangent.",
        ]
    return BetaConvergence(
        slope=slope,
        standard_error=error,
        p_value=_student_p_value(slope, error, n - 2),
        r_squared=1 - residual / total if total > 0 else nan,
        speed_pct=100 * closing,
        half_life_years=math.log(2) / closing if closing > 0 else nan,
        spread_ratio=ratio,
        n=n,
        caveats=tuple(caveats),
    )


def _student_p_value(slope: float, error: float, freedom: int) -> float:
    """Return the two-sided p-value of a slope; 0 for a perfect line, 1 for a flat one."""
    from scipy.special import stdtr  # noqa: PLC0415 - only this needs it

    if error == 0:
        return 0.0 if slope else 1.0
    return float(2 * stdtr(freedom, -abs(slope / error)))
