"""In which village a child's home is: whose director may see it, and hear of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Unit
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.people.actor import Actor
from services.people.places import Village, list_villages


@dataclass(frozen=True)
class Homes:
    """A child, and the villages of its school's township."""

    child: ChildRef
    villages: tuple[Village, ...]


async def list_for(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Homes | Denied:
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    found = await list_villages(session, school_id=decision.child.unit.school_id)
    return Homes(decision.child, tuple(found))


async def set_village(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, village_id: int
) -> Granted | Denied:
    """Write down where home is; 0, or a village of somewhere else, is none."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    known = {one.village_id for one in await list_villages(session, school_id=decision.child.unit.school_id)}
    chosen = village_id if village_id in known else None
    await session.exec(update(Child).where(col(Child.id) == child_id).values(village_id=chosen))
    return decision


async def find_name(session: AsyncSession, *, village_id: int | None) -> str | None:
    return (await session.exec(select(Unit.name).where(col(Unit.id) == village_id))).first()


async def _decide(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    return await access.decide(session, now=now, actor=actor, action=Action.CORRECT_CHILD, child_id=child_id)
