"""Lorenz, Gini and deciles of places made up by hand: the figures, the sentences, and what is not given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.aggregate import coverage
from pages.shared import data
from pages.shared.inequality import deciles, lorenz
from pages.shared.inequality.values import Compared, cached_compared, source_of
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP

NAN = float("nan")
STATE = State("median_income_eur", "mbm_250", 2021)
BASIN = "mbm_250"


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def made_up(observed, people, name="Ici"):
    codes = [f"c{n}" for n in range(len(observed))]
    x, w = pd.Series(observed, codes, dtype=float), pd.Series(people, codes, dtype=float)
    return Compared(name.lower(), name, f"à {name}", "basin", x, w, coverage(x, w))


@pytest.fixture
def given_places(monkeypatch):
    """Let the sections read made-up places, past their caches; return a function that sets them."""

    def use(*places):
        for module, cached in ((lorenz, ("curves", "ginis")), (deciles, ("deciles",))):
            monkeypatch.setattr(module, "cached_compared", lambda *_: places)
            for name in cached:
                bare = getattr(module, f"cached_{name}").__wrapped__
                monkeypatch.setattr(module, f"cached_{name}", bare)
        return places

    return use


def told(module, state=STATE):
    """Return the sentences and the rows of each block, past the cache."""
    blocks = module.cached_blocks.__wrapped__(state, "light")
    return {
        block.key: (
            [plain(text) for text in block.sentences],
            [tuple(map(plain, row)) for row in block.grid.rows],
        )
        for block in blocks
    }


def test_two_communes_worked_out_by_hand(given_places):
    """100 inhabitants at 10,000, 100 at 30,000: half hold a quarter, Gini 1/4, mean gap of 10,000."""
    given_places(made_up([10_000, 30_000], [100, 100]))
    blocks = told(lorenz)
    assert "réunit 25,0 % du total" in blocks["lorenz"][0][0]
    assert blocks["gini"][0][0].endswith(": 0,250 à Ici.")
    assert "est de 10 000 €, soit 50,0 % de la moyenne" in blocks["gini"][0][1]
    assert blocks["gini"][1] == [("Ici", "0,250", "2", "2")]
    assert blocks["lorenz"][1][5] == ("50 %", "25,0 %")
    assert blocks["loupe"][1][5][1] == "25,0 points"


def test_a_large_commune_counts_by_its_inhabitants(given_places):
    """300 people at 1, 100 at 5: mean 2, gaps |1 - 5| for 2·3/4·1/4 of pairs = 1.5, over 2·2 = 0.375."""
    given_places(made_up([1, 5], [300, 100]))
    assert lorenz.cached_ginis("any", 2021, "any") == pytest.approx((0.375,))


def test_communes_that_are_all_equal(given_places):
    given_places(made_up([20_000] * 3, [10, 20, 30]))
    blocks = told(lorenz)
    assert (
        "réunit la moitié du total : les communes ont presque toutes la même valeur" in blocks["lorenz"][0][0]
    )
    assert blocks["gini"][1][0][1] == "0,000"
    (sentence,) = told(deciles)["communes"][0]
    assert sentence.endswith("8 habitants sur 10 vivent dans des communes à 20 000 €.")


def test_one_commune(given_places):
    given_places(made_up([20_000], [10]))
    assert told(lorenz)["gini"][1] == [("Ici", "0,000", "1", "1")]
    assert told(deciles)["communes"][1] == [("Ici", "20 000 €", "20 000 €", "20 000 €", "1,00")]


@pytest.mark.parametrize(("people", "given"), [([60, 40], True), ([59.9, 40.1], False)])
def test_sixty_percent_of_the_population_is_the_least(given_places, people, given):
    (place,) = given_places(made_up([20_000, NAN], people))
    assert place.enough is given
    assert np.isnan(lorenz.cached_ginis("any", 2021, "any")[0]) is not given
    assert np.isnan(deciles.cached_deciles("any", 2021, "any")[0].low) is not given


def test_a_place_hardly_covered_has_no_figure_and_the_reason_is_said_once(given_places):
    given_places(made_up([20_000, NAN, NAN], [10, 20, 70]), made_up([10_000, 30_000], [1, 1], "Lille"))
    blocks = told(lorenz)
    reason = "Le chiffre n’est pas donné à Ici : des valeurs n’y sont publiées que pour 1 commune sur 3, 10"
    for key in ("lorenz", "gini"):
        assert sum(text.startswith(reason) for text in blocks[key][0]) == 1, key
    assert "il n’est pas donné à Ici ; 0,250 à Lille." in blocks["gini"][0][0]
    assert blocks["gini"][1][0][1] == plain(lorenz.number(NAN))
    assert [len(row) for row in blocks["lorenz"][1]] == [2] * 11  # one column: the other place
    first, second = told(deciles)["communes"][0]
    assert first.startswith(reason)
    assert "entre communes à Lille" in second


def test_nothing_published_draws_no_curve(given_places):
    given_places(made_up([NAN, NAN], [1, 1]))
    curve, gap, gini = lorenz.cached_blocks.__wrapped__(STATE, "light")
    assert curve.chart is gap.chart is None
    assert curve.grid.rows == ()
    assert gini.sentences[-1] == "Le chiffre n’est pas donné à Ici, car aucune valeur n’y est publiée."


def test_deciles_are_those_of_the_inhabitants_one_by_one(given_places):
    """Each inhabitant written out: the deciles of numpy on all of them."""
    values, people = [12, 15, 9, 30, 22, 18], [5, 40, 3, 7, 25, 20]
    given_places(made_up(values, people))
    everyone = np.repeat(values, people)
    found = deciles.cached_deciles("any", 2021, "any")[0]
    expected = np.quantile(everyone, [0.1, 0.5, 0.9], method="inverted_cdf")
    assert list(found[:3]) == expected.tolist()
    assert found.ratio == pytest.approx(expected[2] / expected[0])


def test_a_first_decile_of_zero_has_no_ratio(given_places):
    given_places(made_up([0, 10], [50, 50]))
    assert np.isnan(deciles.cached_deciles("any", 2021, "any")[0].ratio)
    (sentence,) = told(deciles)["communes"][0]
    assert "rapport" not in sentence


def test_the_source_line_says_the_coverage_of_each_place():
    places = cached_compared(STATE.indicator, STATE.year, BASIN)
    line = plain(source_of(STATE, places))
    assert line.startswith("Source : Insee")
    for place in places:
        known = int(place.observed.notna().sum())
        assert plain(
            f"{place.name}, {lorenz.number(known)} communes sur {lorenz.number(len(place.observed))}"
        ) in (line)


def test_a_year_unknown_in_france_is_said():
    places = cached_compared("unemployment_rate_pct", 2021, BASIN)
    assert [place.id for place in places] == [BASIN, data.REFERENCE]
    line = plain(source_of(State("unemployment_rate_pct", BASIN, 2021), places))
    assert "La France entière n’est pas montrée : " in line
    assert line.endswith("n’est pas connu pour toutes ses communes en 2021.")


# --- households ---------------------------------------------------------------------------------------------


def test_intercommunalites_are_those_with_most_inhabitants_in_the_perimeter():
    communes = data.cached_communes()
    people, inside = data.cached_population(2021), data.cached_territory(BASIN).codes
    expected = set()
    for code, group in communes.groupby("code_epci"):
        own = people[group.index]
        if own[group.index.isin(inside)].sum() > own.sum() / 2:
            expected.add(f"epci_{code}")
    table = deciles.cached_households(BASIN, None)
    assert set(table.index[table["role"].eq("basin")]) == expected
    assert 5 < len(expected) < 13  # the métropole of Lille, of which a few communes are in, is not one


def test_the_gap_between_households_is_wider_than_between_communes_and_both_are_told():
    (sentence,) = map(plain, deciles.cached_households_block(State(), "light").sentences)
    table = deciles.cached_households(BASIN, None)
    between = deciles.cached_deciles("median_income_eur", 2021, BASIN)[0].ratio
    published = table["ratio"][table["role"].eq("basin")].dropna()
    assert between < published.min()
    assert sentence.endswith(f"entre communes, il est de {plain(lorenz.number(between, 2))}.")
    assert f"dans {len(published)} intercommunalités" in sentence


def test_a_commune_without_published_ratio_says_so_and_an_article_contracts():
    """The smallest commune without a ratio; Le Quesnoy, « au Quesnoy »."""
    ratios = data.observations("interdecile_ratio", 2021)["value"]
    smallest = data.cached_population(2021)[ratios.isna()].idxmin()
    own = plain(deciles.cached_households_block(State(commune=smallest), "light").sentences[1])
    assert own.endswith("le rapport D9/D1 entre ménages n’est pas publié.")
    quesnoy = plain(deciles.cached_households_block(State(commune="59481"), "light").sentences[1])
    assert quesnoy.startswith("Au Quesnoy, en 2021, ")
