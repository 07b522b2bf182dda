"""A map as an SVG drawing for print: the same layers as the live map and the file that opens offline.

Light colours, Lambert-93, names of towns, a scale bar; with its furniture also title, legend, source.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import shapely

from viz.folium_map import (
    HATCHES,
    SECRET,
    WGS84,
    area_styles,
    borders,
    drawn_areas,
    legend_rows,
    line_rows,
    line_styles,
    made_sentence,
    named_points,
    outline_lines,
)
from viz.french import number
from viz.layers import OUTSIDE
from viz.sheet import PAPER, QUIET, TEXT, Item, Sizes, Words, arranged, framed
from viz.svg import (
    REGULAR,
    SEMIBOLD,
    TENTHS,
    Frame,
    Ink,
    Name,
    document,
    frame_around,
    mark,
    node,
    paths,
    placed,
    scale_bar,
    sheet,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from viz.folium_map import PointRows
    from viz.layers import MapView

LAMBERT: Final = 2154
MAINLAND: Final = shapely.box(-6, 41, 10.5, 52)
"""Longitudes and latitudes for which Lambert-93 is made."""
EUROPE: Final = shapely.box(-32, 32, 48, 72)
EUROPE_CLIP: Final = (-60.0, 20.0, 90.0, 84.0)
"""What may be projected to Europe's own system: west, south, east, north."""
EUROPEAN, EQUAL_EARTH = 3035, 8857
MARGIN_SHARE: Final = 0.03
LEAST_MARGIN_M: Final = 800.0
COAST: Final = "#b5b1a6"
NAME_SIZE: Final = 13.0
ROOM: Final = {"commune": 21_000, "epci": 60_000}
"""Pixels of map for one name."""
CIRCLE: Final = (11.0, 44.0)
"""Least and most radius of the largest circle of a count, in pixels."""
CIRCLE_30: Final = 0.00725
"""Pixels in a metre at which it is 30 pixels; it follows the scale as on the live map."""
CIRCLE_GROWTH: Final = math.log2(1.35)
LEAST_CIRCLE: Final = 1.2
PLACE: Final = 3.7
"""Radius of the mark of a place."""
LARGER: Final = 1.3
"""How much the mark of several rows at one place grows."""
DISC: Final = {"commune": 8.0, "region": 12.0, "country": 15.0}
"""Radius of the disc of a place that is known roughly."""
SQUARE_METRES: Final = 10_000
"""In a hectare."""


def static_map(  # noqa: PLR0913 (those of `standalone_map`, and two of its own)
    view: MapView,
    outlines: gpd.GeoSeries,
    areas: pd.DataFrame,
    *,
    made_on: date | None,
    credit: str,
    points: PointRows | None = None,
    ground: gpd.GeoSeries | None = None,
    width: int = 1200,
    furniture: bool = True,
    outlined: Collection[str] = (),
    window: Sequence[float] | None = None,
) -> str:
    """Return a map as SVG text.

    Parameters
    ----------
    view
        What the live map shows; its light colours are used.
    outlines
        Polygons that share their borders, any CRS; index: codes, those of the perimeter among them.
        Those that the frame shows around the perimeter are drawn too.
    areas
        Index: codes. Columns ``name``, ``epci_name`` (may be missing), ``code_departement``,
        ``population`` (inhabitants; larger names are placed first).
    made_on
        Date written on the map, None for no date.
    credit
        French credit of the outlines.
    points
        Rows of the point layers to show, by id of the layer (see `viz.points.point_rows`).
    ground
        Départements of France, drawn under and around a map that goes beyond the Nord and the Pas-de-Calais.
    width
        Pixels.
    furniture
        False: the map alone with its scale bar, for a document that writes title, legend and source itself.
    outlined
        Areas whose common outline is drawn strongly, in place of that of the perimeter: a place among its
        coloured surroundings.
    window
        West, south, east, north in metres (Lambert-93): what a map alone shows of the mainland. None: the
        perimeter.

    Notes
    -----
    The same arguments give the same text. Overseas areas are left out of a map of all of France.
    """
    drawing = _Drawing(view, outlines, areas, points or {}, ground)
    drawing.outlined = drawing.outlines.index.intersection(list(outlined))
    text = _words(drawing, made_on, credit)
    if not furniture:
        frame = drawing.frame(float(width), 0) if window is None else _window(window, float(width))
        root = sheet(frame.width, round(frame.height, 1), text.heading, text.description, PAPER)
        root.append(_drawn(drawing, frame))
        return document(root)
    places = arranged(text, width)
    frame = drawing.frame(places.drawing_width, places.legend_height if places.beside else 0)
    return document(framed(text, places, _drawn(drawing, frame), frame.height, width))


