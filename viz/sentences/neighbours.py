"""Sentences about communes and their neighbours: classes in words, and what chance could do."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

from viz.french import NBSP, NNBSP, Measure, counted, number, plural
from viz.sentences.inequality import topic

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_SIGNIFICANT: Final = "not_significant"
SIGNIFICANT: Final = 0.05
_P_DECIMALS: Final = 3
_LEAST_P: Final = 0.001
_CLUSTERS: Final = {
    "high_high": "sa valeur est haute et ses voisines aussi",
    "low_low": "sa valeur est basse et ses voisines aussi",
    "high_low": "sa valeur est haute alors que celles de ses voisines sont basses",
    "low_high": "sa valeur est basse alors que celles de ses voisines sont hautes",
}
_GROUPS: Final = {
    "high_high": "une valeur haute et des voisines aux valeurs hautes",
    "low_low": "une valeur basse et des voisines aux valeurs basses",
    "high_low": "une valeur haute parmi des voisines aux valeurs basses",
    "low_high": "une valeur basse parmi des voisines aux valeurs hautes",
}


@dataclass(frozen=True)
class ClusterCount:
    """How many communes, with how many inhabitants, are in a class of `geo.autocorrelation.CLUSTERS`."""

    cluster: str
    label: str
    communes: int
    people: float


def cluster_sentence(measure: Measure, place: str, counts: Sequence[ClusterCount], n: int) -> str:
    """Say how many communes of a place are in each significant class; empty classes are left out.

    Parameters
    ----------
    measure
        Indicator and year.
    place
        With its preposition.
    counts
        All classes, the one that is not significant included.
    n
        Communes of the place with a published value; zero says that there is none.
    """
    head = f"{topic(measure)}, {place}{NNBSP}: "
    if not n:
        return f"{head}aucune valeur publiée."
    told = [_told(count) for count in counts if count.communes and count.cluster != NOT_SIGNIFICANT]
    rest = sum(count.communes for count in counts if count.cluster == NOT_SIGNIFICANT)
    if not told:
        return f"{head}aucune commune ne ressemble à ses voisines, ou n’en diffère, plus que par hasard."
    unclear = f"{NNBSP}; pour {_others(rest)}, la ressemblance n’est pas assez nette pour exclure le hasard"
    others = unclear if rest else ""
    return f"{head}{', '.join(told)}{others}."


def _told(count: ClusterCount) -> str:
    has = plural(count.communes, "a", "ont")
    people = counted(count.people, "habitant")
    return f"{counted(count.communes, 'commune')} ({people}) {has} {_GROUPS[count.cluster]}"


def _others(rest: int) -> str:
    return "l’autre" if rest == 1 else f"les {number(rest)} autres"


def moran_sentence(measure: Measure, place: str, index: float, p_value: float) -> str:
    """Say Moran's index: whether neighbours resemble each other more than chance would have it.

    NaN for the index says that it cannot be computed.
    """
    head = f"{topic(measure)}, {place}{NNBSP}: "
    if isnan(index):
        return f"{head}l’indice de Moran ne peut pas être calculé."
    value = f"indice de Moran {number(index, 2)}"
    if not p_value <= SIGNIFICANT:
        return f"{head}{value}, rien qui dépasse ce que donnerait le hasard ({_p(p_value)})."
    how = "se ressemblent" if index > 0 else "diffèrent"
    return f"{head}{value}, deux communes voisines {how} plus que ne le voudrait le hasard ({_p(p_value)})."


def place_sentence(measure: Measure, place: str, cluster: str | None, p_adjusted: float) -> str:
    """Say the class of one commune; None when its value, or that of every neighbour, is not published."""
    head = f"{place[0].upper()}{place[1:]} ({topic(measure)}){NNBSP}: "
    if cluster is None:
        return f"{head}pas de comparaison, faute de valeur publiée dans la commune ou chez ses voisines."
    if cluster == NOT_SIGNIFICANT:
        chance = "la ressemblance avec ses voisines n’exclut pas le hasard"
        return f"{head}non significatif, {chance} ({_p(p_adjusted)})."
    return f"{head}{_CLUSTERS[cluster]} ({_p(p_adjusted)})."


def _p(value: float) -> str:
    """Write a p-value, never as zero."""
    if value < _LEAST_P:
        return f"p{NBSP}<{NBSP}{number(_LEAST_P, _P_DECIMALS)}"
    return f"p{NBSP}={NBSP}{number(value, _P_DECIMALS)}"
