"""Who looked at a child's file, by month, for the family and the head; nothing that a case made one do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import AuditEntry, Case, Person
from services.access import service as access
from services.access.rules import LOOKS, Action
from services.access.service import Denied
from services.access.types import ChildRef
from services.children.looks import Looks, is_for_a_case, list_begun, list_siblings
from services.people.actor import Actor
from services.wallclock import find_zone, month_of, months_before

MONTHS = 3


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

    A look that a case made somebody take is left out.
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
    home = [child_id, *(sibling for _, sibling in await list_siblings(session, child_ids=[child_id]))]
    begun = (await list_begun(session, cases=col(Case.child_id).in_(home))).get(child_id, ())
    months: dict[int, set[str]] = defaultdict(set)
    for person_id, at in looks:
        if not is_for_a_case(person_id, at, looks=looks, begun=begun):
            months[person_id].add(month_of(at, zone))
    found = {person_id: tuple(one for one in shown if one in seen) for person_id, seen in months.items()}
    names = await _names(session, person_ids=[one for one, seen in found.items() if seen])
    return Readers(decision.child, tuple(Looked(name, found[person_id]) for person_id, name in names))


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


async def _names(session: AsyncSession, *, person_ids: list[int]) -> list[tuple[int, str]]:
    rows = await session.exec(
        select(Person.id, Person.name).where(col(Person.id).in_(person_ids)).order_by(col(Person.id))
    )
    return [(person_id, name) for person_id, name in rows if person_id is not None]
