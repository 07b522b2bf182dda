import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.crosscheck import Figures, compare, compare_figures, same_ground, touched_codes
from loaders.errors import CodeError

NAMES = ("Insee", "faits")
N = "\u202f"


def numbers(**values):
    return pd.Series(values, dtype="float64")


def found(first, second, **options):
    return compare(first, second, names=NAMES, where="Population 2022", **options)


@pytest.fixture
def apart():
    """Four codes in both: 10 = 10, 20 ≠ 23 (3), 30 ≠ 23 (7), 0 = 0; one code in each alone, one hidden."""
    first = numbers(a=10, b=20, c=30, d=0, only=1, hidden=np.nan)
    second = numbers(a=10, b=23, c=23, d=0, other=2, hidden=5)
    return found(first, second, unit="habitants")


def test_values_of_both_sources_are_counted_equal_or_differing(apart):
    assert (apart.compared, apart.equal, apart.differing) == (4, 2, 2)


def test_the_largest_gap_and_the_codes_by_decreasing_gap(apart):
    assert apart.largest_gap == 7
    assert apart.codes == ("c", "b")


def test_a_value_that_is_not_given_counts_as_absent(apart):
    assert (apart.only_first, apart.only_second) == (1, 2)


def test_the_sentence_says_it_all_in_french(apart):
    assert apart.detail == (
        f"4 valeurs comparées{N}: 2 égales, 2 différentes (écart le plus grand{N}: 7 habitants{N}; "
        f"c, b). En outre, 1 code avec une valeur dans «{N}Insee{N}» seulement{N}; "
        f"2 codes avec une valeur dans «{N}faits{N}» seulement."
    )


def test_a_gap_within_tolerance_is_no_difference_and_still_told():
    comparison = found(numbers(a=12.3, b=5), numbers(a=12.35, b=5), tolerance=0.05, unit="%")
    assert comparison.differing == 0
    assert comparison.largest_gap == pytest.approx(0.05)
    assert comparison.detail == f"2 valeurs comparées{N}: aucune différence (à 0,05{N}% près)."


def test_a_tiny_gap_is_not_written_as_zero():
    assert (
        f"écart le plus grand{N}: 0,0004 logements"
        in found(numbers(a=1), numbers(a=1.0004), unit="logements").detail
    )


def test_a_gap_just_above_tolerance_is_a_difference():
    assert found(numbers(a=12.3), numbers(a=12.36), tolerance=0.05).differing == 1


def test_labels_are_equal_or_not_without_gap():
    comparison = found(pd.Series({"x": "CC", "y": "CA"}), pd.Series({"x": "CC", "y": "CU"}))
    assert (comparison.equal, comparison.codes, comparison.largest_gap) == (1, ("y",), None)
    assert comparison.detail == f"2 valeurs comparées{N}: 1 égale, 1 différente (y)."


def test_nothing_in_common_is_said():
    comparison = found(numbers(a=1), numbers(b=1))
    assert comparison.compared == 0
    assert comparison.detail.startswith("Aucune valeur à comparer. En outre, 1 code avec")


def test_a_code_given_twice_is_refused():
    twice = pd.Series([1.0, 2.0], index=["a", "a"])
    with pytest.raises(CodeError, match="Population 2022, faits : code en double : a"):
        found(numbers(a=1), twice)


def test_at_most_ten_codes_are_kept():
    first = pd.Series(range(30), index=[f"{n:02}" for n in range(30)], dtype="float64")
    comparison = found(first, first * 2)
    assert len(comparison.codes) == 10
    assert comparison.codes[0] == "29"  # the largest gap
    assert "par exemple 29, 28, 27)" in comparison.detail


values = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([np.nan, 0.0, 1.0, 2.5]), max_size=6)


@given(values, values)
def test_turning_the_sources_round_changes_no_count(one, other):
    first, second = pd.Series(one, dtype="float64"), pd.Series(other, dtype="float64")
    there, back = found(first, second), found(second, first)
    assert (there.compared, there.equal, there.largest_gap) == (back.compared, back.equal, back.largest_gap)
    assert (there.only_first, there.only_second) == (back.only_second, back.only_first)
    assert there.compared + there.only_first == first.notna().sum()


@given(values)
def test_a_source_agrees_with_itself(one):
    same = pd.Series(one, dtype="float64")
    comparison = found(same, same)
    assert comparison.equal == comparison.compared == same.notna().sum()


CHANGES = pd.DataFrame(
    [
        ("62461", "62447", "merge", "2025-01-01"),
        ("62447", "62447", "merge", "2025-01-01"),
        ("59070", "59006", "merge", "2025-01-01"),
        ("15141", "15031", "split", "2025-01-01"),
        ("76676", "76676", "name_change", "2025-01-01"),
        ("08294", "08053", "merge", "2024-01-01"),
        ("01033", "01033", "merge", "2019-01-01"),
    ],
    columns=["old_code", "next_code", "kind", "date"],
)


def test_changes_after_the_first_and_up_to_the_second_geography_touch_codes():
    touched = touched_codes(CHANGES, 2024, 2025)
    assert touched == {"62461", "62447", "59070", "59006", "15141", "15031"}
    assert touched_codes(CHANGES, 2025, 2024) == touched
    assert touched_codes(CHANGES, 2025, 2025) == set()


def test_a_change_of_name_touches_nothing():
    assert "76676" not in touched_codes(CHANGES, 2018, 2025)


def test_only_communes_that_are_the_same_in_both_geographies_are_kept():
    first = Figures("avant", numbers(**{"62447": 1, "62461": 2, "59350": 3}), 2024)
    second = Figures("après", numbers(**{"62447": 3, "59350": 3}), 2025)
    one, other, left_out = same_ground(first, second, CHANGES)
    assert (one.index.tolist(), other.index.tolist()) == (["59350"], ["59350"])
    assert left_out == ("62447", "62461")


def test_a_merger_is_no_difference_between_sources():
    first = Figures("avant", numbers(**{"62447": 1, "62461": 2, "59350": 3}), 2024)
    second = Figures("après", numbers(**{"62447": 3, "59350": 3}), 2025)
    comparison = compare_figures(first, second, CHANGES, where="Population")
    assert (comparison.compared, comparison.differing) == (1, 0)
    assert comparison.detail.endswith(
        f"Hors comparaison{N}: 2 codes dont la commune a changé entre les géographies 2024 et 2025 "
        "(62447, 62461)."
    )
