"""What a reader takes away from an explorer: the rows that pass the filters, as tables, layers and maps."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from pages.shared.exports.figures import number_of
from pages.shared.exports.maps import published_rows, today
from pages.shared.exports.model import About, Export, Table, stem
from pages.shared.grounds import ground_shapes
from viz.choropleth import colours
from viz.explorer import CHOICE, SEARCH, UNKNOWN, code_of, matches
from viz.explorer.address import RANGE
from viz.explorer.model import facet_values
from viz.folium_map import standalone_map
from viz.french import NNBSP, counted, number, plural, search_key
from viz.layers import Choropleth, Geometry, MapView, National, Perimeter, Points
from viz.static_map import static_map

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.shared.grounds import GroundShapes
    from viz.explorer import Explorer, Facet, Ground, Row, Symbol

WGS84: Final = 4326
PLACE_FILL: Final = "#ece5d5"
"""Communes of the perimeter under the points."""
PRECISIONS: Final = {
    "exact": "point exact",
    "commune": "à la commune",
    "region": "à la région",
    "country": "au pays",
    "none": "sans lieu",
}
SEVERAL: Final = " ; "
OWN: Final = frozenset({"nom", "categorie", "precision_du_lieu", "latitude", "longitude", "liens"})


@dataclass(frozen=True)
class Places:
    """Rows to export, with what a map of them needs (see `viz.explorer.Explorer`).

    Attributes
    ----------
    key
        First part of the file names.
    title, subtitle
        What the rows are; how many pass, and which filters.
    rows, facets, symbols, ground, bounds, source, notes
        As in the explorer; rows that pass only.
    """

    key: str
    title: str
    subtitle: str
    rows: Sequence[Row]
    symbols: Mapping[str, Symbol]
    ground: Ground
    bounds: tuple[float, float, float, float]
    source: str
    notes: tuple[str, ...]
    facets: tuple[Facet, ...] = ()


def explorer_export(view: Explorer) -> Export:
    """Return what an explorer offers, for the rows that pass the filters of ``view.state``."""
    rows = json.loads(view.inline) if view.inline else published_rows(view.rows_url)
    kept = passing(rows, view.facets, view.state)
    one, many = view.noun
    told = f"{counted(len(kept), one, many)} sur {number(len(rows))}"
    filters = filters_words(view.facets, view.state)
    places = Places(
        key=view.key,
        title=view.title or many[:1].upper() + many[1:],
        subtitle=f"{told} · {filters}" if filters else told,
        rows=kept,
        symbols=view.symbols,
        ground=view.ground,
        bounds=view.bounds,
        source=view.source,
        notes=view.notes,
        facets=view.facets,
    )
    return places_export(places, "_".join(_filter_codes(view.state)))


def places_export(places: Places, chosen: str = "") -> Export:
    """Return what a map of places offers; ``chosen`` says, in the names of the files, what was filtered."""
    return Export(
        stem=stem(places.key, chosen),
        about=About(
            places.title,
            places.source,
            perimeter=places.subtitle,
            licence="Indiquée avec la source",
            notes=places.notes,
        ),
        table=lambda: places_table(places),
        shapes=lambda: places_points(places),
        svg=lambda: places_svg(places),
        html=lambda: places_html(places),
    )


# --- filters ------------------------------------------------------------------------------------------------


def passing(rows: Sequence[Row], facets: Sequence[Facet], state: Mapping[str, str]) -> list[Row]:
    """Return the rows that pass filters and search, as the browser shows them."""
    words = search_key(state.get(SEARCH, "")).split()
    return [
        row
        for row in rows
        if all(matches(row, facet, state.get(facet.id, "")) for facet in facets)
        and all(word in _searched(row) for word in words)
    ]


def _searched(row: Row) -> str:
    texts = [row["name"], row.get("line") or "", *(fact[1] for fact in row.get("facts") or [])]
    return search_key(" ".join(texts))


def filters_words(facets: Sequence[Facet], state: Mapping[str, str]) -> str:
    """Say the filters in use: « Famille : Terril ; recherche : Lens »."""
    told = [
        f"{facet.title}{NNBSP}: {_chosen(facet, state[facet.id])}" for facet in facets if state.get(facet.id)
    ]
    if state.get(SEARCH):
        told.append(f"recherche{NNBSP}: {state[SEARCH]}")
    return f"{NNBSP}; ".join(told)


def _chosen(facet: Facet, text: str) -> str:
    found = RANGE.fullmatch(text)
    if facet.kind == "range" and found:
        return f"de {found[1]} à {found[2]}"
    return ", ".join(_label(facet, value) for value in text.split(","))


def _label(facet: Facet, value: object) -> str:
    return facet.unknown if value == UNKNOWN else facet.labels.get(str(value), str(value))


def _filter_codes(state: Mapping[str, str]) -> list[str]:
    return [f"{name}-{code_of(text)}" for name, text in state.items() if text and name != CHOICE]


# --- figures ------------------------------------------------------------------------------------------------


def places_table(places: Places) -> Table:
    """Return one line per row: name, kind, what its card says, its values on the filters, its place."""
    lines = [_line(row, places) for row in places.rows]
    first = ["nom", "categorie"]
    last = ["precision_du_lieu", "latitude", "longitude", "liens"]
    middle = list(dict.fromkeys(name for line in lines for name in line if name not in OWN))
    frame = pd.DataFrame(lines, columns=[*first, *middle, *last])
    decimals: dict[str, int] = {"latitude": 5, "longitude": 5}
    columns = [column for name in frame for column in _columns(frame[name], decimals)]
    return Table(pd.concat(columns, axis=1), decimals)


def _columns(column: pd.Series, decimals: dict[str, int]) -> list[pd.Series]:
    """Return a column; as numbers if its cells are numbers in one unit, which its name then says.

    Where some cells say why there is none, the column stays as it is seen, and its numbers follow.
    """
    known = column[column.notna() & column.ne("")]
    if known.map(lambda cell: isinstance(cell, int | float)).all():
        return [column.astype(float) if len(known) else column]
    found = {place: number_of(str(cell)) for place, cell in known.items()}
    read = {place: number for place, number in found.items() if number}
    units = {number[2] for number in read.values()}
    others = known.drop(list(read)).astype(str)
    if len(units) != 1 or others.str.contains(r"\d").any():
        return [column]
    name = ", ".join(word for word in ("nombre" if len(others) else "", *units) if word)
    name = f"{column.name} ({name})" if name else str(column.name)
    decimals[name] = max(number[1] for number in read.values())
    values = {place: number[0] for place, number in read.items()}
    numbers = pd.Series(values, index=column.index, dtype=float, name=name)
    return [column, numbers] if len(others) else [numbers]


def _line(row: Row, places: Places) -> dict[str, Any]:
    line: dict[str, Any] = {"nom": row["name"], "categorie": _kind(row, places.symbols)}
    for term, text in row.get("facts") or []:
        line[term] = f"{line[term]}{SEVERAL}{text}" if term in line else text
    for facet in places.facets:
        line |= {name: cell for name, cell in _facet_cells(row, facet).items() if name not in line}
    return line | {
        "precision_du_lieu": PRECISIONS[row.get("precision", "exact") if _placed(row) else "none"],
        "latitude": row.get("lat"),
        "longitude": row.get("lon"),
        "liens": SEVERAL.join(link[1] for link in row.get("links") or []),
    }


def _kind(row: Row, symbols: Mapping[str, Symbol]) -> str:
    symbol = symbols.get(row.get("kind", ""))
    return symbol.label if symbol else ""


def _facet_cells(row: Row, facet: Facet) -> dict[str, Any]:
    """Return the value of a row on a facet; a range is its number, or its first and last."""
    values = facet_values(row, facet.id)
    if facet.kind == "range":
        first, last = (values[0], values[-1]) if values else (None, None)
        if isinstance(row.get("facets", {}).get(facet.id), list | tuple):
            return {f"{facet.title} (début)": first, f"{facet.title} (fin)": last}
        return {facet.title: first}
    return {facet.title: SEVERAL.join(_label(facet, value) for value in values)}


def _placed(row: Row) -> bool:
    return row.get("lat") is not None


def places_points(places: Places) -> gpd.GeoSeries:
    """Return the point of each row, None for those without a place."""
    rows = pd.DataFrame(
        [(row.get("lon"), row.get("lat")) for row in places.rows], columns=["x", "y"], dtype=float
    )
    points = gpd.GeoSeries(gpd.points_from_xy(rows["x"], rows["y"]), crs=WGS84)
    return points.where(rows["x"].notna(), None)


# --- maps ---------------------------------------------------------------------------------------------------


def places_svg(places: Places) -> str:
    """Return the places on their ground as an SVG drawing."""
    ground = ground_shapes(places.ground)
    view, points = _view(places, ground)
    return static_map(
        view, ground.outlines, ground.areas, made_on=today(), credit=ground.credit, points=points
    )


def places_html(places: Places) -> bytes:
    """Return the places on their ground as one HTML file that opens offline."""
    ground = ground_shapes(places.ground)
    view, points = _view(places, ground)
    page = standalone_map(view, ground.outlines, ground.areas, points, made_on=today(), credit=ground.credit)
    return page.encode()


def _view(places: Places, ground: GroundShapes) -> tuple[MapView, dict[str, list[dict[str, Any]]]]:
    """Return the places as point layers over a map whose areas have no values."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in places.rows:
        if _placed(row):
            by_kind.setdefault(str(row.get("kind", "")), []).append(_point(row))
    symbols = {kind: symbol for kind, symbol in places.symbols.items() if kind in by_kind}
    layers = tuple(
        Points(kind, symbol.label, "", "", len(by_kind[kind]), symbol.shape)
        for kind, symbol in symbols.items()
    )
    paints = replace(
        colours(0, "light"),
        classes=(PLACE_FILL,),
        points={kind: symbol.light for kind, symbol in symbols.items()},
    )
    view = MapView(
        key=places.key,
        choropleth=_ground_layer(places, ground),
        perimeter=Perimeter(places.key, places.ground.outline_title, places.bounds),
        light=paints,
        dark=paints,
        points=layers,
        shown_points=frozenset(symbols),
        national=National(land="") if ground.scale == "land" else None,
    )
    return view, {kind: by_kind[kind] for kind in symbols}


