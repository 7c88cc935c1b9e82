"""A look at a child's file, and whether somebody took it because of a case."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import AuditEntry, Case, Relation

USUAL = timedelta(days=31)
Looks = Sequence[tuple[int, datetime]]  # somebody's id and an instant


def is_for_a_case(person_id: int, at: datetime, *, looks: Looks, begun: Looks) -> bool:
    """Whether a look is one since a case began, by whoever has opened it.

    Who had looked in the weeks before it as well, by `looks`, does what they always did, and its end would be
    noticed. Where looks are counted, more of them would be noticed too: give none there.
    """
    mine = [when for who, when in looks if who == person_id]
    cases = [raised_at for who, raised_at in begun if who == person_id and raised_at <= at]
    return any(not any(raised_at - USUAL <= when < raised_at for when in mine) for raised_at in cases)


async def list_begun(session: AsyncSession, *, cases: ColumnElement[bool]) -> dict[int, Looks]:
    """Map each child of these cases to who raised or opened one, and since when there was one.

    A brother or sister counts as the child: whoever works on a case reads their files as well.
    """
    opened = (
        select(Case.child_id, AuditEntry.person_id, Case.raised_at)
        .join(AuditEntry, col(AuditEntry.subject_id) == Case.id)
        .where(AuditEntry.subject == "case", col(AuditEntry.allowed), col(AuditEntry.person_id).is_not(None))
    )
    raised = select(Case.child_id, Case.reporter_id, Case.raised_at)
    rows = {*await session.exec(opened.where(cases).distinct()), *await session.exec(raised.where(cases))}
    siblings = defaultdict(set)
    for child_id, sibling_id in await list_siblings(session, child_ids={child_id for child_id, _, _ in rows}):
        siblings[child_id].add(sibling_id)
    begun: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for child_id, person_id, raised_at in rows:
        for one in (child_id, *siblings[child_id]):
            begun[one].append((person_id or 0, raised_at))
    return dict(begun)


async def list_siblings(session: AsyncSession, *, child_ids: Collection[int]) -> list[tuple[int, int]]:
    """Each of these children with each other child beside whom the same person stands, or once stood."""
    other = aliased(Relation)
    rows = await session.exec(
        select(Relation.child_id, other.child_id)
        .join(other, col(other.person_id) == col(Relation.person_id))
        .where(col(Relation.child_id).in_(child_ids), col(other.child_id) != col(Relation.child_id))
        .distinct()
    )
    return list(rows)
