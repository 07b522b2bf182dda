"""The map of a briefing: what it shows, in which proportions, of which year; and that its words are text."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from reports import maps
from reports.maps import map_of
from reports.portrait.choice import subject_of
from reports.portrait.subject import described

SVG = "{http://www.w3.org/2000/svg}"


def subject(tables, perimeter):
    return described(tables, subject_of(tables, perimeter))


def _tree(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own drawing)


def names(svg: str) -> set[str]:
    return {"".join(node.itertext()) for node in _tree(svg).iter(f"{SVG}text")}


@pytest.mark.parametrize(
    ("perimeter", "ratio", "told"),
    [
        ("commune_62498", 0.78, {"Lens", "Liévin"}),
        ("commune_01004", 0.78, {"Ambérieu-en-Bugey"}),
        ("mbm_250", 0.84, {"Douai", "Valenciennes", "Béthune"}),
    ],
)
def test_a_map_names_its_towns_in_the_proportions_of_the_page(tables, perimeter, ratio, told):
    drawn = map_of(tables, subject(tables, perimeter))
    assert drawn.ratio == pytest.approx(ratio, abs=0.002)
    assert told <= names(drawn.svg)


def test_the_legend_counts_every_commune_of_the_map(tables):
    """Communes of the window, counted with geometry of another kind: bounds of each outline."""
    drawn = map_of(tables, subject(tables, "commune_62498"))
    west, south, east, north = maps._window(tables, subject(tables, "commune_62498"))
    bounds = pd.concat([tables.outlines("59").bounds, tables.outlines("62").bounds])
    inside = bounds[
        (bounds.maxx > west) & (bounds.minx < east) & (bounds.maxy > south) & (bounds.miny < north)
    ]
    counted = sum(int(row.count) for row in drawn.rows)
    assert 0.9 * len(inside) <= counted <= len(inside)
    assert counted >= len(tables.members("epci_246200364"))


def test_a_map_that_leaves_the_two_departements_takes_a_year_that_all_have(tables):
    assert map_of(tables, subject(tables, "commune_62498")).subtitle.startswith("2022")
    assert map_of(tables, subject(tables, "commune_01004")).subtitle.startswith("2018")


def test_what_is_drawn_is_credited(tables):
    source = map_of(tables, subject(tables, "commune_62498")).source
    assert "Recensement de la population" in source
    assert "Contours" in source


def test_the_outline_of_a_territory_is_one_line_around_it(tables):
    root = _tree(map_of(tables, subject(tables, "epci_246200364")).svg)
    lines = {node.get("id"): node for node in root.iter(f"{SVG}path") if node.get("id")}
    assert "ligne-perimeter" in lines
    assert "ligne-selected" not in lines


def test_overseas_is_shown_whole(tables):
    drawn = map_of(tables, subject(tables, "commune_97411"))
    assert sum(int(row.count) for row in drawn.rows) == 24  # communes of La Réunion
    assert "Saint-Denis" in names(drawn.svg)


def test_a_hostile_name_is_text(tables):
    named = replace(subject(tables, "commune_62498"), name='</svg><script>alert("x")</script>&')
    assert "<script>" not in map_of(tables, named).svg


def test_few_values_make_few_classes():
    assert maps._breaks(pd.Series([float("nan")]), 1) == []
    assert maps._breaks(pd.Series([3.0, 3.0]), 1) == [3.0, 3.0]
    assert len(maps._breaks(pd.Series([1.0, 2.0, 2.0]), 1)) == 3
