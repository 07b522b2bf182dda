"""The parts of a long page: one is drawn at a time, so that one rerun computes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages.shared.embed import is_embedded
from pages.shared.options import OPTIONS, option, set_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pages.shared.url_state import State


@dataclass(frozen=True)
class Part:
    """A part of a page: its title on the chooser and what draws it."""

    title: str
    show: Callable[[State], None]


def parts_of(parameter: str, shows: Mapping[str, Callable[[State], None]]) -> dict[str, Part]:
    """Join the titles of an option with what draws each part, in the order of the option."""
    return {key: Part(title, shows[key]) for key, title in OPTIONS[parameter].choices.items()}


def select_part(parameter: str) -> str:
    """Offer the parts of a page; the chosen one is the option ``parameter`` of the address.

    Inside another website only the part of the address is shown.
    """
    if is_embedded():
        return option(parameter)
    titles, key = OPTIONS[parameter].choices, f"choice_{parameter}"
    st.session_state[key] = chosen = option(parameter)

    def changed() -> None:
        set_view(parameter, st.session_state[key])

    st.pills(
        "Partie de la page",
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        on_change=changed,
        required=True,
        label_visibility="collapsed",
    )
    return chosen