class _Drawing:
    """What is drawn, in metres."""

    def __init__(
        self,
        view: MapView,
        outlines: gpd.GeoSeries,
        areas: pd.DataFrame,
        points: PointRows,
        ground: gpd.GeoSeries | None,
    ) -> None:
        self.view = view
        self.areas = areas
        self.points = named_points(view, points)
        self.crs, self.outlines = _projected(view, outlines)
        self.ground = None if ground is None else _mainland(ground).to_crs(self.crs)
        self.outlined = self.outlines.index[:0]

    @cached_property
    def bounds(self) -> tuple[float, ...]:
        """West, south, east, north of the perimeter that is drawn."""
        if self.view.choropleth.scale == "land":
            south, west, north, east = self.view.perimeter.bounds
            box = gpd.GeoSeries([shapely.segmentize(shapely.box(west, south, east, north), 1)], crs=WGS84)
            return tuple(box.to_crs(self.crs).total_bounds.tolist())
        inside = self.outlines[self.outlines.index.isin(self.view.choropleth.areas.index)]
        return tuple(inside.total_bounds.tolist())

    def frame(self, width: float, least_height: float) -> Frame:
        """Return the part of the ground that is shown."""
        west, south, east, north = self.bounds
        margin = max(LEAST_MARGIN_M, MARGIN_SHARE * max(east - west, north - south))
        return frame_around(self.bounds, width, margin=margin, least_height=least_height)

    def shown(self, frame: Frame) -> gpd.GeoDataFrame:
        """Return the areas that the frame shows."""
        shown = drawn_areas(self.view, self.outlines, self.areas, frame.ground)
        return shown.assign(code_departement=self.areas["code_departement"].reindex(shown.index))

    @cached_property
    def circle(self) -> float:
        """Radius of the largest circle of a count, in pixels."""
        scale = self.frame(800, 0).scale / CIRCLE_30
        return min(max(30 * scale**CIRCLE_GROWTH, CIRCLE[0]), CIRCLE[1])

    @cached_property
    def most(self) -> float:
        """The largest value of the perimeter."""
        return float(self.view.choropleth.areas["value"].max())


def _window(window: Sequence[float], width: float) -> Frame:
    """Return the frame that shows a part of the ground, no more and no less."""
    west, south, east, north = window
    scale = width / (east - west)
    return Frame(west, north, scale, width, (north - south) * scale)


def _projected(view: MapView, outlines: gpd.GeoSeries) -> tuple[Any, gpd.GeoSeries]:
    """Return outlines in Lambert-93, or in the projection of their place when they are overseas."""
    south, west, north, east = view.perimeter.bounds
    place = shapely.box(west, south, east, north)
    if view.choropleth.scale == "land" and not MAINLAND.contains(place):
        crs = EUROPEAN if EUROPE.contains(place) else EQUAL_EARTH
        near = outlines.clip_by_rect(*EUROPE_CLIP) if crs == EUROPEAN else outlines
        return crs, near[~near.is_empty].to_crs(crs)
    if MAINLAND.contains(shapely.Point((west + east) / 2, (south + north) / 2)):
        return LAMBERT, _mainland(outlines).to_crs(LAMBERT)
    near = outlines[outlines.to_crs(WGS84).intersects(place)]
    crs = near.estimate_utm_crs()
    return crs, near.to_crs(crs)


