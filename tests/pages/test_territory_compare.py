"""Side by side: values of the site, rates from counts, medians said to be approximations."""

from __future__ import annotations

import math

import pytest

from geo.groups import group_id, named
from pages.shared import data
from pages.shared.options import NATIONAL
from pages.shared.territory.compare import (
    cached_chart_block,
    cached_table,
    gap,
    said,
    sides,
    territory_in,
    year_of,
)
from tests.browser.map_reading import number, plain

HERE = group_id(["62498", "62510", "62427"])
FAR = group_id(["62498", "80021"], "Lens et Amiens")


def pair(first=HERE, second="mbm_250"):
    return data.cached_territory(first), data.cached_territory(second)


@pytest.mark.parametrize("indicator", ["population", *NATIONAL])
@pytest.mark.parametrize("other", ["mbm_250", "epci_200093201", FAR, "france"])
def test_values_are_those_of_the_site(indicator, other):
    here, there = pair(HERE, other)
    year = year_of(indicator, here, there)
    for side in sides(indicator, year, here, there):
        figure = data.cached_figure(indicator, year, side.place.id)
        assert side.figure == figure
        text = plain(said(side, indicator, year))
        if math.isnan(figure.value) or figure.coverage.weight_share < 60:
            assert text.startswith("non donné : ")
            continue
        item = data.cached_indicators()[indicator]
        assert number(text.split(" (")[0].strip("≈€% ")) == pytest.approx(
            figure.value, abs=0.51 * 10**-item.decimals
        )
        assert ("≈" in text) == figure.approximate
        assert ("communes sur" in text or "commune sur" in text) == (
            figure.coverage.n < figure.coverage.total
        )


def test_a_rate_is_the_sum_of_counts_over_the_sum_of_counts():
    here, there = pair()
    year = year_of("unemployment_rate_pct", here, there)
    first, _ = sides("unemployment_rate_pct", year, here, there)
    item = data.cached_indicators()["unemployment_rate_pct"]
    above, below = (
        data.observations(name, year)["value"][["62427", "62498", "62510"]].sum()
        for name in (item.numerator, item.denominator)
    )
    assert first.figure.value == pytest.approx(100 * above / below)
    assert "≈" not in said(first, "unemployment_rate_pct", year)


def test_gaps():
    here, there = pair()
    for indicator, ending in (("unemployment_rate_pct", "points"), ("median_income_eur", "%)")):
        year = year_of(indicator, here, there)
        first, second = sides(indicator, year, here, there)
        text = plain(gap(first, second, indicator))
        assert text.endswith(ending)
        assert (text[0] == "+") == (first.figure.value > second.figure.value)
    first, second = sides("population", 2023, here, there)
    part = 100 * first.figure.value / second.figure.value
    assert number(plain(gap(first, second, "population")).split(" %")[0]) == pytest.approx(part, abs=0.051)


def test_the_table_has_a_line_per_indicator_and_both_titles():
    grid, source = cached_table(HERE, named(FAR, "Deux villes"))
    assert grid.columns == ("Indicateur", "Mon territoire", "Deux villes", "Écart")
    assert 10 < len(grid.rows) <= 1 + len(NATIONAL)
    assert "2 communes" in plain(source)


def test_a_commune_whose_figures_are_secret_says_so():
    """The income of the smallest communes is a statistical secret."""
    secret = data.observations("median_income_eur", 2021)["status"].eq("secret")
    alone = group_id([secret.index[secret][0]])
    here, there = pair(alone)
    first, second = sides("median_income_eur", 2021, here, there)
    assert plain(said(first, "median_income_eur", 2021)).startswith("non donné : secret statistique")
    assert gap(first, second, "median_income_eur") == "–"
    block = cached_chart_block("median_income_eur", alone, "mbm_250", "light")
    assert block.spec


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (f"https://exemple.fr/mon-territoire?perimetre={HERE}&nom=Trois+villes", f"{HERE},Trois villes"),
        (f"http://localhost:8501/carte?indicateur=population&perimetre={HERE}", HERE),
        (f"  {HERE}\n", HERE),
        ("https://exemple.fr/?perimetre=epci_246200364", "epci_246200364"),
        (f"https://exemple.fr/?perimetre={HERE}&nom=<b>", HERE),
        (f"https://exemple.fr/?perimetre={HERE[:-1]}", ""),
        ("bonjour", ""),
        ("https://exemple.fr/", ""),
        ("=cmd()", ""),
        ("http://[::1?perimetre=x", ""),
    ],
)
def test_a_pasted_link_gives_its_territory(link, expected):
    assert territory_in(link) == expected
