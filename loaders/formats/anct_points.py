"""Priority districts (QPV 2024) by commune, as the ANCT publishes them (state of July 2026).

GeoJSON, WGS84 degrees: one point per commune that has a district, its codes and names joined by a comma. The
point stands for the commune, not for a district; a district that lies in two communes is named in both.
Names of communes are not read: for 191 of 824 the file gives several (« Auby; Roost-Warendin » for 59509).
"""

from pathlib import Path

import geopandas as gpd

from loaders.checks import require_codes, require_unique
from loaders.errors import CodeError, SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.geojson import read_geojson

GEOGRAPHY = 2025
"""Year of the commune codes: all 824 are in COG 2025 (and 2026)."""
WGS84 = 4326
COLUMNS = {"code_qp": "code_qpv", "lib_qp": "qpv_name", "insee_com": "code_commune"}
CODE_QPV = r"QN[0-9A-Z]{5}[A-Z]"


def load_priority_districts(path: Path) -> gpd.GeoDataFrame:
    """Read which priority districts touch which communes.

    Returns
    -------
    districts
        One row per district and commune, sorted: ``code_commune``, ``code_qpv``, ``qpv_name``;
        geometry, the point of the commune, in EPSG:4326 (degrees).

    Raises
    ------
    SourceError, SchemaError, GeometryError
        The file is absent, damaged, or lacks a property; a commune has fewer names than codes; a point is
        not one.
    CodeError
        A code is malformed, or twice there.
    """
    communes = read_geojson(read_bytes(path), path, COLUMNS, WGS84)
    require_codes(communes["code_commune"], path)
    require_unique(communes, ["code_commune"], path)
    codes, names = (communes[name].str.split(r",\s*", regex=True) for name in ("code_qpv", "qpv_name"))
    unequal = communes.loc[codes.str.len() != names.str.len(), "code_commune"]
    if len(unequal):
        fault = f"autant de codes que de noms de quartiers attendus pour {sample(unequal)}."
        raise SchemaError(path, fault, "un nom contient peut-être une virgule : examinez ces communes.")
    districts = communes.assign(code_qpv=codes, qpv_name=names).explode(["code_qpv", "qpv_name"])
    _require_qpv(districts, path)
    order = ["code_commune", "code_qpv", "qpv_name", "geometry"]
    return districts[order].sort_values(["code_commune", "code_qpv"], ignore_index=True)


def _require_qpv(districts: gpd.GeoDataFrame, where: object) -> None:
    wrong = districts.loc[~districts["code_qpv"].str.fullmatch(CODE_QPV), "code_qpv"]
    if len(wrong):
        raise CodeError(where, f"code de quartier mal formé : {sample(wrong)}.", "attendu : « QN05901M ».")
    require_unique(districts, ["code_commune", "code_qpv"], where)
    other = districts.loc[districts.geom_type != "Point", "code_commune"]
    if len(other):
        raise SchemaError(where, f"un point par commune attendu : {sample(other)}.", "vérifiez le fichier.")
