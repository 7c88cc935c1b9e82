"""The month turns: reminders come to those whom they concern, when it suits them."""

from datetime import date

import pytest

from models import Child, Relation
from models.codes import Away, Care, Kin, Notice, Outcome, Sending
from models.database import Database
from services.children import plans
from services.people import service as people
from tests.phones import Room
from tests.reminders.months import (
    add_father,
    go,
    lay_out,
    list_contacts,
    list_notices,
    list_tasks,
)
from tests.world import (
    MOTHER,
    NOW,
    TEACHER,
    School,
    actor_of,
    set_locale,
)

FATHER = 301

pytestmark = pytest.mark.usefixtures("planned")


async def test_the_mother_calls_and_all_is_quiet(room: Room, database: Database, school: School) -> None:
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await go(room, "2026-12-08T11:29")
    assert mother.chat == []
    await go(room, "2026-12-08T11:31")
    assert mother.last.text == "您在外辛苦了。田小满今晚 19:30 有空接电话，聊几句就好。"
    assert len(mother.last.text) <= 40
    assert list(mother.last.buttons) == ["✅ 打过了", "换个时间", "这个月不方便"]
    await mother.press("打过了")
    assert "记下了" in mother.last.text
    assert "周阿桂说：2026年12月家里和田小满通过电话了。" in teacher.last.text
    (contact,) = await list_contacts(database)
    assert (contact.month, contact.outcome, contact.told_by_id) == (
        "2026-12", Outcome.CALLED, school.mother_id,
    )  # fmt: skip
    heard = len(teacher.chat)
    await go(room, "2026-12-25T00:00")
    assert len(teacher.chat) == heard
    (letter,) = await list_notices(database, Notice.LETTER_REMINDER)
    assert letter.sending is Sending.SUPERSEDED


async def test_a_letter_satisfies_the_month_too(room: Room, database: Database) -> None:
    teacher, mother = room.phone(TEACHER), room.phone(MOTHER)
    await go(room, "2026-12-18T09:00")
    assert "写封信" in teacher.last.text
    assert list(teacher.last.buttons) == ["✉️ 信寄出了", "📞 家长打过电话", "换个时间", "这个月不方便"]
    await teacher.press("信寄出了")
    assert "信寄出了" in teacher.last.text
    await mother.press("打过了")
    assert "已经记过了" in mother.last.text
    assert [one.outcome for one in await list_contacts(database)] == [Outcome.LETTER]


async def test_two_silent_months_become_a_task(room: Room, database: Database, school: School) -> None:
    teacher = room.phone(TEACHER)
    await go(room, "2027-01-31T23:00")
    assert await list_tasks(database) == []
    await go(room, "2027-02-01T00:01")
    assert "几个月没有记到" in teacher.last.text
    await teacher.send("📋 待办")
    assert "田小满这几个月没有记到家里的电话或信" in teacher.last.text
    await teacher.press("第1件办好了")
    assert "没有待办" in teacher.last.text
    (task,) = await list_tasks(database)
    assert (task.owner_id, task.done_by_id) == (school.teacher_id, school.teacher_id)


async def test_a_father_abroad_is_asked_before_the_child_sleeps(
    room: Room, database: Database, school: School
) -> None:
    await add_father(database, school, FATHER, timezone="Asia/Tashkent", locale="en")
    await lay_out(database, school, now=room.clock.at)
    father = room.phone(FATHER, "en")
    await go(room, "2026-12-08T12:29")
    assert father.chat == []
    await go(room, "2026-12-08T12:31")  # half past eight at home, half past five where he is
    assert "free to talk at 17:30" in father.last.text
    await father.press("Called")
    assert "Noted, thank you." in father.last.text
    assert "罗大川说" in room.phone(TEACHER).last.text


async def test_quiet_hours_hold_a_late_evening_back(room: Room, database: Database, school: School) -> None:
    mother = room.phone(MOTHER)
    async with database.transaction() as session:
        actor = await actor_of(database, MOTHER)
        await people.choose_hours(session, actor=actor, timezone=None, evening="22:30", shift=None)
    await lay_out(database, school, now=room.clock.at)
    await go(room, "2026-12-08T22:59")
    assert mother.chat == []
    await go(room, "2026-12-08T23:01")
    assert "今天聊几句就好" in mother.last.text


async def test_a_boarder_is_called_from_friday_to_sunday(
    room: Room, database: Database, school: School
) -> None:
    teacher, mother = room.phone(TEACHER), room.phone(MOTHER)
    await teacher.send("👧 我的班")
    await teacher.press("田小满")
    await teacher.press("改为住校")
    assert "12月11日提醒打电话" in teacher.last.text
    await go(room, "2026-12-11T11:29")  # a Friday
    assert mother.chat == []
    await go(room, "2026-12-11T11:31")
    assert "今晚 19:30" in mother.last.text


async def test_two_children_two_cards(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        brother = Child(
            name="田芒种", born_on=date(2014, 6, 6), class_id=school.other_class_id, care=Care.GRANDPARENTS,
            away=Away.BOTH, registered_at=NOW,
        )  # fmt: skip
        session.add(brother)
        await session.flush()
        assert brother.id
        session.add(
            Relation(child_id=brother.id, kin=Kin.MOTHER, away=True, person_id=school.mother_id, from_at=NOW)
        )
        await session.flush()
        await plans.lay_out(session, now=NOW, child_id=brother.id)
    mother = room.phone(MOTHER)
    await go(room, "2026-12-08T11:31")
    assert ["田小满" in text for text in mother.texts] == [True, False]
    assert "田芒种" in mother.texts[1]
    await mother.press("打过了", on=mother.chat[0])
    assert [one.child_id for one in await list_contacts(database)] == [school.child_id]
    await mother.send("👧 我的孩子")
    assert set(mother.last.buttons) == {"田小满", "田芒种"}


async def test_who_withdraws_while_it_waits_is_not_called(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        await people.answer_consent(
            session, now=NOW, person_id=school.mother_id, purpose="contact", version="1", granted=False
        )
    await go(room, "2026-12-20T00:00")
    assert room.phone(MOTHER).chat == []
    assert "写封信" in room.phone(TEACHER).last.text


async def test_in_english(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        for who in (MOTHER, TEACHER):
            await set_locale(session, who, "en")
    mother, teacher = room.phone(MOTHER), room.phone(TEACHER)
    await go(room, "2026-12-08T11:31")
    assert "free to talk at 19:30 today" in mother.last.text
    await mother.press("Another time")
    await mother.press("next evening")
    assert "9 Dec, 19:30" in mother.last.text
    await mother.press("Called")
    assert "周阿桂 says: 田小满 had a call in December 2026." in teacher.last.text
    await go(room, "2027-02-02T00:00")
    await teacher.send("📋 To do")
    assert "Nothing is waiting" in teacher.last.text
    await go(room, "2027-03-02T00:00")
    await teacher.send("📋 To do")
    assert "1 thing is waiting for you." in teacher.last.text
