"""Four ways to compose a territory, one at a time, and its communes beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.options import option
from pages.shared.territory.circle import show_circle
from pages.shared.territory.members import show_members
from pages.shared.territory.on_map import show_on_map
from pages.shared.territory.pasted import show_pasted
from pages.shared.territory.whole import show_whole
from pages.shared.widgets import select_pills

if TYPE_CHECKING:
    from pages.shared.url_state import State

PARAMETER: Final = "composer"
WAYS: Final = {"carte": show_on_map, "liste": show_pasted, "perimetre": show_whole, "rayon": show_circle}


def show_compose(state: State) -> None:
    """Draw the ways to compose, the chosen one open, and the communes of the territory."""
    with st.container(key="bm-compose"):
        ways, members = st.columns([3, 2], gap="large")
        with ways:
            select_pills(PARAMETER, "Comment composer")
            WAYS[option(PARAMETER)](state)
        with members:
            show_members(state)
