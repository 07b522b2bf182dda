"""« Comparer » : lists collected the same way everywhere, and no other, between territories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from pages.shared import data
from pages.shared.contrasts.choices import chosen_definitions
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.groups import (
    Group,
    cached_epci_groups,
    cached_perimeter_group,
    commune_group,
    definition_words,
    sized,
    whole_france,
)
from pages.shared.inequality.values import outside
from pages.shared.initiatives.lists import ANCT, cached_counts
from pages.shared.initiatives.words import COMPARE, COMPARE_CAUTION
from pages.shared.maps import find_commune
from pages.shared.memberships import cached_groups
from pages.shared.options import OPTIONS, option
from pages.shared.typography import paragraphs, said
from pages.shared.widgets import select_option, select_perimeter
from viz.french import counted, number, quantity

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.memberships import Definitions
    from pages.shared.url_state import State
    from viz.palettes import Theme

PROGRAMME: Final = "programme"
PER: Final = 10_000
LOCAL: Final = ("acv", "pvd")
ZONING: Final = "communes au 1er janvier 2025, Licence Ouverte 2.0"
SOURCES: Final = {
    "fabriques": ANCT,
    "manufactures": ANCT,
    "qpv": f"ANCT, quartiers prioritaires 2024, {ZONING}",
    "ti": f"ANCT, Territoires d’industrie (état juillet 2026), {ZONING}",
    "acv": f"ANCT, Action cœur de ville (avril 2024), {ZONING}",
    "pvd": f"ANCT, Petites villes de demain (janvier 2021, liste non mise à jour), {ZONING}",
}


@dataclass(frozen=True)
class Row:
    """A group: places of the programme in it, its inhabitants, and those of communes concerned."""

    group: Group
    count: int
    people: float
    concerned: float

    @property
    def share(self) -> float:
        """Part of the inhabitants who live in a commune concerned, in %."""
        return 100 * self.concerned / self.people if self.people else float("nan")

    @property
    def rate(self) -> float:
        """Places per 10,000 inhabitants."""
        return PER * self.count / self.people if self.people else float("nan")


def show_compare(state: State) -> None:
    """Draw the choices and the comparison."""
    if outside(state):
        return
    st.subheader("Le bassin et les autres territoires")
    st.html(f'<p class="bm-block-lead">{said(COMPARE)}</p>')
    with st.container(key="bm-choices"):
        where, what, how = st.columns([3, 3, 3], vertical_alignment="bottom")
        with where:
            select_perimeter(state)
        with what:
            select_option(PROGRAMME, "Programme ou label")
        with how:
            select_option("metropole", "Métropole")
    find_commune(state, "comparer-commune")
    show_figure(
        cached_block(option(PROGRAMME), chosen_definitions(), state.perimeter, state.commune, page_theme())
    )


@st.cache_resource(show_spinner=False)
def cached_programme(programme: str) -> pd.Series:
    """Return how many places of a programme each commune of France has; missing where it is not known."""
    communes = data.cached_france()
    if programme in ("fabriques", "manufactures"):
        return cached_counts(programme).astype(float)
    if programme == "qpv":
        return communes["qpv_2024_count"].astype(float)
    if programme == "ti":
        return communes["territoire_industrie"].notna().astype(float)
    here = communes["code_departement"].isin(data.DEPARTEMENTS)
    flag = communes["code_acv"].notna() if programme == "acv" else communes["pvd_2021"].fillna(value=False)
    return flag.astype(float).where(here)


def row_of(programme: str, group: Group) -> Row:
    """Return the figures of a group, all of whose communes are known."""
    places = cached_programme(programme).loc[group.codes]
    people = data.cached_population(data.LATEST, data.FRANCE).loc[group.codes]
    return Row(group, int(places.sum()), float(people.sum()), float(people[places > 0].sum()))


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_rows(programme: str, chosen: Definitions, perimeter: str, commune: str | None) -> tuple[Row, ...]:
    """Return the groups compared: the perimeter, its EPCI, the chosen commune, the others, France."""
    here = cached_perimeter_group(perimeter)
    groups = [here, *cached_epci_groups(perimeter), *commune_group(commune)]
    if programme in LOCAL:
        region = cached_perimeter_group(data.REFERENCE)
        rest = region.codes.difference(here.codes)
        others = (
            [Group("Reste du Nord–Pas-de-Calais", "", "rest", rest, extent=data.FRANCE)] if len(rest) else []
        )
        return tuple(row_of(programme, group) for group in (*groups, *others))
    return tuple(
        row_of(programme, group) for group in (*groups, *cached_groups(chosen).values(), whole_france())
    )


def has_rate(programme: str) -> bool:
    """Tell whether a programme counts places: its figure is a number per inhabitant, not a share."""
    return programme in ("fabriques", "manufactures")


def value_of(row: Row, programme: str) -> float:
    """Return the figure that the chart shows."""
    return row.rate if has_rate(programme) else row.share


def _shown(row: Row, programme: str) -> str:
    return number(row.rate, 2) if has_rate(programme) else quantity(row.share, "%", 1)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_block(
    programme: str, chosen: Definitions, perimeter: str, commune: str | None, theme: Theme
) -> FigureBlock:
    """Return the block of a programme."""
    rows = cached_rows(programme, chosen, perimeter, commune)
    title = OPTIONS[PROGRAMME].choices[programme]
    unit = (
        "Nombre pour 10 000 habitants"
        if has_rate(programme)
        else "Part des habitants dont la commune est concernée"
    )
    words = "" if programme in LOCAL else definition_words(chosen.metropolis)
    return FigureBlock(
        key="comparer",
        title=title,
        lead=said(f"{unit}, habitants {data.LATEST}."),
        description=f"{title} : {unit[0].lower()}{unit[1:]}, par territoire",
        chart=_chart(rows, programme, theme),
        sentences=_sentences(rows, programme, title),
        grid=Grid(
            ("Territoire", "Communes", "Habitants", _count_title(programme), unit),
            [
                (
                    row.group.name,
                    number(len(row.group.codes)),
                    number(row.people),
                    number(row.count),
                    _shown(row, programme),
                )
                for row in rows
            ],
            frozenset({1, 2, 3, 4}),
        ),
        source=said(f"Source : {SOURCES[programme]}. {words} Périmètre : {rows[0].group.name}."),
        caution=paragraphs(COMPARE_CAUTION),
    )


def _count_title(programme: str) -> str:
    if has_rate(programme):
        return "Nombre"
    return "Quartiers, par commune" if programme == "qpv" else "Communes concernées"


def _sentences(rows: tuple[Row, ...], programme: str, title: str) -> tuple[str, ...]:
    here, *others = rows
    place = f"{here.group.place[0].upper()}{here.group.place[1:]}"
    against = [row for row in others if row.group.role in ("metropolis", "weakening", "rest", "reference")]
    compared = ", ".join(f"{row.group.name} ({_shown(row, programme)})" for row in against)
    if has_rate(programme):
        one = title.split(" ", maxsplit=1)[0].lower().rstrip("s")
        told = f"{place}, {counted(here.count, one)} : {_shown(here, programme)} pour 10 000 habitants"
    else:
        told = f"{place}, {_shown(here, programme)} des habitants vivent dans une commune concernée ({title})"
    return (said(f"{told}. Ailleurs : {compared}."),)


def _chart(rows: tuple[Row, ...], programme: str, theme: Theme) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    marks = pd.DataFrame(
        [
            {
                "row": n,
                "value": value_of(row, programme),
                "name": row.group.name,
                "text": _shown(row, programme),
                "role": row.group.role,
                "part": False,
            }
            for n, row in enumerate(rows)
        ]
    )
    lines = pd.DataFrame(
        {
            "label": [
                row.group.name
                if len(row.group.codes) == 1
                else sized(row.group.short or row.group.name, row.group.codes)
                for row in rows
            ],
            "shown": [_shown(row, programme) for row in rows],
            "strong": [row.group.role == "commune" or n == 0 for n, row in enumerate(rows)],
        }
    )
    reference = next((value_of(row, programme) for row in rows if row.group.role == "reference"), None)
    end = max(0.01, 1.05 * max(marks["value"].max(), reference or 0.0))
    return dot_rows(
        marks, lines, inks(theme), reference, domain=(0, 100) if not has_rate(programme) else (0, end)
    )
