"""Short ways by which children leave and move, and what stands in the database afterwards."""

from datetime import timedelta

from sqlmodel import col, select

from models import Child, Notification, Plan, Task
from models.codes import Leaving, Notice, PlanKind, Role, Sending, TaskKind
from models.database import Database
from services.notifications import service as notifications
from services.people import service as people
from tests.phones import Phone, Room
from tests.world import HEAD, School

WHY = {
    Leaving.MOVED: "转到别的学校", Leaving.GRADUATED: "毕业了", Leaving.WITH_PARENTS: "跟爸爸妈妈去外地了",
    Leaving.DIED: "去世了", Leaving.MISTAKE: "登记错了",
}  # fmt: skip


async def let_go(room: Room, school: School, why: Leaving = Leaving.MOVED, who: int = HEAD) -> Phone:
    """The way a person goes: from the child's card, why, once more, done."""
    phone = room.phone(who)
    await phone.press_data(f"child:{school.child_id}")
    await phone.press("已不在本校")
    await phone.press(WHY[why])
    await phone.press("确认")
    return phone


async def make_class_teacher(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await people.grant(
            session, now=room.clock.at, person_id=school.teacher_id, role=Role.CLASS_TEACHER,
            unit_id=school.class_id,
        )  # fmt: skip


async def queue(room: Room, school: School) -> None:
    """What a month may have waiting for its morning: a call to the mother, a letter to the teacher."""
    async with room.database.transaction() as session:
        for kind, recipient_id in (
            (Notice.CALL_REMINDER, school.mother_id), (Notice.LETTER_REMINDER, school.teacher_id),
        ):  # fmt: skip
            await notifications.enqueue(
                session, now=room.clock.at, kind=kind, recipient_id=recipient_id,
                params={"child_id": school.child_id, "month": "2026-11"},
                not_before=room.clock.at + timedelta(hours=9), dedup_key=f"t:{kind}",
            )  # fmt: skip


async def give_task(room: Room, school: School) -> None:
    task = Task(
        kind=TaskKind.SILENT_MONTHS, child_id=school.child_id, owner_id=school.teacher_id, dedup_key="silent",
        created_at=room.clock.at,
    )  # fmt: skip
    async with room.database.transaction() as session:
        session.add(task)


async def get_child(database: Database) -> Child:
    async with database.reading() as session:
        return (await session.exec(select(Child).order_by(col(Child.id)))).all()[0]


async def due(database: Database) -> list[PlanKind]:
    async with database.reading() as session:
        rows = await session.exec(select(Plan.kind).where(col(Plan.next_due_at).is_not(None)))
        return sorted(PlanKind(one) for one in rows)


async def open_tasks(database: Database) -> list[int]:
    """Whose they are."""
    async with database.reading() as session:
        return list(await session.exec(select(Task.owner_id).where(col(Task.done_at).is_(None))))


async def endings(database: Database) -> set[Sending]:
    async with database.reading() as session:
        rows = await session.exec(select(Notification.sending))
        return {Sending(one) for one in rows}
