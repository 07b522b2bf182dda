"""Between territories or inside each? Theil's index split by EPCI, or by basin, métropole and rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.aggregate import weighted_mean
from geo.inequality import TheilDecomposition, theil_decomposition, weighted_gini, weighted_quantile
from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.groups import measure_of, too_little
from pages.shared.inequality.groupings import EPCI, NOUNS, groups_of, names_of
from pages.shared.inequality.values import (
    Compared,
    asked,
    below_zero,
    cached_compared,
    given,
    source_of,
    unfit,
)
from pages.shared.inequality.words import GROUPS, NO_LARGER, THEIL, THEIL_CAUTION, THREE, TOO_MANY
from pages.shared.options import option
from pages.shared.typography import paragraphs, said
from pages.shared.widgets import select_option
from viz.french import number, quantity
from viz.sentences.inequality import GINI_DECIMALS, range_text, short_unit, spread_of_groups, theil_sentence

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.palettes import Theme

MOST_ROWS: Final = 40
"""Groups drawn one by one; beyond, a smaller perimeter is asked for."""
THEIL_DECIMALS: Final = 4
GROUPING: Final = "groupes"
DEFINITION: Final = "metropole"


@dataclass(frozen=True)
class Split:
    """The decomposition of a place."""

    place: Compared
    theil: TheilDecomposition


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_splits(
    indicator: str, year: int, perimeter: str, grouping: str, definition: str
) -> tuple[Split, ...]:
    """Return the split of each place compared whose figures are given and that has several groups."""
    places = given(cached_compared(indicator, year, perimeter))
    chosen = [place for place in places if grouping == EPCI or _contains(place, perimeter)]
    return tuple(_split(place, groups_of(place, perimeter, grouping, definition)) for place in chosen)


def _contains(place: Compared, perimeter: str) -> bool:
    """Tell whether a place has all the communes of a perimeter, and others."""
    codes = data.cached_territory(perimeter).codes
    return len(place.observed) > len(codes) and bool(codes.isin(place.observed.index).all())


def _split(place: Compared, groups: pd.Series) -> Split:
    return Split(place, theil_decomposition(place.observed, place.weights, groups))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_levels(indicator: str, year: int, perimeter: str, grouping: str, definition: str) -> pd.DataFrame:
    """Return the groups of the first place of `cached_splits`: name, role, levels, spread.

    Index: groups, in screen order. Columns ``name``, ``role``, ``n``, ``people``, ``mean``, ``low``
    and ``high`` (deciles of its communes), ``gini``.
    """
    split = cached_splits(indicator, year, perimeter, grouping, definition)[0]
    groups = groups_of(split.place, perimeter, grouping, definition)
    names = names_of(split.place, perimeter, grouping)
    order = [key for key in names.index if key in split.theil.groups.index]
    rows = [_group(split.place, groups.index[groups.eq(key)]) for key in order]
    levels = pd.DataFrame(rows, index=order).join(split.theil.groups[["n", "mean"]])
    return levels.join(names)


def _group(place: Compared, codes: pd.Index) -> dict[str, float]:
    values, weights = place.observed.loc[codes], place.weights.loc[codes]
    return {
        "people": weights[values.notna()].sum(),
        "low": weighted_quantile(values, weights, 0.1),
        "high": weighted_quantile(values, weights, 0.9),
        "gini": weighted_gini(values, weights),
    }


def _asked(state: State) -> tuple[str, int, str, str, str]:
    """Return the choices that a decomposition depends on."""
    return state.indicator, state.year, state.perimeter, option(GROUPING), option(DEFINITION)


def show_theil(state: State) -> None:
    """Draw what lies between groups and inside them, then the groups one by one."""
    if unfit(state) or below_zero(state):
        return
    _select_groups()
    splits = cached_splits(*_asked(state))
    if not splits:
        _nothing(state)
        return
    for block in cached_blocks(asked(state), page_theme()):
        show_figure(block)
    n = len(splits[0].theil.groups)
    if n > MOST_ROWS and splits[0].place.id == state.perimeter:
        st.info(said(TOO_MANY, n=number(n)), icon=":material/info:")


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_blocks(state: State, theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the blocks of the section for some choices, in a theme."""
    splits = cached_splits(*_asked(state))
    drawn = _one_by_one(state, splits[0])
    return (_shares_block(state, splits), *([_groups_block(state, splits[0])] if drawn else []))


def _one_by_one(state: State, split: Split) -> bool:
    """Tell whether groups are drawn one by one: few, and not the EPCI of a place that was not asked for."""
    own = option(GROUPING) != EPCI or split.place.id == state.perimeter
    return own and len(split.theil.groups) <= MOST_ROWS


def _select_groups() -> None:
    left, right, _ = st.columns([3, 4, 3])
    with left:
        select_option(GROUPING, "Groupes de communes")
    if option(GROUPING) != EPCI:
        with right:
            select_option(DEFINITION, "Métropole")


