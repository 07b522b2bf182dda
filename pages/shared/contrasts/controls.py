"""The controls of the page: each part shows those that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.contrasts.choices import select_france_year, select_indicators, select_rules
from pages.shared.maps import find_commune
from pages.shared.widgets import select_indicator, select_option, select_perimeter, select_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.shared.url_state import State


def _metropolis(_: State) -> None:
    select_option("metropole", "Métropole")


def _commune(state: State) -> None:
    find_commune(state, "contrastes-commune")


def _france_year(_: State) -> None:
    select_france_year()


def _rules(_: State) -> None:
    with st.popover("Seuils", width="stretch", icon=":material/tune:"):
        select_rules()


CONTROLS: Final[dict[str, Callable[[State], None]]] = {
    "metropole": _metropolis,
    "annee_france": _france_year,
    "seuils": _rules,
    "indicateur": select_indicator,
    "perimetre": select_perimeter,
    "annee": select_year,
}
WIDTHS: Final = {
    "metropole": 3.2,
    "indicateur": 5.0,
    "perimetre": 3.0,
    "annee": 1.3,
    "annee_france": 1.3,
    "seuils": 1.3,
}
COMPARISON: Final = ("metropole", "perimetre", "annee_france")
GROUPS: Final = (*COMPARISON, "seuils")
OF_PART: Final = {
    "ecarts": GROUPS,
    "repartition": GROUPS,
    "carte": ("metropole", "perimetre", "seuils"),
    "trajectoires": ("metropole", "perimetre", "seuils"),
    "interieur": ("indicateur", "perimetre", "annee"),
    "solidite": COMPARISON,
    "affirmation": (),
}


WITHOUT_COMMUNE: Final = ("repartition", "solidite")
"""Parts where no commune is shown."""


def select_choices(part: str, state: State) -> None:
    """Draw the controls of a part in one row, then the search of a commune."""
    names = OF_PART[part]
    if not names:
        return
    with st.container(key="bm-choices"):
        if "annee_france" in names:
            select_indicators()
        columns = st.columns([WIDTHS[name] for name in names], vertical_alignment="bottom")
        for column, name in zip(columns, names, strict=True):
            with column:
                CONTROLS[name](state)
    if part not in WITHOUT_COMMUNE:
        _commune(state)
