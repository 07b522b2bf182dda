"""Choices in the address: every valid one survives a round trip, every refused one is named in French."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared import data
from pages.shared.url_state import (
    CLASSES,
    DEFAULT_INDICATOR,
    DEFAULT_YEAR,
    LAYERS,
    LONGEST_QUOTE,
    METHODS,
    SCALES,
    State,
    basin_query,
    default_year,
    read_state,
)

OBSERVED = data.cached_observations()
COMMUNES = data.cached_communes().index.tolist()
TERRITORIES = list(data.cached_territories())
FRANCE = data.cached_france().index.tolist()
NATIONAL = [key for key in data.cached_known_territories() if key not in TERRITORIES]
ONLY_LOCAL = next(key for key in data.cached_indicators() if not data.years_of(key, "france"))


def test_an_address_without_parameters_gives_the_defaults_without_a_word():
    state = read_state({})
    assert state == State()
    assert state.problems == ()
    assert (state.indicator, state.perimeter, state.year, state.commune) == (
        "unemployment_rate_pct",
        "mbm_250",
        2021,
        None,
    )
    assert (state.method, state.classes, state.scale, state.layers) == ("quantiles", 5, "fixe", ())


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("indicateur", "poverty_rate_pct", "indicator", "poverty_rate_pct"),
        ("perimetre", "insee_336", "perimeter", "insee_336"),
        ("perimetre", "epci_246200364", "perimeter", "epci_246200364"),
        ("perimetre", "departement_62", "perimeter", "departement_62"),
        ("annee", "2016", "year", 2016),
        ("commune", "62498", "commune", "62498"),
        ("methode", "ecarts_types", "method", "ecarts_types"),
        ("classes", "7", "classes", 7),
        ("echelle", "annee", "scale", "annee"),
        ("couches", "sites,puits", "layers", ("puits", "sites")),
    ],
)
def test_each_parameter_is_read(name, text, field, value):
    state = read_state({name: text})
    assert state.problems == ()
    assert getattr(state, field) == value
    others = [f.name for f in fields(State) if f.name not in {field, "problems", "year"}]
    assert {other: getattr(state, other) for other in others} == {o: getattr(State(), o) for o in others}


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("indicateur", "bonheur"),
        ("indicateur", "Poverty_rate_pct"),
        ("indicateur", " poverty_rate_pct"),
        ("perimetre", "lune"),
        ("perimetre", "epci_"),
        ("perimetre", "commune_62498"),
        ("annee", "1789"),
        ("annee", "2021.0"),
        ("annee", "２０２１"),
        ("annee", "-2021"),
        ("commune", "99999"),
        ("commune", "6249"),
        ("commune", "lens"),
        ("methode", "quantile"),
        ("classes", "2"),
        ("classes", "8"),
        ("classes", "cinq"),
        ("echelle", "libre"),
        ("couches", "ovnis"),
    ],
)
def test_a_refused_value_is_named_in_french_and_replaced_by_the_default(name, bad):
    state = read_state({name: bad})
    assert state == State()
    (problem,) = state.problems
    assert f"`{bad}`" in problem
    assert "de l’adresse n’est pas" in problem
    assert problem.endswith("le choix par défaut est affiché.")


def test_the_messages_agree_in_gender_and_say_why_a_year_is_refused():
    assert read_state({"commune": "99999"}).problems == (
        "La commune `99999` de l’adresse n’est pas connue de ce site : le choix par défaut est affiché.",
    )
    assert read_state({"perimetre": "lune"}).problems == (
        "Le périmètre `lune` de l’adresse n’est pas connu de ce site : le choix par défaut est affiché.",
    )
    assert "L’année `2019` de l’adresse n’est pas disponible pour cet indicateur" in read_state(
        {"indicateur": "unemployment_rate_pct", "annee": "2019"}
    ).problems[0].replace("\u202f", " ")


def test_every_refused_value_has_its_own_message_and_good_ones_are_kept():
    state = read_state(
        {"indicateur": "bonheur", "annee": "1789", "classes": "4", "couches": "ovnis,puits,fées"}
    )
    assert len(state.problems) == 4
    assert (state.indicator, state.year, state.classes, state.layers) == (
        DEFAULT_INDICATOR,
        DEFAULT_YEAR,
        4,
        ("puits",),
    )


def test_an_empty_value_is_no_choice_and_no_mistake():
    names = ("indicateur", "perimetre", "annee", "commune", "methode", "classes", "echelle", "couches")
    assert read_state(dict.fromkeys(names, "")) == State()
    assert read_state(dict.fromkeys(names, "")).problems == ()


def test_an_unknown_parameter_is_left_alone():
    assert read_state({"utm_source": "courriel"}).problems == ()


def test_a_long_or_broken_value_is_quoted_short_and_cannot_leave_its_quotes():
    (problem,) = read_state({"perimetre": "x" * 500}).problems
    assert f"{'x' * LONGEST_QUOTE}…" in problem
    assert len(problem) < 160
    (problem,) = read_state({"perimetre": "a`**b**\n# c\u202e"}).problems
    assert "`a'**b**# c`" in problem
    assert problem.count("`") == 2


def test_without_a_year_the_latest_is_taken_but_the_first_view_is_of_2021():
    assert read_state({"indicateur": "population"}).year == 2023
    assert read_state({"indicateur": DEFAULT_INDICATOR}).year == DEFAULT_YEAR == 2021
    assert default_year(DEFAULT_INDICATOR) == 2022


def test_a_year_of_another_indicator_is_refused_and_the_latest_taken():
    state = read_state({"indicateur": "median_income_eur", "annee": "2016"})
    assert state.year == 2021
    assert "`2016`" in state.problems[0]


def test_layers_come_in_one_order_once_each():
    assert read_state({"couches": "sites,elements,sites,,elements"}).layers == ("elements", "sites")


def test_the_address_names_every_choice_and_leaves_out_what_is_empty():
    assert State().query() == {
        "indicateur": "unemployment_rate_pct",
        "perimetre": "mbm_250",
        "annee": "2021",
        "methode": "quantiles",
        "classes": "5",
        "echelle": "fixe",
    }
    full = State(commune="62498", layers=("elements", "puits")).query()
    assert (full["commune"], full["couches"]) == ("62498", "elements,puits")


@st.composite
def states(draw):
    perimeter = draw(st.sampled_from(TERRITORIES) | st.sampled_from(NATIONAL))
    extent = data.extent_of(perimeter)
    indicator = draw(st.sampled_from(sorted(data.offered(extent))))
    return State(
        indicator=indicator,
        perimeter=perimeter,
        year=draw(st.sampled_from(data.years_of(indicator, extent))),
        commune=draw(st.none() | st.sampled_from(COMMUNES if extent == "local" else FRANCE)),
        method=draw(st.sampled_from(sorted(METHODS))),
        classes=draw(st.sampled_from(CLASSES)),
        scale=draw(st.sampled_from(sorted(SCALES))),
        layers=tuple(layer for layer in LAYERS if draw(st.booleans())),
    )


@given(states())
def test_any_choices_survive_a_round_trip_through_the_address(state):
    again = read_state(state.query())
    assert again == state
    assert again.problems == ()
    assert again.query() == state.query()


NAMES = ("indicateur", "perimetre", "annee", "commune", "methode", "classes", "echelle", "couches")


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60)))
def test_any_address_gives_valid_choices_and_a_sentence_per_refusal(query):
    state = read_state(query)
    assert read_state(state.query()) == state
    assert read_state(state.query()).problems == ()
    refused = [value for name, value in query.items() if name != "couches" and value]
    assert len(state.problems) <= len(refused) + query.get("couches", "").count(",") + 1
    assert all(
        problem.isprintable() or "\u202f" in problem or "\u00a0" in problem for problem in state.problems
    )


# --- beyond the Nord and the Pas-de-Calais ------------------------------------------------------------------


@pytest.mark.parametrize(
    "perimeter", ["france", "region_32", "departement_75", "departement_2A", "epci_200054781"]
)
def test_all_of_france_a_region_a_departement_and_any_epci_can_be_asked_for(perimeter):
    state = read_state({"perimetre": perimeter, "indicateur": "population", "commune": "75056"})
    assert state.problems == ()
    assert (state.perimeter, state.commune) == (perimeter, "75056")
    assert data.extent_of(perimeter) == "france"


@pytest.mark.parametrize(
    "perimeter", ["departement_59", "departement_62", "nord_pas_de_calais", "epci_246200364"]
)
def test_what_lies_in_the_two_departements_keeps_its_detailed_figures(perimeter):
    assert data.extent_of(perimeter) == "local"


@pytest.mark.parametrize(
    "bad", ["region_99", "departement_20", "departement_", "region_", "epci_000000000", "FRANCE"]
)
def test_a_territory_that_does_not_exist_is_refused(bad):
    assert read_state({"perimetre": bad}).perimeter == data.DEFAULT_PERIMETER
    assert f"`{bad}`" in read_state({"perimetre": bad}).problems[0]


def test_an_indicator_unknown_beyond_the_two_departements_is_replaced_and_the_reader_is_told():
    state = read_state({"perimetre": "france", "indicateur": ONLY_LOCAL, "annee": "1999"})
    offered = data.offered("france")
    assert state.indicator in offered
    assert state.year in offered[state.indicator].france_years
    (problem,) = state.problems
    assert problem.startswith(f"« {data.cached_indicators()[ONLY_LOCAL].title} » n’existe ici que pour")
    assert f"« {offered[state.indicator].title} » est affiché à la place" in problem
    assert f"les {len(offered)} indicateurs connus pour toute la France" in problem


def test_a_commune_of_elsewhere_brings_its_departement_unless_the_address_names_a_perimeter():
    assert read_state({"commune": "75056"}).perimeter == "departement_75"
    assert read_state({"commune": "75056"}).commune == "75056"
    assert read_state({"commune": "75056", "perimetre": "france"}).perimeter == "france"
    assert read_state({"commune": "75056", "perimetre": "mbm_250"}).commune is None
    assert read_state({"commune": "62498"}).perimeter == "mbm_250"


def test_a_page_about_the_basin_leaves_out_what_the_two_departements_do_not_have():
    query = {"perimetre": "departement_75", "commune": "75056", "annee": "2018", "classes": "6"}
    assert basin_query(query) == {"classes": "6"}
    assert basin_query({**query, "commune": "62498"}) == {"classes": "6", "commune": "62498"}
    assert basin_query({"perimetre": "insee_336", "annee": "2018"}) == {
        "perimetre": "insee_336",
        "annee": "2018",
    }
