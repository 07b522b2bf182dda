"""Groups of communes in the address: a perimeter like the others; a bad link is never another territory."""

from __future__ import annotations

import pytest

from geo.groups import MOST, encode, group_id, named
from pages.shared import data
from pages.shared.key_figures import cached_key_figures
from pages.shared.url_state import read_state
from viz.french import within

THREE = group_id(["59350", "62498", "62510"])


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_group_with_its_name_makes_the_round_trip():
    state = read_state({"perimetre": THREE, "nom": "Pays d’ici", "annee": "2016"})
    assert state.problems == ()
    assert (state.query()["perimetre"], state.query()["nom"]) == (THREE, "Pays d’ici")
    assert read_state(state.query()) == state
    assert data.cached_territory(state.perimeter).title == "Pays d’ici"
    assert data.cached_territory(THREE).title == "Mon territoire"
    assert data.cached_territory(state.perimeter).codes.tolist() == ["59350", "62498", "62510"]


@pytest.mark.parametrize(
    ("territory", "words", "extent"),
    [
        (THREE, "dans « Mon territoire » (3 communes)", "local"),
        (named(THREE, "Pays d’ici"), "dans « Pays d’ici » (3 communes)", "local"),
        (group_id(["62498"]), "dans « Mon territoire » (1 commune)", "local"),
        (group_id(["62498", "2A004", "97101"]), "dans « Mon territoire » (3 communes)", "france"),
        ("ze_3215", "dans la zone d’emploi de Lens (58 communes)", "local"),
        ("ze_3217", "dans la zone d’emploi de Maubeuge (199 communes)", "france"),
        ("aav_069", "dans l’aire d’attraction d’Arras (163 communes)", "local"),
        ("aav_004", "dans l’aire d’attraction de Lille (partie française, 201 communes)", "local"),
    ],
)
def test_territories_read_well_in_a_sentence(territory, words, extent):
    place = data.cached_territory(territory)
    assert plain(within(place.label_in_sentence)) == words
    assert place.extent == extent
    south, west, north, east = place.bounds
    assert south < north
    assert west < east


def test_eight_figures_anywhere_in_france():
    group = group_id(["62498", "2A004"])
    people = sum(data.observations("population", 2023, "france")["value"][["62498", "2A004"]])
    figures = cached_key_figures(group, "france")
    assert figures[0].value == people
    assert all(figure.known.n == 2 for figure in figures)


@pytest.mark.parametrize("kept", range(len("groupe_"), len(THREE)))
def test_a_truncated_link_is_refused_wherever_it_is_cut(kept):
    state = read_state({"perimetre": THREE[:kept], "annee": "2016", "commune": "62498"})
    assert state.perimeter == data.DEFAULT_PERIMETER
    assert (state.year, state.commune) == (2016, "62498"), "nothing else is lost"
    (problem,) = state.problems
    assert "incomplet ou abîmé" in problem
    assert set(state.offer) <= {"59350", "62498", "62510"}
    assert bool(state.offer) == ("lue" in problem)


def test_a_link_with_a_commune_that_merged_offers_the_new_one():
    state = read_state({"perimetre": group_id(["62498", "62807"])})
    (problem,) = state.problems
    assert state.perimeter == data.DEFAULT_PERIMETER
    assert "62807" not in data.cached_communes().index
    assert state.offer == tuple(sorted({"62498", "62757"}))
    assert "62807 (aujourd’hui" in problem


def test_a_link_with_an_unknown_code_offers_the_others():
    state = read_state({"perimetre": group_id(["62498", "62999"])})
    assert "62999" in state.problems[0]
    assert state.offer == ("62498",)


@pytest.mark.parametrize("tail", ["", "%00", "é" * 9000, "=cmd()", "<script>", "\x00\x1b[31m", "A" * 9000])
def test_rubbish_is_refused_in_one_sentence(tail):
    (problem,) = read_state({"perimetre": f"groupe_{tail}"}).problems
    assert len(problem) < 300
    assert "<" not in problem


def test_more_than_four_hundred_communes_cannot_come_by_a_link():
    codes = data.cached_communes().index[: MOST + 5]
    body = encode(codes[:MOST]).rpartition(".")[0]
    assert read_state({"perimetre": f"groupe_{body}BBBBB.AAAAAA"}).perimeter == data.DEFAULT_PERIMETER


@pytest.mark.parametrize("name", ["<b>x</b>", "=cmd()", "a" * 61, "a\nb", "x,y"])
def test_a_name_that_is_refused_leaves_the_communes_there(name):
    state = read_state({"perimetre": THREE, "nom": name})
    assert state.perimeter == THREE
    assert "Ses communes sont bien là" in state.problems[0]


@pytest.mark.parametrize("zone", ["ze_9999", "aav_000", "ze_", "aav_", "groupe"])
def test_unknown_zones_are_refused(zone):
    assert "n’est pas connu" in read_state({"perimetre": zone}).problems[0]


def test_files_are_named_after_the_territory():
    assert data.file_stem(THREE) == "mon_territoire"
    assert data.file_stem(named(THREE, "Pays d’Œuvres-2")) == "pays_d_oeuvres_2"
    assert data.file_stem("epci_246200364") == "epci_246200364"
