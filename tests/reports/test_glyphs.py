"""What is printed has a sign in every font of the documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reports import content, glyphs
from reports.glyphs import plain, printable
from viz.svg import fonts_folder

WEIGHTS = ("Regular", "Semibold", "Bold")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_fonts_have_every_sign_that_passes(weight):
    known = set(TTFont(Path(fonts_folder()) / f"SourceSansPro-{weight}.otf").getBestCmap())
    every = (chr(code) for code in range(0x20, 0x3000))
    passed = {ord(sign) for text in map(printable, every) for sign in text}
    assert passed - known == set()


def test_signs_and_spaces_of_french_pass():
    text = "«\u202fÉtrœungt\u202f», 17\u202f190\u00a0€\u202f; ≈\u202f12,5\u202f% – l’été… 3ᵉ −4 †‡"
    assert printable(text) == text
    assert all(printable(sign) == sign for sign, _ in content.MARKS.values())


def test_spaces_before_high_signs_do_not_break():
    assert printable("« Lens » : oui ; non ?") == "«\u202fLens\u202f»\u202f: oui\u202f; non\u202f?"


def test_apostrophes_are_those_of_print():
    assert printable("l'emploi d'Arras") == plain("l'emploi d'Arras") == "l’emploi d’Arras"
    assert printable("'x' 5'") == "'x' 5'"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x00b\x07c", "abc"), ("a\nb\tc", "a b c"), ("漢字", "??"), ("e\u0301", "é"), ("a\u202eb", "ab")],
)
def test_what_cannot_be_printed_is_gone_or_told(text, shown):
    assert printable(text) == shown


def test_a_long_text_is_cut_with_a_sign():
    assert printable("abcdef", 4) == "abc…"
    assert printable("abcd", 4) == "abcd"


def test_an_editable_text_keeps_any_alphabet():
    assert plain("漢字\x00\x07 a\nb") == "漢字 a b"
    assert glyphs.UNKNOWN not in plain("漢字")
