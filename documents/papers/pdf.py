"""Draw a paper as a PDF, with typst: no program of the system, and a font that comes as a package."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from documents.papers.layout import PIECES
from documents.papers.paper import BLANK, Paper, Section, Table

FONT_PACKAGE = "pylopdf_fonts_zh_cn"
# The package's own first; then what a system may have, in the order in which we like them.
TEXT = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC")
HEADS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "WenQuanYi Micro Hei")
FORM = Path(__file__).with_name("paper.typ")


class PdfError(Exception):
    """No PDF can be made here; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def draw(paper: Paper, *, at: datetime) -> bytes:
    """Return the PDF; takes a tenth of a second, so not in the loop. Raises PdfError."""
    known = _families()
    fonts = [one for one in (*TEXT, *HEADS) if one in known]
    if not fonts:
        raise PdfError("pdf_no_font")
    told = _as_data(paper) | {"fonts": fonts, "heads": [one for one in HEADS if one in known] or fonts}
    try:
        made = typst.compile(
            FORM.read_bytes(),
            sys_inputs={"paper": json.dumps(told)},
            font_paths=_folders(),
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    except (RuntimeError, ValueError):
        raise PdfError("pdf_failed") from None
    return bytes(made)


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts(font_paths=_folders()).families())


def _folders() -> list[Any]:
    """Where the package keeps its fonts; it is looked for, not run."""
    found = find_spec(FONT_PACKAGE)
    return [Path(found.origin).parent] if found and found.origin else []


def _as_data(paper: Paper) -> dict[str, Any]:
    lang, _, region = paper.locale.partition("_")
    return {
        "title": paper.title,
        "author": [paper.author] if paper.author else [],
        "lang": lang,
        "region": region or None,
        "lead": [_pieces(line) for line in paper.lead],
        "sections": [_section(one) for one in paper.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "lines": [_pieces(line) for line in section.lines],
        "table": _table(section.table) if section.table else None,
        "points": [_pieces(line) for line in section.points],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "widths": list(table.widths or (1,) * len(table.head)),
        "head": [_pieces(text) for text in table.head],
        "rows": [[{"cell": _pieces(text)} for text in row] for row in table.rows],
    }


def _pieces(text: str) -> list[list[dict[str, Any]]]:
    """Lines of pieces; what is left to a hand stands by itself."""
    return [
        [
            {"text": piece, "blank": BLANK.fullmatch(piece) is not None}
            for piece in PIECES.split(line)
            if piece
        ]
        for line in text.split("\n")
    ]
