"""Births and departures: worked by hand, and all combinations."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.demography import TRAJECTORIES, natural_and_migratory_balance, trajectory_class

NAN = float("nan")


def series(*values):
    return pd.Series(values, index=[f"{62001 + i}" for i in range(len(values))], dtype=float)


def balance_of(pop0, pop1, births, deaths, years=5):
    return natural_and_migratory_balance(
        series(pop0), series(pop1), series(births), series(deaths), years
    ).iloc[0]


def test_what_births_do_not_explain_is_migration():
    found = balance_of(900, 1100, 130, 70)  # +200 in all, +60 by births
    assert found[["change", "natural", "migratory"]].tolist() == [200, 60, 140]


def test_rates_are_per_year_of_the_mean_population():
    found = balance_of(900, 1100, 130, 70, years=5)  # mean 1,000
    assert found[["change_pct", "natural_pct", "migratory_pct"]].tolist() == pytest.approx([4.0, 1.2, 2.8])


def test_an_unknown_count_hides_only_what_it_is_needed_for():
    found = balance_of(900, 1100, NAN, 70)
    assert found["change"] == 200
    assert found[["natural", "migratory", "natural_pct", "migratory_pct"]].isna().all()
    found = balance_of(NAN, 1100, 80, 70)
    assert found["natural"] == 10
    assert found.drop("natural").isna().all()


def test_an_empty_commune_has_no_rate():
    found = balance_of(0, 0, 0, 0)
    assert found["change"] == 0
    assert found["change_pct"] != found["change_pct"]


def test_odd_periods_and_other_communes_are_refused():
    with pytest.raises(ValueError, match="above zero"):
        balance_of(1, 1, 1, 1, years=0)
    with pytest.raises(ValueError, match="share one index"):
        natural_and_migratory_balance(series(1, 2), series(1), series(1), series(1), 5)
    with pytest.raises(ValueError, match="missing columns"):
        trajectory_class(pd.DataFrame({"natural": [1.0]}))


@pytest.mark.parametrize(
    ("natural", "migratory", "expected"),
    [
        (5, 3, "growth_by_both"),
        (0, 0, "growth_by_both"),
        (-2, 3, "growth_by_arrivals"),
        (-3, 3, "growth_by_arrivals"),
        (5, -3, "decline_hidden_by_births"),
        (3, -3, "decline_hidden_by_births"),
        (3, -5, "decline_despite_births"),
        (-5, 3, "decline_despite_arrivals"),
        (-5, 0, "decline_despite_arrivals"),
        (-1, -1, "decline_by_both"),
        (0, -1, "decline_despite_births"),
    ],
)
def test_each_combination_has_its_class(natural, migratory, expected):
    frame = pd.DataFrame({"natural": [float(natural)], "migratory": [float(migratory)]})
    assert trajectory_class(frame).tolist() == [expected]


def test_an_unknown_balance_has_no_class():
    frame = pd.DataFrame({"natural": [1.0, NAN], "migratory": [NAN, 1.0]})
    assert trajectory_class(frame).isna().all()
    assert list(trajectory_class(frame).cat.categories) == list(TRAJECTORIES)


@given(*[st.integers(0, 10_000)] * 4, st.floats(0.5, 20))
def test_the_two_balances_add_up_in_each_unit(pop0, pop1, births, deaths, years):
    found = balance_of(pop0, pop1, births, deaths, years)
    assert found["natural"] + found["migratory"] == found["change"]
    if pop0 + pop1 > 0:
        assert found["natural_pct"] + found["migratory_pct"] == pytest.approx(found["change_pct"], abs=1e-9)


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_growth_is_named_growth_and_decline_decline(natural, migratory):
    frame = pd.DataFrame({"natural": [float(natural)], "migratory": [float(migratory)]})
    name = trajectory_class(frame)[0]
    grows = name.startswith("growth") or name == "decline_hidden_by_births"
    assert grows == (natural + migratory >= 0)
