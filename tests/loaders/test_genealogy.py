import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.formats.insee_cog import load_communes, load_events
from loaders.formats.insee_populations import load_legal_populations, load_reference_populations
from loaders.genealogy import not_existing, passage
from tests.loaders.made_up_events import MERGE, MOVE, RENAME, RESTORE, event, made_up, merger


def became(events, year):
    table = passage(events, year)
    return [tuple(row) for row in table[["code_old", "code_new", "kind"]].to_numpy().tolist()]


def test_communes_that_merge_all_lead_to_the_new_one_the_first_included():
    events = made_up(*merger("2019-01-01", "01003", "01001", "01002", name="New"))
    assert became(events, 2016) == [
        ("01001", "01003", "merge"),
        ("01002", "01003", "merge"),
        ("01003", "01003", "merge"),
    ]
    table = passage(events, 2016).set_index("code_old")
    assert table.loc["01001"].to_dict() == {
        "code_new": "01003",
        "date": "2019-01-01",
        "kind": "merge",
        "exact": True,
        "parts": 3,
        "name_old": "01001",
        "name_new": "New",
    }


def test_an_event_of_1_january_is_already_in_the_geography_of_its_year():
    events = made_up(*merger("2019-01-01", "01003", "01001"))
    assert len(passage(events, 2018)) == 2
    assert passage(events, 2019).empty
    assert passage(made_up(event("2019-01-01", RENAME, "05127", "05127", ("Old", "New"))), 2019).empty


def test_an_event_after_1_january_2025_is_not_in_cog_2025():
    events = made_up(*merger("2025-06-01", "01003", "01001"))
    assert passage(events, 2018).empty


def test_mergers_in_a_chain_lead_to_the_last_commune():
    events = made_up(*merger("2017-01-01", "01002", "01001"), *merger("2019-01-01", "01003", "01002"))
    assert became(events, 2016) == [(code, "01003", "merge") for code in ("01001", "01002", "01003")]
    assert became(events, 2018) == [("01002", "01003", "merge"), ("01003", "01003", "merge")]
    assert passage(events, 2016).set_index("code_old")["date"].to_dict() == {
        "01001": "2017-01-01",
        "01002": "2017-01-01",
        "01003": "2019-01-01",
    }


def test_the_date_is_that_of_the_merger_even_after_a_change_of_name():
    renamed = event("2017-06-01", RENAME, "01001", "01001", ("Old", "Newer"))
    table = passage(made_up(renamed, *merger("2019-01-01", "01003", "01001")), 2016).set_index("code_old")
    assert table.loc["01001", ["date", "name_old"]].tolist() == ["2019-01-01", "Old"]


FREIGNE = [
    *merger("2018-01-01", "44180", "44225"),
    event("2018-01-01", "41", "49144", "44225"),  # changes département, and merges under its code of that day
]


def test_a_code_born_and_gone_on_one_day_is_passed_through():
    assert became(made_up(*FREIGNE), 2016) == [("44180", "44180", "merge"), ("49144", "44180", "merge")]
    assert passage(made_up(*FREIGNE), 2016)["parts"].tolist() == [2, 2]
    assert "44225" in not_existing(made_up(*FREIGNE), 2017)
    assert "44225" in not_existing(made_up(*FREIGNE), 2019)


def test_the_order_of_the_rows_of_a_file_does_not_matter():
    rows = [*FREIGNE, *merger("2017-01-01", "01002", "01001"), *merger("2019-01-01", "01003", "01002")]
    pd.testing.assert_frame_equal(passage(made_up(*rows), 2016), passage(made_up(*reversed(rows)), 2016))


SPLIT = [
    event("2024-01-01", RESTORE, "85084", code, ("Essarts", name))
    for code, name in (("85084", "Essarts"), ("85165", "L'Oie"))
]


def test_a_commune_that_is_divided_is_in_several_and_none_is_exact():
    table = passage(made_up(*SPLIT), 2020)
    assert became(made_up(*SPLIT), 2020) == [("85084", "85084", "split"), ("85084", "85165", "split")]
    assert table["exact"].tolist() == [False, False]
    assert not_existing(made_up(*SPLIT), 2020) == {"85165"}
    assert not_existing(made_up(*SPLIT), 2024) == set()


