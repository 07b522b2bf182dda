"""Which commune « Ma commune » is about: a search over the two départements or over all of France."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared import data
from pages.shared.maps import commune_finder, draw_map, map_view
from pages.shared.options import option, set_option
from pages.shared.panels import lead
from pages.shared.url_state import change
from pages.shared.widgets import control

if TYPE_CHECKING:
    from pages.shared.url_state import State

WHERE: Final = "chercher"
KEY: Final = "portrait-commune"
INVITATION: Final = (
    "Cherchez votre commune par son nom, son code postal ou son code Insee : sa fiche tient en un écran, "
    "chaque chiffre à côté de ceux de l’intercommunalité, du bassin, du département, de la France et des "
    "communes de même taille et de même type, avec trois phrases prêtes à reprendre. Ou touchez-la sur la "
    "carte."
)


def commune_title(state: State) -> str:
    """Return the name of the chosen commune, or that of the page."""
    if not state.commune:
        return "Ma commune"
    return str(data.communes_of(data.extent_of(state.perimeter))["name"][state.commune])


def find_any_commune(state: State) -> None:
    """Draw the search; a commune elsewhere brings its département along as perimeter."""
    wide = option(WHERE) == "france"
    field, scope = st.columns([5, 3], gap="small", vertical_alignment="bottom")
    with field:
        extent: data.Extent = data.FRANCE if wide else "local"
        name = commune_title(state) if state.commune else ""
        commune_finder(KEY, "Trouver une commune", extent, name, _chosen)
    with scope:
        _select_scope(wide=wide)


def _select_scope(*, wide: bool) -> None:
    """Offer to search all of France."""
    key = control(f"choice_{WHERE}", wide)

    def changed() -> None:
        set_option(WHERE, "france" if st.session_state[key] else "nord")

    st.checkbox("Toute la France", key=key, on_change=changed)


def _chosen(code: str) -> None:
    if not code or code in data.cached_communes().index:
        change(commune=code, perimeter=data.DEFAULT_PERIMETER)
    else:
        change(commune=code, perimeter=f"departement_{data.cached_france()['code_departement'][code]}")


def invite(state: State) -> None:
    """Say what the page gives, before any commune is chosen, and offer the map to choose on."""
    lead(INVITATION)
    draw_map(map_view(state, "portrait-choix", 520), state)
