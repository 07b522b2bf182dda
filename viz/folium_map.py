"""A map as one HTML file that opens offline: folium draws, Leaflet and the data are inside.

Folium renders text twice, the second time as a template, so a name could run as code. Here its
layers carry geometry, numbers and colours only; every word goes into the page by ``page.html``,
which is rendered once and escapes what it is given.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import folium
import geopandas as gpd
import jinja2
import numpy as np
import pandas as pd
import shapely
from branca.element import Figure, MacroElement
from folium.map import CustomPane
from folium.template import Template
from folium.utilities import JsCode

from viz import palettes
from viz.french import MONTHS, NBSP, NNBSP, number, quantity
from viz.layers import OUTSIDE, Choropleth, Colours, MapView
from viz.static_files import leaflet_folder

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry

PointRows = Mapping[str, list[dict[str, Any]]]

ASSETS: Final = Path(__file__).resolve().parent / "standalone"
WGS84: Final = 4326
DIGITS: Final = 5
"""Decimals of a degree: about one metre."""
MARGIN: Final = 0.2
"""Communes around the perimeter are drawn up to this part of its longer side."""
SECRET, MISSING, NO_FLAG = "s", "n", "."
HATCHES: Final = "url(#secret)"
STATUS: Final = {
    SECRET: "Secret statistique",
    MISSING: "Non disponible",
    OUTSIDE: "Hors du périmètre choisi",
}
ESTIMATED: Final = "Valeur estimée par la source"
APPROXIMATE: Final = "Approximation : moyenne pondérée des communes"
PARTIAL: Final = "Chiffre partiel : une partie des communes n’est pas publiée"
FIND: Final = {
    "commune": ("Trouver une commune", "Aucune commune de ce nom sur cette carte."),
    "epci": ("Trouver une intercommunalité", "Aucune intercommunalité de ce nom sur cette carte."),
    "land": ("", ""),
}
LEAST_ZOOM: Final = {"local": 7, "national": 4.5, "world": 1}
WORLD_DEGREES: Final = 25
"""A map higher than this may be zoomed out to the world."""
LAND_EDGE: Final = "#c9c4b8"
"""Borders of countries and départements that only lie under places."""
SOFTWARE: Final = (
    "Dessin : Leaflet (licence BSD) et folium (licence MIT), contenus dans ce fichier,"
    " qui ne demande rien à Internet."
)
PANES: Final = {"areas": 400, "lines": 420, "symbols": 430, "points": 440, "labels": 460}
THEME: Final = {
    "paper": palettes.BACKGROUND.light,
    "card": palettes.SURFACE.light,
    "text": palettes.TEXT.light,
    "quiet": palettes.TEXT_MUTED.light,
    "accent": palettes.ACCENT.light,
    "sea": palettes.SURFACE.light,
    "soft": "#f1efe9",
    "line": "#d9d5cb",
}


class Page(Figure):
    """The whole document. Nothing of folium's own header (CDN scripts, styles) is printed."""

    _template = jinja2.Template((ASSETS / "page.html").read_text(encoding="utf-8"), autoescape=True)

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__()
        self.content = content


