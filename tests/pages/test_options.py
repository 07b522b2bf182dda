"""Options of the address: what is allowed, what is refused, and that links carry them."""

import pytest

from pages.shared import options
from pages.shared.options import Option, options_in, refused_options
from pages.shared.url_state import read_state


@pytest.fixture(autouse=True)
def a_few_options(monkeypatch):
    known = {
        "metropole": Option(
            "La définition des métropoles", {"aav_700k": "700", "aav_500k": "500"}, "aav_700k"
        ),
        "seuil": Option("Le seuil", {}, "60", r"\d{1,3}"),
    }
    monkeypatch.setattr(options, "OPTIONS", known)


def test_only_allowed_values_are_kept():
    assert options_in({"metropole": "aav_500k", "seuil": "6x", "autre": "1"}) == (("metropole", "aav_500k"),)


def test_a_pattern_admits_what_cannot_be_listed():
    assert options_in({"seuil": "75"}) == (("seuil", "75"),)


def test_a_value_that_is_not_allowed_is_named_in_french_and_its_name_agrees():
    (sentence,) = refused_options({"metropole": "<b>", "seuil": ""})
    assert sentence.startswith("La définition des métropoles `<b>` de l’adresse n’est pas connue de ce site")


def test_a_state_carries_its_options_into_every_link():
    state = read_state({"metropole": "aav_500k"})
    assert state.query()["metropole"] == "aav_500k"
    assert read_state(state.query()) == state


def test_a_state_tells_refused_options_with_the_others():
    assert len(read_state({"metropole": "x", "perimetre": "y"}).problems) == 2
