"""The map for print: six squares of one kilometre, so that every pixel and length is known."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import geopandas as gpd
import pytest
from PIL import Image
from shapely.geometry import Polygon, box

from tests.viz.six_squares import HOSTILE, ROWS, parsed
from viz.images import svg_png
from viz.static_map import static_map
from viz.svg import Frame, Name, bar_metres, frame_around, paths, placed, text_width, wrapped

MADE = date(2026, 3, 1)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(view, boundaries, communes, **others):
    asked = {"made_on": MADE, "credit": "Contours : IGN.", **others}
    return static_map(view, boundaries, communes, **asked)


@pytest.fixture
def root(view, boundaries, communes):
    return parsed(drawn(view, boundaries, communes, points={"puits": ROWS}))


def texts(root):
    return [node.text for node in root.iter(f"{SVG}text")]


def group(root, name):
    return next(node for node in root.iter(f"{SVG}g") if node.get("id") == name)


def test_every_word_of_the_furniture_is_there(root):
    said = " ".join(texts(root))
    for words in (
        "2021 · Quatre communes",
        "2 communes sur 4, 70 % de la population",
        "Source : Insee, 2021.",
        "Contours : IGN.",
        "Carte faite le 1er\u00a0mars\u00a02026",
        "Anciens puits",
        "Secret statistique",
        "Non disponible",
        "Limites des intercommunalités",
    ):
        assert words in said


def test_a_drawing_says_what_it_is_to_screen_readers(root):
    assert root.find(f"{SVG}title").text == f"Taux {HOSTILE} – 2021 · Quatre communes"
    assert "de 10,0 à 15,0 – 1 communes" in root.find(f"{SVG}desc").text
    assert root.get("aria-labelledby").split() == [
        root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")
    ]


def test_a_hostile_name_is_text(view, boundaries, communes):
    text = drawn(view, boundaries, communes, points={"puits": ROWS})
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    tags = {node.tag.removeprefix(SVG) for node in parsed(text).iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "rect",
        "g",
        "text",
        "path",
        "circle",
        "defs",
        "pattern",
        "clipPath",
    }


def test_characters_that_no_document_may_hold_are_left_out(view, boundaries, communes):
    named = communes.assign(name=["A\x00\x1b", "B\ufffe", "C", "D", "E", "F"])
    parsed(drawn(view, boundaries, named))


def test_each_area_is_once_in_the_group_of_its_class(root):
    found = {
        name: len(group(root, f"classe-{name}"))
        for name in ("0", "1", "secret", "non-disponible", "hors-perimetre")
    }
    # the sixth is 60 km away
    assert found == {
        "0": 1,
        "1": 1,
        "secret": 1,
        "non-disponible": 1,
        "hors-perimetre": 1,
    }


def test_a_secret_value_is_hatched_and_a_missing_one_grey(root, view):
    assert group(root, "classe-secret").get("fill") == "url(#secret-carte)"
    assert group(root, "classe-non-disponible").get("fill") == view.light.not_available
    fills = {node.get("fill") for node in root.iter(f"{SVG}rect")}
    assert {"url(#secret)", view.light.not_available, *view.light.classes} <= fills


def test_counts_are_circles_whose_area_is_in_proportion(view, boundaries, communes):
    counted = replace(view, choropleth=replace(view.choropleth, symbols=True))
    root = parsed(drawn(counted, boundaries, communes, furniture=False))
    radii = sorted(float(node.get("r")) for node in root.iter(f"{SVG}circle"))
    assert len(radii) == 2  # 10.0 and 20.0: the secret and the missing one have none
    assert (radii[1] / radii[0]) ** 2 == pytest.approx(2, rel=0.02)


def test_bare_map_has_no_words_but_names_and_scale(view, boundaries, communes):
    root = parsed(drawn(view, boundaries, communes, furniture=False, width=600))
    said = texts(root)
    assert not {"2021 · Quatre communes", "Source : Insee, 2021."} & set(said)
    assert {"Une", "Trois"} <= set(said)
    assert root.get("width") == "600"


def test_same_arguments_same_text(view, boundaries, communes):
    assert drawn(view, boundaries, communes) == drawn(view, boundaries, communes)


def test_no_date_is_no_date(view, boundaries, communes):
    said = " ".join(texts(parsed(drawn(view, boundaries, communes, made_on=None))))
    assert "Carte faite avec le tableau de bord" in said


def test_the_picture_has_twice_the_pixels_and_its_colours(view, boundaries, communes):
    svg = drawn(view, boundaries, communes)
    picture = Image.open(BytesIO(svg_png(svg, 2))).convert("RGB")
    root = parsed(svg)
    assert picture.size == (2400, pytest.approx(2 * float(root.get("height")), abs=2))
    seen = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in picture.getcolors(1 << 24)}
    assert {*view.light.classes, view.light.not_available, view.light.selected} <= seen


def test_words_are_drawn_in_the_picture(view, boundaries, communes):
    svg = drawn(view, boundaries, communes)
    head = Image.open(BytesIO(svg_png(svg, 1))).convert("L").crop((30, 20, 400, 60))
    assert head.getextrema()[0] < 80


# --- frame, paths, words ------------------------------------------------------------------------------------


def test_a_frame_has_its_territory_in_the_middle():
    frame = frame_around((0, 0, 8000, 6000), 1000, margin=1000)  # 10 km by 8 km, 0.1 pixel a metre
    assert (frame.west, frame.north, frame.scale, frame.width, frame.height) == (-1000, 7000, 0.1, 1000, 800)
    assert frame.ground.bounds == (-1000, -1000, 9000, 7000)


def test_a_long_territory_gets_its_surroundings():
    frame = frame_around((0, 0, 10_000, 1000), 1000, margin=0)
    assert frame.height == 560
    assert frame.north == pytest.approx(500 + 5600 / 2)


def test_a_path_is_in_tenths_and_drops_points_on_the_same_place():
    frame = Frame(west=0, north=100, scale=1, width=100, height=100)
    square = Polygon([(0, 100), (10, 100), (10.01, 100), (10, 90), (0, 90)])
    hole = Polygon(box(0, 0, 40, 40).exterior, [box(10, 10, 20, 20).exterior])
    first, second = paths(gpd.GeoSeries([square, hole]).to_numpy(), frame)
    assert first == "M0 0l100 0 0 100-100 0z"
    assert len(re.findall("M", second)) == 2


@pytest.mark.parametrize(
    ("scale", "metres"), [(0.1, 2000), (0.01, 20_000), (0.008, 20_000), (1, 200), (0.0008, 200_000)]
)
def test_the_scale_bar_has_a_round_length_that_fits(scale, metres):  # at most a fifth of 1,000 pixels
    assert bar_metres(Frame(0, 0, scale, 1000, 600)) == metres


def test_the_scale_bar_is_as_long_as_it_says(view, boundaries, communes):
    root = parsed(drawn(view, boundaries, communes, furniture=False, width=1000))
    bar = next(node for node in root.iter(f"{SVG}rect") if node.get("height") == "5")
    d = next(iter(group(root, "classe-0"))).get("d")
    assert "1\u00a0km" in texts(root)
    side = max(_xs(d)) - min(_xs(d))
    assert float(bar.get("width")) == pytest.approx(side / 10, abs=0.3)


def _xs(d):
    """Return the horizontal places of a path of one ring."""
    numbers = [int(text) for text in re.findall(r"-?\d+", d)]
    x, found = numbers[0], [numbers[0]]
    for step in numbers[2::2]:
        x += step
        found.append(x)
    return found


def test_words_wrap_at_ordinary_spaces_only():
    lines = wrapped("un deux trois\u00a0quatre cinq", 90, 16)
    assert " ".join(lines) == "un deux trois\u00a0quatre cinq"
    assert len(lines) > 1
    assert any("trois\u00a0quatre" in line for line in lines)
    assert all(text_width(line, 16) <= 90 for line in lines)


def test_a_word_longer_than_the_line_is_cut():
    assert "".join(wrapped("W" * 50, 100, 16)) == "W" * 50
    assert len(wrapped("W" * 50, 100, 16)) > 5


def test_names_never_touch_and_the_first_wins():
    frame = Frame(0, 0, 1, 400, 300)
    names = [
        Name(text, x, 100, 13) for text, x in (("Lens", 100), ("Liévin", 110), ("Douai", 300), ("Bord", 5))
    ]
    assert [name.text for name in placed(names, frame, 9)] == ["Lens", "Douai"]
    assert [name.text for name in placed(names, frame, 1)] == ["Lens"]
