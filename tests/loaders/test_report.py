import tomllib

import pandas as pd
import pytest

from loaders.crosscheck import compare
from loaders.errors import ExpectationError
from loaders.report import SECTIONS, Report, lines
from loaders.toml_text import dumps


@pytest.fixture
def report():
    made = Report()
    made.add_table("a", 3, 3)
    made.add_join("a", "communes", pd.Series(["59350", "59070", "59070"]), {"59350"}, "code disparu ; gardé")
    return made


def test_a_join_counts_rows_and_shows_the_lost_codes_once(report):
    join = report.entries["join"][0]
    assert (join["rows_read"], join["rows_kept"], join["rows_lost"]) == (3, 1, 2)
    assert join["codes_lost"] == ["59070"]
    assert join["reason_fr"] == "code disparu\u202f; gardé"


def test_a_join_without_loss_gives_no_reason():
    report = Report()
    report.add_join("a", "communes", pd.Series(["59350"]), {"59350"}, "code disparu")
    assert report.entries["join"][0]["reason_fr"] == "aucune perte"


def test_a_known_value_that_does_not_hold_stops(report):
    with pytest.raises(ExpectationError, match="attendu 250, trouvé 251"):
        report.add_check("a", "Communes", 250, 251)


def test_new_entries_replace_the_former_ones_of_their_table_only(report):
    former = {
        "table": [
            {"name": "b", "rows_read": 1, "rows_kept": 1},
            {"name": "a", "rows_read": 9, "rows_kept": 9},
        ]
    }
    merged = report.merged(former, ["b", "a"])
    assert [(entry["name"], entry["rows_read"]) for entry in merged["table"]] == [("b", 1), ("a", 3)]


def test_the_terminal_shows_every_join(report):
    assert any("3 lues, 1 appariées, 2 sans appariement" in line for line in lines(report.entries))


@pytest.fixture
def compared(report):
    first, second = pd.Series({"59350": 10.0, "62498": 4.0}), pd.Series({"59350": 7.5, "62498": 4.0})
    found = compare(
        first, second, names=("Insee", "faits"), where="Population 2022 ; total", unit="habitants"
    )
    report.add_comparison("a", found)
    labels = compare(pd.Series({"x": "CC"}), pd.Series({"x": "CC"}), names=("DGCL", "Insee"), where="Statut")
    report.add_comparison("b", labels)
    return report


def test_a_comparison_is_an_entry_of_its_table(compared):
    entry = compared.entries["comparison"][0]
    assert entry.pop("detail_fr").startswith("2 valeurs comparées")
    assert entry == {
        "table": "a",
        "title_fr": "Population 2022\u202f; total",
        "first_fr": "Insee",
        "second_fr": "faits",
        "compared": 2,
        "equal": 1,
        "differing": 1,
        "largest_gap": 2.5,
        "codes": ["59350"],
    }


def test_labels_have_no_gap(compared):
    assert "largest_gap" not in compared.entries["comparison"][1]


def test_the_report_with_comparisons_is_toml_that_reads_back(compared):
    merged = compared.merged({}, ["a", "b"])
    assert tomllib.loads(dumps(merged)) == merged


def test_only_the_comparisons_of_the_tables_asked_for_are_kept(compared):
    kept = compared.restricted(["b"]).entries["comparison"]
    assert [entry["table"] for entry in kept] == ["b"]


def test_the_terminal_shows_every_comparison_with_its_sources(compared):
    shown = lines(compared.entries)
    at = shown.index("Recoupements entre sources")
    assert shown[at + 1].startswith("  a, Population 2022\u202f; total (Insee × faits) : 2 valeurs comparées")
    assert shown[at + 2].startswith("  b, Statut (DGCL × Insee) : 1 valeur comparée")


def test_a_former_report_without_comparisons_gives_an_empty_section(report):
    assert report.merged({"table": []}, ["a"])["comparison"] == []
    assert list(report.merged({}, ["a"])) == list(SECTIONS)
