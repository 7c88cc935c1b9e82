"""The one door to a child: every read and write asks here first.

A refusal is a value (`Denied`) and commits with its audit row; it reads the same whether the child
doesn't exist or isn't the asker's.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.access import queries
from services.access.rules import SEALED, Action, is_allowed
from services.access.types import ChildRef, ClassRef, SchoolRef
from services.audit import service as audit
from services.people.actor import Actor


@dataclass(frozen=True)
class Denied:
    """Nothing here for you; never says why."""


@dataclass(frozen=True)
class Granted:
    """The child, and in whose name the actor may act."""

    child: ChildRef
    person_id: int


@dataclass(frozen=True)
class GrantedClass:
    unit: ClassRef
    person_id: int


@dataclass(frozen=True)
class GrantedSchool:
    school: SchoolRef
    person_id: int


async def decide(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, child_id: int
) -> Granted | Denied:
    """Open the door to one child, or refuse; either way it is written down."""
    child = await queries.find_child(session, child_id=child_id)
    standings = await queries.standings(session, now=now, actor=actor, child=child) if child else {}
    allowed = is_allowed(action, frozenset(standings))
    subject = "case_child" if action in SEALED else "child"
    await audit.record(
        session, now=now, actor=actor, action=action, subject=subject, subject_id=child_id, allowed=allowed
    )
    if child is None or not allowed:
        return Denied()
    return Granted(child, queries.acting_person(action, standings))


async def may(session: AsyncSession, *, now: datetime, actor: Actor, action: Action, child: ChildRef) -> bool:
    """Whether a button for `action` is worth showing; pressing it asks at the door again."""
    standings = await queries.standings(session, now=now, actor=actor, child=child)
    return is_allowed(action, frozenset(standings))


async def decide_class(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, class_id: int
) -> GrantedClass | Denied:
    """Open the door to a class, for what concerns a child that isn't registered yet, or all of them."""
    unit = await queries.find_class(session, class_id=class_id)
    standings = queries.staff_standings(actor, unit) if unit else {}
    allowed = is_allowed(action, frozenset(standings))
    await audit.record(
        session, now=now, actor=actor, action=action, subject="class", subject_id=class_id, allowed=allowed
    )
    if unit is None or not allowed:
        return Denied()
    return GrantedClass(unit, queries.acting_person(action, standings))


async def decide_school(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, school_id: int
) -> GrantedSchool | Denied:
    """Open the door to what concerns a school as a whole."""
    school = await queries.find_school(session, school_id=school_id)
    standings = queries.school_standings(actor, school) if school else {}
    allowed = is_allowed(action, frozenset(standings))
    await audit.record(
        session, now=now, actor=actor, action=action, subject="unit", subject_id=school_id, allowed=allowed
    )
    if school is None or not allowed:
        return Denied()
    return GrantedSchool(school, queries.acting_person(action, standings))


async def open_class(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, class_id: int
) -> list[ChildRef] | Denied:
    """Open the door to a class and return its children, by the order in which they were registered."""
    decision = await decide_class(session, now=now, actor=actor, action=action, class_id=class_id)
    if isinstance(decision, Denied):
        return decision
    return await queries.list_of_class(session, class_id=class_id)


async def list_own_children(session: AsyncSession, *, now: datetime, actor: Actor) -> list[ChildRef]:
    """The children of a family member: those beside whom somebody on this phone stands now."""
    children = await queries.list_of_family(session, now=now, person_ids=actor.person_ids)
    for child in children:
        await audit.record(
            session,
            now=now,
            actor=actor,
            action=Action.SEE_CHILD,
            subject="child",
            subject_id=child.child_id,
            allowed=True,
        )
    return children


async def list_classes(session: AsyncSession, *, actor: Actor, action: Action) -> list[ClassRef]:
    """The classes in which the actor may do `action`; names of classes are no secret within a school."""
    schools = frozenset(held.school_id for held in actor.roles if held.school_id is not None)
    units = await queries.list_classes(session, school_ids=schools)
    return [unit for unit in units if is_allowed(action, frozenset(queries.staff_standings(actor, unit)))]
