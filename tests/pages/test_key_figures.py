"""Figures of territories, worked out again from the tables by plain sums."""

import math

import pytest

from loaders import catalog
from pages.shared import data
from pages.shared.key_figures import KeyFigure, _card, _origin, cached_key_figures

NAMES = [
    "Habitants",
    "Évolution de la population",
    "Naissances moins décès",
    "Taux de chômage des 15-64 ans (recensement)",
    "Taux d'emploi des 15-64 ans",
    "Emplois pour 100 actifs occupés résidents",
    "Part des logements vacants",
    "Niveau de vie médian",
]
LENS_LIEVIN = "epci_246200364"


@pytest.fixture(scope="module")
def table():
    return catalog.read_table("indicator_values").set_index(["indicator", "year", "code_commune"])["value"]


@pytest.fixture(scope="module")
def communes():
    return catalog.read_communes(["59", "62"])


def codes_of(communes, territory):
    if territory == "nord_pas_de_calais":
        return communes.index
    if territory.startswith("epci_"):
        return communes.index[communes["code_epci"].eq(territory.removeprefix("epci_"))]
    if territory.startswith("commune_"):
        return [territory.removeprefix("commune_")]
    return communes.index[communes[territory].astype(bool)]


@pytest.fixture(params=["mbm_250", "unesco_property_87", "nord_pas_de_calais", LENS_LIEVIN, "commune_62498"])
def place(request, table, communes):
    codes = codes_of(communes, request.param)
    figures = {figure.name: figure for figure in cached_key_figures(request.param)}

    def total(indicator, year):
        return table.loc[indicator, year].reindex(codes).sum()

    return figures, total


def test_there_are_eight_figures_in_the_same_order_everywhere():
    for territory in ("mbm_250", "commune_62498"):
        assert [figure.name for figure in cached_key_figures(territory)] == NAMES


def test_population_is_the_sum_of_the_communes(place):
    figures, total = place
    assert figures["Habitants"].value == total("population", 2023)
    assert figures["Habitants"].year == "2023"


def test_change_of_population_is_the_mean_annual_rate_over_six_years(place):
    figures, total = place
    change = figures["Évolution de la population"]
    growth = (total("population", 2023) / total("population", 2017)) ** (1 / 6)
    assert change.value == pytest.approx(100 * (growth - 1), rel=1e-9)
    assert change.year == "2017–2023"


def test_natural_balance_is_births_minus_deaths(place):
    figures, total = place
    assert figures["Naissances moins décès"].value == total("births", 2022) - total("deaths", 2022)


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "year"),
    [
        ("Taux de chômage des 15-64 ans (recensement)", "unemployed_15_64", "labour_force_15_64", 2021),
        ("Taux d'emploi des 15-64 ans", "employed_15_64", "population_15_64", 2021),
        ("Part des logements vacants", "vacant_dwellings", "dwellings", 2018),
    ],
)
def test_a_rate_is_the_sum_of_its_numerators_over_the_sum_of_its_denominators(
    place, name, numerator, denominator, year
):
    figures, total = place
    figure = figures[name]
    assert figure.value == pytest.approx(100 * total(numerator, year) / total(denominator, year), rel=1e-9)
    assert not figure.approximate
    assert figure.year == str(year)


def test_a_rate_of_the_basin_is_not_the_mean_of_the_rates_of_its_communes(table, communes):
    rates = table.loc["unemployment_rate_pct", 2021].reindex(codes_of(communes, "mbm_250"))
    figure = data.cached_figure("unemployment_rate_pct", 2021, "mbm_250")
    assert figure.value - rates.mean() > 1  # points: large towns have more unemployment
    assert figure.method == "rate"


def test_jobs_per_100_residents_come_from_counts(place):
    figures, total = place
    expected = 100 * total("jobs_at_workplace", 2018) / total("employed_15_64", 2018)
    assert figures["Emplois pour 100 actifs occupés résidents"].value == pytest.approx(expected, rel=1e-3)


def test_a_median_of_many_communes_is_an_approximation_that_of_one_is_its_own():
    basin, lens = (
        next(figure for figure in cached_key_figures(place) if figure.name == "Niveau de vie médian")
        for place in ("mbm_250", "commune_62498")
    )
    assert basin.approximate
    assert not lens.approximate
    assert lens.value == 17_250


