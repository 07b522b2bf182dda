"""The land of the world as the browser fetches it."""

import json

import geopandas as gpd
import pytest
import shapely

from loaders import catalog
from viz.world import middles, world_file

LAND_BYTES = 270_000
"""Of the file before compression; a third of that travels."""


@pytest.fixture(scope="module")
def land():
    return catalog.read_world_land()


def test_every_country_of_the_cooperations_has_an_outline(land):
    wanted = set(catalog.read_table("cooperations")["iso2"].dropna())
    assert wanted <= set(land.index)
    assert len(wanted) == 27


def test_codes_are_unique_and_territories_without_one_have_no_name(land):
    assert land.index.is_unique
    assert land.loc["CZ", "name_fr"] == "République Tchèque"
    assert land["name_fr"].isna().sum() == 5
    assert land.index.str.startswith("x-").sum() == 5


def test_the_middle_of_a_country_lies_in_its_largest_part():
    shape = shapely.MultiPolygon([shapely.box(0, 0, 4, 4), shapely.box(50, 0, 51, 1)])
    (middle,) = middles(gpd.GeoSeries([shape], crs=4326))
    assert (middle.x, middle.y) == pytest.approx((2, 2), abs=0.1)


def test_the_middle_of_france_is_not_overseas(land):
    middle = middles(land.geometry)["FR"]
    assert 0 < middle.x < 5
    assert 44 < middle.y < 49


def test_nothing_crosses_the_date_line(land):
    """A ring that jumped from 180 to -180 would be drawn across the whole map."""
    for part in shapely.get_parts(land.geometry.to_numpy()):
        assert part.bounds[2] - part.bounds[0] < 180, part.bounds


def test_the_file_is_small_and_names_countries_in_french(land):
    content = world_file(land)
    attributes = json.loads(content)["attributes"]
    assert len(content) <= LAND_BYTES
    assert dict(zip(attributes["codes"], attributes["names"], strict=True))["PL"] == "Pologne"
