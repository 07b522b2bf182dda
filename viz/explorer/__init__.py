"""Rows with filters: a map of points, facets with live counts, a list and a card, all in the browser.

The server sends the rows once, as a file, and the choices of the address; the browser filters, draws, and
sends the new choices back when the reader stops. See `viz.explorer.model` for what a page gives.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from viz.explorer.address import Known, matches
from viz.explorer.model import (
    CHOICE,
    SEARCH,
    UNKNOWN,
    Explorer,
    Facet,
    Ground,
    Row,
    Symbol,
    code_of,
    rows_file,
)
from viz.static_files import (
    module_loader,
    publish,
    publish_cluster,
    publish_component,
    publish_leaflet,
    short_hash,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CHOICE",
    "SEARCH",
    "UNKNOWN",
    "Explorer",
    "Facet",
    "Ground",
    "Known",
    "Row",
    "Symbol",
    "code_of",
    "furniture",
    "matches",
    "rows_file",
    "show_explorer",
]


@cache
def furniture() -> dict[str, Any]:
    """Return the addresses of the libraries and styles that an explorer or a timeline needs."""
    leaflet, cluster, code = publish_leaflet(), publish_cluster(), publish_component()
    return {
        "leaflet": f"{leaflet}/leaflet.js",
        "cluster": f"{cluster}/leaflet.markercluster.js",
        "styles": [f"{leaflet}/leaflet.css", f"{code}/map.css"],
        "own": [f"{cluster}/MarkerCluster.css", f"{code}/explorer.css", f"{code}/timeline.css"],
    }


@cache
def _renderer() -> Callable[..., Any]:
    return st.components.v2.component(
        "bassin_explorer",
        js=module_loader(f"{publish_component()}/explorer.js", "mount"),
        isolate_styles=False,
    )


def _nothing() -> None:
    """Stand in for a callback, so that the result always has its attribute."""


def show_explorer(view: Explorer, *, on_change: Callable[[], None] | None = None) -> Any:  # noqa: ANN401 (Streamlit's own result type is not public)
    """Draw an explorer, or give the one that is there new choices.

    Parameters
    ----------
    view
        What to show. The browser keeps position and filters as long as ``view.key`` stays.
    on_change
        Called when the reader changed filters, search or the open row: the new choices, facet id to text, are
        the JSON text ``st.session_state[view.key].choices``.

    Returns
    -------
    result
        Streamlit's component result, with ``choices``.
    """
    own = {"rows": view.inline, "version": short_hash(view.inline.encode())} if view.inline else {}
    shell = json.dumps({**view.shell(), "urls": furniture()}, ensure_ascii=False).encode()
    return _renderer()(
        key=view.key,
        data={"key": view.key, "shell": publish("explorateur", shell), "state": dict(view.state), **own},
        on_choices_change=on_change or _nothing,
    )
