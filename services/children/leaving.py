"""A child is no longer at the school: whatever is about them stops, and for a day it can be taken back.

Neither the family nor anybody else hears of it by itself. What is known stays, and goes when its time is over
(services/retention); a case goes on, and its people keep it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Task
from models.codes import Leaving, TaskKind
from services.access import queries as access_queries
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.children import plans
from services.errors import CareError
from services.people.actor import Actor

PUT_BACK_WITHIN = timedelta(days=1)
OF_THE_MONTH = (TaskKind.SILENT_MONTHS, TaskKind.UNREACHABLE)  # a family's words still wait for an answer


@dataclass(frozen=True)
class Left:
    """A child who is on no list now. `why` is what was said first: a second press changes nothing."""

    child: ChildRef
    why: Leaving


async def ask(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> ChildRef | Denied:
    """Return the child for whoever may say that it has left."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    return decision if isinstance(decision, Denied) else decision.child


async def leave(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, why: Leaving
) -> Left | Denied:
    """Take the child off every list, and stop every reminder and task about it in the same commit."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    if not await take_off(session, now=now, child_ids=[child_id], why=why):
        return Left(decision.child, await _why(session, child_id=child_id) or why)
    return Left(decision.child, why)


async def take_off(
    session: AsyncSession, *, now: datetime, child_ids: Collection[int], why: Leaving
) -> frozenset[int]:
    """Do what `leave` does, for many; return who was still there. Whoever calls has asked at the door."""
    here = (col(Child.id).in_(child_ids), col(Child.left_at).is_(None))
    leaving = update(Child).where(*here).values(left_at=now, left_why=why).returning(col(Child.id))
    gone = frozenset((await session.exec(leaving)).scalars())
    if gone:
        await plans.rest(session, child_ids=gone)
        waiting = (col(Task.kind).in_(OF_THE_MONTH), col(Task.done_at).is_(None))
        await session.exec(update(Task).where(col(Task.child_id).in_(gone), *waiting).values(done_at=now))
    return gone


async def put_back(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    """Take a mis-tap back: lists, plans and the tasks that ended with it. Raises CareError leaving.late."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied) or decision.child.left_at is None:
        return decision
    left_at = decision.child.left_at
    if left_at + PUT_BACK_WITHIN <= now:
        raise CareError("leaving.late")
    await session.exec(update(Child).where(col(Child.id) == child_id).values(left_at=None, left_why=None))
    ended = (col(Task.child_id) == child_id, col(Task.done_at) == left_at, col(Task.done_by_id).is_(None))
    await session.exec(update(Task).where(*ended).values(done_at=None))
    await plans.lay_out(session, now=now, child_id=child_id)
    return decision


async def list_recent(session: AsyncSession, *, now: datetime, class_id: int) -> list[ChildRef]:
    """Who can still be put back into a class."""
    since = now - PUT_BACK_WITHIN
    return await access_queries.list_children(
        session, col(Child.class_id) == class_id, col(Child.left_at) > since, is_gone=True
    )


async def _decide(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    is_gone = await access_queries.find_child(session, child_id=child_id, is_gone=True) is not None
    return await access.decide(
        session, now=now, actor=actor, action=Action.LET_GO, child_id=child_id, is_gone=is_gone
    )


async def _why(session: AsyncSession, *, child_id: int) -> Leaving | None:
    row = await session.get(Child, child_id, populate_existing=True)
    return row.left_why if row else None
