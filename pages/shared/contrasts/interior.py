"""Inside the basin: from the lowest to the highest incomes, from west to east, EPCI by EPCI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from geo.inequality import weighted_quantile
from geo.slices import equal_population_slices
from loaders.french import typeset
from pages.shared import data
from pages.shared.contrasts.places import Row, grid_of, mark_frame, row_frame, rows_of
from pages.shared.figure_block import FigureBlock, page_theme, show_figure, show_pairs
from pages.shared.groups import (
    Group,
    cached_epci_groups,
    cached_perimeter_group,
    covered,
    figure_of,
    measure_of,
)
from pages.shared.inequality.values import outside, unfit
from viz.french import Reading, counted, in_name, of_name, reading_sentence, within
from viz.sentences.gaps import fifths_sentence, inner_sentence, sentence_case

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from pages.shared.data import Territory
    from pages.shared.url_state import State
    from viz.palettes import Theme

INCOME: Final = ("median_income_eur", 2021)
FIFTHS: Final = 5
RANKS: Final = (
    "Revenu le plus bas",
    "Deuxième cinquième",
    "Cinquième du milieu",
    "Quatrième cinquième",
    "Revenu le plus élevé",
)
AVERAGE: Final = (
    "Chaque commune compte comme un tout : dans une commune au revenu élevé vivent aussi des ménages "
    "modestes, et l’inverse. L’écart entre ménages est plus grand que celui-ci."
)
NOT_DRAWN: Final = (
    "Les communes dont la valeur est fragile (moins de 200 habitants, ou moins de dix ventes) comptent "
    "dans les chiffres des groupes, mais ne sont pas dessinées."
)


def show_interior(state: State) -> None:
    """Draw the three pictures of the inside of the perimeter."""
    if outside(state) or unfit(state):
        return
    asked = Asked(state.indicator, state.year, state.perimeter, state.commune)
    fifths, *others = cached_blocks(asked, page_theme())
    show_figure(fifths)
    show_pairs(others)


class Asked(NamedTuple):
    """What the blocks of this part depend on."""

    indicator: str
    year: int
    perimeter: str
    commune: str | None


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_blocks(asked: Asked, theme: Theme) -> tuple[FigureBlock, ...]:
    """Return the three blocks."""
    return _fifths_block(asked, theme), _west_east_block(asked, theme), _epci_block(asked, theme)


def _drawn(asked: Asked, rows: tuple[Row, ...], theme: Theme) -> alt.LayerChart | None:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    marks = mark_frame(rows, asked.indicator, asked.year, asked.commune)
    if marks["value"].isna().all():
        return None
    whole = figure_of(asked.indicator, asked.year, _whole(asked)).value
    return dot_rows(marks, row_frame(rows, asked.indicator), inks(theme), whole)


def _perimeter(asked: Asked) -> Territory:
    return data.cached_territory(asked.perimeter)


def _whole(asked: Asked) -> Group:
    return cached_perimeter_group(asked.perimeter, "local")


def _source(asked: Asked) -> str:
    item, place = data.cached_indicators()[asked.indicator], _perimeter(asked)
    known = figure_of(asked.indicator, asked.year, _whole(asked)).coverage
    line = data.source_line(item, asked.year)
    return typeset(f"{line} Périmètre : {place.label} ; valeurs publiées pour {covered(known)}.")


# --- fifths by income ---------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_fifths(perimeter: str) -> tuple[Group, ...]:
    """Return five groups of communes of equal population, from the lowest to the highest median income."""
    codes = data.cached_territory(perimeter).codes
    income = data.observations(*INCOME)["value"].loc[codes]
    people = data.cached_population(INCOME[1]).loc[codes]
    slices = equal_population_slices(income, people, FIFTHS)
    return tuple(_fifth(place, codes[slices.eq(place).fillna(value=False)]) for place in range(FIFTHS))


def _fifth(place: int, codes: pd.Index) -> Group:
    words = {
        0: "dans les communes au revenu le plus bas",
        FIFTHS - 1: "dans celles au revenu le plus élevé",
    }.get(place, "dans ce groupe")
    return Group(RANKS[place], f"{words} ({counted(len(codes), 'commune')})", "basin", codes)


def _fifths_block(asked: Asked, theme: Theme) -> FigureBlock:
    groups = [group for group in cached_fifths(asked.perimeter) if len(group.codes)]
    rows = rows_of(groups, asked.indicator, asked.year)
    income = data.cached_indicators()[INCOME[0]]
    basis = f"Cinquièmes formés selon : {income.title}, {INCOME[1]} ({income.source})."
    return FigureBlock(
        key="cinquiemes",
        title="Des communes au revenu le plus bas à celles au revenu le plus élevé",
        lead=typeset(
            "Communes rangées selon leur niveau de vie médian et coupées en cinq groupes d’à peu près autant "
            "d’habitants. Un rond plein : le groupe ; un cercle : une commune ; le trait : tout le périmètre."
        ),
        description=f"{measure_of(asked.indicator, asked.year).title} par cinquième de revenu",
        chart=_drawn(asked, rows, theme),
        sentences=_fifths_sentences(asked, rows),
        grid=grid_of(rows, asked.indicator, asked.year, "Groupe de communes"),
        source=f"{_source(asked)} {typeset(basis)}",
        caution=tuple(map(typeset, (AVERAGE, NOT_DRAWN))),
    )


def _fifths_sentences(asked: Asked, rows: tuple[Row, ...]) -> tuple[str, ...]:
    told = [_income_sentence(asked)]
    if len(rows) > 1:
        low, high = (
            Reading(row.group.place, row.value, row.figure.approximate) for row in (rows[0], rows[-1])
        )
        told.append(reading_sentence(measure_of(asked.indicator, asked.year), low, high, is_part=False))
    told.append(_own_fifth(asked))
    return tuple(filter(None, told))


def _income_sentence(asked: Asked) -> str:
    place = _perimeter(asked)
    income = data.observations(*INCOME)["value"].loc[place.codes]
    people = data.cached_population(INCOME[1]).loc[place.codes]
    low, high = (weighted_quantile(income, people, share) for share in (0.2, 0.8))
    return fifths_sentence(measure_of(*INCOME), within(place.label_in_sentence), low, high)


def _own_fifth(asked: Asked) -> str:
    """Say in which group the chosen commune is."""
    for group in cached_fifths(asked.perimeter):
        if asked.commune and asked.commune in group.codes:
            name = str(data.cached_communes()["name"][asked.commune])
            return typeset(f"{name} est dans le groupe « {group.name[0].lower()}{group.name[1:]} ».")
    return ""


# --- from west to east --------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_eastings() -> pd.Series:
    """Return how far east each commune is, in metres (Lambert-93)."""
    return data.cached_boundaries().representative_point().x.rename("easting")


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_west_east(perimeter: str) -> tuple[Group, ...]:
    """Return five groups of communes of equal population from west to east, named after the largest."""
    codes = data.cached_territory(perimeter).codes
    people = data.cached_population(data.LATEST).loc[codes]
    slices = equal_population_slices(cached_eastings().loc[codes], people, FIFTHS)
    parts = [codes[slices.eq(place).fillna(value=False)] for place in range(FIFTHS)]
    return tuple(_around(part, people) for part in parts if len(part))


def _around(codes: pd.Index, people: pd.Series) -> Group:
    largest = str(people.loc[codes].idxmax())
    around = f"autour {of_name(str(data.cached_communes()['name'][largest]))}"
    return Group(sentence_case(around), around, "basin", codes)


def _west_east_block(asked: Asked, theme: Theme) -> FigureBlock:
    rows = rows_of(cached_west_east(asked.perimeter), asked.indicator, asked.year)
    return FigureBlock(
        key="ouest-est",
        title="D’ouest en est",
        lead=typeset(
            "De haut en bas, de l’ouest à l’est : cinq tranches nord-sud d’à peu près autant d’habitants, "
            "chacune nommée d’après sa commune la plus peuplée."
        ),
        description=f"{measure_of(asked.indicator, asked.year).title} d’ouest en est",
        chart=_drawn(asked, rows, theme),
        sentences=_ends_sentence(asked, rows),
        grid=grid_of(rows, asked.indicator, asked.year, "Tranche, d’ouest en est"),
        source=_source(asked),
        caution=(typeset(NOT_DRAWN),),
    )


def _ends_sentence(asked: Asked, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Compare the westernmost slice with the easternmost."""
    if len(rows) < 2:  # noqa: PLR2004 (a comparison takes two)
        return ()
    west, east = rows[0], rows[-1]
    here = Reading(f"à l’ouest ({west.group.place})", west.value, west.figure.approximate)
    there = Reading(f"à l’est ({east.group.place})", east.value, east.figure.approximate)
    return (reading_sentence(measure_of(asked.indicator, asked.year), here, there, is_part=False),)


