"""Sentences about inequality between communes: what an index says, never what to think of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

from viz.french import NBSP, NNBSP, Measure, counted, number, plural, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

GINI_DECIMALS: Final = 3
RATIO_DECIMALS: Final = 2
HALF: Final = 50.0
_POINTS: Final = ("%", "% par an")


@dataclass(frozen=True)
class Index:
    """An index of inequality somewhere: ``place`` comes with its preposition; NaN if it is not given."""

    place: str
    value: float


def topic(measure: Measure) -> str:
    """Name what a sentence is about: ``« Niveau de vie médian », 2021``."""
    return f"«{NNBSP}{measure.title}{NNBSP}», {measure.year}"


def gini_sentence(measure: Measure, here: Index, others: Sequence[Index]) -> str:
    """Say the Gini index of a place beside those of others, and where communes are closer to each other.

    Others without a figure are left out. If the place has none, the sentence says so and gives the others.
    """
    known = [other for other in others if not isnan(other.value)]
    head = f"Indice de Gini entre communes ({topic(measure)}){NNBSP}: "
    if isnan(here.value):
        rest = [f"{_gini(other)}" for other in known]
        return f"{head}il n’est pas donné {here.place}{_listed(f'{NNBSP}; ', rest)}."
    if not known:
        return f"{head}{_gini(here)}."
    against = " et ".join(_gini(other) for other in known)
    return f"{head}{_gini(here)}, contre {against}{_closer(here, known[0])}."


def _gini(index: Index) -> str:
    return f"{number(index.value, GINI_DECIMALS)} {index.place}"


def _listed(start: str, parts: list[str]) -> str:
    return start + " et ".join(parts) if parts else ""


def _closer(here: Index, other: Index) -> str:
    """Say where communes resemble each other more, by the figures shown."""
    mine, theirs = (round(index.value, GINI_DECIMALS) for index in (here, other))
    if mine == theirs:
        return f"{NNBSP}: les écarts entre communes y sont du même ordre que {other.place}"
    more = "plus proches les unes des autres" if mine < theirs else "plus éloignées les unes des autres"
    return f"{NNBSP}: les communes y sont {more} que {other.place}"


def mean_gap_sentence(measure: Measure, place: str, gini: float, mean: float) -> str:
    """Say what the Gini index means for two inhabitants: their mean gap is twice the index, times the mean.

    Parameters
    ----------
    measure, place
        As in `gini_sentence`.
    gini, mean
        The index, and the mean of the communes weighted by inhabitants. NaN for either gives "".
    """
    if isnan(gini) or isnan(mean):
        return ""
    gap = 2 * gini * mean
    amount = (
        f"{number(gap, 1)}{NBSP}{plural(gap, 'point')}"
        if measure.unit in _POINTS
        else quantity(gap, short_unit(measure), measure.decimals)
    )
    share = quantity(200 * gini, "%", 1)
    return (
        f"Entre deux habitants pris au hasard {place}, l’écart moyen entre les valeurs de leurs communes est "
        f"de {amount}, soit {share} de la moyenne."
    )


def half_sentence(place: str, part: float) -> str:
    """Say which part of the total goes to the half of the inhabitants whose communes have the lowest values.

    Parameters
    ----------
    place
        With its preposition.
    part
        In %, from the Lorenz curve; NaN gives "".
    """
    if isnan(part):
        return ""
    half = "la moitié des habitants, dans les communes aux valeurs les plus basses"
    start = f"{place[0].upper()}{place[1:]}, {half}"
    if round(part, 1) == HALF:
        return f"{start}, réunit la moitié du total{NNBSP}: les communes ont presque toutes la même valeur."
    return (
        f"{start}, réunit {quantity(part, '%', 1)} du total{NNBSP}; "
        f"si toutes les communes avaient la même valeur, ce serait {quantity(HALF, '%')}."
    )


def theil_sentence(measure: Measure, place: str, between_share: float, n_groups: int, groups: str) -> str:
    """Say which part of the inequality between communes lies between groups, and which inside them.

    Parameters
    ----------
    measure, place
        As in `gini_sentence`.
    between_share
        From 0 to 1; NaN when all communes have the same value or nothing is published.
    n_groups
        Groups that have at least one commune with a value.
    groups
        What they are, plural: "intercommunalités".
    """
    head = f"{topic(measure)}, {place}{NNBSP}: "
    if isnan(between_share):
        return f"{head}aucune inégalité entre communes à partager."
    if n_groups == 1:
        return f"{head}un seul groupe, toute l’inégalité entre communes est à l’intérieur."
    between = 100 * between_share
    inside = quantity(100 - round(between, 1), "%", 1)
    return (
        f"{head}{quantity(between, '%', 1)} de l’inégalité entre communes tient aux écarts entre {groups} "
        f"({number(n_groups)}), {inside} aux écarts à l’intérieur de ces {groups}."
    )


def spread_of_groups(measure: Measure, place: str, means: Sequence[float], groups: str) -> str:
    """Say between which levels the groups of a place lie, without naming any.

    Parameters
    ----------
    measure, place
        As in `gini_sentence`.
    means
        One per group, NaN where nothing is published.
    groups
        What they are, plural: "intercommunalités".
    """
    known = [mean for mean in means if not isnan(mean)]
    head = f"{topic(measure)}, {place}{NNBSP}: "
    if not known:
        return f"{head}aucune valeur publiée."
    low, high = (quantity(level, short_unit(measure), measure.decimals) for level in (min(known), max(known)))
    if low == high:
        return f"{head}{groups} à {low} en moyenne (approximation)."
    return f"{head}les moyennes des {groups} ({number(len(known))}) vont de {low} à {high} (approximations)."


def range_text(measure: Measure, low: float, middle: float, high: float, word: str = "moyenne") -> str:
    """Say a range in few words, for a pointer over it: ``moyenne 20 100 €, de 18 900 € à 23 000 €``."""
    unit = short_unit(measure)
    first, mean, last = (quantity(value, unit, measure.decimals) for value in (low, middle, high))
    return f"{word} {mean}, de {first} à {last}"


def short_unit(measure: Measure) -> str:
    """Return the unit of a number among others: "€" for "€ par an et par UC", "%" for "% par an"."""
    return measure.unit[:1] if measure.unit.startswith(("€", "%")) else measure.unit


def deciles_sentence(measure: Measure, place: str, low: float, high: float) -> str:
    """Say the first and ninth decile of communes, each counted by its inhabitants, and their ratio.

    NaN for either says that nothing is published; equal deciles are said to be equal; a first decile of
    zero has no ratio.
    """
    head = f"{topic(measure)}, entre communes {place}{NNBSP}: "
    if isnan(low) or isnan(high):
        return f"{head}aucune valeur publiée."
    first, ninth = (quantity(value, short_unit(measure), measure.decimals) for value in (low, high))
    if first == ninth:
        return (
            f"{head}de part et d’autre, {counted(8, 'habitant')} sur 10 vivent dans des communes à {first}."
        )
    ratio = f", soit un rapport de {number(high / low, RATIO_DECIMALS)}" if low > 0 else ""
    return (
        f"{head}un habitant sur dix vit dans une commune à {first} ou moins, un sur dix dans une commune à "
        f"{ninth} ou plus{ratio}."
    )


def households_sentence(place: str, ratios: Sequence[float], around: Index, between: float, year: int) -> str:
    """Say the gaps between households that Insee publishes, beside the one between communes.

    Parameters
    ----------
    place
        The perimeter, with its preposition.
    ratios
        D9/D1 of households of its intercommunalités, NaN where it is not published.
    around
        The same of a larger place; NaN leaves it out.
    between
        D9/D1 of the communes of the perimeter; NaN leaves it out.
    year
        Of the figures.
    """
    known = [ratio for ratio in ratios if not isnan(ratio)]
    head = f"Niveau de vie en {year}, {place}{NNBSP}: "
    if not known:
        return f"{head}le rapport D9/D1 entre ménages n’est publié pour aucune intercommunalité."
    low, high = (number(bound, 1) for bound in (min(known), max(known)))
    level = f"de {low}" if low == high else f"de {low} à {high}"
    groups = counted(len(known), "intercommunalité")
    beside = "" if isnan(around.value) else f", contre {number(around.value, 1)} {around.place}"
    told = f"{head}le rapport D9/D1 entre ménages est {level} dans {groups}{beside}"
    return f"{told}." if isnan(between) else f"{told}{NNBSP}; entre communes, il est de {number(between, 2)}."


def household_sentence(place: str, ratio: float, year: int) -> str:
    """Say the gap between the households of a commune; NaN if Insee does not publish it."""
    start = f"{place[0].upper()}{place[1:]}, en {year}, "
    if isnan(ratio):
        return f"{start}le rapport D9/D1 entre ménages n’est pas publié."
    return (
        f"{start}le niveau de vie que dépassent les 10{NNBSP}% les plus aisés vaut {number(ratio, 1)} fois "
        f"celui que n’atteignent pas les 10{NNBSP}% les plus modestes."
    )
