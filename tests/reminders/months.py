"""A school whose plans are laid out, and what a test asks of its months."""

from datetime import UTC, datetime

from sqlmodel import col, select, update

from models import Child, Contact, Notification, Person, Plan, Relation, Task
from models.codes import Kin, Notice
from models.database import Database
from services.children import plans
from tests.phones import Room
from tests.world import NOW, School, add_person


async def lay_out(database: Database, school: School, *, now: datetime = NOW) -> None:
    """Plan the months of the school's child, as its registration would have."""
    async with database.transaction() as session:
        await plans.lay_out(session, now=now, child_id=school.child_id)


async def add_father(
    database: Database, school: School, telegram_id: int, *, timezone: str, locale: str = "zh_CN"
) -> int:
    """The father of the school's child joins from his own zone."""
    async with database.transaction() as session:
        person_id = await add_person(session, telegram_id, "罗大川", locale=locale)
        await session.exec(update(Person).where(col(Person.id) == person_id).values(timezone=timezone))
        place = (col(Relation.child_id) == school.child_id, col(Relation.kin) == Kin.FATHER)
        await session.exec(update(Relation).where(*place).values(person_id=person_id))
    return person_id


async def change_child(database: Database, school: School, **values: object) -> None:
    async with database.transaction() as session:
        await session.exec(update(Child).where(col(Child.id) == school.child_id).values(**values))


async def list_plans(database: Database) -> list[Plan]:
    async with database.reading() as session:
        return list(await session.exec(select(Plan).order_by(col(Plan.id))))


async def list_notices(database: Database, kind: Notice) -> list[Notification]:
    async with database.reading() as session:
        rows = await session.exec(
            select(Notification).where(Notification.kind == kind).order_by(col(Notification.id))
        )
        return list(rows)


async def list_contacts(database: Database) -> list[Contact]:
    async with database.reading() as session:
        return list(await session.exec(select(Contact).order_by(col(Contact.id))))


async def list_tasks(database: Database) -> list[Task]:
    async with database.reading() as session:
        return list(await session.exec(select(Task).order_by(col(Task.id))))


async def go(room: Room, until: str) -> None:
    """Let time pass until an instant in UTC, such as 2026-12-08T12:00."""
    target = datetime.fromisoformat(until).replace(tzinfo=UTC)
    await room.later(seconds=(target - room.clock.at).total_seconds())


async def call_plan(database: Database, school: School) -> Plan:
    """The plan of the calls with the mother."""
    async with database.reading() as session:
        return (await session.exec(select(Plan).where(Plan.relation_id == school.mother_relation_id))).one()
