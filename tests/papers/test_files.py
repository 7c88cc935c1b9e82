"""Each paper as a file: it opens, it says its facts, and it tells nothing of the machine."""

import getpass
import re
import shutil
import socket
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.text.run import Run

from documents.papers import Paper, write
from documents.papers.layout import lay_out
from locales import LOCALES
from models.database import Database
from services.papers.ground import kept_of, uses_of
from services.profile import Profile, load
from tests.papers.setting import KINDS, WORDS, a_setup, gather
from tests.world import NOW, School

BOTH = [(kind, locale) for kind in KINDS for locale in LOCALES]


@pytest.fixture(params=BOTH, ids=["-".join(one) for one in BOTH])
async def paper(
    request: pytest.FixtureRequest, database: Database, school: School, profile: Profile
) -> Paper:
    kind, locale = request.param
    async with database.transaction() as session:
        facts = await gather(session, kind, profile=profile, setup=a_setup(profile))
    return write(facts, locale)


def opened(file: bytes) -> Document:
    return docx.Document(BytesIO(file))


def runs(document: Document) -> Iterator[Run]:
    for paragraph in document.paragraphs:
        yield from paragraph.runs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    yield from paragraph.runs


def parts(file: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


async def test_everything_it_says_stands_in_the_file(paper: Paper) -> None:
    document = opened(lay_out(paper, at=NOW))
    said = "".join(run.text for run in runs(document))
    assert all(text in said for text in paper.texts())
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == [section.heading for section in paper.sections]
    tables = [section.table for section in paper.sections if section.table]
    assert [len(table.rows) for table in document.tables] == [len(table.rows) + 1 for table in tables]


async def test_what_is_left_to_a_hand_is_marked_and_counted(paper: Paper) -> None:
    document = opened(lay_out(paper, at=NOW))
    yellow = [one.text for one in runs(document) if one.font.highlight_color is WD_COLOR_INDEX.YELLOW]
    assert len(yellow) == paper.count_blanks() > 0
    assert all(re.fullmatch(r"\[.+\]", text) for text in yellow)


async def test_it_names_a_font_for_chinese_and_numbers_its_pages(paper: Paper) -> None:
    found = parts(lay_out(paper, at=NOW))
    for name in ("Normal", "Title", "Heading1"):
        style = re.search(
            rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', found["word/styles.xml"], re.DOTALL
        )
        assert style is not None
        assert re.search(r'w:eastAsia="Sim(Sun|Hei)"', style[0]), name
    fields = re.findall(r'w:instr="([^"]+)"', "".join(found.values()))
    assert fields == ["PAGE", "NUMPAGES"]
    assert "instrText" not in found["word/document.xml"]


async def test_it_loads_nothing_from_elsewhere_and_tells_nothing_of_the_machine(paper: Paper) -> None:
    file = lay_out(paper, at=NOW)
    found = parts(file)
    assert not [name for name, text in found.items() if name.endswith(".rels") and "External" in text]
    told = opened(file).core_properties
    assert (told.author, told.last_modified_by, told.comments) == ("稻香坪学校", "", "")
    assert (told.created, told.modified) == (NOW, NOW)
    assert "docProps/thumbnail.jpeg" not in found
    assert not [name for name, text in found.items() if str(Path.cwd()) in text or getpass.getuser() in text]
    assert not re.search(rf"\b{re.escape(socket.gethostname())}\b", found["docProps/core.xml"])
    with zipfile.ZipFile(BytesIO(file)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


async def test_the_same_facts_at_the_same_instant_are_the_same_bytes(paper: Paper) -> None:
    assert lay_out(paper, at=NOW) == lay_out(paper, at=NOW)
    assert lay_out(paper, at=NOW) != lay_out(paper, at=datetime(2027, 1, 1, tzinfo=UTC))


async def test_without_an_operator_there_is_a_blank_and_no_author(
    database: Database, profile: Profile
) -> None:
    async with database.transaction() as session:
        setup = a_setup(profile, operator_name=None)
        facts = await gather(session, "processing", profile=profile, setup=setup)
    paper = write(facts, "en")
    assert "[fill in: name of the operator]" in list(paper.texts())
    assert opened(lay_out(paper, at=NOW)).core_properties.author == ""


@dataclass(frozen=True)
class Line:
    """What a profile says of one purpose, or of one period."""

    words: Mapping[str, str]
    code: str = ""
    meaning: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    kind: str = ""
    days: int | None = None
    years: int | None = None
    after: str = ""


@dataclass(frozen=True)
class WithPeriods:
    purposes: tuple[Line, ...]
    retention: tuple[Line, ...]


async def test_purposes_and_periods_of_a_profile_are_in_the_record(
    database: Database, profile: Profile
) -> None:
    told = Line({"en": "Photos"}, "photos", {"en": "For the own family only."}, "consent")
    kept = Line({"en": "Teachers' notes"}, kind="notes", years=1, after="child_left")
    more = WithPeriods((told,), (kept,))
    async with database.transaction() as session:
        setup = replace(a_setup(profile), uses=uses_of(more), kept=kept_of(more))
        facts = await gather(session, "processing", profile=profile, setup=setup)
    said = list(write(facts, "en").texts())
    assert said[said.index("Photos") :][:2] == ["Photos", "For the own family only."]
    assert said[said.index("Teachers' notes") :][:3] == ["Teachers' notes", "1 year", "the child's leaving"]


async def test_what_was_written_of_an_incident_stays_out_of_its_notices(
    database: Database, profile: Profile
) -> None:
    async with database.transaction() as session:
        facts = await gather(session, "breach", profile=profile, setup=a_setup(profile))
    paper = write(facts, "zh_CN")
    holding = [
        section.code
        for section in paper.sections
        if any(WORDS in text for row in (section.table.rows if section.table else ()) for text in row)
        or any("名单" in line for line in section.lines)
    ]
    assert holding == ["record"]
    family = next(one for one in paper.sections if one.code == "notice_family")
    assert "学校不会向您要钱" in "".join(family.lines)


async def test_another_place_has_another_law(database: Database) -> None:
    moldova = load("MD")
    async with database.transaction() as session:
        setup = a_setup(moldova)
        said = [
            text
            for kind in KINDS
            for text in write(await gather(session, kind, profile=moldova, setup=setup), "en").texts()
        ]
    assert not [text for text in said if "Personal Information Protection Law" in text or "province" in text]
    assert "An authority is told of a larger incident within 72 hours of its being noticed." in said


def test_a_word_processor_opens_it(paper: Paper, tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("NO LIBREOFFICE HERE: papers were opened by python-docx only")
    (tmp_path / "paper.docx").write_bytes(lay_out(paper, at=NOW))
    command = [
        program,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "paper.docx"),
    ]
    subprocess.run(command, check=True, timeout=120)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