def _mainland(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Leave out what Lambert-93 cannot show."""
    if outlines.crs is not None and outlines.crs.is_geographic:
        return outlines[outlines.intersects(MAINLAND)]
    corners = outlines.bounds
    return outlines[corners["maxy"].between(6_000_000, 7_300_000)] if outlines.crs == LAMBERT else outlines


# --- the map ------------------------------------------------------------------------------------------------


def _drawn(drawing: _Drawing, frame: Frame) -> ET.Element:
    """Return the map at the origin, in its frame."""
    group = ET.Element("g")
    _definitions(group, drawing.view)
    clipped = node(group, "g")
    node(clipped, "rect", width=frame.width, height=frame.height, fill=PAPER)
    shown = drawing.shown(frame)
    look = {"fill_rule": "evenodd", "stroke_linejoin": "round"}
    lines = node(clipped, "g", transform=f"scale({1 / TENTHS:g})", **look)
    _land(lines, drawing, frame)
    _areas(lines, drawing.view, shown, frame)
    _lines(lines, drawing, shown, frame)
    if drawing.view.choropleth.symbols:
        _circles(clipped, drawing, shown, frame)
    _places(clipped, drawing, frame)
    _names(clipped, drawing.view, shown, frame)
    if drawing.crs != EQUAL_EARTH:  # on a map of the world no length is that of every place
        halo = drawing.view.light.halo
        scale_bar(clipped, frame, 22, frame.height - 14, Ink(12.5, TEXT, halo=halo))
    node(group, "rect", width=frame.width, height=frame.height, fill="none", stroke=QUIET, stroke_width=0.8)
    return group


def _definitions(group: ET.Element, view: MapView) -> None:
    """Write the hatches of secret values, for the map and for the legend."""
    definitions = node(group, "defs")
    ink, paper = view.light.secret
    for name, zoom in (("secret", 1), ("secret-carte", TENTHS)):
        size = 6 * zoom
        pattern = node(
            definitions, "pattern", id=name, width=size, height=size, patternUnits="userSpaceOnUse"
        )
        node(pattern, "rect", width=size, height=size, fill=paper)
        hatch = " ".join(f"M{x * zoom} {y * zoom}l{dx * zoom} {-dx * zoom}" for x, y, dx in _HATCH)
        node(pattern, "path", d=hatch, stroke=ink, stroke_width=1.3 * zoom)


_HATCH: Final = ((-1, 1, 2), (0, 6, 6), (5, 7, 2))


def _land(parent: ET.Element, drawing: _Drawing, frame: Frame) -> None:
    """Draw the ground and its coast; the départements around a map beyond the two."""
    if drawing.view.choropleth.scale == "land":
        return
    ground = drawing.outlines if drawing.ground is None else drawing.ground
    near = ground[ground.intersects(frame.ground)]
    colours = drawing.view.light
    look = {"fill": colours.outside, "stroke": COAST, "stroke_width": 8}
    for d in paths(_shapes([shapely.coverage_union_all(near.array)]), frame):
        node(parent, "path", d=d, **look)
    if drawing.ground is not None:
        for d in paths(near.to_numpy(), frame):
            node(parent, "path", d=d, fill="none", stroke=COAST, stroke_width=5)


def _shapes(shapes: list[BaseGeometry]) -> Any:  # noqa: ANN401 (an array of shapes)
    return gpd.GeoSeries(shapes).to_numpy()


def _areas(parent: ET.Element, view: MapView, shown: gpd.GeoDataFrame, frame: Frame) -> None:
    """Draw the areas, those of a class in one group; each says its name and value."""
    for letter, style in area_styles(view, shown["letter"]).items():
        of_class = shown[shown["letter"].eq(letter)]
        fill = style["fillColor"].replace(HATCHES, "url(#secret-carte)")
        group = node(
            parent,
            "g",
            id=f"classe-{_NAMES.get(letter, letter)}",
            fill=fill,
            stroke=style["color"],
            stroke_width=style["weight"] * TENTHS,
        )
        for d in paths(of_class.geometry.to_numpy(), frame):
            if d:
                node(group, "path", d=d)


_NAMES: Final = {OUTSIDE: "hors-perimetre", SECRET: "secret", "n": "non-disponible"}


def _lines(parent: ET.Element, drawing: _Drawing, shown: gpd.GeoDataFrame, frame: Frame) -> None:
    """Draw the borders over the areas, that of the perimeter on a halo."""
    found = outline_lines(drawing.view, shown)
    if drawing.view.choropleth.scale != "land":
        found["departement"] = _departements(drawing, shown)
    if len(drawing.outlined):
        found["perimeter"] = shapely.coverage_union_all(drawing.outlines.loc[drawing.outlined].array).boundary
        found.pop("selected", None)
    for name, style in line_styles(drawing.view).items():
        if name not in found:
            continue
        d = paths(_shapes([found[name]]), frame)[0]
        dash = style.get("dashArray")
        if name == "perimeter":
            halo = {"stroke": drawing.view.light.halo, "stroke_opacity": 0.75, "stroke_width": 5 * TENTHS}
            node(parent, "path", d=d, fill="none", **halo)
        node(
            parent,
            "path",
            id=f"ligne-{name}",
            d=d,
            fill="none",
            stroke=style["color"],
            stroke_width=style["weight"] * TENTHS,
            stroke_opacity=style.get("opacity"),
            stroke_dasharray=" ".join(f"{int(part) * TENTHS}" for part in dash.split()) if dash else None,
        )


def _departements(drawing: _Drawing, shown: gpd.GeoDataFrame) -> BaseGeometry:
    if drawing.ground is not None and drawing.view.choropleth.scale == "epci":
        return borders(drawing.ground, drawing.ground.index.to_series())
    return borders(shown.geometry, shown["code_departement"])


def _centres(shown: gpd.GeoDataFrame, frame: Frame) -> pd.DataFrame:
    inside = shapely.get_coordinates(shapely.point_on_surface(shown.geometry.to_numpy()))
    return pd.DataFrame(frame.pixels(inside), index=shown.index, columns=["x", "y"])


def _circles(parent: ET.Element, drawing: _Drawing, shown: gpd.GeoDataFrame, frame: Frame) -> None:
    """Draw circles whose area is in proportion to the value; the smallest go on top."""
    colours = drawing.view.light
    group = node(parent, "g", fill_opacity=0.9, stroke=colours.perimeter)
    amounts = pd.to_numeric(shown["amount"]).where(lambda amount: amount > 0).dropna()
    centres = _centres(shown, frame)
    for code, amount in amounts.sort_values(ascending=False).items():
        radius = _radius(drawing, amount)
        node(
            group,
            "circle",
            cx=float(centres["x"][code]),
            cy=float(centres["y"][code]),
            r=radius,
            fill=colours.classes[int(shown["letter"][code])],
            stroke_width=min(0.7, radius / 5),
        )


def _radius(drawing: _Drawing, amount: float) -> float:
    return max(LEAST_CIRCLE, math.sqrt(amount / drawing.most) * drawing.circle)


def _places(parent: ET.Element, drawing: _Drawing, frame: Frame) -> None:
    """Draw the places of the point layers; a mark that stands for several is larger."""
    for layer in drawing.points:
        if layer["rows"]:
            group = node(parent, "g", id=f"lieux-{layer['id']}", fill=layer["colour"])
            sites = _sites(layer["rows"], drawing, frame)
            for site in sites:
                _reach(group, site, frame)
            for site in sites:
                _mark(group, site, layer, drawing.view.light.point_edge)


def _sites(rows: list[dict[str, Any]], drawing: _Drawing, frame: Frame) -> list[dict[str, Any]]:
    """Return the points in the frame: where, of how many rows, how sure, how large."""
    known = pd.DataFrame(rows).reindex(columns=["lat", "lon", "doubt", "precision", "area_ha"])
    points = known.groupby(["lat", "lon"], sort=False)
    sites = points.agg(
        n=("lat", "size"),
        sure=("doubt", lambda doubts: doubts.isna().any() or not doubts.all()),
        precision=("precision", "first"),
        area_ha=("area_ha", "max"),
    ).reset_index()
    at = gpd.GeoSeries(gpd.points_from_xy(sites["lon"], sites["lat"]), crs=WGS84).to_crs(drawing.crs)
    sites[["x", "y"]] = frame.pixels(shapely.get_coordinates(at.to_numpy()))
    inside = sites["x"].between(0, frame.width) & sites["y"].between(0, frame.height)
    return sites[inside].to_dict("records")  # type: ignore[return-value]


def _reach(parent: ET.Element, site: dict[str, Any], frame: Frame) -> None:
    """Draw the disc of a place known roughly, or of its area."""
    radius = DISC.get(site["precision"], 0.0)
    if pd.notna(site["area_ha"]):
        radius = math.sqrt(site["area_ha"] * SQUARE_METRES / math.pi) * frame.scale
    if radius > PLACE:
        node(parent, "circle", cx=site["x"], cy=site["y"], r=radius, fill_opacity=0.22)


def _mark(parent: ET.Element, site: dict[str, Any], layer: dict[str, Any], edge: str) -> None:
    size = PLACE * (LARGER if site["n"] > 1 else 1)
    hollow = {"fill": PAPER, "stroke": layer["colour"], "stroke_width": "0.45"}
    look = {"stroke": edge, "stroke_width": "0.2"} if site["sure"] else hollow
    mark(parent, layer["shape"], site["x"], site["y"], size, **look)


def _names(parent: ET.Element, view: MapView, shown: gpd.GeoDataFrame, frame: Frame) -> None:
    """Write the names of towns, the chosen one and the largest first, a few of them outside."""
    if view.choropleth.scale == "land":
        return
    table = shown.join(_centres(shown, frame)).assign(chosen=shown.index == view.selected)
    order = table.sort_values(["chosen", "population"], ascending=False, kind="stable")
    most = round(frame.width * frame.height / ROOM[view.choropleth.scale]) + 3
    names = [
        Name(row["name"], row["x"], row["y"], NAME_SIZE, 14 if quiet else 4, quiet)
        for row in order[["name", "x", "y", "letter"]].head(20 * most).to_dict("records")
        for quiet in [row["letter"] == OUTSIDE]
    ]
    for name in placed(names, frame, most):
        colour = QUIET if name.quiet else TEXT
        weight = REGULAR if name.quiet else SEMIBOLD
        ink = Ink(name.size, colour, weight, halo=view.light.halo, anchor="middle")
        words(parent, name.x, name.y + 4.5, name.text, ink)


# --- the words ----------------------------------------------------------------------------------------------


def _words(drawing: _Drawing, made_on: date | None, credit: str) -> Words:
    layer = drawing.view.choropleth
    sources = [f"{points['title']}. {points['source']}" for points in drawing.points if points["source"]]
    return Words(
        title=layer.title,
        subtitle=layer.subtitle,
        description=_description(drawing.view),
        legend=[*_legend(drawing), *(Item("note", note) for note in layer.notes)],
        foot=[layer.source, *sources, f"{credit} {made_sentence(made_on)}".strip()],
    )


def _legend(drawing: _Drawing) -> list[Item | Sizes]:
    """Return the legend: classes with their counts, circles, lines, places."""
    layer, view = drawing.view.choropleth, drawing.view
    items: list[Item | Sizes] = [
        Item("heading", f"{layer.short} ({layer.unit})" if layer.unit else layer.short)
    ]
    if layer.symbols and drawing.most > 0:
        circles = [(_radius(drawing, step), number(step)) for step in _steps(drawing.most)]
        items.append(Sizes(circles, view.light.perimeter))
    items += [Item("area", row["label"], row["count"], row["fill"]) for row in legend_rows(layer, view.light)]
    chosen = drawing.areas.index.isin([view.selected])
    selected = drawn_areas(view, drawing.outlines, drawing.areas[chosen], shapely.Point())
    items += [
        Item("line", row["label"], paint=row["colour"], weight=row["weight"], dash=row["dash"])
        for row in line_rows(view, selected)
    ]
    items += [
        Item("mark", points["title"], points["count"], points["colour"], shape=points["shape"])
        for points in drawing.points
    ]
    return items


def _steps(most: float) -> list[int]:
    """Return the round values that the legend gives circles for."""
    power = 10 ** math.floor(math.log10(most))
    top = max(1, math.floor(most / power)) * power
    return [round(step) for step in (top, top / 4, top / 20) if step >= 1]


def _description(view: MapView) -> str:
    """Say what the map shows to those who do not see it."""
    layer = view.choropleth
    areas = {"epci": "intercommunalités", "commune": "communes", "land": "territoires"}[layer.scale]
    unit = f" ({layer.unit})" if layer.unit else ""
    counts = ", ".join(f"{row['label']} – {row['count']} {areas}" for row in legend_rows(layer, view.light))
    return f"{layer.title}{unit}. {layer.subtitle}. {counts}."
