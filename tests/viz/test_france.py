"""Files of a map of France, on a country of nine square communes, three départements and two EPCI."""

import json

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from loaders import catalog
from viz.france import (
    OVERSEAS,
    broad_outlines,
    commune_files,
    epci_file,
    ground_file,
    land_file,
    largest_towns,
    values_file,
)

KM = 20_000  # metres: the sides of the communes, wide enough to survive simplification
WEST, SOUTH = 600_000, 6_800_000  # Lambert-93
CODES = ["01001", "01002", "01003", "02001", "02002", "02003", "97401", "97402", "97403"]
EPCI = ["E1", "E1", "E1", "E1", "E2", "E2", "E2", "E2", None]


@pytest.fixture
def outlines():
    """A row for each département, one above the other; 02001 lies in the EPCI of département 01."""
    squares = [
        box(WEST + KM * x, SOUTH + KM * y, WEST + KM * (x + 1), SOUTH + KM * (y + 1))
        for y in range(3)
        for x in range(3)
    ]
    return gpd.GeoSeries(squares, index=CODES, crs=2154)


@pytest.fixture
def communes():
    return pd.DataFrame(
        {
            "name": [f"Commune {code}" for code in CODES],
            "epci_name": [None if code is None else f"CC {code}" for code in EPCI],
            "code_departement": ["01"] * 3 + ["02"] * 3 + ["974"] * 3,
            "population": [10.0, 90.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, float("nan")],
        },
        index=CODES,
    )


def codes(content):
    return json.loads(content)["attributes"]["codes"]


def test_communes_go_into_one_file_per_departement_in_the_order_of_their_codes(outlines, communes):
    files = commune_files(outlines, communes)
    assert list(files) == ["01", "02", "974"]
    assert [code for content in files.values() for code in codes(content)] == CODES


def test_names_are_placed_by_the_population_among_all_communes_of_france(outlines, communes):
    files = commune_files(outlines, communes)
    assert json.loads(files["01"])["attributes"]["ranks"] == [8, 1, 7]
    assert json.loads(files["974"])["attributes"]["ranks"] == [3, 2, 9]


def test_epci_and_departements_have_the_same_line_where_they_share_a_border(outlines, communes):
    groups = pd.Series([code or "97403" for code in EPCI], index=CODES)
    broad = broad_outlines(outlines, groups, communes["code_departement"])
    assert broad.epci.index.tolist() == ["97403", "E1", "E2"]
    assert broad.departements.index.tolist() == ["01", "02", "974"]
    assert broad.epci.union_all().symmetric_difference(broad.departements.union_all()).area < 1e-9
    lone, island = broad.epci["97403"], broad.departements["974"]
    assert lone.boundary.intersection(island.boundary).length > 0.75 * lone.length - 0.2


def test_broad_outlines_have_fewer_corners_and_still_fit(communes):
    ragged = [box(WEST + KM * x, SOUTH, WEST + KM * (x + 1), SOUTH + KM).segmentize(100) for x in range(3)]
    row = gpd.GeoSeries(ragged, index=CODES[:3], crs=2154)
    groups = pd.Series(["A", "A", "B"], index=CODES[:3])
    broad = broad_outlines(row, groups, communes["code_departement"].iloc[:3])
    assert broad.epci.get_coordinates().shape[0] <= 14
    assert broad.epci["A"].touches(broad.epci["B"])


def test_the_file_of_epci_names_where_each_lies(outlines, communes):
    groups = pd.Series([code or "97403" for code in EPCI], index=CODES)
    broad = broad_outlines(outlines, groups, communes["code_departement"])
    epcis = pd.DataFrame(
        {
            "name": ["Seule", "CC E1", "CC E2"],
            "epci_name": ["La Réunion", "Ain, Aisne", "Aisne, La Réunion"],
            "code_departement": ["974", "01", "02"],
            "population": [float("nan"), 170.0, 260.0],
        },
        index=broad.epci.index,
    )
    attributes = json.loads(epci_file(broad.epci, epcis))["attributes"]
    assert attributes["names"] == ["Seule", "CC E1", "CC E2"]
    assert [attributes["epcis"][i] for i in attributes["epci"]] == [
        "La Réunion",
        "Ain, Aisne",
        "Aisne, La Réunion",
    ]


def test_the_ground_says_where_communes_are_and_which_view_is_which(outlines, communes):
    groups = pd.Series(["X"] * 9, index=CODES)
    broad = broad_outlines(outlines, groups, communes["code_departement"])
    everywhere = ["01", "02", *OVERSEAS.values()]
    shapes = broad.departements.reindex(everywhere)
    shapes[list(OVERSEAS.values())] = broad.departements["974"]
    departements = pd.DataFrame(
        {
            "name": everywhere,
            "title": [f"Département {code}" for code in everywhere],
            "url": [f"./{code}.json" for code in everywhere],
            "offset": range(0, 3 * len(everywhere), 3),
            "n": 3,
            "bounds": [[45.0, 1.0, 46.0, 2.0], [46.0, 1.5, 47.0, 2.5], *([[-21.4, 55.2, -20.9, 55.8]] * 5)],
        },
        index=everywhere,
    )
    attributes = json.loads(land_file(shapes, departements, [["Lyon", 45.7, 4.8]]))["attributes"]
    assert attributes["files"][1] == {
        "url": "./02.json",
        "offset": 3,
        "n": 3,
        "bounds": [46.0, 1.5, 47.0, 2.5],
    }
    assert attributes["titles"][0] == "Département 01"
    assert attributes["places"][0] == {"name": "Métropole", "bounds": [45.0, 1.0, 47.0, 2.5]}
    assert [place["name"] for place in attributes["places"][1:]] == [
        "Guadeloupe",
        "Martinique",
        "Guyane",
        "La Réunion",
        "Mayotte",
    ]
    assert attributes["towns"] == [["Lyon", 45.7, 4.8]]


def test_the_largest_towns_come_first_as_name_latitude_longitude(communes):
    points = gpd.GeoSeries([Point(i, 40 + i) for i in range(9)], index=CODES, crs=4326)
    assert largest_towns(communes, points)[:2] == [["Commune 01002", 41.0, 1.0], ["Commune 97402", 47.0, 7.0]]


def test_values_travel_as_whole_numbers_of_the_last_decimal_with_a_mark_each():
    observed = pd.DataFrame(
        {
            "value": [8.84, 8.85, float("nan"), 0.0, float("nan"), -1.25],
            "status": ["published", "estimated", "secret", "published", "not_available", "published"],
            "fragile": [False, False, False, True, False, True],
        }
    )
    assert json.loads(values_file(observed, 1)) == {
        "decimals": 1,
        "marks": ".esfnf",
        "values": [88, 89, 0, -13],
    }


def test_a_value_both_estimated_and_fragile_is_said_to_be_fragile():
    observed = pd.DataFrame({"value": [17_250.0], "status": ["estimated"], "fragile": [True]})
    assert json.loads(values_file(observed, 0)) == {"decimals": 0, "marks": "f", "values": [17_250]}


def test_the_ground_of_places_is_every_departement_broadly_and_nothing_of_the_communes():
    outlines = catalog.read_boundaries("departements").geometry
    names = pd.Series({code: place.name for code, place in catalog.read_departements().items()})
    content = ground_file(outlines, names.loc[outlines.index])
    attributes = json.loads(content)["attributes"]
    assert attributes["codes"] == outlines.index.tolist()
    assert dict(zip(attributes["codes"], attributes["names"], strict=True))["62"] == "Pas-de-Calais"
    assert "files" not in attributes
    assert len(content) <= 210_000
