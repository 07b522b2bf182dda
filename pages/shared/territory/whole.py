"""« Périmètre »: an EPCI, a zone of Insee, a perimeter of the basin or a département, to take or to add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.groups import MOST
from pages.shared import data
from pages.shared.territory.choice import add, composed, keep
from pages.shared.territory.words import note
from viz.french import counted

if TYPE_CHECKING:
    from pages.shared.url_state import State

CHOICE: Final = "territory_whole"


@st.cache_resource
def cached_offers() -> dict[str, str]:
    """Return the perimeters of the two départements, then the zones of Insee that have a commune there."""
    zones = {key: zone.title for key, zone in data.cached_zones().items() if zone.here}
    return data.cached_territories() | zones


def show_whole(state: State) -> None:
    """Offer perimeters to start from or to add."""
    offers = cached_offers()
    chosen = st.selectbox(
        "Intercommunalité, zone d’emploi, aire d’attraction, périmètre du bassin ou département",
        list(offers),
        format_func=offers.__getitem__,
        key=CHOICE,
        index=None,
        placeholder="Choisir, ou écrire un nom",
    )
    if chosen:
        offer_codes(
            state, data.cached_territory(chosen).codes.tolist(), data.cached_territory(chosen).definition
        )


def offer_codes(state: State, codes: list[str], words: str) -> None:
    """Offer some communes: to take them as the territory, or to add them to it."""
    mine = composed(state)
    new = len(set(codes) - set(mine))
    note(f"{counted(len(codes), 'commune')}. {words}")
    if len(codes) > MOST:
        note(
            f"C’est plus que les {MOST} communes d’un territoire composé à la main. Ce périmètre se regarde "
            "tel quel sur la Carte."
        )
        return
    with st.container(horizontal=True):
        label = "Remplacer mon territoire" if mine else "En faire mon territoire"
        st.button(label, type="primary", on_click=keep, args=(codes,))
        if mine:
            more = f"Ajouter {counted(new, 'commune')}" if new else "Déjà toutes dans le territoire"
            st.button(more, on_click=add, args=(codes,), disabled=not new)
