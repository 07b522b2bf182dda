import tomllib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import catalog
from loaders.errors import CodeError, SchemaError
from loaders.formats.insee_cog import load_communes, load_events
from loaders.formats.insee_comparateur import load_comparateur
from loaders.formats.insee_filosofi import load_filosofi
from loaders.formats.insee_populations import GEOGRAPHY, load_legal_populations, load_reference_populations
from loaders.formats.insee_zonings import load_memberships
from loaders.passage import attributes_to_2025, recompute_rates, to_2025
from tests.loaders.made_up_events import MOVE, RENAME, RESTORE, event, made_up, merger

NAN = float("nan")
KINDS = {
    "population": "count",
    "unemployed": "count",
    "active": "count",
    "rate_pct": "ratio",
    "median_eur": "amount",
}
# 1 and 2 become 2, 5 changes code, 6 is divided, 7 changes its name, 9 is left alone.
EVENTS = made_up(
    *merger("2019-01-01", "01002", "01001", name="Deux"),
    event("2020-01-01", MOVE, "01005", "01050", ("Cinq", "Cinq")),
    event("2022-03-01", RESTORE, "01006", "01006", ("Six", "Six")),
    event("2022-03-01", RESTORE, "01006", "01060", ("Six", "Soixante")),
    event("2023-01-01", RENAME, "01007", "01007", ("Sept", "Septs")),
)


def frame(rows, year=2018):
    """Rows of code, indicator, value: None is a secret, "" not available, a text an estimated value."""
    full = []
    for code, indicator, value in rows:
        if value is None or value == "":
            full.append((code, indicator, year, NAN, "secret" if value is None else "not_available"))
        else:
            full.append(
                (code, indicator, year, float(value), "estimated" if isinstance(value, str) else "published")
            )
    return pd.DataFrame(full, columns=["code_commune", "indicator", "year", "value", "status"])


def moved(rows, year=2018, events=EVENTS):
    values, _ = to_2025(frame(rows), events, year, KINDS)
    return values.set_index(["code_commune", "indicator"])[["value", "status"]]


def test_counts_of_communes_that_merged_add_up():
    values = moved([("01001", "population", 40), ("01002", "population", 100), ("01009", "population", 7)])
    assert values["value"].to_dict() == {("01002", "population"): 140, ("01009", "population"): 7}
    assert values["status"].unique().tolist() == ["published"]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (40, None, "secret"),
        (None, 100, "secret"),
        ("", 100, "not_available"),
        (None, "", "secret"),
        (40, "7.5", "estimated"),
    ],
)
def test_a_sum_takes_the_worst_status_of_its_parts(first, second, status):
    values = moved([("01001", "population", first), ("01002", "population", second)])
    assert values.loc[("01002", "population"), "status"] == status
    assert pd.isna(values.loc[("01002", "population"), "value"]) == (status != "estimated")


def test_a_sum_with_a_part_that_the_source_lacks_is_not_available():
    values = moved([("01002", "population", 100)])
    assert values.loc[("01002", "population"), "status"] == "not_available"
    assert pd.isna(values.loc[("01002", "population"), "value"])


@pytest.mark.parametrize("indicator", ["rate_pct", "median_eur"])
@pytest.mark.parametrize(("first", "second"), [(10, 20), (10, 10), (None, 20), (None, None)])
def test_a_rate_or_median_of_communes_that_merged_is_never_an_average(indicator, first, second):
    values = moved([("01001", indicator, first), ("01002", indicator, second)])
    assert values.loc[("01002", indicator), "status"] == "not_available"
    assert pd.isna(values.loc[("01002", indicator), "value"])


def test_a_commune_that_only_changed_code_keeps_its_median():
    values = moved([("01005", "median_eur", 21_000), ("01005", "rate_pct", None)])
    assert values.loc[("01050", "median_eur")].tolist() == [21_000, "published"]
    assert values.loc[("01050", "rate_pct"), "status"] == "secret"


def test_what_a_divided_commune_had_is_not_available_in_any_part():
    values = moved([("01006", "population", 100)])
    assert values["status"].to_dict() == {
        ("01006", "population"): "not_available",
        ("01060", "population"): "not_available",
    }
    assert values["value"].isna().all()


def test_a_change_of_name_changes_no_value():
    assert moved([("01007", "median_eur", 5)]).loc[("01007", "median_eur")].tolist() == [5, "published"]


def test_years_of_one_indicator_do_not_mix():
    both = pd.concat(
        [frame([("01001", "population", 1), ("01002", "population", 2)], year) for year in (2013, 2018)]
    )
    values, _ = to_2025(both, EVENTS, 2018, KINDS)
    assert values[["code_commune", "year", "value"]].to_numpy().tolist() == [
        ["01002", 2013, 3],
        ["01002", 2018, 3],
    ]


