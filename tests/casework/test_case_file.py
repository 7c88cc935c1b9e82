"""The case file: one encrypted file, whose passphrase goes to somebody else, or nothing is sent."""

import hashlib
import json
import logging
import re
from collections.abc import Callable

import pytest
from aiogram.methods import SendDocument, SendMessage
from sqlmodel import SQLModel, col, select, update

from documents.case_papers.making import Made
from documents.papers.paper import Pen
from handlers.making import make_files
from locales import LOCALES
from models import AuditEntry, FadingMessage, Notification, Person
from models.case_codes import CaseFact, Involved
from models.codes import Fading, Role
from models.database import Database
from services.alerts import changing
from services.audit import chain
from services.profile import Profile
from tests.alerts import story
from tests.casework import papers, steps
from tests.casework.test_report_paper import SAID, told
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, TEACHER, School, actor_of

EXPORT = "导出案卷"
PASSPHRASE = re.compile(r"<tg-spoiler>([0-9 ]+)</tg-spoiler>")


async def exported(room: Room) -> Phone:
    """The head exports; their phone."""
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press(EXPORT)
    await head.press("导出")
    return head


def passphrases(phone: Phone) -> list[str]:
    return [found[1] for shown in phone.chat if (found := PASSPHRASE.search(shown.text))]


def the_zip(room: Room) -> bytes:
    return next(file for name, file in papers.sent(room).items() if name.endswith(".zip"))


@pytest.mark.db
async def test_the_passphrase_is_another_persons_and_opens_it(room: Room, database: Database) -> None:
    await told(room)
    head = await exported(room)
    number = (await story.get_case(database)).number
    assert set(papers.sent(room)) == {f"{number}.zip"}
    assert papers.receivers(room) == {HEAD}
    (passphrase,) = passphrases(room.phone(DEPUTY))
    assert re.fullmatch(r"\d{5}( \d{5}){5}", passphrase)
    assert not any(passphrase in shown.text for shown in head.chat)
    assert "沈知夏" in head.last.text
    files = papers.unpacked(the_zip(room), passphrase)
    names = {f"{number}.docx", f"{number}.pdf", f"{number}.json", "manifest.json", "SHA256SUMS"}
    assert set(files) == names == set(papers.names_inside(the_zip(room)))
    for known in (number, "田小满", SAID, "左臂青了。", "禾公(2026)0147号", "有人接手处理", "顾明河"):
        assert known in papers.text_of_word(files[f"{number}.docx"]), known
        assert known in papers.text_of_pdf(files[f"{number}.pdf"]), known
    assert hashlib.sha256(the_zip(room)).hexdigest()[:16] in head.last.text
    assert hashlib.sha256(the_zip(room)).hexdigest()[:16] in room.phone(DEPUTY).last.text


async def test_without_the_passphrase_nothing_opens(room: Room, database: Database) -> None:
    await told(room)
    await exported(room)
    for wrong in ("", "00000 00000 00000 00000 00000 00000"):
        with pytest.raises(RuntimeError):
            papers.unpacked(the_zip(room), wrong)
    assert SAID.encode() not in the_zip(room)
    assert "田小满".encode() not in the_zip(room)


async def test_a_program_reads_it_too_and_hashes_hold_it_together(room: Room, database: Database) -> None:
    await told(room)
    async with database.transaction() as session:
        await chain.seal(session)
    await exported(room)
    number = (await story.get_case(database)).number
    files = papers.unpacked(the_zip(room), passphrases(room.phone(DEPUTY))[0])
    facts = json.loads(files[f"{number}.json"])
    assert [one["fact"] for one in facts["happened"]] == [one.value for one in await steps.facts(database)]
    assert all({"happened_at", "entered_at", "who"} <= set(one) for one in facts["happened"])
    assert [one["text"] for one in facts["words"]] == ["左臂青了。", SAID]
    assert facts["reports"][0]["receipt"] == "禾公(2026)0147号"
    manifest = json.loads(files["manifest.json"])
    for name in (f"{number}.docx", f"{number}.pdf", f"{number}.json"):
        digest = hashlib.sha256(files[name]).hexdigest()
        assert manifest["sha256"][name] == digest
        assert f"{digest}  {name}\n" in files["SHA256SUMS"].decode()
    async with database.reading() as session:
        place = manifest["audit_head"]["place"]
        found = await session.exec(select(AuditEntry.digest).where(AuditEntry.place == place))
        assert place > 0
        assert found.one() == manifest["audit_head"]["sha256"]


