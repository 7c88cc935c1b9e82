"""Correct, delete, other: asked in two taps, answered by its day, and never refused without a reason."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, update

from models import Person
from models.codes import Asked, Role
from services.errors import CareError
from services.privacy.rules import clean_reason, due_on, is_overdue
from tests.alerts.story import add_staff
from tests.phones import Room
from tests.privacy.rights import answer_yes, ask, audited, requests_in, tasks_in
from tests.world import (
    DEPUTY,
    HEAD,
    MOTHER,
    TEACHER,
    School,
    set_locale,
)
from views.privacy import SkipWords
from views.requests import GrantRequest, RefuseRequest

SECOND_HEAD = 120


async def test_a_request_has_a_last_day_and_goes_to_the_administrator(room: Room, school: School) -> None:
    mother, head = await ask(room, MOTHER, "更正", "小满的生日应该是五月<22>日"), room.phone(HEAD)
    assert "12月8日前答复" in mother.last.text
    [request] = await requests_in(room.database)
    assert (request.person_id, request.child_id) == (school.mother_id, school.child_id)
    assert request.asked is Asked.CORRECT
    assert request.due_on == date(2026, 12, 8)
    assert "周阿桂" not in head.last.text  # the push names nobody
    assert "田小满" not in head.last.text
    await head.press("打开")
    for words in ("周阿桂", "田小满", "五月&lt;22&gt;日", "12月8日前答复"):
        assert words in head.last.text
    [task] = await tasks_in(room.database)
    assert task.owner_id == school.head_id
    assert not room.phone(TEACHER).chat
    assert await audited(room.database, "ask_correct") == [True]
    assert await audited(room.database, "open_request") == [True]


async def test_it_is_done_and_the_asker_hears_where_else_to_turn(room: Room, school: School) -> None:
    mother, head = await ask(room, MOTHER, "其他"), room.phone(HEAD)
    await answer_yes(head)
    assert "办好了" in head.last.text
    assert "您提的其他请求，学校办好了。" in mother.last.text
    assert "12345" in mother.last.text
    [request] = await requests_in(room.database)
    assert (request.is_granted, request.settled_by_id) == (True, school.head_id)
    [task] = await tasks_in(room.database)
    assert task.done_by_id == school.head_id
    await mother.press("我的信息")
    assert "已办好" in mother.last.text
    assert await audited(room.database, "grant_request") == [True]


async def test_a_refusal_without_a_reason_is_not_accepted(room: Room, school: School) -> None:
    mother, head = await ask(room, MOTHER, "删除", "把小满的档案都删掉"), room.phone(HEAD)
    heard = len(mother.chat)
    await head.press("打开")
    await head.press("不同意")
    for words in ("不行", "……。。。！？123456789"):
        await head.send(words)
        assert "理由太短了" in head.last.text
    assert len(mother.chat) == heard
    reason = "孩子还在校，档案是学校依法要留的"
    await head.send(reason)
    assert f"没有同意。理由：{reason}" in head.last.text
    assert reason in mother.last.text
    assert "12345" in mother.last.text
    assert (await requests_in(room.database))[0].reason == reason
    assert await audited(room.database, "refuse_request") == [True]


async def test_the_first_answer_stands(room: Room, school: School) -> None:
    await add_staff(room.database, SECOND_HEAD, "白老师", Role.ADMINISTRATOR, school.school_id)
    mother, head, second = await ask(room, MOTHER, "其他"), room.phone(HEAD), room.phone(SECOND_HEAD)
    await second.press("打开")
    await second.press("不同意")
    await answer_yes(head)
    heard = len(mother.chat)
    await second.send("我觉得这件事不应该这样办")
    assert "已答复：办好了" in second.last.text
    await head.press_data(GrantRequest(request_id=1, sure=True).pack())
    await second.press_data(RefuseRequest(request_id=1).pack())
    assert "已答复：办好了" in second.last.text
    assert len(mother.chat) == heard
    assert [one.done_at is not None for one in await tasks_in(room.database)] == [True, True]


async def test_the_task_leads_to_the_request_and_is_done_by_the_answer(room: Room, school: School) -> None:
    await ask(room, MOTHER, "更正", "电话换了")
    head = room.phone(HEAD)
    await head.send("📋 待办")
    assert "想看、想改或想删" in head.last.text
    assert not any("办好了" in label for label in head.last.buttons)
    await head.press("打开第1件")
    await head.press("周阿桂")
    assert "电话换了" in head.last.text
    await head.press("不同意")
    await head.press("返回")
    await head.press("所有请求")
    assert "有1件请求" in head.last.text


async def test_a_second_press_makes_no_second_request(room: Room, school: School) -> None:
    mother = await ask(room, MOTHER, "更正")
    await mother.press_data(SkipWords().pack())
    assert len(await requests_in(room.database)) == 1


async def test_too_many_and_too_long_are_said(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send("/privacy")
    await mother.press("其他")
    await mother.send("字" * 1001)
    assert "太长了" in mother.last.text
    await mother.send("好了")
    for _ in range(5):
        await ask(room, MOTHER, "其他")
    assert "已有5件在办" in mother.last.text
    assert len(await requests_in(room.database)) == 5


async def test_a_cry_for_help_in_the_middle_is_not_swallowed(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send("/privacy")
    await mother.press("删除")
    await mother.send("小满说不想活了")
    assert "可能有危险" in room.phone(DEPUTY).last.text
    assert await requests_in(room.database) == []


async def test_it_is_answered_in_english_too(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        for who in (MOTHER, HEAD):
            await set_locale(session, who, "en")
    mother, head = room.phone(MOTHER), room.phone(HEAD)
    await mother.send("/privacy")
    await mother.press("Correct")
    await mother.send("My name is spelt wrongly")
    assert "answers by 8 Dec" in mother.last.text
    await head.press("Open")
    assert "wants something corrected" in head.last.text
    await head.press("Refuse")
    await head.send("No.")
    assert "too short for a reason" in head.last.text
    await head.send("We keep the name as it stands in your papers")
    assert "has refused a correction" in mother.last.text


def test_a_day_is_counted_from_its_morning() -> None:
    due = due_on(date(2026, 11, 23), days=15)
    assert due == date(2026, 12, 8)
    assert not is_overdue(due, today=due)
    assert is_overdue(due, today=due + timedelta(days=1))


def test_a_reason_says_why() -> None:
    assert clean_reason(" 孩子还在校，要留档案 ") == "孩子还在校，要留档案"
    with pytest.raises(CareError, match=r"requests\.reason_short"):
        clean_reason("因为不行啊 12345678")


async def test_the_school_decides_which_day_it_is(room: Room, school: School) -> None:
    """The mother lives in New York, where it is still yesterday."""
    async with room.database.transaction() as session:
        query = update(Person).where(col(Person.id) == school.mother_id)
        await session.exec(query.values(timezone="America/New_York"))
    await ask(room, MOTHER, "其他")
    assert (await requests_in(room.database))[0].due_on == date(2026, 12, 8)
