"""What all documents share: indices worked out by hand, coverage in words, numbers of sources."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from reports import content
from reports.model import Amount
from reports.sheet.population import axis
from reports.sheet.second_page import contrast_of
from tests.reports.sample import DRAWINGS, FIGURES, LENS, SPARSE


def test_without_deviations_the_gaps_are_indices_of_the_references():
    found = content.contrast(replace(LENS, deviations=()))
    assert found.heads == ("Bassin minier (250 communes)", "Pas-de-Calais", "France")
    poverty = next(row for row in found.rows if row.title == "Taux de pauvreté")
    assert poverty.indices == pytest.approx((100 * 31 / 21.2, 100 * 31 / 17.9, 100 * 31 / 14.9))
    assert not any(row.title == "Habitants" for row in found.rows)  # a count has no index


def test_a_value_that_is_not_known_has_no_index():
    hidden = replace(FIGURES[3], amount=Amount(float("nan"), "secret statistique", "secret"))
    assert content.contrast(replace(LENS, deviations=(), figures=(hidden,))) is None
    silent = replace(FIGURES[3], beside=(replace(FIGURES[3].beside[3], amount=hidden.amount),))
    assert content.contrast(replace(LENS, deviations=(), figures=(silent,))) is None


def test_a_context_that_another_repeats_stands_once():
    twice = ("Nord–Pas-de-Calais", "Nord–Pas-de-Calais", "98 communes voisines")
    rows = tuple(replace(row, contexts=twice) for row in LENS.deviations)
    found = content.contrast(replace(LENS, deviations=rows))
    assert found.heads == ("Nord–Pas-de-Calais", "98 communes voisines")
    assert found.rows[0].indices == (171.0, 118.0)


def test_bars_share_a_scale_that_reaches_the_most_extreme():
    drawn = contrast_of(LENS, ())
    assert (drawn["low"], drawn["high"]) == (76.0, 171.0)


def test_coverage_is_told_by_place():
    told = content.coverages(replace(LENS, figures=FIGURES[:2]))
    assert told == (
        (
            "Bassin minier (250 communes)\u202f: habitants, part des 65 ans et plus "
            "(218 communes sur 250, 96,4\u202f% de la population)."
        ),
    )


def test_sources_stand_once_in_the_order_of_the_reader():
    found = content.sources(LENS, DRAWINGS)
    assert len(found) == len(set(found))
    assert found[0] == FIGURES[0].source
    assert content.numbers(found, [FIGURES[2].source, FIGURES[0].source, "unknown"]) == [1, 3]


def test_marks_say_what_a_value_is():
    value = Amount(1.0, "1,0\u202f%", "estimated", approximate=True, fragile=True, coverage="2 sur 3")
    assert content.marked(value) == "≈\u202f1,0\u202f%‡*†"
    assert (
        content.marked(Amount(float("nan"), "secret statistique", "secret", fragile=True))
        == "secret statistique"
    )


@pytest.mark.parametrize(
    ("unit", "text", "short"),
    [
        ("habitants", "32\u202f920\u00a0habitants", "32\u202f920"),
        ("habitants", "1\u00a0habitant", "1"),
        ("€ par UC", "17\u202f190\u00a0€ par UC", "17\u202f190\u00a0€"),
        ("% par an", "+0,78\u202f% par an", "+0,78\u202f%"),
        ("%", "25,4\u202f%", "25,4\u202f%"),
    ],
)
def test_a_narrow_cell_leaves_out_what_the_title_says(unit, text, short):
    assert content.short_amount(replace(FIGURES[0], unit=unit), Amount(1.0, text)) == short


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([31_415.0, 41_874.0], 30_000, 45_000),  # steps of 5,000
        ([100.0, 900.0], 0, 1_000),  # the least is below half of the most: from zero
        ([11.0, 11.0], 10, 11),
    ],
)
def test_an_axis_has_round_ends_around_the_values(values, low, high):
    drawn = axis(values)
    assert (drawn["low"], drawn["high"]) == (low, high)


def test_names_are_whole_in_a_short_list():
    assert content.some_names(("Fosse 1", "Fosse 2", "Fosse 3"), 16) == "Fosse 1, Fosse 2…"
    assert content.some_names((), 16) == ""


def test_credits_of_a_point_are_those_of_its_licence():
    assert "ODbL" in content.course_source(LENS.course, "population_1968_1999")
    assert "ODbL" not in content.course_source(LENS.course, "population")


def test_the_sparse_portrait_is_sparse():
    assert isnan(SPARSE.figures[1].amount.value)
