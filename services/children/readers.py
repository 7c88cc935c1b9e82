"""Who looked at a child's file, by month, for the family and the head; nothing that a case made one do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import AuditEntry, Case, Person
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ChildRef
from services.people.actor import Actor
from services.wallclock import find_zone, month_of, months_before

MONTHS = 3
USUAL = timedelta(days=31)
Looks = list[tuple[int, datetime]]

LOOKS = (Action.SEE_CHILD, Action.READ_NOTES)


@dataclass(frozen=True)
class Looked:
    """Somebody, and in which months (2026-11), the newest first."""

    name: str
    months: tuple[str, ...]


@dataclass(frozen=True)
class Readers:
    child: ChildRef
    looked: tuple[Looked, ...]


async def list_readers(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int
) -> Readers | Denied:
    """Who looked at the file in the last three months.

    A look at somebody's case is left out: one since a case began, by whoever has opened it. Who had looked in
    the weeks before it as well does what they always did, and its end would be noticed.
    """
    decision = await access.decide(
        session, now=now, actor=actor, action=Action.SEE_READERS, child_id=child_id
    )
    if isinstance(decision, Denied):
        return decision
    zone = find_zone(decision.child.unit.timezone)
    this = month_of(now, zone)
    shown = (this, *reversed(months_before(this, MONTHS - 1)))
    looks = await _looks(session, child_id=child_id)
    begun = await _busy_with_cases(session, child_id=child_id)
    months: dict[int, set[str]] = defaultdict(set)
    for person_id, at in looks:
        if not _is_for_a_case(person_id, at, looks, begun):
            months[person_id].add(month_of(at, zone))
    found = {person_id: tuple(one for one in shown if one in seen) for person_id, seen in months.items()}
    names = await _names(session, person_ids=[one for one, seen in found.items() if seen])
    return Readers(decision.child, tuple(Looked(name, found[person_id]) for person_id, name in names))


def _is_for_a_case(person_id: int, at: datetime, looks: Looks, begun: Looks) -> bool:
    mine = [when for who, when in looks if who == person_id]
    cases = [raised_at for who, raised_at in begun if who == person_id and raised_at <= at]
    return any(not any(raised_at - USUAL <= when < raised_at for when in mine) for raised_at in cases)


async def _looks(session: AsyncSession, *, child_id: int) -> Looks:
    rows = await session.exec(
        select(AuditEntry.person_id, AuditEntry.at).where(
            AuditEntry.subject == "child",
            AuditEntry.subject_id == child_id,
            col(AuditEntry.action).in_(LOOKS),
            col(AuditEntry.allowed),
            col(AuditEntry.person_id).is_not(None),
        )
    )
    return [(person_id, at) for person_id, at in rows if person_id is not None]


async def _busy_with_cases(session: AsyncSession, *, child_id: int) -> Looks:
    """Who opened a case of this child, and since when there was one."""
    rows = await session.exec(
        select(AuditEntry.person_id, Case.raised_at)
        .join(Case, col(AuditEntry.subject_id) == Case.id)
        .where(
            AuditEntry.subject == "case",
            col(AuditEntry.allowed),
            col(AuditEntry.person_id).is_not(None),
            Case.child_id == child_id,
        )
        .distinct()
    )
    return [(person_id, at) for person_id, at in rows if person_id is not None]


async def _names(session: AsyncSession, *, person_ids: list[int]) -> list[tuple[int, str]]:
    rows = await session.exec(
        select(Person.id, Person.name).where(col(Person.id).in_(person_ids)).order_by(col(Person.id))
    )
    return [(person_id, name) for person_id, name in rows if person_id is not None]
