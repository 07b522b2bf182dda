"""The territory on the other pages: doors that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.chrome import CONTRASTS, INEQUALITIES, INITIATIVES, MAP

if TYPE_CHECKING:
    from pages.shared.url_state import State

DOORS: Final = (
    (MAP, "Sa carte, indicateur par indicateur", "map"),
    (CONTRASTS, "Face aux métropoles", "compare_arrows"),
    (INEQUALITIES, "Les inégalités entre ses communes", "balance"),
    (INITIATIVES, "Les initiatives", "handshake"),
)


def show_elsewhere(state: State) -> None:
    """Draw links that open this territory on other pages."""
    query = state.query()
    with st.container(horizontal=True, gap="medium"):
        for page, label, icon in DOORS:
            st.page_link(page, label=label, icon=f":material/{icon}:", query_params=query, width="content")
