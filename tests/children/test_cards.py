"""A child's card: what the school sees, and what the family sees."""

import pytest
from sqlmodel import col, update

from models import Child, Person
from models.database import Database
from services.people import service as people
from tests.phones import Phone, Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, set_locale

pytestmark = pytest.mark.usefixtures("planned")

QUIETLY = "🤝 有话悄悄说"
DENIED = "这里没有您可以查看的内容。有疑问请联系学校。"


async def opened(room: Room, who: int) -> Phone:
    phone = room.phone(who)
    await phone.send("👧 我的班")
    if "三(1)" in phone.last.buttons:
        await phone.press("三(1)")
    await phone.press("田小满")
    return phone


async def test_the_teacher_sees_everything_at_a_glance(room: Room) -> None:
    teacher = await opened(room, TEACHER)
    assert teacher.last.text.splitlines() == [
        "<b>田小满</b>",
        "三(1)，8岁",
        "平时照看：👵 爷爷奶奶外公外婆",
        "👫 爸妈都在外",
        "家里人：周阿桂（妈妈），爸爸（还没加入），石奶奶（照看人）",
        "2026年11月：还没有记到电话或信。",
        "接下来：12月8日提醒打电话，12月18日提醒写信。",
    ]
    assert list(teacher.last.buttons) == [
        "✍️ 记一笔", "📞 家长打过电话", "✉️ 信寄出了", "📖 以前的记录", "🗓 什么时候提醒", "📇 联系卡",
        "邀请爸爸", "＋ 再加一位照看人", "🛏️ 改为住校", "✏️ 更正", "☑️ 可选用途", "⬅ 三(1)", "🔴 我要报告",
    ]  # fmt: skip


async def test_the_safeguarding_officer_sees_and_reports_only(room: Room) -> None:
    deputy = await opened(room, DEPUTY)
    assert list(deputy.last.buttons) == [
        "📖 以前的记录",
        "📇 联系卡",
        "👪 家人与权限",
        "⬅ 三(1)",
        "🔴 我要报告",
    ]


async def test_the_head_may_note_a_letter_and_a_call(room: Room) -> None:
    head = await opened(room, HEAD)
    assert "✉️ 信寄出了" in head.last.buttons
    assert "📞 家长打过电话" in head.last.buttons


async def test_a_month_that_is_known_is_not_asked_about(room: Room) -> None:
    teacher = await opened(room, TEACHER)
    await teacher.press("家长打过电话")
    teacher = await opened(room, TEACHER)
    assert "2026年11月：11月23日打过电话了。" in teacher.last.text
    assert "✉️ 信寄出了" not in teacher.last.buttons


async def test_the_mothers_card_is_short(room: Room) -> None:
    mother = room.phone(MOTHER)
    await mother.send("👧 我的孩子")
    assert mother.last.text.splitlines() == [
        "<b>田小满</b>", "2026年11月：还没有记到电话或信。", "班主任：许一诺",
    ]  # fmt: skip
    assert list(mother.last.buttons) == [
        "📞 我今天打过了",
        "🗓 什么时候提醒",
        "📇 联系卡",
        "👀 谁看过",
        QUIETLY,
    ]
    await mother.press("我今天打过了")
    await mother.send("👧 我的孩子")
    assert "打过电话了" in mother.last.text
    assert list(mother.last.buttons) == ["🗓 什么时候提醒", "📇 联系卡", "👀 谁看过", QUIETLY]


async def test_the_grandmother_sees_but_does_not_call(room: Room) -> None:
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("👧 我的孩子")
    assert "田小满" in grandmother.last.text
    assert list(grandmother.last.buttons) == ["📇 联系卡", QUIETLY]  # no red word on a phone that others read


async def test_who_has_no_child_and_no_class_is_told_whom_to_ask(room: Room) -> None:
    stranger = room.phone(STRANGER)
    await stranger.send("👧 我的孩子")
    assert "向班主任要一个链接" in stranger.last.text
    await stranger.send("👧 我的班")
    assert "联系学校的管理员" in stranger.last.text


async def test_a_stranger_cannot_open(room: Room, school: School) -> None:
    stranger = room.phone(STRANGER)
    await stranger.press_data(f"child:{school.child_id}")
    assert stranger.last.text == DENIED


async def test_a_long_class_has_pages(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        child = await session.get_one(Child, school.child_id)
        copies = child.model_dump(exclude={"id", "name"})
        session.add_all(Child(name=f"孩子{n}", **copies) for n in range(10))
    teacher = room.phone(TEACHER)
    await teacher.send("👧 我的班")
    assert "11个孩子" in teacher.last.text
    assert list(teacher.last.buttons)[-3:] == ["▶", "＋ 登记孩子", "🔎 按电话找"]
    await teacher.press("▶")
    assert list(teacher.last.buttons) == ["孩子7", "孩子8", "孩子9", "◀", "＋ 登记孩子", "🔎 按电话找"]
    await teacher.press("◀")
    assert "田小满" in teacher.last.buttons


async def test_names_are_shown_as_written(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        await session.exec(update(Person).where(col(Person.id) == school.mother_id).values(name="<i>&周"))
    teacher = await opened(room, TEACHER)
    assert "&lt;i&gt;&amp;周（妈妈）" in teacher.last.text


async def test_in_english(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        for who in (TEACHER, MOTHER):
            await set_locale(session, who, "en")
    teacher, mother = room.phone(TEACHER), room.phone(MOTHER)
    await teacher.send("👧 My class")
    assert "1 child." in teacher.last.text
    await teacher.press("田小满")
    assert "Next: call reminder on 8 Dec, letter reminder on 18 Dec." in teacher.last.text
    await teacher.press("Correct")
    await teacher.press("Who is away")
    await teacher.press("The mother")
    assert "Away: 👩 The mother" in teacher.last.text
    await mother.send("👧 My children")
    assert "Class teacher: 许一诺" in mother.last.text


async def test_no_call_is_announced_that_nobody_will_hear(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        await people.answer_consent(
            session, now=NOW, person_id=school.mother_id, purpose="contact", version="1", granted=False
        )
    teacher = await opened(room, TEACHER)
    assert "接下来：12月18日提醒写信。" in teacher.last.text
