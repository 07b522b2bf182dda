"""Sentences about gaps that close or open: what the years say, and what they leave open."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from viz.french import NBSP, NNBSP, number, quantity

if TYPE_CHECKING:
    from geo.convergence import BetaConvergence

SIGNIFICANT: Final = 0.05
RATIO_DECIMALS: Final = 2
LONGEST: Final = 100.0
"""Years beyond which a half-life says no more than « very long »."""


def sigma_sentence(title: str, place: str, first: tuple[int, float], last: tuple[int, float]) -> str:
    """Say how the spread between communes changed between two years.

    Parameters
    ----------
    title
        French title of the indicator.
    place
        With its preposition.
    first, last
        Year, and coefficient of variation; NaN says that it cannot be computed.
    """
    head = f"«{NNBSP}{title}{NNBSP}», {place}{NNBSP}: "
    if isnan(first[1]) or isnan(last[1]):
        return f"{head}l’évolution des écarts ne peut pas être calculée."
    start, end = (quantity(100 * spread, "%", 1) for _, spread in (first, last))
    told = f"entre {first[0]} et {last[0]}, l’écart typique entre communes"
    if start == end:
        return f"{head}{told} reste à {start} de la moyenne."
    verb = "se réduit" if last[1] < first[1] else "augmente"
    return f"{head}{told} {verb}, de {start} à {end} de la moyenne."


def beta_sentence(title: str, place: str, years: tuple[int, int], beta: BetaConvergence) -> str:
    """Say whether communes that started low grew more, and whether gaps closed for all that.

    Parameters
    ----------
    title, place
        As in `sigma_sentence`.
    years
        First and last.
    beta
        The fitted line; a slope of NaN says that there is none.
    """
    head = f"«{NNBSP}{title}{NNBSP}», {place}, de {years[0]} à {years[1]}{NNBSP}: "
    if isnan(beta.slope):
        return f"{head}trop peu de communes, ou toutes au même point de départ."
    if not beta.p_value <= SIGNIFICANT:
        return f"{head}pas de lien net entre le niveau de départ et l’évolution (p{NBSP}={NBSP}{_p(beta)})."
    if beta.slope > 0:
        return f"{head}les communes parties de plus haut ont le plus augmenté, les écarts s’ouvrent."
    start = f"{head}les communes parties de plus bas ont le plus augmenté"
    if round(beta.spread_ratio, RATIO_DECIMALS) >= 1:
        swap = f"les écarts ne se réduisent pas{NNBSP}: des communes échangent leurs places"
        return f"{start}, et pourtant {swap}."
    return f"{start}{_pace(beta.half_life_years)}."


def points_sentence(first: float, last: float, spread_ratio: float) -> str:
    """Say it when gaps of a rate move one way in points and the other in part of the mean; "" if they agree.

    Parameters
    ----------
    first, last
        Coefficients of variation of the first and the last year.
    spread_ratio
        Standard deviation in points at the end over that at the start.
    """
    if isnan(first) or isnan(last) or isnan(spread_ratio) or (last < first) == (spread_ratio < 1):
        return ""
    if round(spread_ratio, RATIO_DECIMALS) == 1:
        return "Mesurés en points, les écarts ne changent presque pas : c’est la moyenne qui a changé."
    in_points, in_part, mean = (
        ("se réduisent", "ils augmentent", "baissé")
        if spread_ratio < 1
        else ("augmentent", "ils se réduisent", "monté")
    )
    ratio = number(spread_ratio, RATIO_DECIMALS)
    return (
        f"Mesurés en points, les écarts {in_points} (multipliés par {ratio}){NNBSP}; "
        f"en part de la moyenne, {in_part}, car la moyenne a {mean} plus encore."
    )


def _pace(half_life: float) -> str:
    if isnan(half_life):
        return ""
    if half_life > LONGEST:
        return (
            f"{NNBSP}; à ce rythme, il faudrait plus de {number(LONGEST)} ans pour réduire un écart de moitié"
        )
    return (
        f"{NNBSP}; à ce rythme, il faudrait environ {number(half_life)} ans pour réduire un écart de moitié"
    )


def _p(beta: BetaConvergence) -> str:
    return number(beta.p_value, 2)
