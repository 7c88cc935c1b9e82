"""Who asks for what is held of them, and which children they may hear of."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Relation
from models.codes import Kin
from services.access import service as access
from services.access.types import ChildRef
from services.people.actor import Actor
from services.people.queries import live


@dataclass(frozen=True)
class Asker:
    """`places` are the asker's own beside children whose door is open; who is barred has none."""

    person_id: int
    places: tuple[tuple[Relation, ChildRef], ...]

    @property
    def guarded(self) -> dict[int, ChildRef]:
        """The children of whom the asker is a parent or the legal guardian."""
        return {
            child.child_id: child
            for place, child in self.places
            if place.kin is not Kin.CARER or place.is_guardian
        }

    @property
    def beside(self) -> dict[int, ChildRef]:
        return {child.child_id: child for _, child in self.places}


async def find_asker(session: AsyncSession, *, now: datetime, actor: Actor, person_id: int) -> Asker:
    """Ask at the door for each child of somebody on this phone."""
    own = await access.list_own_children(session, now=now, actor=actor)
    gone = await access.list_own_gone(session, now=now, actor=actor)
    seen = {one.child_id: one for one in (*own, *gone)}
    rows = await session.exec(
        select(Relation)
        .where(
            Relation.person_id == person_id,
            live(Relation, now),
            col(Relation.barred_at).is_(None),
            col(Relation.child_id).in_(seen),
        )
        .order_by(col(Relation.id))
    )
    return Asker(person_id, tuple((row, seen[row.child_id]) for row in rows))
