"""Sentences about inequality between communes: figures as shown, silence on what is not known."""

import pytest

from viz.french import NBSP, NNBSP, Measure
from viz.sentences.inequality import (
    Index,
    deciles_sentence,
    gini_sentence,
    half_sentence,
    household_sentence,
    households_sentence,
    mean_gap_sentence,
    spread_of_groups,
    theil_sentence,
)

INCOME = Measure("Niveau de vie médian", "€ par an et par UC", 0, "amount", 2021)
RATE = Measure("Taux de chômage", "%", 1, "ratio", 2021)
NAN = float("nan")
BASIN, REGION, FRANCE = "dans le Bassin minier", "dans le Nord–Pas-de-Calais", "en France"


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def test_gini_is_set_beside_others_and_the_closer_communes_are_named():
    told = plain(gini_sentence(INCOME, Index(BASIN, 0.0678), [Index(REGION, 0.0871), Index(FRANCE, 0.091)]))
    assert told == (
        "Indice de Gini entre communes (« Niveau de vie médian », 2021) : 0,068 dans le Bassin minier, "
        "contre 0,087 dans le Nord–Pas-de-Calais et 0,091 en France : les communes y sont plus proches "
        "les unes des autres que dans le Nord–Pas-de-Calais."
    )


@pytest.mark.parametrize(
    ("here", "words"),
    [
        (0.0874, "du même ordre que"),
        (0.0876, "plus éloignées"),
        (0.0866, "du même ordre"),
        (0.01, "plus proches"),
    ],
)
def test_gini_is_compared_as_it_is_shown(here, words):
    assert words in gini_sentence(INCOME, Index(BASIN, here), [Index(REGION, 0.0871)])


def test_gini_without_figure_says_so_and_gives_the_others():
    told = plain(gini_sentence(INCOME, Index(BASIN, NAN), [Index(REGION, 0.0871)]))
    assert "il n’est pas donné dans le Bassin minier ; 0,087 dans le Nord–Pas-de-Calais." in told


def test_gini_alone_compares_with_nobody():
    told = gini_sentence(INCOME, Index(REGION, 0.0871), [Index(FRANCE, NAN)])
    assert told.endswith("0,087 dans le Nord–Pas-de-Calais.")


def test_mean_gap_is_twice_gini_times_the_mean():  # 2 x 0.05 x 20,000 = 2,000; 2 x 0.1 x 15 = 3 points
    assert "2 000 €, soit 10,0 % de la moyenne" in plain(mean_gap_sentence(INCOME, BASIN, 0.05, 20_000))
    assert "3,0 points, soit 20,0 %" in plain(mean_gap_sentence(RATE, BASIN, 0.1, 15))
    assert "1,0 point, soit" in plain(mean_gap_sentence(RATE, BASIN, 0.05, 10))
    assert mean_gap_sentence(RATE, BASIN, NAN, 10) == ""


def test_half_of_the_inhabitants_has_less_than_half_unless_all_are_equal():
    assert "réunit 45,3 % du total" in plain(half_sentence(BASIN, 45.26))
    assert "la moitié du total" in half_sentence(BASIN, 49.98)
    assert half_sentence(BASIN, NAN) == ""


def test_theil_parts_add_up_as_shown():  # 20.25 is shown 20.2 or 20.3, the rest completes it to 100
    told = plain(theil_sentence(INCOME, BASIN, 0.2031, 13, "intercommunalités"))
    assert "20,3 % de l’inégalité" in told
    assert "79,7 % aux écarts à l’intérieur de ces intercommunalités" in told


@pytest.mark.parametrize(
    ("share", "groups", "words"),
    [(NAN, 3, "aucune inégalité"), (0.0, 1, "un seul groupe"), (NAN, 0, "aucune inégalité")],
)
def test_theil_without_parts_says_why(share, groups, words):
    assert words in theil_sentence(INCOME, BASIN, share, groups, "groupes")


def test_deciles_are_said_with_their_ratio():  # 23,260 / 17,250 = 1.348
    told = plain(deciles_sentence(INCOME, BASIN, 17_250, 23_260))
    assert "à 17 250 € ou moins" in told
    assert told.endswith("23 260 € ou plus, soit un rapport de 1,35.")


@pytest.mark.parametrize(
    ("low", "high", "words", "absent"),
    [
        (NAN, 2.0, "aucune valeur publiée", "rapport"),
        (5.0, 5.0, "dans des communes à 5,0 %", "rapport"),
        (0.0, 4.0, "4,0 % ou plus.", "rapport"),
    ],
)
def test_deciles_at_the_edges(low, high, words, absent):
    told = plain(deciles_sentence(RATE, BASIN, low, high))
    assert words in told
    assert absent not in told


def test_households_are_told_apart_from_communes():
    told = plain(households_sentence(BASIN, [2.8, NAN, 3.3], Index(FRANCE, 3.4), 1.35, 2021))
    assert told == (
        "Niveau de vie en 2021, dans le Bassin minier : le rapport D9/D1 entre ménages est de 2,8 à 3,3 dans "
        "2 intercommunalités, contre 3,4 en France ; entre communes, il est de 1,35."
    )


def test_one_intercommunalite_is_singular_and_none_is_said():
    one = plain(households_sentence(BASIN, [2.9], Index(FRANCE, NAN), NAN, 2021))
    assert one.endswith("est de 2,9 dans 1 intercommunalité.")
    assert "pour aucune intercommunalité" in households_sentence(BASIN, [NAN], Index(FRANCE, 3.4), 1.3, 2021)


def test_a_commune_without_published_deciles_has_no_ratio():
    assert "n’est pas publié" in household_sentence("à Lens", NAN, 2021)
    assert "vaut 3,1 fois" in household_sentence("à Lens", 3.1, 2021)


def test_groups_are_not_named_only_their_levels():
    told = plain(spread_of_groups(INCOME, BASIN, [18_986, NAN, 26_819], "intercommunalités"))
    assert "les moyennes des intercommunalités (2) vont de 18 986 € à 26 819 € (approximations)" in told
    assert "à 18 986 € en moyenne" in plain(spread_of_groups(INCOME, BASIN, [18_986], "groupes"))
    assert "aucune valeur publiée" in spread_of_groups(INCOME, BASIN, [NAN], "groupes")
