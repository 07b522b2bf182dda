"""Do gaps between communes close? The spread year by year, and growth against the starting level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from geo.aggregate import Coverage, coverage, weighted_mean
from geo.convergence import BetaConvergence, SigmaConvergence, beta_convergence, sigma_convergence
from geo.reliability import SMALL_POPULATION
from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.groups import enough, too_little
from pages.shared.inequality.values import ROLES, asked, unfit
from pages.shared.inequality.words import BETA, BETA_CAUTION, ONE_YEAR, SIGMA, SIGMA_CAUTION
from pages.shared.typography import paragraphs, said
from viz.french import number, quantity, signed, within
from viz.sentences.convergence import beta_sentence, points_sentence, sigma_sentence

if TYPE_CHECKING:
    import altair as alt

    from loaders.catalog import Indicator
    from pages.shared.url_state import State
    from viz.palettes import Theme

LINE_POINTS: Final = 40


def show_convergence(state: State) -> None:
    """Draw the spread through the years, then growth against the starting level."""
    if unfit(state):
        return
    years = data.years_of(state.indicator, data.extent_of(state.perimeter))
    if len(years) == 1:
        st.info(said(ONE_YEAR, title=_item(state).title, year=str(years[0])), icon=":material/info:")
        return
    known = coverage_of(state.indicator, state.perimeter)
    if not enough(known):
        st.info(too_little(_place(state.perimeter), known), icon=":material/info:")
        return
    for block in cached_blocks(asked(state), page_theme()):
        show_figure(block)


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_blocks(state: State, theme: Theme) -> tuple[FigureBlock, ...]:  # noqa: ARG001 (part of the key)
    """Return the blocks of the section for some choices, in a theme."""
    return _sigma_block(state), _beta_block(state)


def _item(state: State) -> Indicator:
    return data.cached_indicators()[state.indicator]


def _place(territory: str) -> str:
    return within(data.cached_territory(territory).label_in_sentence)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_years(indicator: str, territory: str) -> pd.DataFrame:
    """Return the values of a territory, a column for each year that has some."""
    where = data.cached_territory(territory)
    years = data.years_of(indicator, where.extent)
    return pd.DataFrame(
        {year: data.observations(indicator, year, where.extent)["value"].loc[where.codes] for year in years}
    )


def _people(indicator: str, territory: str) -> pd.Series:
    """Return inhabitants in the first year of an indicator."""
    where = data.cached_territory(territory)
    first = data.years_of(indicator, where.extent)[0]
    return data.cached_population(first, where.extent).loc[where.codes]


def coverage_of(indicator: str, territory: str) -> Coverage:
    """Return which communes have a value every year."""
    values = cached_years(indicator, territory)
    complete = values.iloc[:, 0].where(values.notna().all(axis=1))
    return coverage(complete, _people(indicator, territory))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_sigma(indicator: str, territory: str) -> SigmaConvergence:
    """Return the spread between the communes of a territory, year by year."""
    return sigma_convergence(cached_years(indicator, territory), _people(indicator, territory))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_beta(indicator: str, territory: str) -> BetaConvergence:
    """Return the line of growth on starting level, between the first and the last year."""
    values = cached_years(indicator, territory)
    first, last = _ends(values)
    return beta_convergence(
        values[first],
        values[last],
        last - first,
        _people(indicator, territory),
        logarithms=_logarithms(indicator),
    )


def _ends(values: pd.DataFrame) -> tuple[int, int]:
    """Return the first and the last year."""
    return int(values.columns[0]), int(values.columns[-1])


def _logarithms(indicator: str) -> bool:
    return data.cached_indicators()[indicator].kind == "amount"


def _territories(state: State) -> list[str]:
    """Return the perimeter and the larger places that have several years and enough communes."""
    ids = dict.fromkeys([state.perimeter, data.REFERENCE, data.FRANCE])
    several = [key for key in ids if len(data.years_of(state.indicator, data.extent_of(key))) > 1]
    return [key for key in several if enough(coverage_of(state.indicator, key))]


def _source(state: State) -> str:
    item = _item(state)
    years = data.years_of(state.indicator, data.extent_of(state.perimeter))
    line = data.source_line(item, years[-1], data.extent_of(state.perimeter))
    return said(f"{line} Années : {', '.join(map(str, years))}.")


def _sigma_block(state: State) -> FigureBlock:
    item, territories = _item(state), _territories(state)
    spreads = {key: cached_sigma(state.indicator, key).dispersion["cv"] for key in territories}
    sentences = tuple(
        sigma_sentence(
            item.title,
            _place(key),
            (int(cv.index[0]), float(cv.iloc[0])),
            (int(cv.index[-1]), float(cv.iloc[-1])),
        )
        for key, cv in spreads.items()
    )
    table = pd.DataFrame({data.cached_territory(key).title: cv for key, cv in spreads.items()})
    return FigureBlock(
        key="sigma",
        title="Les écarts se réduisent-ils ?",
        lead=said(SIGMA),
        description=f"Écart typique entre communes au fil des ans, {item.title}",
        chart=_sigma_chart(spreads),
        sentences=sentences,
        grid=Grid(
            ("Année", *map(str, table.columns)),
            [
                (str(year), *(quantity(100 * value, "%", 1) for value in row))
                for year, row in zip(table.index, table.to_numpy(), strict=True)
            ],
            frozenset(range(1, table.shape[1] + 1)),
        ),
        source=_source(state),
        caution=(*_caveats(cached_sigma(state.indicator, state.perimeter)), *paragraphs(SIGMA_CAUTION)),
    )


def _caveats(result: SigmaConvergence | BetaConvergence) -> tuple[str, ...]:
    """Return what limits a result, with the apostrophes of the site."""
    return tuple(text.replace("'", "’") for text in result.caveats)


def _sigma_chart(spreads: dict[str, pd.Series]) -> alt.LayerChart:
    from viz.charts.theme import inks  # noqa: PLC0415
    from viz.charts.trajectories import trajectories  # noqa: PLC0415

    points = pd.concat(
        [
            pd.DataFrame({"line": line, "year": cv.index.astype(int), "value": 100 * cv.to_numpy()})
            for line, cv in enumerate(spreads.values())
        ],
        ignore_index=True,
    )
    points["text"] = [quantity(value, "%", 1) for value in points["value"]]
    lines = pd.DataFrame(
        {
            "label": [data.cached_territory(key).title.partition(" (")[0] for key in spreads],
            "shown": [quantity(100 * cv.iloc[-1], "%", 1) for cv in spreads.values()],
            "role": ROLES[: len(spreads)],
            "strong": [line == 0 for line in range(len(spreads))],
        }
    )
    return trajectories(points, lines, inks(page_theme()))


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_growth(indicator: str, territory: str) -> pd.DataFrame:
    """Return ``level`` at the start, ``growth`` a year (in %, or in points), ``people``, ``name``."""
    values, people = cached_years(indicator, territory), _people(indicator, territory)
    first, last = _ends(values)
    start, end = values[first], values[last]
    gap = 100 * np.log(end / start) if _logarithms(indicator) else end - start
    names = data.communes_of(data.extent_of(territory))["name"].loc[values.index]
    frame = pd.DataFrame(
        {"level": start, "end": end, "growth": gap / (last - first), "people": people, "name": names}
    )
    large = frame["people"] >= SMALL_POPULATION
    return frame[large].replace([np.inf, -np.inf], np.nan).dropna()


def _beta_block(state: State) -> FigureBlock:
    item, beta = _item(state), cached_beta(state.indicator, state.perimeter)
    years = data.years_of(state.indicator, data.extent_of(state.perimeter))
    cv = cached_sigma(state.indicator, state.perimeter).dispersion["cv"]
    rows = (
        ("Pente par an", number(beta.slope, 4)),
        ("Erreur type", number(beta.standard_error, 4)),
        ("Part expliquée (R²)", quantity(100 * beta.r_squared, "%", 1)),
        ("Part de l’écart refermée par an", quantity(beta.speed_pct, "%", 2)),
        ("Écart final sur écart de départ", number(beta.spread_ratio, 2)),
        ("Communes", number(beta.n)),
    )
    return FigureBlock(
        key="beta",
        title="Le point de départ compte-t-il ?",
        lead=said(BETA, least=number(SMALL_POPULATION)),
        description=f"Évolution des communes selon leur niveau de départ, {item.title}",
        chart=_beta_chart(state),
        sentences=tuple(
            text
            for text in (
                beta_sentence(item.title, _place(state.perimeter), (years[0], years[-1]), beta),
                "" if _logarithms(item.id) else points_sentence(cv.iloc[0], cv.iloc[-1], beta.spread_ratio),
            )
            if text
        ),
        grid=Grid(("Mesure", "Valeur"), rows, frozenset({1})),
        source=_source(state),
        caution=(*_caveats(beta), *paragraphs(BETA_CAUTION)),
    )


def _beta_chart(state: State) -> alt.LayerChart:
    from viz.charts.scatter import growth_scatter  # noqa: PLC0415
    from viz.charts.theme import inks  # noqa: PLC0415

    item, points = _item(state), cached_growth(state.indicator, state.perimeter)
    years = data.years_of(state.indicator, data.extent_of(state.perimeter))
    unit = "%" if item.kind == "amount" else "points"
    told = [
        f"{number(start, item.decimals)} en {years[0]}, {number(end, item.decimals)} en {years[-1]} "
        f"({signed(growth, unit, 2)} par an)"
        for start, end, growth in zip(points["level"], points["end"], points["growth"], strict=True)
    ]
    frame = points.assign(text=told, chosen=points.index == (state.commune or ""))
    return growth_scatter(
        frame,
        _line(state, points),
        inks(page_theme()),
        x_title=f"{item.short} en {years[0]} ({item.unit})",
        y_title=f"Évolution ({unit} par an)",
    )


def _line(state: State, points: pd.DataFrame) -> pd.DataFrame:
    """Return the fitted line, through the weighted means of the points, over their levels."""
    slope = cached_beta(state.indicator, state.perimeter).slope
    if points.empty or np.isnan(slope):
        return pd.DataFrame({"level": [], "growth": []})
    scale, unit = (np.log, 100.0) if _logarithms(state.indicator) else (np.asarray, 1.0)
    levels = np.linspace(points["level"].min(), points["level"].max(), LINE_POINTS)
    middle = weighted_mean(pd.Series(scale(points["level"]), index=points.index), points["people"])
    mean = weighted_mean(points["growth"], points["people"])
    return pd.DataFrame({"level": levels, "growth": mean + unit * slope * (scale(levels) - middle)})
