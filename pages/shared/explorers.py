"""An explorer on a page: its choices come from the address and go back to it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.shared.exports.explorers import explorer_export
from pages.shared.exports.menu import show_exports
from viz.explorer import show_explorer

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

    now = replace(view, state=state)
    show_explorer(now, on_change=changed)
    show_exports(view.key, lambda: explorer_export(now))


def write_choices(choices: dict[str, str], known: Known) -> None:
    """Write the choices of the browser into the address in one step; the other parameters stay."""
    asked = {name: str(choices[name]) for name in known.names() if choices.get(name)}
    others = {name: text for name, text in st.query_params.to_dict().items() if name not in known.names()}
    st.query_params.from_dict(others | known.read(asked)[0])
