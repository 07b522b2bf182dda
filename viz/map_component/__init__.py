"""The map that stays alive in the page: one Leaflet map per key, recoloured by small messages.

The JavaScript is served as files with the hash of their content in their address, so the browser
fetches it once; what Streamlit sends at each rerun is a loader of a few lines and the payload.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from viz.static_files import module_loader, publish, publish_component, publish_leaflet

if TYPE_CHECKING:
    from collections.abc import Callable

    from viz.layers import MapView

BACKGROUND = {
    "url": (
        "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2"
        "&STYLE=normal&TILEMATRIXSET=PM&FORMAT=image/png&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
    ),
    "attribution": "© IGN, Plan IGN",
}


@cache
def _folder() -> str:
    return publish_component()


@cache
def _furniture() -> dict[str, Any]:
    leaflet = publish_leaflet()
    urls = {"leaflet": f"{leaflet}/leaflet.js", "styles": [f"{leaflet}/leaflet.css", f"{_folder()}/map.css"]}
    return {"urls": urls, "background": BACKGROUND}


@cache
def _renderer(name: str, entry: str) -> Callable[..., Any]:
    return st.components.v2.component(
        name, js=module_loader(f"{_folder()}/map.js", entry), isolate_styles=False
    )


def _nothing() -> None:
    """Stand in for a callback, so that the result always has its attribute."""


def show_map(
    view: MapView,
    *,
    on_click: Callable[[], None] | None = None,
    on_layers: Callable[[], None] | None = None,
) -> Any:  # noqa: ANN401 (Streamlit's own result type is not public)
    """Draw a map, or recolour it when it is already there.

    Parameters
    ----------
    view
        What to show. The map keeps zoom and position while ``view.key`` and ``view.perimeter.id`` stay.
    on_click
        Called when the reader chooses an area; its code is ``st.session_state[view.key].clicked``.
    on_layers
        Called when the reader switches point layers; their ids, separated by commas, are
        ``st.session_state[view.key].layers``.

    Returns
    -------
    result
        Streamlit's component result, with ``clicked`` and ``layers``.
    """
    data = {
        **view.payload(),
        "shell": publish("socle", json.dumps({**view.shell(), **_furniture()}).encode()),
    }
    return _renderer("bassin_map", "mount")(
        key=view.key,
        data=data,
        on_clicked_change=on_click or _nothing,
        on_layers_change=on_layers or _nothing,
    )


def show_table(of: str) -> None:
    """Draw the table of the map whose key is ``of``: same values, no message of its own."""
    _renderer("bassin_table", "mountTable")(key=f"{of}-table", data={"of": of})


def show_histogram(of: str) -> None:
    """Draw the histogram of the map whose key is ``of``, in its colours."""
    _renderer("bassin_histogram", "mountHistogram")(key=f"{of}-histogram", data={"of": of})


def show_finder(
    key: str,
    index_url: str,
    *,
    label: str,
    placeholder: str,
    chosen: str | None = "",
    nothing: str = "",
    on_choose: Callable[[], None] | None = None,
) -> None:
    """Draw a field that finds a commune by name, code or postcode.

    Parameters
    ----------
    key
        Key of the element; the code chosen is ``st.session_state[key].clicked`` in ``on_choose``.
    index_url
        Address of the search index (see `viz.search_index`).
    label, placeholder, chosen, nothing
        French words, the name of the commune already chosen, and what is said when no commune matches.
        With None for the name, the field empties itself once a commune is chosen: the next one may follow.
    """
    _renderer("bassin_finder", "mountFinder")(
        key=key,
        data={
            "key": key,
            "index": index_url,
            "label": label,
            "placeholder": placeholder,
            "chosen": chosen or "",
            "nothing": nothing,
            "clears": chosen is None,
        },
        on_clicked_change=on_choose or _nothing,
    )
