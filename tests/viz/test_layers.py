"""Messages to the browser, written out by hand for six communes of which five are in the perimeter."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from viz.choropleth import colours
from viz.layers import Choropleth, Detail, Geometry, MapView, National, Perimeter, Points

LAYERS = ("elements", "puits", "initiatives", "sites", "terrils", "cavaliers")
FILE = Geometry(("./app/static/data/x.json",), ("A", "B", "C", "D", "E", "Z"))


def layer(**changes):
    areas = pd.DataFrame(
        {
            "value": [30.0, 10.0, float("nan"), float("nan"), 20.0],
            "status": ["published", "published", "secret", "not_available", "estimated"],
            "class": pd.array([2, 0, None, None, 1], dtype="Int8"),
            "fragile": [False, True, False, False, False],
        },
        index=["E", "A", "B", "D", "C"],  # not the order of the file
    )
    known = {
        "geometry": FILE,
        "areas": areas,
        "title": "Taux de chômage",
        "short": "Chômage",
        "subtitle": "2021 · cinq communes",
        "unit": "%",
        "decimals": 1,
        "class_labels": ("de 1 à 10", "plus de 10 à 20", "plus de 20 à 30"),
        "notes": ("3 communes sur 5",),
        "source": "Source : Insee",
        "fragile_reason": "Valeur fragile : moins de 200 habitants",
    }
    return Choropleth(**known | changes)


def test_classes_are_one_letter_per_area_in_the_order_of_the_file():
    assert layer().codes() == "0s1n2-"


def test_values_are_those_of_the_areas_with_a_class_in_the_order_of_the_file():
    assert layer().values() == [10.0, 20.0, 30.0]


def test_values_without_decimals_travel_as_whole_numbers():
    values = layer(decimals=0).values()
    assert values == [10, 20, 30]
    assert json.dumps(values) == "[10, 20, 30]"


def test_flags_mark_estimated_and_fragile_values_and_are_left_out_when_there_is_none():
    assert layer().flags() == "f.e..-"
    areas = layer().areas.assign(status="published", fragile=False)
    assert layer(areas=areas).flags() == ""


def test_a_value_both_estimated_and_fragile_is_said_to_be_fragile():
    areas = layer().areas.assign(fragile=[False, False, False, False, True])
    assert layer(areas=areas).flags() == "..f..-"


def test_a_perimeter_without_any_value_sends_letters_and_no_number():
    areas = layer().areas.assign(
        value=float("nan"), status="secret", fragile=False, **{"class": pd.array([None] * 5, dtype="Int8")}
    )
    empty = layer(areas=areas, class_labels=())
    assert (empty.codes(), empty.values(), empty.flags()) == ("sssss-", [], "")


def test_message_of_a_choropleth_written_out():
    assert layer().payload == {
        "title": "Taux de chômage",
        "short": "Chômage",
        "unit": "%",
        "decimals": 1,
        "source": "Source : Insee",
        "fragile": "Valeur fragile : moins de 200 habitants",
        "symbols": False,
        "categories": False,
        "level": {
            "scale": "commune",
            "geometry": ["./app/static/data/x.json"],
            "classes": "0s1n2-",
            "values": "100 200 300",
            "decimals": 1,
            "flags": "f.e..-",
            "subtitle": "2021 · cinq communes",
            "legend": ["de 1 à 10", "plus de 10 à 20", "plus de 20 à 30"],
            "notes": ["3 communes sur 5"],
        },
    }


def test_figures_of_groups_say_that_they_are_approximate_or_partial():
    areas = layer().areas.assign(
        status="published", fragile=False, doubt=["partial", "approximate", "", "", "approximate"]
    )
    assert layer(areas=areas, scale="epci").flags() == "a.a.p-"


def test_perimeter_gives_leaflet_its_corners_as_latitude_then_longitude():
    perimeter = Perimeter("x", "Le périmètre", (50.1, 2.2, 50.9, 3.8))  # south, west, north, east
    assert perimeter.payload() == {
        "id": "x",
        "title": "Le périmètre",
        "bounds": [[50.1, 2.2], [50.9, 3.8]],
    }


@pytest.fixture
def view():
    points = tuple(Points(id_, f"Couche {id_}", "Source", f"./{id_}.json", 3, "circle") for id_ in LAYERS)
    return MapView(
        key="carte",
        choropleth=layer(),
        perimeter=Perimeter("x", "Le périmètre", (50.1, 2.2, 50.9, 3.8)),
        light=colours(3, "light"),
        dark=colours(3, "dark"),
        points=points,
        shown_points=frozenset(LAYERS),
        selected="A",
        whole=17.5,
        height=480,
    )


def test_message_of_a_view_adds_what_may_change_with_each_choice(view):
    message = view.payload()
    assert {name: message[name] for name in ("key", "whole", "shown", "selected", "height")} == {
        "key": "carte",
        "whole": 17.5,
        "shown": sorted(LAYERS),  # sorted: the same choices are the same message
        "selected": "A",
        "height": 480,
    }
    assert message["level"]["colours"] == {"light": view.light.classes, "dark": view.dark.classes}
    assert message["level"]["classes"] == "0s1n2-"
    assert message["national"] is None


def test_message_of_a_national_view_names_the_ground_and_what_is_shown_from_which_zoom(view):
    detail = Detail(
        "./v.json", 8.5, (1.0, 2.5, 9.0), ("a", "b"), "2018 · France", ("note",), ("#1",), ("#2",)
    )
    national = National("./land.json", detail, (48.85, 2.35))
    assert replace(view, national=national).payload()["national"] == {
        "land": "./land.json",
        "chosenAt": (48.85, 2.35),
        "detail": {
            "scale": "commune",
            "values": "./v.json",
            "zoom": 8.5,
            "breaks": [1.0, 2.5, 9.0],
            "subtitle": "2018 · France",
            "legend": ["a", "b"],
            "notes": ["note"],
            "colours": {"light": ("#1",), "dark": ("#2",)},
        },
    }
    assert replace(view, national=National("./land.json")).payload()["national"]["detail"] is None


def test_what_never_changes_is_not_in_the_message_but_in_the_shell(view):
    assert set(view.shell()) == {"colours", "points"}
    assert view.shell()["points"][0] == {
        "id": "elements",
        "title": "Couche elements",
        "source": "Source",
        "url": "./elements.json",
        "count": 3,
        "shape": "circle",
    }
    assert "classes" not in view.shell()["colours"]["light"]
    assert not {"points", "shell"} & set(view.payload())


def test_messages_are_json_and_the_same_twice(view):
    assert json.dumps(view.payload()) == json.dumps(view.payload())
    assert json.loads(json.dumps(view.shell())) == json.loads(json.dumps(view.shell()))


def test_packed_values_are_the_values_in_whole_numbers():
    assert layer(decimals=1).packed_values() == "100 200 300"
    assert layer(decimals=0).packed_values() == "10 20 30"
