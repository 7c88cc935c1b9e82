"""Find cases, who may be told of them, and who may open them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import col, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, CaseEvent, Child, Notification, Person, RoleGrant, Unit
from models.codes import CaseFact, CaseState, Notice, Role, Sending
from models.upsert import insert_into
from services.alerts import exclusions
from services.alerts.rules import reached_roles
from services.people.actor import Held
from services.people.queries import live

LIVE_SENDING = (Sending.QUEUED, Sending.SENDING, Sending.SENT, Sending.UNCERTAIN)


async def insert_draft(session: AsyncSession, *, values: dict[str, Any]) -> Case | None:
    """Store a draft; None when its number is taken already."""
    stored = await session.exec(
        insert_into(session, Case)
        .values(state=CaseState.DRAFT, ladder=[], level=-1, **values)
        .on_conflict_do_nothing(index_elements=["number"])
        .returning(Case)
    )
    return stored.scalars().first()


async def find_same_tap(
    session: AsyncSession, *, reporter_id: int, child_id: int, situation: str, after: datetime
) -> Case | None:
    """The case that the reporter's last tap on this situation stored, if it was after `after`."""
    # The reporter's row is the lock: two taps at once can't both find nothing.
    await session.exec(select(Person.id).where(Person.id == reporter_id).with_for_update())
    query = (
        select(Case)
        .where(
            Case.reporter_id == reporter_id,
            Case.child_id == child_id,
            Case.situation == situation,
            col(Case.raised_at) > after,
        )
        .order_by(col(Case.id).desc())
    )
    return (await session.exec(query)).first()


