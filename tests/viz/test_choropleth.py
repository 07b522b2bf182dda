"""From values to classes, words and colours: figures on the edge of a class, both themes."""

from types import SimpleNamespace

import pandas as pd
import pytest

from viz import palettes
from viz.choropleth import CLOSED_SIDE, POINT_LAYERS, Words, choropleth, class_labels, colours
from viz.french import NNBSP
from viz.layers import Geometry

CODES = ("A", "B", "C", "D", "E", "F", "G")
WORDS = Words("2021 · ici", ("6 communes sur 7",), "Source : Insee", "Valeur fragile")


def indicator(**changes):
    known = {"title": "Taux", "short": "Taux court", "unit": "%", "decimals": 1, "kind": "ratio"}
    return SimpleNamespace(**known | changes)


def observed(*values):
    frame = pd.DataFrame({"value": [*values]}, index=list(CODES[: len(values)]))
    status = frame["value"].isna().map({True: "secret", False: "published"})
    return frame.assign(status=status, fragile=False)


def draw(*values, breaks, **changes):
    return choropleth(Geometry(("x.json",), CODES), indicator(**changes), observed(*values), breaks, WORDS)


def test_the_upper_bound_belongs_to_the_class_and_the_lowest_value_to_the_first():
    layer = draw(2.0, 8.8, 8.9, 12.0, 12.1, 20.0, breaks=[2.0, 8.8, 12.0, 20.0])
    assert layer.codes() == "001122-"


def test_a_value_has_the_class_of_the_figure_that_the_reader_sees():
    # 8.84 is written 8,8 and stands in « de 2,0 à 8,8 »; 8.85 is written 8,9 and does not.
    layer = draw(2.0, 8.84, 8.85, 20.0, breaks=[2.0, 8.8, 20.0])
    assert layer.codes() == "0011---"
    assert layer.values() == [2.0, 8.8, 8.9, 20.0]


def test_values_without_decimals_are_rounded_half_up_like_the_classes():
    layer = draw(0.0, 10.5, 11.5, 12.5, breaks=[0.0, 11.0, 12.0, 13.0], decimals=0)
    assert layer.values() == [0, 11, 12, 13]
    assert layer.codes() == "0012---"


def test_an_unpublished_value_has_no_class_and_keeps_its_status():
    layer = draw(2.0, float("nan"), 20.0, breaks=[2.0, 20.0])
    assert layer.codes() == "0s0----"
    assert pd.isna(layer.areas.loc["B", "value"])


def test_a_value_outside_the_breaks_is_refused():
    with pytest.raises(ValueError, match="30"):
        draw(2.0, 30.0, breaks=[2.0, 10.0, 20.0])


def test_words_of_the_legend_are_passed_on_and_the_closed_side_is_said():
    layer = draw(2.0, 20.0, breaks=[2.0, 10.0, 20.0])
    assert layer.notes == ("6 communes sur 7", CLOSED_SIDE)
    assert (layer.title, layer.short, layer.unit, layer.decimals) == ("Taux", "Taux court", "%", 1)
    assert (layer.subtitle, layer.source, layer.fragile_reason) == (
        "2021 · ici",
        "Source : Insee",
        "Valeur fragile",
    )


def test_a_single_class_has_no_closed_side_to_speak_of():
    assert draw(5.0, 5.0, breaks=[5.0, 5.0]).notes == ("6 communes sur 7",)


@pytest.mark.parametrize(("kind", "circles"), [("count", True), ("ratio", False), ("amount", False)])
def test_only_counts_are_drawn_as_circles(kind, circles):
    assert draw(2.0, 20.0, breaks=[2.0, 20.0], kind=kind).symbols is circles


def test_the_table_given_is_left_as_it_was():
    given = observed(8.84, 20.0)
    before = given.copy()
    choropleth(Geometry(("x.json",), CODES), indicator(), given, [8.8, 20.0], WORDS)
    pd.testing.assert_frame_equal(given, before)


def test_labels_state_both_bounds_once_and_never_the_unit():
    assert class_labels([2.0, 8.8, 1200.0, 1200.0], 1) == (
        "de 2,0 à 8,8",
        f"plus de 8,8 à 1{NNBSP}200,0",
        f"1{NNBSP}200,0",
    )
    assert class_labels([], 1) == ()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("n", [0, 1, 3, 7])
def test_there_are_as_many_colours_as_classes_each_its_own(n, theme):
    found = colours(n, theme).classes
    assert len(set(found)) == len(found) == n
    apart = {palettes.NOT_AVAILABLE.on(theme), palettes.OUTSIDE.on(theme), palettes.SURFACE.on(theme)}
    assert not set(found) & apart


def test_each_theme_has_its_own_paint_for_every_line_and_layer():
    light, dark = colours(5, "light").shell(), colours(5, "dark").shell()
    assert set(light) == set(dark)
    assert [name for name in light if light[name] == dark[name]] == []
    assert set(light["points"]) == set(POINT_LAYERS)
    assert len(set(light["points"].values())) == 4
    assert light["secret"] == [palettes.SECRET_INK.light, palettes.SECRET_BACKGROUND.light]
    assert light["notAvailable"] == palettes.NOT_AVAILABLE.light
    assert light["outside"] == palettes.OUTSIDE.light
