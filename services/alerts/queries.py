"""Find cases, who may be told of them, and who may open them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models import Case, Child, Notification, Person, Unit
from models.case_codes import LIVE, CaseState
from models.codes import Notice, Sending
from models.upsert import insert_into
from services.alerts.events import reopened_at
from services.people.places import schools_of

# Built once: they are asked for each card of a case, and at each tick.
_CASE = select(Case).where(Case.id == bindparam("case_id"))
_LOCKED = _CASE.with_for_update().execution_options(populate_existing=True)
_School = aliased(Unit)
_WHOSE = (
    select(Child, Unit, _School)
    .join(Unit, col(Child.class_id) == Unit.id)
    .join(_School, col(Unit.parent_id) == _School.id)
    .where(Child.id == bindparam("child_id"))
)
_NEXT_DUE = select(func.min(Case.escalate_at)).where(col(Case.escalate_at).is_not(None))

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
    session: AsyncSession, *, reporter_id: int, child_id: int | None, situation: str, after: datetime
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
            col(Case.is_practice).is_(False),  # what is real is never taken for the drill before it
            col(Case.raised_at) > after,
        )
        .order_by(col(Case.id).desc())
    )
    return (await session.exec(query)).first()


async def find_case(session: AsyncSession, *, case_id: int, lock: bool = False) -> Case | None:
    # Whoever held it before may have changed it.
    return (await session.exec(_LOCKED if lock else _CASE, params={"case_id": case_id})).first()


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


def is_live() -> ColumnElement[bool]:
    return col(Case.state).in_(LIVE)


def waiting() -> ColumnElement[bool]:
    """A draft nobody has sent, or a live case nobody has taken."""
    return (col(Case.state) != CaseState.CLOSED) & col(Case.taken_by_id).is_(None)


async def next_due_at(session: AsyncSession) -> datetime | None:
    """The earliest clock of any case: one step into an index, for a closed case has none."""
    return (await session.exec(_NEXT_DUE)).one()


async def claim_due(session: AsyncSession, *, now: datetime, is_practice: bool = False) -> Case | None:
    """Lock the case that has waited longest; the caller gives it its next instant."""
    claimed = await session.exec(_claim_of(is_practice), params={"now": now})
    found: Case | None = claimed.scalars().first()
    return found


def due_case(*, is_practice: bool = False) -> Select[int | None]:
    """The case that has waited longest at `now`, in one step along an index; drills are asked for apart."""
    return (
        select(Case.id)
        .where(col(Case.escalate_at) <= bindparam("now"), col(Case.is_practice).is_(is_practice))
        .order_by(col(Case.escalate_at), col(Case.id))
        .limit(1)
    )


@cache
def _claim_of(is_practice: bool) -> Any:  # noqa: FBT001 - the key of a cache
    due = due_case(is_practice=is_practice).with_for_update(skip_locked=True).cte("due")
    return (
        update(Case)
        .where(col(Case.id).in_(select(due.c.id)))
        .values(escalate_at=bindparam("now"))
        .returning(Case)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


async def list_alerts(
    session: AsyncSession, *, case_id: int, person_ids: Sequence[int]
) -> list[Notification]:
    """What these people were told since the case was opened last and may have seen, or will."""
    query = (await _alerts(session, case_id=case_id)).where(
        col(Notification.recipient_id).in_(person_ids), col(Notification.sending).in_(LIVE_SENDING)
    )
    return list(await session.exec(query))


async def _alerts(session: AsyncSession, *, case_id: int) -> SelectOfScalar[Notification]:
    query = select(Notification).where(
        Notification.case_id == case_id, Notification.kind == Notice.CASE_ALERT
    )
    since = await reopened_at(session, case_id=case_id)
    return query if since is None else query.where(col(Notification.created_at) >= since)


async def list_ever_told(session: AsyncSession, *, case_id: int, level: int | None = None) -> set[int]:
    """For whom an alert of the case, or of one level of it, was queued since it was opened last."""
    rows = await session.exec(await _alerts(session, case_id=case_id))
    return {row.recipient_id for row in rows if level is None or row.params["level"] == level}


async def list_knocked(session: AsyncSession, *, case_id: int, since: datetime) -> set[int]:
    """On whose other doors the case has knocked since then."""
    rows = await session.exec(
        select(Notification.recipient_id).where(
            Notification.case_id == case_id,
            Notification.kind == Notice.KNOCK,
            col(Notification.created_at) > since,
        )
    )
    return set(rows)


async def list_open_of(
    session: AsyncSession, *, unit_ids: Collection[int], person_ids: Sequence[int]
) -> list[Case]:
    """The open cases of these schools and counties, and those these people raised, newest first.

    Drills come after all that is real.
    """
    query = (
        select(Case)
        .where(
            is_live(),
            or_(col(Case.school_id).in_(schools_of(unit_ids)), col(Case.reporter_id).in_(person_ids)),
        )
        .order_by(col(Case.is_practice), col(Case.id).desc())
    )
    return list(await session.exec(query))


async def find_name(session: AsyncSession, person_id: int | None) -> str | None:
    return (await session.exec(select(Person.name).where(Person.id == person_id))).first()


async def list_names_on_phone(session: AsyncSession, person_id: int) -> tuple[str, ...]:
    """This person's name, and those of others on the same phone: who of them pressed can't be known."""
    mine = select(Person.account_id).where(Person.id == person_id)
    here = (col(Person.id) == person_id) | col(Person.account_id).in_(mine)
    return tuple(await session.exec(select(Person.name).where(here).order_by(col(Person.id))))


class Whose(NamedTuple):
    """The child of a case; one that couldn't be named has a school only. `timezone` is the school's."""

    name: str | None
    class_name: str
    school_name: str
    born_on: date | None
    timezone: str
    has_left: bool = False


async def get_child(session: AsyncSession, case: Case) -> Whose:
    """A child who has left keeps class and school."""
    if case.child_id is None:
        place = (await session.exec(select(Unit).where(Unit.id == case.school_id))).one()
        return Whose(None, "", place.name, None, place.timezone)
    child, unit, place = (await session.exec(_WHOSE, params={"child_id": case.child_id})).one()
    has_left = child.left_at is not None
    return Whose(child.name, unit.name, place.name, child.born_on, place.timezone, has_left)
