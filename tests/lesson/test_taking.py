"""Five questions: offered once, answered a tap at a time, never asked again once they are right."""

import asyncio
import itertools
from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import Account, Person
from models.codes import Role
from models.database import Database
from services.lesson import service as lesson
from services.lesson.types import Answered
from services.people import service as people
from services.profile import Profile
from tests.joining.links import start_of
from tests.lesson.classroom import AGAIN, BEGIN, RESULT, REVIEW, go_through, label, offer, results
from tests.phones import Room
from tests.world import HEAD, NOW, STRANGER, TEACHER, School, actor_of, add_person, set_locale
from views.lesson import LessonAnswer
from views.presses import OpenLesson


def changed(profile: Profile, version: str) -> Profile:
    """The same questions under another version."""
    return profile.model_copy(update={"lesson": profile.lesson.model_copy(update={"version": version})})


async def test_whoever_joins_is_welcomed_and_then_offered_it_once(room: Room, database: Database) -> None:
    head, newcomer = room.phone(HEAD), room.phone(STRANGER)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🛡️")
    await newcomer.send(start_of(head))
    await newcomer.send("陆清明")
    await head.press("是本人")
    welcome, offered = newcomer.chat[-2:]
    assert "确认好了" in welcome.text
    assert "🔴 我要报告" in welcome.keys
    assert "五道小题" in offered.text
    await newcomer.send("🔴 我要报告")  # the red button waits for no lesson
    assert "三(1)" in "".join(newcomer.last.buttons)
    await newcomer.send("/start")
    assert sum("五道小题" in text for text in newcomer.texts) == 1
    assert [one.passed_at for one in await results(database)] == [None]


async def test_a_family_and_the_county_are_offered_nothing(
    database: Database, school: School, profile: Profile
) -> None:
    for person_id in (school.mother_id, school.county_officer_id):
        await offer(database, profile, person_id)
    assert await results(database) == []


async def test_five_of_five(room: Room, school: School, profile: Profile, database: Database) -> None:
    await offer(database, profile, school.teacher_id)
    await room.later(seconds=1)
    teacher = room.phone(TEACHER)
    await teacher.press(BEGIN)
    await go_through(teacher, profile.lesson.questions)
    assert "5题全对" in teacher.last.text
    assert len(teacher.chat) == 1  # one card, from the offer to the end
    assert (await results(database))[0].passed_at == room.clock.at
    await teacher.send("/help")
    await teacher.press("五道小题")
    assert "5题全对" in teacher.last.text  # it isn't asked again
    await teacher.press(REVIEW)
    await go_through(teacher, profile.lesson.questions, wrong=("sure", "home"))
    assert "5题全对" in teacher.last.text  # and reading it once more takes nothing away


async def test_three_of_five_and_these_two_again(
    room: Room, school: School, profile: Profile, database: Database
) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send("⚙️ 设置")
    await teacher.press("五道小题")
    questions = profile.lesson.questions
    await go_through(teacher, questions, wrong=("first", "home"))
    assert "5题里对了3题。还有2题" in teacher.last.text
    await teacher.press(AGAIN)
    two = tuple(one for one in questions if one.code in ("first", "home"))
    await go_through(teacher, two, wrong=("home",))
    assert "5题里对了4题。还有1题" in teacher.last.text
    await teacher.press(AGAIN)
    await go_through(teacher, two[1:])
    assert "5题全对" in teacher.last.text
    (result,) = await results(database)
    assert sorted(result.known) == sorted(one.code for one in questions)


async def test_a_wrong_answer_is_said_kindly_and_kept_nowhere(
    room: Room, school: School, profile: Profile, database: Database
) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(OpenLesson().pack())
    first = profile.lesson.questions[0]
    await teacher.press(label(first, right=False))
    assert "很多人第一次也会这么想" in teacher.last.text
    assert await results(database) == []


async def test_it_can_be_left_and_taken_up_where_it_was(room: Room, school: School, profile: Profile) -> None:
    teacher, questions = room.phone(TEACHER), profile.lesson.questions
    await teacher.press_data(OpenLesson().pack())
    await teacher.press(label(questions[0], right=True))
    await room.later(days=9)
    await teacher.send("⚙️ 设置")
    await teacher.press("五道小题")
    assert questions[1].words["zh_CN"] in teacher.last.text


