"""Moran and LISA: worked by hand, against esda, against all draws enumerated, and laws."""

import math
from itertools import combinations

import esda
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from libpysal.weights import W
from scipy.stats import false_discovery_control

from geo.autocorrelation import CLUSTERS, STATUSES, false_discovery_adjusted, local_moran, moran

NAN = float("nan")


def pairs(*edges):
    both = [*edges, *[(second, first) for first, second in edges]]
    return pd.DataFrame(both, columns=["focal", "neighbour"])


def grid(side):
    """Pairs of a square grid, cells named by their number, so that their labels sort."""
    cells = np.arange(side * side).reshape(side, side)
    across = np.column_stack([cells[:, :-1].ravel(), cells[:, 1:].ravel()])
    down = np.column_stack([cells[:-1].ravel(), cells[1:].ravel()])
    return pairs(*map(tuple, np.concatenate([across, down]).tolist()))


def weights_of(links, index):
    """The same neighbours for esda."""
    neighbours = {code: links.loc[links["focal"] == code, "neighbour"].tolist() for code in index}
    return W(neighbours, id_order=list(index), silence_warnings=True)


def plateau(side=12, seed=3):
    """Noise, and a high corner: something for a local statistic to find."""
    random = np.random.default_rng(seed)
    cells = random.normal(size=(side, side))
    cells[: side // 3, : side // 3] += 4
    return pd.Series(cells.ravel())


def quick_lisa(values, links, **options):
    """Give the local statistics where chance is not the matter."""
    return local_moran(values, links, permutations=99, **options)


ROW = pairs(("a", "b"), ("b", "c"), ("c", "d"))
STEPS = pd.Series({"a": 1.0, "b": 2.0, "c": 4.0, "d": 9.0})  # mean 4; gaps -3 -2 0 5; squares sum to 38


# --- by hand ------------------------------------------------------------------------------------------------


def test_moran_of_four_in_a_row_by_hand():
    lags = [-2, (-3 + 0) / 2, (-2 + 5) / 2, 0]
    cross = -3 * lags[0] - 2 * lags[1] + 0 * lags[2] + 5 * lags[3]
    result = moran(STEPS, ROW)
    assert result.i == pytest.approx(cross / 38)
    assert result.expected == -1 / 3
    assert (result.n, result.without_value, result.without_neighbour) == (4, 0, 0)


def test_local_moran_of_four_in_a_row_by_hand():
    lisa = quick_lisa(STEPS, ROW)
    variance = 38 / 4
    assert lisa["z"].tolist() == pytest.approx(np.array([-3, -2, 0, 5]) / math.sqrt(variance))
    assert lisa["lag"].tolist() == pytest.approx(np.array([-2, -1.5, 1.5, 0]) / math.sqrt(variance))
    assert lisa["local_i"].tolist() == pytest.approx(3 / 4 * np.array([6, 3, 0, 0]) / variance)


def test_clusters_are_named_after_the_commune_then_its_neighbours():
    values = pd.Series({"a": 9.0, "b": 8.0, "c": 0.0, "d": 1.0, "e": 9.5, "f": 0.5, "g": 9.0})
    links = pairs(("a", "b"), ("c", "d"), ("e", "f"))
    found = quick_lisa(values, links, alpha=1.0)["cluster"].astype(object)
    assert found[["a", "c", "e", "f"]].tolist() == ["high_high", "low_low", "high_low", "low_high"]
    assert found.isna()["g"]


def test_a_high_plateau_is_found_and_nothing_in_noise():
    lisa = local_moran(plateau(), grid(12), permutations=999, seed=1)
    high = set(lisa.index[lisa["cluster"] == "high_high"])
    inner = {row * 12 + column for row in (1, 2) for column in (1, 2)}  # with four high neighbours
    assert inner <= high
    assert len(high) <= 20  # the corner of 16, and a few that touch it
    noise = pd.Series(np.random.default_rng(9).normal(size=144))
    assert (quick_lisa(noise, grid(12), seed=1)["cluster"] == "not_significant").all()


def test_every_class_and_status_has_words_for_the_reader():
    lisa = quick_lisa(STEPS, ROW)
    assert list(lisa["cluster"].cat.categories) == list(CLUSTERS)
    assert list(lisa["status"].cat.categories) == list(STATUSES)


# --- what is not known --------------------------------------------------------------------------------------


def test_an_island_has_no_statistic_and_its_status_says_why():
    values = pd.concat([STEPS, pd.Series({"island": 3.0})])
    lisa = quick_lisa(values, ROW)
    assert lisa.loc["island"].drop("status").isna().all()
    assert lisa["status"].tolist() == ["computed"] * 4 + ["no_neighbour"]
    assert moran(values, ROW).without_neighbour == 1


def test_an_unpublished_commune_is_nobodys_neighbour():
    values = pd.concat([STEPS, pd.Series({"e": NAN})])
    links = pd.concat([ROW, pairs(("a", "e"), ("d", "e"))])
    lisa = quick_lisa(values, links)
    pd.testing.assert_frame_equal(lisa.drop("e"), quick_lisa(STEPS, ROW))
    assert lisa["status"]["e"] == "no_value"
    assert moran(values, links).i == moran(STEPS, ROW).i
    assert moran(values, links).without_value == 1


def test_a_commune_whose_only_neighbour_is_unpublished_is_an_island():
    lisa = quick_lisa(STEPS.where(STEPS != 2), ROW)
    assert lisa["status"].tolist() == ["no_neighbour", "no_value", "computed", "computed"]


@pytest.mark.parametrize("values", [[], [NAN, NAN, NAN], [1.0, 2.0, NAN], [7.1, 7.1, 7.1]])
def test_too_few_or_equal_values_have_no_autocorrelation(values):
    values = pd.Series(values, list("abc")[: len(values)], dtype=float)
    result, lisa = moran(values, ROW), quick_lisa(values, ROW)
    assert math.isnan(result.i)
    assert math.isnan(result.p_value)
    assert lisa.drop(columns="status").isna().all(axis=None)


def test_without_any_pair_there_is_no_autocorrelation():
    result = moran(STEPS, ROW.iloc[:0])
    assert math.isnan(result.i)
    assert result.without_neighbour == 4
    assert (quick_lisa(STEPS, ROW.iloc[:0])["status"] == "no_neighbour").all()


def test_strangers_repeated_pairs_and_pairs_with_oneself_are_dropped():
    links = pd.concat([ROW, pairs(("a", "b"), ("a", "stranger"), ("b", "b"))])
    assert moran(STEPS, links) == moran(STEPS, ROW)


def test_a_commune_at_the_mean_is_never_significant():
    values = pd.Series([0.0, 5, 5, -10, 3, -3])  # mean 0
    links = pairs((0, 1), (0, 2), (3, 4), (4, 5))
    assert quick_lisa(values, links)["p_value"][0] == 1


def test_odd_requests_are_refused():
    with pytest.raises(ValueError, match="1 or more, got 0"):
        local_moran(STEPS, ROW, permutations=0)
    with pytest.raises(ValueError, match="0 or more"):
        moran(STEPS, ROW, permutations=-1)
    with pytest.raises(ValueError, match="missing columns"):
        moran(STEPS, pd.DataFrame({"focal": ["a"]}))


def test_without_permutation_there_is_no_test():
    assert math.isnan(moran(STEPS, ROW, permutations=0).p_value)


# --- chance -------------------------------------------------------------------------------------------------


def test_local_p_values_are_those_of_all_possible_draws():
    values, links = (
        pd.Series([3.0, 9, 1, 4, 11, 0, 6, 2, 8, 5]),
        pairs((0, 1), (0, 4), (1, 4), (2, 9), (9, 3)),
    )
    found = local_moran(values, links, permutations=40_000, seed=5)["p_value"]
    for focal, theirs in links.groupby("focal")["neighbour"]:
        others = values.drop(focal)
        totals = np.array([sum(draw) for draw in combinations(others, len(theirs))])
        observed = values[theirs].sum()
        exact = min(1, 2 * min((totals >= observed).mean(), (totals <= observed).mean()))
        assert found[focal] == pytest.approx(exact, abs=0.012)


def test_the_last_commune_is_drawn_as_often_as_any_other():
    # z of the last is huge: for the first, which has one neighbour, it comes up in one draw of four
    values = pd.Series([0.0, 1, 2, 3, 1000])
    p = local_moran(values, pairs((0, 4)), permutations=40_000, seed=2)["p_value"]
    assert p[0] == pytest.approx(2 / 4, abs=0.01)
    # the last itself draws among the four others, 0 the least of them
    assert p[4] == pytest.approx(2 / 4, abs=0.01)


def test_global_p_value_is_that_of_all_permutations():
    values = pd.Series([1.0, 2, 2, 5, 9], list("abcde"))
    links = pairs(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"))
    result = moran(values, links, permutations=20_000, seed=4)
    all_orders = set(_orders(values.tolist()))
    draws = [moran(pd.Series(order, list("abcde")), links, permutations=0).i for order in all_orders]
    above = np.mean([draw >= result.i - 1e-9 for draw in draws])
    below = np.mean([draw <= result.i + 1e-9 for draw in draws])
    assert result.p_value == pytest.approx(min(1, 2 * min(above, below)), abs=0.012)


def _orders(items):
    if not items:
        yield ()
    for i, item in enumerate(items):
        for rest in _orders(items[:i] + items[i + 1 :]):
            yield (item, *rest)


def test_the_seed_decides_and_nothing_else():
    values, links = plateau(), grid(12)
    first = quick_lisa(values, links, seed=7)
    pd.testing.assert_frame_equal(first, quick_lisa(values, links, seed=7))
    assert not first["p_value"].equals(quick_lisa(values, links, seed=8)["p_value"])
    assert moran(values, links, seed=7) == moran(values, links, seed=7)


def test_order_of_rows_changes_nothing():
    values, links = plateau(), grid(12)
    shuffled = values.sample(frac=1, random_state=1)
    mixed = links.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(
        quick_lisa(shuffled, mixed).reindex(values.index), quick_lisa(values, links)
    )
    assert moran(shuffled, mixed) == moran(values, links)


def test_arguments_are_left_alone():
    values, links = plateau(), grid(12)
    before = values.copy(), links.copy()
    quick_lisa(values, links)
    pd.testing.assert_series_equal(values, before[0])
    pd.testing.assert_frame_equal(links, before[1])


# --- esda ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("island", [False, True])
def test_statistics_are_those_of_esda(island):
    values, links = plateau(), grid(12)
    if island:
        values = pd.concat([values, pd.Series({1000: 7.5})])
    weights = weights_of(links, values.index)
    ours = quick_lisa(values, links)
    theirs = esda.Moran_Local(values.to_numpy(), weights, permutations=0)
    linked = ours["status"] == "computed"
    assert ours["local_i"][linked].to_numpy() == pytest.approx(theirs.Is[linked], abs=1e-12)
    assert moran(values, links).i == pytest.approx(
        esda.Moran(values.to_numpy(), weights, permutations=0).I, abs=1e-12
    )


def test_quadrants_are_those_of_esda():
    values, links = plateau(), grid(12)
    theirs = esda.Moran_Local(values.to_numpy(), weights_of(links, values.index), permutations=0).q
    names = {1: "high_high", 2: "low_high", 3: "low_low", 4: "high_low"}
    ours = quick_lisa(values, links, alpha=1.0)["cluster"]
    assert ours.tolist() == [names[number] for number in theirs]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*numba.*", "ignore:.*Numba.*")
def test_p_values_are_close_to_those_of_esda():
    values, links = plateau(), grid(12)
    neighbours = weights_of(links, values.index)
    theirs = esda.Moran_Local(values.to_numpy(), neighbours, permutations=19_999, seed=1).p_sim
    ours = local_moran(values, links, permutations=19_999, seed=1)["p_value"]
    gap = np.abs(ours - np.minimum(1, 2 * theirs))  # esda counts one side
    # One share of 19,999 draws deviates by 0.0035 at most (p = 0.5); doubled, and two sets of draws: 0.01
    assert gap.max() < 0.04
    assert gap.mean() < 0.008


def test_adjusted_p_values_are_those_of_scipy_and_agree_with_esda():
    p = pd.Series(np.random.default_rng(1).uniform(size=300) ** 3)
    adjusted = false_discovery_adjusted(p)
    assert adjusted.tolist() == pytest.approx(false_discovery_control(p, method="bh").tolist())
    assert (adjusted <= 0.05).equals(p <= esda.fdr(p.to_numpy(), 0.05))


def test_adjusted_p_values_by_hand_and_unknown_ones_left_out():
    p = pd.Series({"a": 0.03, "b": 0.01, "c": NAN, "d": 0.9, "e": 0.035})
    # sorted: 0.01 x 4/1, 0.03 x 4/2 (lowered by the next), 0.035 x 4/3, 0.9 x 4/4
    adjusted = false_discovery_adjusted(p)
    assert adjusted.drop("c").to_dict() == pytest.approx({"a": 0.14 / 3, "b": 0.04, "d": 0.9, "e": 0.14 / 3})
    assert math.isnan(adjusted["c"])


# --- laws ---------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-20, 20), min_size=9, max_size=9), st.integers(1, 50), st.integers(-30, 30))
def test_unit_and_origin_change_nothing(numbers, factor, shift):
    assume(len(set(numbers)) > 1)
    values = pd.Series(numbers, dtype=float)
    first, again = (
        moran(values, grid(3), permutations=19),
        moran(values * factor + shift, grid(3), permutations=19),
    )
    assert again.i == pytest.approx(first.i, abs=1e-9)
    assert again.p_value == first.p_value
    ours, theirs = (local_moran(v, grid(3), permutations=19) for v in (values, values * factor + shift))
    assert theirs["local_i"].tolist() == pytest.approx(ours["local_i"].tolist(), abs=1e-9)
    assert theirs["p_value"].equals(ours["p_value"])


@given(st.lists(st.integers(-20, 20), min_size=9, max_size=9))
def test_local_statistics_sum_to_the_global_one(numbers):
    assume(len(set(numbers)) > 1)
    values = pd.Series(numbers, dtype=float)
    total = local_moran(values, grid(3), permutations=9)["local_i"].sum()
    assert total / (9 - 1) == pytest.approx(moran(values, grid(3), permutations=0).i, abs=1e-9)


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=30))
def test_adjusting_keeps_order_and_never_lowers(numbers):
    p = pd.Series(numbers, dtype=float)
    adjusted = false_discovery_adjusted(p)
    assert adjusted.isna().equals(p.isna())
    assert (adjusted.dropna() >= p.dropna() - 1e-15).all()
    assert (adjusted.dropna() <= 1 + 1e-12).all()
    assert adjusted[p.sort_values().index].dropna().is_monotonic_increasing
