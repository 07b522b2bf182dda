import pandas as pd
import pytest

from loaders.errors import ExpectationError
from loaders.report import Report, lines


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
