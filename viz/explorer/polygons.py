"""Outlines under the points of an explorer: one light file, positions as differences in whole steps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy.typing as npt

STEPS_PER_DEGREE: Final = 100_000  # one step: 1.1 m to the north; layers.js divides by the same
FORMAT: Final = "1"


class Layer(NamedTuple):
    """A layer of outlines: French title, colours, opacity of the fill, dashes of the line ("" for none)."""

    id: str
    title: str
    light: str
    dark: str
    opacity: float
    dash: str = ""


def polygons_file(layers: Sequence[tuple[Layer, gpd.GeoSeries]]) -> bytes:
    """Return the layers, the widest first, as the JSON file that the browser fetches.

    Parameters
    ----------
    layers
        Each with its polygons or multipolygons, in any CRS.
    """
    content = {"layers": [_layer(layer, outlines) for layer, outlines in layers]}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _layer(layer: Layer, outlines: gpd.GeoSeries) -> dict[str, Any]:
    parts = shapely.get_parts(outlines.to_crs(4326).to_numpy())
    return {
        **layer._asdict(),
        "dash": layer.dash or None,
        "n": len(outlines),
        "shapes": [[_steps(ring) for ring in (part.exterior, *part.interiors)] for part in parts],
    }


def _steps(ring: shapely.LinearRing) -> list[list[int]]:
    """Return a ring as latitude and longitude: the first position, then differences, corners once each."""
    corners = np.rint(shapely.get_coordinates(ring)[:-1, ::-1] * STEPS_PER_DEGREE).astype(np.int64)
    moves: npt.NDArray[np.int64] = np.diff(corners, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    kept = (moves != 0).any(axis=1)
    kept[0] = True
    return moves[kept].tolist()
