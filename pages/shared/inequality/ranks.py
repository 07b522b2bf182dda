"""How much the rank of a commune depends on the recipe: a range for one, a distribution for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.inequality import weighted_quantile
from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme
from pages.shared.inequality import recipes
from pages.shared.inequality.recipes import own_place, place, source
from pages.shared.inequality.words import RANKS, RANKS_CAUTION
from pages.shared.typography import paragraphs, said
from viz.french import number, quantity
from viz.sentences.fragility import rank_sentence, spread_sentence

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State

BINS: Final = 12


def ranks_block(state: State, digits: str) -> FigureBlock:
    """Return by how many ranks communes move from recipe to recipe."""
    ranks, table = recipes.cached_ranks(digits), recipes.cached_rank_table(digits)
    codes = data.cached_territory(state.perimeter).codes
    people = data.cached_population(data.LATEST).loc[codes]
    n, tried = int(ranks["n"].iloc[0]), table.shape[1]
    middle = weighted_quantile(ranks["spread"].loc[codes], people, 0.5)
    sentences = [spread_sentence(place(state), middle, n, tried)]
    if state.commune:
        lowest, highest = (float(ranks[end][state.commune]) for end in ("lowest", "highest"))
        sentences.insert(0, rank_sentence(own_place(state), lowest, highest, n, tried))
    return FigureBlock(
        key="rangs",
        title="Le rang dépend de la recette",
        lead=said(RANKS),
        description="Nombre de rangs dont les communes bougent selon la recette, en part des habitants",
        chart=_spread_chart(state, ranks["spread"]),
        sentences=tuple(sentences),
        grid=_ranks_grid(state, table),
        source=source(),
        caution=paragraphs(RANKS_CAUTION),
    )


def _ranks_grid(state: State, table: pd.DataFrame) -> Grid:
    """Return the rank of the chosen commune under each recipe, or the recipes alone."""
    names = [recipes.recipe_title(str(recipe)) for recipe in table.columns]
    if state.commune is None or state.commune not in table.index:
        return Grid(("Recette",), [(said(name),) for name in names])
    ranks = table.loc[state.commune]
    name = str(data.cached_communes()["name"][state.commune])
    rows = [(said(title), number(round(rank))) for title, rank in zip(names, ranks, strict=True)]
    return Grid(("Recette", said(f"Rang ({name})")), rows, frozenset({1}))


def _spread_chart(state: State, spread: pd.Series) -> alt.LayerChart:
    from viz.charts.distribution import distribution_rows  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    ids = dict.fromkeys([state.perimeter, data.REFERENCE])
    people = data.cached_population(data.LATEST)
    step = -(-int(spread.max()) // BINS // 10) * 10 or 1
    bins, rows = [], []
    for row, territory in enumerate(ids):
        codes = spread.loc[data.cached_territory(territory).codes].dropna().index
        start = (spread[codes] // step * step).astype(int)
        shares = 100 * people[codes].groupby(start).sum() / people[codes].sum()
        bins += [
            (row, low, low + step, share, said(f"{quantity(share, '%')} : de {low} à {low + step} rangs"))
            for low, share in zip(shares.index.astype(int), shares, strict=True)
        ]
        middle = weighted_quantile(spread[codes], people[codes], 0.5)
        title = data.cached_territory(territory).title
        rows.append(
            (
                title,
                f"médiane {number(round(middle))}",
                middle,
                "basin" if row == 0 else "reference",
                row == 0,
            )
        )
    return distribution_rows(
        pd.DataFrame(bins, columns=["row", "start", "end", "share", "text"]),
        pd.DataFrame(rows, columns=["label", "shown", "median", "role", "strong"]),
        inks(page_theme()),
        title="Rangs d’écart selon la recette",
    )
