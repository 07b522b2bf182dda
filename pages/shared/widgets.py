"""The controls of the pages: each shows the choice of the address and writes changes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import streamlit as st

from geo.groups import is_group
from pages.shared import data
from pages.shared.options import OPTIONS, option, set_option
from pages.shared.url_state import CLASSES, METHODS, SCALES, State, change

if TYPE_CHECKING:
    from collections.abc import Callable

BEYOND: Final = {"region_32": "Région Hauts-de-France", data.FRANCE: "France entière ou ailleurs"}
"""What the list of perimeters offers beyond the Nord and the Pas-de-Calais; `select_place` says where."""
CHOICES_ROW: Final[dict[data.Extent, list[float]]] = {"local": [5, 3, 1.3, 1.5], "france": [4.2, 4, 1.2, 1.4]}
"""Widths of the choices above the map: indicator, territory, year, classes."""


def control(key: str, value: object) -> str:
    """Set a control to the choice of the address before it is drawn."""
    st.session_state[key] = value
    return key


def select_indicator(state: State) -> None:
    """Offer the themes and the indicators of the theme that have values where the map is."""
    indicators = data.offered(data.extent_of(state.perimeter))
    theme = indicators[state.indicator].theme
    of_theme = {
        key: [i for i, item in indicators.items() if item.theme == key] for key in data.cached_themes()
    }

    def theme_changed() -> None:
        first = of_theme[st.session_state["choice_theme"]][0]
        change(indicator=first)

    def indicator_changed() -> None:
        change(indicator=st.session_state["choice_indicator"])

    left, right = st.columns([2, 3])
    left.selectbox(
        "Thème",
        [key for key, found in of_theme.items() if found],
        format_func=data.cached_themes().__getitem__,
        key=control("choice_theme", theme),
        on_change=theme_changed,
        filter_mode=None,
    )
    right.selectbox(
        "Indicateur",
        of_theme[theme],
        format_func=lambda key: indicators[key].title,
        key=control("choice_indicator", state.indicator),
        on_change=indicator_changed,
        filter_mode=None,
    )


def select_perimeter(state: State, *, national: bool = False) -> None:
    """Offer the perimeters of the basin, the départements and each EPCI; beyond them if ``national``.

    A group made by hand, or a zone of Insee, is offered as long as it is chosen.
    """
    titles = {**data.cached_territories(), **BEYOND} if national else data.cached_territories()
    if _is_own(state.perimeter):
        titles = {state.perimeter: data.cached_territory(state.perimeter).title, **titles}
    chosen = state.perimeter if state.perimeter in titles else data.FRANCE

    def changed() -> None:
        change(perimeter=st.session_state["choice_perimeter"])

    st.selectbox(
        "Périmètre",
        list(titles),
        format_func=titles.__getitem__,
        key=control("choice_perimeter", chosen),
        on_change=changed,
        filter_mode=None,
    )


def _is_own(perimeter: str) -> bool:
    return is_group(perimeter) or perimeter.partition("_")[0] in data.ZONES


def select_territory(state: State) -> None:
    """Offer the perimeters and, beyond the two départements, where in France."""
    if _is_own(state.perimeter) or data.extent_of(state.perimeter) == "local":
        select_perimeter(state, national=True)
        return
    left, right = st.columns(2)
    with left:
        select_perimeter(state, national=True)
    with right:
        select_place(state)


def select_place(state: State) -> None:
    """Offer all of France, its regions and its départements."""
    titles = {**data.cached_national_territories()}
    titles.setdefault(state.perimeter, data.cached_territory(state.perimeter).title)

    def changed() -> None:
        change(perimeter=st.session_state["choice_place"])

    st.selectbox(
        "Où en France",
        list(titles),
        format_func=titles.__getitem__,
        key=control("choice_place", state.perimeter),
        on_change=changed,
    )


def select_year(state: State) -> None:
    """Offer the years of the indicator; a single year is stated, not offered."""
    years = data.years_of(state.indicator, data.extent_of(state.perimeter))[::-1]

    def changed() -> None:
        change(year=st.session_state["choice_year"])

    st.selectbox(
        "Année",
        years,
        key=control("choice_year", state.year),
        on_change=changed,
        disabled=len(years) == 1,
        filter_mode=None,
    )


def select_classes(state: State) -> None:
    """Offer how values are put into classes."""

    def changed() -> None:
        change(
            method=st.session_state["choice_method"],
            classes=st.session_state["choice_classes"],
            scale=st.session_state["choice_scale"],
        )

    st.selectbox(
        "Méthode de classement",
        list(METHODS),
        format_func=lambda key: METHODS[key][1],
        key=control("choice_method", state.method),
        on_change=changed,
        filter_mode=None,
        help="La même carte change d’allure avec la méthode : essayez-en deux avant de conclure.",
    )
    st.segmented_control(
        "Nombre de classes",
        CLASSES,
        key=control("choice_classes", state.classes),
        on_change=changed,
        required=True,
    )
    st.segmented_control(
        "Échelle des classes",
        list(SCALES),
        format_func=SCALES.__getitem__,
        key=control("choice_scale", state.scale),
        on_change=changed,
        required=True,
        disabled=len(data.years_of(state.indicator, data.extent_of(state.perimeter))) == 1,
        help="Avec les mêmes classes toutes les années, deux cartes se comparent.",
    )


def select_map(state: State) -> None:
    """Offer, in a row, indicator, territory, year and classes."""
    _row(state, select_indicator, select_territory, select_year, _classes)


def select_figure(state: State) -> None:
    """Offer, in a row, indicator, territory and year."""
    _row(state, select_indicator, select_territory, select_year)


def _row(state: State, *controls: Callable[[State], None]) -> None:
    widths = CHOICES_ROW[data.extent_of(state.perimeter)][: len(controls)]
    with st.container(key="bm-choices"):
        for column, draw in zip(st.columns(widths, vertical_alignment="bottom"), controls, strict=True):
            with column:
                draw(state)


def _classes(state: State) -> None:
    with st.popover("Classes", width="stretch"):
        select_classes(state)


def select_option(name: str, label: str) -> None:
    """Offer the choices of an option of the address (see `pages.shared.options`)."""
    st.selectbox(label, **_offered(name, set_option), filter_mode=None)


def select_pills(
    name: str,
    label: str,
    write: Callable[[str, str], None] = set_option,
    label_visibility: Literal["visible", "collapsed"] = "collapsed",
) -> None:
    """Offer the choices of an option as buttons in a row; ``write`` puts the choice into the address."""
    st.segmented_control(label, **_offered(name, write), required=True, label_visibility=label_visibility)


def _offered(name: str, write: Callable[[str, str], None]) -> dict[str, Any]:
    """Return what every control of an option is given."""
    choices, key = OPTIONS[name].choices, f"choice_{name}"
    return {
        "options": list(choices),
        "format_func": choices.__getitem__,
        "key": control(key, option(name)),
        "on_change": lambda: write(name, st.session_state[key]),
    }