TROARN = [
    *merger("2017-01-01", "14712", "14666", name="Saline"),
    event("2019-12-31", RESTORE, "14712", "14712", ("Saline", "14712")),
    event("2019-12-31", RESTORE, "14712", "14666", ("Saline", "14666")),
    event("2019-12-31", RESTORE, "14666", "14666", types=("COMD", "COM")),
]


def test_a_merger_that_was_undone_leaves_no_trace_from_before_it():
    assert became(made_up(*TROARN), 2016) == []
    assert became(made_up(*TROARN), 2017) == [("14712", "14666", "split"), ("14712", "14712", "split")]


TALICAN = [
    *merger("2019-01-01", "60054", "60455", "60694", name="Les Hauts-Talican"),
    event("2024-01-01", RESTORE, "60054", "60054", ("Les Hauts-Talican", "60054")),
    event("2024-01-01", RESTORE, "60054", "60694", ("Les Hauts-Talican", "Les Hauts-Talican")),
]


def test_what_is_not_re_established_goes_with_the_commune_that_kept_the_name():
    assert became(made_up(*TALICAN), 2018) == [("60455", "60694", "merge"), ("60694", "60694", "merge")]
    assert became(made_up(*TALICAN), 2020) == [("60054", "60054", "split"), ("60054", "60694", "split")]


def test_a_commune_re_established_out_of_a_whole_that_is_not_known_apart_is_shared():
    merged = merger("2017-01-01", "01001", "01002", name="Whole")
    out = [
        event("2020-06-01", RESTORE, "01001", code, ("Whole", name))
        for code, name in (("01001", "Whole"), ("01009", "Other"))
    ]
    table = passage(made_up(*merged, *out), 2016)
    assert set(zip(table["code_old"], table["code_new"], strict=True)) == {
        (old, new) for old in ("01001", "01002") for new in ("01001", "01009")
    }
    assert not table["exact"].any()


def test_a_merger_of_a_whole_commune_with_a_part_of_another_is_not_exact():
    events = made_up(*SPLIT, *merger("2024-06-01", "85165", "85001"))
    table = passage(events, 2020).set_index(["code_old", "code_new"])
    assert table.loc[("85001", "85165")][["kind", "exact"]].tolist() == ["merge", False]


def test_changes_of_code_or_of_name_are_told_apart():
    events = made_up(
        event("2025-01-01", MOVE, "49069", "49126", ("Orée", "Orée")),
        event("2023-04-01", RENAME, "05127", "05127", ("Rousset", "Rousset-Serre-Ponçon")),
        event("2023-04-01", MERGE, "05130", "05130", ("Same", "Same")),  # took in associated communes only
    )
    assert became(events, 2016) == [("05127", "05127", "name_change"), ("49069", "49126", "code_change")]


def test_a_code_that_was_left_and_taken_again_is_the_same_commune():
    same = {"names": ("Lacs", "Lacs")}
    events = made_up(
        event("2021-01-01", MOVE, "27676", "27058", **same),
        event("2023-01-01", MOVE, "27058", "27676", **same),
    )
    assert became(events, 2020) == []
    assert became(events, 2022) == [("27058", "27676", "code_change")]
    assert [not_existing(events, year) for year in (2020, 2022, 2024)] == [{"27058"}, {"27676"}, {"27058"}]


def test_coming_back_from_2026_a_merger_is_a_division():
    events = made_up(
        *merger("2026-01-01", "01003", "01001"), event("2025-06-01", MOVE, "02001", "02002", ("Name", "Name"))
    )
    assert became(events, 2026) == [
        ("01003", "01001", "split"),
        ("01003", "01003", "split"),
        ("02002", "02001", "code_change"),
    ]


def test_a_commune_that_was_suppressed_leads_nowhere():
    table = passage(made_up(event("2020-01-02", "30", "97123", "")), 2016)
    assert table["kind"].tolist() == ["end"]
    assert table["code_new"].isna().all()


def test_a_commune_that_was_created_exists_from_then_on():
    events = made_up(event("2011-03-31", "20", "", "97601"), event("2018-05-01", "20", "", "97602"))
    assert not_existing(events, 2017) == {"97602"}
    assert passage(events, 2017).empty


@pytest.mark.parametrize("year", [2015, 2027])
def test_a_year_out_of_reach_is_refused(year):
    with pytest.raises(ValueError, match=f"{year}: only 2016 to 2026"):
        passage(made_up(), year)


