"""`python -m bot paper …` and `incident …` as an operator types them."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE

from tests.commands import run
from tests.papers.setting import WORDS


def template(folder: Path, *lines: str, outside: str = "") -> Path:
    """An office's own file, one line a paragraph; `outside` is where a picture of it would be loaded from."""
    document = docx.Document()
    document.core_properties.author = "machine-7"
    for line in lines:
        document.add_paragraph(line)
    if outside:
        document.part.relate_to(outside, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    path = folder / "office.docx"
    document.save(str(path))
    return path


def text_of(path: Path) -> str:
    return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)


def test_a_leak_from_the_first_word_to_its_paper(tmp_path: Path) -> None:
    kept = run(
        tmp_path, "incident", "add", "--kind", "leaked", "--noticed", "2026-11-20 08:00", "--people", "12",
        given=WORDS,
    )  # fmt: skip
    assert kept.exit_code == 0, kept.stderr
    assert kept.stdout.startswith("Kept as incident 1.")
    assert "2026-11-20 12:00" in kept.stdout  # by the clocks of TIMEZONE
    told = run(tmp_path, "incident", "told", "1", "--authority", "--at", "2026-11-20 09:00")
    assert "authority: told in time" in told.stdout
    out = tmp_path / "breach.docx"
    made = run(tmp_path, "paper", "breach", "--incident", "1", "--out", str(out), "--locale", "zh_CN")
    assert made.exit_code == 0, made.stderr
    cells = [cell.text for table in docx.Document(str(out)).tables for cell in table._cells]
    assert {WORDS, "2026-11-20 12:00", "已按时报告", "12"} <= set(cells)
    listed = run(tmp_path, "incident", "list")
    assert listed.stdout.startswith("#1 leaked")
    assert "名单" not in listed.stdout
    assert run(tmp_path, "incident", "close", "1").exit_code == 0


def test_every_paper_is_made_once_and_never_written_over(tmp_path: Path) -> None:
    for kind, title in (
        ("impact", "Assessment of the impact"), ("processing", "Record of processing"),
        ("yearly", "Compliance report"),
    ):  # fmt: skip
        out = tmp_path / f"{kind}.docx"
        made = run(
            tmp_path, "paper", kind, "--out", str(out), "--locale", "en", OPERATOR_NAME="Rice Slope School"
        )
        assert made.exit_code == 0, made.stderr
        assert text_of(out).startswith(title)
        assert docx.Document(str(out)).core_properties.author == "Rice Slope School"
    before = out.read_bytes()
    again = run(tmp_path, "paper", "yearly", "--out", str(out))
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)
    assert out.read_bytes() == before
    assert not list(tmp_path.glob(".*.half"))


def test_an_office_fills_its_own_template(tmp_path: Path) -> None:
    theirs = template(
        tmp_path, "{{ paper.title }}", "Registered: {{ facts.children.registered }}",
        "{% for one in paper.all %}{{ one.heading }};{% endfor %}",
        "{{ facts.setup.operator.name }}{{ facts.setup.operator.contact }}|",
        "{{ paper.sections.children.table.rows[0][0] }}",
    )  # fmt: skip
    out = tmp_path / "out.docx"
    made = run(
        tmp_path, "paper", "yearly", "--year", "2026", "--locale", "en", "--out", str(out),
        "--template", str(theirs), OPERATOR_NAME="<School> & Co",
    )  # fmt: skip
    assert made.exit_code == 0, made.stderr
    title, registered, headings, name, cell = text_of(out).split("\n")
    assert title == "Compliance report on minors' personal information, 2026"
    assert registered == "Registered: 0"
    assert headings.startswith("The operator and the system;Children;Consents;")
    assert (name, cell) == ("<School> & Co|", "registered in the year")
    assert docx.Document(str(out)).core_properties.author == "<School> & Co"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{{ facts.childern.registered }}", "no placeholder “childern”"),
        ("{{ operator }}", "no placeholder “operator”"),
        ("{{ facts.setup.key.value.__class__ }}", "makes no sense (__class__)"),
        ("{% for x in paper.all %}", "makes no sense"),
        ("{{ 1 / 0 }}", "makes no sense (ZeroDivisionError)"),
        ("{{ paper.title + 1 }}", "makes no sense (TypeError)"),
    ],
)
def test_a_template_that_fails_says_where_and_nothing_is_written(
    tmp_path: Path, line: str, reason: str
) -> None:
    out = tmp_path / "out.docx"
    made = run(tmp_path, "paper", "yearly", "--out", str(out), "--template", str(template(tmp_path, line)))
    assert (made.exit_code, made.stderr.count("\n")) == (2, 1)
    assert reason in made.stderr
    assert not out.exists()


