"""Sentences about a score: where it is high, how far a rank depends on the recipe, nothing about people."""

from tests.viz.sentences.test_inequality import BASIN, NAN, plain
from viz.sentences.fragility import (
    fifths_sentence,
    ordinal,
    rank_sentence,
    score_sentence,
    spread_sentence,
    themes_sentence,
)

REGION = "des communes du Nord–Pas-de-Calais"


def test_inhabitants_are_counted_at_both_ends():
    told = plain(fifths_sentence(BASIN, 4.4, 72.6, REGION))
    assert told == (
        "Dans le Bassin minier, 73 % des habitants vivent dans une commune dont le score est dans le "
        "cinquième le plus élevé des communes du Nord–Pas-de-Calais, 4 % dans le cinquième le plus bas."
    )
    assert "aucun score" in fifths_sentence(BASIN, NAN, NAN, REGION)


def test_a_score_is_said_with_its_scale_and_its_fifth():
    assert plain(score_sentence("à Lens", 48, 50, 4, REGION)) == (
        "À Lens : 48 points sur 50, dans le cinquième le plus élevé des communes du Nord–Pas-de-Calais."
    )
    assert "pas de score" in score_sentence("à Lens", NAN, 50, None, REGION)


def test_themes_that_are_not_known_are_left_out():
    told = plain(themes_sentence("à Lens", {"Revenus": 10.0, "Emploi": NAN, "Logement": 8.5}, 1))
    assert told == "À Lens, points de 1 à 10 par thème : revenus 10,0 ; logement 8,5."
    assert themes_sentence("à Lens", {"Revenus": NAN}) == ""


def test_first_rank_has_its_own_ending():
    assert [ordinal(rank) for rank in (1, 1.4, 2.5, 24, 1200)] == ["1ᵉʳ", "1ᵉʳ", "2ᵉ", "24ᵉ", "1\u202f200ᵉ"]


def test_a_rank_is_a_range_over_recipes():
    assert "du 24ᵉ au 78ᵉ rang sur 1 487 communes" in plain(rank_sentence("à Lens", 24, 78, 1487, 7))
    assert "quelle que soit la recette" in rank_sentence("à Lens", 24.2, 24.4, 1487, 7)
    assert "pas de rang" in rank_sentence("à Lens", NAN, NAN, 1487, 7)


def test_spread_says_how_far_ranks_move():
    assert "d’au moins 127 rangs sur 1 487" in plain(spread_sentence(BASIN, 127, 1487, 7))
    assert "d’au moins 1 rang sur" in plain(spread_sentence(BASIN, 1, 1487, 7))
    assert "aucune commune n’a de rang" in spread_sentence(BASIN, NAN, 0, 7)
