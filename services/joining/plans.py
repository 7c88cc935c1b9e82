"""Lay out call plans anew when whom they remind, or when, has changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Plan, Relation
from models.care import laid_out_anew
from services.people.queries import live


async def relay(session: AsyncSession, *, now: datetime, relation_ids: Sequence[int]) -> None:
    """Let the planner lay these out again: nothing fires but what was promised and is due."""
    await session.exec(
        update(Plan).where(col(Plan.relation_id).in_(relation_ids)).values(**laid_out_anew(now))
    )


async def relay_of(session: AsyncSession, *, now: datetime, person_ids: Sequence[int]) -> None:
    """The same for every place in which these people stand."""
    query = select(Relation.id).where(col(Relation.person_id).in_(person_ids), live(Relation, now))
    relation_ids = [one for one in await session.exec(query) if one is not None]
    await relay(session, now=now, relation_ids=relation_ids)
