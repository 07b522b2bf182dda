"""Convergence: the same communes each year, spread and slope by their definitions, words that agree."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.reliability import SMALL_POPULATION
from pages.shared import data
from pages.shared.inequality import convergence
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP, number

BASIN = "mbm_250"
INCOME, UNEMPLOYMENT = "median_income_eur", "unemployment_rate_pct"
CASES = [INCOME, UNEMPLOYMENT]


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def complete(indicator, perimeter=BASIN):
    """Return values of each year of the communes known every year and not small, and their inhabitants."""
    years = data.years_of(indicator)
    codes = data.cached_territory(perimeter).codes
    frame = pd.DataFrame({year: data.observations(indicator, year)["value"].loc[codes] for year in years})
    people = data.cached_population(years[0]).loc[codes]
    kept = frame.notna().all(axis=1) & (people >= SMALL_POPULATION)
    return frame[kept], people[kept]


@pytest.mark.parametrize("indicator", CASES)
def test_the_spread_is_the_standard_deviation_over_the_mean_each_year(indicator):
    frame, people = complete(indicator)
    found = convergence.cached_sigma(indicator, BASIN)
    assert found.n == len(frame)
    for year, cv in found.dispersion["cv"].items():
        mean = np.average(frame[year], weights=people)
        deviation = np.sqrt(np.average((frame[year] - mean) ** 2, weights=people))
        assert cv == pytest.approx(deviation / mean, rel=1e-9)


@pytest.mark.parametrize(("indicator", "scale"), [(INCOME, np.log), (UNEMPLOYMENT, np.asarray)])
def test_the_slope_is_that_of_weighted_least_squares(indicator, scale):
    first, last = data.years_of(indicator)[0], data.years_of(indicator)[-1]
    codes = data.cached_territory(BASIN).codes
    start, end = (data.observations(indicator, year)["value"].loc[codes] for year in (first, last))
    people = data.cached_population(first).loc[codes]
    kept = start.notna() & end.notna() & (people >= SMALL_POPULATION)
    x, y = scale(start[kept]), (scale(end[kept]) - scale(start[kept])) / (last - first)
    slope, _ = np.polyfit(x, y, 1, w=np.sqrt(people[kept]))
    beta = convergence.cached_beta(indicator, BASIN)
    assert beta.slope == pytest.approx(slope, rel=1e-6)
    assert beta.n == kept.sum()


def test_growth_of_an_amount_is_in_percent_and_of_a_rate_in_points():
    for indicator, gap in ((INCOME, lambda a, b: 100 * np.log(b / a)), (UNEMPLOYMENT, lambda a, b: b - a)):
        years = data.years_of(indicator)
        a, b = (data.observations(indicator, year)["value"]["62498"] for year in (years[0], years[-1]))
        row = convergence.cached_growth(indicator, BASIN).loc["62498"]
        assert row["growth"] == pytest.approx(gap(a, b) / (years[-1] - years[0]))
        assert row["name"] == "Lens"


def test_small_communes_are_not_drawn():
    points = convergence.cached_growth(UNEMPLOYMENT, BASIN)
    assert points["people"].min() >= SMALL_POPULATION
    assert not points.isna().any().any()
    assert len(points) < len(data.cached_territory(BASIN).codes)


@pytest.mark.parametrize("indicator", CASES)
def test_the_line_goes_through_the_mean_of_the_points(indicator):
    points = convergence.cached_growth(indicator, BASIN)
    line = convergence._line(State(indicator, BASIN), points)
    scale = np.log if indicator == INCOME else np.asarray
    level = np.average(scale(points["level"]), weights=points["people"])
    growth = np.average(points["growth"], weights=points["people"])
    assert np.interp(level, scale(line["level"]), line["growth"]) == pytest.approx(growth, abs=1e-3)


def test_without_points_there_is_no_line():
    empty = convergence.cached_growth(INCOME, BASIN).iloc[:0]
    assert convergence._line(State(INCOME, BASIN), empty).empty


def test_coverage_counts_communes_known_every_year_by_their_inhabitants(monkeypatch):
    values = pd.DataFrame({2013: [1.0, 2.0, np.nan], 2021: [1.0, np.nan, 3.0]}, index=["a", "b", "c"])
    monkeypatch.setattr(convergence, "cached_years", lambda *_: values)
    monkeypatch.setattr(convergence, "_people", lambda *_: pd.Series([70.0, 20.0, 10.0], values.index))
    known = convergence.coverage_of(INCOME, BASIN)
    assert (known.n, known.total) == (1, 3)
    assert known.weight_share == pytest.approx(70)


@pytest.mark.parametrize("indicator", CASES)
def test_sentences_quote_the_table_and_its_direction(indicator):
    sigma, beta = convergence.cached_blocks(State(indicator, BASIN, max(data.years_of(indicator))), "light")
    first, last = sigma.grid.rows[0], sigma.grid.rows[-1]
    here = plain(sigma.sentences[0])
    assert f"entre {first[0]} et {last[0]}" in here
    start, end = (float(plain(row[1]).removesuffix(" %").replace(",", ".")) for row in (first, last))
    told = f"de {plain(first[1])} à {plain(last[1])} de la moyenne"
    direction = "reste à" if start == end else f"{'se réduit' if end < start else 'augmente'}, {told}"
    assert f"l’écart typique entre communes {direction}" in here
    rows = {name: plain(value) for name, value in beta.grid.rows}
    assert rows["Communes"] == plain(number(convergence.cached_beta(indicator, BASIN).n))


def test_limits_of_a_result_are_said_with_french_apostrophes():
    for block in convergence.cached_blocks(State(INCOME, BASIN, 2021), "light"):
        assert block.caution
        assert not any("'" in text for text in block.caution)


def test_places_hardly_covered_are_left_out_of_the_lines():
    """Poverty is published for large communes: the basin is covered, the CC du Pays de Lumbres is not."""
    assert "epci_246201016" not in convergence._territories(State("poverty_rate_pct", "epci_246201016", 2021))
    assert convergence._territories(State(INCOME, BASIN, 2021))[:2] == [BASIN, data.REFERENCE]
