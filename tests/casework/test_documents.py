"""Pictures and files of a case: kept as they came, under the case's key, shown again behind the PIN."""

import hashlib

import pytest
from sqlmodel import select

from models import FadingMessage
from models.case_codes import CaseWords, Media
from models.codes import Fading
from models.database import Database
from tests.alerts import story
from tests.casework import papers, sending, steps
from tests.casework.sending import DOCUMENT, DRAWING, OPEN_IT, awaiting, shown, stored
from tests.casework.test_case_file import exported, passphrases, the_zip
from tests.phones import Room
from tests.world import DEPUTY, HEAD, MOTHER, TEACHER


@pytest.mark.db
async def test_a_picture_is_kept_as_it_came_and_leaves_the_chat(room: Room, database: Database) -> None:
    head = await awaiting(room)
    assert "不拍孩子的身体" in head.last.text
    await sending.send_photo(head, room, DRAWING, "他画的家")
    assert "收进案卷了：第 1 条" in head.last.text
    (entry,), (row,) = await steps.entries(database), await stored(database)
    assert (entry.kind, row.media, row.suffix, row.size) == (
        CaseWords.DOCUMENT, Media.PHOTO, "jpg", len(DRAWING),
    )  # fmt: skip
    assert row.digest == hashlib.sha256(DRAWING).hexdigest()
    assert DRAWING not in row.content
    async with database.reading() as session:
        taken = await session.exec(select(FadingMessage).where(FadingMessage.message_id == room.typed[-1]))
        assert taken.one().fading is Fading.REMOVED


async def test_it_is_shown_behind_the_pin_protected_and_for_a_day(room: Room, database: Database) -> None:
    head = await awaiting(room)
    await sending.send_photo(head, room, DRAWING, "他画的家")
    await steps.look(head)
    await head.press(steps.FILE)
    assert "他画的家" in head.last.text
    assert "📷" in head.last.text
    await steps.shut_pins(room)
    await head.press(OPEN_IT)
    assert "六位口令" in head.last.text
    assert shown(room) == []
    await steps.keep_open(room, HEAD)
    await head.press(OPEN_IT)
    assert shown(room) == [(HEAD, DRAWING, True)]
    assert "一天后" in head.last.text
    picture = head.chat[-2]
    assert picture.has_picture
    room.let_fade()
    await room.later(hours=25)
    assert picture not in head.chat


async def test_several_come_one_after_the_other_and_each_as_what_it_is(
    room: Room, database: Database
) -> None:
    head = await awaiting(room)
    await sending.send_file(head, room, b"%PDF-1.7", "诊断书.PDF")
    await sending.send_voice(head, room, b"OggS")
    await sending.send_file(head, room, b"x", None)
    assert [(one.media, one.suffix) for one in await stored(database)] == [
        (Media.FILE, "pdf"), (Media.VOICE, "ogg"), (Media.FILE, "bin"),
    ]  # fmt: skip
    await steps.look(head)
    await head.press(steps.FILE)
    assert "“" not in head.last.text  # it came without words, and none are made up
    await head.press(OPEN_IT)
    for place in (1, 0):
        await head.press_data(f"rdfl:1:{2 - place}", message_id=head.last.message_id)
        await head.press(OPEN_IT)
    assert [content for _, content, _ in shown(room)] == [b"x", b"OggS", b"%PDF-1.7"]


async def test_its_reporter_adds_one_the_holder_hears_and_only_the_holder_sees(
    room: Room, database: Database
) -> None:
    await steps.taken(room)
    teacher, head = room.phone(TEACHER), room.phone(HEAD)
    await teacher.press_data("case:1")
    heard = len(head.chat)
    await teacher.press(DOCUMENT)
    await sending.send_photo(teacher, room, DRAWING)
    assert "收进案卷了" in teacher.last.text
    assert len(head.chat) == heard + 1
    entry_id = (await steps.entries(database))[0].id
    for phone in (teacher, room.phone(MOTHER)):
        await phone.press_data(f"rddc:1:{entry_id}")
        assert "没有您可以查看" in phone.last.text
    await head.press_data(f"rddc:1:{entry_id}")
    assert shown(room) == [(HEAD, DRAWING, True)]


async def test_what_amends_a_file_are_words(room: Room, database: Database) -> None:
    head = await awaiting(room)
    await sending.send_photo(head, room, DRAWING, "他画的家")
    await steps.look(head)
    await head.press(steps.FILE)
    await head.press("补充更正")
    assert "那一件本身不会变" in head.last.text
    await head.send("是他妹妹画的。")
    first, second = await steps.entries(database)
    assert (second.amends_id, second.kind) == (first.id, CaseWords.DOCUMENT)
    assert len(await stored(database)) == 1


async def test_of_another_case_or_none_nothing_is_shown(room: Room, database: Database) -> None:
    head = await awaiting(room)
    await sending.send_photo(head, room, DRAWING)
    for press in ("rddc:1:99", "rddc:2:1", "rddc:99:1"):
        await head.press_data(press)
        assert "没有您可以查看" in head.last.text
    assert shown(room) == []


async def test_the_case_file_holds_it_and_says_its_hash(room: Room, database: Database) -> None:
    head = await awaiting(room)
    await sending.send_file(head, room, b"%PDF-1.7", "诊断书.pdf")
    await exported(room)
    number = (await story.get_case(database)).number
    name, digest = f"{number}-01.pdf", hashlib.sha256(b"%PDF-1.7").hexdigest()
    files = papers.unpacked(the_zip(room), passphrases(room.phone(DEPUTY))[0])
    assert files[name] == b"%PDF-1.7"
    assert f"{digest}  {name}\n" in files["SHA256SUMS"].decode()
    assert papers.loaded(files[f"{number}.json"])["words"][0]["document"] == {
        "name": name, "size": 8, "digest": digest,
    }  # fmt: skip
    for known in (name, digest, "诊断书.pdf"):
        assert known in papers.text_of_word(files[f"{number}.docx"]), known
    await steps.look(head)
    await head.press("书面报告")
    assert name in papers.text_of_word(papers.sent(room)[f"{number}-report.docx"])


async def test_when_two_let_the_file_go_it_is_gone_too(room: Room, database: Database) -> None:
    head = await awaiting(room)
    await sending.send_photo(head, room, DRAWING)
    await room.phone(TEACHER).press("刚报了警")
    await steps.look(head)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await deputy.press(steps.AGREE)
    await steps.look(head)
    for label in ("销毁案卷里的文字", "是的"):
        await head.press(label)
    await steps.look(deputy)
    for label in ("同意销毁", "是的"):
        await deputy.press(label)
    await head.press_data("rddc:1:1")
    assert "谁也读不到" in head.last.text
    assert shown(room) == []
