"""What « Inégalités » does not compute: it says why in French, and never fails."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import data
from pages.shared.inequality.values import cached_compared
from viz.french import NBSP, NNBSP

LUMBRES = "epci_246201016"  # poverty is published for one of its 36 communes
TAXES = ("taxes_share_pct", 2021, "mbm_250")


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def told(part, indicator, year, perimeter):
    """Return what the reader is told instead of a figure."""

    def script(part, indicator, year, perimeter):
        from pages.shared.inequality.parts import PARTS  # noqa: PLC0415 (AppTest runs its text)
        from pages.shared.url_state import State  # noqa: PLC0415

        PARTS[part].show(State(indicator=indicator, year=year, perimeter=perimeter))

    page = AppTest.from_function(script, args=(part, indicator, year, perimeter), default_timeout=60).run()
    assert not page.exception
    return [plain(info.value) for info in page.info]


@pytest.mark.parametrize("part", ["lorenz", "theil", "convergence", "voisinages"])
def test_a_count_is_not_an_inequality(part):
    (text,) = told(part, "population", 2021, "mbm_250")
    assert text.startswith("« Population municipale » est un nombre : ")


@pytest.mark.parametrize("part", ["lorenz", "theil"])
def test_values_below_zero_have_no_share_of_a_total(part):
    """« Part des impôts » is counted as negative: Lorenz, Gini and Theil have no meaning."""
    assert any(place.observed.lt(0).any() for place in cached_compared(*TAXES[:2], TAXES[2]))
    (text,) = told(part, *TAXES)
    assert text.startswith("« Part des impôts » descend au-dessous de zéro")


@pytest.mark.parametrize("part", ["voisinages", "fragilite"])
def test_measures_of_two_departements_are_not_given_elsewhere(part):
    (text,) = told(part, "median_income_eur", 2021, "france")
    assert text.startswith("Cette mesure est calculée pour les communes du Nord et du Pas-de-Calais")


def test_one_year_says_nothing_of_convergence():
    assert data.years_of(TAXES[0]) == (2021,)
    (text,) = told("convergence", *TAXES)
    assert text.startswith("« Part des impôts » n’est connu ici que pour 2021 : il faut au moins deux années")


def test_too_little_covered_says_how_little_and_how_much_is_needed():
    (text,) = told("convergence", "poverty_rate_pct", 2021, LUMBRES)
    assert text.startswith("Le chiffre n’est pas donné dans la CC du Pays de Lumbres (36 communes) : ")
    assert "1 commune sur 36" in text
    assert text.endswith("il en faudrait au moins 60 %.")


def test_the_basin_has_no_message_in_place_of_its_curve():
    assert told("lorenz", "median_income_eur", 2021, "mbm_250") == []
