"""Sentences about families of territories: none, one, several, unknown."""

from __future__ import annotations

import pytest

from viz.french import NBSP, NNBSP
from viz.sentences.families import FamilyCount, families_sentence, place_family_sentence

UNIT = ("commune", "communes")
BASIN = "dans le Bassin minier"


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def family(words, n, people=0.0):
    return FamilyCount(words, n, people)


def test_families_are_counted_and_weighed():
    families = [family("de tradition industrielle", 80, 600), family("rurales", 0), family("autres", 6, 100)]
    assert plain(families_sentence(BASIN, families, family("", 250, 1000), UNIT)) == (
        "Dans le Bassin minier, 86 communes sur 250 montrent les signes d’un affaiblissement, où vivent 70 % "
        "des habitants : 80 de tradition industrielle, 6 autres."
    )


def test_a_single_territory_is_singular():
    told = families_sentence(BASIN, [family("autre", 1, 10)], family("", 3, 40), UNIT)
    assert plain(told) == (
        "Dans le Bassin minier, 1 commune sur 3 montre les signes d’un affaiblissement, où vivent 25 % des "
        "habitants : 1 autre."
    )


def test_no_territory():
    told = families_sentence(BASIN, [family("autre", 0)], family("", 3, 40), UNIT)
    assert plain(told).startswith("Dans le Bassin minier, aucune commune sur 3 ne montre")


def test_nothing_known_nothing_said():
    assert families_sentence(BASIN, [], family("", 0), UNIT) == ""


def test_a_place_without_inhabitants_has_no_share():
    told = families_sentence(BASIN, [family("autre", 2)], family("", 3), UNIT)
    assert "vivent – des habitants" in plain(told)


@pytest.mark.parametrize(
    ("words", "signs", "expected"),
    [
        (
            "de tradition industrielle",
            ["la population baisse", "départs"],
            "Lens est en affaiblissement (de tradition industrielle) : la population baisse, départs.",
        ),
        ("", ["l’emploi baisse"], "Lens n’est pas en affaiblissement : l’emploi baisse."),
        ("", [], "Lens n’est pas en affaiblissement : aucun signe."),
        (None, [], "Lens : les signes d’affaiblissement ne sont pas connus."),
    ],
)
def test_one_place(words, signs, expected):
    assert plain(place_family_sentence("Lens", words, signs)) == expected
