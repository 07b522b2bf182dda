"""Columns are recognised by their names; duplicates proposed; no cell of a download can act."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.own_list.downloads import csv_file, neutralised, template_notes, template_table, workbook
from loaders.own_list.duplicates import likely_duplicates, repeated
from loaders.own_list.fields import FIELDS, recognised
from loaders.own_list.files import read_own_list


def test_the_template_recognises_itself_as_csv_and_as_workbook():
    for content in (csv_file(template_table()), workbook(template_table(), template_notes())):
        cells = read_own_list(content, "modele").cells
        assert recognised(list(cells)) == {field.id: field.title for field in FIELDS}


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("NOM DE LA COMMUNE", "commune"),
        ("code_insee", "code_commune"),
        ("CP", "postcode"),
        ("Lng", "lon"),
        ("Dénomination", "name"),
        ("annee_creation", "year"),
        ("Thématiques", "domain"),
        ("Site web", "source"),
    ],
)
def test_usual_names_are_recognised(column, field):
    assert recognised(["Prix", column]) == {field: column}


def test_a_column_serves_once_and_the_exact_name_wins():
    assert recognised(["Noms", "Nom", "Ville", "Commune"]) == {"name": "Nom", "commune": "Commune"}


KNOWN = pd.DataFrame(
    {
        "name": ["Mosaïk, épicerie solidaire", "Garage solidaire de Béthune", "Le Germoir"],
        "code_commune": ["62617", "62119", None],
    },
    index=[10, 11, 12],
)


@pytest.mark.parametrize(
    ("name", "code", "other"),
    [
        ("Épicerie solidaire Mosaik", "62617", 10),
        ("Garage solidaire", "62119", 11),
        ("Garage solidaire", "62498", None),
        ("LE GERMOIR", "62026", 12),
        ("Ressourcerie", "62617", None),
    ],
)
def test_duplicates_are_proposed_by_name_and_commune(name, code, other):
    found = likely_duplicates(pd.DataFrame({"name": [name], "code_commune": [code]}), KNOWN)
    assert found["other"].tolist() == ([] if other is None else [other])


def test_a_row_repeated_names_the_first_line():
    rows = pd.DataFrame(
        {"name": ["A b", "B", "a-B", "A b"], "code_commune": ["1", "1", "1", "2"]}, index=[2, 3, 4, 5]
    )
    assert repeated(rows).to_dict() == {4: 2}


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+33 3 21", "'+33 3 21"),
        ("@cmd", "'@cmd"),
        ("-2+3", "'-2+3"),
        (" =HYPERLINK(1)", "' =HYPERLINK(1)"),
        ("-2.5", "-2.5"),
        ("+50,4", "+50,4"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("Lens", "Lens"),
    ],
)
def test_formulas_and_tags_are_text(cell, safe):
    assert neutralised(cell) == safe


@given(st.text(max_size=30))
def test_no_cell_can_act(text):
    safe = neutralised(text)
    assert "<" not in safe
    assert not safe.lstrip().startswith(("=", "@")) or safe.startswith("'")


def test_a_workbook_holds_no_formula_and_no_link():
    import io  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    content = workbook(pd.DataFrame({"=A1": ["=1+1", "http://exemple.fr"]}))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
    assert read_own_list(content, "x.xlsx").cells.iloc[:, 0].tolist() == ["'=1+1", "http://exemple.fr"]