def test_values_in_cog_2025_come_back_as_they_are():
    values = frame([("01002", "population", 1), ("01050", "median_eur", 2), ("01060", "rate_pct", None)])
    same, report = to_2025(values, EVENTS, 2025, KINDS)
    pd.testing.assert_frame_equal(same, values)
    assert report.empty


def test_a_code_that_was_no_commune_that_year_is_refused():
    with pytest.raises(CodeError, match=r"commune au 1er janvier 2018 : 01050, 01060"):
        moved([("01050", "population", 1), ("01060", "population", 2), ("01009", "population", 3)])
    with pytest.raises(CodeError, match=r"commune au 1er janvier 2024 : 01001"):
        moved([("01001", "population", 1)], year=2024)


def test_an_indicator_of_no_known_kind_is_refused():
    with pytest.raises(SchemaError, match=r"sans nature.*other"):
        moved([("01009", "other", 1)])


def test_a_commune_twice_is_refused_rather_than_added_twice():
    with pytest.raises(CodeError, match=r"en double.*01001"):
        moved([("01001", "population", 1), ("01001", "population", 1), ("01002", "population", 2)])


def test_the_report_names_each_code_that_was_lost_or_changed():
    codes = ["01001", "01002", "01005", "01006", "01007", "01009"]
    _, report = to_2025(frame([(code, "population", 1) for code in codes]), EVENTS, 2018, KINDS)
    assert report[["code_old", "code_new", "date", "kind"]].to_numpy().tolist() == [
        ["01001", "01002", "2019-01-01", "merge"],
        ["01002", "01002", "2019-01-01", "merge"],
        ["01005", "01050", "2020-01-01", "code_change"],
        ["01006", "01006", "2022-03-01", "split"],
        ["01006", "01060", "2022-03-01", "split"],
        ["01007", "01007", "2023-01-01", "name_change"],
    ]
    effects = report.set_index(["code_old", "code_new"])["effect_fr"]
    assert effects["01001", "01002"].startswith(
        "réunie à d'autres dans Deux (01002)\u202f: effectifs additionnés"
    )
    assert effects["01005", "01050"] == "code devenu 01050\u202f: valeurs inchangées."
    assert (
        effects["01006", "01060"]
        == "partagée, une part dans Soixante (01060)\u202f: valeurs non disponibles."
    )


def test_the_report_names_the_part_that_the_source_lacks():
    _, report = to_2025(frame([("01002", "population", 1)]), EVENTS, 2018, KINDS)
    effects = report.set_index("code_old")["effect_fr"]
    assert effects["01001"].startswith("sans ligne dans la source")
    assert effects["01002"].endswith("Somme non disponible\u202f: sans ligne dans la source, 01001.")


def test_a_code_that_the_source_does_not_have_is_not_reported():
    _, report = to_2025(frame([("01005", "population", 1)]), EVENTS, 2018, KINDS)
    assert report["code_old"].tolist() == ["01005"]


RATES = {
    "rate_pct": {
        "numerator": "unemployed",
        "denominator": "active",
        "ratio_years": [2018],
        "ratio_scale": 100,
    },
    "median_eur": {},
}


def test_a_rate_of_a_merged_commune_is_that_of_its_summed_counts():
    rows = [("01001", "unemployed", 10), ("01001", "active", 40), ("01001", "rate_pct", 25)]
    rows += [("01002", "unemployed", 5), ("01002", "active", 60), ("01002", "rate_pct", 8.3)]
    values, _ = to_2025(frame(rows), EVENTS, 2018, KINDS)
    rates = recompute_rates(values, RATES).set_index(["code_commune", "indicator"])
    assert rates.loc[("01002", "rate_pct"), ["value", "status"]].tolist() == [
        100 * 15 / 100,
        "published",
    ]  # not 16.65
    assert rates.index.is_unique


@pytest.mark.parametrize(
    ("up", "down", "status"),
    [
        (10, 40, "published"),
        (10, "40", "estimated"),
        (None, 40, "secret"),
        (10, "", "not_available"),
        (0, 0, "not_available"),
    ],
)
def test_a_rate_takes_the_worst_status_of_its_counts(up, down, status):
    rates = recompute_rates(frame([("01009", "unemployed", up), ("01009", "active", down)]), RATES)
    row = rates[rates["indicator"] == "rate_pct"].iloc[0]
    assert row["status"] == status
    assert row["value"] == 25 if status in {"published", "estimated"} else pd.isna(row["value"])


def test_a_rate_without_counts_of_its_year_stays_as_it_was():
    values = pd.concat(
        [frame([("01009", "rate_pct", 12)], 2016), frame([("01009", "rate_pct", 12), ("01009", "active", 3)])]
    )
    rates = recompute_rates(values, RATES)
    assert rates[rates["indicator"] == "rate_pct"]["value"].tolist() == [12, 12]


