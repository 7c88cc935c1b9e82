"""A school's own sheet is dropped into the chat: seen first, stored by one tap, taken back within a day."""

from datetime import date

from sqlmodel import col, select

from models import AuditEntry, Child, SheetImport
from models.codes import Away, Care, Kin, Leaving, PlanKind
from models.database import Database
from tests.children.test_registering import children_named, plans_of, relations_of
from tests.phones import Room
from tests.sheets.books import BAILU, GUYU, HEAD, book, drop
from tests.world import HEAD as DIRECTOR
from tests.world import TEACHER, School


async def test_a_sheet_is_seen_then_stored_by_one_tap(room: Room, database: Database, school: School) -> None:
    teacher = room.phone(TEACHER)
    before = len(teacher.chat)
    await drop(room, teacher, book(HEAD, GUYU, BAILU))
    assert len(teacher.chat) == before + 1  # one message, edited
    assert "新登记 2 人：林谷雨、苏白露" in teacher.last.text
    assert "三(1)" in teacher.last.text
    assert await children_named(database, "林谷雨") == []
    await teacher.press("存进名单")
    assert "新登记 2 人" in teacher.last.text
    (guyu,) = await children_named(database, "林谷雨")
    (bailu,) = await children_named(database, "苏白露")
    assert (guyu.born_on, guyu.class_id, guyu.care, guyu.away, guyu.registered_by_id) == (
        date(2017, 3, 8), school.class_id, Care.GRANDPARENTS, Away.BOTH, school.teacher_id,
    )  # fmt: skip
    assert (bailu.born_on, bailu.away) == (date(2017, 9, 7), Away.MOTHER)
    assert await relations_of(database, guyu.id or 0) == {
        Kin.MOTHER: True, Kin.FATHER: True, Kin.CARER: False,
    }  # fmt: skip
    plans = await plans_of(database, guyu.id or 0)
    assert {kind: len(rows) for kind, rows in plans.items()} == {
        PlanKind.CALL: 2, PlanKind.LETTER: 1, PlanKind.SILENCE: 1,
    }  # fmt: skip
    assert all(plan.revision == 1 for rows in plans.values() for plan in rows)


async def test_the_class_shows_them_like_any_other(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU))
    await teacher.press("存进名单")
    await teacher.send("👧 我的班")
    await teacher.press("林谷雨")
    assert {"邀请妈妈", "邀请爸爸", "邀请照看人", "🔴 我要报告"} <= set(teacher.last.buttons)


async def test_the_same_sheet_twice_changes_nothing(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    for _ in range(2):
        await drop(room, teacher, book(HEAD, GUYU, BAILU))
        if any("存进名单" in label for label in teacher.last.buttons):
            await teacher.press("存进名单")
    assert "2 人跟现在的一样" in teacher.last.text
    assert "没有要存的" in teacher.last.text
    assert len(await children_named(database, "林谷雨")) == 1


async def test_a_second_tap_stores_nothing_more(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU))
    card = teacher.last
    press = card.buttons["存进名单"]
    await teacher.press("存进名单")
    await teacher.press_data(press, message_id=card.message_id)
    assert "已存进" in teacher.last.text
    assert len(await children_named(database, "林谷雨")) == 1


async def test_what_has_changed_is_named_and_changed(room: Room, database: Database, school: School) -> None:
    head = room.phone(DIRECTOR)
    await drop(room, head, book(HEAD, ("田小满", "女", "2018-5-21", "七(1)", "母亲外出", "奶奶")))
    assert "改动 1 人：田小满（班级、谁在外）" in head.last.text
    await head.press("存进名单")
    (child,) = await children_named(database, "田小满")
    assert (child.class_id, child.away, child.care) == (
        school.other_class_id, Away.MOTHER, Care.GRANDPARENTS,
    )  # fmt: skip
    assert (await relations_of(database, school.child_id))[Kin.FATHER] is False


async def test_an_import_is_taken_back_within_a_day(room: Room, database: Database, school: School) -> None:
    head = room.phone(DIRECTOR)
    await drop(room, head, book(HEAD, GUYU, ("田小满", "女", "2018-5-21", "七(1)", "母亲外出", "奶奶")))
    await head.press("存进名单")
    await room.later(hours=20)
    await head.press("整张撤回")
    assert "已撤回" in head.last.text
    (guyu,) = await children_named(database, "林谷雨")
    assert guyu.left_why is Leaving.MISTAKE
    assert await plans_of(database, guyu.id or 0) == {}
    (child,) = await children_named(database, "田小满")
    assert (child.class_id, child.away) == (school.class_id, Away.BOTH)
    assert (await relations_of(database, school.child_id))[Kin.FATHER] is True
    await head.press_data(f"shback:{await _newest(database)}", message_id=head.last.message_id)
    assert "已撤回" in head.last.text


async def test_what_somebody_changed_since_stays(room: Room, database: Database, school: School) -> None:
    head = room.phone(DIRECTOR)
    await drop(room, head, book(HEAD, ("田小满", "女", "2018-5-21", "三(1)", "母亲外出", "奶奶")))
    await head.press("存进名单")
    undo = head.last
    async with database.transaction() as session:
        child = (await session.exec(select(Child).where(Child.id == school.child_id))).one()
        child.away = Away.FATHER
        session.add(child)
    await head.press("整张撤回", on=undo)
    assert "有 1 人之后又有人改过" in head.last.text
    (child,) = await children_named(database, "田小满")
    assert child.away is Away.FATHER


async def test_after_a_day_nothing_is_taken_back(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU))
    await teacher.press("存进名单")
    await room.later(days=1)
    await teacher.press("整张撤回")
    assert "已经过期" in teacher.last.text
    (guyu,) = await children_named(database, "林谷雨")
    assert guyu.left_at is None


async def test_a_preview_of_yesterday_stores_nothing(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU))
    await room.later(days=1)
    await teacher.press("存进名单")
    assert "已经过期" in teacher.last.text
    assert await children_named(database, "林谷雨") == []


async def test_what_was_put_away_is_gone(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU))
    await teacher.press("不存")
    assert "没有存" in teacher.last.text
    async with database.reading() as session:
        assert (await session.exec(select(SheetImport.cells))).all() == [None]


async def test_the_audit_has_one_entry_for_all_of_them(
    room: Room, database: Database, school: School
) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU, BAILU))
    await teacher.press("存进名单")
    async with database.reading() as session:
        rows = await session.exec(
            select(AuditEntry).where(AuditEntry.action == "import_sheet").order_by(col(AuditEntry.id))
        )
        found = [(one.subject, one.subject_id, one.person_id, one.allowed) for one in rows]
    assert found == [("class", school.class_id, school.teacher_id, True)] * 2  # seen, and stored


async def _newest(database: Database) -> int:
    async with database.reading() as session:
        return (await session.exec(select(SheetImport.id).order_by(col(SheetImport.id).desc()))).first() or 0
