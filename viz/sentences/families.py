"""Sentences about weakening territories: how many, of which family, how many inhabitants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from viz.french import NNBSP, counted, number, quantity
from viz.sentences.gaps import sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class FamilyCount:
    """A family: its French words ("de tradition industrielle"), its territories, its inhabitants."""

    words: str
    n: int
    people: float


def families_sentence(
    place: str, families: Sequence[FamilyCount], total: FamilyCount, unit: tuple[str, str]
) -> str:
    """Say how many territories weaken in a place, and of which family.

    Parameters
    ----------
    place
        With its preposition.
    families
        Those that weaken; empty ones are left out.
    total
        All the territories of the place whose signs are known.
    unit
        What a territory is, in the singular and in the plural.

    Returns
    -------
    sentence
        Empty when no territory of the place is known.
    """
    if not total.n:
        return ""
    known = [family for family in families if family.n]
    n, people = sum(family.n for family in known), sum(family.people for family in known)
    where = sentence_case(place)
    if not n:
        return f"{where}, aucune {unit[0]} sur {number(total.n)} ne montre les signes d’un affaiblissement."
    share = quantity(100.0 * people / total.people, "%") if total.people else "–"
    verb = "montre" if n == 1 else "montrent"
    parts = ", ".join(f"{number(family.n)} {family.words}" for family in known)
    return (
        f"{where}, {counted(n, *unit)} sur {number(total.n)} {verb} les signes d’un affaiblissement, où "
        f"vivent {share} des habitants{NNBSP}: {parts}."
    )


def place_family_sentence(name: str, words: str | None, signs: Sequence[str]) -> str:
    """Say the family of one territory and the signs that it shows.

    Parameters
    ----------
    name
        Of the territory, as the subject of the sentence.
    words
        Of its family ("de tradition industrielle"), "" if it does not weaken, None if that is not known.
    signs
        French words of the signs that it shows ("la population baisse").
    """
    if words is None:
        return f"{name}{NNBSP}: les signes d’affaiblissement ne sont pas connus."
    told = ", ".join(signs) if signs else "aucun signe"
    if words:
        return f"{name} est en affaiblissement ({words}){NNBSP}: {told}."
    return f"{name} n’est pas en affaiblissement{NNBSP}: {told}."
