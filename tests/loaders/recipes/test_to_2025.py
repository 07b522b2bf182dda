"""A made-up district: "A" took in "B", "C" moved its seat to "D", "E" let "F" go."""

import pandas as pd
import pytest

from loaders.recipes.to_2025 import add_up, carry, origins, successors, torn

KNOWN = pd.Index(["A", "B", "C", "E", "Z"])
CODES = pd.Index(["A", "D", "E", "F", "Z"], name="code_commune")
ROWS = [
    ("B", "A", "2023-01-01", "merge", False),
    ("C", "D", "2024-03-04", "code_change", False),
    ("E", "F", "2025-01-01", "split", True),
    ("Z", "Z", "2019-01-01", "name_change", True),
    ("Z", "Z", "2018-01-01", "merge", True),  # merged, then separated again: keeps its code
    ("X", "Z", "2013-01-01", "merge", False),  # of before the source: not in it
]


@pytest.fixture
def changes():
    return pd.DataFrame(ROWS, columns=["old_code", "new_code", "date", "kind", "old_code_exists_2025"])


def test_a_former_code_leads_to_the_commune_of_2025(changes):
    assert successors(KNOWN, changes).to_dict() == {"A": "A", "B": "A", "C": "D", "E": "E", "Z": "Z"}


def test_a_zoning_is_read_from_the_own_code_else_from_where_the_commune_comes_from(changes):
    assert origins(CODES, KNOWN, changes).to_dict() == {"A": "A", "D": "C", "E": "E", "F": "E", "Z": "Z"}


def test_two_members_and_none_of_the_own_code_leave_the_zoning_empty(changes):
    both = pd.Index(["B", "C", "E", "Z"])
    moved = changes.assign(new_code=changes["new_code"].replace("A", "D"))
    assert origins(pd.Index(["D"]), both, moved).isna().tolist() == [True]


def test_zonings_keep_their_columns(changes):
    zones = pd.DataFrame({"zone": list("12345"), "kind": list("abcde")}, index=KNOWN)
    carried = carry(zones, CODES, changes)
    assert carried.index.equals(CODES)
    assert carried["zone"].tolist() == ["1", "3", "4", "4", "5"]
    assert carried["kind"].tolist() == ["a", "c", "d", "d", "e"]


def test_a_merge_of_two_zones_is_told_and_one_within_a_zone_is_not(changes):
    assert torn(pd.Series(list("12345"), index=KNOWN), changes) == ["A"]
    assert torn(pd.Series(list("11345"), index=KNOWN), changes) == []


def test_counts_of_members_add_up_and_a_divided_commune_has_none(changes):
    counts = pd.Series([10.0, 7.0, 5.0, 90.0, 3.0], index=KNOWN)
    sums = add_up(counts, CODES, changes, "2022-01-01")
    assert sums[["A", "D", "Z"]].to_dict() == {"A": 10 + 7, "D": 5, "Z": 3}
    assert sums[["E", "F"]].isna().all()


def test_a_division_before_the_source_leaves_its_counts(changes):
    counts = pd.Series([90.0, 8.0], index=["E", "F"])
    assert add_up(counts, pd.Index(["E", "F"]), changes, "2025-01-01").tolist() == [90, 8]


def test_a_member_without_number_leaves_the_sum_empty(changes):
    counts = pd.Series([10.0, None, 5.0, 90.0, 3.0], index=KNOWN)
    assert add_up(counts, CODES, changes, "2022-01-01").isna()["A"]
