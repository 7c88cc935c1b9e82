"""Register children, open their files, correct what was written."""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Away, Care
from services.access import queries as access_queries
from services.access import service as access
from services.access.rules import POLICY, STAFF, Action, Standing, is_allowed
from services.access.service import Denied
from services.access.types import ClassRef
from services.children import entering, leaving, queries
from services.children.rules import ensure_age, ensure_fits
from services.children.types import ChildFile, ClassList, Doubled, Registered
from services.people.actor import Actor
from services.people.rules import clean_name
from services.profile import age_on
from services.wallclock import find_zone, local


async def register(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    class_id: int,
    name: str,
    born_on: date,
    care: Care,
    away: Away,
    is_sure: bool = False,
) -> Registered | Doubled | Denied:
    """Write a child into a class, with its adults' open places and its plans.

    A child of the same name and birth date is asked about once: `is_sure` writes it all the same.
    Raises CareError as the rules of names, dates and care do.
    """
    decision = await access.decide_class(
        session, now=now, actor=actor, action=Action.REGISTER_CHILD, class_id=class_id
    )
    if isinstance(decision, Denied):
        return decision
    name = clean_name(name)
    ensure_age(born_on, today=today_in(decision.unit, now))
    ensure_fits(care, away)
    known = await queries.is_known(session, school_id=decision.unit.school_id, name=name, born_on=born_on)
    if known and not is_sure:
        return Doubled()
    child = {
        "name": name, "born_on": born_on, "class_id": class_id, "care": care, "away": away,
        "registered_by_id": decision.person_id, "registered_at": now,
    }  # fmt: skip
    (child_id,) = await entering.enter(session, children=[child])
    return Registered(child_id)


async def open_class(
    session: AsyncSession, *, now: datetime, actor: Actor, class_id: int
) -> ClassList | Denied:
    """Return a class and its children."""
    decision = await access.decide_class(
        session, now=now, actor=actor, action=Action.SEE_CHILD, class_id=class_id
    )
    if isinstance(decision, Denied):
        return decision
    children = await access_queries.list_of_class(session, class_id=class_id)
    standings = access_queries.staff_standings(actor, decision.unit)
    may_let_go = is_allowed(Action.LET_GO, standings)
    left = await leaving.list_recent(session, now=now, class_id=class_id) if may_let_go else []
    may_register = is_allowed(Action.REGISTER_CHILD, standings)
    may_move = is_allowed(Action.MOVE_CLASS, standings)
    may_find = is_allowed(Action.FIND_BY_PHONE, standings)
    return ClassList(decision.unit, tuple(children), may_register, may_move, may_find, tuple(left))


async def open_child(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int
) -> ChildFile | Denied:
    """Return a child's file, as far as the reader may see it."""
    decision = await access.decide(session, now=now, actor=actor, action=Action.SEE_CHILD, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    child = decision.child
    found = await access_queries.standings(session, now=now, actor=actor, child=child)
    staff = await queries.list_class_staff(
        session, now=now, classes={child.unit.class_id: child.unit.school_id}
    )
    return ChildFile(
        child=child,
        age=age_on(child.born_on, today_in(child.unit, now)),
        places=tuple(await queries.list_places(session, now=now, child_id=child_id)),
        teachers=await queries.list_names(session, person_ids=staff[child.unit.class_id]),
        may=frozenset(one for one in Action if access_queries.acting_person(one, found) is not None),
        is_staff=_sees_as_staff(frozenset(found)),
    )


def today_in(unit: ClassRef, now: datetime) -> date:
    """The date at the school."""
    return local(now, find_zone(unit.timezone)).date()


def _sees_as_staff(standings: frozenset[Standing]) -> bool:
    """A teacher who is also the mother sees the school's card: it shows everything the other does."""
    return bool(standings & STAFF & POLICY[Action.SEE_CHILD])
