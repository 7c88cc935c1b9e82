"""Home doesn't answer, or can't be reached: whoever asked hears it, and so does whoever has the case."""

from models.case_codes import CaseFact
from models.database import Database
from tests.alerts import story
from tests.alerts.missing import ASK, DENIED, HERE, SURE, ask, missing, questions, told
from tests.phones import Phone, Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER

SILENT, RING = "还没有人回话", "请打电话"


async def taken(room: Room) -> Phone:
    """The head has the case and looks at it."""
    await missing(room)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press(story.OPEN)
    return head


def said(phone: Phone, words: str) -> int:
    return sum(words in one for one in phone.texts)


async def test_whoever_has_the_case_may_have_home_asked_too(room: Room, database: Database) -> None:
    head = await taken(room)
    await head.press(ASK)
    assert "周阿桂（妈妈）" in head.last.text
    assert questions(room.phone(MOTHER)) == []
    await head.press(SURE)
    assert "我来处理" not in "".join(head.last.buttons)
    assert "孩子现在安全" in "".join(head.last.buttons)  # their own screen, not the reporter's
    for who in (MOTHER, GRANDMOTHER):
        assert len(questions(room.phone(who))) == 1
    await room.phone(TEACHER).press(ASK)
    assert "已经问了" in room.phone(TEACHER).chat[0].text
    await room.phone(GRANDMOTHER).press(HERE)
    assert await told(database) == [CaseFact.HOME_ASKED, CaseFact.HOME_HAS]


async def test_who_has_not_taken_it_asks_nobody(room: Room, database: Database) -> None:
    await missing(room)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    assert "田小满" in head.last.text
    assert ASK not in "".join(head.last.buttons)
    for press in ("alah:1:0", "alah:1:1"):
        await head.press_data(press)
        assert DENIED in head.last.text
    assert questions(room.phone(MOTHER)) == []


async def test_after_ten_silent_minutes_it_is_said_once(room: Room, database: Database) -> None:
    head = await taken(room)
    await head.press(ASK)
    await head.press(SURE)
    await room.later(minutes=9)
    assert said(head, SILENT) == 0
    await room.later(minutes=2)
    assert said(head, SILENT) == 1
    assert "田小满" not in next(one for one in head.texts if SILENT in one)
    await room.later(minutes=30)
    assert said(head, SILENT) == 1


async def test_both_hear_it_when_the_reporter_asked(room: Room, database: Database) -> None:
    await taken(room)
    teacher = room.phone(TEACHER)
    await teacher.press(ASK)
    await teacher.press(SURE)
    await room.later(minutes=11)
    assert [said(one, SILENT) for one in (teacher, room.phone(HEAD), room.phone(DEPUTY))] == [1, 1, 0]


async def test_an_answer_leaves_nothing_to_be_said(room: Room, database: Database) -> None:
    teacher = await ask(room)
    await room.phone(GRANDMOTHER).press("不知道")
    await room.later(minutes=11)
    assert said(teacher, SILENT) == 0


async def test_a_phone_that_takes_no_message_is_to_be_rung(room: Room, database: Database) -> None:
    head = await taken(room)
    room.phone(MOTHER).blocked = True
    await head.press(ASK)
    await head.press(SURE)
    assert await told(database) == [CaseFact.HOME_ASKED, CaseFact.HOME_UNREACHED]
    teacher = room.phone(TEACHER)
    assert RING in teacher.last.text
    assert not any(one in teacher.last.text for one in ("周阿桂", "田小满"))
    await teacher.press("打开", on=teacher.last)
    assert "周阿桂的手机收不到消息" in teacher.last.text
    await teacher.press(ASK)
    assert "周阿桂（妈妈）：手机上收不到" in teacher.last.text


async def test_a_child_alone_who_cannot_be_found_is_asked_about_too(room: Room) -> None:
    teacher = await story.report(room, "其他人", situation="独自居住")
    await teacher.press(ASK)
    assert "周阿桂（妈妈）" in teacher.chat[0].text
