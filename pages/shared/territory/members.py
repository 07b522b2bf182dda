"""The communes of the territory: its name, one to add by its name, each to take out, a fresh start."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.groups import LONGEST_NAME, MOST, group_id, name_of
from pages.shared import data
from pages.shared.maps import commune_finder
from pages.shared.territory.choice import add, cached_same, composed, keep, rename, shown, start_anew
from pages.shared.territory.words import note, strong_line
from pages.shared.url_state import change
from pages.shared.widgets import control
from viz.french import NBSP, counted

if TYPE_CHECKING:
    from pages.shared.url_state import State

CHIPS: Final = 30
"""Communes that are shown one by one, to be taken out with a touch; more are listed by EPCI."""
FINDER, NAME, CHOSEN = "territory_finder", "territory_name", "territory_members"


def show_members(state: State) -> None:
    """Draw the communes of the territory and what can be done with them."""
    codes = composed(state)
    if codes:
        strong_line(_size(codes))
        _say_same(state)
    else:
        _say_start(state)
    commune_finder(FINDER, "Ajouter une commune", data.FRANCE, None, lambda code: add([code]))
    if codes:
        _offer_removal(codes)
        _ask_name(state)
        st.button("Repartir de zéro", icon=":material/restart_alt:", on_click=start_anew)


def _size(codes: tuple[str, ...]) -> str:
    if len(codes) == 1:
        return "Une seule commune dans votre territoire"
    return f"{counted(len(codes), 'commune')} dans votre territoire"


def _say_same(state: State) -> None:
    """Propose the official perimeter that has exactly these communes."""
    same = cached_same(composed(state))
    if not same:
        return
    title = data.cached_territory(same).title
    note(f"Ces communes sont exactement celles de « {title} ».")
    st.button("Prendre ce périmètre officiel", on_click=change, kwargs={"perimeter": same})


def _say_start(state: State) -> None:
    """Say how to begin, and offer to begin from the official perimeter that the page shows."""
    strong_line("Aucune commune choisie à la main")
    official = shown(state)
    if not official:
        note(
            "Touchez des communes sur la carte, collez une liste, prenez un périmètre ou choisissez un "
            "rayon. Le lien de la page garde votre territoire."
        )
        return
    territory = data.cached_territory(official)
    note(f"La page montre « {territory.title} ». Ce que vous ajoutez commence un nouveau territoire.")
    if len(territory.codes) <= MOST:
        label = f"Partir de ses {counted(len(territory.codes), 'commune')}"
        st.button(label, on_click=change, kwargs={"perimeter": group_id(territory.codes)})


def _offer_removal(codes: tuple[str, ...]) -> None:
    names = names_of(codes)
    few = len(codes) <= CHIPS
    if not few:
        with st.expander(f"Voir les {counted(len(codes), 'commune')}"):
            st.html(_by_epci(codes))

    def changed() -> None:
        kept = st.session_state[CHOSEN]
        keep(kept if few else set(codes) - set(kept))

    st.multiselect(
        "Communes du territoire" if few else "Retirer des communes",
        sorted(codes, key=names.__getitem__),
        format_func=names.__getitem__,
        key=control(CHOSEN, sorted(codes, key=names.__getitem__) if few else []),
        on_change=changed,
        placeholder="Choisir",
        wrap=True,
    )


def names_of(codes: tuple[str, ...]) -> dict[str, str]:
    """Return the name of each commune, with its département outside the Nord and the Pas-de-Calais."""
    here = data.cached_communes()["name"]
    if all(code in here.index for code in codes):
        return {code: str(here[code]) for code in codes}
    rows = data.cached_france().loc[list(codes), ["name", "code_departement"]]
    return {str(code): f"{name} ({departement})" for code, name, departement in rows.itertuples()}


def _by_epci(codes: tuple[str, ...]) -> str:
    rows = (
        data.cached_france().loc[list(codes), ["name", "epci_name"]].fillna("Hors de toute intercommunalité")
    )
    lines = [
        f"<dt>{html.escape(str(epci))} · {len(names)}</dt><dd>{html.escape(', '.join(sorted(names)))}</dd>"
        for epci, names in rows.groupby("epci_name")["name"]
    ]
    return f'<dl class="bm-territory-list">{"".join(lines)}</dl>'


def _ask_name(state: State) -> None:
    st.text_input(
        "Nom du territoire",
        key=control(NAME, name_of(state.perimeter)),
        placeholder=data.OWN,
        max_chars=LONGEST_NAME,
        on_change=lambda: rename(st.session_state[NAME]),
        help=f"Facultatif{NBSP}: il paraît sur les cartes, dans les phrases et dans le lien.",
    )
