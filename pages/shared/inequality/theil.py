"""Between territories or inside each? Theil's index split by intercommunalité."""

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
from pages.shared.inequality.values import (
    Compared,
    cached_compared,
    communes_of,
    given,
    source_of,
    unfit,
)
from pages.shared.inequality.words import GROUPS, THEIL, THEIL_CAUTION, TOO_MANY, paragraphs, said
from viz.french import number, quantity
from viz.sentences.inequality import GINI_DECIMALS, range_text, short_unit, spread_of_groups, theil_sentence

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State

MOST_ROWS: Final = 40
"""Groups drawn one by one; beyond, a smaller perimeter is asked for."""
THEIL_DECIMALS: Final = 4
NOUN: Final = "intercommunalités"


@dataclass(frozen=True)
class Split:
    """The decomposition of a place, and the words and order of its groups (west to east)."""

    place: Compared
    theil: TheilDecomposition
    groups: pd.DataFrame
    """Index: codes; ``name``, ``n``, ``people``, ``mean``, ``low``, ``high`` (deciles of its communes)."""


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_splits(indicator: str, year: int, perimeter: str) -> tuple[Split, ...]:
    """Return the split of each place compared whose figures are given."""
    return tuple(_split(place) for place in given(cached_compared(indicator, year, perimeter)))


def _split(place: Compared) -> Split:
    communes = communes_of(place)
    theil = theil_decomposition(place.observed, place.weights, communes["code_epci"])
    rows = [_group(place, communes[communes["code_epci"] == code]) for code in theil.groups.index]
    groups = pd.DataFrame(rows, index=theil.groups.index).join(theil.groups[["n", "mean", "share_of_total"]])
    return Split(place, theil, groups.sort_values("longitude"))


def _group(place: Compared, communes: pd.DataFrame) -> dict[str, object]:
    values, weights = place.observed.loc[communes.index], place.weights.loc[communes.index]
    return {
        "name": communes["epci_name"].iloc[0],
        "longitude": communes["centroid_lon"].mean(),
        "people": weights[values.notna()].sum(),
        "low": weighted_quantile(values, weights, 0.1),
        "high": weighted_quantile(values, weights, 0.9),
        "gini": weighted_gini(values, weights),
    }


def show_theil(state: State) -> None:
    """Draw what lies between groups and inside them, then the groups one by one."""
    if unfit(state):
        return
    splits = cached_splits(state.indicator, state.year, state.perimeter)
    show_figure(_shares_block(state, splits))
    places = cached_compared(state.indicator, state.year, state.perimeter)
    if places[0].enough and len(splits[0].groups) <= MOST_ROWS:
        show_figure(_groups_block(state, splits[0]))
    elif places[0].enough:
        st.info(said(TOO_MANY, n=number(len(splits[0].groups))), icon=":material/info:")


def _shares_block(state: State, splits: tuple[Split, ...]) -> FigureBlock:
    told = measure_of(state.indicator, state.year)
    places = cached_compared(state.indicator, state.year, state.perimeter)
    sentences = [
        theil_sentence(told, split.place.place, split.theil.between_share, len(split.groups), NOUN)
        for split in splits
    ]
    rows = [
        (
            split.place.name,
            number(len(split.groups)),
            *(number(part, THEIL_DECIMALS) for part in (split.theil.total, split.theil.between)),
            quantity(100 * split.theil.between_share, "%", 1),
        )
        for split in splits
    ]
    return FigureBlock(
        key="theil",
        title="Entre les intercommunalités, ou à l’intérieur de chacune ?",
        lead=said(THEIL),
        description=f"Partage de l’indice de Theil, {told.title}, {state.year}",
        chart=_shares_chart(splits),
        sentences=(
            *sentences,
            *(too_little(place.place, place.known) for place in places if not place.enough),
        ),
        grid=Grid(
            ("Territoire", "Intercommunalités", "Indice de Theil", "dont entre", "Part entre"),
            rows,
            frozenset({1, 2, 3, 4}),
        ),
        source=source_of(state, places),
        caution=paragraphs(THEIL_CAUTION),
    )


def _shares_chart(splits: tuple[Split, ...]) -> alt.LayerChart | None:
    from viz.charts.bars import bars  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    known = [split for split in splits if split.theil.total > 0]
    if not known:
        return None
    parts = pd.concat([_parts(row, split) for row, split in enumerate(known)], ignore_index=True)
    rows = pd.DataFrame(
        {
            "label": [split.place.name for split in known],
            "shown": [f"{number(len(split.groups))} {NOUN}" for split in known],
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
            "name": ["Entre intercommunalités", "À l’intérieur des intercommunalités"],
            "text": shares,
            "inside": [f"Entre {shares[0]}", f"À l’intérieur {shares[1]}"],
        }
    )


def _groups_block(state: State, split: Split) -> FigureBlock:
    told, groups = measure_of(state.indicator, state.year), split.groups
    return FigureBlock(
        key="groupes",
        title="Chaque intercommunalité : son niveau, ses écarts",
        lead=said(GROUPS),
        description=f"Moyenne et étendue par intercommunalité, {told.title}, {state.year}",
        chart=_groups_chart(state, split),
        sentences=(spread_of_groups(told, split.place.place, groups["mean"].tolist(), NOUN),),
        grid=Grid(
            (
                "Intercommunalité",
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

    told, groups = measure_of(state.indicator, state.year), split.groups
    mine = data.cached_communes()["code_epci"].get(state.commune or "", "")
    frame = pd.DataFrame(
        {
            "label": groups["name"],
            "shown": ["≈ " + quantity(mean, short_unit(told), told.decimals) for mean in groups["mean"]],
            "strong": groups.index == mine,
            "role": ["commune" if code == mine else split.place.role for code in groups.index],
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
