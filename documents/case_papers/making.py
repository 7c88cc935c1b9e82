"""Make the files of a case's papers; what can't be made is said, and holds the rest up by nothing."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from documents.case_papers import package
from documents.case_papers.file import case_file, json_of
from documents.case_papers.report import report
from documents.papers.layout import lay_out
from documents.papers.office import OfficeTemplateError, fill_in
from documents.papers.paper import Paper
from documents.papers.pdf import PdfError, draw
from services.casework.paper_types import CasePaper, Export
from services.profile import Profile


@dataclass(frozen=True)
class Trouble:
    """Something that couldn't be made: a code of ours, and the placeholder or what is said of it."""

    code: str
    name: str = ""


@dataclass(frozen=True)
class Made:
    files: tuple[tuple[str, bytes], ...]
    troubles: tuple[Trouble, ...] = ()


def report_files(facts: CasePaper, profile: Profile, locale: str, template: Path | None = None) -> Made:
    """The report as Word and PDF; by an office's template the Word file is theirs, if it can be filled."""
    paper, name = report(facts, profile, locale), f"{facts.number}-report"
    word, troubles = _word(facts, paper, template)
    files = [(f"{name}.docx", word)]
    files += _pdf(facts, paper, f"{name}.pdf", troubles)
    return Made(tuple(files), tuple(troubles))


def case_files(export: Export, profile: Profile, locale: str, passphrase: str) -> Made:
    """One encrypted file with the whole case, its pictures and files as they came."""
    facts = export.paper
    paper, troubles = case_file(facts, profile, locale), list[Trouble]()
    inside = {
        f"{facts.number}.docx": lay_out(paper, at=facts.made_at),
        **dict(_pdf(facts, paper, f"{facts.number}.pdf", troubles)),
        f"{facts.number}.json": json_of(facts),
        **{one.name: Fernet(one.key).decrypt(one.content) for one in export.documents if one.key},
    }
    file = package.sealed_zip(facts, inside, passphrase)
    return Made(((f"{facts.number}.zip", file),), tuple(troubles))


def _word(facts: CasePaper, paper: Paper, template: Path | None) -> tuple[bytes, list[Trouble]]:
    """A template that fails must not hold up a report: ours takes its place."""
    if template is None:
        return lay_out(paper, at=facts.made_at), []
    try:
        return fill_in(template.read_bytes(), paper, facts, at=facts.made_at), []
    except OSError:
        trouble = Trouble("template_unreadable")
    except OfficeTemplateError as error:
        trouble = Trouble(error.code, error.name)
    return lay_out(paper, at=facts.made_at), [trouble]


def _pdf(facts: CasePaper, paper: Paper, name: str, troubles: list[Trouble]) -> list[tuple[str, bytes]]:
    try:
        return [(name, draw(paper, at=facts.made_at))]
    except PdfError as error:
        troubles.append(Trouble(error.code))
        return []
