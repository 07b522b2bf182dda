"""The files behind a map of France: communes by département, EPCI and départements drawn broadly.

The communes of all files are in the order of their codes, so that those of a département are one run of the
values of France.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.classify import displayed
from viz.topology import WGS84, Topology, attributes_of, encode, interior_points, population_ranks

if TYPE_CHECKING:
    import numpy.typing as npt

BROAD_M: Final = 600.0
"""Triangles under the square of this are dropped from broad outlines: one pixel or two at zoom 8."""
BROAD_STEPS: Final = 2_000
"""Steps of the grid of broad outlines in a degree: 56 m to the north."""
METROPOLITAN: Final = "Métropole"
OVERSEAS: Final = {
    "Guadeloupe": "971",
    "Martinique": "972",
    "Guyane": "973",
    "La Réunion": "974",
    "Mayotte": "976",
}
TOWNS: Final = 250
"""Largest communes, whose names stand on the map of EPCI."""
PUBLISHED, SECRET, NOT_AVAILABLE = ".", "s", "n"
FILE_STATUS: Final = {
    "published": PUBLISHED,
    "estimated": "e",
    "secret": SECRET,
    "not_available": NOT_AVAILABLE,
}
FRAGILE: Final = "f"


def commune_files(outlines: gpd.GeoSeries, communes: pd.DataFrame) -> dict[str, bytes]:
    """Return the communes as one TopoJSON file for each département, by its code.

    Parameters
    ----------
    outlines
        Polygons that share their borders, any CRS; index: codes, sorted.
    communes
        On the same index, those of a département together: ``name``, ``epci_name`` (may be missing),
        ``code_departement``, ``population``.
    """
    topology, points = Topology.of(outlines), interior_points(outlines)
    communes = communes[["name", "epci_name", "code_departement", "population"]]
    ranks = population_ranks(communes["population"])
    files = {}
    for code, places in communes.groupby("code_departement").indices.items():
        part = communes.iloc[places]
        attributes = attributes_of(part, points.iloc[places], ranks.iloc[places])
        files[str(code)] = topology.encode(int(places[0]), int(places[-1]) + 1, attributes)
    return files


@dataclass(frozen=True)
class Broad:
    """Simplified outlines that fit one another (WGS84), index: codes, sorted."""

    epci: gpd.GeoSeries
    departements: gpd.GeoSeries


def broad_outlines(outlines: gpd.GeoSeries, epci: pd.Series, departements: pd.Series) -> Broad:
    """Unite and simplify communes: EPCI and départements have the same line where they share a border.

    Parameters
    ----------
    outlines
        Polygons that share their borders, in metres; index: codes of communes.
    epci, departements
        Code of the EPCI and of the département of each commune, on the same index.

    Notes
    -----
    Visvalingam and Whyatt (1993), on the borders of the pieces of EPCI in each département.
    """
    pieces = (epci + " " + departements).to_numpy(dtype=object)
    united = _united(outlines.to_numpy(), pieces)
    united[:] = shapely.coverage_simplify(united.to_numpy(), BROAD_M)
    keys = united.index.str.split(" ")
    epcis, deps = (_united(united.to_numpy(), keys.str[i].to_numpy(dtype=object)) for i in (0, 1))
    degrees = [gpd.GeoSeries(shapes, crs=outlines.crs).to_crs(WGS84) for shapes in (epcis, deps)]
    return Broad(*degrees)


def _united(shapes: npt.NDArray[np.object_], groups: npt.NDArray[np.object_]) -> pd.Series:
    """Unite the shapes of each group of a coverage; index: groups, sorted."""
    order = np.argsort(groups, kind="stable")
    names, starts = np.unique(groups[order].astype(str), return_index=True)
    parts = np.split(shapes[order], starts[1:])
    return pd.Series([shapely.coverage_union_all(part) for part in parts], index=names.astype(object))


def epci_file(outlines: gpd.GeoSeries, epcis: pd.DataFrame) -> bytes:
    """Return the EPCI as one TopoJSON file.

    Parameters
    ----------
    outlines
        `Broad.epci`.
    epcis
        On the same index: ``name``, ``epci_name`` (the départements it lies in), ``code_departement``,
        ``population``.
    """
    return encode(outlines, attributes_of(epcis, interior_points(outlines)), BROAD_STEPS)


def land_file(outlines: gpd.GeoSeries, departements: pd.DataFrame, towns: list[list[Any]]) -> bytes:
    """Return the départements: the ground of every map of France, and where the communes of each are.

    Parameters
    ----------
    outlines
        `Broad.departements`.
    departements
        On the same index: ``name``, ``title`` (« Département de l'Aisne »); ``url`` of the file of its
        communes; ``offset`` of its first commune among those of France, and their number ``n``; ``bounds``
        [south, west, north, east] in degrees.
    towns
        Name, latitude, longitude of the largest communes, largest first.
    """
    metropolitan = ~departements.index.isin(OVERSEAS.values())
    corners = np.array(departements.loc[metropolitan, "bounds"].tolist())
    whole = [*corners[:, :2].min(axis=0).tolist(), *corners[:, 2:].max(axis=0).tolist()]
    frame = departements.assign(epci_name=None, code_departement=departements.index, population=np.nan)
    places = {METROPOLITAN: whole} | {name: departements["bounds"][code] for name, code in OVERSEAS.items()}
    attributes = attributes_of(frame, interior_points(outlines)) | {
        "titles": departements["title"].tolist(),
        "files": departements[["url", "offset", "n", "bounds"]].to_dict(orient="records"),
        "places": [{"name": name, "bounds": bounds} for name, bounds in places.items()],
        "towns": towns,
    }
    return encode(outlines, attributes, BROAD_STEPS)


def ground_file(outlines: gpd.GeoSeries, names: pd.Series) -> bytes:
    """Return the départements alone, for maps of places: made at once, as no commune is read.

    Parameters
    ----------
    outlines
        Polygons of the départements, which share their borders, in metres; index: their codes.
    names
        French name of each, on the same index.
    """
    broad = gpd.GeoSeries(
        shapely.coverage_simplify(outlines.to_numpy(), BROAD_M), index=outlines.index, crs=outlines.crs
    ).to_crs(WGS84)
    frame = pd.DataFrame(
        {"name": names, "epci_name": None, "code_departement": names.index, "population": outlines.area}
    )
    return encode(broad, attributes_of(frame, interior_points(broad)), BROAD_STEPS)


def largest_towns(communes: pd.DataFrame, points: gpd.GeoSeries) -> list[list[Any]]:
    """Return name, latitude and longitude of the `TOWNS` largest communes, largest first."""
    first = communes["population"].nlargest(TOWNS).index
    return [
        [name, round(p.y, 5), round(p.x, 5)]
        for name, p in zip(communes["name"][first], points[first], strict=True)
    ]


def values_file(observed: pd.DataFrame, decimals: int) -> bytes:
    """Return an indicator in a year for the communes of France, as the browser reads it.

    Parameters
    ----------
    observed
        All communes in the order of their codes: ``value`` (NaN when not published), ``status``, ``fragile``.
    decimals
        Decimals shown.

    Returns
    -------
    content
        JSON: ``marks``, one letter per commune (``.`` published, ``e`` estimated, ``f`` fragile, ``s``
        secret, ``n`` not available); ``values``, those published, in units of the last decimal; ``decimals``.
    """
    known = observed["value"].notna().to_numpy()
    marks = observed["status"].map(FILE_STATUS).to_numpy(dtype=object)
    marks = np.where(known & observed["fragile"].to_numpy(), FRAGILE, marks)
    marks = np.where(~known & (marks != SECRET), NOT_AVAILABLE, marks)
    shown = displayed(observed["value"].to_numpy()[known], decimals)
    whole = np.rint(shown * 10**decimals).astype(np.int64)
    content = {"decimals": decimals, "marks": "".join(marks.tolist()), "values": whole.tolist()}
    return json.dumps(content, separators=(",", ":")).encode()
