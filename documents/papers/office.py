"""Fill an office's own template with what our papers say.

A template sees `paper` (title, lead, sections by their code) and `facts` (counts and codes), and nothing
else: it runs in Jinja's sandbox, and a name that isn't there is an error, never an empty place.
"""

from dataclasses import asdict
from datetime import datetime
from enum import Enum
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.papers.package import LeadsOutsideError, ensure_inside, sealed
from documents.papers.paper import Paper
from services.casework.paper_types import CasePaper
from services.papers.types import Facts

# The last is what lxml raises for what is no XML.
NO_FILE = (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError)
# What an expression of somebody else's can come to.
NO_SENSE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, SyntaxError)


class OfficeTemplateError(Exception):
    """A template can't be filled; `code` says why, `name` is the placeholder or what Jinja says of it."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.name = name


class _Unknown(StrictUndefined):
    """Its error is the placeholder's bare name."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def fill_in(template: bytes, paper: Paper, facts: Facts | CasePaper, *, at: datetime) -> bytes:
    """Return the template filled in. Raises OfficeTemplateError."""
    try:
        document = DocxTemplate(BytesIO(template))
        document.init_docx()
        ensure_inside(document.get_docx().part.package)
    except LeadsOutsideError:
        raise OfficeTemplateError("template_outside") from None
    except NO_FILE:
        raise OfficeTemplateError("template_unreadable") from None
    file = _rendered(document, _seen(paper, facts))
    return sealed(file, title=paper.title, author=paper.author, locale=paper.locale, at=at)


def _rendered(document: DocxTemplate, seen: dict[str, Any]) -> bytes:
    ink = ImmutableSandboxedEnvironment(undefined=_Unknown, autoescape=True, finalize=_shown)
    file = BytesIO()
    try:
        document.render(seen, ink, autoescape=True)
        document.save(file)
    except UndefinedError as error:
        raise OfficeTemplateError("template_unknown", str(error)) from None
    except TemplateError as error:
        raise OfficeTemplateError("template_wrong", str(error.message).splitlines()[0]) from None
    except NO_SENSE as error:
        raise OfficeTemplateError("template_wrong", type(error).__name__) from None
    return file.getvalue()


def _seen(paper: Paper, facts: Facts | CasePaper) -> dict[str, Any]:
    sections = {section.code: asdict(section) for section in paper.sections}
    whole = {"title": paper.title, "lead": paper.lead, "sections": sections, "all": list(sections.values())}
    return {"paper": whole, "facts": asdict(facts)}


def _shown(value: Any) -> Any:
    """How a fact looks in a template: a code as its word, an instant to the minute, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return value.value
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