# --- EPCI by EPCI -------------------------------------------------------------------------------------------


def _epcis(asked: Asked) -> tuple[Group, ...]:
    return cached_epci_groups(asked.perimeter, "local")


def _epci_block(asked: Asked, theme: Theme) -> FigureBlock:
    rows = rows_of(_epcis(asked), asked.indicator, asked.year)
    parts = [Reading(row.group.place, row.value) for row in rows]
    sentence = inner_sentence(measure_of(asked.indicator, asked.year), parts)
    return FigureBlock(
        key="intercommunalites",
        title="Intercommunalité par intercommunalité",
        lead=typeset(
            "De l’ouest à l’est, les communes du périmètre dans chaque intercommunalité : certaines "
            "débordent du périmètre, leur chiffre n’est donc pas celui de toute l’intercommunalité."
        ),
        description=f"{measure_of(asked.indicator, asked.year).title} par intercommunalité",
        chart=_drawn(asked, rows, theme),
        sentences=tuple(filter(None, (sentence, _own_sentence(asked)))),
        grid=grid_of(rows, asked.indicator, asked.year, "Intercommunalité, d’ouest en est"),
        source=_source(asked),
        caution=(typeset(NOT_DRAWN),),
    )


def _own_sentence(asked: Asked) -> str:
    """Compare the chosen commune with the part of its EPCI in the perimeter."""
    for group in _epcis(asked):
        if asked.commune and asked.commune in group.codes:
            value = float(data.observations(asked.indicator, asked.year)["value"][asked.commune])
            figure = figure_of(asked.indicator, asked.year, group)
            name = in_name(str(data.cached_communes()["name"][asked.commune]))
            there = Reading(within(group.name), figure.value, figure.approximate)
            return reading_sentence(measure_of(asked.indicator, asked.year), Reading(name, value), there)
    return ""
