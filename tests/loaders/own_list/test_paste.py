"""Communes pasted as text: what is recognised, told twice, doubtful or unknown; nothing is lost."""

from __future__ import annotations

import time

import pytest

from loaders import catalog
from loaders.own_list.communes import Gazetteer
from loaders.own_list.paste import LONGEST_PIECE, MOST_PIECES, Several, Unknown, read_paste


@pytest.fixture(scope="module")
def france():
    return Gazetteer(catalog.read_communes(), catalog.read_table("commune_changes"))


def codes(paste):
    return [found.code for found in paste.found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("62498\n62510", ["62498", "62510"]),
        ("Lens, Lievin ; HENIN BEAUMONT", ["62498", "62510", "62427"]),
        ("• Lens (62)\n- Nœux les Mines", ["62498", "62617"]),
        ("59000 Lille\nLiévin 62800\n62498 Lens", ["59350", "62510", "62498"]),
        ("1004\n2a004\n97101", ["01004", "2A004", "97101"]),
        ("le Cateau-Cambrésis\nSt-Omer", ["59136", "62765"]),
        ("Tatinghem\n62807", ["62757"]),
        ("\x00Avion\x07\u200b", ["62065"]),
    ],
)
def test_recognised(france, text, expected):
    paste = read_paste(text, france)
    assert codes(paste) == expected
    assert not paste.unknown
    assert not paste.several


def test_rows_of_a_table_count_once(france):
    paste = read_paste("62498\tLens\t33 213\n62510;Liévin;30 254", france)
    assert codes(paste) == ["62498", "62510"]
    assert paste.repeated == ()
    assert paste.unknown == ()


def test_what_is_said_twice_is_told(france):
    paste = read_paste("Lens\n62498\nLENS (62)\nLiévin", france)
    assert codes(paste) == ["62498", "62510"]
    assert paste.repeated == ("62498", "LENS (62)")


def test_names_of_several_communes_are_for_the_reader_to_choose(france):
    paste = read_paste("Saint-Aubin\nSaint-Aubin (62)", france)
    assert codes(paste) == ["62742"], "the département settles it"
    assert paste.several == (Several("Saint-Aubin", ("59529", "62742")),)


def test_a_postcode_stands_for_each_of_its_communes(france):
    paste = read_paste("62300", france)  # the code of a village, and the postcode of Lens
    (doubt,) = paste.several
    assert {"62300", "62498"} <= set(doubt.candidates)
    assert codes(read_paste("62300\n62498", france)) == ["62300", "62498"], (
        "a list of codes is a list of codes"
    )


def test_what_is_unknown_keeps_its_words_and_gives_the_nearest_names(france):
    paste = read_paste("Bethunne\n=cmd()\n99999\n<b>Lens</b>", france)
    assert paste.unknown[:3] == (Unknown("Bethunne", ("62119",)), Unknown("=cmd()"), Unknown("99999"))
    assert paste.unknown[3].text == "<b>Lens</b>"


@pytest.mark.parametrize("text", ["", "   \n\t\n", ",;,", "\x00\x01"])
def test_nothing_to_read(france, text):
    assert read_paste(text, france).empty


def test_five_thousand_lines_are_read_in_reasonable_time(france):
    names = france.communes["name"].iloc[:: len(france.communes) // 5_200].tolist()
    start = time.perf_counter()
    paste = read_paste("\n".join(names), france)
    assert time.perf_counter() - start < 5
    assert paste.unread == len(names) - MOST_PIECES > 0
    assert len(paste.found) > 3_000
    start = time.perf_counter()
    paste = read_paste("\n".join(f"Zorglub-sur-Mer {n}" for n in range(MOST_PIECES)), france)
    assert time.perf_counter() - start < 8
    assert len(paste.unknown) == MOST_PIECES


def test_one_endless_line_is_cut(france):
    (unknown,) = read_paste("z" * 100_000, france).unknown
    assert len(unknown.text) == LONGEST_PIECE
