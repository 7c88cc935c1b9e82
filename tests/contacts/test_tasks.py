"""What waits for a teacher, and that it was done."""

from sqlmodel import col, update

from models import FamilyWords, RoleGrant, Task
from models.codes import TaskKind
from models.database import Database
from tests.phones import Room
from tests.reminders.months import list_tasks
from tests.world import DEPUTY, MOTHER, NOW, STRANGER, TEACHER, School


async def give(database: Database, school: School, n: int = 1, *, words: str | None = None) -> list[int]:
    ids = []
    async with database.transaction() as session:
        for number in range(n):
            said = FamilyWords(
                child_id=school.child_id, author_id=school.mother_id, words=words or "…", told_at=NOW
            )
            session.add(said)
            await session.flush()
            task = Task(
                kind=TaskKind.FAMILY_WORDS if words else TaskKind.SILENT_MONTHS, child_id=school.child_id,
                owner_id=school.teacher_id, words_id=said.id if words else None, dedup_key=f"t{number}",
                created_at=NOW,
            )  # fmt: skip
            session.add(task)
            await session.flush()
            ids.append(task.id or 0)
    return ids


async def test_words_of_a_family_open_behind_their_own_door(
    room: Room, database: Database, school: School
) -> None:
    await give(database, school, words="下周<想>接她来深圳")
    teacher = room.phone(TEACHER)
    await teacher.send("📋 待办")
    assert "还有1件事" in teacher.last.text
    assert "田小满家里捎话来了" in teacher.last.text
    assert "深圳" not in teacher.last.text
    assert list(teacher.last.buttons) == ["💬 打开第1件", "✅ 第1件办好了"]
    await teacher.press("打开第1件")
    assert "下周&lt;想&gt;接她来深圳" in teacher.last.text


async def test_many_tasks_have_pages(room: Room, database: Database, school: School) -> None:
    await give(database, school, 7)
    teacher = room.phone(TEACHER)
    await teacher.send("📋 待办")
    assert "▶" in teacher.last.buttons
    await teacher.press("▶")
    assert "✅ 第7件办好了" in teacher.last.buttons


async def test_done_twice_is_done_once(room: Room, database: Database, school: School) -> None:
    (task_id,) = await give(database, school)
    teacher = room.phone(TEACHER)
    await teacher.send("📋 待办")
    await teacher.press("办好了")
    (task,) = await list_tasks(database)
    await room.later(minutes=5)
    await teacher.press_data(f"done:{task_id}")
    assert "没有待办" in teacher.last.text
    assert await list_tasks(database) == [task]
    assert task.done_by_id == school.teacher_id


async def test_somebody_elses_task_stays(room: Room, database: Database, school: School) -> None:
    (task_id,) = await give(database, school)
    for who in (DEPUTY, MOTHER, STRANGER):
        phone = room.phone(who)
        await phone.press_data(f"done:{task_id}")
        assert "没有您可以查看" in phone.last.text
        await phone.send("📋 待办")
        assert "没有待办" in phone.last.text
    assert (await list_tasks(database))[0].done_at is None


async def test_who_no_longer_teaches_the_class_reads_nothing(
    room: Room, database: Database, school: School
) -> None:
    await give(database, school, words="悄悄话")
    async with database.transaction() as session:
        mine = col(RoleGrant.person_id) == school.teacher_id
        await session.exec(update(RoleGrant).where(mine).values(unit_id=school.other_class_id))
    teacher = room.phone(TEACHER)
    await teacher.send("📋 待办")
    assert "没有待办" in teacher.last.text


async def test_a_page_that_is_gone_shows_the_nearest(room: Room, database: Database, school: School) -> None:
    await give(database, school, 6)
    teacher = room.phone(TEACHER)
    await teacher.press_data("tasks:9")
    assert list(teacher.last.buttons) == ["田小满", "✅ 第6件办好了", "◀"]
