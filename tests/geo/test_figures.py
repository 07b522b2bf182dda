import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures import annual_change_pct, group_figure, group_figures

CODES = ["62001", "62002", "62003"]
POPULATION = pd.Series([100.0, 300.0, 600.0], CODES)


def column(*numbers):
    return pd.Series(list(numbers), CODES, dtype=float)


def test_counts_are_summed():
    figure = group_figure(column(1, 2, 4), POPULATION, kind="count")
    assert (figure.value, figure.method, figure.approximate) == (7.0, "sum", False)


def test_rates_come_from_counts_not_from_the_mean_of_rates():
    unemployed, active = column(10, 10, 10), column(20, 100, 100)
    rates = 100 * unemployed / active  # 50, 10, 10: plain mean 23.3, weighted by population 14
    figure = group_figure(rates, POPULATION, kind="ratio", counts=(unemployed, active))
    assert figure.value == pytest.approx(100 * 30 / 220)
    assert not figure.approximate


def test_without_counts_the_mean_is_weighted_and_said_to_be_approximate():
    figure = group_figure(column(10, 20, 40), POPULATION, kind="amount")
    assert figure.value == pytest.approx((10 * 100 + 20 * 300 + 40 * 600) / 1000)
    assert figure.approximate


def test_given_weights_replace_the_population():
    figure = group_figure(column(10, 20, 40), POPULATION, kind="ratio", weights=column(1, 1, 2))
    assert figure.value == pytest.approx((10 + 20 + 80) / 4)


def test_the_figure_of_the_producer_comes_before_a_mean_but_after_counts():
    values, counts = column(10, 20, 40), (column(10, 10, 10), column(20, 100, 100))
    figure = group_figure(values, POPULATION, kind="amount", published=19.5)
    assert (figure.value, figure.method, figure.approximate) == (19.5, "published", False)
    assert group_figure(values, POPULATION, kind="ratio", counts=counts, published=19.5).method == "rate"


def test_missing_values_are_left_out_and_the_coverage_says_so():
    figure = group_figure(column(10, math.nan, 40), POPULATION, kind="amount")
    assert figure.value == pytest.approx((10 * 100 + 40 * 600) / 700)
    assert (figure.coverage.n, figure.coverage.total) == (2, 3)
    assert figure.coverage.weight_share == pytest.approx(70.0)


def test_one_commune_keeps_its_own_value_without_approximation():
    figure = group_figure(pd.Series([17250.0], ["62498"]), pd.Series([32000.0], ["62498"]), kind="amount")
    assert (figure.value, figure.method, figure.approximate) == (17250.0, "single", False)


@pytest.mark.parametrize("kind", ["count", "amount", "ratio"])
def test_nothing_published_gives_no_figure_rather_than_zero(kind):
    assert math.isnan(group_figure(column(math.nan, math.nan, math.nan), POPULATION, kind=kind).value)


def test_annual_change_is_geometric():
    assert annual_change_pct(100, 121, 2) == pytest.approx(10.0)  # not 10.5, the arithmetic mean


def test_annual_change_of_nothing_is_not_a_number():
    assert math.isnan(annual_change_pct(0, 10, 5))
    with pytest.raises(ValueError, match="years"):
        annual_change_pct(1, 2, 0)


# --- many groups at once ------------------------------------------------------------------------------------

MAYBE = st.none() | st.floats(0, 1e6)


@st.composite
def communes_in_groups(draw):
    n = draw(st.integers(1, 12))
    codes = [f"{i:05d}" for i in range(n)]
    columns = {
        name: pd.Series(draw(st.lists(MAYBE, min_size=n, max_size=n)), codes, dtype=float)
        for name in ("values", "numerator", "denominator", "weights")
    }
    people = pd.Series(draw(st.lists(st.floats(1, 1e6), min_size=n, max_size=n)), codes)
    groups = pd.Series(
        draw(st.lists(st.sampled_from(["A", "B", None]), min_size=n, max_size=n)), codes, dtype=object
    )
    return columns, people, groups


@given(communes_in_groups(), st.sampled_from(["count", "ratio", "amount"]), st.booleans(), st.booleans())
def test_figures_of_many_groups_are_those_of_each_group_alone(drawn, kind, with_counts, with_weights):
    columns, people, groups = drawn
    published = pd.Series({"B": 12.5, "absent": 1.0, "A": math.nan})

    def arguments(codes):
        counts = (columns["numerator"][codes], columns["denominator"][codes])
        return {
            "kind": kind,
            "counts": counts if with_counts else None,
            "weights": columns["weights"][codes] if with_weights else None,
        }

    table = group_figures(columns["values"], people, groups, published=published, **arguments(people.index))
    assert table.index.tolist() == sorted(groups.dropna().unique())
    for group, row in table.iterrows():
        codes = groups.index[groups.eq(group)]
        alone = group_figure(
            columns["values"][codes], people[codes], published={"B": 12.5}.get(group), **arguments(codes)
        )
        assert row["value"] == pytest.approx(alone.value, nan_ok=True)
        assert row["method"] == alone.method
        assert (row["n"], row["total"]) == (alone.coverage.n, alone.coverage.total)
        assert row["weight_share"] == pytest.approx(alone.coverage.weight_share)
