"""Find requests, whom they come from, and who stands near them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Notification, Person, PrivacyRequest, Relation, RoleGrant, Task, Unit
from models.codes import Asked, Notice, Sending, TaskKind
from services.people.queries import list_roles, live
from services.privacy.types import Somebody


async def list_people(session: AsyncSession, *, person_ids: Sequence[int]) -> tuple[Somebody, ...]:
    query = select(Person).where(col(Person.id).in_(person_ids)).order_by(col(Person.id))
    return tuple(Somebody(one.id or 0, one.name) for one in await session.exec(query))


async def find_request(session: AsyncSession, *, request_id: int) -> tuple[PrivacyRequest, str] | None:
    """The request and its asker's name."""
    query = (
        select(PrivacyRequest, Person.name)
        .join(Person, col(Person.id) == col(PrivacyRequest.person_id))
        .where(PrivacyRequest.id == request_id)
        .execution_options(populate_existing=True)
    )
    return (await session.exec(query)).first()


async def list_requests_of(
    session: AsyncSession, *, person_ids: Sequence[int]
) -> list[tuple[PrivacyRequest, str]]:
    """What these people have asked, newest first."""
    rows = await session.exec(
        select(PrivacyRequest, Person.name)
        .join(Person, col(Person.id) == col(PrivacyRequest.person_id))
        .where(col(PrivacyRequest.person_id).in_(person_ids))
        .order_by(col(PrivacyRequest.id).desc())
    )
    return list(rows)


async def list_open(session: AsyncSession) -> list[PrivacyRequest]:
    query = select(PrivacyRequest).where(col(PrivacyRequest.settled_at).is_(None))
    return list(await session.exec(query.order_by(col(PrivacyRequest.id))))


async def settle(session: AsyncSession, *, request_id: int, **values: Any) -> bool:
    """Give the one answer: of two people who answer at once, one wins."""
    won = await session.exec(
        update(PrivacyRequest)
        .where(col(PrivacyRequest.id) == request_id, col(PrivacyRequest.settled_at).is_(None))
        .values(**values)
        .returning(col(PrivacyRequest.id))
        .execution_options(synchronize_session=False)
    )
    return won.first() is not None


async def finish_tasks(session: AsyncSession, *, now: datetime, request_id: int, done_by_id: int) -> None:
    """Take it off everybody's list."""
    await session.exec(
        update(Task)
        .where(
            col(Task.kind) == TaskKind.PRIVACY_REQUEST,
            col(Task.dedup_key).startswith(f"request:{request_id}:"),
            col(Task.done_at).is_(None),
        )
        .values(done_at=now, done_by_id=done_by_id)
        .execution_options(synchronize_session=False)
    )


async def list_children(session: AsyncSession, *, now: datetime, person_id: int) -> list[Child]:
    """The children beside whom somebody stands, unless barred; those who have left too."""
    beside = select(Relation.child_id).where(
        Relation.person_id == person_id, live(Relation, now), col(Relation.barred_at).is_(None)
    )
    rows = await session.exec(select(Child).where(col(Child.id).in_(beside)).order_by(col(Child.id)))
    return list(rows)


async def list_places(
    session: AsyncSession, *, now: datetime, person_id: int
) -> list[tuple[int | None, int | None, str]]:
    """Where somebody belongs: the school, its county and its zone; of an officer only the county."""
    school = aliased(Unit)
    rows = await session.exec(
        select(school.id, school.parent_id, school.timezone)
        .join(Unit, col(Unit.parent_id) == col(school.id))
        .join(Child, col(Child.class_id) == col(Unit.id))
        .join(Relation, col(Relation.child_id) == col(Child.id))
        .where(Relation.person_id == person_id)
        .distinct()
    )
    found: list[tuple[int | None, int | None, str]] = list(rows)
    for held in await list_roles(session, now=now, person_ids=[person_id]):
        unit_id = held.school_id or held.unit_id
        unit = (await session.exec(select(Unit).where(Unit.id == unit_id))).one()
        place = (unit.id, unit.parent_id) if held.school_id else (None, unit.id)
        found.append((*place, unit.timezone))
    return list(dict.fromkeys(found))


async def list_near(session: AsyncSession, *, person_id: int) -> frozenset[int]:
    """Somebody, everybody who ever stood beside a child of theirs, and whoever shares a phone with those."""
    theirs = select(Relation.child_id).where(Relation.person_id == person_id)
    beside = select(Relation.person_id).where(
        col(Relation.child_id).in_(theirs), col(Relation.person_id).is_not(None)
    )
    near = or_(col(Person.id).in_(beside), col(Person.id) == person_id)
    phones = select(Person.account_id).where(near, col(Person.account_id).is_not(None))
    rows = await session.exec(select(Person.id).where(or_(near, col(Person.account_id).in_(phones))))
    return frozenset(one for one in rows if one is not None)


async def is_told(session: AsyncSession, *, request_id: int, person_id: int) -> bool:
    """Whether nothing of the answer is still on its way to the asker."""
    waiting = exists().where(
        col(Notification.recipient_id) == person_id,
        col(Notification.kind) == Notice.REQUEST_ANSWERED,
        col(Notification.sending).in_([Sending.QUEUED, Sending.SENDING]),
        col(Notification.params)["request_id"].as_integer() == request_id,
    )
    return not (await session.exec(select(waiting))).one()


async def list_to_forget(session: AsyncSession) -> list[PrivacyRequest]:
    """Granted deletions of people of a family who are still bound to a phone; staff are done by hand."""
    staff = exists().where(
        col(RoleGrant.person_id) == col(PrivacyRequest.person_id),
        or_(col(RoleGrant.until_at).is_(None), col(RoleGrant.until_at) > col(PrivacyRequest.settled_at)),
    )
    rows = await session.exec(
        select(PrivacyRequest)
        .join(Person, col(Person.id) == col(PrivacyRequest.person_id))
        .where(
            PrivacyRequest.asked == Asked.DELETE,
            col(PrivacyRequest.is_granted).is_(True),
            col(Person.account_id).is_not(None),
            ~staff,
        )
        .order_by(col(PrivacyRequest.id))
    )
    return list(rows)


async def count_overdue(session: AsyncSession, *, today: date) -> int:
    """How many requests have gone unanswered past their day."""
    return sum(one.due_on < today for one in await list_open(session))
