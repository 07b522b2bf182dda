from dataclasses import replace

import pandas as pd
import pytest

from loaders.errors import SchemaError
from loaders.schema import conform, read_schema


@pytest.fixture
def schema(world):
    return read_schema(world.data / "tables.toml")


def pits(**changes):
    columns = {
        "id": ["b", "a"],
        "code_commune": ["62498", "01004"],
        "depth_m": ["300.5", ""],
        "open": ["1", "0"],
    }
    return pd.DataFrame({**columns, **changes}, dtype="str")


def test_text_becomes_typed_sorted_columns(schema):
    frame = conform(pits(), schema["pits"], "pits.csv")
    assert frame["id"].tolist() == ["a", "b"]
    assert frame["code_commune"].tolist() == ["01004", "62498"]
    assert frame["open"].tolist() == [False, True]
    assert frame["depth_m"].isna().tolist() == [True, False]
    assert frame.dtypes.astype("str").to_dict() == {
        "id": "str",
        "code_commune": "str",
        "depth_m": "float64",
        "open": "bool",
    }


def test_a_missing_whole_number_stays_missing_and_others_stay_whole(schema):
    text = {"code_commune": ["01004", "62498"], "year": ["1975", "1968"], "population": ["7", ""]}
    frame = conform(
        pd.DataFrame({**text, "status": ["published", "secret"]}), schema["population_1968_1999"], "x"
    )
    assert frame["year"].tolist() == [1968, 1975]
    assert str(frame["population"].dtype) == "Int64"
    assert frame["population"][1] == 7
    assert frame["population"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"depth_m": ["300,5", ""]}, "nombre illisible : 300,5"),
        ({"open": ["oui", "0"]}, "n'est pas booléen : oui"),
        ({"open": ["", "0"]}, "n'est pas booléen"),
    ],
)
def test_a_value_of_another_type_is_shown(schema, changes, fault):
    with pytest.raises(SchemaError, match=rf"pits\.csv.*{fault}"):
        conform(pits(**changes), schema["pits"], "pits.csv")


def test_a_boolean_is_empty_only_where_the_description_says_so(schema):
    empty = pits(open=["1", ""])
    with pytest.raises(SchemaError, match="n'est pas booléen"):
        conform(empty, schema["pits"], "pits.csv")
    columns = schema["pits"].columns
    columns["open"] = replace(columns["open"], may_be_empty=True)
    frame = conform(empty, schema["pits"], "pits.csv")
    assert frame["open"].isna().tolist() == [True, False]
    assert frame["open"][1]
    assert str(frame["open"].dtype) == "boolean"


def test_a_fraction_is_no_whole_number(schema):
    text = {"code_commune": ["01004"], "year": ["1975"], "population": ["7.5"], "status": ["published"]}
    with pytest.raises(SchemaError, match=r"entier illisible : 7\.5"):
        conform(pd.DataFrame(text), schema["population_1968_1999"], "x")


def test_a_status_that_nobody_knows_is_refused(schema):
    text = {"code_commune": ["01004"], "year": ["1975"], "population": [""], "status": ["s"]}
    with pytest.raises(SchemaError, match=r"valeur inconnue : s\..*published, secret"):
        conform(pd.DataFrame(text), schema["population_1968_1999"], "x")
