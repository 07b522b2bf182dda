"""Maps of categories: names instead of an order, each area in the class it was given, colours told apart."""

import numpy as np
import pandas as pd
import pytest

from pages.shared.inequality.fragility import CATEGORIES as FIFTHS
from pages.shared.inequality.lisa import CATEGORIES as CLUSTERS
from tests.viz.test_palettes import distance
from viz import palettes
from viz.categories import Category, Shown, category_colours, category_map
from viz.choropleth import Words
from viz.layers import Geometry

NAMES = {
    "high": Category("Haute", palettes.Paint("#9c3d24", "#e8825c")),
    "none": Category("Non significatif", palettes.Paint("#e9e1cf", "#3b382f")),
}
AREAS = pd.DataFrame(
    {
        "category": ["none", None, "high"],
        "value": [2.0, np.nan, 9.0],
        "status": ["published", "secret", "published"],
    },
    index=["c", "a", "b"],
)
TOLD_APART = 0.06


def layer(areas=AREAS):
    geometry = Geometry(("x.json",), ("a", "b", "c", "d"))
    return category_map(geometry, areas, NAMES, Shown("T", "t", "", 0), Words("s", (), "src", ""))


def test_each_area_has_the_letter_of_its_category_in_file_order():
    assert layer().codes() == "s01-"
    assert layer().values() == [9, 2]


def test_the_message_says_that_classes_are_names():
    assert layer().payload["categories"] is True
    assert layer().payload["level"]["legend"] == ["Haute", "Non significatif"]


def test_an_unknown_category_is_refused():
    with pytest.raises(ValueError, match="moyenne"):
        layer(AREAS.assign(category=["moyenne", None, "high"]))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_follow_the_order_of_the_legend(theme):
    expected = tuple(category.paint.on(theme) for category in NAMES.values())
    assert category_colours(NAMES, theme).classes == expected


@pytest.mark.parametrize("vision", ["normal", "deuteranopia", "protanopia", "tritanopia"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("categories", [CLUSTERS, FIFTHS], ids=["clusters", "fifths"])
def test_no_two_classes_of_the_page_look_alike_nor_like_a_missing_commune(categories, theme, vision):
    colours = [category.paint.on(theme) for category in categories.values()]
    colours += [palettes.NOT_AVAILABLE.on(theme)]
    pairs = [(a, b) for i, a in enumerate(colours) for b in colours[i + 1 :]]
    assert min(distance(a, b, vision) for a, b in pairs) > TOLD_APART
