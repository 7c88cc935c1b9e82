"""Count what papers tell; no name is read, and nothing is decrypted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, distinct, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from models import AuditEntry, Child, Consent, OtherWay, PrivacyRequest, Purge, Relation, RoleGrant
from models.codes import Asked
from services.papers.rules import CASE, GROUPS, group_of, is_countable
from services.papers.types import AccessCount, Children, ConsentCount, People, PurgeCount
from services.people.queries import live
from services.wallclock import local

_REQUESTS: Select[*tuple[Any, ...]] = Select(
    col(PrivacyRequest.asked),
    col(PrivacyRequest.made_at),
    col(PrivacyRequest.due_on),
    col(PrivacyRequest.settled_at),
    col(PrivacyRequest.is_granted),
)


@dataclass(frozen=True)
class Span:
    """From an instant on, and before another."""

    since: datetime
    until: datetime

    def holds(self, column: Any) -> Any:
        return (col(column) >= self.since) & (col(column) < self.until)


async def count_people(session: AsyncSession, *, now: datetime, gate: int, born_after: date) -> People:
    """`born_after`: who is younger than `gate` years today was born after it."""
    here = select(func.count()).select_from(Child).where(col(Child.left_at).is_(None))
    young = here.where(col(Child.born_on) > born_after)
    family = select(func.count(distinct(col(Relation.person_id)))).where(live(Relation, now))
    staff = select(func.count(distinct(col(RoleGrant.person_id)))).where(live(RoleGrant, now))
    children, below, adults, employees = [
        (await session.exec(query)).one() for query in (here, young, family, staff)
    ]
    return People(children=children, below_gate=below, gate=gate, family=adults, staff=employees)


async def list_schemes(session: AsyncSession) -> tuple[str, ...]:
    """The kinds of other ways that people on duty are reached by."""
    query = select(OtherWay.scheme).distinct().order_by(col(OtherWay.scheme))
    return tuple(await session.exec(query))


async def count_children(session: AsyncSession, *, span: Span) -> Children:
    count = select(func.count()).select_from(Child)
    registered = count.where(span.holds(Child.registered_at))
    left = count.where(span.holds(Child.left_at))
    still = or_(col(Child.left_at).is_(None), col(Child.left_at) >= span.until)
    at_end = count.where(col(Child.registered_at) < span.until, still)
    counts = [(await session.exec(query)).one() for query in (registered, left, at_end)]
    return Children(*counts)


async def count_consents(session: AsyncSession, *, span: Span) -> tuple[ConsentCount, ...]:
    """The answers of the time, each seen against the one before by the same person for the same."""
    same = (col(Consent.person_id), col(Consent.child_id), col(Consent.purpose), col(Consent.by_child))
    before = func.lag(col(Consent.granted)).over(partition_by=same, order_by=col(Consent.id))
    answers = select(Consent.purpose, Consent.granted, Consent.answered_at, before.label("before")).subquery()
    then = (answers.c.answered_at >= span.since) & (answers.c.answered_at < span.until)
    columns = (answers.c.purpose, answers.c.granted, answers.c.before)
    query = select(*columns, func.count()).where(then).group_by(*columns).order_by(answers.c.purpose)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for purpose, granted, previous, count in await session.exec(query):
        counted[purpose][0 if granted else 2 if previous else 1] += count
    return tuple(ConsentCount(purpose, *counts) for purpose, counts in counted.items())


async def count_accesses(session: AsyncSession, *, span: Span) -> tuple[AccessCount, ...]:
    """The accesses of each group, granted and refused; what was done for a case is in none of them."""
    actions = sorted(str(action) for group in GROUPS.values() for action in group)
    columns = (col(AuditEntry.action), col(AuditEntry.allowed))
    query = (
        select(*columns, func.count())
        .where(span.holds(AuditEntry.at), col(AuditEntry.action).in_(actions), AuditEntry.subject != CASE)
        .group_by(*columns)
    )
    counted: dict[str, list[int]] = {group: [0, 0] for group in GROUPS}
    for action, allowed, count in await session.exec(query):
        counted[group_of(action) or ""][0 if allowed else 1] += count
    return tuple(AccessCount(group, *counts) for group, counts in counted.items())


async def list_requests(
    session: AsyncSession, *, span: Span, zone: ZoneInfo
) -> Iterable[tuple[Asked, date, date, date | None, bool | None]]:
    """Requests made in the time: what was asked, made on, due on, settled on, and whether it was granted."""
    rows = await session.exec(_REQUESTS.where(span.holds(PrivacyRequest.made_at)))
    return [
        (asked, local(made, zone).date(), due, local(settled, zone).date() if settled else None, granted)
        for asked, made, due, settled, granted in rows
    ]


async def count_purges(session: AsyncSession, *, span: Span) -> tuple[PurgeCount, ...]:
    query = (
        select(Purge.kind, func.sum(col(Purge.removed)))
        .where(span.holds(Purge.at))
        .group_by(col(Purge.kind))
        .order_by(col(Purge.kind))
    )
    return tuple(
        PurgeCount(kind, removed) for kind, removed in await session.exec(query) if is_countable(kind)
    )
