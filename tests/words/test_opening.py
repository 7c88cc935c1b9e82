"""Who opens a family's words, and what they see."""

from sqlmodel import select

from models import AuditEntry, Relation
from models.codes import Kin
from services.checkins import reading
from services.checkins import words as family_words
from tests.phones import Room
from tests.words.families import DENIED, add_brother, leave, tap, tasks_in, words_in
from tests.world import (
    DEPUTY,
    GRANDMOTHER,
    HEAD,
    MOTHER,
    NOW,
    STRANGER,
    TEACHER,
    School,
    actor_of,
    add_person,
)


async def test_nobody_else_opens_words(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("他打我")
    for telegram_id in (TEACHER, HEAD, MOTHER, GRANDMOTHER, STRANGER):
        phone = room.phone(telegram_id)
        for press in ("words:1:0", "wplay:1", "wdone:1", "words:99:0"):
            await tap(phone, press)
            assert phone.last.text == DENIED, (telegram_id, press)
            assert phone.last.buttons == {}
    async with room.database.reading() as session:
        refused = list(await session.exec(select(AuditEntry).where(AuditEntry.action == "open_words")))
    assert len(refused) == 20
    assert not any(one.allowed for one in refused)


async def test_a_teacher_who_has_left_opens_nothing(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("请老师回个电话")
    await leave(room, school.teacher_id)
    teacher = room.phone(TEACHER)
    await teacher.press("打开")
    assert teacher.last.text == DENIED


async def test_the_safeguarding_officer_may_open_ordinary_words(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("请老师回个电话")
    deputy = room.phone(DEPUTY)
    await deputy.press_data("words:1:0")
    assert "请老师回个电话" in deputy.last.text
    assert not any("看过了" in label for label in deputy.last.buttons)


async def test_several_children_mean_each_class_is_told(room: Room, school: School) -> None:
    await add_brother(room.database, school)
    await room.phone(MOTHER).send("两个孩子周末都回家吗")
    [words] = await words_in(room.database)
    assert words.child_id is None
    assert {task.owner_id for task in await tasks_in(room.database)} == {school.teacher_id, school.deputy_id}
    for telegram_id, name in ((TEACHER, "田小满"), (DEPUTY, "田芒种")):
        phone = room.phone(telegram_id)
        assert phone.last.text == "有一家捎话来了，请打开看。"
        await phone.press("打开")
        assert "两个孩子周末都回家吗" in phone.last.text
        assert name in phone.last.text
    assert "田芒种" not in room.phone(TEACHER).last.text  # of a class that isn't the teacher's


async def test_long_words_are_kept_whole_and_turned_through(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("话" * 4000 + "完")
    teacher = room.phone(TEACHER)
    await teacher.press("打开")
    assert "完" not in teacher.last.text
    await teacher.press("▶")
    assert "完”" in teacher.last.text
    await teacher.press("◀")
    assert teacher.last.text.count("话") > 2000


async def test_words_are_unreadable_on_the_disk_and_absent_from_the_queue(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("悄悄话")
    async with room.database.reading() as session:
        connection = await session.connection()
        kept = (await connection.exec_driver_sql("SELECT words FROM family_words")).scalar_one()
        queued = (await connection.exec_driver_sql("SELECT params FROM notification")).scalar_one()
    assert "悄悄话".encode() not in bytes(kept)
    assert "words_id" in str(queued)
    assert "悄悄话" not in str(queued)


async def test_two_carers_on_one_phone_are_one_family(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        father = await add_person(session, MOTHER, "田大山")
        session.add(Relation(child_id=school.child_id, kin=Kin.FATHER, person_id=father, from_at=NOW))
    await room.phone(MOTHER).send("我们都好")
    [words] = await words_in(room.database)
    assert words.child_id == school.child_id
    assert words.author_id == school.mother_id
    assert len(await tasks_in(room.database)) == 1


async def test_words_read_before_the_push_left_are_not_pushed(room: Room, school: School) -> None:
    mother, teacher = await actor_of(room.database, MOTHER), await actor_of(room.database, TEACHER)
    async with room.database.transaction() as session:
        kept = await family_words.keep(session, now=NOW, actor=mother, profile=room.profile, text="您好")
        await reading.finish(session, now=NOW, actor=teacher, words_id=kept.words_id)
    await room.later(minutes=1)
    assert not room.phone(TEACHER).chat
