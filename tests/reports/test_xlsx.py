"""The workbook, read again: numbers are numbers, what is missing is empty with its reason, no cell acts."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from reports.content import sources
from reports.xlsx import xlsx
from tests.reports.reading import HOSTILE, with_name
from tests.reports.sample import COVERAGE, DRAWINGS, LENS, MADE_ON, SPARSE


def sheets(content: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def records(rows: list[list]) -> list[dict]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def content():
    return xlsx(LENS, MADE_ON, DRAWINGS)


@pytest.fixture(scope="module")
def lens(content):
    return sheets(content)


def test_there_is_one_row_for_each_figure_and_place(lens):
    rows = records(lens["Chiffres"])
    assert len(rows) == len(LENS.figures) * 6
    found = {(row["Chiffre"], row["Lieu"]): row for row in rows}
    for figure in LENS.figures:
        assert found[figure.title, "Lens"]["Valeur"] == figure.amount.value
        for other in figure.beside:
            assert found[figure.title, other.name]["Valeur"] == other.amount.value


def test_each_row_says_unit_year_status_coverage_and_source(lens):
    row = next(row for row in records(lens["Chiffres"]) if row["Lieu"].startswith("Bassin"))
    assert (row["Unité"], row["Année"], row["Statut"], row["Couverture"]) == (
        "habitants",
        2023,
        "publié",
        COVERAGE,
    )
    assert all(row["Source"] for row in records(lens["Chiffres"]))


def test_a_missing_value_is_an_empty_cell_with_its_reason():
    rows = records(sheets(xlsx(SPARSE, MADE_ON))["Chiffres"])
    own = [row for row in rows if row["Rôle du lieu"] == "Sujet de la fiche"]
    assert [row["Valeur"] for row in own] == [32_920, "", "", 47.9]
    assert [row["Statut"] for row in own] == ["publié", "secret statistique", "non disponible", "publié"]
    assert (own[3]["Approximation"], own[3]["Fragile"]) == ("oui", "oui")


def test_inhabitants_balances_and_trends_have_their_year_and_credit(lens):
    rows = records(lens["Trajectoire"])
    people = {row["Année"]: row for row in rows if row["Mesure"] == "Habitants" and "COG" in row["Source"]}
    assert people[1968]["Valeur"] == 41_874
    assert all("ODbL" in row["Source"] for year, row in people.items() if year < 2017)
    births = [row for row in rows if row["Mesure"] == "Naissances moins décès"]
    assert [(row["Début"], row["Année"], row["Valeur"]) for row in births] == [
        (2011, 2017, 900),
        (2017, 2023, 620),
    ]


def test_ranks_and_contrasts_are_numbers(lens):
    assert records(lens["Rangs"])[0]["Rang (1 : la plus élevée)"] == 12
    found = {(row["Chiffre"], row["Contexte"]): row for row in records(lens["Contrastes"])}
    assert found["Taux de chômage", "Communes voisines"]["Indice (contexte = 100)"] == 118


def test_definitions_and_sources_are_there(lens):
    rows = records(lens["Définitions et sources"])
    told = {row["Rubrique"] for row in rows}
    assert {"Définition", "Source", "Périmètre", "Non publié", "Phrase à reprendre"} <= told
    assert [row["Texte"] for row in rows if row["Rubrique"] == "Source"] == list(sources(LENS, DRAWINGS))


def test_heads_stay_in_view_and_filter(content):
    book = zipfile.ZipFile(io.BytesIO(content))
    page = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane xSplit="2" ySplit="1"' in page
    assert "<autoFilter ref=" in page
    assert re.search(r'numFmt[^>]*formatCode="#,##0.0"', book.read("xl/styles.xml").decode())


def test_no_cell_acts():
    content = xlsx(with_name(LENS, f"=cmd()|{HOSTILE}"), MADE_ON, DRAWINGS)
    book = zipfile.ZipFile(io.BytesIO(content))
    pages = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all("<f>" not in page and "<hyperlink" not in page for page in pages)
    row = records(sheets(content)["Chiffres"])[0]
    assert row["Lieu"].startswith('=cmd()|#read("/etc/passwd")')


def test_the_same_arguments_give_the_same_bytes(content):
    assert xlsx(LENS, MADE_ON, DRAWINGS) == content
