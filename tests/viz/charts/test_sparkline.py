"""The small pictures of a table: to scale on both axes, words for those who do not see them."""

import base64
import re
from xml.etree import ElementTree as ET

import pytest

from viz.charts.sparkline import HEIGHT, MARGIN, WIDTH, dot_on_line, sparkline

SVG = "{http://www.w3.org/2000/svg}"


def drawing(image: str) -> ET.Element:
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', image)
    assert source
    return ET.fromstring(base64.b64decode(source[1]))  # noqa: S314 (our own drawing)


def test_years_and_values_are_to_scale():
    line = drawing(sparkline(((2011, 10.0), (2016, 30.0), (2021, 20.0)), "De 10 à 20")).find(f"{SVG}polyline")
    points = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
    inner, height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    assert points == [
        (MARGIN, HEIGHT - MARGIN),  # the lowest value, first year
        (MARGIN + inner / 2, MARGIN),  # the highest
        (WIDTH - MARGIN, pytest.approx(MARGIN + height / 2)),
    ]


def test_a_value_that_does_not_change_is_a_line_in_the_middle():
    line = drawing(sparkline(((2011, 5.0), (2021, 5.0)), "")).find(f"{SVG}polyline")
    assert {point.split(",")[1] for point in line.get("points").split()} == {f"{HEIGHT / 2:.1f}"}


def test_words_are_escaped():
    assert 'alt="&lt;b&gt; &quot;x&quot;"' in sparkline(((1, 1.0), (2, 2.0)), '<b> "x"')


@pytest.mark.parametrize(("percent", "x"), [(0, MARGIN), (50, WIDTH / 2), (100, WIDTH - MARGIN)])
def test_a_dot_stands_at_its_part_of_the_line(percent, x):
    assert float(drawing(dot_on_line(percent)).find(f"{SVG}circle").get("cx")) == x
