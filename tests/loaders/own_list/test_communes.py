"""A commune is found however its name is written, and never guessed in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.own_list.communes import key_of
from loaders.own_list.words import folded


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Nœux-les-Mines", "62617"),
        ("NOEUX LES MINES", "62617"),
        ("noeux–les–mines", "62617"),
        ("bruay la buissiere", "62178"),
        ("La Bassée", "59051"),
        ("Bassée (La)", "59051"),
        ("Bassee", "59051"),
        ("LENS CEDEX 9", "62498"),
        ("Lens (62)", "62498"),
        ("62300 Lens", "62498"),
        ("St Amand les Eaux", "59526"),
        ("Paris 12e", "75056"),
        ("Paris 1er arrondissement", "75056"),
    ],
)
def test_a_name_is_found_without_a_word_to_say(gazetteer, name, code):
    found = gazetteer.find(name, "", "")
    assert (found.code, found.notes) == (code, ())


@pytest.mark.parametrize(
    ("name", "code", "postcode", "expected", "told"),
    [
        ("", "62498", "", "62498", ""),
        ("", "1004", "", "01004", ""),
        ("Lens", "62300", "", "62498", "code postal, pas un code de commune"),
        ("Avion", "62498", "", "62498", "le code a été suivi"),
        ("Lens", "99999", "", "62498", "« 99999 » inconnu"),
        ("", "62177", "", "62178", "devenue Bruay-la-Buissière"),
        ("Bruay-en-Artois", "", "", "62178", "fait partie de Bruay-la-Buissière"),
        ("Bruay-en-Artois", "62178", "", "62178", ""),
        ("Mérignac", "", "33700", "33281", ""),
        ("Mérignac (16)", "", "", "16216", ""),
        ("Mérignac", "", "", "", "plusieurs communes de ce nom"),
        ("Saint-Amand", "", "", "62741", "celle du Nord ou du Pas-de-Calais"),
        ("Lens", "", "75001", "62498", "n’est pas celui de Lens"),
        ("", "", "62210", "62065", "déduite du code postal"),
        ("", "75112", "", "75056", ""),
        ("Nœux-les-Minnes", "", "", "", "peut-être Nœux-les-Mines (62617)"),
        ("Atlantide", "", "", "", "« Atlantide » inconnue"),
        ("", "", "", "", ""),
    ],
)
def test_what_is_not_plain_is_told(gazetteer, name, code, postcode, expected, told):
    found = gazetteer.find(name, code, postcode)
    assert found.code == expected
    assert told in " ".join(found.notes)
    assert bool(found.notes) is bool(told)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_and_keys_have_no_accent(text):
    once = folded(text)
    assert folded(once) == once
    assert once.isascii()
    assert key_of(once) == key_of(text)
