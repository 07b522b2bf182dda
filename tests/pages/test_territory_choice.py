"""Ways to compose: a radius worked out another way, official perimeters recognised, names."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from loaders import catalog
from pages.shared import data
from pages.shared.territory.choice import cached_same
from pages.shared.territory.circle import within_km
from pages.shared.territory.members import names_of
from pages.shared.territory.whole import cached_offers


@pytest.mark.parametrize(("centre", "km"), [("62498", 5), ("62498", 10), ("59350", 12), ("62041", 20)])
def test_a_radius_agrees_with_plane_distances_in_lambert_93(centre, km):
    """Lambert-93 stretches by less than 0.1 % here; communes so near the limit are left to the page."""
    table = catalog.read_communes()
    lat = table["town_hall_lat"].fillna(table["centroid_lat"]).to_numpy()
    lon = table["town_hall_lon"].fillna(table["centroid_lon"]).to_numpy()
    x, y = Transformer.from_crs(4326, 2154, always_xy=True).transform(lon, lat)
    here = table.index.get_loc(centre)
    plane = np.hypot(x - x[here], y - y[here]) / 1000
    found = set(within_km(centre, km))
    assert set(table.index[plane < km * 0.995]) <= found
    assert found <= set(table.index[plane < km * 1.005])
    assert centre in found


def test_a_radius_grows_with_its_distance():
    sizes = [len(within_km("62498", km)) for km in (2, 10, 20, 40)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


@pytest.mark.parametrize(
    "perimeter", ["mbm_250", "unesco_property_87", "epci_246200364", "departement_62", "ze_3215", "aav_042"]
)
def test_communes_of_an_official_perimeter_are_recognised(perimeter):
    codes = tuple(data.cached_territory(perimeter).codes)
    assert cached_same(codes) == perimeter
    assert cached_same(codes[:-1]) != perimeter


def test_an_epci_elsewhere_is_recognised():
    france = data.cached_france()
    epci = str(france.loc["80021", "code_epci"])
    assert cached_same(tuple(france.index[france["code_epci"] == epci])) == f"epci_{epci}"


def test_one_commune_is_no_official_perimeter():
    assert cached_same(("62498",)) == ""


def test_what_is_offered_holds_every_kind_and_can_be_addressed():
    offers = cached_offers()
    assert {key.partition("_")[0] for key in offers} >= {"mbm", "epci", "departement", "ze", "aav"}
    assert all(key in data.TERRITORIES for key in offers)
    assert offers["aav_004"] == "Aire d’attraction de Lille (partie française)"
    assert len(set(offers.values())) == len(offers)


def test_names_of_members_say_the_departement_when_one_is_elsewhere():
    assert names_of(("59350", "62498")) == {"59350": "Lille", "62498": "Lens"}
    assert names_of(("62498", "80021")) == {"62498": "Lens (62)", "80021": "Amiens (80)"}
