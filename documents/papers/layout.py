"""Lay a paper out as a Word file: A4, headings, tables, page numbers; what is left to a hand in yellow."""

import re
from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from documents.papers.package import sealed
from documents.papers.paper import BLANK, Paper, Section, Table

PIECES = re.compile(f"({BLANK.pattern})")
TEXT_WIDTH = 15.8  # centimetres between the margins
LATIN, CHINESE, CHINESE_HEADING = "Times New Roman", "SimSun", "SimHei"
SIZES = {"Normal": 11, "Title": 20, "Heading 1": 14, "List Bullet": 11}


def lay_out(paper: Paper, *, at: datetime) -> bytes:
    """Return the file; the same paper at the same instant is the same bytes."""
    document = docx.Document()
    _set_page(document)
    for name, size in SIZES.items():
        _set_font(document, name, size)
    document.add_paragraph(paper.title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in paper.lead:
        _write(document.add_paragraph(), line)
    for section in paper.sections:
        _add(document, section)
    _number_pages(document)
    return _saved(document, paper, at)


def _set_page(document: Document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    page.top_margin = page.bottom_margin = Cm(2.4)


def _set_font(document: Document, name: str, size: int) -> None:
    """Name a font for Chinese too: without one, each program chooses its own."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101
    style.font.name, style.font.size = LATIN, Pt(size)
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    is_heading = name.startswith(("Title", "Heading"))
    fonts.set(qn("w:eastAsia"), CHINESE_HEADING if is_heading else CHINESE)


def _add(document: Document, section: Section) -> None:
    document.add_heading(section.heading, level=1)
    for line in section.lines:
        _write(document.add_paragraph(), line)
    if section.table:
        _add_table(document, section.table)
    for point in section.points:
        _write(document.add_paragraph(style="List Bullet"), point)


def _add_table(document: Document, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    for cell, text in zip(made.rows[0].cells, table.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
        _shade(cell)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for row in table.rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], text)
    for place, width in enumerate(table.widths):
        for cell in made.columns[place].cells:
            cell.width = Cm(TEXT_WIDTH * width / sum(table.widths))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E7E6E6")
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _write(paragraph: Paragraph, text: str) -> None:
    """Write a text, and make stand out what a hand has to fill in."""
    for piece in PIECES.split(text):
        if piece:
            run = paragraph.add_run(piece)
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW if BLANK.fullmatch(piece) else None


def _number_pages(document: Document) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code in ("PAGE", "/", "NUMPAGES"):
        if code == "/":
            footer.add_run(" / ")
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        footer._p.append(field)  # noqa: SLF001


def _saved(document: Document, paper: Paper, at: datetime) -> bytes:
    file = BytesIO()
    document.save(file)
    return sealed(file.getvalue(), title=paper.title, author=paper.author, locale=paper.locale, at=at)
