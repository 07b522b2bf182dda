"""Sentences about gaps through time: what is shown decides, and a slope alone is no catching up."""

import pytest

from geo.convergence import BetaConvergence
from tests.viz.sentences.test_inequality import BASIN, NAN, plain
from viz.sentences.convergence import beta_sentence, points_sentence, sigma_sentence


def beta(slope=-0.02, p=0.001, ratio=0.8, half_life=34.0):
    return BetaConvergence(slope, 0.01, p, 0.2, 2.0, half_life, ratio, 250, ())


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (0.12, "se réduit, de 12,5 % à 12,0 %"),
        (0.131, "augmente, de 12,5 % à 13,1 %"),
        (0.12504, "reste à 12,5 %"),
    ],
)
def test_spread_is_compared_as_it_is_shown(last, words):
    assert words in plain(sigma_sentence("Revenu", BASIN, (2013, 0.125), (2021, last)))


def test_spread_that_is_not_known_is_said():
    assert "ne peut pas être calculée" in sigma_sentence("Revenu", BASIN, (2013, NAN), (2021, 0.1))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (beta(), "environ 34 ans pour réduire un écart de moitié"),
        (beta(half_life=140.0), "plus de 100 ans"),
        (beta(half_life=NAN), "ont le plus augmenté."),
        (beta(ratio=0.998), "des communes échangent leurs places"),
        (beta(slope=0.02, ratio=1.2), "les écarts s’ouvrent"),
        (beta(p=0.28), "pas de lien net"),
        (beta(slope=NAN, p=NAN), "trop peu de communes"),
    ],
)
def test_growth_says_catching_up_only_when_gaps_close(line, words):
    assert words in plain(beta_sentence("Revenu", BASIN, (2013, 2021), line))


@pytest.mark.parametrize(
    ("last", "ratio", "words"),
    [
        (0.3, 0.9, "se réduisent (multipliés par 0,90)"),
        (0.2, 1.1, "augmentent (multipliés par 1,10)"),
        (0.3, 0.998, "ne changent presque pas"),
    ],
)
def test_points_and_parts_that_disagree_are_reconciled(last, ratio, words):
    assert words in plain(points_sentence(0.25, last, ratio))


def test_points_and_parts_that_agree_need_no_words():
    assert points_sentence(0.25, 0.2, 0.9) == ""
    assert points_sentence(0.25, NAN, 0.9) == ""