def test_the_approximate_median_is_weighted_and_covers_published_communes_only(table, communes):
    territory = "nord_pas_de_calais"
    figure = data.cached_figure("median_income_eur", 2021, territory)
    codes = codes_of(communes, territory)
    medians = table.loc["median_income_eur", 2021].reindex(codes)
    weight = data.cached_indicators()["median_income_eur"].weight
    years = table.loc[weight].index.get_level_values(0).unique() if weight else [2021]
    year = min(years, key=lambda known: abs(known - 2021))
    weights = table.loc[weight or "population", year].reindex(codes)
    known = medians.notna() & weights.notna()
    expected = (medians[known] * weights[known]).sum() / weights[known].sum()
    assert figure.value == pytest.approx(expected, rel=1e-9)
    assert figure.coverage.n == medians.notna().sum() < len(codes)


def test_the_mean_price_of_a_territory_weighs_each_commune_by_its_sales(table, communes):
    codes = codes_of(communes, "mbm_250")
    prices, sales = (
        table.loc[name, 2023].reindex(codes) for name in ("house_price_mean_eur_m2", "property_sales")
    )
    figure = data.cached_figure("house_price_mean_eur_m2", 2023, "mbm_250")
    assert figure.value == pytest.approx((prices * sales).sum() / sales[prices.notna()].sum(), rel=1e-9)
    assert abs(figure.value - prices.mean()) > 10


def test_the_figure_of_an_epci_is_that_of_its_producer_where_there_is_one():
    published = data.cached_benchmarks()
    keys = [key for key in published if key[0] == "epci" and key[2:] == ("median_income_eur", 2021)]
    code = next(key[1] for key in keys if f"epci_{key[1]}" in data.cached_territories())
    figure = data.cached_figure("median_income_eur", 2021, f"epci_{code}")
    assert figure.value == published["epci", code, "median_income_eur", 2021]
    assert (figure.method, figure.approximate) == ("published", False)


def test_a_commune_has_its_own_published_rate():
    assert data.cached_figure("poverty_rate_pct", 2021, "commune_59172").value == 43
    assert round(data.cached_figure("unemployment_rate_pct", 2021, "commune_59350").value, 1) == 16.9


def test_a_secret_value_of_a_commune_stays_unknown():
    figure = data.cached_figure("poverty_rate_pct", 2021, "commune_59114")
    assert math.isnan(figure.value)
    assert figure.coverage.n == 0


def test_coverage_counts_communes_and_their_share_of_the_population(table, communes):
    codes = codes_of(communes, "mbm_250")
    people = table.loc["population", 2021].reindex(codes)
    known = table.loc["poverty_rate_pct", 2021].reindex(codes).notna()
    coverage = data.cached_figure("poverty_rate_pct", 2021, "mbm_250").coverage
    assert (coverage.n, coverage.total) == (142, 250)
    assert coverage.weight_share == pytest.approx(100 * people[known].sum() / people.sum(), rel=1e-9)


# --- how a figure is written ------------------------------------------------------------------------------


def figure(**changes):
    known = {"name": "Taux", "year": "2021", "value": 17.25, "unit": "%", "decimals": 1, "source": "Insee"}
    return KeyFigure(**known | changes)


def test_a_percentage_keeps_its_sign_and_leaves_the_rest_of_the_unit():
    change = figure(value=-0.0213, unit="% par an", decimals=2, signed=True)
    assert (change.number(), change.rest_of_unit()) == ("−0,02\u202f%", "par an")
    assert change.text() == "−0,02\u202f% par an"
    assert figure(value=0.5, unit="% par an", signed=True).number() == "+0,5\u202f%"


def test_an_unknown_figure_is_a_dash_not_a_zero():
    assert figure(value=float("nan")).number() == "–"


def test_a_card_holds_reference_and_commune_and_escapes_names():
    html = _card(figure(approximate=True), figure(value=15.2), figure(value=20.0), "<b>Lens</b>")
    assert "Nord–Pas-de-Calais : 15,2\u202f%" in html
    assert "&lt;b&gt;Lens&lt;/b&gt; : 20,0\u202f%" in html
    assert "approximation" in html
    assert "approximation" not in _card(figure(), None, None, "")


def test_the_origin_says_what_is_covered_when_it_is_not_all():
    whole, part = (
        next(item for item in cached_key_figures("nord_pas_de_calais") if item.name == name)
        for name in ("Habitants", "Niveau de vie médian")
    )
    assert _origin(whole).endswith("2023. 1\u202f534\u00a0communes.")
    assert "1\u202f487\u00a0communes sur 1\u202f534" in _origin(part)
    assert "% de la population" in _origin(part)
