"""The stand-alone map: six squares, one of each kind, and everything that could reach the network or run."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from types import MappingProxyType

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from tests.viz.six_squares import HOSTILE, ROWS
from viz.folium_map import DIGITS, HATCHES, borders, degrees, legend_rows, standalone_map


@pytest.fixture
def page(view, boundaries, communes):
    return make(view, boundaries, communes, {"puits": ROWS})


class Tags(HTMLParser):
    """Collect the tags of a document, and the text of its scripts."""

    def __init__(self, document):
        super().__init__()
        self.tags, self.scripts, self.text, self._in_script = [], [], [], False
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append("")

    def handle_endtag(self, tag):
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data):
        if self._in_script:
            self.scripts[-1] += data
        else:
            self.text.append(data)


def data_of(page):
    return json.loads(re.search(r'id="bm-data">(.*?)</script>', page, re.DOTALL)[1])


def test_no_tag_asks_for_another_file(page):
    tags = Tags(page).tags
    assert not [tag for tag, _ in tags if tag in {"link", "iframe", "img", "object", "base"}]
    assert not [name for _, attributes in tags for name in attributes if name in {"src", "href", "srcset"}]


def test_no_style_asks_for_another_file(page):
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "leaflet-pane" in styles
    assert "url(" not in styles
    assert "@import" not in styles


def test_the_only_addresses_are_those_inside_leaflet(page):
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "https://leafletjs.com"}
    assert "sourceMappingURL" not in page


def test_a_hostile_name_is_text_everywhere(page):
    assert "<script>alert" not in page
    assert "49" not in page.split("Quatre communes")[0]  # {{ 7*7 }} was not computed
    data = data_of(page)
    assert HOSTILE in [area["name"] for area in data["areas"]]
    assert data["points"][0]["rows"][0]["facts"] == [["Fosse", HOSTILE]]
    assert f"Taux {HOSTILE}" in Tags(page).text


def test_the_document_has_its_four_scripts_and_no_more(page):
    assert len(Tags(page).scripts) == 4  # data, Leaflet, our code, folium's drawing


def test_the_page_says_what_it_shows_in_french(page):
    assert '<html lang="fr">' in page
    words = "".join(Tags(page).text)
    for line in (
        "2021 · Quatre communes",
        "2 communes sur 4",
        "Borne supérieure comprise",
        "Source : Insee, 2021.",
        "Contours : IGN",
        "1er\u00a0novembre\u00a02026",
        "licence MIT",
    ):
        assert line in words


def make(view, boundaries, communes, points=MappingProxyType({})):
    return standalone_map(
        view, boundaries, communes, points, made_on=date(2026, 11, 1), credit="Contours : IGN"
    )


def drawn(page):
    """Read the fills of folium's drawing: number of the area (or "default") to colour."""
    drawing = Tags(page).scripts[-1]
    fills = {}
    for cases, default, text in re.findall(r"((?:case \d+: )+)?(default:)?\s*return (\{.*?\});", drawing):
        style = json.loads(text)
        if "weight" in style and "fillColor" in style:
            names = [*map(int, re.findall(r"\d+", cases)), *(["default"] if default else [])]
            fills |= dict.fromkeys(names, style["fillColor"])
    return fills


def test_each_area_has_the_colour_of_its_class(page, view):
    fills, areas = drawn(page), data_of(page)["areas"]
    colour = {area["name"]: fills.get(i, fills["default"]) for i, area in enumerate(areas)}
    low, high = view.light.classes
    assert colour == {
        "Voisine": view.light.outside,
        "Une": low,
        HOSTILE: high,
        "Trois": HATCHES,
        "Quatre": view.light.not_available,
    }


def test_a_count_is_drawn_as_circles_on_bare_areas(view, boundaries, communes):
    counts = replace(view, choropleth=replace(view.choropleth, symbols=True))
    page = make(counts, boundaries, communes)
    fills, data = drawn(page), data_of(page)
    colour = {area["name"]: fills.get(i, fills["default"]) for i, area in enumerate(data["areas"])}
    assert (colour["Une"], colour["Trois"]) == (view.light.ground, HATCHES)
    amounts = {area["name"]: area["amount"] for area in data["areas"] if "amount" in area}
    assert amounts == {"Une": 10.0, HOSTILE: 20.0}
    assert data["symbols"]["classes"] == list(view.light.classes)


def test_hatches_are_defined_where_they_are_used(page):
    assert '<pattern id="secret"' in page
    assert HATCHES == "url(#secret)"


def test_areas_far_from_the_perimeter_are_left_out(page):
    assert "Lointaine" not in [area["name"] for area in data_of(page)["areas"]]


def test_values_statuses_and_flags_are_those_of_the_layer(page):
    areas = {area["name"]: area for area in data_of(page)["areas"]}
    said = {name: (a["class"], a.get("value"), a.get("flag")) for name, a in areas.items()}
    assert said == {
        "Voisine": ("-", None, None),
        "Une": ("0", "10,0\u202f%", "f"),
        HOSTILE: ("1", "20,0\u202f%", "e"),
        "Trois": ("s", None, None),
        "Quatre": ("n", None, None),
    }


def test_legend_counts_every_class_and_the_missing_ones_that_occur(view):
    rows = legend_rows(view.choropleth, view.light)
    assert [(row["letter"], row["count"]) for row in rows] == [("0", "1"), ("1", "1"), ("s", "1"), ("n", "1")]


def test_legend_has_no_row_for_what_does_not_occur(view):
    layer = view.choropleth
    shown = layer.areas.assign(status="published", **{"class": pd.array([0, 0, 0, 0], dtype="Int64")})
    rows = legend_rows(replace(layer, areas=shown), view.light)
    assert [(row["letter"], row["count"]) for row in rows] == [("0", "4"), ("1", "0")]


def test_the_chosen_commune_is_named_with_its_status(page):
    assert "Trois\u202f: secret statistique" in Tags(page).text


def test_only_shown_point_layers_are_in_the_file(page):
    assert [layer["id"] for layer in data_of(page)["points"]] == ["puits"]
    assert "Grands sites" not in page


def test_names_are_placed_chosen_first_then_by_population(page):
    data = data_of(page)
    assert [data["areas"][i]["name"] for i in data["towns"]] == ["Trois", "Une", HOSTILE, "Quatre", "Voisine"]


def test_coordinates_have_five_decimals(page):
    decimals = [len(d) for d in re.findall(r"\d\.(\d+)[,\]]", Tags(page).scripts[-1])]
    assert max(decimals) == DIGITS


def test_the_same_map_is_the_same_file(page, view, boundaries, communes):
    assert make(view, boundaries, communes, {"puits": ROWS}) == page


def test_a_border_between_two_groups_is_drawn_once():
    row = gpd.GeoSeries([box(i, 0, i + 1, 1) for i in range(3)], index=list("abc"))
    lines = borders(row, pd.Series({"a": "x", "b": "x", "c": "y"}))
    assert lines.length == (2 + 1 + 2 + 1) + (1 + 1 + 1)  # round the pair; three more sides of the single


def test_an_area_without_a_group_has_no_border():
    row = gpd.GeoSeries([box(i, 0, i + 1, 1) for i in range(3)], index=list("abc"))
    assert borders(row, pd.Series({"a": "x", "b": None, "c": None})).length == 4


def test_neighbours_share_their_corners_after_rounding(boundaries):
    outlines = degrees(boundaries)
    shared = outlines["62001"].intersection(outlines["62002"])
    assert shared.geom_type == "LineString"
    assert shared.length > 0
