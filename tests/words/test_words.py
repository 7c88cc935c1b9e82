"""What a family says in words of its own, and who is told."""

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from models import AuditEntry, Notification, Relation
from models.codes import Kin, Priority, TaskKind
from tests.phones import Room
from tests.words.families import DENIED, THANKS, leave, tap, tasks_in, words_in
from tests.world import (
    COUNTY,
    DEPUTY,
    GRANDMOTHER,
    HEAD,
    MOTHER,
    NOW,
    STRANGER,
    TEACHER,
    School,
    set_locale,
)


async def test_ordinary_words_become_the_class_teachers_task(room: Room, school: School) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await mother.send("小满说想换个<书包>，麻烦老师问问她喜欢什么颜色")
    assert mother.texts == [THANKS]
    assert teacher.last.text == "<b>田小满</b>家里捎话来了，请打开看。"
    assert not room.phone(DEPUTY).chat
    await teacher.press("打开")
    assert "小满说想换个&lt;书包&gt;" in teacher.last.text
    assert "周阿桂（妈妈）" in teacher.last.text
    [words] = await words_in(room.database)
    assert (words.child_id, words.author_id, words.danger) == (school.child_id, school.mother_id, False)
    [task] = await tasks_in(room.database)
    assert (task.kind, task.owner_id, task.words_id) == (TaskKind.FAMILY_WORDS, school.teacher_id, words.id)
    for _ in range(2):
        await tap(teacher, f"wdone:{words.id}")
        assert "办好了。" in teacher.last.text
    [task] = await tasks_in(room.database)
    assert (task.done_at, task.done_by_id) == (room.clock.now(), school.teacher_id)


async def test_words_of_danger_go_to_the_safeguarding_officer_and_the_answer_is_the_same(
    room: Room, school: School
) -> None:
    grandmother, deputy = room.phone(GRANDMOTHER), room.phone(DEPUTY)
    await grandmother.send("娃说她不想活了")
    assert grandmother.texts == [THANKS]  # byte for byte what ordinary words get
    assert not room.phone(TEACHER).chat
    assert not room.phone(HEAD).chat
    push = deputy.last.text
    assert push == "🔴 收到的话里可能有危险，请马上打开看。"
    await deputy.press("打开")
    assert "娃说她不想活了" in deputy.last.text
    assert "石奶奶（照看人）" in deputy.last.text
    assert f"raise:{school.child_id}" in deputy.last.buttons.values()
    async with room.database.reading() as session:
        [notice] = list(await session.exec(select(Notification)))
        opened = list(await session.exec(select(AuditEntry).where(AuditEntry.action == "open_words")))
    assert notice.priority == Priority.URGENT
    assert notice.params == {"words_id": 1}
    assert [(one.person_id, one.allowed) for one in opened] == [(school.deputy_id, True)]


async def test_both_answers_are_the_same_in_english_too(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        for telegram_id in (MOTHER, DEPUTY, TEACHER):
            await set_locale(session, telegram_id, "en")
    mother = room.phone(MOTHER)
    await mother.send("He wants a new school bag")
    await mother.send("My uncle hits him")
    assert mother.texts[0] == mother.texts[1]
    assert "family wrote" in room.phone(TEACHER).last.text
    assert len(room.phone(TEACHER).chat) == 1
    await room.phone(DEPUTY).press("Open")
    assert "My uncle hits him" in room.phone(DEPUTY).last.text
    assert "周阿桂 (mother)" in room.phone(DEPUTY).last.text


async def test_without_a_safeguarding_officer_the_administrators_are_told(room: Room, school: School) -> None:
    await leave(room, school.deputy_id)
    await room.phone(MOTHER).send("他打我")
    assert "可能有危险" in room.phone(HEAD).last.text
    await room.phone(HEAD).press("打开")
    assert "他打我" in room.phone(HEAD).last.text


async def test_an_officer_whose_phone_is_closed_is_passed_over(room: Room, school: School) -> None:
    head = room.phone(HEAD)
    room.phone(DEPUTY).blocked = True
    await room.phone(MOTHER).send("他打我")  # found out at the first attempt: the next one is told at once
    assert len(head.chat) == 1
    assert "可能有危险" in head.last.text
    await room.phone(MOTHER).send("他又打我")
    assert len(head.chat) == 2
    await head.press("打开")
    assert "他又打我" in head.last.text


async def test_when_no_phone_can_be_reached_it_is_loud(room: Room, school: School) -> None:
    for telegram_id in (DEPUTY, HEAD, COUNTY, TEACHER):
        room.phone(telegram_id).blocked = True
    with capture_logs() as logs:
        await room.phone(MOTHER).send("他打我")
    assert "words.nobody_reached" in [one["event"] for one in logs if one["log_level"] == "critical"]
    assert len(await tasks_in(room.database)) == 4  # it waits in everybody's list


async def test_an_officer_who_lives_with_the_child_hears_nothing(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        session.add(
            Relation(child_id=school.child_id, kin=Kin.CARER, person_id=school.deputy_id, from_at=NOW)
        )
    await room.phone(MOTHER).send("她被打了")
    deputy = room.phone(DEPUTY)
    assert not deputy.chat
    await deputy.press_data("words:1:0")
    assert deputy.last.text == DENIED
    assert "可能有危险" in room.phone(HEAD).last.text


async def test_a_class_without_a_teacher_is_read_by_the_administrators(room: Room, school: School) -> None:
    await leave(room, school.teacher_id)
    await room.phone(MOTHER).send("您好")
    assert "家里捎话来了" in room.phone(HEAD).last.text


async def test_words_nobody_can_read_are_kept_and_loud(room: Room, school: School) -> None:
    for person_id in (school.teacher_id, school.head_id, school.deputy_id):
        await leave(room, person_id)
    with capture_logs() as logs:
        await room.phone(MOTHER).send("您好")
    assert [one["event"] for one in logs if one["log_level"] == "critical"] == ["words.nobody_to_read"]
    assert room.phone(MOTHER).last.text == THANKS
    assert len(await words_in(room.database)) == 1
    assert await tasks_in(room.database) == []


async def test_words_of_staff_and_strangers_are_nobodys_task(room: Room, school: School) -> None:
    for telegram_id in (TEACHER, STRANGER):
        await room.phone(telegram_id).send("他打我")
    assert await words_in(room.database) == []


@pytest.mark.parametrize("text", ["/nonsense", "📋 待办", "🔴 Report"])
async def test_commands_and_keys_are_no_words(room: Room, school: School, text: str) -> None:
    await room.phone(MOTHER).send(text)
    assert await words_in(room.database) == []
