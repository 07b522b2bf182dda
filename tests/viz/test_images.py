"""Charts as files: their words, their numbers in French, their colours on paper, and no network."""

from io import BytesIO

import altair as alt
import pandas as pd
import pytest
from PIL import Image

from tests.viz.six_squares import HOSTILE, parsed
from viz.charts.theme import french_spec, inks
from viz.images import chart_png, chart_svg

SVG = "{http://www.w3.org/2000/svg}"


def spec(theme="light", width="container"):
    frame = pd.DataFrame({"name": ["Lens", HOSTILE], "value": [12345.5, 5000]})
    base = alt.Chart(frame).encode(x=alt.X("value:Q", axis=alt.Axis(format=",.1f")), y="name:N")
    layers = alt.layer(
        base.mark_bar(color=inks(theme).basin),
        base.mark_text().encode(text=alt.Text("value:Q", format=",.1f")),
        width=width,
        height=80,
    )
    return french_spec(layers, theme, description="Deux barres")


def made(chart, **others):
    return chart_svg(chart, **{"title": "Deux barres", "foot": ("Source : Insee, 2021.",), **others})


def texts(svg):
    return [node.text for node in parsed(svg).iter(f"{SVG}text")]


def test_title_source_and_perimeter_stand_around_the_chart():
    said = texts(made(spec(), subtitle="Bassin minier, 250 communes", description="Dit à voix haute"))
    assert {"Deux barres", "Bassin minier, 250 communes", "Source : Insee, 2021."} <= set(said)
    assert parsed(made(spec(), description="Dit à voix haute")).find(f"{SVG}desc").text == "Dit à voix haute"


def test_numbers_are_french():
    assert "12\u202f345,5" in texts(made(spec()))


def test_a_chart_as_wide_as_its_container_fills_the_sheet():
    root = parsed(made(spec(), width=800))
    (chart,) = root.findall(f".//{SVG}svg")
    assert root.get("width") == "800"
    assert float(chart.get("width")) == pytest.approx(800 - 64, abs=2)


def test_a_chart_of_a_dark_page_has_the_colours_of_a_light_one():
    dark = made(spec("dark"))
    assert inks("light").basin in dark
    assert not {inks("dark").basin, inks("dark").text} & {n.get("fill") for n in parsed(dark).iter()}


def test_a_hostile_name_is_text():
    svg = made(spec(), title=HOSTILE)
    assert "<script" not in svg
    assert HOSTILE in texts(svg)


def test_nothing_is_fetched():
    with pytest.raises(ValueError, match="not allowed"):
        made({**spec(), "layer": [{"data": {"url": "http://localhost:9/x.json"}, "mark": "bar"}]})


def test_a_long_source_wraps():
    lines = texts(made(spec(), foot=("mot " * 200,), width=500))
    assert len([line for line in lines if line.startswith("mot mot")]) > 5


def test_the_picture_has_twice_the_pixels_and_the_font_of_the_site():
    picture = Image.open(BytesIO(chart_png(spec(), 2, title="Deux barres", foot=())))
    assert picture.width == 1800
    assert "Source Sans Pro" in made(spec())
