import pandas as pd
import pytest

from loaders.errors import CodeError, SchemaError
from loaders.fetch import Places, Source
from loaders.recipes.surveys import make_initiatives
from loaders.schema import Column, Table
from loaders.workshop import Workshop

COLUMNS = ("survey", "id", "name", "kind", "code_commune", "lat", "lon", "precision", "source", "budget")
HEAD = "id,name,kind,code_commune,lat,lon,precision,source"
ROW = "x,Régie,régie,62498,50.4,2.8,commune centre,presse"


@pytest.fixture
def shop(tmp_path):
    def make(first, second):
        sources = {}
        for name, text in (("ptce", first), ("tzcld", second)):
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            source = f"facts_{name}"
            sources[source] = Source(source, "curated", f"{name}.csv", "", "facts", ("initiatives",))
        columns = {name: Column(name, "text", "", name) for name in COLUMNS}
        table = Table(
            "initiatives",
            ("survey", "id"),
            ("survey", "id"),
            local=False,
            sources=(*sources,),
            columns=columns,
        )
        known = {"communes": pd.DataFrame({"code_commune": ["62498"]})}
        places = Places(tmp_path, None, tmp_path)
        return Workshop(sources, {"initiatives": table}, places, made=known)

    return make


def test_surveys_share_one_schema_and_each_row_names_its_survey(shop):
    frame = make_initiatives(shop(f"{HEAD},budget\n{ROW},3 M€\n", f"{HEAD}\n{ROW}\n"))
    assert frame["survey"].tolist() == ["ptce", "tzcld"]  # the same id in two surveys is no repetition
    assert frame["budget"].isna().tolist() == [False, True]


def test_a_row_elsewhere_in_france_or_without_code_is_kept_and_counted(shop):
    made = shop(f"{HEAD}\n{ROW}\n", f"{HEAD}\ny,A,b,14167,,,sans point,c\nz,A,b,,,,sans point,c\n")
    assert len(make_initiatives(made)) == 3
    join = made.report.entries["join"][0]
    assert (join["rows_read"], join["rows_kept"], join["codes_lost"]) == (2, 1, ["14167"])


@pytest.mark.parametrize(
    ("text", "error", "fault"),
    [
        (f"{HEAD.replace('precision', 'exact')}\n{ROW}\n", SchemaError, "absente : precision"),
        (f"{HEAD},wages\n{ROW},1\n", SchemaError, "inattendue : wages"),
        (f"{HEAD}\n{ROW}\n{ROW}\n", CodeError, "en double"),
        (f"{HEAD}\n{ROW.replace('62498', '6249')}\n", CodeError, "6249"),
    ],
)
def test_a_fault_of_one_survey_is_named(shop, text, error, fault):
    with pytest.raises(error, match=fault):
        make_initiatives(shop(f"{HEAD}\n{ROW}\n", text))
