"""Métropoles and families of weakening: every rule on a few territories, unknowns included."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.typology import (
    DEFAULT_THRESHOLDS,
    DEFINITIONS,
    FAMILIES,
    SIGNS,
    centre_to_ring_gap,
    contains,
    emptying_centre,
    industrial_in_crisis,
    is_weakening,
    majority,
    metropolitan_flag,
    remote_rural,
    weakening_family,
    weakening_signs,
)

NAN = float("nan")
NA = pd.NA


def series(*values):
    return pd.Series(values, dtype=float)


def texts(*values):
    return pd.Series(values, dtype=object)


def flags(*values):
    return pd.Series(values, dtype="boolean")


# --- métropoles ---------------------------------------------------------------------------------------------

COMMUNES = pd.DataFrame(
    {
        "code_aav2020": ["001", "004", "004", "042", "022", "022", "GEN", "000", None],
        "aav2020_size_class": ["5", "4", "4", "3", "3", "3", "4", "0", None],
        "aav2020_detailed_class": ["50", "42", "42", "32", "34", "34", "41", "00", None],
        "epci_nature": ["ME", "ME", "CC", "CA", "ME", "CC", "CA", "CC", None],
    },
    index=["75056", "59350", "59009", "62498", "63113", "63001", "74012", "62001", "29083"],
)
PEOPLE = pd.Series([2e6, 230e3, 5e3, 499_999, 300e3, 200e3, 36e3, 4e6, 1e3], COMMUNES.index)


def metropolitan(definition, **options):
    found = metropolitan_flag(COMMUNES, definition, **options)
    assert found.index.equals(COMMUNES.index)
    return found.tolist()


def test_areas_of_seven_hundred_thousand_are_those_of_insees_largest_classes():
    assert metropolitan("aav_700000") == [True, True, True, False, False, False, False, False, NA]


def test_areas_of_half_a_million_are_those_of_insees_detailed_class():
    assert metropolitan("aav_500000") == [True, True, True, False, True, True, False, False, NA]


def test_areas_can_be_counted_again_from_their_communes():
    # 022: 300,000 + 200,000; 042: 499,999; outside all areas, 4 million make no area
    people = PEOPLE.copy()
    expected = [True, True, True, False, True, True, False, False, NA]
    assert metropolitan("aav_500000", population=people) == expected
    people["62498"] += 1
    people["63001"] -= 1
    expected = [True, True, True, True, False, False, False, False, NA]
    assert metropolitan("aav_500000", population=people) == expected


def test_an_area_whose_size_is_not_known_is_neither_in_nor_out():
    unsized = COMMUNES.assign(aav2020_size_class=COMMUNES["aav2020_size_class"].where(PEOPLE != 499_999))
    assert metropolitan_flag(unsized).tolist()[3] is NA


def test_the_french_side_of_geneva_is_in_when_asked_for():
    assert metropolitan("aav_700000", poles_abroad=True)[6]
    assert metropolitan("aav_500000", poles_abroad=True)[6]


def test_the_status_of_metropole_is_that_of_the_epci():
    assert metropolitan("epci_metropole") == [True, True, False, False, True, False, False, False, NA]


def test_the_default_is_the_first_definition():
    assert next(iter(DEFINITIONS)) == "aav_700000"
    pd.testing.assert_series_equal(metropolitan_flag(COMMUNES), metropolitan_flag(COMMUNES, "aav_700000"))


def test_odd_definitions_and_missing_numbers_are_refused():
    with pytest.raises(ValueError, match="unknown definition 'aav'"):
        metropolitan_flag(COMMUNES, "aav")
    with pytest.raises(ValueError, match=r"missing columns \['aav2020_detailed_class'\]"):
        metropolitan_flag(COMMUNES.drop(columns="aav2020_detailed_class"), "aav_500000")
    with pytest.raises(ValueError, match=r"missing columns \['epci_nature'\]"):
        metropolitan_flag(COMMUNES.drop(columns="epci_nature"), "epci_metropole")
    with pytest.raises(ValueError, match="share one index"):
        metropolitan_flag(COMMUNES, "aav_500000", population=PEOPLE.iloc[1:])


# --- signs --------------------------------------------------------------------------------------------------


def test_each_sign_is_strict_and_vacancy_is_at_its_threshold():
    signs = weakening_signs(
        population_change=series(-0.1, 0, 0.1),
        natural=series(0, 0, 0),
        migratory=series(-0.1, 0, 0.1),
        jobs_change=series(-0.1, 0, 0.1),
        executives_change=series(-0.1, 0, 0.1),
        vacancy_rate=series(10, 9.9, 0),
    )
    assert list(signs.columns) == list(SIGNS)
    assert signs.iloc[0].tolist() == [True] * 5
    assert signs.iloc[1:].eq(False).all(axis=None)  # noqa: FBT003
    assert (signs.dtypes == "boolean").all()


def test_people_leave_only_if_departures_weigh_more_than_deaths():
    signs = weakening_signs(natural=series(0.3, -0.1, -0.5, -0.4), migratory=series(-0.2, -0.2, -0.2, -0.4))
    assert signs["people_leave"].tolist() == [True, True, False, False]


def test_what_is_not_published_is_not_known_and_never_false():
    signs = weakening_signs(
        population_change=series(NAN), natural=series(NAN), migratory=series(-1), jobs_change=series(NAN)
    )
    assert signs.isna().all(axis=None)
    known = weakening_signs(natural=series(NAN, 1), migratory=series(1, NAN))["people_leave"]
    assert known.tolist() == [False, NA]  # people arrive: whatever the deaths, the answer is no


def test_every_threshold_can_be_moved():
    strict = replace(
        DEFAULT_THRESHOLDS,
        population_change_pct=-0.5,
        migratory_pct=-0.5,
        jobs_change_pct=-0.5,
        executives_change_points=1.5,
        vacancy_rate_pct=8,
    )
    signs = weakening_signs(
        population_change=series(-0.4, -0.6),
        natural=series(0, 0),
        migratory=series(-0.4, -0.6),
        jobs_change=series(-0.4, -0.6),
        executives_change=series(1.6, 1.4),
        vacancy_rate=series(7.9, 8),
        thresholds=strict,
    )
    assert signs.iloc[0].eq(False).all()  # noqa: FBT003
    assert signs.iloc[1].all()


def test_signs_need_an_input_and_one_index():
    with pytest.raises(ValueError, match="no input"):
        weakening_signs()
    with pytest.raises(ValueError, match="share one index"):
        weakening_signs(jobs_change=series(1), vacancy_rate=series(1, 2))


def signs_of(*rows):
    return pd.DataFrame(rows, columns=list(SIGNS), dtype="boolean")


Y, N = True, False


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((Y, N, N, N, N), N),
        ((Y, N, Y, N, N), Y),
        ((N, Y, N, N, Y), Y),
        ((Y, Y, N, N, N), Y),
        ((N, N, Y, Y, Y), N),  # neither falls nor leaves
        ((Y, N, NA, N, N), NA),
        ((Y, N, Y, NA, NA), Y),
        ((NA, N, Y, Y, N), NA),
        ((NA, Y, Y, N, N), Y),
        ((NA, N, N, N, N), N),  # one sign at most
        ((NA, NA, NA, NA, NA), NA),
    ],
)
def test_weakening_asks_for_the_demographic_sign_and_two_in_all(row, expected):
    everyone = signs_of(row, (Y, Y, Y, Y, Y))  # somebody for whom each sign is known
    assert is_weakening(everyone).tolist() == [expected, True]


def test_a_sign_known_for_nobody_is_not_asked_for():
    assert is_weakening(signs_of((Y, N, N, NA, N))).tolist() == [False]
    assert is_weakening(signs_of((NA, NA, Y, Y, Y))).tolist() == [NA]


def test_the_number_of_signs_can_be_raised():
    assert is_weakening(signs_of((Y, Y, N, N, N)), minimum_signs=3).tolist() == [False]
    with pytest.raises(ValueError, match="missing columns"):
        is_weakening(pd.DataFrame({"jobs_fall": [True]}))


# --- criteria -----------------------------------------------------------------------------------------------


def test_industry_is_in_crisis_where_unemployment_is_that_of_france_or_more():
    found = industrial_in_crisis(flags(Y, Y, N, NA, NA, Y), series(13.4, 13.3, 20, 20, 5, NAN))
    assert found.tolist() == [True, False, False, NA, False, NA]
    assert industrial_in_crisis(flags(Y), series(13.4), unemployment_from=14).tolist() == [False]


def test_remote_rural_is_sparse_and_outside_all_areas():
    sparse, town = "Rural à habitat très dispersé", "Petites villes"
    found = remote_rural(texts(sparse, sparse, town, None, sparse), texts("30", "20", "30", "30", None))
    assert found.tolist() == [True, False, False, NA, NA]
    assert remote_rural(texts("7"), texts("30"), sparse={"6", "7"}).tolist() == [True]


def test_the_gap_of_a_centre_is_its_growth_less_that_of_its_ring():
    pop0, pop1 = series(1000, 100, 300, 50, 800, 7), series(1210, 150, 334, 60, 900, 8)
    areas = texts("059", "059", "059", "000", "125", None)
    gap = centre_to_ring_gap(pop0, pop1, 2, areas, texts("11", "12", "20", "11", "11", "20"))
    assert gap[0] == pytest.approx(10 - 10)  # 1,000 to 1,210 is 10 % twice; 400 to 484 as well
    assert gap[1:].isna().all()


def test_a_ring_counts_only_communes_known_at_both_dates():
    pop0, pop1 = series(100, 100, 100), series(81, 100, NAN)
    gap = centre_to_ring_gap(pop0, pop1, 2, texts("1", "1", "1"), texts("11", "20", "20"))
    assert gap[0] == pytest.approx(-10)
    with pytest.raises(ValueError, match="above zero"):
        centre_to_ring_gap(pop0, pop1, 0, texts("1", "1", "1"), texts("11", "20", "20"))


def test_a_centre_empties_if_it_loses_people_and_faster_than_its_ring():
    found = emptying_centre(
        texts("11", "11", "11", "20", "11", "11", None, "20"),
        texts("2", "2", "2", "2", "1", "2", "2", None),
        series(-1, -1, 1, -1, -1, NAN, -1, NAN),
        series(-0.5, 0.5, -0.5, NAN, -1, -1, -1, NAN),
    )
    assert found.tolist() == [True, False, False, False, False, NA, NA, False]
    small = emptying_centre(texts("11"), texts("1"), series(-1), series(-1), sizes={"1", "2"})
    assert small.tolist() == [True]


# --- families -----------------------------------------------------------------------------------------------


def family(row, industrial, town, rural):
    found = weakening_family(
        signs_of(row, (Y, Y, Y, Y, Y)),
        industrial=flags(industrial, Y),
        town_centre=flags(town, N),
        remote_rural=flags(rural, N),
    )
    assert list(found.cat.categories) == list(FAMILIES)
    assert found[1] == "industrial"
    return found[0]


WEAK, STRONG = (Y, Y, Y, N, N), (N, N, N, N, N)


@pytest.mark.parametrize(
    ("row", "criteria", "expected"),
    [
        (WEAK, (Y, Y, Y), "industrial"),
        (WEAK, (N, Y, Y), "town_centre"),
        (WEAK, (N, N, Y), "remote_rural"),
        (WEAK, (N, N, N), "other"),
        (STRONG, (Y, Y, Y), "none"),
        (STRONG, (NA, NA, NA), "none"),
        (WEAK, (Y, NA, NA), "industrial"),
    ],
)
def test_the_first_family_whose_criterion_holds_is_taken(row, criteria, expected):
    assert family(row, *criteria) == expected


@pytest.mark.parametrize(
    ("row", "criteria"),
    [
        (WEAK, (NA, Y, N)),
        (WEAK, (N, NA, Y)),
        (WEAK, (N, N, NA)),
        ((NA,) * 5, (Y, N, N)),
        ((Y, N, NA, N, N), (Y, N, N)),
    ],
)
def test_a_family_that_cannot_be_decided_is_missing(row, criteria):
    assert pd.isna(family(row, *criteria))


# --- from communes to EPCI ----------------------------------------------------------------------------------

EPCI = texts("a", "a", "b", "b", "c", None)


def test_a_majority_is_counted_in_inhabitants():
    found = majority(flags(Y, N, Y, N, Y, Y), series(60, 40, 49, 51, 10, 999), EPCI)
    assert found.to_dict() == {"a": True, "b": False, "c": True}
    half = majority(flags(Y, N), series(50, 50), texts("a", "a"))
    assert half.tolist() == [True]
    assert majority(flags(Y, N), series(50, 50), texts("a", "a"), share_pct=51).tolist() == [False]


def test_a_majority_is_unknown_only_if_the_unknown_would_decide():
    found = majority(flags(Y, NA, N, NA, NA, Y), series(60, 40, 49, 51, 10, 1), EPCI)
    assert found.tolist() == [True, NA, NA]
    assert majority(flags(N, NA), series(60, 40), texts("a", "a")).tolist() == [False]
    assert majority(flags(Y), series(NAN), texts("a")).tolist() == [NA]


def test_a_group_contains_a_flag_or_may():
    found = contains(flags(Y, NA, N, NA, N, Y), EPCI)
    assert found.tolist() == [True, NA, False]


def test_negative_weights_and_other_communes_are_refused():
    with pytest.raises(ValueError, match="negative weights"):
        majority(flags(Y), series(-1), texts("a"))
    with pytest.raises(ValueError, match="share one index"):
        contains(flags(Y, N), texts("a"))


# --- laws ---------------------------------------------------------------------------------------------------

answers = st.sampled_from([True, False, NA])
rows = st.lists(st.tuples(*[answers] * 5), min_size=1, max_size=8)


@given(rows)
def test_learning_what_was_unknown_never_turns_an_answer_round(generated):
    known = signs_of(*generated, (Y, Y, Y, Y, Y))
    before = is_weakening(known)
    for guess in (True, False):
        after = is_weakening(known.fillna(value=guess))
        decided = before.notna()
        assert after[decided].equals(before[decided])


@given(rows, st.integers(1, 5))
def test_asking_for_more_signs_never_adds_a_territory(generated, minimum):
    table = signs_of(*generated, (Y, Y, Y, Y, Y))
    few, many = (is_weakening(table, minimum_signs=n).fillna(value=False) for n in (minimum, minimum + 1))
    assert not (many & ~few).any()


@given(st.lists(st.tuples(answers, st.integers(0, 100), st.sampled_from("abc")), min_size=1, max_size=10))
def test_learning_a_flag_never_turns_a_majority_round(generated):
    found, weights, groups = zip(*generated, strict=True)
    nullable, weight, group = flags(*found), series(*weights), texts(*groups)
    before = majority(nullable, weight, group)
    for guess in (True, False):
        after = majority(nullable.fillna(value=guess), weight, group)
        assert after[before.notna()].equals(before[before.notna()])
