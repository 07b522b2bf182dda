"""Drawings as SVG text: a frame on the ground, outlines as paths, words that wrap, a scale bar.

Everything is built as a tree and written by `xml.etree`, so that a name is never markup.
"""

from __future__ import annotations

import importlib.util
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from viz.french import NBSP, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt
    from PIL.ImageFont import FreeTypeFont
    from shapely.geometry.base import BaseGeometry

SVG: Final = "http://www.w3.org/2000/svg"
FONT: Final = "'Source Sans Pro', 'Source Sans 3', 'Source Sans', Arial, sans-serif"
TENTHS: Final = 10
"""Coordinates of paths are whole numbers of tenths of a pixel."""
REGULAR, SEMIBOLD = 400, 600
KILOMETRE: Final = 1000
LEAST_RATIO, MOST_RATIO = 0.56, 1.05
"""Height of a frame to its width: a long territory gets its surroundings, a tall one stays on the page."""
ROUND: Final = (1, 2, 5, 10)
BAR_SHARE: Final = 0.2
"""The scale bar is at most this part of the width of the frame."""
SUBSTITUTE: Final = 1.06
"""Words may be drawn in another font, a little wider than ours."""
SHAPES: Final = {
    "circle": "m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
    "square": "m-.85-.85h1.7v1.7h-1.7z",
    "diamond": "m0-1.25l1.25 1.25-1.25 1.25-1.25-1.25z",
    "triangle": "m0-1.2l1.15 2.2h-2.3z",
    "pentagon": "m0-1.1l1.05.76-.4 1.23h-1.3l-.4-1.23z",
    "cross": "m-.4-1.1h.8v.7h.7v.8h-.7v.7h-.8v-.7h-.7v-.8h.7z",
    "star": "m0-1.3l.38.83.9.1-.68.62.19.9-.79-.46-.79.46.19-.9-.68-.62.9-.1z",
    "bar": "m-1.2-.5h2.4v1h-2.4z",
}
"""Marks of radius 1, as on the live maps."""
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Frame:
    """A rectangle of the ground and its place on the sheet.

    Attributes
    ----------
    west, north
        Its upper left corner, in metres.
    scale
        Pixels in a metre.
    width, height
        In pixels.
    """

    west: float
    north: float
    scale: float
    width: float
    height: float

    @property
    def ground(self) -> BaseGeometry:
        """The rectangle on the ground."""
        east, south = self.west + self.width / self.scale, self.north - self.height / self.scale
        return shapely.box(self.west, south, east, self.north)

    def pixels(self, corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return positions on the sheet of positions on the ground (x, y in metres)."""
        return np.column_stack(
            [(corners[:, 0] - self.west) * self.scale, (self.north - corners[:, 1]) * self.scale]
        )


def frame_around(bounds: Sequence[float], width: float, *, margin: float, least_height: float = 0) -> Frame:
    """Return a frame of this width around west, south, east, north (metres), with a margin (metres).

    It shows more of the ground where the territory is longer, or less long, than a page allows.
    """
    west, south, east, north = bounds
    across, along = east - west + 2 * margin, north - south + 2 * margin
    ratio = min(max(along / across, LEAST_RATIO), MOST_RATIO)
    height = max(ratio * width, least_height)
    scale = min(width / across, height / along)
    middle = ((west + east) / 2, (south + north) / 2)
    return Frame(middle[0] - width / scale / 2, middle[1] + height / scale / 2, scale, width, height)


# --- the tree -----------------------------------------------------------------------------------------------


def sheet(width: float, height: float, title: str, description: str, background: str) -> ET.Element:
    """Return an empty drawing that says what it is to screen readers."""
    root = ET.Element(
        "svg",
        {
            "xmlns": SVG,
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": f"{width:g}",
            "height": f"{height:g}",
            "font-family": FONT,
            "role": "img",
            "lang": "fr",
            "aria-labelledby": "titre description",
        },
    )
    for tag, key, text in (("title", "titre", title), ("desc", "description", description)):
        ET.SubElement(root, tag, {"id": key}).text = allowed(text)
    node(root, "rect", width="100%", height="100%", fill=background)
    return root


def node(parent: ET.Element, tag: str, **attributes: object) -> ET.Element:
    """Add an element; ``_`` in the names of attributes stands for a hyphen, None leaves one out."""
    given = {
        name.strip("_").replace("_", "-"): _written(value)
        for name, value in attributes.items()
        if value is not None
    }
    return ET.SubElement(parent, tag, given)


def _written(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else allowed(str(value))


def allowed(text: str) -> str:
    """Return a text without the characters that no XML document may hold."""
    return _FORBIDDEN.sub("", text)


def document(root: ET.Element) -> str:
    """Return a drawing as text."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


# --- words --------------------------------------------------------------------------------------------------


@cache
def fonts_folder() -> Path:
    """Return where the static files of Source Sans Pro are."""
    found = importlib.util.find_spec("font_source_sans_pro")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(
            "package font-source-sans-pro is missing; run `make run`, which installs it"
        )
    return Path(found.submodule_search_locations[0]) / "files"


@cache
def _font(weight: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 (only drawings for print measure words)

    face = "Semibold" if weight >= SEMIBOLD else "Regular"
    return ImageFont.truetype(fonts_folder() / f"SourceSansPro-{face}.ttf", 100)


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """Return how many pixels a text needs."""
    return _font(weight).getlength(text) / 100 * size


def wrapped(text: str, width: float, size: float, weight: int = REGULAR) -> list[str]:
    """Return the lines of a text that fit in a width; only ordinary spaces part, a long word is cut."""
    lines: list[str] = []
    for word in allowed(text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, weight) * SUBSTITUTE <= width:
            lines[-1] = joined
        else:
            lines.extend(_pieces(word, width, size, weight))
    return lines


def _pieces(word: str, width: float, size: float, weight: int) -> list[str]:
    """Cut a word that is wider than a line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) * SUBSTITUTE > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@dataclass(frozen=True)
class Ink:
    """How words look."""

    size: float
    colour: str
    weight: int = REGULAR
    halo: str | None = None
    anchor: str | None = None
    style: str | None = None


def words(parent: ET.Element, x: float, y: float, text: str, ink: Ink) -> None:
    """Write one line; ``y`` is its baseline."""
    halo = {"stroke": ink.halo, "stroke_width": 3.2, "stroke_linejoin": "round", "paint_order": "stroke"}
    node(
        parent,
        "text",
        x=x,
        y=y,
        font_size=ink.size,
        font_weight=None if ink.weight == REGULAR else ink.weight,
        font_style=ink.style,
        text_anchor=ink.anchor,
        fill=ink.colour,
        **(halo if ink.halo else {}),
    ).text = allowed(text)


def paragraph(parent: ET.Element, x: float, y: float, width: float, text: str, ink: Ink) -> float:
    """Write lines under ``y``; return where they end."""
    step = round(ink.size * 1.32, 1)
    for line in wrapped(text, width, ink.size, ink.weight):
        y += step
        words(parent, x, y - 0.28 * ink.size, line, ink)
    return y


# --- outlines -----------------------------------------------------------------------------------------------


def paths(shapes: npt.NDArray[np.object_], frame: Frame) -> list[str]:
    """Return the path of each shape (polygons or lines, in metres), in tenths of a pixel.

    What lies beyond the frame is cut away. A point that falls on the one before it is left out, so is a ring
    that shrinks to a point.
    """
    parts, owners = shapely.get_parts(_cut(shapes, frame), return_index=True)
    kinds = shapely.get_type_id(parts)
    closed, opened = kinds == shapely.GeometryType.POLYGON, kinds == shapely.GeometryType.LINESTRING
    rings, places = shapely.get_rings(parts[closed], return_index=True)
    lines = np.concatenate([rings, parts[opened]])
    of = np.concatenate([owners[closed][places], owners[opened]])
    is_ring = np.arange(len(lines)) < len(rings)
    written = [""] * len(shapes)
    for line, owner, ring in zip(_steps(lines, frame), of.tolist(), is_ring.tolist(), strict=True):
        written[owner] += _path(line, ring=ring)
    return written


def _cut(shapes: npt.NDArray[np.object_], frame: Frame) -> npt.NDArray[np.object_]:
    """Cut away what lies beyond the frame; a shape inside it stays as it is."""
    west, south, east, north = frame.ground.bounds
    inner = np.array([west, south, -east, -north])
    reach = shapely.bounds(shapes) * [1, 1, -1, -1]
    beyond = ~(reach >= inner).all(axis=1)
    kept = np.array(shapes, dtype=object)
    kept[beyond] = shapely.clip_by_rect(kept[beyond], west, south, east, north)
    return kept


def _steps(lines: npt.NDArray[np.object_], frame: Frame) -> list[npt.NDArray[np.int64]]:
    """Return the corners of each line in tenths of a pixel, no two the same in a row."""
    corners, index = shapely.get_coordinates(lines, return_index=True)
    places = np.rint(frame.pixels(corners) * TENTHS).astype(np.int64)
    new = np.ones(len(places), dtype=bool)
    new[1:] = (places[1:] != places[:-1]).any(axis=1) | (index[1:] != index[:-1])
    counts = np.bincount(index[new], minlength=len(lines))
    return np.split(places[new], np.cumsum(counts)[:-1]) if len(lines) else []


def _path(corners: npt.NDArray[np.int64], *, ring: bool) -> str:
    if ring:
        corners = corners[:-1]
    if len(corners) < (3 if ring else 2):
        return ""
    steps = np.diff(corners, axis=0).ravel().tolist()
    moved = "".join(f"{step}" if step < 0 else f" {step}" for step in steps)
    return f"M{corners[0, 0]} {corners[0, 1]}l{moved.lstrip()}{'z' if ring else ''}"


def mark(parent: ET.Element, shape: str, x: float, y: float, radius: float, **look: Any) -> None:  # noqa: ANN401
    """Draw a mark of `SHAPES`."""
    at = f"translate({_written(float(x))} {_written(float(y))}) scale({_written(float(radius))})"
    node(parent, "path", d=SHAPES[shape], transform=at, **look)


# --- scale --------------------------------------------------------------------------------------------------


def bar_metres(frame: Frame) -> int:
    """Return the round length, in metres, of a scale bar that fits in the frame."""
    most = BAR_SHARE * frame.width / frame.scale
    power = 10 ** math.floor(math.log10(most))
    return int(max(step * power for step in ROUND if step * power <= most))


def scale_bar(parent: ET.Element, frame: Frame, x: float, y: float, ink: Ink) -> None:
    """Draw a scale bar in two halves, its left end at ``x``, its foot at ``y``."""
    metres = bar_metres(frame)
    length = metres * frame.scale
    look = {"stroke": ink.colour, "stroke_width": 1.0}
    node(parent, "rect", x=x, y=y - 5, width=length, height=5, fill="#ffffff", **look)
    node(parent, "rect", x=x, y=y - 5, width=length / 2, height=5, fill=ink.colour, **look)
    unit, size = ("km", metres / KILOMETRE) if metres >= KILOMETRE else ("m", metres)
    half = number(size / 2, 0 if size % 2 == 0 else 1)
    for place, text in ((0.0, "0"), (length / 2, half), (length, f"{number(size)}{NBSP}{unit}")):
        words(parent, x + place, y - 10, text, Ink(ink.size, ink.colour, halo=ink.halo, anchor="middle"))


# --- names --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Name:
    """A name to place: where, how wide, how much room it wants around it."""

    text: str
    x: float
    y: float
    size: float
    gap: float = 3
    quiet: bool = False


def placed(names: Iterable[Name], frame: Frame, most: int) -> list[Name]:
    """Return the names that can stand, first come first served: none touches another nor the edge."""
    taken: list[tuple[float, float, float, float]] = []
    kept: list[Name] = []
    quiet = 0
    for name in names:
        if len(kept) >= most:
            break
        box = _box(name)
        inside = box[0] > 0 and box[2] < frame.width and box[1] > 0 and box[3] < frame.height
        if not inside or (name.quiet and quiet >= most / 4) or any(_touch(box, other) for other in taken):
            continue
        taken.append(box)
        kept.append(name)
        quiet += name.quiet
    return kept


def _box(name: Name) -> tuple[float, float, float, float]:
    half = text_width(name.text, name.size, SEMIBOLD) * SUBSTITUTE / 2 + name.gap
    tall = name.size / 2 + name.gap
    return (name.x - half, name.y - tall, name.x + half, name.y + tall)


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
