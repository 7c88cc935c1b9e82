"""Store and find what was told of a month."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Contact, Notification, Person, Plan
from models.codes import Notice, Outcome
from models.upsert import insert_into

DONE = (Outcome.CALLED, Outcome.LETTER)


async def store_done(
    session: AsyncSession, *, now: datetime, child_id: int, month: str, outcome: Outcome, person_id: int
) -> int | None:
    """Store that a month is satisfied, once; None when it was already."""
    row = {"child_id": child_id, "month": month, "outcome": outcome, "told_by_id": person_id, "told_at": now}
    stored = await session.exec(
        insert_into(session, Contact)
        .values(**row)
        .on_conflict_do_nothing(
            index_elements=["child_id", "month"], index_where=text("outcome IN ('called', 'letter')")
        )
        .returning(Contact.__table__.c.id)  # type: ignore[attr-defined]
    )
    found: int | None = stored.scalar()
    return found


async def list_told(
    session: AsyncSession, *, kind: Notice, child_id: int, month: str, person_ids: Collection[int]
) -> frozenset[int]:
    """For whom of these a notice of this kind was ever queued, about a child's month."""
    params = col(Notification.params)
    rows = await session.exec(
        select(Notification.recipient_id)
        .where(
            col(Notification.recipient_id).in_(person_ids),
            Notification.kind == kind,
            params["child_id"].as_integer() == child_id,
            params["month"].as_string() == month,
        )
        .distinct()
    )
    return frozenset(rows)


async def find_done(session: AsyncSession, *, child_id: int, month: str) -> Contact | None:
    query = select(Contact).where(
        Contact.child_id == child_id, Contact.month == month, col(Contact.outcome).in_(DONE)
    )
    return (await session.exec(query)).first()


async def find_excuse(session: AsyncSession, *, child_id: int, month: str, person_id: int) -> Contact | None:
    """What this person said about not being able to, in that month."""
    query = select(Contact).where(
        Contact.child_id == child_id,
        Contact.month == month,
        Contact.outcome == Outcome.CANNOT,
        Contact.told_by_id == person_id,
    )
    return (await session.exec(query)).first()


async def get_contact(session: AsyncSession, *, contact_id: int) -> tuple[Contact, str]:
    """Return what was told, and the teller's name."""
    query = (
        select(Contact, Person.name)
        .join(Person, col(Contact.told_by_id) == Person.id)
        .where(Contact.id == contact_id)
    )
    return (await session.exec(query)).one()


async def list_month(session: AsyncSession, *, child_id: int, month: str) -> list[tuple[Contact, str]]:
    """Everything told of a child's month, with the tellers' names, oldest first."""
    rows = await session.exec(
        select(Contact, Person.name)
        .join(Person, col(Contact.told_by_id) == Person.id)
        .where(Contact.child_id == child_id, Contact.month == month)
        .order_by(col(Contact.id))
    )
    return list(rows)


async def is_outdated(session: AsyncSession, *, plan_id: int | None, revision: int) -> bool:
    """Whether the plan that fired a notice has another rule since; a notice of no plan never is."""
    if plan_id is None:
        return False
    found = (await session.exec(select(Plan.revision).where(Plan.id == plan_id))).first()
    return found is None or abs(found) != revision
