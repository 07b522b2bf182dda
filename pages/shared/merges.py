"""What a merger or a split did to the figures of a commune, in one French sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pages.shared.reference_text import enumeration
from viz.french import MONTHS, NBSP, of_name

if TYPE_CHECKING:
    import pandas as pd

UNITED: Final = ("merge", "name_change")
"""Kinds of events that make a commune out of others; the one that gives its code may only change its name."""
LONGEST: Final = 6
"""Former communes that are named one by one."""


@dataclass(frozen=True)
class Shown:
    """The figure on screen: its year, its status, and where it comes from.

    Attributes
    ----------
    kind
        ``count``, ``ratio`` or ``amount``.
    exact
        A rate computed from the counts of the communes.
    """

    year: int
    status: str
    kind: str
    exact: bool


def merge_sentence(changes: pd.DataFrame, code: str, name: str, shown: Shown) -> str:
    """Say that a commune has changed its outline since a figure was observed, and what that did to it.

    Parameters
    ----------
    changes
        Table ``commune_changes``.
    code, name
        The commune, in the geography of 2025.
    shown
        The figure on screen.

    Returns
    -------
    sentence
        Empty when the commune has had the same outline since the 1st of January of the year of the figure.
    """
    since = changes[changes["new_code"].eq(code) & changes["date"].gt(f"{shown.year}-01-01")]
    merged, split = since[since["kind"].eq("merge")], since[since["kind"].eq("split")]
    if not merged.empty:
        former = _former(since[since["kind"].isin(UNITED)], code, name)
        return f"Commune nouvelle du {_date(merged['date'].max())}, réunion {former} : {_effect(shown)}"
    if not split.empty:
        last = split.sort_values("date").iloc[-1]
        whole = of_name(str(last["old_name"]))
        return f"Commune séparée {whole} le {_date(last['date'])} : {_effect_of_split(shown)}"
    return ""


def _former(events: pd.DataFrame, code: str, name: str) -> str:
    """Return « de Hesdin, Marconne et Huby-Saint-Leu », the commune that gives its code first."""
    own = events.loc[events["old_code"].eq(code), "old_name"].tolist()
    others = events.loc[~events["old_code"].eq(code) & events["kind"].eq("merge"), "old_name"].tolist()
    names = [str(word) for word in dict.fromkeys([*(own or [name]), *others])]
    if len(names) > LONGEST:
        return f"de {len(names)}{NBSP}communes"
    return enumeration([of_name(names[0]), *names[1:]])


def _effect(shown: Shown) -> str:
    """Say what a merger did to a figure."""
    if shown.status == "not_available":
        return f"son chiffre de {shown.year} n’est pas publié sur ce périmètre."
    if shown.status == "secret":
        return f"son chiffre de {shown.year} est couvert par le secret statistique."
    if shown.status == "estimated":
        return f"son chiffre de {shown.year} est estimé à partir de ceux de ces communes."
    if shown.kind == "count":
        return f"son chiffre de {shown.year} est la somme des leurs."
    if shown.exact:
        return f"son taux de {shown.year} est recalculé à partir de leurs effectifs additionnés."
    return f"son chiffre de {shown.year} est publié par la source sur le périmètre actuel."


def _effect_of_split(shown: Shown) -> str:
    """Say what a split did to a figure: the figure of the whole cannot be shared out."""
    if shown.status == "not_available":
        return f"le chiffre de {shown.year} couvrait l’ensemble et ne se partage pas."
    return f"son chiffre de {shown.year} est donné sur le périmètre actuel."


def _date(iso: str) -> str:
    year, month, day = (int(part) for part in str(iso).split("-"))
    return f"{'1er' if day == 1 else day}{NBSP}{MONTHS[month - 1]}{NBSP}{year}"
