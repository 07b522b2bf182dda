"""Fragility: tenths and components worked by hand, against scikit-learn at equal weights, and laws."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from geo.fragility import FDEP_SIGNS, decile_score, fdep, rank_range, recipe_scores

NAN = float("nan")
DIRECTIONS = {"income": "higher_is_better", "poverty": "lower_is_better", "vacancy": "lower_is_better"}
TEN = pd.DataFrame(
    {"income": range(10, 110, 10), "poverty": range(40, 20, -2), "vacancy": [5, 5, 5, 5, 5, 8, 8, 8, 8, 8]},
    index=list("abcdefghij"),
    dtype=float,
)
COLUMNS = list(FDEP_SIGNS)


def places(rows):
    return pd.DataFrame(rows, columns=COLUMNS, index=[f"c{i:02d}" for i in range(len(rows))], dtype=float)


def ones(frame):
    return pd.Series(1.0, index=frame.index)


# --- decile scores ------------------------------------------------------------------------------------------


def test_ten_communes_have_the_points_one_to_ten_by_direction():
    points = decile_score(TEN[["income", "poverty"]], DIRECTIONS)
    assert points["income"].tolist() == list(range(10, 0, -1))  # the lowest income is the most fragile
    assert points["poverty"].tolist() == list(range(10, 0, -1))  # the highest poverty comes first here
    assert points["score"].tolist() == list(range(20, 0, -2))


def test_equal_values_have_equal_points():
    # ranks 1-5 share 3: ceil(10 x 2.5 / 10) = 3; ranks 6-10 share 8: ceil(7.5) = 8
    assert decile_score(TEN[["vacancy"]], DIRECTIONS)["score"].tolist() == [3] * 5 + [8] * 5


def test_four_communes_stand_in_the_middle_of_their_quarters():
    values = pd.DataFrame({"poverty": [1.0, 2, 3, 4]})  # 10 x 0.5 / 4 = 1.25, then 3.75, 6.25, 8.75
    assert decile_score(values, DIRECTIONS)["score"].tolist() == [2, 4, 7, 9]


def test_twenty_communes_have_two_in_each_tenth():
    values = pd.DataFrame({"poverty": range(20)}, dtype=float)
    assert decile_score(values, DIRECTIONS)["score"].value_counts().to_dict() == dict.fromkeys(
        range(1, 11), 2
    )


def test_weights_multiply_points_and_themes_add_them():
    themes = {"income": "money", "poverty": "money", "vacancy": "housing"}
    points = decile_score(TEN, DIRECTIONS, {"poverty": 0.5, "vacancy": 3}, themes=themes)
    assert points.columns.tolist() == ["money", "housing", "score"]
    assert points.loc["a"].tolist() == [10 + 5, 3 * 3, 15 + 9]


def test_an_unpublished_value_leaves_its_theme_and_the_score_empty():
    frame = TEN.copy()
    frame.loc["a", "income"] = NAN
    points = decile_score(frame, DIRECTIONS)
    assert points.loc["a"].isna().to_dict() == {
        "income": True,
        "poverty": False,
        "vacancy": False,
        "score": True,
    }
    assert points.loc["b", "income"] == 10  # nine communes: ceil(10 x 8.5 / 9)


def test_an_indicator_of_weight_zero_is_not_used_at_all():
    frame = TEN.assign(vacancy=NAN)
    points = decile_score(frame, {"income": "higher_is_better", "poverty": "lower_is_better"}, {"vacancy": 0})
    assert points.columns.tolist() == ["income", "poverty", "score"]
    assert points["score"].notna().all()


@pytest.mark.parametrize(
    ("directions", "weights", "message"),
    [
        ({**DIRECTIONS, "income": "neutral"}, None, r"direction must be one of .*'income': 'neutral'"),
        ({"income": "higher_is_better"}, None, r"'poverty': None"),
        (DIRECTIONS, {"income": -1}, "1 negative weights"),
        (DIRECTIONS, dict.fromkeys(DIRECTIONS, 0), "no indicator has a weight above zero"),
    ],
)
def test_scores_without_sense_are_refused(directions, weights, message):
    with pytest.raises(ValueError, match=message):
        decile_score(TEN, directions, weights)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_points_grow_with_fragility_whatever_the_order(numbers, random):
    frame = pd.DataFrame({"poverty": numbers}, dtype=float)
    points = decile_score(frame, DIRECTIONS)["score"]
    assert points.between(1, 10).all()
    assert points[frame["poverty"].sort_values().index].is_monotonic_increasing
    order = random.sample(range(len(numbers)), len(numbers))
    pd.testing.assert_series_equal(decile_score(frame.iloc[order], DIRECTIONS)["score"].sort_index(), points)


# --- principal component ------------------------------------------------------------------------------------


def test_two_opposite_indicators_make_one_component_by_hand():
    frame = pd.DataFrame({"poor": [0.0, 2, 1], "rich": [10.0, 0, 5]})
    result = fdep(frame, ones(frame), signs={"poor": 1, "rich": -1})
    assert result.explained_share == pytest.approx(1)
    assert result.loadings.tolist() == pytest.approx([1 / math.sqrt(2), -1 / math.sqrt(2)])
    # z of poor: -1, 1, 0 over sqrt(2/3); the two halves add up to sqrt(2) z
    assert result.scores.tolist() == pytest.approx([-math.sqrt(3), math.sqrt(3), 0])
    assert result.signs_as_expected


def test_a_deprived_place_scores_high():
    frame = places([[25_000, 40, 8, 8], [22_000, 30, 12, 11], [17_000, 15, 20, 19], [15_000, 12, 25, 24]])
    result = fdep(frame, pd.Series([10, 20, 30, 5], frame.index))
    assert result.scores.is_monotonic_increasing
    assert result.signs_as_expected
    assert (result.loadings * pd.Series(FDEP_SIGNS) > 0).all()
    assert result.n == 4


def test_signs_against_the_usual_sense_are_told():
    frame = places([[10, 10, 10, 1], [20, 20, 20, 2], [31, 29, 30, 3], [40, 41, 40, 4]])  # all grow together
    assert not fdep(frame, ones(frame)).signs_as_expected


def test_incomplete_communes_have_no_score_and_do_not_count():
    rows = [[25_000, 40, 8, 8], [22_000, 30, 12, 11], [17_000, 15, 20, 19], [15_000, 12, 25, 24]]
    whole = places([*rows, [NAN, 99, 1, 1], [90_000, 90, 1, 1], [80_000, 5, 5, 5]])
    weights = pd.Series([1.0, 2, 3, 4, 5, NAN, 0], whole.index)
    result, alone = fdep(whole, weights), fdep(places(rows), weights.iloc[:4])
    assert result.scores.iloc[4:].isna().all()
    pd.testing.assert_series_equal(result.scores.iloc[:4], alone.scores)
    assert result.n == 4


@pytest.mark.parametrize("rows", [[], [[1, 2, 3, 4]], [[1, 2, 3, 4], [1, 3, 2, 5]], [[NAN] * 4] * 3])
def test_without_variation_there_is_no_component(rows):
    frame = places(rows)
    result = fdep(frame, ones(frame))
    assert result.scores.isna().all()
    assert result.loadings.isna().all()
    assert math.isnan(result.explained_share)
    assert not result.signs_as_expected


def test_fdep_refuses_what_it_cannot_read():
    frame = places([[1, 2, 3, 4]])
    with pytest.raises(ValueError, match=r"missing columns \['workers_share_pct'\]"):
        fdep(frame.drop(columns="workers_share_pct"), ones(frame))
    with pytest.raises(ValueError, match="negative weights"):
        fdep(frame, -ones(frame))
    with pytest.raises(ValueError, match="share one index"):
        fdep(frame, pd.Series([1.0], ["other"]))


numbers = st.integers(1, 60)
tables = st.lists(st.tuples(*[numbers] * 4), min_size=6, max_size=20)


def regular(frame):
    """Keep cases with one clear component: varied columns, distinct first eigenvalue."""
    if (frame.std() < 1).any():
        return False
    variances = np.linalg.eigvalsh(frame.corr())
    return variances[-1] - variances[-2] > 0.05


@given(tables)
def test_equal_weights_give_the_component_of_scikit_learn(rows):
    frame = places(rows)
    assume(regular(frame))
    theirs = PCA(1).fit((frame - frame.mean()) / frame.std(ddof=0))
    ours = fdep(frame, ones(frame) * 7)
    assert ours.explained_share == pytest.approx(theirs.explained_variance_ratio_[0])
    assert np.abs(ours.loadings.to_numpy()) == pytest.approx(np.abs(theirs.components_[0]), abs=1e-7)


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers, st.integers(1, 3)), min_size=6, max_size=10))
def test_a_weight_of_two_is_the_commune_twice(rows):
    frame = places([row[:4] for row in rows])
    repeated = places([row[:4] for row in rows for _ in range(row[4])])
    assume(regular(repeated))
    ours = fdep(frame, pd.Series([row[4] for row in rows], frame.index, dtype=float))
    theirs = fdep(repeated, ones(repeated))
    assume(abs((theirs.loadings * pd.Series(FDEP_SIGNS)).sum()) > 1e-6)  # else both senses are as good
    assert ours.loadings.tolist() == pytest.approx(theirs.loadings.tolist(), abs=1e-7)
    assert ours.explained_share == pytest.approx(theirs.explained_share)


@given(tables, st.floats(0.1, 50), st.integers(-20, 20))
def test_units_change_nothing_and_the_mean_is_zero(rows, factor, shift):
    frame = places(rows)
    assume(regular(frame))
    weights = pd.Series(range(1, len(frame) + 1), frame.index, dtype=float)
    first, again = fdep(frame, weights), fdep(frame * factor + shift, weights)
    assume(abs((first.loadings * pd.Series(FDEP_SIGNS)).sum()) > 1e-6)
    assert again.scores.tolist() == pytest.approx(first.scores.tolist(), abs=1e-6)
    assert (first.scores * weights).sum() == pytest.approx(0, abs=1e-7)
    assert (first.loadings**2).sum() == pytest.approx(1)


# --- ranks --------------------------------------------------------------------------------------------------


def test_each_recipe_leaves_one_indicator_out():
    scores = recipe_scores(TEN, DIRECTIONS, {"vacancy": 2})
    assert scores.columns.tolist() == ["all", "without_income", "without_poverty", "without_vacancy"]
    assert scores.loc["a"].tolist() == [10 + 10 + 6, 10 + 6, 10 + 6, 20]
    assert recipe_scores(TEN[["income"]], DIRECTIONS).columns.tolist() == ["all"]


def test_rank_range_tells_the_best_and_the_worst_rank():
    scores = pd.DataFrame({"x": [9.0, 5, 1], "y": [1.0, 5, 3], "z": [9.0, 9, 1]}, index=list("abc"))
    ranks = rank_range(scores)  # a: 1, 3, 1.5; b: 2, 1, 1.5; c: 3, 2, 3
    assert ranks["lowest"].tolist() == [1, 1, 2]
    assert ranks["median"].tolist() == [1.5, 1.5, 3]
    assert ranks["highest"].tolist() == [3, 2, 3]
    assert ranks["spread"].tolist() == [2, 1, 1]
    assert ranks["n"].tolist() == [3, 3, 3]


def test_only_communes_known_in_every_recipe_are_ranked():
    scores = pd.DataFrame({"x": [9.0, 5, 7], "y": [NAN, 5, 6]}, index=list("abc"))
    ranks = rank_range(scores)
    assert ranks.loc["a"].drop("n").isna().all()
    assert ranks["lowest"].tolist()[1:] == [2, 1]
    assert ranks["n"].tolist() == [2, 2, 2]


@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=15))
def test_ranks_stay_in_order_and_in_number(rows):
    ranks = rank_range(pd.DataFrame(rows))
    assert (ranks["lowest"] >= 1).all()
    assert (ranks["lowest"] <= ranks["median"]).all()
    assert (ranks["median"] <= ranks["highest"]).all()
    assert (ranks["highest"] <= len(rows)).all()


def test_arguments_are_left_alone():
    before = TEN.copy()
    decile_score(TEN, DIRECTIONS)
    recipe_scores(TEN, DIRECTIONS)
    rank_range(TEN)
    pd.testing.assert_frame_equal(TEN, before)
