"""Styles, tables and pictures of an editable document; every text given is written as text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.content import numbers
from reports.glyphs import plain
from viz import palettes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

FONT: Final = "Calibri"
"""On the computers of those who edit; LibreOffice has its equal in measure, Carlito."""
TABLE_STYLE: Final = "Tableau de la fiche"
SMALL: Final = "Note de la fiche"
HEADLINE: Final = "Accroche"
CELL: Final = "Cellule de la fiche"
HEAD: Final = "Tête de colonne"
TEXT_WIDTH: Final = 174
"""Millimetres between the margins."""
MARGIN: Final = 18
LANGUAGE: Final = "fr-FR"
INK, QUIET, ACCENT = (
    RGBColor.from_string(paint.light.removeprefix("#").upper())
    for paint in (palettes.TEXT, palettes.TEXT_MUTED, palettes.ACCENT)
)


def new_document() -> Document:
    """Return an empty document: A4, French, with the styles of a briefing."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(16), Mm(18)
    _speak_french(document)
    _set_styles(document)
    return document


def _speak_french(document: Document) -> None:
    """Set the language of every style, so that spelling is checked in French."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), LANGUAGE)


def _set_styles(document: Document) -> None:
    """Set the looks of the built-in styles, and add the few that a briefing needs besides."""
    _look(_style(document, "Normal"), 10.5, after=5)
    _look(_style(document, "Title"), 28, bold=True, after=0)
    _look(_style(document, "Subtitle"), 11, QUIET, after=8)
    _look(_style(document, "Heading 1"), 15, ACCENT, bold=True, before=14, after=4)
    _look(_style(document, "Heading 2"), 11.5, bold=True, before=8, after=2)
    _look(_style(document, "Caption"), 9, QUIET, before=2, after=8)
    _look(_style(document, "List Bullet"), 10.5, after=2)
    _look(_style(document, "List Number"), 10.5, after=4)
    _look(_added(document, SMALL), 8.5, QUIET, after=3)
    _look(_added(document, HEADLINE), 14, bold=True, before=4, after=8)
    _look(_added(document, CELL), 8, after=0)
    _look(_added(document, HEAD), 7.5, QUIET, bold=True, after=0)
    _add_table_style(document)


def _style(document: Document, name: str) -> ParagraphStyle:
    return document.styles[name]


def _added(document: Document, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return style


def _look(
    style: ParagraphStyle,
    size: float,
    colour: RGBColor = INK,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.name, style.font.color.rgb = FONT, colour
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name in ("w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    spacing = properties.find(qn("w:spacing"))
    if spacing is not None:  # letters of the built-in subtitle stand apart
        properties.remove(spacing)
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:  # the line under the built-in title
        border.getparent().remove(border)


def _add_table_style(document: Document) -> None:
    """Add the style of tables: a hairline under each row."""
    style = document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    properties = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    for side, width in (("top", 8), ("bottom", 8), ("insideH", 4)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(width)), ("space", "0"), ("color", "BDB8AC")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 25), ("left", 40), ("bottom", 25), ("right", 40)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    style.element.append(properties)


@dataclass
class Page:
    """The document being written; ``sources`` are its numbered credits."""

    document: Document
    sources: tuple[str, ...]

    def say(self, text: str, style: str = "Normal", refs: Iterable[str] = ()) -> Paragraph:
        """Write a paragraph, and the numbers of its sources."""
        paragraph = self.document.add_paragraph(plain(text), style=style)
        self._cite(paragraph, refs)
        return paragraph

    def bullet(self, title: str, text: str, refs: Iterable[str] = ()) -> None:
        """Write a line of a list, its title in bold."""
        paragraph = self.document.add_paragraph(style="List Bullet")
        paragraph.add_run(plain(title)).bold = True
        paragraph.add_run(plain(text))
        self._cite(paragraph, refs)

    def _cite(self, paragraph: Paragraph, refs: Iterable[str]) -> None:
        found = self.numbered(refs)
        if found:
            paragraph.add_run(f" {found}").font.size = Pt(8)

    def numbered(self, refs: Iterable[str]) -> str:
        """Return the numbers of some sources: ``[1, 4]``."""
        found = numbers(self.sources, refs)
        return f"[{', '.join(map(str, found))}]" if found else ""

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading."""
        self.document.add_heading(plain(text), level)

    def picture(self, png: bytes, width: float, words: str, caption: str, refs: Iterable[str] = ()) -> None:
        """Put a picture of some millimetres with words for who does not see it, and its caption."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))
        about = paragraph._p.find(f".//{qn('wp:docPr')}")  # noqa: SLF001 (python-docx has no other way)
        about.set("descr", plain(words))
        about.set("title", plain(caption))
        self.say(caption, "Caption", refs)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, left: int = 1
    ) -> Table:
        """Write a table whose head comes again on each page; all columns but the first ``left`` go right."""
        table = self.document.add_table(1, len(heads), style=TABLE_STYLE)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _repeat(table)
        for place, words in enumerate(heads):
            _fill(table.rows[0].cells[place], words, HEAD, is_left=place < left)
        for row in rows:
            cells = table.add_row().cells
            for place, words in enumerate(row):
                _fill(cells[place], words, CELL, is_left=place < left)
        for place, width in enumerate(widths):
            table.columns[place].width = Mm(width)
            for cell in table.columns[place].cells:
                cell.width = Mm(width)
        self.document.add_paragraph(style=SMALL)
        return table

    def footer(self, words: str) -> None:
        """Write the foot of each page: who speaks, and the number of the page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = self.document.styles[SMALL]
        paragraph.add_run(f"{plain(words)} – page ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" sur ")
        _field(paragraph, "NUMPAGES")


def _repeat(table: Table) -> None:
    """Make the first row the head of the table, on each page."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _fill(cell: _Cell, words: str, style: str, *, is_left: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(plain(words))
    if not is_left:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell with a colour ``#rrggbb``."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.removeprefix("#"))):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001


def _field(paragraph: Paragraph, name: str) -> None:
    """Write a number that the word processor works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001
