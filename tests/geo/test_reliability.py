import math

import pandas as pd

from geo.reliability import fragile_values

CODES = ["59001", "59002", "59003", "59004"]


def test_fragile_means_published_on_a_base_below_the_minimum():
    values = pd.Series([12.0, 12.0, math.nan, 12.0], CODES)
    sales = pd.Series([9.0, 10.0, 3.0, math.nan], CODES)
    assert fragile_values(values, sales, 10).tolist() == [True, False, False, False]
