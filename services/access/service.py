"""The one door: every read and write of a child, a case, a note, a school asks here first.

A refusal is a value (`Denied`) and commits with its audit row; it reads the same whether the thing doesn't
exist or isn't the asker's. An edge says beforehand which doors it will open (`declare`); to open another is
an accident of ours, not a refusal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Role
from services.access import queries
from services.access.purposes import PURPOSE_OF
from services.access.rules import SEALED, Action, Standing, is_allowed
from services.access.types import ChildRef, ClassRef, SchoolRef, Stand
from services.audit import service as audit
from services.people.actor import Actor
from services.people.places import list_schools
from services.people.queries import list_roles

_DECLARED = "declared_actions"


class UndeclaredError(RuntimeError):
    """A handler or a job opened a door that it hasn't declared."""


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


def declare(session: AsyncSession, actions: Collection[Action]) -> None:
    """Say which doors this transaction may open; an edge that has a person before it always does."""
    session.info[_DECLARED] = frozenset(actions)


async def settle(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    action: Action,
    subject: str,
    subject_id: int | None,
    found: Mapping[Standing, Stand],
) -> int | Denied:
    """Decide by the table, write it down, and say in whose name; every door ends here."""
    declared = session.info.get(_DECLARED)
    if declared is not None and action not in declared:
        raise UndeclaredError(action)
    person_id = queries.acting_person(action, found)
    await audit.record(
        session, now=now, actor=actor, action=action, subject=subject, subject_id=subject_id,
        allowed=person_id is not None, purpose=PURPOSE_OF[action],
    )  # fmt: skip
    return Denied() if person_id is None else person_id


def as_(standing: Standing, person_id: int | None) -> dict[Standing, Stand]:
    """The one standing that somebody has towards a thing of their own; nobody has none."""
    return {} if person_id is None else {standing: Stand(person_id)}


def own(actor: Actor, person_id: int) -> dict[Standing, Stand]:
    """The standing towards what belongs to one of the people on this phone."""
    return as_(Standing.OWNER, person_id if person_id in actor.person_ids else None)


async def decide(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    action: Action,
    child_id: int,
    is_gone: bool = False,
) -> Granted | Denied:
    """Open the door to one child, or refuse; either way it is written down.

    Whoever has left is nobody's here any more, but for the few things that ask for them (`is_gone`).
    """
    child = await queries.find_child(session, child_id=child_id, is_gone=is_gone)
    found = await queries.standings(session, now=now, actor=actor, child=child) if child else {}
    subject = "case_child" if action in SEALED else "child"
    person_id = await settle(
        session, now=now, actor=actor, action=action, subject=subject, subject_id=child_id, found=found
    )
    return Denied() if child is None or isinstance(person_id, Denied) else Granted(child, person_id)


async def may(session: AsyncSession, *, now: datetime, actor: Actor, action: Action, child: ChildRef) -> bool:
    """Whether a button for `action` is worth showing; pressing it asks at the door again."""
    found = await queries.standings(session, now=now, actor=actor, child=child)
    return queries.acting_person(action, found) is not None


async def may_hear(
    session: AsyncSession, *, now: datetime, person_id: int, action: Action, child: ChildRef
) -> bool:
    """Whether somebody may be told what `action` would show them, as things stand when it is sent."""
    held = await list_roles(session, now=now, person_ids=[person_id])
    hearer = Actor(0, "", person_ids=(person_id,), roles=tuple(held), is_family=True)
    return await may(session, now=now, actor=hearer, action=action, child=child)


async def decide_class(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, class_id: int
) -> GrantedClass | Denied:
    """Open the door to a class, for what concerns a child that isn't registered yet, or all of them."""
    unit = await queries.find_class(session, class_id=class_id)
    found = queries.staff_standings(actor, unit) if unit else {}
    person_id = await settle(
        session, now=now, actor=actor, action=action, subject="class", subject_id=class_id, found=found
    )
    return Denied() if unit is None or isinstance(person_id, Denied) else GrantedClass(unit, person_id)


async def decide_school(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, school_id: int
) -> GrantedSchool | Denied:
    """Open the door to what concerns a school as a whole."""
    school = await queries.find_school(session, school_id=school_id)
    found = queries.school_standings(actor, school) if school else {}
    person_id = await settle(
        session, now=now, actor=actor, action=action, subject="unit", subject_id=school_id, found=found
    )
    return Denied() if school is None or isinstance(person_id, Denied) else GrantedSchool(school, person_id)


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
    return await _seen(
        session,
        await queries.list_of_family(session, now=now, person_ids=actor.person_ids),
        now=now,
        actor=actor,
    )


async def list_own_gone(session: AsyncSession, *, now: datetime, actor: Actor) -> list[ChildRef]:
    """Those who have left the school: what is still held of them is their family's to ask for."""
    gone = await queries.list_of_family(session, now=now, person_ids=actor.person_ids, is_gone=True)
    return await _seen(session, gone, now=now, actor=actor, is_gone=True)


async def list_village_children(session: AsyncSession, *, now: datetime, actor: Actor) -> list[ChildRef]:
    """The children who live in the actor's villages, whichever school they go to."""
    villages = actor.units(Role.VILLAGE_DIRECTOR)
    found = await queries.list_of_village(session, village_ids=villages) if villages else []
    return await _seen(session, found, now=now, actor=actor)


async def _seen(
    session: AsyncSession, children: list[ChildRef], *, now: datetime, actor: Actor, is_gone: bool = False
) -> list[ChildRef]:
    """Those whose door opens; each opening is written down."""
    see = partial(decide, session, now=now, actor=actor, action=Action.SEE_CHILD, is_gone=is_gone)
    decided = [await see(child_id=child.child_id) for child in children]
    return [one.child for one in decided if isinstance(one, Granted)]


async def list_classes(session: AsyncSession, *, actor: Actor, action: Action) -> list[ClassRef]:
    """The classes in which the actor may do `action`; names of classes are no secret within a school."""
    schools = frozenset(held.school_id for held in actor.roles if held.school_id is not None)
    for county_id in actor.units(Role.COUNTY_OFFICER):
        schools |= await list_schools(session, unit_id=county_id)
    units = await queries.list_classes(session, school_ids=schools)
    return [unit for unit in units if is_allowed(action, queries.staff_standings(actor, unit))]
