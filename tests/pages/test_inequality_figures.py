"""Figures of « Inégalités »: worked out again from the tables, by the definition, without `geo`."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pages.shared import data
from pages.shared.inequality import deciles, lisa, lorenz, recipes, theil, values
from pages.shared.options import OPTIONS

INCOME = ("median_income_eur", 2021)
BASIN = "mbm_250"


def observed(perimeter=BASIN, indicator=INCOME[0], year=INCOME[1]):
    """Give values and inhabitants of the communes with a published value."""
    codes = data.cached_territory(perimeter).codes
    found = data.observations(indicator, year)["value"].loc[codes].dropna()
    return found.to_numpy(float), data.cached_population(year).loc[found.index].to_numpy(float)


def naive_gini(x, w):
    """Half the mean difference between two inhabitants taken at random, over the mean: all pairs, no sort."""
    gaps = np.abs(x[:, None] - x[None, :]) * w[:, None] * w[None, :]
    return gaps.sum() / (2 * w.sum() ** 2 * np.average(x, weights=w))


def naive_theil(x, w):
    ratio = x / np.average(x, weights=w)
    return np.average(ratio * np.log(ratio), weights=w)


def test_gini_of_the_basin_is_that_of_all_pairs_of_inhabitants():
    assert lorenz.cached_ginis(*INCOME, BASIN)[0] == pytest.approx(naive_gini(*observed()), rel=1e-9)


def test_places_compared_are_the_basin_then_those_around_it():
    places = values.cached_compared(*INCOME, BASIN)
    assert [len(place.observed) for place in places] == [250, 1_534, 34_875]
    assert [place.role for place in places] == ["basin", "reference", "rest"]
    assert [place.id for place in values.cached_compared(*INCOME, data.REFERENCE)] == [
        data.REFERENCE,
        data.FRANCE,
    ]


def test_curves_start_at_nothing_end_at_all_and_stay_under_equality():
    for _, curve in lorenz.cached_curves(*INCOME, BASIN).groupby("name"):
        ends = curve.iloc[[0, -1]][["people", "part"]].to_numpy()
        assert ends == pytest.approx(np.array([[0, 0], [100, 100]]))
        assert curve["part"].is_monotonic_increasing
        assert (curve["part"] <= curve["people"] + 1e-9).all()


def test_theil_by_epci_adds_up_and_is_that_of_the_definition():
    split = theil.cached_splits(*INCOME, BASIN, "epci", "aav_700000")[0]
    total = naive_theil(*observed())
    codes = data.cached_territory(BASIN).codes
    frame = (
        data.cached_communes()
        .loc[codes]
        .assign(
            x=data.observations(*INCOME)["value"].loc[codes], w=data.cached_population(INCOME[1]).loc[codes]
        )
    )
    frame = frame.dropna(subset=["x"])
    means = frame.groupby("code_epci").apply(lambda one: np.average(one["x"], weights=one["w"]))
    people = frame.groupby("code_epci")["w"].sum()
    between = naive_theil(means.to_numpy(), people.to_numpy(float))
    assert split.theil.total == pytest.approx(total, rel=1e-9)
    assert split.theil.between == pytest.approx(between, rel=1e-9)
    assert split.theil.within == pytest.approx(total - between, rel=1e-6)


def test_levels_of_groups_cover_every_inhabitant_with_a_value_once():
    levels = theil.cached_levels(*INCOME, BASIN, "epci", "aav_700000")
    x, w = observed()
    assert levels["people"].sum() == pytest.approx(w.sum())
    assert levels["n"].sum() == len(x)
    assert (levels["low"] <= levels["high"]).all()


def test_deciles_between_communes_leave_a_tenth_of_the_inhabitants_on_each_side():
    found = deciles.cached_deciles(*INCOME, BASIN)[0]
    x, w = observed()
    low, high = (float(getattr(found, name)) for name in ("low", "high"))
    for end, side in ((low, x < low), (high, x > high)):
        assert w[side].sum() <= 0.1 * w.sum() + 1e-6, end
    assert w[x <= low].sum() >= 0.1 * w.sum() - w.max()


def test_too_little_covered_gives_no_figure():
    """Poverty of 2021 is published for few communes: fewer than 60 % of the inhabitants of some EPCI."""
    asked = ("poverty_rate_pct", 2021, "epci_246201016")
    places, ginis = values.cached_compared(*asked), lorenz.cached_ginis(*asked)
    assert [place.enough for place in places] == [not np.isnan(gini) for gini in ginis]
    for place in places:
        share = place.weights[place.observed.notna()].sum() / place.weights.sum()
        assert place.enough == (share >= 0.6)


def test_lisa_classes_are_those_of_every_commune_of_the_perimeter_once():
    table = lisa.cached_clusters("unemployment_rate_pct", 2018, BASIN)
    assert sorted(table.index) == sorted(data.cached_territory(BASIN).codes)
    counts = lisa._counts(table)
    assert sum(count.communes for count in counts) == len(table) == 250
    assert sum(count.people for count in counts) == pytest.approx(table["people"].sum())


@pytest.mark.parametrize("digits", ["11111", "30001", "00002"])
def test_weights_are_one_digit_per_theme(digits):
    assert OPTIONS["poids"].allows(digits)
    assert list(recipes.weights_of(digits).values()) == [float(one) for one in digits]


@pytest.mark.parametrize("digits", ["", "00000", "1111", "111111", "11114", "1111a", "-1111"])
def test_weights_that_say_nothing_are_refused(digits):
    assert not OPTIONS["poids"].allows(digits)


def test_a_theme_alone_ranks_as_its_own_points():
    alone = recipes.cached_scores("00200", "deciles")
    doubled = recipes.cached_scores("00100", "deciles")
    known = alone.notna() & doubled.notna()
    assert known.any()
    assert alone[known].rank().equals(doubled[known].rank())


def test_ranks_lie_between_the_lowest_and_the_highest_of_the_recipes():
    ranks, table = recipes.cached_ranks("11111"), recipes.cached_rank_table("11111")
    pd.testing.assert_series_equal(ranks["lowest"], table.min(axis=1).reindex(ranks.index), check_names=False)
    pd.testing.assert_series_equal(
        ranks["highest"], table.max(axis=1).reindex(ranks.index), check_names=False
    )
    assert (ranks["spread"].dropna() >= 0).all()
