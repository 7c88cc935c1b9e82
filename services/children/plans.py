"""Keep a child's plans in step with its adults.

A plan of revision 0 or less that is due means “lay out”: the planner finds the next date, and fires
nothing but what was promised and is due.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Plan, Relation
from models.care import laid_out_anew
from models.codes import PlanKind
from models.upsert import insert_into
from services.children.queries import list_relations

MONTHLY = (PlanKind.LETTER, PlanKind.SILENCE)


async def lay_out(session: AsyncSession, *, now: datetime, child_id: int) -> None:
    """Plan the child's months anew from who is away now; with nobody away nothing is due."""
    away = [one for one in await list_relations(session, now=now, child_id=child_id) if one.away]
    mine = update(Plan).where(col(Plan.child_id) == child_id)
    await session.exec(mine.values(**laid_out_anew(now) | {"next_due_at": None}))
    for relation in away:
        await _plan_call(session, now=now, relation=relation)
    if away:
        await _plan_months(session, now=now, child_id=child_id)
    await session.exec(mine.where(col(Plan.next_due_at).is_(None)).values(promised_at=None))


async def rest(session: AsyncSession, *, child_ids: Collection[int]) -> None:
    """Nothing is due of these children any more, and nothing that was promised is kept; their rules stay."""
    over = {"next_due_at": None, "due_on": None, "promised_at": None}
    await session.exec(update(Plan).where(col(Plan.child_id).in_(child_ids)).values(**over))


async def _plan_call(session: AsyncSession, *, now: datetime, relation: Relation) -> None:
    fresh = {"revision": 0, "next_due_at": now}
    row = {"child_id": relation.child_id, "kind": PlanKind.CALL, "relation_id": relation.id, **fresh}
    await session.exec(
        insert_into(session, Plan)
        .values(**row)
        .on_conflict_do_update(index_elements=["child_id", "kind", "relation_id"], set_={"next_due_at": now})
    )


async def _plan_months(session: AsyncSession, *, now: datetime, child_id: int) -> None:
    # No relation, so the unique index can't tell these apart: NULLs are all different to it.
    mine = (col(Plan.child_id) == child_id, col(Plan.kind).in_(MONTHLY))
    known = set(await session.exec(select(Plan.kind).where(*mine)))
    await session.exec(update(Plan).where(*mine).values(next_due_at=now))
    missing = [kind for kind in MONTHLY if kind not in known]
    session.add_all(Plan(child_id=child_id, kind=kind, revision=0, next_due_at=now) for kind in missing)
    await session.flush()
