"""The table of the land of the world: countries drawn broadly, the ground of maps beyond France."""

import geopandas as gpd
import shapely

from loaders.formats.world_atlas import load_country_names, load_world, without_islets
from loaders.workshop import Workshop

ISLET = 0.03
"""Square degrees (250 km² at 45° N) under which an island that is no country of its own is left out."""
TOLERANCE = 0.08
"""Degrees; triangles under the square of this are dropped: two pixels of a map of Europe (zoom 5)."""
DECIMALS = 3


def make_world_land(shop: Workshop) -> gpd.GeoDataFrame:
    """Join outlines with codes and French names, leave out what no map here shows, and simplify."""
    name = "world_land"
    outlines, names = shop.read(load_world, "world_atlas"), shop.read(load_country_names, "iso_countries")
    coded = outlines.merge(names, on="iso_number", how="left").fillna({"iso2": "", "name_fr": ""})
    alone = coded.loc[coded["iso2"] == "", "name"].tolist()
    detail = "Territoires sans code de pays ISO : dessinés comme terre, jamais désignés."
    shop.report.add_difference(name, "Territoires sans code", detail, alone)
    shapes = shapely.coverage_simplify(without_islets(coded.geometry.to_numpy(), ISLET), TOLERANCE)
    rounded = shapely.transform(shapes, lambda xy: xy.round(DECIMALS))
    shop.report.add_table(name, len(outlines), len(coded))
    columns = coded[["name", "iso2", "name_fr"]].astype("str")
    return gpd.GeoDataFrame(columns.mask(columns == ""), geometry=rounded, crs=outlines.crs)
