"""« Rayon »: the communes whose town hall is within some kilometres of that of another, as the crow flies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.proximity import distance_from_km
from pages.shared import data
from pages.shared.maps import commune_finder
from pages.shared.options import option, set_option
from pages.shared.territory.choice import composed
from pages.shared.territory.whole import offer_codes
from pages.shared.widgets import control
from viz.french import of_name

if TYPE_CHECKING:
    import pandas as pd

    from pages.shared.url_state import State

FINDER, SLIDER = "territory_centre", "territory_radius"
PARAMETER, CENTRE = "rayon", "centre"
NEAREST_KM, FARTHEST_KM = 2, 40
LENS: Final = "62498"


def show_circle(state: State) -> None:
    """Ask for a commune and a distance, and offer the communes within."""
    centre = _centre(state)
    names = data.cached_france()["name"]
    commune_finder(
        FINDER,
        "Autour de quelle commune ?",
        data.FRANCE,
        str(names[centre]),
        lambda code: set_option(CENTRE, code),
    )
    km = int(option(PARAMETER))
    st.slider(
        "Distance, en kilomètres",
        NEAREST_KM,
        FARTHEST_KM,
        key=control(SLIDER, km),
        on_change=lambda: set_option(PARAMETER, str(st.session_state[SLIDER])),
    )
    name = of_name(str(names[centre])).replace("'", "’")
    words = (
        f"Leur mairie est à {km} km au plus de celle {name}, à vol d’oiseau (à défaut de mairie connue, "
        "le centre de la commune)."
    )
    offer_codes(state, within_km(centre, km), words)


def _centre(state: State) -> str:
    """Return the commune in the middle: that of the address, the chosen one, the largest of the territory."""
    known = data.cached_france().index
    asked = option(CENTRE)
    if asked in known:
        return asked
    if state.commune:
        return state.commune
    mine = list(composed(state))
    people = data.cached_population(data.LATEST, data.FRANCE)
    return str(people[mine].idxmax()) if mine and people[mine].notna().any() else LENS


def within_km(centre: str, km: float) -> list[str]:
    """Return the communes of France whose town hall is within a distance of that of one of them."""
    distance = cached_distances(centre)
    return distance.index[distance <= km].tolist()


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_distances(centre: str) -> pd.Series:
    """Return the distance in km from a commune to each commune of France, between town halls."""
    communes = data.cached_france()
    lat = communes["town_hall_lat"].fillna(communes["centroid_lat"])
    lon = communes["town_hall_lon"].fillna(communes["centroid_lon"])
    return distance_from_km(lat, lon, centre)