def _nothing(state: State) -> None:
    """Say why there is no decomposition."""
    place = cached_compared(state.indicator, state.year, state.perimeter)[0]
    words = said(NO_LARGER) if place.enough else too_little(place.place, place.known)
    st.info(words, icon=":material/info:")


def _shares_block(state: State, splits: tuple[Split, ...]) -> FigureBlock:
    told = measure_of(state.indicator, state.year)
    noun, places = NOUNS[option(GROUPING)], cached_compared(state.indicator, state.year, state.perimeter)
    sentences = [
        theil_sentence(told, split.place.place, split.theil.between_share, len(split.theil.groups), noun)
        for split in splits
    ]
    rows = [
        (
            split.place.name,
            number(len(split.theil.groups)),
            *(number(part, THEIL_DECIMALS) for part in (split.theil.total, split.theil.between)),
            quantity(100 * split.theil.between_share, "%", 1),
        )
        for split in splits
    ]
    return FigureBlock(
        key="theil",
        title="Entre les groupes, ou à l’intérieur de chacun ?",
        lead=said(THEIL),
        description=f"Partage de l’indice de Theil, {told.title}, {state.year}",
        chart=_shares_chart(splits),
        sentences=(
            *sentences,
            *(too_little(place.place, place.known) for place in places if not place.enough),
        ),
        grid=Grid(
            ("Territoire", "Groupes", "Indice de Theil", "dont entre", "Part entre"),
            rows,
            frozenset({1, 2, 3, 4}),
        ),
        source=source_of(state, places),
        caution=paragraphs(THEIL_CAUTION),
    )


def _shares_chart(splits: tuple[Split, ...]) -> alt.LayerChart | None:
    from viz.charts.bars import bars  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    noun, known = NOUNS[option(GROUPING)], [split for split in splits if split.theil.total > 0]
    if not known:
        return None
    parts = pd.concat([_parts(row, split) for row, split in enumerate(known)], ignore_index=True)
    rows = pd.DataFrame(
        {
            "label": [split.place.name for split in known],
            "shown": [f"{number(len(split.theil.groups))} {noun}" for split in known],
            "strong": [row == 0 for row in range(len(known))],
        }
    )
    return bars(parts, rows, inks(page_theme()), end=100.0)


def _parts(row: int, split: Split) -> pd.DataFrame:
    between = 100 * split.theil.between_share
    shares = [quantity(between, "%"), quantity(100 - round(between), "%")]
    return pd.DataFrame(
        {
            "row": row,
            "start": [0.0, between],
            "end": [between, 100.0],
            "role": split.place.role,
            "strength": [1.0, 0.32],
            "name": ["Entre les groupes", "À l’intérieur des groupes"],
            "text": shares,
            "inside": [f"Entre {shares[0]}", f"À l’intérieur {shares[1]}"],
        }
    )


def _groups_block(state: State, split: Split) -> FigureBlock:
    told, groups = measure_of(state.indicator, state.year), cached_levels(*_asked(state))
    return FigureBlock(
        key="groupes",
        title=said("Chaque groupe : son niveau, ses écarts"),
        lead=said(GROUPS if option(GROUPING) == EPCI else THREE),
        description=f"Moyenne et étendue par groupe, {told.title}, {state.year}",
        chart=_groups_chart(state, split),
        sentences=(
            spread_of_groups(told, split.place.place, groups["mean"].tolist(), NOUNS[option(GROUPING)]),
        ),
        grid=Grid(
            (
                "Groupe",
                "Communes",
                "Habitants",
                "Moyenne (approximation)",
                "Premier décile",
                "Neuvième décile",
                "Gini interne",
            ),
            [_group_row(told.decimals, row) for _, row in groups.iterrows()],
            frozenset(range(1, 7)),
        ),
        source=source_of(state, (split.place,)),
        caution=paragraphs(THEIL_CAUTION),
    )


def _group_row(decimals: int, row: pd.Series) -> tuple[str, ...]:
    levels = [number(row[column], decimals) for column in ("mean", "low", "high")]
    counts = [number(row[column]) for column in ("n", "people")]
    return (row["name"], *counts, *levels, number(row["gini"], GINI_DECIMALS))


def _groups_chart(state: State, split: Split) -> alt.LayerChart:
    from viz.charts.ranges import ranges  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    told, groups = measure_of(state.indicator, state.year), cached_levels(*_asked(state))
    mine = data.cached_communes()["code_epci"].get(state.commune or "", "")
    frame = pd.DataFrame(
        {
            "label": groups["name"],
            "shown": ["≈ " + quantity(mean, short_unit(told), told.decimals) for mean in groups["mean"]],
            "strong": groups.index == mine,
            "role": ["commune" if code == mine else role for code, role in groups["role"].items()],
            "low": groups["low"],
            "middle": groups["mean"],
            "high": groups["high"],
            "text": [
                range_text(told, *levels) for levels in groups[["low", "mean", "high"]].to_numpy().tolist()
            ],
        }
    )
    return ranges(
        frame, inks(page_theme()), reference=weighted_mean(split.place.observed, split.place.weights)
    )
