"""Theil by groups: every commune in one group, two parts that add up, and only the perimeter asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.aggregate import coverage
from pages.shared import data
from pages.shared.groups import METROPOLIS, REST
from pages.shared.inequality import theil
from pages.shared.inequality.groupings import INSIDE, groups_of, names_of
from pages.shared.inequality.values import Compared, cached_compared
from pages.shared.memberships import cached_metropolitan
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP

INCOME = ("median_income_eur", 2021)
BASIN, LUMBRES = "mbm_250", "epci_246201016"
DEFINITION = "aav_700000"


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def made_up(observed, people):
    """Return a place of a few communes."""
    codes = [f"c{n}" for n in range(len(observed))]
    x, w = pd.Series(observed, codes, dtype=float), pd.Series(people, codes, dtype=float)
    return Compared("mbm_250", "Ici", "ici", "basin", x, w, coverage(x, w))


def split_of(observed, people, groups):
    place = made_up(observed, people)
    return theil._split(place, pd.Series(groups, place.observed.index))


def test_a_case_worked_out_by_hand():
    """Groups A (1, 3) and B (4, 8), equal weights: means 2 and 6, mean of all 4; A has 1/4 of the total."""
    found = split_of([1, 3, 4, 8], [1, 1, 1, 1], list("AABB")).theil
    between = 0.25 * np.log(2 / 4) + 0.75 * np.log(6 / 4)
    inside_a = (1 * np.log(1 / 2) + 3 * np.log(3 / 2)) / 4
    inside_b = (4 * np.log(4 / 6) + 8 * np.log(8 / 6)) / 12
    assert found.between == pytest.approx(between)
    assert found.within == pytest.approx(0.25 * inside_a + 0.75 * inside_b)
    assert found.total == pytest.approx(found.between + found.within)


def test_communes_that_are_all_equal_have_no_part_between_and_no_bar():
    split = split_of([5, 5, 5], [10, 20, 30], list("AAB"))
    assert np.isnan(split.theil.between_share)
    assert theil._shares_chart((split,)) is None


def test_one_commune_and_one_without_value_make_one_group():
    split = split_of([7, np.nan], [100, 50], list("AB"))
    assert list(split.theil.groups.index) == ["A"]
    row = theil._group(split.place, split.place.observed.index)
    assert row == {"people": 100, "low": 7, "high": 7, "gini": 0}


def test_both_parts_of_a_bar_make_a_hundred():
    parts = theil._parts(0, split_of([1, 3, 4, 8], [3, 1, 4, 1], list("AABB")))
    assert parts["end"].iloc[0] == parts["start"].iloc[1]
    assert (parts["end"] - parts["start"]).sum() == pytest.approx(100)
    assert sum(int(plain(text).removesuffix(" %")) for text in parts["text"]) == 100


def test_three_groups_are_the_perimeter_its_metropoles_included_then_the_rest():
    place = cached_compared(*INCOME, BASIN)[1]
    groups = groups_of(place, BASIN, "trois", DEFINITION)
    inside, metropolitan = data.cached_territory(BASIN).codes, cached_metropolitan(DEFINITION)
    for code, group in groups.items():
        expected = INSIDE if code in inside else METROPOLIS if metropolitan[code] else REST
        assert group == expected, code
    assert groups.eq(INSIDE).sum() == 250
    assert set(groups) == set(names_of(place, BASIN, "trois").index)


def test_intercommunalites_are_named_from_west_to_east():
    place = cached_compared(*INCOME, BASIN)[0]
    names = names_of(place, BASIN, "epci")
    assert set(names.index) == set(groups_of(place, BASIN, "epci", DEFINITION))
    communes = data.cached_communes().loc[place.observed.index]
    west = [communes["centroid_lon"][communes["code_epci"].eq(code)].mean() for code in names.index]
    assert west == sorted(west)


@pytest.mark.parametrize(
    ("perimeter", "places"),
    [
        (BASIN, [data.REFERENCE, data.FRANCE]),
        (data.REFERENCE, [data.FRANCE]),
        ("departement_75", [data.FRANCE]),
        (data.FRANCE, []),
    ],
)
def test_three_groups_are_made_in_places_that_contain_the_perimeter_and_more(perimeter, places):
    splits = theil.cached_splits(*INCOME, perimeter, "trois", DEFINITION)
    assert [split.place.id for split in splits] == places
    assert all(INSIDE in split.theil.groups.index for split in splits)


def test_sentences_quote_the_split_of_the_table():
    shares, groups = theil.cached_blocks(State("median_income_eur", BASIN, 2021), "light")
    for sentence, row in zip(shares.sentences, shares.grid.rows, strict=True):
        assert f"{plain(row[4])} de l’inégalité" in plain(sentence)
        assert f"intercommunalités ({plain(row[1])})" in plain(sentence)
    assert len(groups.grid.rows) == 13
    (levels,) = map(plain, groups.sentences)
    means = [plain(row[3]) for row in groups.grid.rows]
    assert all(f"{end} €" in levels for end in (min(means), max(means)))


def test_a_perimeter_of_one_intercommunalite_has_all_its_inequality_inside():
    shares, _ = theil.cached_blocks(State("median_income_eur", LUMBRES, 2021), "light")
    assert plain(shares.sentences[0]).endswith(
        "un seul groupe, toute l’inégalité entre communes est à l’intérieur."
    )


def test_groups_of_another_place_do_not_stand_in_for_a_perimeter_hardly_covered():
    """Poverty is known for one of the 36 communes of Lumbres: its region is compared, never drawn as it."""
    blocks = theil.cached_blocks(State("poverty_rate_pct", LUMBRES, 2021), "light")
    assert [block.key for block in blocks] == ["theil"]
    assert plain(blocks[0].sentences[-1]).startswith("Le chiffre n’est pas donné dans la CC du Pays de Lumb")
    assert "CC du Pays de Lumbres" not in [row[0] for row in blocks[0].grid.rows]


def test_more_groups_than_fit_are_not_drawn_one_by_one():
    blocks = theil.cached_blocks(State("median_income_eur", data.FRANCE, 2021), "light")
    assert [block.key for block in blocks] == ["theil"]
