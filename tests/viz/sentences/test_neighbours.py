"""Sentences about neighbours: classes in words, chance named, empty classes left out."""

import pytest

from tests.viz.sentences.test_inequality import BASIN, INCOME, NAN, plain
from viz.sentences.neighbours import ClusterCount, cluster_sentence, moran_sentence, place_sentence


def counts(high_high=0, low_low=0, not_significant=0):
    return [
        ClusterCount("high_high", "", high_high, 10 * high_high),
        ClusterCount("low_low", "", low_low, 10 * low_low),
        ClusterCount("not_significant", "", not_significant, 0),
    ]


def test_classes_are_said_with_their_inhabitants_and_the_rest_is_left_to_chance():
    told = plain(cluster_sentence(INCOME, BASIN, counts(1, 36, 209), 246))
    assert "1 commune (10 habitants) a une valeur haute et des voisines aux valeurs hautes" in told
    assert "36 communes (360 habitants) ont une valeur basse" in told
    assert "pour les 209 autres" in told


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (cluster_sentence(INCOME, BASIN, counts(), 0), "aucune valeur publiée"),
        (cluster_sentence(INCOME, BASIN, counts(not_significant=5), 5), "plus que par hasard"),
        (cluster_sentence(INCOME, BASIN, counts(low_low=3, not_significant=1), 4), "pour l’autre, la"),
    ],
)
def test_edges_of_the_classes(told, words):
    assert words in told


def test_an_empty_class_is_not_told():
    assert "haute" not in cluster_sentence(INCOME, BASIN, counts(low_low=3), 3)


@pytest.mark.parametrize(
    ("index", "p", "words"),
    [
        (0.54, 0.002, "0,54, deux communes voisines se ressemblent plus"),
        (-0.3, 0.002, "diffèrent plus que ne le voudrait le hasard"),
        (0.01, 0.4, "rien qui dépasse ce que donnerait le hasard"),
        (0.54, NAN, "rien qui dépasse"),
        (NAN, NAN, "ne peut pas être calculé"),
    ],
)
def test_moran_says_what_chance_could_do(index, p, words):
    assert words in plain(moran_sentence(INCOME, BASIN, index, p))


def test_a_p_value_is_never_zero():
    assert "p < 0,001" in plain(place_sentence(INCOME, "à Lens", "low_low", 0.0002))


@pytest.mark.parametrize(
    ("cluster", "words"),
    [
        (None, "faute de valeur publiée"),
        ("not_significant", "non significatif"),
        ("low_high", "basse alors que celles de ses voisines sont hautes"),
    ],
)
def test_a_commune_has_its_class_in_words(cluster, words):
    assert words in place_sentence(INCOME, "à Lens", cluster, 0.03)
