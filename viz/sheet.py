"""The page around a drawing: title, legend on the right, notes, source, as in a printed atlas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from xml.etree import ElementTree as ET

from viz import palettes
from viz.svg import SEMIBOLD, SUBSTITUTE, Ink, mark, node, paragraph, sheet, text_width, words, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT: Final = palettes.TEXT.light
QUIET: Final = palettes.TEXT_MUTED.light
RULE: Final = "#d9d5cb"
PAPER: Final = palettes.SURFACE.light
TITLE: Final = Ink(29, TEXT, SEMIBOLD)
SUBTITLE: Final = Ink(18, QUIET)
HEADING: Final = Ink(15.5, TEXT, SEMIBOLD)
LABEL: Final = Ink(14.5, TEXT)
NOTE: Final = Ink(13, QUIET)
MARGIN: Final = 32.0
GAP: Final = 26.0
"""Between the drawing and its legend."""
LEGEND: Final = 270.0
LEGEND_MOST: Final = 420.0
LEGEND_LEAST: Final = 900.0
"""A narrower sheet has its legend under the drawing."""
SWATCH: Final = (27.0, 17.0)


@dataclass(frozen=True)
class Item:
    """One line of a legend.

    Attributes
    ----------
    kind
        ``heading``, ``note``, ``area`` (a coloured box), ``line``, or ``mark``.
    text, count
        French words, and the number at the end of the line.
    paint
        Fill of the box or mark, colour of the line.
    weight, dash
        Of a line.
    shape
        Of a mark (`viz.svg.SHAPES`).
    """

    kind: Literal["heading", "note", "area", "line", "mark"]
    text: str
    count: str = ""
    paint: str = ""
    weight: float = 1
    dash: str | None = None
    shape: str = "circle"


@dataclass(frozen=True)
class Sizes:
    """The circles of a count in a legend: radius in pixels and French number, largest first."""

    circles: Sequence[tuple[float, str]]
    edge: str


@dataclass(frozen=True)
class Words:
    """What is written around a drawing: French lines.

    Attributes
    ----------
    title, subtitle
        What is shown; year and perimeter.
    description
        Read aloud by screen readers.
    legend
        From top to bottom.
    foot
        Source, licence, credit, date: one paragraph for each text.
    """

    title: str
    subtitle: str
    description: str
    legend: Sequence[Item | Sizes]
    foot: Sequence[str]

    @property
    def heading(self) -> str:
        """Title and subtitle on one line."""
        return f"{self.title} – {self.subtitle}" if self.subtitle else self.title


@dataclass(frozen=True)
class Places:
    """Where things go on a sheet, in pixels: the drawing, its legend, what is above and the least height."""

    top: float
    drawing_width: float
    legend_x: float
    legend_y: float
    legend_width: float
    legend_height: float
    beside: bool


def arranged(text: Words, width: float) -> Places:
    """Return where the drawing and its legend go on a sheet of this width."""
    inner = width - 2 * MARGIN
    scratch = ET.Element("g")
    top = _head(scratch, text, inner) + 18
    beside = bool(text.legend) and width >= LEGEND_LEAST
    legend_width = LEGEND if beside else min(inner, LEGEND_MOST)
    height = _legend(scratch, text.legend, 0, 0, legend_width)
    drawing = inner - LEGEND - GAP if beside else inner
    x = MARGIN + drawing + GAP if beside else MARGIN
    return Places(top, drawing, x, top, legend_width, height, beside)


def framed(text: Words, places: Places, drawing: ET.Element, height: float, width: float) -> ET.Element:
    """Return the whole sheet around a drawing of this height, made at the origin."""
    below = places.top + height + 16
    legend_y = places.legend_y if places.beside else below
    end = max(places.top + height, legend_y + places.legend_height + (0 if places.beside else 10))
    inner = width - 2 * MARGIN
    scratch = ET.Element("g")
    total = _foot(scratch, text, end, inner) + MARGIN * 0.7
    root = sheet(width, total, text.heading, text.description, PAPER)
    _head(root, text, inner)
    group = node(root, "g", transform=f"translate({MARGIN:g} {places.top:g})")
    group.append(drawing)
    _legend(root, text.legend, places.legend_x, legend_y, places.legend_width)
    _foot(root, text, end, inner)
    return root


def _head(parent: ET.Element, text: Words, width: float) -> float:
    y = paragraph(parent, MARGIN, MARGIN * 0.7, width, text.title, TITLE)
    return paragraph(parent, MARGIN, y + 1, width, text.subtitle, SUBTITLE) if text.subtitle else y


def _foot(parent: ET.Element, text: Words, y: float, width: float) -> float:
    y += 16
    node(parent, "path", d=f"M{MARGIN:g} {y:g}h{width:g}", stroke=RULE, stroke_width=1)
    y += 6
    for line in text.foot:
        y = paragraph(parent, MARGIN, y, width, line, NOTE)
    return y


def _legend(parent: ET.Element, items: Sequence[Item | Sizes], x: float, y: float, width: float) -> float:
    for item in items:
        y = _sizes(parent, item, x, y) if isinstance(item, Sizes) else _item(parent, item, x, y, width)
    return y


def _item(parent: ET.Element, item: Item, x: float, y: float, width: float) -> float:
    if item.kind == "heading":
        return paragraph(parent, x, y + (10 if y else 0), width, item.text, HEADING) + 5
    if item.kind == "note":
        return paragraph(parent, x, y + 6, width, item.text, NOTE)
    room = text_width(item.count, LABEL.size) * SUBSTITUTE + 10 if item.count else 0
    indent = SWATCH[0] + 10
    lines = wrapped(item.text, width - indent - room, LABEL.size)
    _symbol(parent, item, x, y + 4)
    if item.count:
        words(parent, x + width, y + 17, item.count, Ink(LABEL.size, QUIET, anchor="end"))
    for i, line in enumerate(lines):
        words(parent, x + indent, y + 17 + i * 18, line, LABEL)
    return y + max(24, 6 + 18 * len(lines))


def _symbol(parent: ET.Element, item: Item, x: float, y: float) -> None:
    wide, tall = SWATCH
    if item.kind == "area":
        node(
            parent, "rect", x=x, y=y, width=wide, height=tall, fill=item.paint, stroke=QUIET, stroke_width=0.6
        )
    elif item.kind == "line":
        node(
            parent,
            "path",
            d=f"M{x:g} {y + tall / 2:g}h{wide:g}",
            stroke=item.paint,
            stroke_width=item.weight,
            stroke_dasharray=item.dash,
        )
    else:
        mark(parent, item.shape, x + wide / 2, y + tall / 2, 6.5, fill=item.paint)


def _sizes(parent: ET.Element, sizes: Sizes, x: float, y: float) -> float:
    """Draw circles one inside the other, each with its number at the end of a line."""
    largest = sizes.circles[0][0]
    foot = y + 2 * largest + 8
    previous = float("-inf")
    for radius, text in sizes.circles:
        top = foot - 2 * radius
        at = max(top, previous + 16)
        node(
            parent,
            "circle",
            cx=x + largest + 1,
            cy=foot - radius,
            r=radius,
            fill="none",
            stroke=sizes.edge,
            stroke_width=0.8,
        )
        end = x + 2 * largest + 14
        node(
            parent,
            "path",
            d=f"M{x + largest + 1:g} {top:g}L{end - 6:g} {at:g}H{end:g}",
            fill="none",
            stroke=QUIET,
            stroke_width=0.6,
        )
        words(parent, end + 5, at + 4.5, text, Ink(13, TEXT))
        previous = at
    return max(foot, previous + 8) + 8
