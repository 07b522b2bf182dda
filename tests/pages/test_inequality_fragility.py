"""Fragility: points, weights and ranks worked out again, sentences that agree, and no ranking of communes."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import data
from pages.shared.inequality import fragility, ranks, recipes
from pages.shared.options import OPTIONS, refused_options
from pages.shared.url_state import State
from viz.french import NBSP, NNBSP

BASIN, LENS = "mbm_250", "62498"
PARTLY = "epci_200069672"  # 16 of its communes, 3 % of its inhabitants, have no score
EQUAL = recipes.EQUAL
STATES = [State(perimeter=BASIN), State(perimeter=BASIN, commune=LENS)]


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def naive_points(theme):
    """Tenths of communes by mean rank, 10 where it is worst; one commune after the other."""
    item = recipes.THEMES[theme]
    values = data.observations(item.indicator, item.year)["value"].dropna()
    sign = -1 if item.direction == "higher_is_better" else 1
    numbers = np.sort(sign * values.to_numpy(float))
    below = np.searchsorted(numbers, sign * values, "left")
    equal = np.searchsorted(numbers, sign * values, "right") - below
    place = below + (equal + 1) / 2  # mean rank of equal values, from 1
    return pd.Series(np.ceil(10 * (place - 0.5) / len(values)), values.index)


@pytest.mark.parametrize("theme", list(recipes.THEMES))
def test_points_are_tenths_of_communes_ten_where_it_is_worst(theme):
    found = recipes.cached_points(EQUAL)[theme].dropna()
    expected = naive_points(theme)
    assert found.index.symmetric_difference(expected.index).empty
    assert found.to_dict() == expected.reindex(found.index).to_dict()


def test_a_higher_income_is_less_fragile_and_more_unemployment_is_more():
    frame, points = recipes.cached_frame(), recipes.cached_points(EQUAL)
    assert points["revenus"][frame["revenus"].idxmax()] == 1
    assert points["emploi"][frame["emploi"].idxmax()] == 10


@pytest.mark.parametrize("digits", [EQUAL, "30120", "00001"])
def test_the_score_is_the_weighted_sum_of_points(digits):
    points = pd.DataFrame({theme: naive_points(theme) for theme in recipes.THEMES})
    weights = [int(digit) for digit in digits]
    used = [theme for theme, weight in zip(recipes.THEMES, weights, strict=True) if weight]
    expected = (points * weights).sum(axis=1)[points[used].notna().all(axis=1)]
    found = recipes.cached_scores(digits, recipes.DECILES)
    known = found.index[found.notna()].intersection(expected.index)
    assert len(known) > 1_400
    assert found[known].to_numpy() == pytest.approx(expected[known].to_numpy())
    assert found.max() <= fragility._most(digits) == 10 * sum(weights)


def test_a_commune_with_a_theme_not_published_has_no_score_and_is_not_filled():
    missing = recipes.cached_frame().isna().any(axis=1)
    assert missing.any()
    assert recipes.cached_scores(EQUAL, recipes.DECILES)[missing].isna().all()
    code = missing.idxmax()
    block = fragility._map_block(State(perimeter=BASIN, commune=code), EQUAL, recipes.DECILES)
    assert plain(block.sentences[0]).endswith("pas de score, car un des indicateurs n’est pas publié.")
    rank = ranks.ranks_block(State(perimeter=BASIN, commune=code), EQUAL).sentences[0]
    assert plain(rank).endswith("pas de rang, car un des indicateurs n’est pas publié.")


# --- weights ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["1,1,1,1,1", "11111 ", "１１１１１", "9", "-11111", "11111\n", "4" * 5])
def test_weights_that_are_not_five_digits_up_to_three_are_refused(digits):
    assert not OPTIONS["poids"].allows(digits)
    (sentence,) = refused_options({"poids": digits})
    assert sentence.startswith("Le poids des thèmes ")


@pytest.mark.parametrize(("before", "after"), [("01200", "01000"), ("00200", "00200")])
def test_a_weight_is_taken_away_unless_it_is_the_last(before, after):
    def script():
        from pages.shared.inequality.weights import select_recipe  # noqa: PLC0415 (AppTest runs its text)

        select_recipe()

    page = AppTest.from_function(script)
    page.query_params["poids"] = before
    page.run().button_group(key="choice_weight_2").set_value("0").run()
    assert not page.exception
    assert page.query_params["poids"] in (after, [after])
    assert page.button_group(key="choice_weight_2").value == after[2]


# --- ranks over recipes -------------------------------------------------------------------------------------


def test_ranks_of_a_commune_are_counted_recipe_by_recipe():
    scores = recipes.cached_recipes(EQUAL).dropna()
    counted = []
    for recipe in scores:
        own = scores[recipe][LENS]
        above, equal = (scores[recipe] > own).sum(), (scores[recipe] == own).sum()
        counted.append(above + (equal + 1) / 2)
    found = recipes.cached_ranks(EQUAL).loc[LENS]
    assert (found["lowest"], found["highest"]) == (min(counted), max(counted))
    assert found["spread"] == max(counted) - min(counted)
    assert found["n"] == len(scores)


def test_weights_of_the_reader_are_one_more_recipe():
    assert recipes.cached_recipes("31111").shape[1] == recipes.cached_recipes(EQUAL).shape[1] + 1
    titles = [recipes.recipe_title(str(one)) for one in recipes.cached_recipes("31111")]
    assert "Vos poids" in titles
    assert len(set(titles)) == len(titles)


def test_the_range_of_ranks_is_said_for_the_chosen_commune_only():
    alone = ranks.ranks_block(State(perimeter=BASIN), EQUAL)
    own = ranks.ranks_block(State(perimeter=BASIN, commune=LENS), EQUAL)
    assert len(alone.sentences) == 1
    assert alone.grid.columns == ("Recette",)
    found = recipes.cached_ranks(EQUAL).loc[LENS]
    first = plain(own.sentences[0])
    assert first.startswith("À Lens : du ")
    assert f"du {round(found['lowest'])}ᵉ au {round(found['highest'])}ᵉ rang sur 1 " in first
    told = [int(plain(rank).replace(" ", "")) for _, rank in own.grid.rows]
    assert (min(told), max(told)) == (round(found["lowest"]), round(found["highest"]))


@pytest.mark.parametrize("state", STATES)
def test_no_block_ranks_communes(state):
    """A row per commune, or a commune that the reader has not chosen, would be a league table."""
    names = set(data.cached_communes()["name"].loc[data.cached_territory(BASIN).codes]) - {"Lens"}
    for block in fragility.cached_blocks(state, "light"):
        cells = {str(cell) for row in block.grid.rows for cell in row}
        assert not names & cells
        assert len(block.grid.rows) < 12
        assert not any(f" {name} " in f" {text} " for text in block.sentences for name in names)


# --- map and sentences --------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipe", [recipes.DECILES, recipes.FDEP])
def test_fifths_of_the_two_departements_have_about_as_many_communes(recipe):
    fifths = recipes.cached_fifths(EQUAL, recipe).dropna()
    assert sorted(fifths.unique()) == list(range(5))
    scores = recipes.cached_scores(EQUAL, recipe)
    tops = [scores[fifths.index[fifths.eq(n)]].max() for n in range(5)]
    assert tops == sorted(tops)
    shares = fifths.value_counts(normalize=True)
    assert shares.between(0.15, 0.25).all()


@pytest.mark.parametrize("perimeter", [BASIN, PARTLY])
@pytest.mark.parametrize("recipe", [recipes.DECILES, recipes.FDEP])
def test_the_table_of_the_map_counts_communes_and_inhabitants_with_a_score(recipe, perimeter):
    block = fragility._map_block(State(perimeter=perimeter), EQUAL, recipe)
    codes = data.cached_territory(perimeter).codes
    fifths, people = recipes.cached_fifths(EQUAL, recipe).loc[codes], data.cached_population(data.LATEST)
    known = people[codes][fifths.notna()].sum()
    for n, (_, communes, share) in enumerate(block.grid.rows):
        chosen = fifths.index[fifths.eq(n)]
        assert int(communes) == len(chosen)
        assert float(plain(share).removesuffix(" %").replace(",", ".")) == pytest.approx(
            100 * people[chosen].sum() / known, abs=0.051
        )
    top = 100 * people[fifths.index[fifths.eq(4)]].sum() / known
    sentence = plain(block.sentences[-1])
    share = int(sentence.partition(", ")[2].partition(" %")[0].rpartition(" ")[2])
    assert share == pytest.approx(top, abs=0.5)


def test_classes_of_the_map_are_those_of_its_table():
    layer = fragility.cached_layer(EQUAL, recipes.DECILES, BASIN)
    block = fragility._map_block(State(perimeter=BASIN), EQUAL, recipes.DECILES)
    counts = layer.areas["class"].value_counts()
    assert [int(counts.get(n, 0)) for n in range(5)] == [int(row[1]) for row in block.grid.rows]


def test_own_score_is_said_out_of_the_most_that_weights_allow():
    for digits, most in ((EQUAL, 50), ("30000", 30), ("00001", 10)):
        block = fragility._map_block(State(perimeter=BASIN, commune=LENS), digits, recipes.DECILES)
        score = recipes.cached_scores(digits, recipes.DECILES)[LENS]
        assert plain(block.sentences[0]).startswith(f"À Lens : {round(score)} points sur {most}, dans le ")


def test_an_index_without_unit_says_no_score_of_points():
    block = fragility._map_block(State(perimeter=BASIN, commune=LENS), EQUAL, recipes.FDEP)
    assert len(block.sentences) == 1


def test_themes_are_means_by_inhabitants():
    block = fragility._themes_block(State(perimeter=BASIN), EQUAL)
    codes = data.cached_territory(BASIN).codes
    people = data.cached_population(data.LATEST)[codes]
    for theme, row in zip(recipes.THEMES, block.grid.rows, strict=True):
        points = naive_points(theme).reindex(codes)
        known = points.notna()
        mean = np.average(points[known], weights=people[known])
        assert float(plain(row[1]).replace(",", ".")) == pytest.approx(mean, abs=0.051)


def test_half_the_inhabitants_live_where_ranks_move_at_least_as_much_as_said():
    spread = recipes.cached_ranks(EQUAL)["spread"].loc[data.cached_territory(BASIN).codes].dropna()
    people = data.cached_population(data.LATEST)[spread.index]
    sentence = plain(ranks.ranks_block(State(perimeter=BASIN), EQUAL).sentences[0])
    said = int(sentence.partition("d’au moins ")[2].partition(" rang")[0].replace(" ", ""))
    assert people[spread >= said - 0.5].sum() >= people.sum() / 2
    assert people[spread > said + 0.5].sum() <= people.sum() / 2


def test_fdep_is_given_and_its_most_deprived_have_low_incomes():
    found = recipes.cached_fdep()
    assert found.signs_as_expected
    scores = found.scores.dropna()
    incomes = recipes.cached_frame()["revenus"][scores.index]
    assert scores.corr(incomes, method="spearman") < -0.5
    assert not math.isnan(scores[LENS])
