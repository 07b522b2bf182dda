"""What goes into the file of rows, and what an address may say of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.explorer import UNKNOWN, Facet, Known, code_of, matches, rows_file

FAMILY = Facet("famille", "Famille", labels={"b": "Bêta"})
YEARS = Facet("annee", "Année", "range")
ROWS = [
    {"id": "1", "name": "Un", "lat": 50.0, "lon": 3.0, "facets": {"famille": "a", "annee": 1850}},
    {
        "id": "2",
        "name": "Deux",
        "lat": 50.1,
        "lon": 3.1,
        "facets": {"famille": ["a", "b"], "annee": [1870, 1910]},
    },
    {"id": "3", "name": "<script>alert(1)</script>", "lat": None, "lon": None, "facets": {"famille": None}},
]


def kept(facet, text):
    return [row["id"] for row in ROWS if matches(row, facet, text)]


@pytest.mark.parametrize(
    ("facet", "text", "expected"),
    [
        (FAMILY, "", ["1", "2", "3"]),
        (FAMILY, "a", ["1", "2"]),
        (FAMILY, "b", ["2"]),
        (FAMILY, f"b,{UNKNOWN}", ["2", "3"]),
        (YEARS, "1840-1860", ["1", "3"]),  # what is not dated is kept unless one asks otherwise
        (YEARS, "1840-1860-datees", ["1"]),
        (YEARS, "1900-1905-datees", ["2"]),  # 1870 to 1910 goes on in 1900
        (YEARS, "1911-1920-datees", []),
    ],
)
def test_a_facet_keeps_the_rows_that_its_text_says(facet, text, expected):
    assert kept(facet, text) == expected


def test_an_address_is_read_and_what_it_asks_in_vain_is_told():
    known = Known.of((FAMILY, YEARS), ROWS)
    query = {"famille": "a,zzz", "annee": "1900-1800", "choix": "3", "recherche": "x" * 200, "autre": "1"}
    state, problems = known.read(query)
    assert state == {"famille": "a", "choix": "3", "recherche": "x" * 80}
    assert [("zzz" in text, "1900-1800" in text) for text in problems] == [(True, False), (False, True)]
    assert problems[0].startswith("Filtre « Famille »")


@pytest.mark.parametrize(
    "text", ["1900", "1900-", "-5-10", "1900-2000-x", "99999-3", "1800-1700", "1800-1900-datees-datees"]
)
def test_what_is_not_a_range_is_refused(text):
    state, problems = Known.of((YEARS,), ROWS).read({"annee": text})
    assert state == {}
    assert len(problems) == 1


def test_a_refused_value_is_quoted_short_and_without_control_characters():
    (told,) = Known.of((FAMILY,), ROWS).read({"famille": "<b>`" + "\x07" + "y" * 300})[1]
    assert "\x07" not in told
    assert "`<b>'yyy" in told
    assert len(told) < 170


@given(st.dictionaries(st.sampled_from(["famille", "annee", "choix", "recherche"]), st.text(max_size=30)))
def test_what_has_been_read_is_read_again_without_a_complaint(query):
    known = Known.of((FAMILY, YEARS), ROWS)
    state, _ = known.read(query)
    assert known.read(state) == (state, [])


@given(st.text(max_size=40))
def test_the_code_of_any_text_can_stand_in_an_address(text):
    code = code_of(text)
    assert code == code_of(code)
    row = {"id": "1", "name": "", "lat": None, "lon": None, "facets": {"famille": code or None}}
    assert json.loads(rows_file([row]))[0]["id"] == "1"


def test_codes_are_plain():
    assert code_of("Vicoigne-Nœux-Drocourt") == "vicoigne-noeux-drocourt"
    assert code_of("Compagnie des mines d’Aniche") == "compagnie-des-mines-d-aniche"
    assert code_of("???") == ""


@pytest.mark.parametrize(
    "fault",
    [
        {"id": "1"},
        {"lat": None},
        {"precision": "about"},
        {"facets": {"famille": "a,b"}},
    ],
)
def test_a_row_that_the_browser_would_misread_is_refused(fault):
    good = {"id": "9", "name": "", "lat": 1.0, "lon": 1.0, "facets": {}}
    assert rows_file([ROWS[0], good])
    with pytest.raises(ValueError, match="row"):
        rows_file([ROWS[0], good | fault])
