"""Does the contrast hold? The same gap under every perimeter and definition, without Paris or Lille."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd
import streamlit as st

from geo.perimeters import FLAGS
from geo.reliability import LEAST_SHARE
from geo.robustness import (
    Alternatives,
    Measure,
    Variant,
    contrast_under_variants,
    keeps_sense,
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
from pages.shared.groups import definition_words, measure_of
from pages.shared.memberships import cached_metropolitan
from pages.shared.options import NATIONAL, OPTIONS, option
from pages.shared.typography import paragraphs, said
from viz.french import number, signed, within
from viz.sentences.gaps import bare, difference, holding_sentence, sentence_case, short_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import altair as alt

    from pages.shared.url_state import State
    from viz.palettes import Theme

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
    for block in cached_blocks(_items(chosen), state.perimeter, option("metropole"), page_theme()):
        show_figure(block)


class Item(NamedTuple):
    """An indicator in a year."""

    indicator: str
    year: int


def _items(indicators: Iterable[str]) -> tuple[Item, ...]:
    """Return indicators in the year of the address or the closest."""
    return tuple(Item(key, year_of(key)) for key in indicators)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_blocks(
    items: tuple[Item, ...], perimeter: str, definition: str, theme: Theme
) -> tuple[FigureBlock, ...]:
    """Return the block of all variants, then that of single changes of the first indicator."""
    base = Setting(perimeter, definition, "")
    tables = {item: cached_variants(item, base) for item in items}
    return _strip_block(tables, base, theme), _single_block(items[0], base, theme)


# --- variants -----------------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_universe(perimeter: str) -> pd.Index:
    """Return the communes that some variant counts: those of no perimeter and no métropole never do."""
    index = data.cached_france().index
    counted = index.isin(data.cached_territory(perimeter).codes)
    for flag in FLAGS:
        counted |= index.isin(data.cached_territory(flag).codes)
    for definition in OPTIONS["metropole"].choices:
        counted |= cached_metropolitan(definition).to_numpy()
    return index[counted]


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_measure(indicator: str, year: int, perimeter: str) -> Measure:
    """Return an indicator on the communes that variants count, and how to sum it up."""
    item, codes = data.cached_indicators()[indicator], cached_universe(perimeter)
    counts, weights = data.counts(item, year, data.FRANCE), data.weights(item, year, data.FRANCE)
    return Measure(
        observed=_on(data.observations(indicator, year, data.FRANCE)["value"], codes),
        population=_on(data.cached_population(year, data.FRANCE), codes),
        counts=counts and (_on(counts[0], codes), _on(counts[1], codes)),
        weights=None if weights is None else _on(weights, codes),
        direction=item.direction,
    )


def _on(series: pd.Series, universe: pd.Index) -> pd.Series:
    """Return a Series of France on the communes that variants count, numbered: codes would be slow."""
    return series.loc[universe].reset_index(drop=True)


def _inside(perimeter: str, universe: pd.Index) -> pd.Series:
    return pd.Series(universe.isin(data.cached_territory(perimeter).codes))


def _areas(codes: Sequence[str], universe: pd.Index) -> pd.Series:
    return _on(data.cached_france()["code_aav2020"], universe).isin(codes)


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_group(perimeter: str, left_out: str, base: str) -> pd.Series:
    """Return True for the communes of a perimeter, on those that the variants of ``base`` count."""
    universe = cached_universe(base)
    return _inside(perimeter, universe) & ~_areas(LEFT_OUT[left_out], universe)


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_reference(definition: str, left_out: str, base: str) -> pd.Series:
    """Return True for the communes of the métropoles, on those that the variants of ``base`` count."""
    universe = cached_universe(base)
    return _on(cached_metropolitan(definition), universe) & ~_areas(LEFT_OUT[left_out], universe)


def _variant(item: Item, setting: Setting, base: str) -> Variant:
    return Variant(
        name=setting.words(),
        measure=cached_measure(item.indicator, item.year, base),
        group=cached_group(setting.perimeter, setting.left_out, base),
        reference=cached_reference(setting.definition, setting.left_out, base),
    )


def settings(perimeters: Iterable[str]) -> Iterator[Setting]:
    """Give every combination of some perimeters, a definition and areas left out."""
    for chosen in product(perimeters, OPTIONS["metropole"].choices, LEFT_OUT):
        yield Setting(*chosen)


@st.cache_resource(show_spinner="Calcul de toutes les variantes…", max_entries=500)
def cached_contrasts(item: Item, perimeters: tuple[str, ...]) -> pd.DataFrame:
    """Return the contrast of an indicator for some perimeters, under each definition and with areas left out.

    Index: settings. Where less than `LEAST_SHARE` of the inhabitants of one side are covered, it is unknown.
    All in one call: the figures of the métropoles, the same for each perimeter, are then computed once.
    """
    chosen = list(settings(perimeters))
    table = _masked(contrast_under_variants([_variant(item, one, perimeters[0]) for one in chosen]))
    return table.set_axis(pd.Index(chosen, tupleize_cols=False), axis="index")


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_variants(item: Item, base: Setting) -> pd.DataFrame:
    """Return the contrast of an indicator under every setting, the base first."""
    own = () if base.perimeter in FLAGS else ((base.perimeter,),)
    table = pd.concat([cached_contrasts(item, perimeters) for perimeters in (*own, tuple(FLAGS))])
    order = [base, *(setting for setting in table.index if setting != base)]
    table = table.loc[pd.Index(order, tupleize_cols=False)].reset_index(drop=True)
    return table.assign(holds=keeps_sense(table["gap"], float(table["gap"].iloc[0])))


def _masked(table: pd.DataFrame) -> pd.DataFrame:
    """Hide the variants of which too little is covered."""
    least = table[["coverage_group_pct", "coverage_reference_pct"]].min(axis=1)
    known = least.ge(LEAST_SHARE)
    return table.assign(
        gap=table["gap"].where(known), ratio=table["ratio"].where(known), holds=table["holds"].where(known)
    )


# --- all variants -------------------------------------------------------------------------------------------


Tables = dict[Item, pd.DataFrame]


def _strip_block(tables: Tables, base: Setting, theme: Theme) -> FigureBlock:
    lines = [data.source_line(data.cached_indicators()[key], year, data.FRANCE) for key, year in tables]
    return FigureBlock(
        key="solidite",
        title="L’écart avec les métropoles tient-il quand on change de définition ?",
        lead=said(ROBUSTNESS),
        description="Écart entre le périmètre et les métropoles sous toutes les variantes, en %",
        chart=_drawn(tables, theme),
        sentences=(*_overall(base, tables), *(_holding(base, item, one) for item, one in tables.items())),
        grid=_grid(tables),
        source=f"{' '.join(dict.fromkeys(lines))} {definition_words(base.definition)}",
        caution=paragraphs(ROBUSTNESS_CAUTION),
    )


def _oriented(indicator: str, ratio: pd.Series) -> pd.Series:
    """Return gaps in % of the reference, above zero where the indicator is on its less favourable side."""
    return _sense(data.cached_indicators()[indicator].direction) * 100.0 * (ratio - 1.0)


def _sense(direction: str) -> float:
    return 1.0 if direction == LESS_IS_BETTER else -1.0


def _drawn(tables: Tables, theme: Theme) -> alt.LayerChart:
    from viz.charts.strip import strip  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    marks = [_marks(row, key, table) for row, ((key, _), table) in enumerate(tables.items())]
    rows = pd.DataFrame(
        {
            "label": [f"{data.cached_indicators()[key].short}, {year}" for key, year in tables],
            "shown": [_score(table) for table in tables.values()],
            "strong": False,
        }
    )
    title = "Écart avec les métropoles, en %"
    return strip(pd.concat(marks, ignore_index=True), rows, inks(theme), title=title)


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


def _overall(base: Setting, tables: Tables) -> tuple[str, ...]:
    """Say in how many variants of all indicators the gap holds, if there are several."""
    if len(tables) == 1:
        return ()
    holds = pd.concat([table["holds"] for table in tables.values()])
    place = bare(within(data.cached_territory(base.perimeter).label_in_sentence))
    claim = f"Sur {number(len(tables))} indicateurs, l’écart entre {place} et les métropoles"
    return (holding_sentence(claim, int(holds.sum()), int(holds.notna().sum()), int(holds.isna().sum())),)


def _holding(base: Setting, item: Item, table: pd.DataFrame) -> str:
    title, place = data.cached_indicators()[item.indicator].title, data.cached_territory(base.perimeter)
    claim = f"{title}, {item.year} : l’écart entre {bare(within(place.label_in_sentence))} et les métropoles"
    known = table["holds"].notna()
    return holding_sentence(typeset(claim), int(table["holds"].sum()), int(known.sum()), int((~known).sum()))


def _grid(tables: Tables) -> Grid:
    rows = []
    for (key, year), table in tables.items():
        gaps = _oriented(key, table["ratio"])
        ends = [signed(value, "%", 0) for value in (gaps.iloc[0], gaps.min(), gaps.max())]
        rows.append((data.cached_indicators()[key].title, str(year), _score(table), *ends))
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


def _alternatives(base: Setting, own: Item) -> Alternatives:
    """Return what to try instead of each choice of the page, in French words."""
    titles, universe = OPTIONS["metropole"].choices, cached_universe(base.perimeter)
    others = [item for item in _items(NATIONAL) if item.indicator != own.indicator]
    known = data.cached_indicators()
    return Alternatives(
        indicators={
            f"Indicateur : {known[key].title}": cached_measure(key, year, base.perimeter)
            for key, year in others
            if known[key].direction != "neutral"
        },
        groups={
            f"Périmètre : {data.cached_territory(key).label}": _inside(key, universe)
            for key in FLAGS
            if key != base.perimeter
        },
        references={
            f"Métropoles : {title[0].lower()}{title[1:]}": _on(cached_metropolitan(key), universe)
            for key, title in titles.items()
            if key != base.definition
        },
        left_out={
            sentence_case(words): _areas(codes, universe) for words, codes in LEFT_OUT.items() if codes
        },
    )


def single_changes(item: Item, base: Setting) -> pd.DataFrame:
    """Return the contrast of the page, then each single change of it; ``side`` as in `_oriented`."""
    first = replace(_variant(item, base, base.perimeter), name="Le choix de la page")
    variants = one_change_at_a_time(first, _alternatives(base, item))
    table = _masked(contrast_under_variants(variants))
    senses = [_sense(variant.measure.direction) for variant in variants]
    return table.assign(side=100.0 * (table["ratio"] - 1.0) * senses)


def _single_block(item: Item, base: Setting, theme: Theme) -> FigureBlock:
    known, table = data.cached_indicators()[item.indicator], single_changes(item, base)
    return FigureBlock(
        key="un-changement",
        title=typeset(f"Une chose à la fois : {known.title}, {item.year}"),
        lead=said(ONE_BY_ONE),
        description="Écart entre le périmètre et les métropoles, une seule chose changée à la fois, en %",
        chart=_single_chart(table, theme),
        sentences=(_single_sentence(base, item, table),),
        grid=_single_grid(table),
        source=f"{data.source_line(known, item.year, data.FRANCE)} {definition_words(base.definition)}",
        caution=paragraphs(ROBUSTNESS_CAUTION),
    )


def _single_chart(table: pd.DataFrame, theme: Theme) -> alt.LayerChart:
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
    return dot_rows(marks, rows, inks(theme), 0.0)


def _single_sentence(base: Setting, item: Item, table: pd.DataFrame) -> str:
    """Say how far the gap moves over single changes of perimeter, definition or areas left out."""
    measure = measure_of(*item)
    same = table[table["change"].ne("indicator")].dropna(subset=["gap"])
    name = sentence_case(bare(within(data.cached_territory(base.perimeter).label_in_sentence)))
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