def _point(row: Row) -> dict[str, Any]:
    facts = [list(fact) for fact in row.get("facts") or []]
    sure = {name: row[name] for name in ("doubt", "precision", "area_ha") if row.get(name)}
    return {"lat": row["lat"], "lon": row["lon"], "name": row["name"], "facts": facts, **sure}


def _ground_layer(places: Places, ground: GroundShapes) -> Choropleth:
    """Return the ground: the communes of the perimeter in one colour, or land without any."""
    codes = list(places.ground.outline)
    areas = pd.DataFrame(
        {"value": float("nan"), "status": "published", "fragile": False},
        index=pd.Index(codes, dtype=object),
    ).assign(**{"class": pd.array([0] * len(codes), dtype="Int64")})
    unplaced = sum(not _placed(row) for row in places.rows)
    without = f"{number(unplaced)} {plural(unplaced, 'ligne')} sans position, hors de la carte."
    return Choropleth(
        geometry=Geometry((), tuple(ground.outlines.index)),
        areas=areas,
        title=places.title,
        short="Légende",
        subtitle=places.subtitle,
        unit="",
        decimals=0,
        class_labels=("Communes du périmètre",) if codes else (),
        notes=((without,) if unplaced else ()) + places.notes,
        source=places.source,
        categories=True,
        scale=ground.scale,
    )
