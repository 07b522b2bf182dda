import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.coal import against, change_pct, flags_of


def test_a_value_in_percent_of_its_reference():
    assert against(pd.Series([15, pd.NA, 45], dtype="Int64"), 30).tolist()[::2] == [50, 150]
    assert np.isnan(against(pd.Series([pd.NA], dtype="Int64"), 30)[0])


def test_a_change_needs_both_ends():
    change = change_pct(pd.Series([200, 100, None]), pd.Series([150, None, 10]))
    assert change[0] == -25
    assert change[1:].isna().all()


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_a_change_applied_to_the_start_gives_the_end(start, end):
    change = change_pct(pd.Series([start]), pd.Series([end]))[0]
    assert abs(start * (1 + change / 100) - end) <= 1e-6 * end + 1e-6 * start


def test_flags_by_column():
    assert flags_of("a_2020=e;b=bp") == {"a_2020": "e", "b": "bp"}
    assert flags_of(None) == {}
    assert flags_of(np.nan) == {}
