"""How often a child's reminders come: seen and changed by those who may, and what was fired before dies."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select, update

from models import Notification, Person, Plan
from models.codes import Notice, Sending
from models.database import Database
from tests.children.test_cards import opened
from tests.phones import Phone, Room
from tests.reminders.months import call_plan, go, lay_out, list_notices
from tests.world import MOTHER, TEACHER, School, set_locale

pytestmark = pytest.mark.usefixtures("planned")


@pytest.fixture
async def planned(room: Room, database: Database, school: School) -> None:
    await lay_out(database, school, now=room.clock.at)
    await room.later(minutes=1)


async def at_rhythm(room: Room, who: int = TEACHER) -> Phone:
    phone = await opened(room, who)
    await phone.press("什么时候提醒")
    return phone


async def test_the_next_three_months_of_each(room: Room) -> None:
    teacher = await at_rhythm(room)
    assert teacher.last.text.splitlines() == [
        "<b>田小满</b>：什么时候提醒",
        "",
        "📞 打电话：妈妈：每月8号（照学校的安排）",
        "　19:30：12月8日（周二）、1月8日（周五）、2月8日（周一）",
        "",
        "📞 打电话：爸爸：每月8号（照学校的安排）",
        "　还没有人能收到。",
        "",
        "✉️ 写信：每月18号（照学校的安排）",
        "　16:30：12月18日（周五）、1月18日（周一）、2月18日（周四）",
        "",
        "写信的日子没有课，就顺延到有课的那天。",
    ]


@pytest.mark.parametrize(
    ("presses", "rule", "dates"),
    [
        (("每月某一天", "31"), "每月最后一天", "19:30：11月30日（周一）、12月31日（周四）、1月31日（周日）"),
        (("每几周一次", "周六", "每2周"), "每2周一次，周六", "19:30：11月28日（周六）、12月12日（周六）"),
        (("每月第几个", "最后一个", "周五"), "每月最后一个周五", "19:30：11月27日（周五）、12月25日（周五）"),
    ],
)
async def test_a_rule_is_chosen_tap_by_tap(
    room: Room, database: Database, school: School, presses: tuple[str, ...], rule: str, dates: str
) -> None:
    teacher = await at_rhythm(room)
    await teacher.press("打电话：妈妈")
    for press in presses:
        await teacher.press(press)
    assert f"📞 打电话：妈妈：{rule}\n　{dates}" in teacher.last.text
    await room.later(minutes=1)
    plan = await call_plan(database, school)
    assert plan.revision == 2
    again = await at_rhythm(room)
    assert f"📞 打电话：妈妈：{rule}\n　{dates}" in again.last.text  # the planner finds what was promised
    await again.press("打电话：妈妈")
    await again.press("照学校的安排")
    assert "妈妈：每月8号（照学校的安排）" in again.last.text


async def test_a_day_around_which(room: Room, database: Database, school: School) -> None:
    teacher = await at_rhythm(room)
    await teacher.press("写信")
    await teacher.press("某个日子前后")
    await teacher.send("生日")
    assert "没看懂这个日子" in teacher.last.text
    await teacher.send("2018年12月21日")
    await teacher.press("每年")
    assert "不再每月提醒" in teacher.last.text
    await teacher.press("提前3天")
    assert "✉️ 写信：每年12月21日提前3天\n　12月18日（周五）16:30" in teacher.last.text


async def test_a_rule_without_a_future_is_refused(room: Room, database: Database, school: School) -> None:
    teacher = await at_rhythm(room)
    await teacher.press("打电话：妈妈")
    await teacher.press("某个日子前后")
    await teacher.send("2026-11-20")
    await teacher.press("只这一次")
    assert "提前1天" not in teacher.last.buttons  # over already
    await teacher.press_data(
        f"rhyoff:{(await call_plan(database, school)).id}:{date(2026, 11, 20).toordinal()}:-1:0"
    )
    assert "已经过了" in teacher.last.text
    assert (await call_plan(database, school)).rule is None


async def test_one_that_is_spent_can_be_brought_back(room: Room, database: Database, school: School) -> None:
    teacher = await at_rhythm(room)
    await teacher.press("打电话：妈妈")
    await teacher.press("某个日子前后")
    await teacher.send("2026-11-25")
    await teacher.press("只这一次")
    await teacher.press("当天")
    await go(room, "2026-11-26T02:00")
    assert len(await list_notices(database, Notice.CALL_REMINDER)) == 1
    assert (await call_plan(database, school)).next_due_at is None
    teacher = await at_rhythm(room)
    assert "11月25日当天，只这一次\n　三个月里没有日子。" in teacher.last.text
    await teacher.press("打电话：妈妈")
    await teacher.press("照学校的安排")
    assert "19:30：12月8日（周二）" in teacher.last.text


async def test_what_an_old_rule_fired_dies_quietly(room: Room, database: Database, school: School) -> None:
    plan = await call_plan(database, school)
    async with database.transaction() as session:
        due = room.clock.at
        await session.exec(update(Plan).where(col(Plan.id) == plan.id).values(next_due_at=due))
        await session.exec(update(Person).values(shift="00:00-21:00"))  # it waits until the evening
    await room.later(minutes=1)
    (waiting,) = await list_notices(database, Notice.CALL_REMINDER)
    assert waiting.not_before - room.clock.at > timedelta(hours=8)
    teacher = await at_rhythm(room)
    await teacher.press("打电话：妈妈")
    await teacher.press("每月某一天")
    await teacher.press("28")
    await room.later(days=1)
    async with database.reading() as session:
        found = (await session.exec(select(Notification.sending).where(Notification.id == waiting.id))).one()
    assert found is Sending.SUPERSEDED
    assert all("有空接电话" not in text for text in room.phone(MOTHER).texts)


async def test_when_the_child_is_near_a_phone(room: Room, database: Database, school: School) -> None:
    teacher = await at_rhythm(room)
    await teacher.press("什么时候能接电话")
    await teacher.press("加一段时间")
    await teacher.press("周三")
    await teacher.press("周六")
    await teacher.press("周六")
    await teacher.press("几点？")
    await teacher.press("别的时间")
    await teacher.send("中午")
    assert "没看懂" in teacher.last.text
    await teacher.send("18:00-17:00")
    assert "开始要早于结束" in teacher.last.text
    await teacher.send("17:00-18:00")
    assert "周三 17:00–18:00" in teacher.last.text
    await teacher.press("返回")
    assert (
        "12月9日（周三）17:00、1月13日（周三）17:00、2月8日（周一）19:30" in teacher.last.text
    )  # home for the Spring Festival
    await teacher.press("什么时候能接电话")
    await teacher.press("全部去掉")
    await teacher.press("返回")
    assert "19:30：12月8日（周二）" in teacher.last.text


async def test_only_so_many_windows(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    for hour in range(7):
        await teacher.press_data(f"rhyadd:{school.child_id}:1:{hour * 60}:{hour * 60 + 30}")
    assert "最多写6段" in teacher.last.text


async def test_the_mother_sees_her_own_dates(room: Room) -> None:
    mother = room.phone(MOTHER)
    await mother.send("👧 我的孩子")
    await mother.press("什么时候提醒")
    assert mother.last.text.splitlines() == [
        "<b>田小满</b>：什么时候提醒",
        "",
        "📞 打电话：妈妈：每月8号（照学校的安排）",
        "　19:30：12月8日（周二）、1月8日（周五）、2月8日（周一）",
    ]
    assert list(mother.last.buttons) == ["⬅ 田小满"]


async def test_in_english(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher = room.phone(TEACHER)
    await teacher.send("👧 My class")
    await teacher.press("田小满")
    await teacher.press("When to remind")
    lines = teacher.last.text.splitlines()
    assert "📞 Call: mother: each month, day 8 (the school's usual)" in lines
    assert "  at 19:30: Tue 8 Dec; Fri 8 Jan; Mon 8 Feb" in lines
