"""A class as a whole: whom to note next, and “the rest: nothing unusual seen”."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import ClassObservation
from models.upsert import insert_into
from services.access import queries as doors
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ClassRef
from services.checkins import queries, rules
from services.checkins.types import ClassToday, Observed
from services.people.actor import Actor


async def list_classes(session: AsyncSession, *, actor: Actor) -> list[ClassRef]:
    """The classes of whose children the actor may write."""
    return await access.list_classes(session, actor=actor, action=Action.WRITE_NOTE)


async def open_class(
    session: AsyncSession, *, now: datetime, actor: Actor, class_id: int
) -> ClassToday | Denied:
    """The children of a class, and what this teacher has seen of them today."""
    decision = await access.decide_class(
        session, now=now, actor=actor, action=Action.WRITE_NOTE, class_id=class_id
    )
    if isinstance(decision, Denied):
        return decision
    on = rules.today(now, decision.unit.timezone)
    children = await doors.list_of_class(session, class_id=class_id)
    noted = await queries.list_noted(session, class_id=class_id, on=on)
    observed = await queries.is_observed(session, class_id=class_id, author_ids=actor.person_ids, on=on)
    return ClassToday(decision.unit, tuple(children), noted, observed)


async def observe(session: AsyncSession, *, now: datetime, actor: Actor, class_id: int) -> Observed | Denied:
    """Store once per author, class and day that nothing unusual was seen; never a note on a child."""
    decision = await access.decide_class(
        session, now=now, actor=actor, action=Action.WRITE_NOTE, class_id=class_id
    )
    if isinstance(decision, Denied):
        return decision
    on = rules.today(now, decision.unit.timezone)
    seen = {"class_id": class_id, "author_id": decision.person_id, "observed_on": on, "entered_at": now}
    once = ["class_id", "author_id", "observed_on"]
    await session.exec(
        insert_into(session, ClassObservation).values(**seen).on_conflict_do_nothing(index_elements=once)
    )
    return Observed(decision.unit, on)
