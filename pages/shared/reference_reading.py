"""The parts « Lire les chiffres » and « Ce que ce site ne dit pas » of the reference page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.aggregate import aggregate_rate
from geo.peers import ENOUGH
from geo.reliability import FEW_SALES, LEAST_SHARE, SMALL_POPULATION
from pages.shared import data
from pages.shared.reference_indicators import STATUSES, cached_counts
from pages.shared.reference_text import plain, prose
from pages.shared.reference_words import (
    APPROXIMATE,
    CLASSES_RULES,
    EXACT,
    GEOGRAPHY,
    LIMITS,
    METHOD_WORDS,
    SHEETS,
    STATUS_WORDS,
    blocks,
)
from pages.shared.url_state import CLASSES, METHODS
from reports.portrait.choice import TWIN_YEARS, TWINS
from reports.portrait.nearby import RADIUS_KM
from viz.choropleth import colours
from viz.french import number, quantity, within

if TYPE_CHECKING:
    from pages.shared.url_state import State
    from viz.palettes import Theme

EXAMPLE: Final = "unemployment_rate_pct"
SHOWN_CLASSES: Final = 5
LOOKS: Final = (*STATUSES, "fragile")


def class_colours(theme: Theme) -> tuple[str, ...]:
    """Return the colours of a map of five classes."""
    return tuple(colours(SHOWN_CLASSES, theme).classes)


def show_reading(state: State) -> None:
    """Explain the state of a value, exact and approximate figures, classes and perimeters."""
    st.header("Comment lire les chiffres")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("L’état de chaque valeur")
        st.html(statuses_legend())
    with right:
        st.subheader(plain("Un taux d’ensemble : exact ou approché"))
        st.html(aggregation_words(state))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Les classes de la carte")
        st.html(classes_words())
    with right:
        st.subheader("Les périmètres et la géographie")
        st.html(geography_words())
    st.subheader("Les fiches d’une commune ou d’un territoire")
    st.html(f'<div class="bm-entries">{_entries(sheets())}</div>')


def sheets() -> list[tuple[str, str]]:
    """Return the rules of the sheets of communes and territories: a title and a paragraph each."""
    return blocks(
        SHEETS.format(
            enough=ENOUGH,
            twins=TWINS,
            indicators=len(TWIN_YEARS),
            radius=RADIUS_KM,
            share=number(LEAST_SHARE),
        )
    )


def statuses_legend() -> str:
    """Return the statuses with their look on the map and how many values of the tables have each."""
    totals, small = status_totals(), data.cached_population(data.LATEST).lt(SMALL_POPULATION)
    words = STATUS_WORDS.format(
        inhabitants=SMALL_POPULATION, communes=number(int(small.sum())), sales=FEW_SALES
    )
    entries = []
    for look, (name, text) in zip(LOOKS, blocks(words), strict=True):
        size = f"<small>{number(totals[look])} valeurs</small>" if look in totals else ""
        entries.append(f"<li>{_swatch(look)}<div><b>{name}</b> {size}<br>{prose(text)}</div></li>")
    return f'<ul class="bm-statuses">{"".join(entries)}</ul>'


def _swatch(look: str) -> str:
    """Return what a status looks like: the classes of the map, or the fill of what has no value."""
    if look not in {"published", "fragile"}:
        return f'<span class="bm-look bm-fill-{look}"></span>'
    classes = "".join(f'<i style="background:var(--bm-class-{rank})"></i>' for rank in range(SHOWN_CLASSES))
    return f'<span class="bm-look bm-ramp">{classes}</span>'


@st.cache_resource(show_spinner=False)
def status_totals() -> dict[str, int]:
    """Return how many values by commune have each status, all indicators and years together."""
    found = [item for name in data.cached_indicators() for item in cached_counts(name)]
    return {status: sum(int(getattr(item, status)) for item in found) for status in STATUSES}


def aggregation_words(state: State) -> str:
    """Explain exact and approximate figures, on the communes of the reader's perimeter."""
    items, territory = data.cached_indicators(), data.cached_territory(state.perimeter)
    item, year = items[EXAMPLE], max(items[EXAMPLE].ratio_years)
    above, below, rates = (
        data.observations(str(name), year)["value"].loc[territory.codes]
        for name in (item.numerator, item.denominator, EXAMPLE)
    )
    titles = [items[str(name)].title for name in (item.numerator, item.denominator)]
    formula = f"100 × total « {titles[0]} » ÷ total « {titles[1]} »"
    result = quantity(aggregate_rate(above, below), item.unit, item.decimals)
    naive = quantity(float(rates.mean()), item.unit, item.decimals)
    example = (
        f"{item.title} en {year}, {within(territory.label_in_sentence)} : "
        f"100 × {number(above.sum())} ÷ {number(below.sum())} = "
    )
    trap = f". La moyenne simple des {number(int(rates.count()))} taux donnerait {naive}."
    return (
        f'<p>{prose(EXACT)}</p><p class="bm-formula">{prose(formula)}</p>'
        f"<p><b>Exemple.</b> {prose(example)}<b>{result}</b>{prose(trap)}</p><p>{prose(APPROXIMATE)}</p>"
    )


def classes_words() -> str:
    """Explain the class methods, which bound is included, and the fixed scale."""
    methods = "".join(
        f"<li><b>{prose(label)}</b>{prose(f' : {METHOD_WORDS[key]}')}</li>"
        for key, (_, label) in METHODS.items()
    )
    rules = CLASSES_RULES.format(fewest=min(CLASSES), most=max(CLASSES))
    return f'<ul class="bm-list">{methods}</ul><p>{prose(rules)}</p>'


def geography_words() -> str:
    """Explain that perimeters differ, and which communes the figures speak of."""
    year = data.cached_sidecar("indicator_values")["geography_year"]
    return f"<p>{prose(GEOGRAPHY.format(year=year, communes=number(len(data.cached_communes()))))}</p>"


def show_limits(_state: State) -> None:
    """Say what the figures cannot tell."""
    st.header("Ce que ce site ne dit pas")
    st.html(f'<div class="bm-entries">{_entries(limits())}</div>')


def _entries(texts: list[tuple[str, str]]) -> str:
    return "".join(
        f'<article class="bm-entry"><h3>{prose(title)}</h3><p>{prose(text)}</p></article>'
        for title, text in texts
    )


def limits() -> list[tuple[str, str]]:
    """Return the limits of the figures: a title and a paragraph each."""
    totals = status_totals()
    values = sum(totals.values())
    share = number(100 * totals["secret"] / values, 1)
    return blocks(LIMITS.format(secret=number(totals["secret"]), values=number(values), share=share))
