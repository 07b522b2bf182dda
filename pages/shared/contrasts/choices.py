"""The indicators and the year of the national comparisons, as the address has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from loaders.french import typeset
from pages.shared import data
from pages.shared.memberships import Definitions, Rules
from pages.shared.options import NATIONAL, OPTIONS, SIDE_BY_SIDE, option, set_option
from pages.shared.widgets import control
from viz.french import counted, quantity

INDICATORS = "indicateurs"
YEAR = "annee_france"
RULES = "seuils"


def chosen_indicators() -> tuple[str, ...]:
    """Return the indicators of the address, each once."""
    return tuple(dict.fromkeys(option(INDICATORS).split(",")))


def chosen_definitions() -> Definitions:
    """Return how the address cuts France up."""
    return Definitions(option("metropole"), option("seuils"))


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


@dataclass(frozen=True)
class Threshold:
    """A threshold that the reader may move: its French words, its values, how they are written."""

    label: str
    steps: tuple[float, ...]
    unit: str
    decimals: int = 0


def _steps(first: float, last: float, step: float) -> tuple[float, ...]:
    count = round((last - first) / step)
    return tuple(round(first + step * place, 1) for place in range(count + 1))


THRESHOLDS: Final = {
    "population": Threshold(
        "Évolution de la population en dessous de (par an, 2013–2023)", _steps(-1, 0, 0.1), "%", 1
    ),
    "leaving": Threshold(
        "Arrivées moins départs en dessous de (par an, 2013–2018)", _steps(-1, 0, 0.1), "%", 1
    ),
    "jobs": Threshold("Évolution de l’emploi en dessous de (par an, 2013–2018)", _steps(-1, 0, 0.1), "%", 1),
    "vacancy": Threshold("Logements vacants à partir de (2018)", _steps(5, 20, 1), "%"),
    "signs": Threshold("Signes nécessaires, dont la population ou les départs", _steps(1, 4, 1), ""),
    "unemployment": Threshold(
        "Tradition industrielle : chômage à partir de (2018)", _steps(8, 20, 0.2), "%", 1
    ),
}


def select_rules() -> None:
    """Offer every threshold of weakening, and a way back to the defaults."""
    rules = Rules.read(option(RULES))
    for name, threshold in THRESHOLDS.items():
        _select_threshold(rules, name, threshold)
    st.button(
        "Remettre les seuils par défaut",
        on_click=set_option,
        args=(RULES, OPTIONS[RULES].default),
        disabled=option(RULES) == OPTIONS[RULES].default,
        icon=":material/undo:",
    )


def _select_threshold(rules: Rules, name: str, threshold: Threshold) -> None:
    key = f"choice_rule_{name}"
    current = float(getattr(rules, name))

    def changed() -> None:
        chosen = st.session_state[key]
        value = int(chosen) if name == "signs" else chosen
        set_option(RULES, replace(rules, **{name: value}).written())

    st.select_slider(
        typeset(threshold.label),
        sorted({*threshold.steps, current}),
        format_func=lambda value: quantity(value, threshold.unit, threshold.decimals),
        key=control(key, current),
        on_change=changed,
    )


def rules_words(rules: str) -> str:
    """Write the thresholds of weakening, for a source line."""
    read = Rules.read(rules)
    text = (
        f"En affaiblissement : {counted(read.signs, 'signe')} au moins, dont une population en baisse ou des "
        f"départs dominants (seuils : population {quantity(read.population, '%', 1)} par an, départs "
        f"{quantity(read.leaving, '%', 1)}, emploi {quantity(read.jobs, '%', 1)}, vacance "
        f"{quantity(read.vacancy, '%')}) ; tradition industrielle : chômage de "
        f"{quantity(read.unemployment, '%', 1)} ou plus."
    )
    return typeset(text)
