"""Trajectories: the same communes at all dates, years that exist only, a common start for counts."""

from __future__ import annotations

import pytest

from pages.shared import data
from pages.shared.contrasts import trajectories
from pages.shared.contrasts.trajectories import (
    cached_area_lines,
    cached_jobs_lines,
    cached_national_lines,
    cached_north_lines,
    cached_own_lines,
)
from pages.shared.memberships import Definitions
from pages.shared.options import OPTIONS
from viz.french import NBSP, NNBSP


def split(definition):
    return Definitions(definition, OPTIONS["seuils"].default)


def block_of(indicator, commune=None):
    return trajectories.cached_block(indicator, split("aav_700000"), "mbm_250", commune, "light")


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def test_the_population_of_france_is_of_the_same_communes_at_all_dates():
    (*_, france) = cached_national_lines(split("aav_700000"), "population")
    values = {year: data.observations("population", year, data.FRANCE)["value"] for year in france.points}
    complete = ~sum(value.isna() for value in values.values()).astype(bool)
    assert france.points[2017] == values[2017][complete].sum() < values[2017].sum()


def test_groups_of_france_add_up_every_year():
    *groups, france = cached_national_lines(split("aav_700000"), "population")
    for year, people in france.points.items():
        assert sum(group.points[year] for group in groups) == pytest.approx(people, rel=2e-4)


def test_private_jobs_of_urban_areas_are_those_of_the_table():
    cities, france = cached_area_lines(split("aav_500000"))
    table = data.cached_table("employment_concentration")
    assert france.points[2024] == table["private_jobs_2024"].sum()
    assert cities.points[2024] < france.points[2024]
    assert set(cities.points) == {2014, 2019, 2024}


def test_private_jobs_of_metropolises_by_epci_are_not_known():
    (france,) = cached_area_lines(split("epci_metropole"))
    assert france.group.name == "France"
    assert "ne sont pas montrées" in trajectories.said(trajectories.JOBS_NO_METROPOLIS)


def test_private_jobs_leave_out_communes_that_miss_a_year():
    basin, lens, region = cached_jobs_lines("mbm_250", "62498")
    years = data.years_of("private_jobs")
    known = [data.observations("private_jobs", year)["value"].loc[basin.group.codes] for year in years]
    complete = ~sum(value.isna() for value in known).astype(bool)
    assert basin.points[2024] == known[-1][complete].sum()
    assert lens.points[2024] == data.observations("private_jobs", 2024)["value"]["62498"]
    assert region.group.name == "Nord–Pas-de-Calais"


def test_the_region_is_not_drawn_twice():
    assert len(cached_jobs_lines("nord_pas_de_calais", None)) == 1


def test_nord_pas_de_calais_is_cut_in_two():
    city, rest, whole = cached_north_lines("aav_700000", "unemployment_rate_pct")
    assert len(city.group.codes) + len(rest.group.codes) == len(whole.group.codes) == 1534
    assert (
        min(city.points[2021], rest.points[2021])
        < whole.points[2021]
        < max(city.points[2021], rest.points[2021])
    )


def test_counts_start_together_at_a_hundred():
    block = block_of("population", commune="62498")
    assert plain(block.lead).startswith("100 : l’effectif de 2013.")
    assert "2011" not in block.grid.columns
    first = block.grid.columns.index("2013")
    assert all(row[first] != "–" for row in block.grid.rows)


def test_sentences_compare_years_that_both_places_have():
    block = block_of("vacant_housing_share_pct")
    sentence, gap = map(plain, block.sentences)
    assert sentence.startswith("Part des logements vacants, de 2018 à 2021 : de ")
    assert gap.startswith("L’écart entre le Bassin minier")


def test_a_perimeter_outside_has_no_line_where_only_the_north_is_known():
    (line,) = cached_own_lines("executives_share_pct", "region_11", None)
    assert line.points == {}


@pytest.mark.parametrize("indicator", ["unemployment_rate_pct", "executives_share_pct"])
def test_blocks_say_that_groups_are_those_of_the_north(indicator):
    block = block_of(indicator)
    assert "n’est pas connu pour toute la France" in plain(block.lead)


def test_the_licence_of_private_jobs_is_said():
    assert "ODbL" in block_of("private_jobs").source
