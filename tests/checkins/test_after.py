"""What becomes of a note: taken back, added to, corrected, asked about, read again."""

import pytest
from sqlmodel import select

from models import AuditEntry
from services import profile as profiles
from services.checkins import corrections
from tests.checkins.notes import notes_of
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, TEACHER, School, actor_of, set_locale

PROFILE = profiles.load("CN")


async def tap(phone: Phone, press: str) -> None:
    """Press something on the newest card, whether or not it stands there."""
    await phone.press_data(press, message_id=phone.last.message_id if phone.chat else 1)


async def check_in(phone: Phone, school: School, *tags: str, face: int = 4) -> None:
    for press in ("nmood:{}:{face}", *(f"ntag:{{}}:{tag}" for tag in tags), "nsave:{}"):
        await tap(phone, press.format(school.child_id, face=face))


async def test_a_note_can_be_taken_back_within_ten_minutes(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school)
    recall = next(press for label, press in teacher.last.buttons.items() if "撤回" in label)
    await room.later(minutes=9, seconds=59)
    for _ in range(2):  # the second press gets the same answer
        await tap(teacher, recall)
        assert "撤回了" in teacher.last.text
    [note] = await notes_of(room.database, school.child_id)
    assert note.recalled_at is not None
    await tap(teacher, f"nhist:{school.child_id}:0")
    assert "还没有记录" in teacher.last.text
    await tap(teacher, "nopen:1:0")
    assert "撤回了" in teacher.last.text


async def test_after_ten_minutes_a_note_is_corrected_instead(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "sleep")
    await room.later(minutes=10)
    await teacher.press("撤回")
    assert "不能撤回了" in teacher.last.text
    await teacher.press("更正")
    assert "田小满" in teacher.last.text
    await teacher.send("其实睡得不错")
    assert "更正记好了" in teacher.last.text
    note, amendment = await notes_of(room.database, school.child_id)
    assert note.recalled_at is None
    assert note.words is None
    assert (amendment.amends_id, amendment.words) == (note.id, "其实睡得不错")
    await tap(teacher, f"nhist:{school.child_id}:0")
    assert teacher.last.text.index("睡眠") < teacher.last.text.index("其实睡得不错")
    await teacher.press("1")
    assert "其实睡得不错" in teacher.last.text


async def test_a_correction_of_a_correction_stands_beside_the_first_note(room: Room, school: School) -> None:
    teacher, head = room.phone(TEACHER), room.phone(HEAD)
    await check_in(teacher, school)
    await room.later(minutes=11)
    await tap(teacher, "nmore:1")
    await teacher.send("更正一")
    await tap(head, "nmore:2")
    await head.send("更正二")
    _, first, second = await notes_of(room.database, school.child_id)
    assert (first.amends_id, second.amends_id) == (1, 1)
    assert (first.author_id, second.author_id) == (school.teacher_id, school.head_id)
    await tap(head, f"nhist:{school.child_id}:0")
    assert "还有1条更正" in head.last.text
    await head.press("1")
    assert "更正一" in head.last.text
    assert "更正二" in head.last.text
    assert "顾明河" in head.last.text


async def test_words_are_added_once_and_then_they_correct(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school)
    await teacher.press("写几句")
    await teacher.send("长" * 1002)
    assert "多了2个字" in teacher.last.text
    await teacher.send("今天很安静")
    assert "今天很安静" in teacher.last.text
    await teacher.press("更正")
    await teacher.send("下午好多了")
    note, amendment = await notes_of(room.database, school.child_id)
    assert note.words == "今天很安静"
    assert amendment.words == "下午好多了"


async def test_words_for_a_note_that_was_taken_back_go_nowhere(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school)
    await teacher.press("写几句")
    teacher_actor = await actor_of(room.database, TEACHER)
    async with room.database.transaction() as session:
        await corrections.recall(
            session, now=room.clock.now(), actor=teacher_actor, profile=PROFILE, note_id=1
        )
    await teacher.send("迟到的话")
    assert "撤回了" in teacher.last.text
    await tap(teacher, "nmore:1")
    assert "撤回了" in teacher.last.text
    assert len(await notes_of(room.database, school.child_id)) == 1


async def test_only_the_author_takes_back_and_the_attempt_is_written_down(room: Room, school: School) -> None:
    teacher, head = room.phone(TEACHER), room.phone(HEAD)
    await check_in(teacher, school, "injury")
    for press in ("nback:1", "nask:1:injury:hurt"):
        await tap(head, press)
        assert "没有您可以查看" in head.last.text
    [note] = await notes_of(room.database, school.child_id)
    assert (note.recalled_at, note.tags) == (None, ["injury"])
    async with room.database.reading() as session:
        refused = list(await session.exec(select(AuditEntry).where(AuditEntry.action == "own_note")))
    assert [(one.allowed, one.person_id) for one in refused] == [(False, school.head_id)] * 2


