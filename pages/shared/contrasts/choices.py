"""The indicators and the year of the national comparisons, as the address has them."""

from __future__ import annotations

import streamlit as st

from pages.shared import data
from pages.shared.options import NATIONAL, SIDE_BY_SIDE, option, set_option
from pages.shared.widgets import control

INDICATORS = "indicateurs"
YEAR = "annee_france"


def chosen_indicators() -> tuple[str, ...]:
    """Return the indicators of the address, each once."""
    return tuple(dict.fromkeys(option(INDICATORS).split(",")))


def year_of(indicator: str) -> int:
    """Return the year of the address, or the closest in which all of France has values."""
    return data.nearest_year(indicator, int(option(YEAR)), data.FRANCE)


def select_indicators() -> None:
    """Offer the indicators known for all of France; one at least, a few at most."""
    items = data.cached_indicators()

    def changed() -> None:
        if chosen := st.session_state["choice_indicators"]:
            set_option(INDICATORS, ",".join(chosen))

    st.multiselect(
        f"Indicateurs ({SIDE_BY_SIDE} au plus)",
        NATIONAL,
        format_func=lambda key: items[key].title,
        key=control("choice_indicators", list(chosen_indicators())),
        on_change=changed,
        max_selections=SIDE_BY_SIDE,
        placeholder="Choisissez un indicateur",
    )


def select_france_year() -> None:
    """Offer the years in which one of the chosen indicators has values."""
    years = sorted({year for key in chosen_indicators() for year in data.years_of(key, data.FRANCE)})
    asked = int(option(YEAR))

    def changed() -> None:
        set_option(YEAR, st.session_state["choice_france_year"])

    st.selectbox(
        "Année",
        [str(year) for year in reversed(years)],
        key=control("choice_france_year", str(min(years, key=lambda year: (abs(year - asked), year)))),
        on_change=changed,
        disabled=len(years) == 1,
        filter_mode=None,
        help="Un indicateur qui n’a pas cette année montre la plus proche, et le dit.",
    )
