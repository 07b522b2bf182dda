"""Does the contrast hold? The same gap under every perimeter and definition, without Paris or Lille."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.perimeters import FLAGS
from geo.robustness import (
    Alternatives,
    Measure,
    Variant,
    contrast_under_variants,
    one_change_at_a_time,
)
from loaders.french import typeset
from pages.shared import data
from pages.shared.contrasts.choices import chosen_indicators, year_of
from pages.shared.contrasts.words import (
    NO_SENSE,
    ONE_BY_ONE,
    ROBUSTNESS,
    ROBUSTNESS_CAUTION,
)
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.groups import LEAST_SHARE, definition_words, measure_of
from pages.shared.inequality.words import paragraphs, said
from pages.shared.memberships import cached_metropolitan
from pages.shared.options import NATIONAL, OPTIONS, option
from viz.french import number, signed, within
from viz.sentences.gaps import bare, difference, holding_sentence, sentence_case, short_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import altair as alt

    from pages.shared.url_state import State

WITHOUT: Final = {"": (), "sans l’aire de Paris": ("001",), "sans l’aire de Lille": ("004",)}
BOTH: Final = "sans les aires de Paris et de Lille"
LEFT_OUT: Final = {**WITHOUT, BOTH: ("001", "004")}
"""Codes of the urban areas (AAV 2020) left out of both sides, by their words."""
LESS_IS_BETTER: Final = "lower_is_better"


@dataclass(frozen=True)
class Setting:
    """One way to state the contrast, but for its indicator."""

    perimeter: str
    definition: str
    left_out: str

    def words(self) -> str:
        """Return its French words."""
        name = data.cached_territory(self.perimeter).label
        parts = [name, OPTIONS["metropole"].choices[self.definition], self.left_out]
        return typeset(" ; ".join(filter(None, parts)))


def show_robustness(state: State) -> None:
    """Draw all variants of the chosen indicators, then single changes of the first."""
    chosen = [key for key in chosen_indicators() if data.cached_indicators()[key].direction != "neutral"]
    if not chosen:
        st.info(said(NO_SENSE), icon=":material/info:")
        return
    show_figure(_strip_block(state, chosen))
    show_figure(_single_block(state, chosen[0]))


# --- variants -----------------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_measure(indicator: str, year: int) -> Measure:
    """Return an indicator on all communes of France, and how to sum it up."""
    item = data.cached_indicators()[indicator]
    return Measure(
        observed=data.observations(indicator, year, data.FRANCE)["value"],
        population=data.cached_population(year, data.FRANCE),
        counts=data.counts(item, year, data.FRANCE),
        weights=data.weights(item, year, data.FRANCE),
        direction=item.direction,
    )


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_inside(perimeter: str) -> pd.Series:
    """Return True for the communes of France in a perimeter."""
    index = data.cached_france().index
    return pd.Series(index.isin(data.cached_territory(perimeter).codes), index=index)


def _outside(left_out: str) -> pd.Series:
    """Return True for the communes of France in none of the areas left out."""
    return ~data.cached_france()["code_aav2020"].isin(LEFT_OUT[left_out])


def _variant(indicator: str, year: int, setting: Setting) -> Variant:
    kept = _outside(setting.left_out)
    return Variant(
        name=setting.words(),
        measure=cached_measure(indicator, year),
        group=cached_inside(setting.perimeter) & kept,
        reference=cached_metropolitan(setting.definition) & kept,
    )


def settings(base: Setting) -> Iterator[Setting]:
    """Give the base, then every other combination of perimeter, definition and areas left out."""
    yield base
    perimeters = dict.fromkeys([base.perimeter, *FLAGS])
    for chosen in product(perimeters, OPTIONS["metropole"].choices, LEFT_OUT):
        if (setting := Setting(*chosen)) != base:
            yield setting


@st.cache_resource(show_spinner="Calcul de toutes les variantes…", max_entries=200)
def cached_variants(indicator: str, year: int, perimeter: str, definition: str) -> pd.DataFrame:
    """Return the contrast of an indicator under every setting, the base first.

    Where less than `LEAST_SHARE` of the inhabitants of one side are covered, the variant is unknown.
    """
    base = Setting(perimeter, definition, "")
    table = contrast_under_variants([_variant(indicator, year, setting) for setting in settings(base)])
    return _masked(table)


def _masked(table: pd.DataFrame) -> pd.DataFrame:
    """Hide the variants of which too little is covered."""
    least = table[["coverage_group_pct", "coverage_reference_pct"]].min(axis=1)
    known = least.ge(LEAST_SHARE)
    return table.assign(
        gap=table["gap"].where(known), ratio=table["ratio"].where(known), holds=table["holds"].where(known)
    )


# --- all variants -------------------------------------------------------------------------------------------


def _strip_block(state: State, chosen: list[str]) -> FigureBlock:
    definition = option("metropole")
    tables = {key: cached_variants(key, year_of(key), state.perimeter, definition) for key in chosen}
    sources = " ".join(
        dict.fromkeys(
            data.source_line(data.cached_indicators()[key], year_of(key), data.FRANCE) for key in chosen
        )
    )
    return FigureBlock(
        key="solidite",
        title="L’écart avec les métropoles tient-il quand on change de définition ?",
        lead=said(ROBUSTNESS),
        description="Écart entre le périmètre et les métropoles sous toutes les variantes, en %",
        chart=_drawn(tables),
        sentences=(*_overall(state, tables), *(_holding(state, key, one) for key, one in tables.items())),
        grid=_grid(tables),
        source=f"{sources} {definition_words(definition)}",
        caution=paragraphs(ROBUSTNESS_CAUTION),
    )


def _oriented(indicator: str, ratio: pd.Series) -> pd.Series:
    """Return gaps in % of the reference, above zero where the indicator is on its less favourable side."""
    return _sense(data.cached_indicators()[indicator].direction) * 100.0 * (ratio - 1.0)


def _sense(direction: str) -> float:
    return 1.0 if direction == LESS_IS_BETTER else -1.0


def _drawn(tables: dict[str, pd.DataFrame]) -> alt.LayerChart:
    from viz.charts.strip import strip  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    marks = [_marks(row, key, table) for row, (key, table) in enumerate(tables.items())]
    rows = pd.DataFrame(
        {
            "label": [f"{data.cached_indicators()[key].title}, {year_of(key)}" for key in tables],
            "shown": [_score(table) for table in tables.values()],
            "strong": False,
        }
    )
    title = "Écart avec les métropoles, en %"
    return strip(pd.concat(marks, ignore_index=True), rows, inks(page_theme()), title=title)


def _marks(row: int, indicator: str, table: pd.DataFrame) -> pd.DataFrame:
    measure = measure_of(indicator, None)
    pairs = zip(table["value_group"], table["value_reference"], strict=True)
    texts = [f"{short_value(measure, here)} contre {short_value(measure, there)}" for here, there in pairs]
    return pd.DataFrame(
        {
            "row": row,
            "value": _oriented(indicator, table["ratio"]),
            "name": table["variant"],
            "text": texts,
            "role": ["basin" if holds else "metropolis" for holds in table["holds"].fillna(value=False)],
            "chosen": table.index == 0,
        }
    )


def _score(table: pd.DataFrame) -> str:
    known = table["holds"].notna()
    return f"{number(int(table['holds'].sum()))} sur {number(int(known.sum()))}"


def _overall(state: State, tables: dict[str, pd.DataFrame]) -> tuple[str, ...]:
    """Say in how many variants of all indicators the gap holds, if there are several."""
    if len(tables) == 1:
        return ()
    holds = pd.concat([table["holds"] for table in tables.values()])
    place = bare(within(data.cached_territory(state.perimeter).label_in_sentence))
    claim = f"Sur {number(len(tables))} indicateurs, l’écart entre {place} et les métropoles"
    return (holding_sentence(claim, int(holds.sum()), int(holds.notna().sum()), int(holds.isna().sum())),)


def _holding(state: State, indicator: str, table: pd.DataFrame) -> str:
    item, place = data.cached_indicators()[indicator], data.cached_territory(state.perimeter)
    claim = (
        f"{item.title}, {year_of(indicator)} : l’écart entre {bare(within(place.label_in_sentence))} et les "
        "métropoles"
    )
    known = table["holds"].notna()
    return holding_sentence(typeset(claim), int(table["holds"].sum()), int(known.sum()), int((~known).sum()))


def _grid(tables: dict[str, pd.DataFrame]) -> Grid:
    rows = []
    for key, table in tables.items():
        gaps = _oriented(key, table["ratio"])
        ends = [signed(value, "%", 0) for value in (gaps.iloc[0], gaps.min(), gaps.max())]
        rows.append((data.cached_indicators()[key].title, str(year_of(key)), _score(table), *ends))
    columns = (
        "Indicateur",
        "Année",
        "Variantes où l’écart tient",
        "Choix de la page",
        "Plus bas",
        "Plus haut",
    )
    return Grid(columns, rows, frozenset({1, 2, 3, 4, 5}))


# --- one change at a time -----------------------------------------------------------------------------------


def _alternatives(base: Setting, indicator: str) -> Alternatives:
    """Return what to try instead of each choice of the page, in French words."""
    titles = OPTIONS["metropole"].choices
    others = [key for key in NATIONAL if key != indicator]
    return Alternatives(
        indicators={
            f"Indicateur : {data.cached_indicators()[key].title}": cached_measure(key, year_of(key))
            for key in others
            if data.cached_indicators()[key].direction != "neutral"
        },
        groups={
            f"Périmètre : {data.cached_territory(key).label}": cached_inside(key)
            for key in FLAGS
            if key != base.perimeter
        },
        references={
            f"Métropoles : {title[0].lower()}{title[1:]}": cached_metropolitan(key)
            for key, title in titles.items()
            if key != base.definition
        },
        left_out={
            sentence_case(words): data.cached_france()["code_aav2020"].isin(codes)
            for words, codes in LEFT_OUT.items()
            if codes
        },
    )


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_single_changes(indicator: str, perimeter: str, definition: str) -> pd.DataFrame:
    """Return the contrast of the page, then each single change of it; ``side`` as in `_oriented`."""
    base = Setting(perimeter, definition, "")
    first = replace(_variant(indicator, year_of(indicator), base), name="Le choix de la page")
    variants = one_change_at_a_time(first, _alternatives(base, indicator))
    table = _masked(contrast_under_variants(variants))
    senses = [_sense(variant.measure.direction) for variant in variants]
    return table.assign(side=100.0 * (table["ratio"] - 1.0) * senses)


def _single_block(state: State, indicator: str) -> FigureBlock:
    item, year = data.cached_indicators()[indicator], year_of(indicator)
    table = cached_single_changes(indicator, state.perimeter, option("metropole"))
    return FigureBlock(
        key="un-changement",
        title=typeset(f"Une chose à la fois : {item.title}, {year}"),
        lead=said(ONE_BY_ONE),
        description="Écart entre le périmètre et les métropoles, une seule chose changée à la fois, en %",
        chart=_single_chart(table),
        sentences=(_single_sentence(state, indicator, table),),
        grid=_single_grid(table),
        source=f"{data.source_line(item, year, data.FRANCE)} {definition_words(option('metropole'))}",
        caution=paragraphs(ROBUSTNESS_CAUTION),
    )


def _single_chart(table: pd.DataFrame) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [signed(value, "%", 0) for value in table["side"]]
    rows = pd.DataFrame({"label": table["variant"], "shown": shown, "strong": table.index == 0})
    marks = pd.DataFrame(
        {
            "row": table.index,
            "value": table["side"],
            "name": table["variant"],
            "text": shown,
            "role": ["basin" if holds else "metropolis" for holds in table["holds"].fillna(value=False)],
            "part": False,
        }
    )
    return dot_rows(marks, rows, inks(page_theme()), 0.0)


def _single_sentence(state: State, indicator: str, table: pd.DataFrame) -> str:
    """Say how far the gap moves over single changes of perimeter, definition or areas left out."""
    measure = measure_of(indicator, year_of(indicator))
    same = table[table["change"].ne("indicator")].dropna(subset=["gap"])
    name = sentence_case(bare(within(data.cached_territory(state.perimeter).label_in_sentence)))
    if same.empty or same.index[0] != 0:
        return typeset(f"{name} : l’écart n’est pas connu.")
    gaps = [
        difference(measure, here, there)
        for here, there in same[["value_group", "value_reference"]].to_numpy(dtype=float).tolist()
    ]
    low, high = same["gap"].abs().idxmin(), same["gap"].abs().idxmax()
    words = dict(zip(same.index, gaps, strict=True))
    return typeset(
        f"{name} et métropoles, {measure.title} en {measure.year} : {words[0]} d’écart ; de {words[low]} à "
        f"{words[high]} quand une seule chose change."
    )


def _single_grid(table: pd.DataFrame) -> Grid:
    rows = [
        (
            str(row["variant"]),
            signed(row["side"], "%", 0),
            "non connu" if pd.isna(row["holds"]) else "oui" if row["holds"] else "non",
            number(row["n_group"]),
            number(row["n_reference"]),
        )
        for row in table.to_dict(orient="records")
    ]
    columns = ("Ce qui change", "Écart", "Même sens", "Communes du périmètre", "Communes des métropoles")
    return Grid(columns, rows, frozenset({1, 3, 4}))