@st.composite
def histories(draw):
    """Mergers and changes of code of nine communes, one a year, and where each of them ends."""
    now = {f"0100{n}": f"0100{n}" for n in range(1, 10)}
    rows, fresh = [], iter(f"0200{n}" for n in range(1, 10))
    for year in range(2017, 2025):
        alive = sorted(set(now.values()))
        group = draw(st.lists(st.sampled_from(alive), unique=True, max_size=3))
        if len(group) == 1:
            new = next(fresh)
            rows.append(event(f"{year}-07-01", MOVE, group[0], new))
        elif group:
            new = group[0]
            rows += merger(f"{year}-07-01", *group)
        now = {old: new if code in group else code for old, code in now.items()} if group else now
    return draw(st.permutations(rows)), now


@settings(max_examples=40)
@given(histories())
def test_replaying_any_mergers_gives_where_each_commune_ends(history):
    rows, ends = history
    table = passage(made_up(*rows), 2016)
    found = dict(zip(table["code_old"], table["code_new"], strict=True))
    assert {old: found.get(old, old) for old in ends} == ends
    assert table["exact"].all()
    sizes = pd.Series(ends).value_counts()
    assert table["parts"].tolist() == [sizes[new] for new in table["code_new"]]


@pytest.fixture(scope="module")
def official(shared):
    return load_events(shared / "mirror" / "insee" / "cog" / "v_mvt_commune_2026.csv")


@pytest.fixture(scope="module")
def facts(shared):
    return pd.read_csv(shared / "facts" / "commune_changes.csv", dtype="str", keep_default_na=False)


PUBLISHED = {
    2016: 35_885,
    2017: 35_416,
    2018: 35_357,
    2019: 34_970,
    2020: 34_968,
    2021: 34_965,
    2022: 34_955,
    2023: 34_945,
    2024: 34_935,
    2025: 34_875,
    2026: 34_875,
}
"""Communes of France on 1 January of each year (INSEE)."""


@pytest.mark.mirror
@pytest.mark.parametrize(("year", "communes"), PUBLISHED.items())
def test_the_passage_gives_back_the_number_of_communes_of_each_year(official, year, communes):
    table = passage(official, year)
    assert 34_875 - table["code_new"].nunique() + table["code_old"].nunique() == communes


@pytest.mark.mirror
def test_both_editions_of_the_events_tell_the_same(official, shared):
    former = load_events(shared / "mirror" / "insee" / "cog" / "v_mvt_commune_2025.csv")
    for year in (2016, 2019, 2024):
        pd.testing.assert_frame_equal(passage(official, year), passage(former, year))


@pytest.mark.mirror
@pytest.mark.parametrize("year", range(2016, 2025))
def test_vanished_codes_lead_where_the_compiled_facts_say_but_for_one(official, facts, shared, year):
    communes = set(load_communes(shared / "mirror" / "insee" / "cog" / "v_commune_2025.csv")["code_commune"])
    table = passage(official, year)
    ours = table[~table["code_old"].isin(communes)].set_index("code_old")["code_new"].to_dict()
    gone = (facts["old_code_exists_2025"] == "0") & (facts["kind"] != "split")
    later = facts[gone & (facts["date"] > f"{year}-01-01")].drop_duplicates("old_code", keep="last")
    theirs = later.set_index("old_code")["new_code"].to_dict()
    never = not_existing(official, year)  # born after 1 January, gone since
    theirs = {old: new for old, new in theirs.items() if old not in never}
    # The facts put La Neuville-Garnier (60455) in Beaumont-les-Nonains (60054), see the next test.
    assert ours == theirs | ({"60455": "60694"} if year < 2019 else {})


@pytest.mark.mirror
def test_populations_show_where_la_neuville_garnier_went(shared):
    folder = shared / "mirror" / "insee" / "populations"
    before = load_legal_populations(folder / "population_legale_2016.xls.gz").set_index("code_commune")[
        "value"
    ]
    after = load_reference_populations(folder / "donnees_communes_2022.csv", 2022)
    after = after.set_index("code_commune")["value"]
    assert [before[code] for code in ("60054", "60455", "60694")] == [344, 259, 281]
    assert [after[code] for code in ("60054", "60694")] == [337, 547]  # 259 + 281 = 540 are in 60694
