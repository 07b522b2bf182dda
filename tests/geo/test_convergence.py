"""Convergence: lines worked by hand, against scipy at equal weights, and laws."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import linregress

from geo.convergence import beta_convergence, sigma_convergence
from geo.inequality import weighted_cv, weighted_gini

NAN = float("nan")


def series(*values):
    return pd.Series(values, index=[f"{62001 + i}" for i in range(len(values))], dtype=float)


def beta(start, end, years=10, weights=None, **options):
    weight = series(*[1000] * len(start)) if weights is None else series(*weights)
    return beta_convergence(series(*start), series(*end), years, weight, **options)


# --- sigma --------------------------------------------------------------------------------------------------


def test_sigma_follows_the_weighted_spread_of_the_same_communes():
    values = pd.DataFrame({2021: [12.0, 20, 19], 2013: [10.0, 20, 30]}, index=series(0, 0, 0).index)
    weights = series(300, 500, 200)
    sigma = sigma_convergence(values, weights)
    assert sigma.dispersion.index.tolist() == [2013, 2021]
    for year in (2013, 2021):
        assert sigma.dispersion["cv"][year] == weighted_cv(values[year], weights)
        assert sigma.dispersion["gini"][year] == weighted_gini(values[year], weights)
    first, last = sigma.dispersion["cv"]
    assert sigma.annual_change_pct == pytest.approx(100 * ((last / first) ** (1 / 8) - 1))
    assert sigma.annual_change_pct < 0
    assert sigma.n == 3


def test_sigma_leaves_out_small_and_incomplete_communes_and_says_so():
    values = pd.DataFrame({2013: [10, 20, 99, 5], 2021: [11, 19, NAN, 50]}, index=series(0, 0, 0, 0).index)
    sigma = sigma_convergence(values, series(1000, 1000, 1000, 199))
    same = sigma_convergence(values.iloc[:2], series(1000, 1000))
    pd.testing.assert_frame_equal(sigma.dispersion, same.dispersion)
    assert sigma.n == 2
    assert "Comparaison de 2\u00a0communes, à chaque date les mêmes." in sigma.caveats
    assert "1\u00a0commune écartée\u202f: moins de 200 habitants, ou population inconnue." in sigma.caveats
    assert "1\u00a0commune écartée\u202f: pas de valeur utilisable à chaque date." in sigma.caveats
    assert any(caveat.startswith("Deux dates au plus") for caveat in sigma.caveats)


def test_three_dates_make_a_trend():
    values = pd.DataFrame({2013: [1.0, 2], 2019: [1.0, 2], 2021: [1.0, 2]}, index=series(0, 0).index)
    sigma = sigma_convergence(values, series(500, 500))
    assert not any(caveat.startswith("Deux dates") for caveat in sigma.caveats)
    assert sigma.annual_change_pct == 0


@pytest.mark.parametrize("values", [{2013: [NAN, NAN]}, {2013: [5.0, 5], 2021: [5.0, 6]}, {2013: [5.0, 6]}])
def test_no_spread_at_first_or_a_single_date_has_no_change(values):
    sigma = sigma_convergence(pd.DataFrame(values, index=series(0, 0).index), series(500, 500))
    assert math.isnan(sigma.annual_change_pct)


def test_thousands_of_communes_are_written_the_french_way():
    values = pd.DataFrame({2013: np.arange(1.0, 1501), 2021: np.arange(1.0, 1501)})
    assert "1\u202f500\u00a0communes" in sigma_convergence(values, pd.Series(1000.0, values.index)).caveats[0]


# --- beta ---------------------------------------------------------------------------------------------------


def test_a_perfect_line_by_hand():
    # levels 0, 1, 2 (logs) become 1, 1.5, 2: half of each gap is closed in 10 years
    result = beta(np.exp([0, 1, 2]), np.exp([1, 1.5, 2]))
    assert result.slope == pytest.approx(-0.05)
    assert result.speed_pct == pytest.approx(100 * math.log(2) / 10)
    assert result.half_life_years == pytest.approx(10)
    assert result.spread_ratio == pytest.approx(0.5)
    assert result.r_squared == pytest.approx(1)
    assert result.p_value == pytest.approx(0, abs=1e-6)


def test_percentages_are_compared_as_they_are():
    result = beta([10, 20, 30], [15, 20, 25], years=5, logarithms=False)  # slope (5, 0, -5) / 5 on 10, 20, 30
    assert result.slope == pytest.approx(-0.1)
    assert result.half_life_years == pytest.approx(5)


def test_gaps_that_open_have_no_half_life():
    result = beta([10, 20, 30], [5, 20, 35], years=5, logarithms=False)
    assert result.slope == pytest.approx(0.1)
    assert result.speed_pct < 0
    assert math.isnan(result.half_life_years)


def test_overtaking_has_no_speed():
    result = beta([10, 20, 30], [30, 20, 10], years=1, logarithms=False)
    assert result.slope == pytest.approx(-2)
    assert math.isnan(result.speed_pct)
    assert math.isnan(result.half_life_years)


def test_swapping_places_is_told_apart_from_closing_gaps():
    swapped = beta([10, 20, 30, 40], [40, 20, 10, 30], years=5, logarithms=False)
    assert swapped.slope < 0
    assert swapped.spread_ratio == pytest.approx(1)
    assert (
        "La pente est négative mais les écarts ne se réduisent pas\u202f: des rangs s'échangent."
        in swapped.caveats
    )
    closed = beta([10, 20, 30, 40], [15, 20, 28, 30], years=5, logarithms=False)
    assert not any("rangs" in caveat for caveat in closed.caveats)


def test_weights_decide_which_line_is_drawn():
    start, end = [10, 20, 30, 40], [12, 20, 30, 52]
    town = beta(start, end, weights=[1000, 1000, 1000, 300], logarithms=False)
    city = beta(start, end, weights=[300, 1000, 1000, 9000], logarithms=False)
    assert city.slope > town.slope


def test_small_unknown_and_null_values_are_left_out_and_counted():
    result = beta(
        [1, 2, 3, NAN, 5, 0, 9], [2, 2, 2, 1, NAN, 1, 9], weights=[900, 900, 900, 900, 900, 900, 10]
    )
    same = beta([1, 2, 3], [2, 2, 2], weights=[900, 900, 900])
    assert result.slope == same.slope
    assert result.n == 3
    assert "3\u00a0communes écartées\u202f: pas de valeur utilisable à chaque date." in result.caveats
    assert "1\u00a0commune écartée\u202f: moins de 200 habitants, ou population inconnue." in result.caveats


@pytest.mark.parametrize(("start", "end"), [([], []), ([1, 2], [2, 1]), ([5.1, 5.1, 5.1], [1, 2, 3])])
def test_too_few_or_equal_starts_have_no_line(start, end):
    result = beta(start, end)
    assert math.isnan(result.slope)
    assert math.isnan(result.p_value)
    assert result.n == len(start)


def test_a_flat_line_is_not_significant():
    result = beta([1, 2, 3], [2, 4, 6])
    assert result.slope == pytest.approx(0, abs=1e-12)
    assert math.isnan(result.r_squared) or result.r_squared < 1


def test_odd_periods_and_weights_are_refused():
    with pytest.raises(ValueError, match="above zero"):
        beta([1, 2, 3], [1, 2, 3], years=0)
    with pytest.raises(ValueError, match="negative weights"):
        beta([1, 2, 3], [1, 2, 3], weights=[1, 1, -1])
    with pytest.raises(ValueError, match="share one index"):
        beta_convergence(series(1, 2), series(1), 5, series(1, 1))


levels = st.lists(
    st.tuples(st.integers(1, 100), st.integers(1, 100), st.integers(200, 999)), min_size=4, max_size=20
)


@given(levels)
def test_equal_weights_give_the_line_of_scipy(rows):
    start, end, _ = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assume(len(set(start)) > 1)
    ours, theirs = beta(start, end), linregress(np.log(start), np.log(end / start) / 10)
    assert ours.slope == pytest.approx(theirs.slope, abs=1e-9)
    assume(theirs.stderr > 1e-6)
    assert ours.standard_error == pytest.approx(theirs.stderr, rel=1e-6)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=1e-6)
    assume(theirs.rvalue**2 > 1e-6)
    assert ours.r_squared == pytest.approx(theirs.rvalue**2, abs=1e-6)


@given(
    st.lists(st.tuples(st.integers(1, 100), st.integers(1, 100), st.integers(1, 3)), min_size=3, max_size=9)
)
def test_a_weight_of_two_is_the_commune_twice(rows):
    assume(len({row[0] for row in rows}) > 1)
    start, end, weights = zip(*rows, strict=True)
    ours = beta(start, end, weights=weights, minimum_weight=0)
    repeated = [row for row in rows for _ in range(row[2])]
    theirs = beta([row[0] for row in repeated], [row[1] for row in repeated])
    assert (ours.slope, ours.spread_ratio) == pytest.approx((theirs.slope, theirs.spread_ratio), abs=1e-9)


@given(levels, st.floats(0.1, 100))
def test_the_currency_changes_nothing(rows, rate):
    start, end, weights = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assume(len(set(start)) > 1)
    first, again = beta(start, end, weights=weights), beta(start * rate, end * rate, weights=weights)
    assert again.slope == pytest.approx(first.slope, abs=1e-9)
    assert again.spread_ratio == pytest.approx(first.spread_ratio)


@given(levels)
def test_what_remains_of_gaps_is_the_spread_ratio_times_the_correlation(rows):
    start, end, _ = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assume(len(set(start)) > 1)
    assume(len(set(end)) > 1)
    result = beta(start, end)
    correlation = np.corrcoef(np.log(start), np.log(end))[0, 1]
    assert 1 + 10 * result.slope == pytest.approx(result.spread_ratio * correlation, abs=1e-9)
