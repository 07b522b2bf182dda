"""A map of categories on the reader's perimeter: the same live map, with names instead of an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.shared import data
from pages.shared.maps import cached_points
from viz.categories import category_colours
from viz.layers import MapView, Perimeter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.shared.url_state import State
    from viz.categories import Category
    from viz.layers import Choropleth


def category_view(
    state: State, key: str, layer: Choropleth, categories: Mapping[str, Category], height: int = 560
) -> MapView:
    """Return the view of a layer of categories, to hand to `pages.shared.maps.draw_map`."""
    territory = data.cached_territory(state.perimeter)
    return MapView(
        key=key,
        choropleth=layer,
        perimeter=Perimeter(territory.id, territory.label, territory.bounds),
        light=category_colours(categories, "light"),
        dark=category_colours(categories, "dark"),
        points=cached_points(),
        shown_points=frozenset(state.layers),
        selected=state.commune,
        height=height,
    )