ZONES = pd.DataFrame(
    {
        "code_commune": ["01001", "01002", "01005", "01006", "01007", "01009"],
        "name": ["Un", "Deux-Bourgs", "Cinq", "Six", "Sept", "Neuf"],
        "code_epci": ["A", "A", "B", "C", None, "C"],
        "category": ["11", "20", "11", "20", "30", "30"],
    }
)


def test_a_merged_commune_has_a_zone_where_its_parts_agree():
    zones, _ = attributes_to_2025(ZONES, EVENTS, 2018)
    merged = zones.set_index("code_commune").loc["01002"]
    assert merged["code_epci"] == "A"
    assert pd.isna(merged["category"])
    assert merged["name"] == "Deux"


def test_each_part_of_a_divided_commune_is_in_the_zone_of_the_whole():
    zones, _ = attributes_to_2025(ZONES, EVENTS, 2018)
    zones = zones.set_index("code_commune")
    assert zones.index.tolist() == ["01002", "01006", "01007", "01009", "01050", "01060"]
    assert zones.loc[["01006", "01060"], "code_epci"].tolist() == ["C", "C"]
    assert zones.loc[["01006", "01060", "01007"], "name"].tolist() == ["Six", "Soixante", "Septs"]


def test_the_report_names_the_zones_that_were_lost():
    _, report = attributes_to_2025(ZONES, EVENTS, 2018)
    effects = report.set_index(["code_old", "code_new"])["effect_fr"]
    assert effects["01001", "01002"].endswith("laissé vide\u202f: category.")
    assert effects["01007", "01007"].endswith("zonages gardés.")  # none in the source: nothing is lost


def test_zones_of_a_code_that_was_no_commune_are_refused():
    with pytest.raises(CodeError, match="janvier 2024 : 01001, 01005"):
        attributes_to_2025(ZONES, EVENTS, 2024)


# --- laws, on any mergers and changes of code --------------------------------------------------------------


@st.composite
def populations(draw):
    """Counts of nine communes in 2018, shown or hidden, and a few mergers and changes of code."""
    shown = draw(st.booleans())
    cell = st.integers(0, 10**6) if shown else st.integers(0, 10**6) | st.just(None) | st.just("")
    rows = [(f"0100{n}", "population", draw(cell)) for n in range(1, 10)]
    alive, events = [code for code, _, _ in rows], []
    for year in range(2019, 2025):
        group = draw(st.lists(st.sampled_from(alive), unique=True, max_size=3))
        if len(group) == 1:
            events.append(event(f"{year}-01-01", MOVE, group[0], f"01{year % 100}0"))
            alive = [code for code in alive if code not in group] + [f"01{year % 100}0"]
        elif group:
            events += merger(f"{year}-01-01", *group)
            alive = [code for code in alive if code not in group[1:]]
    return rows, made_up(*events), shown


def in_order(values):
    return values.sort_values(["code_commune", "indicator", "year"], ignore_index=True)


@settings(max_examples=40)
@given(populations())
def test_the_total_is_kept_where_nothing_is_hidden(made):
    rows, events, shown = made
    values, _ = to_2025(frame(rows), events, 2018, KINDS)
    hidden = frame(rows)["value"].isna().any()
    if shown:
        assert values["value"].sum() == sum(count for _, _, count in rows)
    assert values["value"].isna().any() == hidden
    assert (values["status"] == "published").eq(values["value"].notna()).all()


@settings(max_examples=40)
@given(populations())
def test_bringing_to_2025_what_is_in_2025_changes_nothing(made):
    rows, events, _ = made
    once, _ = to_2025(frame(rows), events, 2018, KINDS)
    twice, report = to_2025(once, events, 2025, KINDS)
    pd.testing.assert_frame_equal(once, twice)
    assert report.empty


