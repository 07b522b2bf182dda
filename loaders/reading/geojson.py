"""GeoJSON layers: sound outlines, the announced coordinate system, properties as text."""

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
import shapely.errors

from loaders.errors import GeometryError, SchemaError, SourceError, sample
from loaders.reading.archives import RESTORE
from loaders.reading.delimited import require_header
from loaders.reading.texts import as_text, decoded

Feature = dict[str, Any]
DEGREES = (-180.0, -90.0, 180.0, 90.0)
MARGIN = 0.5
"""Share of the width and height of its official area by which a layer in metres may reach beyond it."""
SAME_AS_4326 = {"4326", "CRS84"}


def read_geojson(
    content: bytes, where: object, columns: Mapping[str, str], crs: int, *, unsound: int = 0
) -> gpd.GeoDataFrame:
    """Read the properties that are asked for, and the outlines.

    Parameters
    ----------
    content
        Bytes of the file (see ``loaders.reading.archives``).
    where
        File named in messages.
    columns
        Property in the file to name in the frame; a property that a feature lacks or leaves null is "".
    crs
        EPSG code that the producer announces; coordinates that cannot be in it are refused.
    unsound
        How many features are known to come without outline or with one that is not valid: their geometry
        is None. Any other number is refused.

    Returns
    -------
    layer
        Text columns, geometry in EPSG:``crs``, rows in the order of the file.

    Raises
    ------
    SourceError
        The file is empty, truncated, a web page, or no GeoJSON; or it has no feature.
    SchemaError
        A property is absent.
    GeometryError
        An outline is empty or not valid; degrees where metres are announced, or the reverse.
    """
    features, declared = _features(content, where)
    _require_declared(declared, crs, where)
    names = dict.fromkeys(name for feature in features for name in _properties(feature))
    require_header(list(names), columns, where)
    shapes = _sound([_shape(feature) for feature in features], where, unsound)
    require_inside(shapes, crs, where)
    texts = [{columns[key]: as_text(_properties(one).get(key)) for key in columns} for one in features]
    return gpd.GeoDataFrame(pd.DataFrame(texts, dtype="str"), geometry=shapes, crs=crs)


def _features(content: bytes, where: object) -> tuple[list[Feature], str]:
    text = decoded(content, where, "utf-8", "une couche GeoJSON")
    try:
        layer = json.loads(text)
    except json.JSONDecodeError as error:
        fault = f"JSON tronqué ou abîmé, ligne {error.lineno} ({error.msg})."
        raise SourceError(where, fault, RESTORE) from error
    if not isinstance(layer, dict) or not isinstance(layer.get("features"), list):
        raise SourceError(where, "ce JSON n'est pas une couche GeoJSON (« features » absent).", RESTORE)
    if not layer["features"]:
        raise SourceError(where, "aucun objet dans la couche.", RESTORE)
    return layer["features"], str(layer.get("crs") or "")


def _require_declared(declared: str, crs: int, where: object) -> None:
    """Refuse a layer whose own ``crs`` member (older GeoJSON) names another system."""
    names = SAME_AS_4326 if crs == 4326 else {str(crs)}  # noqa: PLR2004
    if declared and not any(f":{name}'" in declared for name in names):
        fault = f"le fichier annonce un autre système de coordonnées que EPSG:{crs} : {declared}."
        raise GeometryError(
            where, fault, "corrigez le système annoncé, ou reprenez le fichier du producteur."
        )


def _properties(feature: Feature) -> Feature:
    return feature.get("properties") or {}


def _shape(feature: Feature) -> shapely.Geometry | None:
    if not feature.get("geometry"):
        return None
    try:
        return shapely.from_geojson(json.dumps(feature["geometry"]), on_invalid="ignore")
    except shapely.errors.ShapelyError:
        return None


def _sound(shapes: list[shapely.Geometry | None], where: object, expected: int) -> np.ndarray:
    """Put None in place of outlines that are absent, empty or not valid, if they are as many as expected."""
    array = np.array(shapes, dtype=object)
    lacking = shapely.is_missing(array) | shapely.is_empty(array)
    faulty = lacking | ~shapely.is_valid(array)
    if faulty.sum() != expected:
        told = [_told(row, lacking[row], array[row]) for row in np.flatnonzero(faulty).tolist()]
        fault = f"{len(told)} contours vides ou non valides, {expected} attendus : {sample(told) or 'aucun'}."
        raise GeometryError(
            where, fault, "réparez ces objets à la source, ou reprenez le fichier du producteur."
        )
    array[faulty] = None
    return array


def _told(row: int, lacking: bool, shape: shapely.Geometry | None) -> str:
    return f"objet {row + 1} (vide)" if lacking else f"objet {row + 1} ({shapely.is_valid_reason(shape)})"


def require_inside(shapes: np.ndarray, crs: int, where: object) -> None:
    """Raise GeometryError where coordinates cannot be in the announced system.

    Degrees go from −180 to 180 and −90 to 90. Metres must lie in the area that EPSG gives for the system,
    half its size added on each side; a layer that would also pass for degrees is told apart.
    """
    west, south, east, north = _allowed(crs)
    bounds = shapely.bounds(shapes)
    outside = (bounds[:, :2] < (west, south)).any(axis=1) | (bounds[:, 2:] > (east, north)).any(axis=1)
    if not outside.any():
        return
    rows = [
        f"objet {row + 1} ({bounds[row, 0]:.6g} ; {bounds[row, 1]:.6g})"
        for row in np.flatnonzero(outside).tolist()
    ]
    fault = f"coordonnées impossibles en EPSG:{crs}{_guess(bounds, crs)} : {sample(rows)}."
    raise GeometryError(where, fault, "corrigez le système de coordonnées annoncé pour cette source.")


def _allowed(crs: int) -> tuple[float, float, float, float]:
    system = pyproj.CRS.from_epsg(crs)
    if system.is_geographic:
        return DEGREES
    if system.area_of_use is None:
        raise SchemaError(
            f"EPSG:{crs}", "système sans emprise connue.", "annoncez un système courant (2154)."
        )
    onto = pyproj.Transformer.from_crs(system.geodetic_crs, system, always_xy=True)
    west, south, east, north = onto.transform_bounds(*system.area_of_use.bounds)
    across, up = MARGIN * (east - west), MARGIN * (north - south)
    return west - across, south - up, east + across, north + up


def _guess(bounds: np.ndarray, crs: int) -> str:
    geographic = pyproj.CRS.from_epsg(crs).is_geographic
    degrees = bool((np.nanmax(np.abs(bounds), axis=0) <= (180, 90, 180, 90)).all())
    if geographic:
        return " (des mètres pris pour des degrés ?)" if not degrees else ""
    return " (des degrés pris pour des mètres ?)" if degrees else ""
