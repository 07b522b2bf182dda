"""The territory that the reader composes: a group in the address; each change is one step back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.groups import MOST, group_id, is_group, is_name, members_of, name_of, named
from loaders.french import typeset
from pages.shared import data
from pages.shared.url_state import NAME_REFUSED, change, url_state
from viz.french import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.shared.url_state import State

NOTICE: Final = "territory_notice"
PLACE: Final = "territory_place"
"""Where the session keeps what the map was last moved for."""


def composed(state: State) -> tuple[str, ...]:
    """Return the communes of the territory that is being composed, none if there is no group."""
    return members_of(state.perimeter) if is_group(state.perimeter) else ()


def shown(state: State) -> str:
    """Return the perimeter that the page is about, "" when the address names none."""
    asked = st.query_params.get("perimetre", "")
    return state.perimeter if asked and named_as(state.perimeter) == asked.partition(",")[0] else ""


def named_as(perimeter: str) -> str:
    """Return a perimeter as the address names it: without the name that a reader gave it."""
    return named(perimeter, "") if is_group(perimeter) else perimeter


def keep(codes: Iterable[str], *, move: bool = True) -> None:
    """Make these communes the territory; more than `MOST` leave it as it was, and the reader is told.

    ``move`` lets the map move to the new territory.
    """
    chosen, state = set(codes), url_state()
    if len(chosen) > MOST:
        tell(
            f"Cela ferait {counted(len(chosen), 'commune')} : un territoire en compte {MOST} au plus. "
            "Rien n’a été changé. Pour un ensemble plus grand, la Carte offre départements et régions."
        )
        return
    if chosen == set(composed(state)):
        return
    if not chosen:
        start_anew()
        return
    perimeter = group_id(chosen, name_of(state.perimeter))
    change(perimeter=perimeter)
    if move:
        st.session_state[PLACE] = named_as(perimeter)


def add(codes: Iterable[str], *, move: bool = True) -> None:
    """Add communes to the territory."""
    keep({*composed(url_state()), *codes}, move=move)


def toggle(code: str) -> None:
    """Add a commune, or take it out; the map stays where it is."""
    keep({*composed(url_state())} ^ {code}, move=False)


def start_anew() -> None:
    """Forget the territory: the address names no perimeter."""
    left = {"perimetre", "nom", "commune"}
    kept = {name: text for name, text in url_state().query().items() if name not in left}
    st.query_params.from_dict(kept)


def rename(name: str) -> None:
    """Give the territory a name, or none; one that is refused leaves it as it was."""
    state, wanted = url_state(), " ".join(name.split())
    if wanted and not is_name(wanted):
        tell(NAME_REFUSED)
    elif is_group(state.perimeter):
        change(perimeter=named(state.perimeter, wanted))


def tell(text: str) -> None:
    """Keep a sentence for the next run of the page."""
    st.session_state[NOTICE] = typeset(text)


def show_notice() -> None:
    """Say once what the last gesture could not do."""
    if notice := st.session_state.pop(NOTICE, ""):
        st.warning(notice, icon=":material/info:")


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_same(codes: tuple[str, ...]) -> str:
    """Return the official perimeter that has exactly these communes, "" if none has.

    Perimeters of the basin, départements and EPCI of the two départements, then EPCI elsewhere and zones of
    Insee.
    """
    wanted = set(codes)
    france = data.cached_france().loc[list(codes)]
    around = [
        f"{kind}_{code}"
        for kind, column in (("epci", "code_epci"), ("ze", "code_ze2020"), ("aav", "code_aav2020"))
        for code in france[column].dropna().unique()[:2]
    ]
    likely = [*data.cached_territories(), *(key for key in around if key in data.TERRITORIES)]
    return next((key for key in likely if set(data.cached_territory(key).codes) == wanted), "")