def test_a_template_that_isn_t_one_or_loads_from_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("{{ paper.title }}", encoding="utf-8")
    empty = BytesIO()
    zipfile.ZipFile(empty, "w").close()
    (tmp_path / "empty.docx").write_bytes(empty.getvalue())
    spy = template(tmp_path, "x", outside="https://example.org/seen.png")
    for path, reason in (
        (tmp_path / "a.txt", "can't be read"), (tmp_path / "empty.docx", "can't be read"),
        (tmp_path / "nowhere.docx", "can't be read"), (spy, "loads something from elsewhere"),
    ):  # fmt: skip
        made = run(tmp_path, "paper", "impact", "--out", str(tmp_path / "out.docx"), "--template", str(path))
        assert (made.exit_code, made.stderr.count("\n")) == (2, 1), path
        assert reason in made.stderr
    assert not (tmp_path / "out.docx").exists()


def test_what_can_t_be_is_one_sentence(tmp_path: Path) -> None:
    out = str(tmp_path / "out.docx")
    for arguments, reason in (
        (("paper", "breach", "--incident", "7", "--out", out), "there is no incident 7"),
        (("paper", "yearly", "--year", "2999", "--out", out), "2999 hasn't begun"),
        (("paper", "impact", "--out", str(tmp_path / "no" / "where.docx")), "can't be written to"),
        (("incident", "told", "1"), "say who was told"),
        (("incident", "close", "1"), "there is no incident 1"),
        (("incident", "add", "--kind", "lost", "--noticed", "2026-11-20 08:00"), "write a few words"),
        (("incident", "add", "--kind", "lost", "--noticed", "2999-01-01 00:00"), "hasn't come yet"),
    ):
        found = run(tmp_path, *arguments)
        assert (found.exit_code, found.stderr.count("\n")) == (2, 1), arguments
        assert reason in found.stderr
    assert not Path(out).exists()


def test_where_key_and_backup_lie_is_told_without_their_paths(tmp_path: Path) -> None:
    out = tmp_path / "impact.docx"
    more = {"BACKUP_DIR": str(tmp_path.parent / "elsewhere"), "BACKUP_RECIPIENT": "age1x"}
    assert run(tmp_path, "paper", "impact", "--out", str(out), "--locale", "en", **more).exit_code == 0
    rows = {
        row.cells[0].text: row.cells[1].text for table in docx.Document(str(out)).tables for row in table.rows
    }
    assert rows["where the key lies"] == "beside the data"  # the tests keep both in one folder
    assert rows["encrypted backup"] == "on, outside the data folder"
    with zipfile.ZipFile(out) as archive:
        assert not [name for name in archive.namelist() if str(tmp_path).encode() in archive.read(name)]


def test_the_report_of_a_case_is_a_blank_form_and_tries_a_template(tmp_path: Path) -> None:
    """The command line reads no case: its words open behind the PIN of whoever has taken it."""
    out = tmp_path / "form.docx"
    made = run(tmp_path, "paper", "report", "--out", str(out), "--locale", "en")
    assert made.exit_code == 0, made.stderr
    assert text_of(out).startswith("Written report of suspected harm to a minor")
    assert "[To fill in: the child's own words" in text_of(out)
    assert not (tmp_path / "sandbox.sqlite3").exists()
    for line, reason in (
        ("{{ facts.child.nmae }}", "no placeholder “nmae”"), ("{% if %}", "makes no sense"),
    ):  # fmt: skip
        filled = tmp_path / "filled.docx"
        tried = run(
            tmp_path, "paper", "report", "--out", str(filled), "--template", str(template(tmp_path, line))
        )
        assert (tried.exit_code, tried.stderr.count("\n")) == (2, 1)
        assert reason in tried.stderr
        assert not filled.exists()
    theirs = template(tmp_path, "No. {{ facts.number }}, {{ facts.child.name }}; {{ paper.title }}")
    assert run(tmp_path, "paper", "report", "--out", str(filled), "--template", str(theirs)).exit_code == 0
    assert text_of(filled).startswith("No. , ; ")
