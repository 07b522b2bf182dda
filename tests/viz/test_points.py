"""Places and their cards: facts in French, empty cells left out, text that stays text."""

import json
import math

import pandas as pd
import pytest

from loaders import catalog
from viz.french import NBSP, NNBSP
from viz.points import POINT_TABLES, PointTable, place_name, point_file, point_rows

HOSTILE = '<script>alert("x")</script> & co'
RECIPE = PointTable(
    "puits",
    "Puits",
    "Source",
    "square",
    "mine_shafts",
    {
        "commune": "Commune",
        "sunk_year": "Creusé en",
        "depth_m": "Profondeur",
        "area_ha": "Surface",
        "absent": "?",
    },
    {"depth_m": "m", "area_ha": "ha"},
    zero_is_unknown=frozenset({"depth_m"}),
)


def table(**changes):
    row = {
        "lat": 50.4312345,
        "lon": 2.8312345,
        "name": "Fosse 1",
        "commune": "Lens",
        "sunk_year": 1838,
        "depth_m": 1594.5,
        "area_ha": 0.0,
    }
    return pd.DataFrame([row | changes])


def only(**changes):
    (row,) = point_rows(table(**changes), RECIPE)
    return row


def test_a_place_has_a_position_a_name_and_its_facts_in_order():
    assert only() == {
        "lat": 50.43123,
        "lon": 2.83123,
        "name": "Fosse 1",
        "facts": [
            ["Commune", "Lens"],
            ["Creusé en", "1838"],
            ["Profondeur", f"1{NNBSP}594,50{NBSP}m"],
            ["Surface", f"0{NBSP}ha"],
        ],
    }


def test_a_depth_of_zero_is_unknown_but_an_area_of_zero_is_a_zero():
    facts = dict(only(depth_m=0, area_ha=0)["facts"])
    assert "Profondeur" not in facts
    assert facts["Surface"] == f"0{NBSP}ha"


@pytest.mark.parametrize("empty", [None, "", float("nan"), pd.NA])
def test_an_empty_cell_is_left_out(empty):
    assert "Commune" not in dict(only(commune=empty)["facts"])


def test_a_year_has_no_space_in_its_thousands_even_as_a_float():
    assert dict(only(sunk_year=1838.0)["facts"])["Creusé en"] == "1838"


def test_a_place_without_point_has_no_row():
    rows = pd.concat([table(), table(lat=math.nan), table(lon=math.nan)])
    assert len(point_rows(rows, RECIPE)) == 1


def test_a_hostile_name_stays_the_same_text_in_json():
    row = only(name=HOSTILE, commune=HOSTILE)
    back = json.loads(point_file([row]))
    assert back[0]["name"] == HOSTILE
    assert back[0]["facts"][0] == ["Commune", HOSTILE]


def test_the_file_is_compact_and_keeps_accents():
    assert point_file([{"name": "Hénin", "lat": 1.5}]) == '[{"name":"Hénin","lat":1.5}]'.encode()


@pytest.mark.parametrize(
    ("shaft", "pit", "name"),
    [
        ("1", "Fosse 9", "Puits 1 – Fosse 9"),
        ("des Lillois", "des Lillois", "Puits des Lillois"),
        ("3", None, "Puits 3"),
        ("3", float("nan"), "Puits 3"),
        ("Puits n° 2", "Fosse 2", "Puits n° 2 – Fosse 2"),
    ],
)
def test_a_shaft_is_named_after_itself_then_its_pit(shaft, pit, name):
    assert place_name({"shaft": shaft, "pit": pit}) == name


# --- the real tables ----------------------------------------------------------------------------------------

COUNTS = {"elements": 353, "puits": 636, "sites": 6}


@pytest.mark.parametrize("recipe", POINT_TABLES, ids=lambda recipe: recipe.id)
def test_real_places_are_in_the_region_named_and_described(recipe):
    rows = point_rows(catalog.read_table(recipe.table), recipe)
    if recipe.id in COUNTS:
        assert len(rows) == COUNTS[recipe.id]
    terms = {term for row in rows for term, _ in row["facts"]}
    assert terms <= set(recipe.facts.values())
    assert all(row["name"].strip() and row["name"].lower() not in {"nan", "none", "<na>"} for row in rows)
    texts = [text for row in rows for _, text in row["facts"]]
    assert not {"nan", "NaN", "None", "<NA>", "NaT", ""} & set(texts)
    if recipe.id != "initiatives":  # whose table goes beyond the basin
        assert all(1.5 < row["lon"] < 4.3 and 49.9 < row["lat"] < 51.1 for row in rows)


def test_no_shaft_of_the_real_table_is_said_to_be_zero_metres_deep():
    (recipe,) = [recipe for recipe in POINT_TABLES if recipe.id == "puits"]
    shafts = catalog.read_table("mine_shafts")
    depths = [
        text for row in point_rows(shafts, recipe) for term, text in row["facts"] if term == "Profondeur"
    ]
    assert len(depths) == (shafts["depth_m"] > 0).sum() < len(shafts)
    assert f"0{NBSP}m" not in depths


def test_each_layer_has_its_own_shape():
    assert len({recipe.shape for recipe in POINT_TABLES}) == len(POINT_TABLES) == 4