@pytest.mark.parametrize(
    ("answer", "code", "offers"),
    [("是意外", "accident", False), ("说不准", "unclear", True), ("可能是有人伤害", "hurt", True)],
)
async def test_an_injury_asks_one_question_after_it_is_stored(
    room: Room, school: School, answer: str, code: str, offers: bool
) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "study", "injury")
    [note] = await notes_of(room.database, school.child_id)
    assert note.tags == ["study", "injury"]  # stored before anything is asked
    assert "伤是怎么来的" in teacher.last.text
    question = teacher.last.buttons.copy()
    press = next(press for label, press in question.items() if answer in label)
    for _ in range(2):
        await teacher.press_data(press, message_id=teacher.last.message_id)
        assert ("拿不准也可以报告" in teacher.last.text) is offers
        red = f"rais:{school.child_id}:R4" if offers else f"raise:{school.child_id}"
        assert red in teacher.last.buttons.values()
    [note] = await notes_of(room.database, school.child_id)
    assert note.tags == ["study", f"injury:{code}"]
    await tap(teacher, f"nhist:{school.child_id}:0")
    assert answer in teacher.last.text


async def test_a_second_answer_stands_beside_the_first(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "injury")
    await tap(teacher, "nask:1:injury:accident")
    await tap(teacher, "nask:1:injury:hurt")
    [note] = await notes_of(room.database, school.child_id)
    assert note.tags == ["injury:accident", "injury:hurt"]
    assert "拿不准也可以报告" in teacher.last.text


@pytest.mark.parametrize("press", ["nask:1:sleep:hurt", "nask:1:injury:known", "nask:1:sick:hurt"])
async def test_an_answer_nobody_asked_for_is_refused(room: Room, school: School, press: str) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "injury")
    await tap(teacher, press)
    assert "已经不用了" in teacher.last.text
    [note] = await notes_of(room.database, school.child_id)
    assert note.tags == ["injury"]


async def test_self_harm_goes_straight_to_the_offer(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "injury", "self_harm")
    assert "You need not be sure to report" in teacher.last.text
    assert not any(press.startswith("nask") for press in teacher.last.buttons.values())
    assert next(iter(teacher.last.buttons.values())) == f"rais:{school.child_id}:R5"


async def test_fear_of_home_may_have_a_known_cause(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school, "afraid_home")
    await teacher.press("没有危险")
    [note] = await notes_of(room.database, school.child_id)
    assert note.tags == ["afraid_home:known"]


async def test_a_history_has_pages_newest_first(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    for day in range(6):
        await check_in(teacher, school)
        await teacher.press("写几句")
        await teacher.send(f"第{day}天" + "很长" * 100)
        await room.later(days=1)
    deputy = room.phone(DEPUTY)
    await tap(deputy, f"nhist:{school.child_id}:0")
    assert deputy.last.text.index("第5天") < deputy.last.text.index("第1天")
    assert "第0天" not in deputy.last.text
    assert "…" in deputy.last.text
    await deputy.press("▶")
    assert "6. " in deputy.last.text
    assert "第0天" in deputy.last.text
    await deputy.press("◀")
    await deputy.press("5")
    assert deputy.last.text.count("很长") == 100


async def test_many_corrections_are_turned_through(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await check_in(teacher, school)
    await room.later(minutes=11)
    for number in range(4):
        await tap(teacher, "nmore:1")
        await teacher.send(f"更正{number} " + "字" * 990)
    await tap(teacher, "nopen:1:0")
    assert "更正1" in teacher.last.text
    assert "更正3" not in teacher.last.text
    assert len(teacher.last.text) < 4096
    await teacher.press("▶")
    assert "更正3" in teacher.last.text
    assert "◀" in teacher.last.buttons


async def test_a_reader_who_may_not_write_is_stopped_at_the_door(room: Room, school: School) -> None:
    await check_in(room.phone(TEACHER), school)
    deputy = room.phone(DEPUTY)
    await tap(deputy, "nopen:1:0")
    assert "田小满" in deputy.last.text
    await deputy.press("更正")
    assert "没有您可以查看" in deputy.last.text
    await deputy.send("我想写一句")
    assert len(await notes_of(room.database, school.child_id)) == 1
