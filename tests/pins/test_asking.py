"""What a PIN stands before, and what it never does."""

import pytest
from aiogram.methods import DeleteMessage
from sqlmodel import select

from models import Case, Conversation, FadingMessage
from models.codes import Fading
from tests.checkins.notes import notes_of
from tests.phones import Phone, Room
from tests.pins.typing import RIGHT, WRONG, find_pin, set_pin, tries_in, without_pins
from tests.words.families import DENIED, tap
from tests.world import DEPUTY, HEAD, MOTHER, STRANGER, TEACHER, School, set_locale

WORDS = "今天很安静"


@pytest.fixture(autouse=True)
async def _nobody_has_one(room: Room) -> None:
    await without_pins(room.database)


async def note(phone: Phone, school: School) -> None:
    """A check-in with words."""
    await phone.press_data(f"nmood:{school.child_id}:4")
    await phone.send(WORDS)
    await phone.press("保存")
    assert WORDS in phone.last.text


async def closed_phone(room: Room, school: School, telegram_id: int = TEACHER) -> Phone:
    """A note is there, a PIN is set, and nothing was read for a quarter of an hour."""
    await note(room.phone(TEACHER), school)
    phone = room.phone(telegram_id)
    await set_pin(phone)
    await room.later(minutes=16)
    return phone


async def test_whoever_has_none_is_led_to_set_one_and_then_sees_what_they_wanted(
    room: Room, school: School
) -> None:
    await note(room.phone(TEACHER), school)
    deputy = room.phone(DEPUTY)
    await tap(deputy, f"nhist:{school.child_id}:0")
    assert "请想一个六位数字的口令" in deputy.last.text
    assert "不是手机或银行的密码" in deputy.last.text
    assert WORDS not in "".join(deputy.texts)
    await deputy.send("２８ ０６ １９")
    assert "再发一次" in deputy.last.text
    await deputy.send(RIGHT)
    assert "口令设好了" in deputy.texts[-2]
    assert WORDS in deputy.last.text
    await tap(deputy, "nopen:1:0")
    assert WORDS in deputy.last.text


@pytest.mark.parametrize(
    ("pin", "reason"),
    [("111111", "一样的数字"), ("123456", "挨着数"), ("2806", "不多不少"), ("随便", "不多不少")],
)
async def test_a_poor_one_is_refused_with_its_reason_and_nothing_changed(
    room: Room, pin: str, reason: str
) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send("⚙️ 设置")
    await teacher.press("六位口令")
    await teacher.send(pin)
    assert reason in teacher.last.text
    assert "什么都没有改" in teacher.last.text
    assert await find_pin(room.database, TEACHER) is None
    await teacher.send(RIGHT)
    assert "再发一次" in teacher.last.text  # it was still awaited


