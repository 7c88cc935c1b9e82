"""What the tests of the digest need: children to be read of, looks in the audit, and the week's tick."""

from datetime import UTC, date, datetime

from sqlmodel import col, select

from models import Child, Notification
from models.codes import Away, Care, Notice, Priority
from models.database import Database
from scheduler import jobs
from services.audit import service as audit
from tests.phones import Phone, Room
from tests.world import NOW, School, actor_of

MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai, a week after the first
NIGHT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # one at night between Tuesday and Wednesday
TITLE = "不太一样"


async def add_children(database: Database, class_id: int, n: int) -> list[int]:
    async with database.transaction() as session:
        children = [
            Child(
                name=f"何{n}", born_on=date(2018, 5, 21), class_id=class_id, care=Care.GRANDPARENTS,
                away=Away.BOTH, registered_at=NOW,
            )
            for n in range(n)
        ]  # fmt: skip
        session.add_all(children)
        await session.flush()
        return [one.id or 0 for one in children]


async def look(
    database: Database, who: int, child_ids: list[int], at: datetime, *, allowed: bool = True
) -> None:
    """Write down what the door would: one account asks for these children's files."""
    actor = await actor_of(database, who, now=at)
    async with database.transaction() as session:
        for child_id in child_ids:
            await audit.record(
                session, now=at, actor=actor, action="see_child", subject="child", subject_id=child_id,
                allowed=allowed,
            )  # fmt: skip


async def read_at_night(database: Database, school: School, who: int) -> None:
    """Enough for a line: five children's files at one at night."""
    await look(database, who, await add_children(database, school.class_id, 5), NIGHT)


async def tick(room: Room, at: datetime = MONDAY) -> None:
    room.clock.at = at
    await jobs.plan_digests(room.database, room.clock)
    await room.metronome.settle()


def digests(phone: Phone) -> list[str]:
    return [text for text in phone.texts if TITLE in text]


async def queued(database: Database) -> list[Notification]:
    async with database.reading() as session:
        query = select(Notification).where(Notification.kind == Notice.UNUSUAL_READING)
        rows = list(await session.exec(query.order_by(col(Notification.id))))
    assert all(one.priority == Priority.DIGEST for one in rows)
    return rows
