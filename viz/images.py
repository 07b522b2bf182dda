"""Drawings and charts as stand-alone SVG and as pixels: the fonts of the site, French numbers, no network."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from viz import palettes
from viz.charts.theme import FONT, NUMBER_LOCALE, inks
from viz.sheet import MARGIN, Words, arranged, framed
from viz.svg import document, fonts_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHART_WIDTH: Final = 900
STATIC_FONT: Final = "Source Sans Pro, Arial, sans-serif"
"""The font of the site under the name that its static files have."""
NO_HOST: Final[list[str]] = []
"""Addresses that a chart may fetch from."""
PIXELS_PER_INCH: Final = 72
FRENCH_TIME: Final = "fr-FR"
NESTED: Final = 60
"""Pixels that the axes of a chart inside another may take."""
FIT: Final = {"type": "fit", "contains": "padding"}


@cache
def _converter() -> Any:  # noqa: ANN401 (a module without types)
    """Return vl-convert with the fonts of the site: loaded when the first picture is asked for."""
    import vl_convert  # noqa: PLC0415 (heavy: only who asks for a picture waits for it)

    vl_convert.register_font_directory(str(fonts_folder()))
    return vl_convert


def svg_png(svg: str, scale: float = 2) -> bytes:
    """Return an SVG drawing as PNG, ``scale`` pixels for each of its own."""
    return bytes(_converter().svg_to_png(svg, scale=scale, ppi=PIXELS_PER_INCH))


def chart_svg(
    spec: Mapping[str, Any],
    *,
    title: str,
    foot: Sequence[str],
    subtitle: str = "",
    description: str = "",
    width: int = CHART_WIDTH,
) -> str:
    """Return a chart as SVG text with its title above and its source under it.

    Parameters
    ----------
    spec
        Vega-Lite, as the page shows it (`viz.charts.theme.french_spec`), on a light or a dark page: the
        drawing has the colours of a light one. Its data are inside: nothing is fetched.
    title, subtitle, description
        French. The last is read aloud; the subtitle names the perimeter, if the title does not.
    foot
        Source, years, perimeter, licence: a paragraph for each text.
    width
        Of the whole, in pixels. A chart as wide as its container fills it.
    """
    words = Words(title, subtitle, description or title, (), foot)
    places = arranged(words, width)
    drawing = _drawing(_printed(spec, round(width - 2 * MARGIN)))
    return document(framed(words, places, drawing, float(drawing.get("height", "0")), width))


def chart_png(spec: Mapping[str, Any], scale: float = 2, **words: Any) -> bytes:  # noqa: ANN401
    """Return a chart as PNG; the words are those of `chart_svg`."""
    return svg_png(chart_svg(spec, **words), scale)


def _drawing(spec: dict[str, Any]) -> ET.Element:
    """Draw a chart as an element, in the namespace of the sheet around it."""
    drawn = _converter().vegalite_to_svg(
        spec, allowed_base_urls=NO_HOST, format_locale=NUMBER_LOCALE, time_format_locale=FRENCH_TIME
    )
    root = ET.fromstring(drawn)  # noqa: S314 (our own drawing)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if name.startswith("{")]:
            element.set(name.rpartition("}")[2], element.attrib.pop(name))
    return root


def _printed(spec: Mapping[str, Any], width: int) -> dict[str, Any]:
    """Return a specification for paper: light colours, the static font, a width in pixels."""
    text = json.dumps(spec, ensure_ascii=False).replace(FONT, STATIC_FONT)
    own = _light(json.loads(text))
    for nested in _views(own):
        if nested.get("width") == "container":
            nested["width"] = width - NESTED
    if spec.get("width") == "container":
        own |= {"width": width, "autosize": FIT}
    return {**own, "background": "transparent"}


def _views(spec: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return every part of a specification that is a mapping."""
    if isinstance(spec, list):
        return [view for part in spec for view in _views(part)]
    if not isinstance(spec, dict):
        return []
    inner = [part for name, part in spec.items() if name not in {"data", "datasets"}]
    return [spec, *_views(inner)]


def _light(spec: Any) -> Any:  # noqa: ANN401
    """Replace the colours of a dark page by their counterparts."""
    if isinstance(spec, dict):
        return {name: _light(part) for name, part in spec.items()}
    if isinstance(spec, list):
        return [_light(part) for part in spec]
    return _counterparts().get(spec, spec) if isinstance(spec, str) else spec


@cache
def _counterparts() -> dict[str, str]:
    """Return the light colour of each dark one."""
    dark, light = asdict(inks("dark")), asdict(inks("light"))
    paints = [paint for paint in vars(palettes).values() if isinstance(paint, palettes.Paint)]
    paints += [*palettes.LAYERS.values(), *palettes.TERRITORIES.values()]
    return {paint.dark: paint.light for paint in paints} | {dark[name]: light[name] for name in dark}
