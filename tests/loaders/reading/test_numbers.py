import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import SchemaError
from loaders.reading.numbers import EMPTY_IS_SECRET, parse_numbers

FILOSOFI = {"s": "secret", "nd": "not_available"}


def parse(cells, **more):
    return parse_numbers(pd.Series(cells, name="MED", dtype="str"), "filo.csv", **more)


def test_a_decimal_comma_is_read_and_what_stands_for_hidden_gives_a_status_and_no_value():
    frame = parse(["17250,5", "s", "nd", " 0 "], decimal=",", hidden=FILOSOFI)
    assert frame["value"].tolist()[0::3] == [17250.5, 0.0]
    assert frame["value"].isna().tolist() == [False, True, True, False]
    assert frame["status"].tolist() == ["published", "secret", "not_available", "published"]


def test_what_an_empty_cell_means_is_said_by_the_caller():
    assert parse(["1", ""])["status"].tolist() == ["published", "not_available"]
    assert parse(["1", ""], hidden=EMPTY_IS_SECRET)["status"].tolist() == ["published", "secret"]


@pytest.mark.parametrize("text", ["-3", "+3", "1E-05", "1e5", "12.", "0007"])
def test_official_ways_of_writing_a_number(text):
    assert parse([text])["value"].tolist() == [float(text)]


@pytest.mark.parametrize(
    "text",
    ["17.250,5", "17 250", "1,5", "12.5 b", "s", "NaN", "inf", "1e", ".5", "0x10", "１２", "-", "1_000"],
)
def test_anything_else_is_refused_with_its_line_and_what_was_expected(text):
    with pytest.raises(
        SchemaError, match=r"filo\.csv : nombre illisible dans « MED » \(ligne 3 : « .*décimales après « \. »"
    ):
        parse(["1", text])


def test_a_decimal_point_where_a_comma_is_announced_is_refused():
    with pytest.raises(SchemaError, match=r"« 17250\.5 ».*après « , », ou « s », « nd »"):
        parse(["17250.5"], decimal=",", hidden=FILOSOFI)


def test_an_empty_cell_is_refused_when_the_file_has_a_mark_for_it():
    with pytest.raises(SchemaError, match="ligne 2 : «  »"):
        parse([""], hidden=FILOSOFI)


def test_lines_are_counted_from_the_first_one_that_the_caller_gives():
    with pytest.raises(SchemaError, match="ligne 8 : « x »"):
        parse(["1", "x"], first_line=7)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)), st.sampled_from([".", ","]))
def test_any_number_written_out_is_read_back(values, decimal):
    frame = parse([repr(value).replace(".", decimal) for value in values], decimal=decimal)
    assert all(math.isclose(*pair, rel_tol=1e-15) for pair in zip(frame["value"], values, strict=True))
