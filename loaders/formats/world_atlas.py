"""Outlines of the countries of the world: package world-atlas (Natural Earth 1:50 million), an archive.

Its outlines are TopoJSON in degrees. Codes and French names of countries are those of i18n-iso-countries.
Both are npm packages: tar archives of which one member is read, and nothing is run.
"""

import io
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio.errors
import shapely

from loaders.checks import require_unique
from loaders.errors import SchemaError, SourceError, sample
from loaders.reading.archives import RESTORE, read_tar_member

OUTLINES = "package/countries-50m.json"
CODES = "package/codes.json"
NAMES = "package/langs/fr.json"
LEFT_OUT = ("Antarctica", "Ashmore and Cartier Is.")
"""The first goes round a pole, which no flat map shows; the second has the code of Australia."""
WGS84 = 4326
TURN = 360
HALF_TURN = 180
WORLD = shapely.box(-180, -90, 180, 90)
PARTS_OF_A_CODE = 3
"""Two letters, three letters, three digits; what follows them is not read."""


def load_world(archive: Path) -> gpd.GeoDataFrame:
    """Read the outlines of the countries.

    Returns
    -------
    countries
        Sorted by ``name`` (in English, as Natural Earth writes it): ``iso_number`` (ISO 3166-1, three digits;
        "" where there is none), ``geometry`` in EPSG:4326, cut where it goes beyond 180 degrees.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The member is no TopoJSON, lacks a column, or has a name twice.
    """
    where = f"{archive}!{OUTLINES}"
    try:
        raw = gpd.read_file(io.BytesIO(read_tar_member(archive, OUTLINES)), layer="countries")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise SourceError(where, "ce fichier n'est pas le TopoJSON attendu.", RESTORE) from error
    absent = [name for name in ("id", "name") if name not in raw]
    if absent:
        raise SchemaError(where, f"colonne absente : {sample(absent)}.", RESTORE)
    require_unique(raw, ["name"], where)
    raw = raw[~raw["name"].isin(LEFT_OUT)].reset_index(drop=True)
    shapes = np.array([within_one_turn(shape) for shape in raw.geometry], dtype=object)
    texts = pd.DataFrame(
        {"name": raw["name"].astype("str"), "iso_number": raw["id"].fillna("").astype("str")}
    )
    return gpd.GeoDataFrame(texts, geometry=shapes, crs=WGS84).sort_values("name", ignore_index=True)


def load_country_names(archive: Path) -> pd.DataFrame:
    """Read the codes of ISO 3166-1 with the French name of each country.

    Returns
    -------
    names
        ``iso_number`` (three digits), ``iso2`` (two letters), ``name_fr``; one row per country.
    """
    codes = _json(archive, CODES)
    french = _json(archive, NAMES).get("countries", {})
    wrong = [code for code in codes if len(code) < PARTS_OF_A_CODE or code[0] not in french]
    if wrong:
        raise SchemaError(archive, f"code sans nom français : {sample(map(str, wrong))}.", RESTORE)
    rows = [(number, two, _first(french[two])) for two, _, number, *_ in codes]
    frame = pd.DataFrame(rows, columns=["iso_number", "iso2", "name_fr"], dtype="str")
    require_unique(frame, ["iso_number"], archive)
    return frame


def _json(archive: Path, member: str) -> Any:  # noqa: ANN401
    return json.loads(read_tar_member(archive, member))


def _first(name: str | list[str]) -> str:
    """Return a name, the first one where the package gives several."""
    return name if isinstance(name, str) else name[0]


def within_one_turn(shape: shapely.Geometry) -> shapely.Geometry:
    """Cut a shape whose corners jump from 180 to -180 degrees, so that it can be drawn on a flat map."""
    corners = shapely.get_coordinates(shape)[:, 0]
    if np.ptp(corners) < HALF_TURN:
        return shape
    whole = [_unrolled(polygon) for polygon in shapely.get_parts(shape)]
    pieces = [_moved(polygon, turn) for polygon in whole for turn in (-TURN, 0, TURN)]
    return shapely.multipolygons(shapely.get_parts([piece for piece in pieces if piece.area > 0]))


def _unrolled(polygon: shapely.Polygon) -> shapely.Polygon:
    """Make longitudes go on beyond 180 degrees where they jump."""
    rings = [shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors)]
    steady = [np.column_stack([np.unwrap(ring[:, 0], period=TURN), ring[:, 1]]) for ring in rings]
    return shapely.Polygon(steady[0], steady[1:])


def _moved(polygon: shapely.Polygon, turn: int) -> shapely.Geometry:
    """Return what of a polygon lies on the map once it is moved by whole turns."""
    moved = shapely.transform(polygon, lambda corners: corners + np.array([turn, 0]))
    inside = moved if shapely.covers(WORLD, moved) else shapely.intersection(shapely.make_valid(moved), WORLD)
    areas = [part for part in shapely.get_parts(inside) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(areas)


def without_islets(shapes: np.ndarray, square_degrees: float) -> np.ndarray:
    """Drop the parts that are smaller than a size; the largest part of each shape stays."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    sizes = pd.Series(shapely.area(parts))
    largest = sizes.groupby(owners).transform("max")
    kept = (sizes.ge(square_degrees) | sizes.eq(largest)).to_numpy()
    united = pd.Series(parts[kept]).groupby(owners[kept]).agg(lambda found: shapely.multipolygons([*found]))
    return united.reindex(range(len(shapes))).to_numpy()
