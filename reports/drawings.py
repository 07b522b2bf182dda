"""What is drawn before it is typeset: the map of a briefing, and the words of its legend."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LegendRow:
    """One line of a legend.

    Attributes
    ----------
    colour
        ``#rrggbb``; empty for hatches (statistical secret).
    label
        French.
    count
        Communes of the map in this class, as a reader reads it.
    """

    colour: str
    label: str
    count: str


@dataclass(frozen=True)
class MapDrawing:
    """A map without its furniture, and what the document sets around it.

    Attributes
    ----------
    svg
        SVG text, scale bar and names of towns inside.
    title, subtitle
        Indicator; year, unit and what is drawn.
    rows
        Classes, lowest first, then the states without value.
    alt
        What a reader who does not see it must know.
    source
        Credit of the figures and of the outlines.
    ratio
        Height for a width of 1.
    """

    svg: str
    title: str
    subtitle: str
    rows: tuple[LegendRow, ...]
    alt: str
    source: str
    ratio: float = 0.75


@dataclass(frozen=True)
class Drawings:
    """The drawings of a briefing; a portrait without a map has none."""

    map: MapDrawing | None = None
