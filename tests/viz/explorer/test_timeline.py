"""Who is at work in a year: both ends included, what is not dated never."""

from __future__ import annotations

import json

import pytest

from viz.explorer.timeline import Place, at_work, is_dated, places_file


def place(first, last, name="p"):
    return Place(50.0, 3.0, first, last, 0, None, name, "")


PLACES = [
    place(1800, 1810, "a"),
    place(1810, 1810, "b"),
    place(None, 1850),
    place(1800, None),
    place(1838, 1835),
]


@pytest.mark.parametrize(("year", "names"), [(1799, ""), (1800, "a"), (1810, "ab"), (1811, ""), (1836, "")])
def test_a_place_works_from_its_first_to_its_last_year(year, names):
    assert "".join(p.name for p in at_work(PLACES, year)) == names


def test_a_missing_or_contradictory_year_is_no_date():
    assert [is_dated(p) for p in PLACES] == [True, True, False, False, False]


def test_the_file_keeps_what_is_not_known():
    assert json.loads(places_file(PLACES))[2] == [50.0, 3.0, None, 1850, 0, None, "p", ""]