class Call(MacroElement):
    """Call a function of ``map.js`` with the map, at this place of folium's script."""

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.function }}({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self, function: str) -> None:
        super().__init__()
        self.function = function


def standalone_map(
    view: MapView,
    boundaries: gpd.GeoSeries,
    communes: pd.DataFrame,
    points: PointRows,
    *,
    made_on: date,
    credit: str,
    ground: gpd.GeoSeries | None = None,
) -> str:
    """Return a map as one HTML document that asks nothing of the network.

    Parameters
    ----------
    view
        What the live map shows; its light colours are used.
    boundaries
        Polygons that share their borders, any CRS; index: codes, those of the perimeter among
        them. Those near the perimeter are drawn around it, all of them make the land.
    communes
        Index: codes. Columns ``name``, ``epci_name`` (may be missing), ``code_departement``,
        ``population`` (inhabitants; larger names are placed first).
    points
        Rows of the point layers to show, by id of the layer (see `viz.points.point_rows`).
    made_on
        Date written on the map.
    credit
        French credit of the boundaries.
    ground
        Départements of France, drawn under and around a map that goes beyond the Nord and the
        Pas-de-Calais; their borders lie over a map of EPCI.

    Notes
    -----
    The same arguments give the same bytes.
    """
    outlines = degrees(boundaries)
    areas = drawn_areas(view, outlines, communes, surroundings(view))
    around = None if ground is None else degrees(ground)
    page = Page(_content(view, areas, points, _credits(made_on, credit)))
    page.add_child(_map(view, areas, outlines, communes["code_departement"], around))
    return _numbered(page.render())


# --- geometry -----------------------------------------------------------------------------------------------


def degrees(boundaries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return outlines in WGS84, rounded to about a metre: shared corners stay shared."""
    rounded = shapely.transform(boundaries.to_crs(WGS84).array, lambda corners: np.round(corners, DIGITS))
    return gpd.GeoSeries(rounded, index=boundaries.index, crs=WGS84)


def borders(areas: gpd.GeoSeries, groups: pd.Series) -> BaseGeometry:
    """Return the borders between groups of areas, each once; areas without a group have none."""
    grouped = areas.groupby(groups.reindex(areas.index))
    parts = [shapely.coverage_union_all(group.array) for _, group in grouped]
    return shapely.line_merge(shapely.union_all(shapely.boundary(parts)))


def drawn_areas(
    view: MapView, outlines: gpd.GeoSeries, communes: pd.DataFrame, around: BaseGeometry
) -> gpd.GeoDataFrame:
    """Return the areas to draw: those of the perimeter, those that reach ``around``, the chosen one.

    Columns: names and population, ``letter`` (class or status), ``value`` and ``flag`` as text, ``amount``
    (for circles).
    """
    letters = _by_code(view.choropleth, view.choropleth.codes(), OUTSIDE)
    letters = letters.reindex(outlines.index, fill_value=OUTSIDE)
    shown = letters.ne(OUTSIDE) | outlines.intersects(around)
    if view.selected in outlines.index:
        shown[view.selected] = True
    frame = communes.reindex(outlines.index[shown])[["name", "epci_name", "population"]]
    return gpd.GeoDataFrame(
        frame.assign(
            letter=letters,
            value=_value_texts(view.choropleth),
            flag=_by_code(view.choropleth, view.choropleth.flags(), NO_FLAG),
            amount=view.choropleth.areas["value"] if view.choropleth.symbols else None,
        ),
        geometry=outlines[shown],
    )


def _by_code(layer: Choropleth, letters: str, default: str) -> pd.Series:
    """Return one letter per area of a payload; an empty payload is the default everywhere."""
    return pd.Series(list(letters) or default, index=list(layer.geometry.codes))


def surroundings(view: MapView) -> BaseGeometry:
    """Return the extent of the perimeter with a margin, in degrees."""
    south, west, north, east = view.perimeter.bounds
    margin = MARGIN * max(east - west, north - south)
    return shapely.box(west - margin, south - margin, east + margin, north + margin)


def _value_texts(layer: Choropleth) -> pd.Series:
    """Return the published values of the perimeter, with their unit."""
    values = layer.areas.loc[layer.areas["class"].notna(), "value"].dropna()
    return values.map(lambda value: quantity(float(value), layer.unit, layer.decimals)).astype("object")


# --- folium -------------------------------------------------------------------------------------------------


def _map(
    view: MapView,
    areas: gpd.GeoDataFrame,
    outlines: gpd.GeoSeries,
    departements: pd.Series,
    ground: gpd.GeoSeries | None,
) -> folium.Map:
    """Return the folium map: areas in their colours, lines over them."""
    drawing = folium.Map(
        tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.25, zoom_delta=0.5
    )
    for name, height in PANES.items():
        CustomPane(name, height, pointer_events=name == "areas").add_to(drawing)
    Call("bassin.start").add_to(drawing)
    _land(view.light, outlines if ground is None else _near(view, ground)).add_to(drawing)
    _choropleth(view, areas).add_to(drawing)
    limits = (outlines, departements)
    if ground is not None and view.choropleth.scale == "epci":
        limits = (ground, ground.index.to_series())
    lines = outline_lines(view, areas)
    if view.choropleth.scale != "land":
        lines["departement"] = borders(*limits)
    for line, style in line_styles(view).items():
        if line in lines:
            _line(line, lines[line], style).add_to(drawing)
    Call("bassin.finish").add_to(drawing)
    return drawing


def _near(view: MapView, ground: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the départements around the perimeter; all of them around France."""
    return ground if view.choropleth.scale == "epci" else ground[ground.intersects(surroundings(view))]


def _land(colours: Colours, outlines: gpd.GeoSeries) -> folium.GeoJson:
    """Return the ground on which the areas lie."""
    land = shapely.coverage_union_all(outlines.array)
    style = {"stroke": False, "fillColor": colours.outside, "fillOpacity": 1}
    return _layer([_feature(0, land)], {0: style}, "areas")


def _choropleth(view: MapView, areas: gpd.GeoDataFrame) -> folium.GeoJson:
    """Return the areas in the colours of their classes; those of a count are bare, circles lie on them."""
    looks = area_styles(view, areas["letter"])
    styles = {i: looks[letter] for i, letter in enumerate(areas["letter"])}
    features = [_feature(i, outline) for i, outline in enumerate(areas.geometry)]
    return _layer(features, styles, "areas", interactive=True, then="bassin.area")


def area_styles(view: MapView, letters: pd.Series) -> dict[str, dict[str, Any]]:
    """Return how the areas of each class or status look; those of a count are bare, circles lie on them."""
    colours = view.light
    fills = {str(letter): paint(colours, letter) for letter in letters.unique()}
    if view.choropleth.symbols:
        fills = {letter: fill if letter in STATUS else colours.ground for letter, fill in fills.items()}
    land = view.choropleth.scale == "land"
    return {letter: _area_style(colours, letter, fill, land=land) for letter, fill in fills.items()}


def _area_style(colours: Colours, letter: str, fill: str, *, land: bool) -> dict[str, Any]:
    edge = colours.outside_edge if letter == OUTSIDE else colours.edge
    if land:
        edge = LAND_EDGE
    if fill == colours.ground:
        edge = colours.not_available
    return {"fillColor": fill, "fillOpacity": 1, "color": edge, "weight": 0.6}


def paint(colours: Colours, letter: str) -> str:
    """Return the fill of a class or status, as an SVG paint."""
    special = {SECRET: HATCHES, MISSING: colours.not_available, OUTSIDE: colours.outside}
    return special.get(letter) or colours.classes[int(letter)]


def outline_lines(view: MapView, areas: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    """Return the outlines of EPCI, perimeter and chosen commune; none over areas that are EPCI."""
    if view.choropleth.scale != "commune":
        return {}
    inside = pd.Series("inside", index=areas.index[areas["letter"].ne(OUTSIDE)])
    lines = {
        "epci": borders(areas.geometry, areas["epci_name"]),
        "perimeter": borders(areas.geometry, inside),
    }
    chosen = {"selected": areas.geometry[view.selected].boundary} if view.selected in areas.index else {}
    return lines | chosen


def _line(name: str, geometry: BaseGeometry, style: dict[str, Any]) -> folium.GeoJson:
    then = "bassin.halo" if name == "perimeter" else None
    return _layer([_feature(0, geometry)], {0: {**style, "fill": False}}, "lines", then=then)


def line_styles(view: MapView) -> dict[str, dict[str, Any]]:
    """Return how each kind of line looks, in the order of drawing."""
    colours = view.light
    dash = {"weight": 1.1} if view.national else {"weight": 1.8, "dashArray": "6 4"}
    return {
        "epci": {"color": colours.epci, "weight": 1, "opacity": 0.75},
        "departement": {"color": colours.departement, "opacity": 0.9, **dash},
        "perimeter": {"color": colours.perimeter, "weight": 2.2},
        "selected": {"color": colours.selected, "weight": 3.5},
    }


def _layer(
    features: list[dict[str, Any]],
    styles: Mapping[int, dict[str, Any]],
    pane: str,
    *,
    interactive: bool = False,
    then: str | None = None,
) -> folium.GeoJson:
    """Return a folium layer whose features, known by their number, have these styles.

    ``then`` names a function of ``map.js`` called with each feature.
    """
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        lambda feature: styles[feature["id"]],
        smooth_factor=0,
        on_each_feature=JsCode(then) if then else None,
        pane=pane,
        interactive=interactive,
    )


def _feature(i: int, geometry: BaseGeometry) -> dict[str, Any]:
    outline = shapely.geometry.mapping(geometry)
    return {"type": "Feature", "id": i, "properties": {}, "geometry": outline}


def _numbered(html: str) -> str:
    """Replace folium's random identifiers by numbers, so that the same map is the same file."""
    numbers: dict[str, str] = {}
    return re.sub(r"(?<=_)[0-9a-f]{32}", lambda found: numbers.setdefault(found[0], str(len(numbers))), html)


# --- words --------------------------------------------------------------------------------------------------


def _content(
    view: MapView, areas: gpd.GeoDataFrame, points: PointRows, credits_: list[str]
) -> dict[str, Any]:
    """Return what ``page.html`` prints."""
    layer = view.choropleth
    layers = named_points(view, points)
    return {
        "title": layer.title,
        "subtitle": layer.subtitle,
        "unit_title": f"{layer.short} ({layer.unit})" if layer.unit else layer.short,
        "colours": view.light,
        "theme": THEME,
        "legend": legend_rows(layer, view.light),
        "notes": layer.notes,
        "lines": line_rows(view, areas),
        "points": layers,
        "source": layer.source,
        "find": FIND[layer.scale][0],
        "credits": credits_,
        "data": _data(view, areas, layers),
        **_files(),
    }


def legend_rows(layer: Choropleth, colours: Colours) -> list[dict[str, str]]:
    """Return the rows of the legend with their counts: every class, and each missing class that occurs."""
    counts = pd.Series(list(layer.codes()), dtype="object").value_counts()
    labels = {str(i): label for i, label in enumerate(layer.class_labels)}
    missing = {letter: STATUS[letter] for letter in (SECRET, MISSING) if letter in counts}
    return [
        {
            "letter": letter,
            "label": label,
            "fill": paint(colours, letter),
            "count": number(int(counts.get(letter, 0))),
        }
        for letter, label in (labels | missing).items()
    ]


def line_rows(view: MapView, areas: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the lines of the legend: French label, colour, weight and dash of each."""
    if view.choropleth.scale == "land":
        return []
    labels = {"departement": "Limites des départements"}
    if view.choropleth.scale == "commune":
        labels = {
            "perimeter": view.perimeter.title,
            "epci": "Limites des intercommunalités",
            **labels,
        }
    if view.selected in areas.index:
        labels["selected"] = _spoken(areas.loc[view.selected])
    styles = line_styles(view)
    return [
        {
            "label": label,
            "colour": styles[name]["color"],
            "weight": styles[name]["weight"],
            "dash": styles[name].get("dashArray"),
        }
        for name, label in labels.items()
    ]


def _spoken(area: pd.Series) -> str:
    value = area["value"] if pd.notna(area["value"]) else STATUS[area["letter"]].lower()
    return f"{area['name']}{NNBSP}: {value}"


def named_points(view: MapView, points: PointRows) -> list[dict[str, Any]]:
    """Return the point layers to draw: words, shape and colour of each, and its rows."""
    return [
        {
            "id": layer.id,
            "title": layer.title,
            "source": layer.source,
            "shape": layer.shape,
            "colour": view.light.points[layer.id],
            "count": number(len(points[layer.id])),
            "rows": points[layer.id],
        }
        for layer in view.points
        if layer.id in points
    ]


def _data(view: MapView, areas: gpd.GeoDataFrame, points: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the browser code reads."""
    south, west, north, east = view.perimeter.bounds
    return {
        "areas": _area_rows(areas),
        "towns": _towns(areas, view.selected),
        "phrases": _phrases(view.choropleth),
        "bounds": [[south, west], [north, east]],
        "minZoom": _least_zoom(view),
        "nothing": FIND[view.choropleth.scale][1],
        "colours": {"halo": view.light.halo, "hover": view.light.hover, "pointEdge": view.light.point_edge},
        "points": points,
        "symbols": _symbols(view),
    }


def _least_zoom(view: MapView) -> float:
    south, _, north, _ = view.perimeter.bounds
    if north - south > WORLD_DEGREES:
        return LEAST_ZOOM["world"]
    return LEAST_ZOOM["national" if view.national else "local"]


def _symbols(view: MapView) -> dict[str, Any] | None:
    """Return the colours of the circles of a count, nothing for any other measure."""
    if not view.choropleth.symbols:
        return None
    return {"classes": view.light.classes, "edge": view.light.perimeter}


def _area_rows(areas: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return one row per area, in the order of their numbers; what an area lacks is left out."""
    inside = areas.geometry.representative_point()
    rows = areas[["name", "epci_name", "letter", "value", "flag", "amount"]].rename(
        columns={"epci_name": "epci", "letter": "class"}
    )
    return [
        {**_present(row), "point": [round(point.y, DIGITS), round(point.x, DIGITS)]}
        for row, point in zip(rows.to_dict("records"), inside, strict=True)
    ]


def _present(row: dict[Hashable, Any]) -> dict[str, Any]:
    lacking = row["flag"] in {NO_FLAG, OUTSIDE}
    return {
        str(name): cell for name, cell in row.items() if pd.notna(cell) and not (name == "flag" and lacking)
    }


def _towns(areas: gpd.GeoDataFrame, selected: str | None) -> list[int]:
    """Return the numbers of the areas in the order in which names are placed."""
    order = pd.DataFrame({"selected": areas.index == selected, "population": areas["population"].to_numpy()})
    return order.sort_values(["selected", "population"], ascending=False, kind="stable").index.tolist()


def _phrases(layer: Choropleth) -> dict[str, str]:
    """Return what is said of each class, status and flag."""
    n = len(layer.class_labels)
    classes = {
        str(i): label if n == 1 else f"{i + 1}{'re' if i == 0 else 'e'} classe sur {n}{NNBSP}: {label}"
        for i, label in enumerate(layer.class_labels)
    }
    doubts = {"e": ESTIMATED, "a": APPROXIMATE, "p": PARTIAL, "f": layer.fragile_reason or "Valeur fragile"}
    return {**classes, **STATUS, **doubts}


def _credits(made_on: date, credit: str) -> list[str]:
    return [credit, made_sentence(made_on), SOFTWARE]


def made_sentence(made_on: date | None) -> str:
    """Say by what a map was made, and when."""
    when = ""
    if made_on is not None:
        day = "1er" if made_on.day == 1 else str(made_on.day)
        when = f" le {day}{NBSP}{MONTHS[made_on.month - 1]}{NBSP}{made_on.year}"
    return f"Carte faite{when} avec le tableau de bord du Bassin minier, logiciel libre (licence MIT)."


# --- files --------------------------------------------------------------------------------------------------


def _files() -> dict[str, str]:
    """Return Leaflet and our own code, as text that asks for no other file."""
    leaflet = leaflet_folder()
    script = (leaflet / "leaflet.js").read_text(encoding="utf-8")
    style = (leaflet / "leaflet.css").read_text(encoding="utf-8")
    return {
        "leaflet_js": re.sub(r"//# sourceMappingURL=.*", "", script),
        "leaflet_css": re.sub(r"url\([^)]*\)", "none", re.sub(r"(?s)/\*.*?\*/", "", style)),
        "js": (ASSETS / "map.js").read_text(encoding="utf-8"),
        "css": (ASSETS / "map.css").read_text(encoding="utf-8"),
    }
