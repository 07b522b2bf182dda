"""Fragility by theme, weights in the reader's hands, and how much a rank depends on the recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.aggregate import weighted_mean
from geo.classify import displayed
from pages.shared import data
from pages.shared.category_maps import category_view
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.inequality import recipes
from pages.shared.inequality.ranks import ranks_block
from pages.shared.inequality.recipes import own_place, place, source
from pages.shared.inequality.values import asked, outside
from pages.shared.inequality.weights import RECIPE, WEIGHTS, select_recipe
from pages.shared.inequality.words import FDEP_SIGNS_WRONG, FRAGILITY, FRAGILITY_CAUTION, THEMES_LEAD
from pages.shared.maps import cached_geometry, draw_map
from pages.shared.options import option
from pages.shared.typography import paragraphs, said
from viz import palettes
from viz.categories import Category, Shown, category_map
from viz.choropleth import Words
from viz.french import coverage_sentence, number, quantity
from viz.map_component import show_table
from viz.sentences.fragility import (
    FIFTHS,
    fifths_sentence,
    score_sentence,
    themes_sentence,
)

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.layers import Choropleth
    from viz.palettes import Theme

KEY: Final = "fragilite"
REGION: Final = "des communes du Nord–Pas-de-Calais"
LOWEST, HIGHEST = 0, recipes.FIFTHS - 1
CATEGORIES: Final = {
    str(fifth): Category(label[0].upper() + label[1:], palettes.Paint(light, dark))
    for fifth, (label, light, dark) in enumerate(
        zip(
            (text.removeprefix("le ") for text in FIFTHS),
            palettes.sequential(recipes.FIFTHS, "light").colours,
            palettes.sequential(recipes.FIFTHS, "dark").colours,
            strict=True,
        )
    )
}


def show_fragility(state: State) -> None:
    """Draw the weights, the map, the themes, and the ranks over the recipes."""
    if outside(state):
        return
    st.subheader("Où plusieurs fragilités s’ajoutent-elles ?")
    st.html(f'<p class="bm-block-lead">{said(FRAGILITY)}</p>')
    select_recipe()
    digits, recipe = option(WEIGHTS), option(RECIPE)
    if recipe == recipes.FDEP and not recipes.cached_fdep().signs_as_expected:
        st.info(said(FDEP_SIGNS_WRONG), icon=":material/info:")
        return
    view = category_view(state, KEY, cached_layer(digits, recipe, state.perimeter), CATEGORIES)
    draw_map(view)
    for block in cached_blocks(asked(state), page_theme()):
        show_figure(block)
    show_table(view.key)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_blocks(state: State, theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the blocks of the section for some choices, in a theme."""
    digits, recipe = option(WEIGHTS), option(RECIPE)
    return _map_block(state, digits, recipe), _themes_block(state, digits), ranks_block(state, digits)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_layer(digits: str, recipe: str, perimeter: str) -> Choropleth:
    """Return the fifths of the scores of a perimeter as a map."""
    territory = data.cached_territory(perimeter)
    scores, fifths = recipes.cached_scores(digits, recipe), recipes.cached_fifths(digits, recipe)
    areas = pd.DataFrame(
        {
            "category": fifths.astype("Int64").astype("string"),
            "value": displayed(scores, _decimals(recipe)),
            "status": scores.notna().map({True: "published", False: "not_available"}),
        }
    ).loc[territory.codes]
    title = "Score de fragilité" if recipe != recipes.FDEP else "Indice de désavantage social (FDep)"
    unit = "" if recipe == recipes.FDEP else f"points sur {number(_most(digits))}"
    return category_map(
        cached_geometry(),
        areas,
        CATEGORIES,
        Shown(title, "Score", unit, _decimals(recipe)),
        Words(
            subtitle=territory.label,
            notes=(said(f"Cinquièmes {REGION} qui ont un score."), _covered(areas["value"])),
            source=source(),
            fragile_reason="",
        ),
    )


def _decimals(recipe: str) -> int:
    return 2 if recipe == recipes.FDEP else 0


def _most(digits: str) -> float:
    return 10 * sum(recipes.weights_of(digits).values())


def _covered(values: pd.Series) -> str:
    people = data.cached_population(data.LATEST).loc[values.index]
    known = values.notna()
    return coverage_sentence(int(known.sum()), len(values), 100 * people[known].sum() / people.sum())