async def test_the_passphrase_stands_nowhere_but_in_that_chat(
    room: Room, database: Database, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    await told(room)
    await exported(room)
    (passphrase,) = passphrases(room.phone(DEPUTY))
    assert passphrase not in caplog.text + "".join(capfd.readouterr())
    said = [one for one in room.calls if isinstance(one, SendMessage) and passphrase in one.text]
    assert [(one.chat_id, bool(one.protect_content)) for one in said] == [(DEPUTY, True)]
    async with database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:  # what is encrypted is opened on the way
            rows = await (await session.connection()).execute(table.select())
            assert passphrase not in str(rows.all()), table.name
        queued = await session.exec(select(Notification.params))
        assert passphrase not in str(list(queued))
        fading = await session.exec(select(FadingMessage.fading).where(FadingMessage.chat_id == DEPUTY))
        assert Fading.REMOVED in list(fading)


async def test_who_cannot_be_told_means_that_nothing_is_sent(room: Room, database: Database) -> None:
    await told(room)
    room.refuses.add(DEPUTY)
    head = await exported(room)
    assert papers.sent(room) == {}
    assert "案卷没有发出去" in head.last.text


async def test_a_file_that_does_not_arrive_voids_the_passphrase(
    room: Room, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told(room)
    room.refuses_files = True
    head = await exported(room)
    assert "口令作废" in head.last.text
    room.refuses_files = False
    await exported(room)
    first, second = passphrases(room.phone(DEPUTY))
    assert first != second
    papers.unpacked(the_zip(room), second)


async def test_alone_nobody_exports(room: Room, database: Database, school: School) -> None:
    await story.end_roles(database, Role.COUNTY_OFFICER)
    await told(room)
    async with database.transaction() as session:
        shared = (await session.get_one(Person, school.head_id)).account_id
        await session.exec(update(Person).where(col(Person.id) == school.deputy_id).values(account_id=shared))
    head = await exported(room)
    assert "所以没有导出" in head.last.text
    assert papers.sent(room) == {}


async def test_it_stands_behind_the_pin_and_each_export_is_written_down(
    room: Room, database: Database
) -> None:
    await told(room)
    await steps.shut_pins(room)
    head = await exported(room)
    assert "六位口令" in head.last.text
    assert passphrases(room.phone(DEPUTY)) == []
    await steps.keep_open(room, HEAD, TEACHER)
    await exported(room)
    await room.phone(TEACHER).press_data("rdex:1:1")
    assert "没有您可以查看" in room.phone(TEACHER).last.text
    async with database.reading() as session:
        query = select(AuditEntry.person_id, AuditEntry.subject, AuditEntry.subject_id, AuditEntry.allowed)
        rows = await session.exec(query.where(AuditEntry.action == "export_case"))
        assert [tuple(one) for one in rows] == [(1, "case", 1, True), (2, "case", 1, False)]


async def test_it_says_first_what_it_will_do(room: Room, database: Database) -> None:
    await told(room)
    head = room.phone(HEAD)
    await steps.look(head)
    await head.press(EXPORT)
    assert "口令不发到这里" in head.last.text
    assert not [one for one in room.calls if isinstance(one, SendDocument)]


async def test_of_a_released_case_all_but_the_words_is_left(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await steps.write(head, "孩子说的", SAID)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await deputy.press(steps.AGREE)
    await head.press_data("rdre:1:0:1")
    await deputy.press_data("rdre:1:1:1")
    await exported(room)
    assert "文字已经销毁，其余的都在" in head.last.text
    number = (await story.get_case(database)).number
    files = papers.unpacked(the_zip(room), passphrases(deputy)[0])
    word = papers.text_of_word(files[f"{number}.docx"])
    assert SAID not in word
    assert "这段文字已经销毁" in word
    assert "有人接手处理" in word
    await head.press_data("rdwp:1")
    assert "文字已经销毁" in head.last.text


@pytest.mark.parametrize("locale", LOCALES)
def test_a_paper_has_words_for_whatever_may_happen_in_a_case(locale: str) -> None:
    missing = [fact for fact in CaseFact if not Pen(locale).t(f"casepaper.fact_{fact.value}")]
    assert missing == []


async def test_who_is_left_out_meanwhile_gets_no_passphrase(
    room: Room, database: Database, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files take a moment; the reporter's other answer comes within it."""
    teacher = await actor_of(database, TEACHER)

    async def answered_meanwhile(files: Callable[[], Made]) -> Made | None:
        async with database.transaction() as session:
            await changing.change_involved(
                session,
                now=room.clock.at,
                actor=teacher,
                profile=profile,
                case_id=1,
                involved=Involved.SCHOOL,
            )
        return await make_files(files)

    await told(room)
    monkeypatch.setattr("handlers.case_papers.make_files", answered_meanwhile)
    await exported(room)
    assert passphrases(room.phone(DEPUTY)) == []
    assert papers.sent(room) == {}
