"""The bars to take away: bins of equal width, split by class, the highest value in the last one."""

import pandas as pd

from viz.charts.histogram import class_bins

NOTHING = float("nan")


def test_bins_of_equal_width_are_split_by_class():
    values = pd.Series([0.0, 1.0, 4.9, 5.0, 10.0, NOTHING])
    classes = pd.Series([0, 0, 0, 1, 1, None])
    counts = class_bins(values, classes, bins=2)
    assert counts.to_dict("records") == [
        {"start": 0.0, "end": 5.0, "class": 0, "count": 3, "below": 0, "above": 3},
        {"start": 5.0, "end": 10.0, "class": 1, "count": 2, "below": 0, "above": 2},
    ]


def test_classes_of_one_bin_are_stacked():
    counts = class_bins(pd.Series([1.0, 2.0, 3.0, 9.0]), pd.Series([0, 1, 1, 1]), bins=2)
    first = counts[counts["start"] == 1]
    assert first[["class", "below", "above"]].to_numpy().tolist() == [[0, 0, 1], [1, 1, 3]]


def test_equal_values_make_one_bin_and_none_make_no_bin():
    counts = class_bins(pd.Series([3.0, 3.0]), pd.Series([0, 0]))
    assert counts[["start", "end", "count"]].to_numpy().tolist() == [[2.5, 3.5, 2]]
    assert class_bins(pd.Series([NOTHING]), pd.Series([None])).empty
