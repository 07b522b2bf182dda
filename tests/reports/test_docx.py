"""The editable document, read again: styles, tables, words for pictures, language; and by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.content import sources
from reports.docx import docx
from tests.reports.reading import HOSTILE, squeezed, text_of, with_name
from tests.reports.sample import DRAWINGS, LENS, MADE_ON, SPARSE

OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def content():
    return docx(LENS, DRAWINGS, MADE_ON)


@pytest.fixture(scope="module")
def lens(content):
    return Document(io.BytesIO(content))


def words(document) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return squeezed("\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def test_it_uses_real_styles(lens):
    styles = [paragraph.style.name for paragraph in lens.paragraphs]
    assert styles[:2] == ["Title", "Subtitle"]
    assert styles.count("Heading 1") == 11
    assert styles.count("Heading 2") == len(LENS.nearby)
    assert styles.count("List Number") == len(LENS.sentences)
    assert styles.count("Caption") == 3
    assert {"List Bullet", "Accroche"} <= set(styles)


def test_each_table_has_a_head_that_comes_again(lens):
    assert len(lens.tables) == 5  # legend, figures, contrasts, balances, twins
    for table in lens.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells)


def test_the_table_says_each_value_beside_its_references_with_its_source(lens):
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in lens.tables[1].rows}
    heads = rows["Chiffre"]
    assert heads[1:5] == ["Année", "Dans la commune", "CA de Lens - Liévin", "Bassin minier (250 communes)"]
    assert rows["Taux de pauvreté"][1:5] == ["2021", "31,0\u202f%", "23,4\u202f%", "21,2\u202f%†"]
    assert [row[-1] for title, row in rows.items() if title != "Chiffre"] == [
        "[1]",
        "[2]",
        "[3]",
        "[3]",
        *["[2]"] * 8,
    ]


def test_it_says_all_that_the_portrait_says(lens):
    text = words(lens)
    told = [LENS.headline, *LENS.sentences, *LENS.subject.facts, LENS.twins_note, LENS.course.sentence]
    told += [item.text for item in LENS.nearby] + [item.reason for item in LENS.missing]
    told += [figure.definition for figure in LENS.figures] + list(sources(LENS, DRAWINGS))
    assert [part for part in map(squeezed, told) if part not in text] == []


def test_pictures_have_words(lens):
    about = list(lens.element.iter(qn("wp:docPr")))
    assert len(about) == len(lens.inline_shapes) == 3
    assert about[0].get("descr") == DRAWINGS.map.alt
    assert all(len(node.get("descr")) > 40 for node in about)


def test_it_is_a4_in_french_and_filed_under_its_subject(lens, content):
    section = lens.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    about = lens.core_properties
    assert (about.title, about.author, about.language) == (
        "Lens – portrait de commune",
        "Bassin minier, tableau de bord",
        "fr-FR",
    )
    assert "Bassin minier" in about.keywords
    assert about.created.date() == MADE_ON
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert 'w:lang w:val="fr-FR"' in styles
    footer = section.footer.paragraphs[0]._p.xml
    assert 'w:instr="PAGE"' in footer
    assert "Bassin minier, tableau de bord" in footer


def test_hostile_text_stays_text():
    text = words(Document(io.BytesIO(docx(with_name(LENS, HOSTILE), DRAWINGS, MADE_ON))))
    assert '#read("/etc/passwd") =cmd|' in text
    assert "<script>x</script>" in text
    assert "漢字" in text
    assert "\x07" not in text


def test_a_missing_value_says_why():
    document = Document(io.BytesIO(docx(SPARSE, DRAWINGS, MADE_ON)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert [row[2] for row in rows[1:]] == ["32\u202f920", "secret", "n.d.", "≈\u202f47,9\u202f%*"]
    assert "secret : secret statistique" in words(document)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_opens_it(content, tmp_path):
    (tmp_path / "fiche.docx").write_bytes(content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        OFFICE,
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        tmp_path / "fiche.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = text_of((tmp_path / "fiche.pdf").read_bytes())
    assert squeezed(LENS.headline) in text
    assert "25,4 %" in text
    assert squeezed(sources(LENS, DRAWINGS)[-1]) in text
