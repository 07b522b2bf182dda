"""Outlines of the European regions (NUTS), as Eurostat/GISCO publishes them: GeoJSON in degrees.

They stay in EPSG:4326: the extent goes from the Caribbean to Réunion, where no projected system holds.
© EuroGeographics, a mention that is compulsory. The United Kingdom is in NUTS 2021 only. In the file of 2024
the three typologies (mountain, urban, coastal) are mostly empty and are not read.
"""

from pathlib import Path

import geopandas as gpd

from loaders.checks import require_among, require_unique
from loaders.errors import CodeError, GeometryError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.geojson import read_geojson

GEOGRAPHY = {2024: 2024, 2021: 2021}
"""Year of the NUTS of each edition: its own."""
LEVELS = {2024: ("0", "1", "2", "3"), 2021: ("3",)}
"""Levels that each file holds: country (0) to small region (3)."""
WGS84 = 4326
COLUMNS = {"NUTS_ID": "nuts_id", "LEVL_CODE": "nuts_level", "CNTR_CODE": "country_code", "NAME_LATN": "name"}
CODE = r"[A-Z]{2}[0-9A-Z]{0,3}"
"""A country and up to three characters, one per level."""


def load_nuts(path: Path, year: int) -> gpd.GeoDataFrame:
    """Read the regions of one edition.

    Parameters
    ----------
    path
        The GeoJSON file.
    year
        2024 (levels 0 to 3, drawn at 1:20 million) or 2021 (level 3, 1:60 million).

    Returns
    -------
    regions
        Sorted by ``nuts_id``: ``nuts_level``, ``country_code`` (EL is Greece, UK the United Kingdom),
        ``name`` in Latin letters; geometry in EPSG:4326 (degrees).

    Raises
    ------
    SourceError, SchemaError, CodeError, GeometryError
        The file is absent, damaged, lacks a property; a code is malformed, twice there, or not of its level
        or country; an outline is not a valid polygon.
    """
    regions = read_geojson(read_bytes(path), path, COLUMNS, WGS84)
    require_among(regions["nuts_level"], LEVELS[year], path)
    _require_nuts(regions, path)
    require_unique(regions, ["nuts_id"], path)
    other = regions.loc[~regions.geom_type.isin(["Polygon", "MultiPolygon"]), "nuts_id"]
    if len(other):
        raise GeometryError(
            path, f"contour qui n'est pas un polygone : {sample(other)}.", "vérifiez le fichier."
        )
    return regions.astype({"nuts_level": "int64"}).sort_values("nuts_id", ignore_index=True)


def _require_nuts(regions: gpd.GeoDataFrame, where: object) -> None:
    codes = regions["nuts_id"]
    holds = codes.str.fullmatch(CODE) & (codes.str.len() - 2 == regions["nuts_level"].astype("int64"))
    wrong = codes[~holds | (codes.str[:2] != regions["country_code"])]
    if len(wrong):
        fault = f"code NUTS mal formé, ou d'un autre niveau ou pays : {sample(wrong)}."
        raise CodeError(where, fault, "attendu : « FRE11 », pays FR, niveau 3.")