async def test_the_same_tap_twice_is_one(
    room: Room, school: School, profile: Profile, database: Database
) -> None:
    teacher, last = room.phone(TEACHER), profile.lesson.questions[-1]
    await teacher.press_data(OpenLesson().pack())
    await go_through(teacher, profile.lesson.questions)
    passed_at = (await results(database))[0].passed_at
    press = LessonAnswer(person_id=school.teacher_id, version="CN1", code=last.code, chosen="wait").pack()
    for _ in range(2):
        await room.later(hours=1)
        await teacher.press_data(press)
        assert last.why["zh_CN"] in teacher.last.text
        assert RESULT in "".join(teacher.last.buttons)
    (result,) = await results(database)
    assert result.passed_at == passed_at
    assert len(result.known) == 5


async def test_other_questions_are_asked_once_more(
    room: Room, school: School, profile: Profile, database: Database
) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(OpenLesson().pack())
    old = teacher.last.buttons
    await go_through(teacher, profile.lesson.questions)
    async with Room.open(database, changed(profile, "CN2"), NOW + timedelta(days=30)) as later:
        later.numbers = itertools.count(10_000)  # the updates go on
        teacher = later.phone(TEACHER)
        for press in old.values():  # of the version before
            await teacher.press_data(press)
            assert "题目换了新的" in teacher.last.text
        await teacher.send("/start")
        assert "三分钟就好" in teacher.last.text
        await teacher.press(BEGIN)
        await go_through(teacher, profile.lesson.questions)
        assert "5题全对" in teacher.last.text
        await teacher.send("/start")
        assert not any("三分钟就好" in text for text in teacher.texts)
    assert [one.version for one in await results(database)] == ["CN1", "CN2"]


async def test_who_never_was_offered_any_is_not_stopped_at_the_door(room: Room) -> None:
    """An installation that learns the lesson by an upgrade doesn't write to everybody."""
    await room.phone(TEACHER).send("/start")
    assert len(room.phone(TEACHER).chat) == 1


async def test_two_on_one_phone_learn_it_one_after_the_other(
    room: Room, school: School, profile: Profile, database: Database
) -> None:
    async with database.transaction() as session:
        second = await add_person(session, TEACHER, "陆清明")
        await people.grant(session, now=NOW, person_id=second, role=Role.TEACHER, unit_id=school.class_id)
    teacher = room.phone(TEACHER)
    for name in ("许一诺", "陆清明"):
        await teacher.send("/help")
        await teacher.press("五道小题")
        assert f"这次请{name}来答" in teacher.last.text
        await go_through(teacher, profile.lesson.questions)
    assert [one.person_id for one in await results(database)] == [school.teacher_id, second]


async def test_in_english(room: Room, profile: Profile, database: Database, school: School) -> None:
    async with database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher, first = room.phone(TEACHER), profile.lesson.questions[0]
    await teacher.press_data(OpenLesson().pack())
    assert first.words["en"] in teacher.last.text
    await teacher.press("Now: suspicion is enough")
    assert "Yes, just so" in teacher.last.text
    assert first.why["en"] in teacher.last.text
    await teacher.press("Next")
    assert "2/5" in teacher.last.text


@pytest.mark.db
async def test_five_answers_at_once_are_all_kept(
    database: Database, school: School, profile: Profile
) -> None:
    actor = await actor_of(database, TEACHER)

    async def tap(code: str, chosen: str) -> object:
        async with database.transaction() as session:
            return await lesson.answer(
                session, now=NOW, actor=actor, profile=profile, person_id=school.teacher_id, version="CN1",
                code=code, chosen=chosen, is_review=False,
            )  # fmt: skip

    right = [
        (one.code, next(answer.code for answer in one.answers if answer.right))
        for one in profile.lesson.questions
    ]
    answered = await asyncio.gather(*(tap(*one) for one in right * 2))
    assert all(isinstance(one, Answered) for one in answered)
    (result,) = await results(database)
    assert sorted(result.known) == sorted(code for code, _ in right)
    assert result.passed_at == NOW


async def test_a_phone_that_turns_us_away_loses_nothing(
    room: Room, school: School, profile: Profile, database: Database
) -> None:
    async with database.transaction() as session:
        account = select(Person.account_id).where(Person.id == school.teacher_id)
        found = (await session.exec(select(Account).where(col(Account.id).in_(account)))).one()
        room.phone(found.telegram_id).blocked = True
    await offer(database, profile, school.teacher_id)
    await room.later(days=1)
    teacher = room.phone(TEACHER)
    teacher.blocked = False
    await teacher.send("/help")
    await teacher.press("五道小题")
    assert "1/5" in teacher.last.text