async def find_case(session: AsyncSession, *, case_id: int, lock: bool = False) -> Case | None:
    query = select(Case).where(Case.id == case_id)
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def change(
    session: AsyncSession, *, case_id: int, only_if: ColumnElement[bool], **values: Any
) -> Case | None:
    """Change a case if a condition still holds; None: it doesn't. The row is ours until the commit."""
    changed = await session.exec(
        update(Case)
        .where(col(Case.id) == case_id, only_if)
        .values(**values)
        .returning(Case)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return changed.scalars().first()


def waiting() -> ColumnElement[bool]:
    """A draft nobody has sent, or an open case nobody has taken."""
    return col(Case.state).in_((CaseState.DRAFT, CaseState.OPEN)) & col(Case.taken_by_id).is_(None)


async def next_due_at(session: AsyncSession) -> datetime | None:
    """The earliest clock of any case: one step into an index, for a closed case has none."""
    query = select(func.min(Case.escalate_at)).where(col(Case.escalate_at).is_not(None))
    return (await session.exec(query)).one()


async def claim_due(session: AsyncSession, *, now: datetime) -> Case | None:
    """Lock the case that has waited longest; the caller gives it its next instant."""
    due = due_case(now).with_for_update(skip_locked=True).cte("due")
    claimed = await session.exec(
        update(Case)
        .where(col(Case.id).in_(select(due.c.id)))
        .values(escalate_at=now)
        .returning(Case)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return claimed.scalars().first()


def due_case(now: datetime) -> Select[int | None]:
    """The case that has waited longest, in one step along an index."""
    return (
        select(Case.id)
        .where(col(Case.escalate_at) <= now)
        .order_by(col(Case.escalate_at), col(Case.id))
        .limit(1)
    )


async def list_recipients(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    roles: Collection[Role],
    reachable: bool = True,
    ready_by: datetime | None = None,
) -> list[int]:
    """Who would be told now: holders of the roles with a phone, the excluded and the reporter left out.

    `reachable` False adds phones that have turned us away before; `ready_by` leaves out chats that Telegram
    has paused for longer.
    """
    homes = await _homes(session, case)
    holds = or_(*(_holds(role, homes[role]) for role in roles))
    query = (
        select(Person.id)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .join(Account, col(Person.account_id) == Account.id)
        .where(holds, live(RoleGrant, now))
        .distinct()
        .order_by(col(Person.id))
    )
    if reachable:
        query = query.where(col(Account.unreachable_at).is_(None))
    if ready_by is not None:
        paused_until = col(Account.paused_until)
        query = query.where(or_(paused_until.is_(None), paused_until <= ready_by))
    left_out = await exclusions.list_excluded(session, now=now, case=case) | {case.reporter_id}
    return [one for one in await session.exec(query) if one is not None and one not in left_out]


async def find_holder(
    session: AsyncSession, *, now: datetime, case: Case, person_ids: Sequence[int], roles: Sequence[Held]
) -> int | None:
    """Which of the people on one phone is on the reached part of the ladder; None: nobody there may know.

    One excluded person on a phone closes it for everybody who reads there.
    """
    if case.state is CaseState.DRAFT:
        return None
    if await exclusions.list_excluded(session, now=now, case=case) & set(person_ids):
        return None
    homes = await _homes(session, case)
    head_told = await has_fact(session, case_id=case.id, fact=CaseFact.HEAD_TOLD)
    reached = reached_roles(case.ladder, case.level, head_told=head_told)
    for held in roles:
        if held.role in reached and held.unit_id == homes[held.role] and held.person_id != case.reporter_id:
            return held.person_id
    return None


async def list_alerts(
    session: AsyncSession, *, case_id: int, person_ids: Sequence[int]
) -> list[Notification]:
    """What these people were told of the case and may have seen, or will."""
    rows = await session.exec(
        select(Notification).where(
            Notification.case_id == case_id,
            Notification.kind == Notice.CASE_ALERT,
            col(Notification.recipient_id).in_(person_ids),
            col(Notification.sending).in_(LIVE_SENDING),
        )
    )
    return list(rows)


async def list_facts(session: AsyncSession, *, case_id: int | None) -> set[CaseFact]:
    rows = await session.exec(select(CaseEvent.fact).where(CaseEvent.case_id == case_id).distinct())
    return {CaseFact(fact) for fact in rows}


async def list_events(session: AsyncSession, *, case_id: int | None) -> list[CaseEvent]:
    query = select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(col(CaseEvent.id))
    return list(await session.exec(query))


async def has_fact(session: AsyncSession, *, case_id: int | None, fact: CaseFact) -> bool:
    query = select(CaseEvent.id).where(CaseEvent.case_id == case_id, CaseEvent.fact == fact).limit(1)
    return (await session.exec(query)).first() is not None


async def count_facts(
    session: AsyncSession, *, case_id: int | None, level: int, facts: Collection[CaseFact]
) -> int:
    """How often any of these facts was entered for a level."""
    query = select(func.count()).where(
        CaseEvent.case_id == case_id, CaseEvent.level == level, col(CaseEvent.fact).in_(facts)
    )
    return (await session.exec(query)).one()


async def list_open_of(
    session: AsyncSession, *, unit_ids: Collection[int], person_ids: Sequence[int]
) -> list[Case]:
    """The open cases of these schools and counties, and those these people raised, newest first."""
    schools = select(Unit.id).where(or_(col(Unit.id).in_(unit_ids), col(Unit.parent_id).in_(unit_ids)))
    query = (
        select(Case)
        .where(
            Case.state == CaseState.OPEN,
            or_(col(Case.school_id).in_(schools), col(Case.reporter_id).in_(person_ids)),
        )
        .order_by(col(Case.id).desc())
    )
    return list(await session.exec(query))


async def find_name(session: AsyncSession, person_id: int | None) -> str | None:
    return (await session.exec(select(Person.name).where(Person.id == person_id))).first()


async def get_child(session: AsyncSession, *, child_id: int) -> tuple[str, str, str]:
    """The names of the child, the class and the school; a child who has left keeps theirs."""
    school = select(Unit.id, Unit.name).subquery()
    query = (
        select(Child.name, Unit.name, school.c.name)
        .join(Unit, col(Child.class_id) == Unit.id)
        .join(school, col(Unit.parent_id) == school.c.id)
        .where(Child.id == child_id)
    )
    child, unit, school_name = (await session.exec(query)).one()
    return child, unit, school_name


def _holds(role: Role, unit_id: int | None) -> ColumnElement[bool]:
    return (col(RoleGrant.role) == role) & (col(RoleGrant.unit_id) == unit_id)


async def _homes(session: AsyncSession, case: Case) -> dict[Role, int | None]:
    """For which unit each role must be held to be of this case's ladder."""
    query = (
        select(Child.class_id, Unit.parent_id)
        .where(Child.id == case.child_id)
        .join(Unit, col(Unit.id) == case.school_id)
    )
    class_id, county_id = (await session.exec(query)).one()
    return {
        Role.TEACHER: class_id,
        Role.ADMINISTRATOR: case.school_id,
        Role.SAFEGUARDING: case.school_id,
        Role.COUNTY_OFFICER: county_id,
    }