async def test_two_that_differ_change_nothing(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data("pin")
    await teacher.send(RIGHT)
    await teacher.send(WRONG)
    assert "两次发的不一样" in teacher.last.text
    await teacher.send(WRONG)  # the first of two again, not the second
    assert await find_pin(room.database, TEACHER) is None
    await teacher.send(WRONG)
    assert "口令设好了" in teacher.last.text


async def test_after_a_quarter_of_an_hour_it_is_asked_again(room: Room, school: School) -> None:
    await note(room.phone(TEACHER), school)
    deputy = room.phone(DEPUTY)
    await set_pin(deputy)
    for _ in range(3):  # each look is another quarter
        await room.later(minutes=14)
        await tap(deputy, f"nhist:{school.child_id}:0")
        assert WORDS in deputy.last.text
    await room.later(minutes=15)
    await tap(deputy, f"nhist:{school.child_id}:0")
    assert "请发您的六位口令" in deputy.last.text
    await deputy.send(RIGHT)
    assert WORDS in deputy.last.text


async def test_a_wrong_one_opens_nothing_and_says_how_many_are_left(room: Room, school: School) -> None:
    deputy = await closed_phone(room, school, DEPUTY)
    await tap(deputy, f"nhist:{school.child_id}:0")
    for left in (4, 3):
        await deputy.send(WRONG)
        assert f"还可以试{left}次" in deputy.last.text
    await deputy.send("不知道")  # no try
    await deputy.send(RIGHT)
    assert WORDS in deputy.last.text
    assert await tries_in(room.database) == [False, False, True]
    kept = await find_pin(room.database, DEPUTY)
    assert kept is not None
    assert kept.tries == 0


async def test_a_locked_pin_opens_nothing(room: Room, school: School) -> None:
    deputy = await closed_phone(room, school, DEPUTY)
    await tap(deputy, f"nhist:{school.child_id}:0")
    for _ in range(5):
        await deputy.send(WRONG)
    assert "口令锁住了" in deputy.last.text
    await deputy.send(RIGHT)  # it isn't even awaited
    for press in (f"nhist:{school.child_id}:0", "nopen:1:0", "pin"):
        await tap(deputy, press)
        assert "口令锁住了" in deputy.last.text
    assert WORDS not in "".join(deputy.texts)
    assert await tries_in(room.database) == [False] * 5


async def test_a_lock_stands_in_nobody_s_way_to_help(room: Room, school: School) -> None:
    teacher = await closed_phone(room, school)
    await tap(teacher, f"nhist:{school.child_id}:0")
    for _ in range(5):
        await teacher.send(WRONG)
    await note(teacher, school)
    await tap(teacher, f"alst:{school.child_id}:R4")
    await tap(teacher, "alin:1:family")
    head = room.phone(HEAD)
    await head.press("打开")
    await head.press("我来处理")
    async with room.database.reading() as session:
        taken = (await session.exec(select(Case.taken_by_id))).one()
    assert taken == school.head_id
    assert "口令" not in "".join([*head.texts, teacher.last.text])


async def test_words_of_danger_wait_for_no_pin_until_they_are_dealt_with(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("他打我")
    deputy = room.phone(DEPUTY)
    await tap(deputy, "words:1:0")
    assert "他打我" in deputy.last.text
    await deputy.press("看过了")
    await tap(deputy, "words:1:0")
    assert "六位数字的口令" in deputy.last.text


@pytest.mark.parametrize("press", ["words:1:0", "wplay:1", "wdone:1"])
async def test_a_family_s_words_open_after_the_pin(room: Room, school: School, press: str) -> None:
    await room.phone(MOTHER).send("请老师回个电话")
    teacher = room.phone(TEACHER)
    await tap(teacher, press)
    assert "请老师回个电话" not in teacher.last.text
    await teacher.send(RIGHT)
    await teacher.send(RIGHT)
    assert "请老师回个电话" in teacher.last.text
    assert ("办好了" in teacher.last.text) is (press == "wdone:1")


async def test_a_family_is_never_asked(room: Room, school: School) -> None:
    await note(room.phone(TEACHER), school)
    for somebody in (MOTHER, STRANGER):
        phone = room.phone(somebody)
        for press in (f"nhist:{school.child_id}:0", "nopen:1:0", "words:1:0", "pin"):
            await tap(phone, press)
            assert phone.last.text == DENIED
    await room.phone(MOTHER).send("⚙️ 设置")
    assert "口令" not in "".join(room.phone(MOTHER).last.buttons)


async def test_whoever_writes_is_never_asked_and_sees_no_older_words(room: Room, school: School) -> None:
    teacher = await closed_phone(room, school)
    for press in ("nback:1", f"nsave:{school.child_id}", "nask:1:injury:hurt", "nmore:1"):
        await teacher.send("👧 我的班")
        await tap(teacher, press)
        assert "口令" not in teacher.last.text, press
        assert WORDS not in teacher.last.text, press
    await teacher.send("更正：下午好多了")
    assert "下午好多了" in teacher.last.text  # typed a moment ago
    assert WORDS not in teacher.last.text
    assert len(await notes_of(room.database, school.child_id)) == 2


async def test_a_note_begun_before_the_pin_goes_on_after_it(room: Room, school: School) -> None:
    teacher = await closed_phone(room, school)
    await tap(teacher, f"nmood:{school.child_id}:2")
    await tap(teacher, f"nhist:{school.child_id}:0")
    await teacher.send(RIGHT)
    assert WORDS in teacher.last.text
    await teacher.send("午睡没睡着")
    await teacher.press("保存")
    assert [one.words for one in await notes_of(room.database, school.child_id)] == [WORDS, "午睡没睡着"]


async def test_the_digits_leave_the_chat_and_are_kept_nowhere(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data("pin")
    await teacher.send(RIGHT)
    async with room.database.reading() as session:
        kept = [one.body or "" for one in await session.exec(select(Conversation))]
    assert any("argon2id" in one for one in kept)
    assert not any(RIGHT in one for one in kept)
    await teacher.send(RIGHT)
    deleted = [one.message_id for one in room.calls if isinstance(one, DeleteMessage)]
    async with room.database.reading() as session:
        fading = list(await session.exec(select(FadingMessage)))
        connection = await session.connection()
        digest = (await connection.exec_driver_sql("SELECT digest FROM pin")).scalar_one()
    assert [one.message_id for one in fading] == deleted
    assert {(one.chat_id, one.fading, one.fades_at) for one in fading} == {
        (TEACHER, Fading.REMOVED, room.clock.at)
    }
    assert len(deleted) == 2
    assert b"argon2" not in bytes(digest)  # six digits can be tried out: the key guards their digest
    await teacher.send("/start")
    assert RIGHT not in "".join(teacher.texts)


async def test_it_is_changed_only_by_whoever_knows_the_old_one(room: Room) -> None:
    async with room.database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher = room.phone(TEACHER)
    await set_pin(teacher)
    await tap(teacher, "pin")
    assert "First send the PIN you have now" in teacher.last.text
    await teacher.send(WRONG)
    assert "4 more tries" in teacher.last.text
    await teacher.send(RIGHT)
    for _ in range(2):
        await teacher.send("135790")
    assert "Your PIN is set" in teacher.last.text
    await tap(teacher, "pin")
    await teacher.send(RIGHT)
    assert "That isn't the PIN" in teacher.last.text
    assert await tries_in(room.database) == [False, True, False]
    assert await tries_in(room.database, "set_pin") == [True, True]
