"""An explorer on a page: its choices come from the address and go back to it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.maps import cached_geometry
from viz.explorer import Ground, show_explorer
from viz.france import ground_file
from viz.static_files import publish_built
from viz.topology import FORMAT

if TYPE_CHECKING:
    from viz.explorer import Explorer, Known


def draw_explorer(view: Explorer, known: Known) -> None:
    """Draw an explorer, and tell what its part of the address asked for in vain.

    Parameters
    ----------
    view
        What to show; its ``state`` is replaced by what the address says.
    known
        What the address may say: `Known.of(view.facets, rows)`, made once and cached.
    """
    for problem in known.read(st.query_params.to_dict())[1]:
        st.warning(problem, icon=":material/link_off:")
    _draw(view, known)


@st.fragment
def _draw(view: Explorer, known: Known) -> None:
    """Draw in a fragment: a change of filter runs these lines again, and nothing else of the page."""
    state, _ = known.read(st.query_params.to_dict())

    def changed() -> None:
        write_choices(json.loads(st.session_state[view.key].choices or "{}"), known)

    show_explorer(replace(view, state=state), on_change=changed)


def write_choices(choices: dict[str, str], known: Known) -> None:
    """Write the choices of the browser into the address in one step; the other parameters stay."""
    asked = {name: str(choices[name]) for name in known.names() if choices.get(name)}
    others = {name: text for name, text in st.query_params.to_dict().items() if name not in known.names()}
    st.query_params.from_dict(others | known.read(asked)[0])


@st.cache_resource(show_spinner=False)
def cached_departements_url() -> str:
    """Publish the départements of France and return their address."""
    outlines = catalog.read_boundaries("departements").geometry
    names = pd.Series({code: place.name for code, place in catalog.read_departements().items()})
    inputs = (FORMAT, str(data.cached_sidecar("boundaries_departements")["sha256"]))
    return publish_built("departements", inputs, lambda: ground_file(outlines, names.loc[outlines.index]))


def france_ground() -> Ground:
    """Return the départements of France."""
    return Ground((cached_departements_url(),), least_zoom=4)


def basin_ground(perimeter: str = data.DEFAULT_PERIMETER) -> Ground:
    """Return the communes of the Nord and the Pas-de-Calais, with the border of a perimeter."""
    territory = data.cached_territory(perimeter)
    return Ground(cached_geometry().urls, tuple(territory.codes), territory.label)
