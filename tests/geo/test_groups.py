"""Groups of communes as text: the same set gives the same code, and a damaged code is never another set."""

from __future__ import annotations

import random
import re
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.groups import (
    MOST,
    GroupCodeError,
    decode,
    encode,
    group_id,
    is_name,
    members_of,
    name_of,
    named,
    readable,
)
from geo.perimeters import members
from loaders import catalog

COMMUNES = catalog.read_communes().index.tolist()
HERE = [code for code in COMMUNES if code.startswith(("59", "62"))]
groups = st.sets(st.sampled_from(COMMUNES), min_size=1, max_size=60)


@given(groups)
def test_a_code_gives_back_its_communes(communes):
    assert decode(encode(communes)) == tuple(sorted(communes))


@given(groups, st.randoms())
def test_order_and_repeats_do_not_count(communes, chance):
    shuffled = [*communes, *communes]
    chance.shuffle(shuffled)
    assert encode(shuffled) == encode(communes)


def test_a_code_worked_out_by_hand():
    """Steps of 62001, 62032, 62064: 1 = B, 31 = f, 32 = 0 * 64 + 32 = « gg »; 101 of 97101 = 1 * 64 + 37."""
    assert encode(["62001", "62032", "62064", "2A004", "97101"]).rpartition(".")[0] == "2AE.62Bfgg.97hl"


@given(groups, st.data())
def test_one_altered_character_is_always_refused(communes, data):
    code = encode(communes)
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from("ABZaz09-_., é").filter(lambda other: other != code[place]))
    with pytest.raises(GroupCodeError):
        decode(code[:place] + letter + code[place + 1 :])


@given(groups, st.data())
def test_a_cut_code_is_refused_and_what_is_left_can_be_read(communes, data):
    code = encode(communes)
    kept = data.draw(st.integers(0, len(code) - 1))
    with pytest.raises(GroupCodeError):
        decode(code[:kept])
    seen = readable(code[:kept])
    assert len(seen) <= len(communes) + 6, "at most the rest of a checksum is taken for communes"


def test_what_can_be_read_of_a_cut_link():
    code = encode(["59350", "62498", "62510", "62427"])
    assert readable(code) == ("59350", "62427", "62498", "62510")
    assert readable(code[:-2]) == ("59350", "62427", "62498", "62510")
    assert readable(code.partition(".")[0]) == ("59350",)
    assert readable(code.partition(".")[0][:-1]) == ()
    assert readable("") == readable("lune") == readable("é.é") == ()


@pytest.mark.parametrize("code", ["", ".", "62", "62B", "62B.", "..", "62A.AAAAAA", "99é.AAAAAA", "x" * 5000])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(GroupCodeError):
        decode(code)


@pytest.mark.parametrize("bad", [[], ["6249"], ["lens!"], ["62000"], ["20004"[:4] + "é"]])
def test_what_is_no_commune_has_no_code(bad):
    with pytest.raises(ValueError, match=r"commune|codes"):
        encode(bad)


def test_four_hundred_communes_at_most():
    assert len(decode(encode(HERE[:MOST]))) == MOST
    with pytest.raises(ValueError, match="401"):
        encode(HERE[: MOST + 1])


@pytest.mark.parametrize("seed", range(5))
def test_four_hundred_communes_of_the_two_departements_fit_in_a_link(seed):
    chosen = random.Random(seed).sample(HERE, MOST)  # noqa: S311
    query = {"perimetre": f"groupe_{encode(chosen)}", "indicateur": "jobs_per_100_employed_residents"}
    url = f"https://bassin-minier.example.org/mon-territoire?{urlencode(query)}"
    assert len(url) < 1000, len(url)
    assert re.fullmatch(r"[A-Za-z0-9._-]+[A-Za-z0-9]", encode(chosen)), "no address changes these characters"


@pytest.mark.parametrize("name", ["Pays d’Artois", "L'Escarpelle", "Secteur 3", "Saint-Pol", "Œ", "a" * 60])
def test_names(name):
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["", "a" * 61, "<b>", "=cmd()", "a\nb", " a", "a  b", "x,y", "_a", "-a", "a\x00"]
)
def test_refused_names(name):
    assert not is_name(name)


def test_the_id_of_a_group_may_hold_its_name():
    plain = group_id(["62510", "62498"])
    assert (name_of(plain), members_of(plain)) == ("", ("62498", "62510"))
    called = named(plain, "Pays d’Artois")
    assert (name_of(called), members_of(called)) == ("Pays d’Artois", ("62498", "62510"))
    assert named(called, "") == plain
    with pytest.raises(ValueError, match="name"):
        named(plain, "<b>")
    for wrong in (f"{plain},", f"{plain},a,b", f"{plain},<b>", "epci_246200364"):
        with pytest.raises(GroupCodeError):
            members_of(wrong)


def test_a_group_is_a_perimeter():
    table = catalog.read_communes(["59", "62"])
    assert members(table, group_id(["62510", "59350", "62498"], "Trois villes")).tolist() == [
        "59350",
        "62498",
        "62510",
    ]
    with pytest.raises(ValueError, match="80021"):
        members(table, group_id(["62498", "80021"]))


def test_zones_of_insee_are_perimeters():
    table = catalog.read_communes()
    for perimeter, column in (("ze_3215", "code_ze2020"), ("aav_042", "code_aav2020")):
        expected = table.index[table[column] == perimeter.partition("_")[2]]
        assert len(expected) > 20
        assert members(table, perimeter).equals(expected)
