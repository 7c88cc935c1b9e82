"""The written report: behind the PIN, for whoever has taken the case, with a line for what nobody told us."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlmodel import col, select, update

from documents.papers import pdf
from models import AuditEntry, Case, Child, FadingMessage
from models.codes import Fading
from models.database import Database
from services.profile import Profile
from tests.alerts import story
from tests.casework import papers, steps
from tests.phones import Room
from tests.world import DEPUTY, HEAD, TEACHER, set_locale

REPORT, TAKE_FIRST = "书面报告", "先接手"
SAID = "他说他不想回家。"


async def told(room: Room, **kwargs: str) -> None:
    """The head has it; words, a report to the police and its receipt are in the file."""
    head = await steps.taken(room, **kwargs)
    await steps.write(head, "看到的", "左臂青了。")
    await steps.look(head)
    await steps.write(head, "孩子说的", SAID)
    await steps.look(head)
    for label in ("记一次报告", "公安机关", "电话", "刚刚"):
        await head.press(label)
    await head.press("回执号")
    await head.send("禾公(2026)0147号")


def ruled(word: bytes) -> set[str]:
    """The labels of the rows that hold a line for a hand and no word beside it."""
    rows = [row.cells for table in docx.Document(BytesIO(word)).tables for row in table.rows]
    return {row[0].text for row in rows if row[-1].text and not row[-1].text.strip("_")}


async def actions(database: Database, action: str) -> list[bool]:
    async with database.reading() as session:
        return list(await session.exec(select(AuditEntry.allowed).where(AuditEntry.action == action)))


@pytest.mark.db
async def test_it_says_what_the_file_knows_in_word_and_pdf(room: Room, database: Database) -> None:
    await told(room)
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press(REPORT)
    number = (await story.get_case(database)).number
    files = papers.sent(room)
    assert set(files) == {f"{number}-report.docx", f"{number}-report.pdf"}
    assert papers.receivers(room) == {HEAD}
    word = papers.text_of_word(files[f"{number}-report.docx"])
    for known in (
        number, "田小满", "2018-05-21", "8岁", "三(1)", "稻香坪学校", "周阿桂", "严重的学生欺凌", "许一诺",
        "左臂青了。", SAID, "公安机关", "禾公(2026)0147号", "家里的人", "报警", "未成年人保护法》第三十九条",
    ):  # fmt: skip
        assert known in word, known
    for unknown in ("家庭住址", "孩子现在在哪里", "接警人、警号"):
        assert f"[请填写：{unknown}" in word, unknown
    rows = ruled(files[f"{number}-report.docx"])
    assert {"性别", "身份证号", "联系方式", "电话", "母亲"} <= rows
    assert "请在横线上手写" in word
    drawn = papers.text_of_pdf(files[f"{number}-report.pdf"])
    for known in ("侵害未成年人情况书面报告", "田小满", SAID, "禾公(2026)0147号", "____"):
        assert known in drawn, known
    assert await actions(database, "write_case_paper") == [True]


async def test_it_is_shut_behind_the_pin_and_made_right_after_it(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await steps.shut_pins(room)
    await steps.look(head)
    await head.press(REPORT)
    assert "六位口令" in head.last.text
    assert papers.sent(room) == {}
    await steps.keep_open(room, HEAD)
    await head.press(REPORT)
    assert len(papers.sent(room)) == 2


async def test_only_whoever_has_taken_the_case_is_given_it(room: Room, database: Database) -> None:
    await told(room)
    deputy = room.phone(DEPUTY)
    await deputy.press_data("rdwp:1")  # it hasn't come to them
    assert "没有您可以查看" in deputy.last.text
    head = room.phone(HEAD)
    await steps.look(head)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    await deputy.press(story.OPEN)
    assert not any(REPORT in label for label in deputy.last.buttons)
    await deputy.press_data("rdwp:1")  # somebody else has it
    assert TAKE_FIRST in deputy.last.text
    await room.phone(TEACHER).press_data("rdwp:1")
    assert "没有您可以查看" in room.phone(TEACHER).last.text
    assert papers.sent(room) == {}


async def test_whoever_wished_not_to_be_named_is_not(room: Room, database: Database) -> None:
    await told(room)
    async with database.transaction() as session:
        await session.exec(update(Case).values(hides_reporter=True))
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press(REPORT)
    assert len(papers.sent(room)) == 2
    for name, file in papers.sent(room).items():
        read = papers.text_of_word if name.endswith("docx") else papers.text_of_pdf
        assert "许一诺" not in read(file)
        assert "不写姓名" in read(file)


async def test_a_corrected_entry_is_told_as_it_is_now(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await steps.write(head, "看到的", "左臂青了。")
    await head.press(steps.FILE)
    await head.press("补充更正")
    await head.send("是右臂。")
    await steps.look(head)
    await head.press(REPORT)
    word = papers.text_of_word(next(iter(papers.sent(room).values())))
    assert "是右臂。" in word
    assert "左臂青了。" not in word


async def test_it_speaks_the_readers_language_and_leaves_the_chat_after_a_day(
    room: Room, database: Database
) -> None:
    head = await steps.taken(room)
    async with database.transaction() as session:
        await set_locale(session, HEAD, "en")
    await steps.look(head)
    await head.press("Written report")
    word = papers.text_of_word(next(iter(papers.sent(room).values())))
    assert "Written report of suspected harm to a minor" in word
    assert "please write them on the lines" in word
    async with database.reading() as session:
        removed = (FadingMessage.chat_id == HEAD, FadingMessage.fading == Fading.REMOVED)
        watched = await session.exec(select(FadingMessage.message_id).where(*removed))
        assert len(set(watched)) == 2


async def test_a_name_is_never_in_a_files_name(room: Room, database: Database) -> None:
    await told(room)
    async with database.transaction() as session:
        await session.exec(update(Child).where(col(Child.id) == 1).values(name="骉㛃 *#[x]"))
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press(REPORT)
    files = papers.sent(room)
    assert len(files) == 2
    assert not any("骉" in name for name in files)
    assert all("骉㛃 *#" in papers.text_of_word(one) for name, one in files.items() if name.endswith("x"))
    assert all("骉㛃*#" in papers.text_of_pdf(one) for name, one in files.items() if name.endswith("pdf"))


async def test_without_a_font_there_is_a_word_file_and_a_sentence(
    room: Room, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = await steps.taken(room)
    await steps.look(head)
    monkeypatch.setattr(pdf, "TEXT", ())
    monkeypatch.setattr(pdf, "HEADS", ("No Such Font",))
    await head.press(REPORT)
    assert [name.split(".")[-1] for name in papers.sent(room)] == ["docx"]
    assert "没有能写中文的字体" in head.last.text


def template(folder: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = folder / "office.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("编号 {{ facts.number }}，{{ facts.child.name }}，{{ paper.sections.said.lines[1] }}", None),
        ("{{ facts.childern.name }}", "我们这里没有这一项"),
        ("{% for x in paper.all %}", "有一处看不懂"),
        (None, "要另存为 .docx"),
    ],
)
async def test_an_offices_template_or_ours_and_why(
    database: Database, profile: Profile, tmp_path: Path, room: Room, line: str | None, said: str | None
) -> None:
    path = template(tmp_path, line) if line else tmp_path / "office.docx"
    if line is None:
        path.write_text("no Word file")
    await told(room)
    room.give_template(path)
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press(REPORT)
    word = papers.text_of_word(next(iter(papers.sent(room).values())))
    if said is None:
        assert word.startswith(f"编号 {(await story.get_case(database)).number}，田小满，")
        assert SAID in word
        assert "模板" not in head.last.text
    else:
        assert said in head.last.text
        assert "侵害未成年人情况书面报告" in word


async def test_what_a_library_stumbles_over_is_said_and_quotes_nothing(
    room: Room, database: Database, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    await told(room)

    def stumbles(*_: object, **__: object) -> bytes:
        raise ValueError(SAID)

    monkeypatch.setattr("documents.case_papers.making.lay_out", stumbles)
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press(REPORT)
    assert "文件没能做成" in head.last.text
    await head.press_data("rdex:1:1")
    assert "什么都没有发出去" in head.last.text
    assert papers.sent(room) == {}
    assert not any("<tg-spoiler>" in shown.text for shown in room.phone(DEPUTY).chat)
    assert SAID not in "".join(capfd.readouterr())


async def test_a_drill_has_no_papers(room: Room, database: Database) -> None:
    await told(room)
    async with database.transaction() as session:
        await session.exec(update(Case).values(is_practice=True))
    head = room.phone(HEAD)
    for press in ("rdwp:1", "rdex:1:0", "rdex:1:1"):
        await head.press_data(press)
        assert "没有您可以查看" in head.last.text
    assert papers.sent(room) == {}