def _map_block(state: State, digits: str, recipe: str) -> FigureBlock:
    codes = data.cached_territory(state.perimeter).codes
    fifths = recipes.cached_fifths(digits, recipe).loc[codes]
    people = data.cached_population(data.LATEST).loc[codes]
    shares = 100 * people.groupby(fifths).sum().reindex(range(recipes.FIFTHS), fill_value=0.0)
    shares = shares / people[fifths.notna()].sum()
    sentences = [fifths_sentence(place(state), shares[LOWEST], shares[HIGHEST], REGION)]
    if state.commune and recipe != recipes.FDEP:
        sentences.insert(0, _own_sentence(state, state.commune, digits))
    counts = fifths.value_counts().reindex(range(recipes.FIFTHS), fill_value=0)
    return FigureBlock(
        key="score",
        title="Ce que dit la carte",
        description="",
        sentences=tuple(sentences),
        grid=Grid(
            ("Score", "Communes", "Part des habitants"),
            [
                (category.label, number(counts[int(key)]), quantity(shares[int(key)], "%", 1))
                for key, category in CATEGORIES.items()
            ],
            frozenset({1, 2}),
        ),
        source=source(),
        caution=paragraphs(FRAGILITY_CAUTION),
    )


def _own_sentence(state: State, commune: str, digits: str) -> str:
    score = float(recipes.cached_scores(digits, recipes.DECILES)[commune])
    fifth = recipes.cached_fifths(digits, recipes.DECILES)[commune]
    return score_sentence(
        own_place(state), score, _most(digits), None if pd.isna(fifth) else int(fifth), REGION
    )


def _themes_block(state: State, digits: str) -> FigureBlock:
    codes = data.cached_territory(state.perimeter).codes
    points, people = recipes.cached_points(digits), data.cached_population(data.LATEST)
    means = [weighted_mean(points[theme].loc[codes], people.loc[codes]) for theme in recipes.THEMES]
    own = [float(points[theme].get(state.commune or "", float("nan"))) for theme in recipes.THEMES]
    titles = [_theme_title(theme) for theme in recipes.THEMES.values()]
    sentences = [
        themes_sentence(
            place(state), {t.title: m for t, m in zip(recipes.THEMES.values(), means, strict=True)}, 1
        )
    ]
    if state.commune:
        named = {t.title: value for t, value in zip(recipes.THEMES.values(), own, strict=True)}
        sentences.insert(0, themes_sentence(own_place(state), named))
    return FigureBlock(
        key="themes",
        title="Thème par thème",
        lead=said(THEMES_LEAD),
        description="Points de fragilité par thème, de 1 à 10",
        chart=_themes_chart(titles, means, own, state),
        sentences=tuple(text for text in sentences if text),
        grid=Grid(
            ("Thème et indicateur", "Périmètre", "Ma commune"),
            [
                (title, number(mean, 1), number(mine))
                for title, mean, mine in zip(titles, means, own, strict=True)
            ],
            frozenset({1, 2}),
        ),
        source=source(),
        caution=paragraphs(FRAGILITY_CAUTION),
    )


def _theme_title(theme: recipes.Theme) -> str:
    return said(f"{theme.title} : {data.cached_indicators()[theme.indicator].short.lower()}, {theme.year}")


def _themes_chart(titles: list[str], means: list[float], own: list[float], state: State) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    territory = data.cached_territory(state.perimeter).title
    name = str(data.cached_communes()["name"].get(state.commune or "", ""))
    marks = pd.concat(
        [
            pd.DataFrame({"value": means, "role": "basin", "name": territory, "row": range(len(means))}),
            pd.DataFrame({"value": own, "role": "commune", "name": name, "row": range(len(own))}),
        ],
        ignore_index=True,
    )
    marks = marks.assign(part=False, text=[number(value, 1) for value in marks["value"]])
    shown = [
        number(mean, 1) if not name else f"{number(mean, 1)} · {name} {number(mine)}"
        for mean, mine in zip(means, own, strict=True)
    ]
    rows = pd.DataFrame({"label": titles, "shown": shown, "strong": False})
    return dot_rows(marks, rows, inks(page_theme()), None, domain=(1, 10))
