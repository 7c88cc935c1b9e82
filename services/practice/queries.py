"""Find drills, and who of a school may begin one."""

from datetime import datetime, timedelta

from sqlmodel import col, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import CaseEvent, Notification, Person, Practice, RoleGrant, Unit
from models.codes import OF_A_SCHOOL, Notice
from models.upsert import insert_into
from services.people.queries import live
from services.practice.types import Colleague

A_MOMENT = timedelta(seconds=10)  # two machines' clocks may differ by this much
_NEXT_DUE = select(func.min(Practice.ends_at)).where(col(Practice.ended_at).is_(None))


async def add(
    session: AsyncSession,
    *,
    now: datetime,
    school_id: int,
    asked_by_id: int,
    begins_id: int,
    ends_at: datetime,
) -> int | None:
    """Begin one; None: the school has one already."""
    added = await session.exec(
        insert_into(session, Practice)
        .values(
            school_id=school_id, asked_by_id=asked_by_id, begins_id=begins_id, asked_at=now, ends_at=ends_at
        )
        .on_conflict_do_nothing()
        .returning(col(Practice.id))
    )
    return added.scalar()


async def find(session: AsyncSession, *, practice_id: int, lock: bool = False) -> Practice | None:
    query = select(Practice).where(Practice.id == practice_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).first()


async def find_of_case(session: AsyncSession, *, case_id: int) -> Practice | None:
    return (await session.exec(select(Practice).where(Practice.case_id == case_id))).first()


async def find_newest(session: AsyncSession, *, school_id: int, is_over: bool) -> Practice | None:
    ended = col(Practice.ended_at)
    mine = (Practice.school_id == school_id, ended.is_not(None) if is_over else ended.is_(None))
    return (await session.exec(select(Practice).where(*mine).order_by(col(Practice.id).desc()))).first()


async def end(session: AsyncSession, *, now: datetime, practice_id: int) -> bool:
    """End one; False: it has ended already."""
    ended = await session.exec(
        update(Practice)
        .where(col(Practice.id) == practice_id, col(Practice.ended_at).is_(None))
        .values(ended_at=now)
        .returning(col(Practice.id))
        .execution_options(synchronize_session=False)
    )
    return ended.first() is not None


async def list_due(session: AsyncSession, *, now: datetime) -> list[int]:
    """Whose hour is over; one that began later than now did so before the clock was set back."""
    is_over = or_(col(Practice.ends_at) <= now, col(Practice.asked_at) > now + A_MOMENT)
    query = select(Practice.id).where(col(Practice.ended_at).is_(None), is_over).order_by(col(Practice.id))
    return [one or 0 for one in await session.exec(query)]


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next drill ends by itself: one step into an index."""
    return (await session.exec(_NEXT_DUE)).one()


async def list_colleagues(session: AsyncSession, *, now: datetime, school_id: int) -> list[Colleague]:
    """Who works at the school and has joined, in the order in which they came."""
    of_school = or_(col(Unit.id) == school_id, col(Unit.parent_id) == school_id)
    rows = await session.exec(
        select(Person.id, Person.name)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .join(Unit, col(RoleGrant.unit_id) == Unit.id)
        .where(of_school, live(RoleGrant, now), col(RoleGrant.role).in_(OF_A_SCHOOL))
        .where(col(Person.account_id).is_not(None))
        .distinct()
        .order_by(col(Person.id))
    )
    return [Colleague(person_id or 0, name) for person_id, name in rows]


async def list_told(session: AsyncSession, *, case_id: int) -> list[tuple[Notification, str]]:
    """Every alert of a drill, with whom it was for."""
    rows = await session.exec(
        select(Notification, Person.name)
        .join(Person, col(Person.id) == col(Notification.recipient_id))
        .where(Notification.case_id == case_id, Notification.kind == Notice.CASE_ALERT)
        .order_by(col(Notification.id))
    )
    return [(row, name) for row, name in rows]


async def list_events(session: AsyncSession, *, case_id: int) -> list[CaseEvent]:
    query = select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(col(CaseEvent.id))
    return list(await session.exec(query))
