"""A portrait says what the tables say: every value is worked out again from them, another way."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.contrasts import territorial_deviations
from geo.groups import group_id
from geo.neighbours import contiguity
from loaders import catalog
from reports.portrait import portrait_of
from reports.portrait.deviations import neighbours
from reports.portrait.words import place_of, title_of

COMMUNES = ("62498", "59350", "62427", "59183", "62396")


@pytest.fixture(scope="module")
def rows():
    """The rows of the Nord and the Pas-de-Calais, as stored."""
    return catalog.read_table("indicator_values").set_index(["indicator", "year", "code_commune"])


def value(rows, indicator, year, code):
    return float(rows.loc[(indicator, int(year), code), "value"])


def by_id(portrait):
    return {figure.id: figure for figure in portrait.figures}


def beside(figure, role):
    return next(row for row in figure.beside if row.id == role)


# --- values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", COMMUNES)
def test_every_value_of_a_commune_is_the_one_of_the_table(tables, rows, code):
    for figure in portrait_of(tables, f"commune_{code}").figures:
        if figure.id == "population_change_pct":
            start, end = (value(rows, "population", year, code) for year in (2017, 2023))
            assert figure.amount.value == pytest.approx(100 * ((end / start) ** (1 / 6) - 1))
            continue
        stored = value(rows, figure.id, figure.year, code)
        if math.isnan(stored):
            status = rows.loc[(figure.id, int(figure.year), code), "status"]
            assert (figure.amount.known, figure.amount.status) == (False, status)
        else:
            assert figure.amount.value == pytest.approx(stored)


def test_a_secret_value_keeps_its_year_and_its_reason(tables):
    poverty = by_id(portrait_of(tables, "commune_62396"))["poverty_rate_pct"]  # 13 inhabitants
    assert (poverty.amount.text, poverty.amount.status, poverty.year) == (
        "secret statistique",
        "secret",
        "2021",
    )
    assert poverty.standings == ()
    assert all(row.gap == "" for row in poverty.beside)
    told = [row for row in portrait_of(tables, "commune_62396").missing if "Taux de pauvreté" in row.title]
    assert "secret statistique" in told[0].reason


def test_few_inhabitants_make_rates_fragile(tables):
    portrait = portrait_of(tables, "commune_62396")
    assert by_id(portrait)["unemployment_rate_pct"].amount.fragile
    assert not by_id(portrait)["population"].amount.fragile
    assert by_id(portrait)["unemployment_rate_pct"].standings == ()
    assert by_id(portrait)["population"].standings != ()
    assert not [text for text in portrait.sentences if "chômage" in text or "logements" in text]
    assert len(portrait.sentences) == 3
    assert any("fragile" in row.reason for row in portrait.missing)


def test_the_figure_of_the_basin_is_a_ratio_of_sums(tables, rows):
    codes = catalog.read_communes(("59", "62")).query("mbm_250").index
    sums = [
        rows.loc[(name, 2021), "value"].reindex(codes).sum()
        for name in ("unemployed_15_64", "labour_force_15_64")
    ]
    figure = by_id(portrait_of(tables, "mbm_250"))["unemployment_rate_pct"]
    assert figure.amount.value == pytest.approx(100 * sums[0] / sums[1])
    assert not figure.amount.approximate


def test_a_place_too_little_covered_has_no_figure_of_its_communes(tables):
    """Counts of 2021 are known for two départements: they are not those of France."""
    assert math.isnan(tables.figure("unemployment_rate_pct", 2021, "france").value)
    figure = by_id(portrait_of(tables, "mbm_250"))["unemployment_rate_pct"]
    assert (figure.year, beside(figure, "france").amount.text) == ("2021", "non disponible")
    assert beside(figure, "france").gap == ""


def test_a_median_of_several_communes_is_said_to_be_an_approximation(tables, rows):
    codes = catalog.read_communes(("59", "62")).query("mbm_250").index
    medians = rows.loc[("median_income_eur", 2021), "value"].reindex(codes)
    people = rows.loc[("population", 2021), "value"].reindex(codes)
    known = medians.notna()
    figure = by_id(portrait_of(tables, "mbm_250"))["median_income_eur"]
    assert figure.amount.approximate
    assert figure.amount.value == pytest.approx(np.average(medians[known], weights=people[known]))


@pytest.mark.parametrize(
    ("role", "level", "key"),
    [("epci", "epci", "246200364"), ("departement", "department", "62"), ("france", "country", "FR")],
)
def test_published_figures_of_references_are_those_of_the_producer(tables, role, level, key):
    benchmarks = catalog.read_table("benchmarks").set_index(["level", "code", "indicator", "year"])["value"]
    figure = by_id(portrait_of(tables, "commune_62498"))["median_income_eur"]
    assert beside(figure, role).amount.value == benchmarks[(level, key, "median_income_eur", 2021)]
    assert not beside(figure, role).amount.approximate


def test_a_gap_is_the_difference_of_the_figures_shown(tables):
    figure = by_id(portrait_of(tables, "commune_62498"))["median_income_eur"]
    assert (figure.amount.value, beside(figure, "epci").amount.value) == (17250, 19010)
    assert beside(figure, "epci").gap == "1\u202f760\xa0€ de moins"


# --- ranks --------------------------------------------------------------------------------------------------


def test_a_rank_is_that_of_the_published_values_of_the_group_named(tables, rows):
    codes = catalog.read_communes(("59", "62")).query("mbm_250").index
    figure = by_id(portrait_of(tables, "commune_62498"))["poverty_rate_pct"]
    values = rows.loc[("poverty_rate_pct", 2021), "value"].reindex(codes).dropna()
    place = figure.standings[0]
    assert place.group == "Bassin minier (250\xa0communes)"
    assert (place.of, place.total) == (len(values), 250)
    assert place.rank == int(values.rank(ascending=False, method="min")["62498"])


def test_every_rank_names_its_group_and_neither_praises_nor_blames(tables):
    words = [
        place.text for figure in portrait_of(tables, "commune_62498").figures for place in figure.standings
    ]
    assert words
    assert all("de la plus haute à la plus basse" in text for text in words)
    assert not [text for text in words if any(bad in text for bad in ("meilleur", "pire", "mauvais", "bon "))]


# --- contexts -----------------------------------------------------------------------------------------------


def test_three_contexts_agree_with_the_measure_on_the_whole_region(tables):
    communes = catalog.read_communes(("59", "62"))
    rows = catalog.read_table("indicator_values").set_index(["indicator", "year", "code_commune"])["value"]
    above, below = (
        rows[name, 2021].reindex(communes.index).astype(float)
        for name in ("unemployed_15_64", "labour_force_15_64")
    )
    pairs = contiguity(catalog.read_boundaries("communes", ("59", "62")).geometry)
    expected = territorial_deviations(above, below, communes["code_epci"], pairs).loc["62498"]
    row = portrait_of(tables, "commune_62498").deviations[0]
    assert row.title.startswith("Taux de chômage")
    assert row.deviations == pytest.approx(tuple(expected[["general", "territorial", "neighbour"]]))


def test_the_neighbours_of_a_territory_are_outside_it(tables):
    codes = ["62498", "62510", "62065"]  # Lens, Liévin and Avion touch each other
    pairs = contiguity(catalog.read_boundaries("communes", ("59", "62")).geometry)
    ring = set(pairs.loc[pairs["focal"].isin(codes), "neighbour"]) - set(codes)
    assert set(neighbours(tables, pd.Index(codes))) == ring
    row = portrait_of(tables, group_id(codes)).deviations[0]
    assert row.contexts[2] == f"{len(ring)}\xa0communes voisines"


# --- population ---------------------------------------------------------------------------------------------


def test_the_course_of_the_population_keeps_each_licence_apart(tables):
    course = portrait_of(tables, "commune_62498").course
    points = {year: (people, table) for year, people, table in course.points}
    old = catalog.read_table("population_1968_1999").set_index(["code_commune", "year"])["population"]
    assert points[1968] == (float(old["62498", 1968]), "population_1968_1999")
    assert points[2023][1] == "population"
    assert any("ODbL" in source for source in course.sources)
    assert any("Licence Ouverte" in source for source in course.sources)


def test_balances_add_up_and_are_births_less_deaths(tables, rows):
    period = portrait_of(tables, "commune_62498").course.periods[0]
    births, deaths = (value(rows, name, 2018, "62498") for name in ("births_2013_2018", "deaths_2013_2018"))
    assert period.natural == births - deaths
    assert period.natural + period.migratory == period.change


def test_the_population_of_a_territory_is_the_sum_of_its_communes(tables):
    course = {year: people for year, people, _ in portrait_of(tables, "epci_246200364").course.points}
    codes = catalog.read_communes(("59", "62")).query("code_epci == '246200364'").index
    old = (
        catalog.read_table("population_1968_1999")
        .query("year == 1968")
        .set_index("code_commune")["population"]
    )
    assert course[1968] == old.reindex(codes).sum()


# --- who is like it, what lies there ------------------------------------------------------------------------


def test_peers_are_of_one_kind_and_size_and_twins_among_them(tables):
    portrait = portrait_of(tables, "commune_62498")
    communes, people = catalog.read_communes(), tables.population()
    kind = communes["density_level"] == communes.loc["62498", "density_level"]
    size = people.between(people["62498"] / 2, people["62498"] * 2)
    alike = communes.index[kind & size].drop("62498")
    assert f"{len(alike)}\xa0communes de France" in portrait.peers
    assert {twin.code for twin in portrait.twins} <= set(alike)
    distances = [twin.distance for twin in portrait.twins]
    assert len(distances) == 5
    assert distances == sorted(distances)


def test_what_lies_in_a_commune_is_counted_from_the_tables(tables):
    shafts = catalog.read_table("mine_shafts")
    elements = catalog.read_table("heritage_elements")["codes_commune"].str.split(";")
    heritage, wells, _ = portrait_of(tables, "commune_62498").nearby
    assert heritage.inside == sum("62498" in codes for codes in elements)
    assert wells.inside == int(shafts["code_commune"].eq("62498").sum())


def test_what_is_near_is_measured_from_the_outline_and_is_not_inside(tables):
    shafts = catalog.read_table("mine_shafts").dropna(subset=["lat", "lon"])
    points = gpd.GeoSeries(gpd.points_from_xy(shafts["lon"], shafts["lat"]), crs=4326).to_crs(2154)
    outline = catalog.read_boundaries("communes", ("62",)).geometry["62498"]
    close = points.distance(outline).le(5000).to_numpy() & shafts["code_commune"].ne("62498").to_numpy()
    assert portrait_of(tables, "commune_62498").nearby[1].near == int(close.sum())


def test_nothing_is_near_where_nothing_is(tables):
    heritage, wells, _ = portrait_of(tables, "commune_75056").nearby
    assert (heritage.inside, heritage.near, wells.inside, wells.near) == (0, 0, 0, 0)
    assert (
        heritage.text
        == "Éléments du patrimoine mondial\u202f: aucun élément dans la commune, aucun autre à moins de 5 km."
    )


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "perimeter", ["commune_62498", "commune_01004", "commune_97101", "mbm_250", "epci_246200364"]
)
def test_every_figure_and_sentence_has_its_source(tables, perimeter):
    portrait = portrait_of(tables, perimeter)
    assert 8 <= len(portrait.figures) <= 12
    assert all(figure.source and "Licence" in figure.source for figure in portrait.figures)
    assert {figure.source for figure in portrait.figures} <= set(portrait.sources)
    assert len(portrait.sentences) == 3
    assert all(text.endswith(".)") and "Licence" in text for text in portrait.sentences)


def test_elsewhere_in_france_says_since_when_the_population_is_known(tables):
    portrait = portrait_of(tables, "commune_01004")
    assert portrait.course.points[0][0] == 2013
    assert any("Hors du Nord et du Pas-de-Calais" in note for note in portrait.course.notes)
    assert "basin" not in {row.id for figure in portrait.figures for row in figure.beside}


def test_a_group_of_one_commune_has_the_figures_of_the_commune(tables):
    group = portrait_of(tables, group_id(["62498"], "Ma ville"))
    assert group.subject.name == "Ma ville"
    assert group.subject.place == "dans le territoire «\xa0Ma ville\xa0»"
    alone = by_id(portrait_of(tables, "commune_62498"))
    for figure in group.figures:
        same = alone[figure.id]
        if same.year == figure.year and same.amount.known:
            assert figure.amount.value == pytest.approx(same.amount.value)


def test_a_territory_whose_values_are_all_secret_says_so(tables):
    values = tables.observed("poverty_rate_pct", 2021)
    local = tables.communes.index[tables.communes["code_departement"].eq("62")]
    secret = values.loc[local].query("status == 'secret'").index[:3]
    figure = by_id(portrait_of(tables, group_id(list(secret))))["poverty_rate_pct"]
    assert (figure.amount.text, figure.amount.status) == ("secret statistique", "secret")
    assert math.isnan(figure.amount.value)


def test_an_unknown_perimeter_is_refused(tables):
    with pytest.raises(ValueError, match="99999"):
        portrait_of(tables, "commune_99999")


def test_figures_are_made_without_changing_the_tables(tables):
    before = tables.observed("population", 2023).copy()
    portrait_of(tables, "commune_62498")
    pd.testing.assert_frame_equal(before, tables.observed("population", 2023))


@pytest.mark.parametrize(
    ("perimeter", "name", "place"),
    [
        ("departement_02", "Département de l'Aisne", "dans le département de l'Aisne"),
        ("departement_62", "Département du Pas-de-Calais", "dans le Pas-de-Calais"),
        ("ze_3202", "Zone d’emploi d’Amiens", "dans la zone d’emploi d’Amiens"),
        ("aav_042", "Aire d’attraction de Lens - Liévin", "dans l’aire d’attraction de Lens - Liévin"),
    ],
)
def test_places_are_said_as_french_says_them(tables, perimeter, name, place):
    assert title_of(tables, perimeter) == name
    assert place_of(tables, perimeter) == place
