"""« Comparer »: two territories side by side, figures from counts wherever counts exist, one chart."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

import streamlit as st

from geo.classify import displayed
from geo.groups import is_group, is_name, named
from loaders.french import typeset
from pages.shared import data
from pages.shared.contrasts.places import Row, grid_of, mark_frame, row_frame
from pages.shared.figure_block import FigureBlock, Grid, grid_html, page_theme, show_figure
from pages.shared.group_links import refused_group
from pages.shared.groups import Group, enough, measure_of
from pages.shared.options import NATIONAL, option, set_option
from pages.shared.territory.choice import tell
from pages.shared.territory.whole import cached_offers
from pages.shared.territory.words import note
from pages.shared.widgets import control
from viz.french import NBSP, Reading, counted, number, quantity, reading_sentence, signed, within

if TYPE_CHECKING:
    import altair as alt

    from geo.figures import Figure
    from pages.shared.data import Territory
    from pages.shared.url_state import State
    from viz.palettes import Theme

PARAMETER, MEASURE = "autre", "chiffre"
OTHER, LINK, CHART = "territory_other", "territory_link", "territory_chart"
COMPARED: Final = ("population", *NATIONAL)
ROLES: Final = ("basin", "metropolis")
ABOUT: Final = "≈"
UNREADABLE: Final = (
    "Ce texte n’est pas le lien d’un territoire : copiez l’adresse entière de la page où il est affiché."
)


@dataclass(frozen=True)
class Side:
    """The figure of one territory, and how it is said."""

    place: Territory
    figure: Figure

    @property
    def known(self) -> bool:
        """Tell whether there is a figure to give: enough of the population is covered."""
        return not isnan(self.figure.value) and enough(self.figure.coverage)


def show_compare(state: State) -> None:
    """Draw the choice of the other territory, the table and the chart."""
    other = other_of(state)
    _ask_other(state, other)
    here, there = data.cached_territory(state.perimeter), data.cached_territory(other)
    common = len(here.codes.intersection(there.codes))
    shared = counted(common, "commune") if common else "aucune commune"
    note(f"{here.label} et {there.label} : {shared} en commun.")
    grid, source = cached_table(here.id, there.id)
    with st.container(key="bm-compare"):
        st.html(grid_html(grid, f"{here.title} et {there.title}"))
        note(source)
        note(" ".join(CAUTION))
    indicator = _ask_measure(here, there)
    show_figure(cached_chart_block(indicator, here.id, there.id, page_theme()))


def other_of(state: State) -> str:
    """Return the other territory: that of the address, or Nord–Pas-de-Calais (the basin beside itself)."""
    asked = option(PARAMETER)
    if asked in data.TERRITORIES:
        return asked
    return data.DEFAULT_PERIMETER if state.perimeter == data.REFERENCE else data.REFERENCE


def refused_other() -> str:
    """Say why the other territory of the address is not shown, "" if it is."""
    asked = option(PARAMETER)
    if not asked or asked in data.TERRITORIES:
        return ""
    if is_group(asked):
        return refused_group(asked).problem.replace("Le périmètre par défaut", "Un autre périmètre")
    return typeset("L’autre territoire de l’adresse n’est pas connu de ce site : un autre est affiché.")


def territory_in(link: str) -> str:
    """Return the territory that a pasted link shows, "" if there is none: its address, or the id alone."""
    text = link.strip()
    query = parse_qs(text.partition("?")[2].partition("#")[0]) if "?" in text else {"perimetre": [text]}
    perimeter, name = query.get("perimetre", [""])[-1], query.get("nom", [""])[-1]
    if is_group(perimeter) and is_name(name):
        perimeter = named(perimeter, name)
    return perimeter if perimeter in data.TERRITORIES else ""


# --- the choice ---------------------------------------------------------------------------------------------


def _ask_other(state: State, other: str) -> None:
    if problem := refused_other():
        st.warning(problem, icon=":material/link_off:")
    titles = {key: title for key, title in cached_offers().items() if key != state.perimeter}
    titles = {other: data.cached_territory(other).title, **titles}
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        st.selectbox(
            "Comparer à",
            list(titles),
            format_func=titles.__getitem__,
            key=control(OTHER, other),
            on_change=lambda: set_option(PARAMETER, st.session_state[OTHER]),
        )
    with right:
        st.text_input(
            "ou collez le lien d’un autre territoire", key=LINK, on_change=_take_link, placeholder="https://…"
        )


def _take_link() -> None:
    text = st.session_state[LINK]
    found = territory_in(text) if text.strip() else ""
    if found:
        set_option(PARAMETER, found)
    elif text.strip():
        tell(UNREADABLE)


def _ask_measure(here: Territory, there: Territory) -> str:
    titles = {key: data.cached_indicators()[key].title for key in NATIONAL if year_of(key, here, there)}
    chosen = option(MEASURE) if option(MEASURE) in titles else next(iter(titles))
    st.selectbox(
        "Sur le graphique",
        list(titles),
        format_func=titles.__getitem__,
        key=control(CHART, chosen),
        on_change=lambda: set_option(MEASURE, st.session_state[CHART]),
        filter_mode=None,
    )
    return chosen


# --- figures ------------------------------------------------------------------------------------------------


def year_of(indicator: str, here: Territory, there: Territory) -> int | None:
    """Return the latest year that both territories have, with counts if there are any."""
    common = set(data.years_of(indicator, here.extent)) & set(data.years_of(indicator, there.extent))
    exact = common & set(data.cached_indicators()[indicator].ratio_years)
    return max(exact or common, default=None)


def sides(indicator: str, year: int, here: Territory, there: Territory) -> tuple[Side, Side]:
    """Return the figures of both territories."""
    first, second = (Side(place, data.cached_figure(indicator, year, place.id)) for place in (here, there))
    return first, second


def said(side: Side, indicator: str, year: int) -> str:
    """Write a figure: its value, whether it is an approximation, what it covers; or why it is not given."""
    item, known = data.cached_indicators()[indicator], side.figure.coverage
    cover = "" if known.n == known.total else f" ({counted(known.n, 'commune')} sur {number(known.total)})"
    if not side.known:
        statuses = side.place.of(data.observations(indicator, year, side.place.extent)["status"])
        why = "secret statistique" if statuses.eq("secret").any() else "non disponible"
        return f"non donné : {why}{cover}"
    unit = item.unit.split(" ")[0] if item.kind == "amount" else "%" if item.unit.startswith("%") else ""
    text = quantity(side.figure.value, unit, item.decimals)
    return f"{f'{ABOUT}{NBSP}' if side.figure.approximate else ''}{text}{cover}"


def gap(first: Side, second: Side, indicator: str) -> str:
    """Write how the first figure shown stands to the second: points, euros and %, or a part."""
    if not (first.known and second.known):
        return "–"
    item = data.cached_indicators()[indicator]
    a, b = (float(displayed(side.figure.value, item.decimals)) for side in (first, second))
    if item.kind == "count":
        return f"{quantity(100 * a / b, '%', 1)} de l’autre" if b else "–"
    if item.kind == "amount":
        relative = f" ({signed(100 * (a - b) / b, '%', 1)})" if b else ""
        return f"{signed(a - b, '€', item.decimals)}{relative}"
    points = item.unit.startswith("%")
    return signed(a - b, "points" if points else "", item.decimals)


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_table(here_id: str, there_id: str) -> tuple[Grid, str]:
    """Return the table of both territories, and its sources."""
    here, there = data.cached_territory(here_id), data.cached_territory(there_id)
    rows = []
    sources: dict[str, None] = {}
    for indicator in COMPARED:
        year = year_of(indicator, here, there)
        if year is None:
            continue
        first, second = sides(indicator, year, here, there)
        item = data.cached_indicators()[indicator]
        texts = (said(first, indicator, year), said(second, indicator, year), gap(first, second, indicator))
        rows.append((f"{item.title}, {year}", *map(typeset, texts)))
        sources[item.source] = None
    columns = ("Indicateur", here.title, there.title, "Écart")
    source = f"Sources : {' ; '.join(sources)}. {here.label} ; {there.label}."
    return Grid(columns, rows, frozenset({1, 2, 3})), source


CAUTION: Final = (
    "Un taux est calculé en additionnant les effectifs des communes, jamais par la moyenne de leurs taux.",
    f"Une médiane ne s’additionne pas : {ABOUT} dit une approximation, c’est-à-dire une moyenne de médianes.",
    "Ce n’est pas la médiane du territoire, mais deux approximations se comparent.",
    "Un chiffre qui repose sur moins de 60 % de la population n’est pas donné.",
)
MOST_DOTS: Final = 150
"""Communes of a territory that the chart still shows one by one."""


def _sentence(indicator: str, year: int, first: Side, second: Side) -> str:
    return reading_sentence(
        measure_of(indicator, year),
        *(
            Reading(within(side.place.label_in_sentence), side.figure.value, side.figure.approximate)
            for side in (first, second)
        ),
        is_part=False,
    )


# --- the chart ----------------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_chart_block(indicator: str, here_id: str, there_id: str, theme: Theme) -> FigureBlock:
    """Return the chart of an indicator: both territories, a hollow dot for each of their communes."""
    here, there = data.cached_territory(here_id), data.cached_territory(there_id)
    year = year_of(indicator, here, there) or 0
    both = sides(indicator, year, here, there)
    rows = [Row(_group(side.place, role), side.figure) for side, role in zip(both, ROLES, strict=True)]
    item = data.cached_indicators()[indicator]
    return FigureBlock(
        key="comparer-communes",
        title=typeset(f"{item.title}, {year}"),
        lead=_lead(rows),
        description=f"{item.title}, {year} : {here.title}, {there.title} et leurs communes",
        chart=_drawn(rows, indicator, year, theme),
        sentences=(_sentence(indicator, year, *both),),
        grid=grid_of(rows, indicator, year, "Territoire"),
        source=data.source_line(item, year, here.extent),
    )


def _lead(rows: list[Row]) -> str:
    crowded = [row for row in rows if len(row.group.codes) > MOST_DOTS]
    if len(crowded) == len(rows):
        return "Un rond par territoire."
    few = f", sauf au-delà de {MOST_DOTS} communes" if crowded else ""
    return f"Le rond plein est le territoire, chaque cercle une de ses communes{few}."


def _group(place: Territory, role: str) -> Group:
    return Group(place.title, within(place.label_in_sentence), role, place.codes, place.title, place.extent)


def _drawn(rows: list[Row], indicator: str, year: int, theme: Theme) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    marks = mark_frame(rows, indicator, year, None)
    crowded = [n for n, row in enumerate(rows) if len(row.group.codes) > MOST_DOTS]
    marks = marks[~(marks["part"] & marks["row"].isin(crowded))]
    return dot_rows(marks, row_frame(rows, indicator, strong=0), inks(theme), None)
