"""Sentences about a score of fragility: where it is high, and how much it depends on its recipe."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from viz.french import NBSP, NNBSP, counted, number, plural, quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

FIFTHS: Final = (
    "le cinquième le plus bas",
    "le deuxième cinquième",
    "le cinquième du milieu",
    "le quatrième cinquième",
    "le cinquième le plus élevé",
)
"""Fifths of communes by their score, lowest first."""


def ordinal(rank: float) -> str:
    """Write a rank: ``1ᵉʳ``, ``12ᵉ``; a mean rank of equal scores is rounded."""
    whole = round(rank)
    return f"{number(whole)}{'ᵉʳ' if whole == 1 else 'ᵉ'}"


def fifths_sentence(place: str, low: float, high: float, reference: str) -> str:
    """Say which part of the inhabitants live where the score is highest, and where it is lowest.

    Parameters
    ----------
    place
        With its preposition.
    low, high
        Parts of the inhabitants, in %, in communes of the lowest and the highest fifth; NaN if no score.
    reference
        As in `score_sentence`.
    """
    if isnan(low) or isnan(high):
        return f"{place[0].upper()}{place[1:]}, aucun score ne peut être calculé."
    return (
        f"{place[0].upper()}{place[1:]}, {quantity(high, '%')} des habitants vivent dans une commune dont le "
        f"score est dans {FIFTHS[-1]} {reference}, {quantity(low, '%')} dans {FIFTHS[0]}."
    )


def score_sentence(place: str, score: float, most: float, fifth: int | None, reference: str) -> str:
    """Say the score of one commune, and its fifth; NaN when an indicator of a theme is not published.

    Parameters
    ----------
    place
        With its preposition.
    score, most
        Points, and the most that any commune could have.
    fifth
        0 for the lowest.
    reference
        The communes that are cut into fifths: "des communes du Nord–Pas-de-Calais".
    """
    start = f"{place[0].upper()}{place[1:]}{NNBSP}: "
    if isnan(score) or fifth is None:
        return f"{start}pas de score, car un des indicateurs n’est pas publié."
    return f"{start}{counted(score, 'point')} sur {number(most)}, dans {FIFTHS[fifth]} {reference}."


def themes_sentence(place: str, points: Mapping[str, float], decimals: int = 0) -> str:
    """Say points by theme, of a commune or their mean, those that are not known left out; "" if none is."""
    known = [
        f"{title.lower()} {number(value, decimals)}" for title, value in points.items() if not isnan(value)
    ]
    if not known:
        return ""
    return f"{place[0].upper()}{place[1:]}, points de 1 à 10 par thème{NNBSP}: {f'{NNBSP}; '.join(known)}."


def rank_sentence(place: str, lowest: float, highest: float, n: int, recipes: int) -> str:
    """Say between which ranks one commune moves when the recipe changes.

    Parameters
    ----------
    place
        With its preposition.
    lowest, highest
        Ranks, 1 for the highest score; NaN if the commune has no score in some recipe.
    n, recipes
        Communes ranked, recipes tried.
    """
    start = f"{place[0].upper()}{place[1:]}{NNBSP}: "
    if isnan(lowest) or isnan(highest):
        return f"{start}pas de rang, car un des indicateurs n’est pas publié."
    total = f"sur {number(n)} communes (1ᵉʳ{NBSP}: le score le plus élevé)"
    if round(lowest) == round(highest):
        return f"{start}{ordinal(lowest)} rang {total}, quelle que soit la recette parmi {number(recipes)}."
    ranks = f"du {ordinal(lowest)} au {ordinal(highest)} rang"
    return f"{start}{ranks} {total}, selon la recette parmi {number(recipes)}."


def spread_sentence(place: str, spread: float, n: int, recipes: int) -> str:
    """Say by how many ranks the communes of a place move; NaN if none is ranked.

    Parameters
    ----------
    place
        With its preposition.
    spread
        The number of ranks that half the inhabitants' communes exceed.
    n, recipes
        Communes ranked, recipes tried.
    """
    start = f"{place[0].upper()}{place[1:]}"
    if isnan(spread):
        return f"{start}, aucune commune n’a de rang."
    shown = round(spread)
    moves = f"{number(shown)}{NBSP}{plural(shown, 'rang')}"
    return (
        f"{start}, un habitant sur deux vit dans une commune dont le rang change d’au moins {moves} sur "
        f"{number(n)} quand on passe d’une recette à l’autre ({number(recipes)} essayées)."
    )
