"""Territoires d'industrie, as the ANCT publishes them (state of July 2026).

GeoJSON, WGS84 degrees: one object per territory, with the SIREN of its members joined by a comma. Facts of
the file:

- 547 of the 588 members are EPCI of 2025; three are établissements publics territoriaux of Grand Paris and 38
  are communes (SIREN in 21…), in five territories;
- for a member that is a commune, the outline is only a point: three territories have no polygon at all
  (ti-9301, ti-9303, ti-9307), two have polygons and points (ti-2706, ti-8416);
- names of members hold commas (« CA de Béthune-Bruay, Artois-Lys Romane »): they cannot be split.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from loaders.checks import require_siren, require_unique
from loaders.errors import CodeError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.geojson import read_geojson

GEOGRAPHY = 2025
"""Year of the members: every SIREN that is not of a commune or of Grand Paris is an EPCI of 2025."""
WGS84 = 4326
COLUMNS = {
    "id_ti": "code_ti",
    "lib_ti": "name",
    "lib_groupement": "members",
    "siren_groupement": "siren_members",
}
CODE_TI = r"ti-\d{4}"


def load_industry_territories(path: Path) -> gpd.GeoDataFrame:
    """Read the territories.

    Returns
    -------
    territories
        Sorted by ``code_ti`` ("ti-3204"): ``name``, ``members`` (names, as one text), ``siren_members``
        (separated by a comma and a space); ``has_points`` where the outline stands for some members by a
        point only; geometry in EPSG:4326 (degrees).

    Raises
    ------
    SourceError, SchemaError, GeometryError
        The file is absent, damaged, lacks a property, or an outline is not valid.
    CodeError
        A territory or SIREN is malformed or twice there.
    """
    raw = read_geojson(read_bytes(path), path, COLUMNS, WGS84)
    wrong = raw.loc[~raw["code_ti"].str.fullmatch(CODE_TI), "code_ti"]
    if len(wrong):
        raise CodeError(path, f"code de territoire mal formé : {sample(wrong)}.", "attendu : « ti-3204 ».")
    require_unique(raw, ["code_ti"], path)
    members = industry_members(raw)
    require_siren(members["siren"], path)
    require_unique(members, ["siren"], path)
    territories = raw.assign(has_points=[_has_points(shape) for shape in raw.geometry])
    order = ["code_ti", "name", "members", "siren_members", "has_points", "geometry"]
    return territories[order].sort_values("code_ti", ignore_index=True)


def industry_members(territories: pd.DataFrame) -> pd.DataFrame:
    """List the members: one row per ``code_ti`` and ``siren``, with the ``name`` of the territory.

    A SIREN is in one territory only.
    """
    sirens = territories["siren_members"].str.split(r",\s*", regex=True)
    listed = pd.DataFrame(territories[["code_ti", "name"]]).assign(siren=sirens)
    return listed.explode("siren", ignore_index=True)


def _has_points(shape: shapely.Geometry) -> bool:
    return any(part.geom_type == "Point" for part in shapely.get_parts(shape))
