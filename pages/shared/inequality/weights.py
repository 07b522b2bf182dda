"""The recipe of the score in the reader's hands: which one, and how much each theme counts."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared.inequality import recipes
from pages.shared.options import option, set_option
from pages.shared.widgets import select_pills

WEIGHTS: Final = "poids"
RECIPE: Final = "recette"


def select_recipe() -> None:
    """Offer the recipe and, for decile points, the weight of each theme; both are in the address."""
    select_pills(RECIPE, "Recette", label_visibility="visible")
    if option(RECIPE) == recipes.FDEP:
        return
    with st.container(horizontal=True, gap="medium", key="bm-weights"):
        for place, theme in enumerate(recipes.THEMES.values()):
            _select_weight(place, theme.title)


def _select_weight(place: int, title: str) -> None:
    key = f"choice_weight_{place}"
    st.session_state[key] = option(WEIGHTS)[place]

    def changed() -> None:
        digits = option(WEIGHTS)
        wanted = f"{digits[:place]}{st.session_state[key]}{digits[place + 1 :]}"
        if wanted.strip("0"):
            set_option(WEIGHTS, wanted)

    st.segmented_control(
        f"Poids : {title.lower()}",
        ["0", "1", "2", "3"],
        key=key,
        on_change=changed,
        required=True,
        width="content",
    )
