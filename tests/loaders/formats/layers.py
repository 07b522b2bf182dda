"""Write a small GeoJSON layer by hand, as ANCT and GISCO do."""

import json
from pathlib import Path

CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def write_layer(path: Path, features: list[tuple[dict[str, object], dict[str, object]]]) -> Path:
    """Write a layer from pairs of properties and geometry."""
    listed = [{"type": "Feature", "properties": one, "geometry": shape} for one, shape in features]
    layer = {"type": "FeatureCollection", "name": path.stem, "crs": CRS84, "features": listed}
    path.write_text(json.dumps(layer), encoding="utf-8")
    return path


def point(x: float, y: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [x, y]}


def square(x: float, y: float) -> dict[str, object]:
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}
