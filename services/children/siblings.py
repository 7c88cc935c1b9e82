"""The other children of a child's home that the file knows: beside whom the same person stands now."""

from datetime import datetime

from sqlalchemy import BindParameter, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation
from services.people.queries import live

_Other = aliased(Relation)
_CHILD: BindParameter[int] = bindparam("child_id")
_NOW: BindParameter[datetime] = bindparam("now")
_AT_HOME = (
    select(Child.id)
    .join(_Other, col(_Other.child_id) == Child.id)
    .join(Relation, col(Relation.person_id) == col(_Other.person_id))
    .where(
        col(Relation.child_id) == _CHILD, col(_Other.child_id) != _CHILD, live(Relation, _NOW),
        live(_Other, _NOW), col(Child.left_at).is_(None),
    )
    .distinct()
    .order_by(col(Child.id))
)  # fmt: skip


async def list_at_home(session: AsyncSession, *, now: datetime, child_id: int) -> list[int]:
    """Brothers and sisters, half ones too, and who is looked after by the same person; none who has left."""
    rows = await session.exec(_AT_HOME, params={"child_id": child_id, "now": now})
    return [one for one in rows if one is not None]
