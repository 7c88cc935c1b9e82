"""What `doctor` says of an office's own template before anybody needs it."""

from pathlib import Path

import docx
import pytest

from bot.settings import Settings
from bot.template_findings import template_findings

EVERYTHING = (
    "{{ paper.title }}", "{{ facts.child.name }} {{ facts.child.born_on }} {{ facts.child.adults[0].name }}",
    "{{ facts.reports[0].receipt }} {{ facts.reporter.name }} {{ facts.chain.digest }}",
    "{% for one in facts.words %}{{ one.text }}{% endfor %} {{ paper.sections.signatures.heading }}",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEFAULT_LOCALE", "en")


def kept(folder: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "office.docx"))
    return folder / "office.docx"


def found(path: Path | None) -> list[tuple[bool, str]]:
    settings = Settings(_env_file=None, report_template=path)
    return [(one.good, one.sentence) for one in template_findings(settings)]


def test_without_one_there_is_not_a_word() -> None:
    assert found(None) == []


def test_one_that_asks_for_what_is_there_is_good(tmp_path: Path) -> None:
    path = kept(tmp_path, *EVERYTHING)
    assert found(path) == [(True, f"The office's template for the written report, {path}, can be filled.")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{{ facts.child.nickname }}", "asks for “nickname”"),
        ("{{ case.number }}", "asks for “case”"),
        ("{{ facts.number", "makes no sense"),
    ],
)
def test_one_that_cannot_be_filled_says_where(tmp_path: Path, line: str, says: str) -> None:
    path = kept(tmp_path, line)
    ((is_good, sentence),) = found(path)
    assert not is_good
    assert sentence.startswith("REPORT_TEMPLATE: ")
    assert str(path) in sentence
    assert says in sentence
    assert sentence.endswith("Until then reports have our own form.")


def test_one_that_is_missing_or_no_docx_says_so(tmp_path: Path) -> None:
    ((is_good, sentence),) = found(tmp_path / "office.docx")
    assert (is_good, "isn't there" in sentence) == (False, True)
    (tmp_path / "office.docx").write_bytes(b"%PDF-1.7")
    ((is_good, sentence),) = found(tmp_path / "office.docx")
    assert (is_good, "is no .docx" in sentence) == (False, True)
    ((is_good, sentence),) = found(tmp_path)  # a folder
    assert (is_good, "isn't there" in sentence) == (False, True)
