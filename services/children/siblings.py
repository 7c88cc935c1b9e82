"""The other children of a child's home that the file knows: beside whom the same person stands now."""

from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation
from services.people.queries import live


async def list_at_home(session: AsyncSession, *, now: datetime, child_id: int) -> list[int]:
    """Brothers and sisters, half ones too, and who is looked after by the same person; none who has left."""
    other = aliased(Relation)
    rows = await session.exec(
        select(Child.id)
        .join(other, col(other.child_id) == Child.id)
        .join(Relation, col(Relation.person_id) == col(other.person_id))
        .where(
            col(Relation.child_id) == child_id, col(other.child_id) != child_id, live(Relation, now),
            live(other, now), col(Child.left_at).is_(None),
        )
        .distinct()
        .order_by(col(Child.id))
    )  # fmt: skip
    return [one for one in rows if one is not None]
