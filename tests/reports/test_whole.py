"""Whole briefings from the tables: what they say is what the tables say, for extreme subjects too."""

from __future__ import annotations

import io
from datetime import date

import pandas as pd
import pytest
from docx import Document

from geo.groups import group_id
from loaders import catalog
from reports.content import sources
from reports.making import FORMATS, documents
from reports.maps import drawings_of
from reports.portrait import portrait_of
from tests.reports.reading import embedded, fonts, reader, squeezed, text_of
from tests.reports.test_xlsx import records, sheets
from viz.french import quantity

DAY = date(2025, 6, 30)
SUBJECTS = {
    "lens": "commune_62498",
    "smallest": "commune_62396",
    "lille": "commune_59350",
    "elsewhere": "commune_01004",
    "without_epci": "commune_29083",
    "basin": "mbm_250",
    "two": group_id(["62498", "62427"], "Lens et Hénin"),
}


@pytest.fixture(scope="module")
def made(tables):
    """Every document of every subject, made once."""
    return {
        key: dict(zip(FORMATS, documents(tables, one, FORMATS, DAY).values(), strict=True))
        for key, one in SUBJECTS.items()
    }


@pytest.mark.parametrize("key", SUBJECTS)
def test_a_pdf_has_two_pages_with_its_fonts_and_says_each_value(made, tables, key):
    portrait = portrait_of(tables, SUBJECTS[key])
    document = reader(made[key]["pdf"])
    assert len(document.pages) == 2
    assert all(embedded(font) for font in fonts(document))
    text = text_of(made[key]["pdf"])
    assert squeezed(portrait.headline) in text
    for figure in portrait.figures:
        shown = squeezed(figure.amount.text.replace("\u202f% par an", "\u202f%"))
        assert not figure.amount.known or shown in text
    assert [
        source
        for source in sources(portrait, drawings_of(tables, portrait.subject))
        if squeezed(source) not in text
    ] == []


@pytest.mark.parametrize("key", SUBJECTS)
def test_a_docx_says_sentences_and_sources(made, tables, key):
    portrait = portrait_of(tables, SUBJECTS[key])
    text = squeezed("\n".join(p.text for p in Document(io.BytesIO(made[key]["docx"])).paragraphs))
    told = [portrait.headline, *portrait.sentences, *portrait.sources]
    assert [part for part in map(squeezed, told) if part not in text] == []


@pytest.mark.parametrize("code", ["62498", "62396", "59350"])
def test_a_workbook_has_the_numbers_of_the_table(made, tables, code):
    """The rows of the table itself, not by way of the portrait."""
    key = {one.removeprefix("commune_"): key for key, one in SUBJECTS.items()}[code]
    stored = catalog.read_table("indicator_values").set_index(["code_commune", "indicator", "year"])["value"]
    titles = {item.title: name for name, item in catalog.read_indicators().items()}
    own = [
        row
        for row in records(sheets(made[key]["xlsx"])["Chiffres"])
        if row["Rôle du lieu"] == "Sujet de la fiche"
    ]
    compared = 0
    for row in own:
        place = (code, titles.get(row["Chiffre"]), row["Année"])
        if row["Année"] and place in stored.index and pd.notna(stored[place]):
            assert row["Valeur"] == pytest.approx(float(stored[place]))
            compared += 1
    assert compared >= 7


def test_the_basin_adds_its_communes_up(made):
    communes = catalog.read_communes(("59", "62"))
    codes = communes.index[communes["mbm_250"].eq(True)]  # noqa: FBT003
    rows = catalog.read_table("indicator_values")
    people = rows[
        rows["indicator"].eq("population") & rows["year"].eq(2023) & rows["code_commune"].isin(codes)
    ]
    total = float(people["value"].sum())
    row = records(sheets(made["basin"]["xlsx"])["Chiffres"])[0]
    assert (row["Valeur"], row["Année"]) == (total, 2023)
    assert squeezed(quantity(total)) in text_of(made["basin"]["pdf"])


def test_what_is_secret_says_so_in_each_document(made):
    assert "secret : secret statistique" in text_of(made["smallest"]["pdf"])
    rows = records(sheets(made["smallest"]["xlsx"])["Chiffres"])
    secret = [row for row in rows if row["Statut"] == "secret statistique"]
    assert secret
    assert {row["Valeur"] for row in secret} == {""}


def test_medians_of_several_communes_are_approximations(made):
    rows = records(sheets(made["two"]["xlsx"])["Chiffres"])
    own = {row["Chiffre"]: row for row in rows if row["Rôle du lieu"] == "Sujet de la fiche"}
    assert own["Niveau de vie médian"]["Approximation"] == "oui"
    assert "≈" in text_of(made["two"]["pdf"])
