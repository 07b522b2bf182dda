"""The files of an export: CSV in two forms, workbook, GeoJSON, GeoPackage. No cell of them can act."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from loaders.own_list.downloads import csv_file, is_number, workbook
from pages.shared.exports.model import plain

if TYPE_CHECKING:
    from collections.abc import Hashable

    from pages.shared.exports.model import About, Table

WGS84: Final = 4326
LAMBERT: Final = 2154
LAMBERT_DEGREES: Final = (-6.0, 41.0, 10.5, 52.0)
"""West, south, east, north of where Lambert-93 is used."""
DIGITS: Final = 6
"""Decimals of a degree: ten centimetres."""
SHEETS: Final = ("Chiffres", "Définitions et sources")
METADATA: Final = "metadonnees"
"""Table of a GeoPackage that says what its layer is: ``champ``, ``texte``."""


def french_csv(table: Table) -> bytes:
    """Return figures as a French spreadsheet opens them: UTF-8 with its mark, semicolons, decimal comma."""
    return csv_file(_plain(table.frame), table.decimals)


def plain_csv(table: Table) -> bytes:
    """Return figures as programs read them: UTF-8, commas, decimal point."""
    return csv_file(_plain(table.frame), table.decimals, separator=",", comma=".")


def xlsx(table: Table, about: About, made_on: str) -> bytes:
    """Return a workbook: figures, then definitions and sources."""
    return workbook(_plain(table.frame), about.rows(made_on), table.decimals, sheets=SHEETS)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts have ordinary spaces, and no text where there is none."""
    return pd.DataFrame(
        {
            plain(str(name)): frame[name] if is_number(frame[name]) else [_text(cell) for cell in frame[name]]
            for name in frame
        },
        index=frame.index,
    )


def _text(cell: object) -> str:
    return "" if cell is None or bool(pd.isna(cell)) else plain(str(cell))  # type: ignore[call-overload]


# --- layers -------------------------------------------------------------------------------------------------


def geojson(table: Table, shapes: gpd.GeoSeries, about: About, made_on: str) -> bytes:
    """Return figures and outlines as GeoJSON (RFC 7946: WGS84), with a member ``metadata``.

    A value that is not published is null.
    """
    degrees = shapes.to_crs(WGS84).to_numpy()
    rounded = shapely.orient_polygons(shapely.transform(degrees, lambda corners: np.round(corners, DIGITS)))
    written = [text or "null" for text in shapely.to_geojson(rounded)]
    rows = _plain(table.frame).to_dict("records")
    features = ",\n".join(
        f'{{"type":"Feature","properties":{_json(_present(row))},"geometry":{shape}}}'
        for row, shape in zip(rows, written, strict=True)
    )
    head = f'{{"type":"FeatureCollection","metadata":{_json(about.metadata(made_on))},"features":[\n'
    return f"{head}{features}\n]}}\n".encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _present(row: dict[Hashable, Any]) -> dict[str, Any]:
    return {str(name): None if _missing(cell) else cell for name, cell in row.items()}


def _missing(cell: object) -> bool:
    return not isinstance(cell, str) and bool(pd.isna(cell))  # type: ignore[call-overload]


def geopackage(table: Table, shapes: gpd.GeoSeries, about: About, made_on: str, layer: str) -> bytes:
    """Return figures and outlines as a GeoPackage, in Lambert-93 where it is used, else in WGS84.

    Its table `METADATA` says what the layer is.
    """
    frame = gpd.GeoDataFrame(
        _plain(table.frame).reset_index(drop=True), geometry=shapes.to_numpy(), crs=shapes.crs
    )
    notes = pd.DataFrame(about.rows(made_on), columns=["champ", "texte"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "couche.gpkg"
        pyogrio.write_dataframe(
            frame.to_crs(_own_crs(shapes)), path, layer=layer, driver="GPKG", geometry_type=_kind(shapes)
        )
        pyogrio.write_dataframe(notes, path, layer=METADATA, driver="GPKG", append=False)
        return path.read_bytes()


def _own_crs(shapes: gpd.GeoSeries) -> int:
    west, south, east, north = shapes.to_crs(WGS84).total_bounds.tolist()
    least = LAMBERT_DEGREES
    inside = least[0] <= west and least[1] <= south and east <= least[2] and north <= least[3]
    return LAMBERT if inside else WGS84


def _kind(shapes: gpd.GeoSeries) -> str:
    return "Point" if shapes.geom_type.dropna().eq("Point").all() else "MultiPolygon"
