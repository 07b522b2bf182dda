"""« Carte »: a click on the map adds a commune to the territory or takes it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from pages.shared import data, france
from pages.shared.maps import cached_geometry, cached_points
from pages.shared.territory.choice import PLACE, composed, named_as, toggle
from pages.shared.territory.words import note
from viz.categories import Category, Shown, category_colours, category_map
from viz.choropleth import Words
from viz.french import counted
from viz.layers import MapView, National, Perimeter
from viz.map_component import show_map
from viz.palettes import ACCENT

if TYPE_CHECKING:
    from pages.shared.url_state import State
    from viz.layers import Choropleth

KEY: Final = "territoire"
HEIGHT: Final = 520
CATEGORIES: Final = {"in": Category("Dans votre territoire", ACCENT)}
POPULATION: Final = Shown("Votre territoire", "Habitants", "habitants", 0)


def show_on_map(state: State) -> None:
    """Draw the map on which communes are chosen."""
    note("Touchez une commune pour l’ajouter, touchez-la de nouveau pour la retirer.")
    show_map(_view(state), on_click=lambda: toggle(st.session_state[KEY].clicked))


def _view(state: State) -> MapView:
    codes = composed(state)
    territory = data.cached_territory(state.perimeter if codes else data.REFERENCE)
    place = st.session_state.setdefault(PLACE, named_as(territory.id))
    return MapView(
        key=KEY,
        choropleth=_layer(territory, codes),
        perimeter=Perimeter(
            named_as(territory.id) if codes else "", territory.label, territory.bounds, place
        ),
        light=category_colours(CATEGORIES, "light"),
        dark=category_colours(CATEGORIES, "dark"),
        points=cached_points(),
        height=HEIGHT,
        national=National(france.cached_files().land) if territory.extent == data.FRANCE else None,
    )


def _layer(territory: data.Territory, codes: tuple[str, ...]) -> Choropleth:
    """Return the communes of the territory in one colour, the others without any."""
    people = data.cached_population(data.LATEST, territory.extent)
    areas = pd.DataFrame(
        {
            "category": pd.Series("in", index=list(codes), dtype="string"),
            "value": people.reindex(list(codes)).fillna(0),
            "status": "published",
        }
    )
    item = data.cached_indicators()["population"]
    return category_map(
        cached_geometry() if territory.extent == "local" else france.geometry_of(territory),
        areas,
        CATEGORIES,
        POPULATION,
        Words(
            subtitle=counted(len(codes), "commune") if codes else "Aucune commune pour l’instant",
            notes=(),
            source=data.source_line(item, data.LATEST, territory.extent),
            fragile_reason="",
        ),
    )
