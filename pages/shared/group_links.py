"""Links to groups of communes made by hand: what a bad one still says, and how the reader takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo.groups import MOST, PREFIX, GroupCodeError, members_of, readable
from loaders.french import typeset
from pages.shared import data
from viz.french import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 6


@dataclass(frozen=True)
class Refused:
    """A link to a group that is not followed.

    Attributes
    ----------
    problem
        French sentence.
    offer
        Communes of today that could be read in it, perhaps none.
    """

    problem: str
    offer: tuple[str, ...] = ()


def refused_group(perimeter: str) -> Refused:
    """Return why the id of a group is refused, and what can be read of it."""
    try:
        codes = members_of(perimeter)
    except GroupCodeError:
        return _damaged(perimeter)
    absent = [code for code in codes if code not in data.cached_france().index]
    offer = todays(codes)
    text = (
        f"Le territoire du lien contient {counted(len(absent), 'code')} qui n’existe"
        f"{'nt' if len(absent) > 1 else ''} pas ou plus au 1er janvier 2025 : {_became(absent)}. "
        f"{_shown_instead(offer)}"
    )
    return Refused(typeset(text), offer)


def _damaged(perimeter: str) -> Refused:
    seen = readable(perimeter.partition(",")[0].removeprefix(PREFIX))
    offer = todays(seen)
    text = (
        "Le lien de ce territoire est incomplet ou abîmé : on ne peut plus savoir à coup sûr quelles "
        f"communes il contient. {_shown_instead(offer)}"
    )
    return Refused(typeset(text), offer)


def _shown_instead(offer: tuple[str, ...]) -> str:
    told = "Le périmètre par défaut est affiché"
    if not offer:
        return f"{told} ; demandez le lien entier à la personne qui vous l’a donné."
    names = [str(data.cached_france()["name"][code]) for code in offer[:SHOWN]]
    more = f" et {len(offer) - SHOWN} autres" if len(offer) > SHOWN else ""
    many = "ont pu y être lues" if len(offer) > 1 else "a pu y être lue"
    return f"{told}. {counted(len(offer), 'commune')} {many} : {', '.join(names)}{more}."


def todays(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the communes of today that codes stand for: heirs of merged communes, no unknown ones."""
    france, heirs = data.cached_france().index, cached_heirs()
    found = {code if code in france else heirs.get(code, "") for code in codes} - {""}
    return tuple(sorted(found)[:MOST])


@st.cache_resource
def cached_heirs() -> dict[str, str]:
    """Return the commune of today by former code."""
    changes = data.cached_table("commune_changes")
    return dict(zip(changes["old_code"], changes["new_code"], strict=True))


def _became(absent: list[str]) -> str:
    heirs, names = cached_heirs(), data.cached_france()["name"]
    told = [
        f"{code} (aujourd’hui {names[heirs[code]]}, {heirs[code]})"
        if heirs.get(code) in names.index
        else code
        for code in absent[:SHOWN]
    ]
    return ", ".join(told) + (" …" if len(absent) > SHOWN else "")