@settings(max_examples=40)
@given(populations(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(made, random):
    rows, events, _ = made
    shuffled = random.sample(rows, len(rows))
    first, report = to_2025(frame(rows), events, 2018, KINDS)
    second, other = to_2025(frame(shuffled), events.sample(frac=1, random_state=1), 2018, KINDS)
    pd.testing.assert_frame_equal(in_order(first), in_order(second))
    pd.testing.assert_frame_equal(report, other)


# --- the official files ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def insee(shared):
    return shared / "mirror" / "insee"


@pytest.fixture(scope="module")
def official_events(insee):
    return load_events(insee / "cog" / "v_mvt_commune_2025.csv")


@pytest.fixture(scope="module")
def communes(insee):
    return load_communes(insee / "cog" / "v_commune_2025.csv")["code_commune"]


@pytest.fixture(scope="module")
def facts(shared):
    return pd.read_csv(shared / "facts" / "indicator_values.csv.gz", dtype={"code_commune": "str"})


@pytest.fixture(scope="module")
def dictionary():
    return tomllib.loads((catalog.DATA / "indicators.toml").read_text(encoding="utf-8"))


SHARED_OUT = {  # communes of 2025 that were in another one that year, and what is left of the latter
    2018: {"14666", "14712", "15031", "15035", "15047", "15141", "15171", "85084", "85165", "85212"},
    2021: {"15031", "15035", "15047", "15141", "15171", "60054", "60694", "85084", "85165", "85212"},
    2024: {"15031", "15035", "15047", "15141", "15171"},
    2025: set(),
}


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("year", "people_shared_out"), [(2016, 16_116), (2021, 11_930), (2022, 1_577), (2023, 0)]
)
def test_populations_come_to_cog_2025_without_loss_but_for_divided_communes(
    insee, official_events, communes, facts, year, people_shared_out
):
    folder = insee / "populations"
    before = (
        load_legal_populations(folder / "population_legale_2016.xls.gz")
        if year == 2016
        else load_reference_populations(folder / f"donnees_communes_{year}.csv", year)
    )
    after, _ = to_2025(before, official_events, GEOGRAPHY[year], {"population": "count"})
    assert set(after["code_commune"]) == set(communes[~communes.str.startswith("976")])
    geography = 2021 if GEOGRAPHY[year] == 2023 else GEOGRAPHY[year]
    hidden = after[after["status"] != "published"]
    assert set(hidden["code_commune"]) == SHARED_OUT[geography]
    # Neussargues en Pinatelle, and, by year, Essarts en Bocage, Saline, Les Hauts-Talican.
    assert before["value"].sum() - after["value"].sum() == people_shared_out
    known = facts[(facts["indicator"] == "population") & (facts["year"] == year)].set_index("code_commune")[
        "value"
    ]
    ours = after.set_index("code_commune")["value"]
    assert ours[known.index].tolist() == known.tolist()


@pytest.mark.mirror
def test_counts_and_rates_of_the_comparateur_agree_with_the_compiled_facts_in_cog_2025(
    insee, official_events, communes, facts, dictionary
):
    before = load_comparateur(insee / "comparateur_2022" / "base_cc_comparateur_csv.zip")
    kinds = {name: spec["kind"] for name, spec in dictionary.items()}
    kinds |= dict.fromkeys(["births_2013_2018", "deaths_2013_2018"], "count")
    after, report = to_2025(before, official_events, 2021, kinds)
    values = recompute_rates(after, dictionary)
    assert set(values["code_commune"]) == set(communes)
    both = facts.merge(values, on=["code_commune", "indicator", "year"], suffixes=("_facts", ""))
    assert both["indicator"].nunique() == 20 + 5
    rounded = (both["value"] - both["value_facts"]).abs().fillna(0)
    assert (rounded[both["value"] < 1000] < 0.11).all()  # facts round counts to 2 decimals, rates to 1
    assert (rounded <= 0.11).all()
    # A sum of two published counts is published; the facts call that of tax households estimated.
    other = both[both["status"] != both["status_facts"]]
    assert other[["code_commune", "indicator"]].to_numpy().tolist() == [
        ["59006", "tax_households"],
        ["62447", "tax_households"],
    ]
    assert set(report["kind"]) == {"merge", "split", "code_change", "name_change"}


@pytest.mark.mirror
def test_medians_of_communes_merged_in_2025_are_not_available(insee, official_events, dictionary):
    before = load_filosofi(insee / "filosofi_2021" / "cc_filosofi_2021_COM.csv")
    kinds = {name: spec["kind"] for name, spec in dictionary.items()}
    after, report = to_2025(before, official_events, 2024, kinds)
    values = after.set_index(["code_commune", "indicator"])
    assert values.loc[("62447", "median_income_eur"), "status"] == "not_available"
    assert values.loc[("62447", "tax_households"), ["value", "status"]].tolist() == [2_122, "published"]
    assert values.loc[("62498", "median_income_eur"), "value"] == 17_250
    assert report.set_index("code_old").loc["62549", "code_new"] == "62447"


@pytest.mark.mirror
def test_zonings_of_2022_are_lost_for_a_handful_of_communes_only(insee, official_events, communes):
    table = load_memberships(
        insee / "table_appartenance_2022" / "table-appartenance-geo-communes-22.xlsx", 2022
    )
    table["code_aav2020"] = table["code_aav2020"].fillna("000")  # in no area: a zone like another here
    zones, report = attributes_to_2025(table, official_events, 2022)
    assert zones["code_commune"].tolist() == sorted(communes)
    assert int(zones["code_aav2020"].isna().sum()) == 13
    assert report["effect_fr"].str.contains("code_aav2020").any()
