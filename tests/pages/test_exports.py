"""Files that a reader takes away, made from the real tables."""

import csv
import io

import pandas as pd
import pytest

from pages.shared import data
from pages.shared.exports import class_name, decimal_comma, map_csv, map_html, plain_text, precisions
from pages.shared.maps import map_view
from pages.shared.url_state import State

POVERTY = State(indicator="poverty_rate_pct", year=2021, layers=("sites",))
COLUMNS = [
    *("code_commune", "commune", "intercommunalite", "indicateur", "annee", "valeur", "unite"),
    *("precision", "classe", "perimetre", "source", "licence", "geographie"),
]


def read(content):
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return pd.DataFrame(rows).set_index("code_commune", drop=False)


@pytest.fixture(scope="module")
def view():
    return map_view(POVERTY, "carte", 600)


@pytest.fixture(scope="module")
def content(view):
    return map_csv(POVERTY, view.choropleth)


def test_csv_opens_in_a_french_spreadsheet(content):
    assert content.startswith(b"\xef\xbb\xbfcode_commune;commune;")
    assert content.count(b"\r\n") == 251  # head and 250 communes
    assert read(content).columns.tolist() == COLUMNS


def test_csv_has_the_values_of_the_map(content, view):
    table, areas = read(content), view.choropleth.areas
    assert table.index.tolist() == areas.index.tolist()
    assert table.loc["59172", "valeur"] == "43"  # Denain
    assert table.loc["59172", "precision"] == "publié"
    expected = [class_name(number, view.choropleth.class_labels) for number in areas["class"]]
    assert table["classe"].tolist() == [plain_text(label) for label in expected]


def test_a_value_that_is_not_published_is_an_empty_cell_with_its_reason(content, view):
    table = read(content)
    empty = table[table["valeur"].eq("")]
    assert len(empty) == view.choropleth.areas["value"].isna().sum() > 0
    assert set(empty["precision"]) == {"secret statistique"}
    assert set(empty["classe"]) == {""}


def test_csv_writes_a_decimal_comma():
    state = State(perimeter="epci_246200299")
    values = read(map_csv(state, map_view(state, "carte", 600).choropleth))["valeur"]
    assert len(values) == 14
    assert values.str.fullmatch(r"\d+,\d").all()


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(17.25, 2, "17,25"), (-3.0, 1, "-3,0"), (1234567.0, 0, "1234567"), (float("nan"), 1, "")],
)
def test_numbers_stay_numbers(value, decimals, text):
    assert decimal_comma(value, decimals) == text


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\r=1"])
def test_a_text_is_never_a_formula(text):
    assert plain_text(text) == f"'{text}"


def test_an_ordinary_text_is_left_alone_but_for_its_spaces():
    assert plain_text("plus de 1\u202f000 à 2\u202f000\u00a0€") == "plus de 1 000 à 2 000 €"


def test_precision_says_status_and_fragility():
    areas = pd.DataFrame(
        {
            "status": ["published", "estimated", "secret", "not_available"],
            "fragile": [True, False, False, False],
        }
    )
    assert precisions(areas).tolist() == [
        "publié, fragile",
        "estimé",
        "secret statistique",
        "non disponible",
    ]


def test_map_file_is_small_and_holds_the_points_shown(view):
    content = map_html(POVERTY, view)
    assert len(content) < 1_500_000
    text = content.decode()
    assert "Grands sites miniers" in text
    assert "Anciens puits de mine" not in text
    assert str(pd.Timestamp.now(tz="Europe/Paris").year) in text


def test_map_file_of_all_communes_stays_small():
    state = State(indicator="poverty_rate_pct", year=2021, perimeter=data.REFERENCE)
    assert len(map_html(state, map_view(state, "carte", 600))) < 2_500_000
