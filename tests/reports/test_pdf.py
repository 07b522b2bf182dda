"""The two-page PDF, read again: what it says, that it is accessible, that data stays text, that it fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.content import sources
from reports.drawings import Drawings
from reports.model import Missing
from reports.pdf import pdf, pictures
from tests.reports.reading import (
    HOSTILE,
    embedded,
    fonts,
    heights,
    reader,
    squeezed,
    structure,
    text_of,
    with_name,
)
from tests.reports.sample import DRAWINGS, LENS, LONG, MADE_ON, SPARSE

A4 = (595, 842)
MARGIN = 45
"""Points under which only the foot stands (16 mm)."""


@pytest.fixture(scope="module")
def lens():
    return pdf(LENS, DRAWINGS, MADE_ON)


@pytest.mark.parametrize("portrait", [LENS, SPARSE], ids=["full", "sparse"])
def test_there_are_two_pages_of_a4(portrait):
    pages = reader(pdf(portrait, DRAWINGS, MADE_ON)).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [A4, A4]


def test_it_says_its_headline_its_values_and_those_beside(lens):
    text = text_of(lens)
    assert squeezed(LENS.headline) in text
    for figure in LENS.figures:
        assert squeezed(figure.amount.text).split(" ")[0] in text
    assert "19,6 %" in text
    assert "68 094 000" in text
    assert "12ᵉ sur 249" in text


def test_it_says_sentences_sources_coverage_perimeter_date_and_what_is_missing(lens):
    text = text_of(lens)
    told = [*LENS.sentences, *sources(LENS, DRAWINGS), LENS.subject.definition, "Établi le 3 juin 2025"]
    told += [item.title for item in LENS.missing] + ["218 communes sur 250, 96,4 % de la population"]
    assert [words for words in map(squeezed, told) if words not in text] == []


def test_every_figure_has_the_number_of_its_source(lens):
    page = squeezed(reader(lens).pages[0].extract_text())
    order = sources(LENS, DRAWINGS)
    numbers = [order.index(figure.source) + 1 for figure in LENS.figures]
    assert numbers == [1, 2, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2]
    for figure, number in zip(LENS.figures, numbers, strict=True):
        words = figure.short.split(" (")[0].split(" ")[-1]
        assert f"{figure.year} {number}" in page.split(words, 1)[1]


def test_french_spaces_are_kept(lens):
    first = reader(lens).pages[0].extract_text()
    assert "25,4\u202f%" in first
    assert "17\u202f190\u00a0€" in first


def test_every_font_is_inside(lens):
    found = list(fonts(reader(lens)))
    assert found
    assert all(embedded(font) for font in found)
    assert {font["/BaseFont"].split("+")[1].split("-")[0] for font in found} == {"SourceSansPro"}


def test_it_is_tagged_in_french_with_a_title(lens):
    document = reader(lens)
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata.title == "Lens – portrait de commune"
    assert document.metadata.author == "Bassin minier, tableau de bord"


def test_pictures_have_words_and_tables_have_heads(lens):
    nodes = list(structure(reader(lens)))
    words = [str(node["/Alt"]) for node in nodes if "/Alt" in node]
    assert any(text.startswith("Carte de Lens") for text in words)
    assert any("41\u202f874 en 1968" in text for text in words)
    kinds = [str(node["/S"]) for node in nodes]
    assert kinds.count("/Table") == 3  # figures, contrasts, balances
    assert kinds.count("/TH") == 9 + 4 + 4  # one for each column
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 8


def test_the_same_arguments_give_the_same_bytes(lens):
    assert pdf(LENS, DRAWINGS, MADE_ON) == lens
    assert pdf(LENS, DRAWINGS, date(2025, 6, 4)) != lens


def test_text_of_users_is_never_run():
    text = text_of(pdf(with_name(LENS, HOSTILE), DRAWINGS, MADE_ON))
    assert '#read("/etc/passwd")' in text
    assert "=cmd|" in text
    assert "<script>x</script> $x$ *b* @ref" in text
    assert "root:" not in text
    assert "\x07" not in text


def endless():
    """A portrait whose every text goes on and on."""
    named = with_name(LENS, "Mot " * 4_000)
    figures = tuple(
        replace(figure, title=LONG * 3, short=LONG * 3, source=f"{LONG * 4} {figure.id}")
        for figure in LENS.figures
    )
    missing = tuple(Missing(LONG, "2021", LONG * 4) for _ in range(40))
    return replace(named, figures=figures, missing=missing, sentences=(LONG * 4,) * 3)


@pytest.mark.parametrize("portrait", [LENS, SPARSE, endless()], ids=["full", "sparse", "endless"])
def test_nothing_runs_into_the_foot_nor_off_the_page(portrait):
    pages = reader(pdf(portrait, DRAWINGS, MADE_ON)).pages
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        low = [text for height, text in heights(page) if height < MARGIN]
        assert low[-1] == f"{number} / 2"
        assert low[0].startswith("Bassin minier, tableau de bord.")
        assert len(low) <= 4  # the foot, on two lines at most
        assert all(height < A4[1] for height, _ in heights(page))


def test_a_missing_value_says_why_and_is_never_zero():
    text = text_of(pdf(SPARSE, DRAWINGS, MADE_ON))
    assert "secret : secret statistique" in text
    assert "n.d. : non disponible" in text
    assert "≈ 47,9 %*" in text
    assert " 0 %" not in text


def test_signs_are_explained_where_they_stand_and_nowhere_else(lens):
    assert "≈" in text_of(pdf(SPARSE, DRAWINGS, MADE_ON))
    assert "≈" not in text_of(lens)
    assert "† : une partie des communes n’est pas publiée" in text_of(lens)


def test_points_under_odbl_are_told_apart(lens):
    text = text_of(lens)
    assert "Cercles clairs : 1968–2011, licence ODbL" in text
    assert "cercles pleins : 2017–2023, Licence Ouverte" in text


def test_there_may_be_no_map():
    assert len(reader(pdf(LENS, Drawings(), MADE_ON)).pages) == 2


def test_drawings_are_also_pictures():
    found = pictures(LENS, DRAWINGS, MADE_ON, ("course", "map"))
    assert list(found) == ["course", "map"]
    assert all(png.startswith(b"\x89PNG") for png in found.values())
