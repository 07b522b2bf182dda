"""« Liste »: the report of a paste says what became of every piece; text of readers stays text."""

from __future__ import annotations

import pytest

from loaders.own_list.paste import MOST_PIECES, read_paste
from pages.shared.gazetteer import cached_gazetteer
from pages.shared.territory.pasted import SHOWN, doubts_of, lines_of


def plain(lines):
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in lines]


def report(text, mine=None):
    paste = read_paste(text, cached_gazetteer())
    found = tuple(found.code for found in paste.found)
    return plain(lines_of(paste, found if mine is None else mine))


def test_recognised_repeated_and_unknown_are_all_said():
    lines = report("Lens\nLiévin\n62498\nLENS\n=cmd()\n<b>Atlantide</b>")
    assert lines == [
        "2 communes reconnues, dans votre territoire.",
        "En double dans la liste : « 62498 », « LENS ».",
        "2 textes non reconnus : « =cmd() », « <b>Atlantide</b> ».",
    ]


def test_what_did_not_fit_is_said():
    assert report("Lens\nLiévin", mine=("62498",))[:2] == [
        "1 commune reconnue, dans votre territoire.",
        "1 commune reconnue, pas dans votre territoire.",
    ]


def test_a_former_commune_is_explained():
    assert "« Tatinghem » : « Tatinghem » fait partie de Saint-Martin-lez-Tatinghem." in report("Tatinghem")


def test_doubts_are_names_of_several_communes_and_names_that_are_near():
    paste = read_paste("Saint-Aubin\nBethunne\nAtlantide", cached_gazetteer())
    assert [(doubt.text, doubt.candidates) for doubt in doubts_of(paste)] == [
        ("Saint-Aubin", ("59529", "62742")),
        ("Bethunne", ("62119",)),
    ]


def test_a_report_of_five_thousand_unknown_lines_stays_short():
    lines = report("\n".join(f"Atlantide {n}" for n in range(MOST_PIECES + 7)))
    assert lines[0] == "0 commune reconnue, dans votre territoire."
    assert lines[1].startswith("5 000 textes non reconnus : ")
    assert lines[1].count("«") == SHOWN
    assert lines[1].endswith("et 4 975 autres.")
    assert lines[2] == "Seules les 5 000 premières lignes ont été lues : 7 lignes de plus attendent."


@pytest.mark.parametrize("text", ["\x00\x1bLens\x07", "Lens\u200b", "\ufeffLens"])
def test_control_characters_are_no_obstacle(text):
    assert report(text) == ["1 commune reconnue, dans votre territoire."]
