"""Where somebody may bring children in: an administrator into a school, a teacher into a class."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Unit
from models.codes import Role, UnitKind
from services.access import queries as access_queries
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.errors import CareError
from services.people.actor import Actor
from services.people.queries import find_unit
from services.sheets.types import Scope

TEACHERS = (Role.CLASS_TEACHER, Role.TEACHER)


async def list_units(session: AsyncSession, *, actor: Actor) -> tuple[tuple[int, str], ...]:
    """The schools and classes to choose from, by id and name; a school stands for all its classes."""
    schools = actor.units(Role.ADMINISTRATOR)
    classes = {
        held.unit_id for held in actor.roles if held.role in TEACHERS and held.school_id not in schools
    }
    rows = await session.exec(
        select(Unit.id, Unit.name).where(col(Unit.id).in_(schools | classes)).order_by(col(Unit.id))
    )
    return tuple((unit_id or 0, name) for unit_id, name in rows)


async def open_scope(session: AsyncSession, *, now: datetime, actor: Actor, unit_id: int) -> Scope | Denied:
    """Ask at the door of a school or a class; each asking is one entry of the audit, for all its children."""
    unit = await find_unit(session, unit_id)
    if unit is not None and unit.kind is UnitKind.SCHOOL:
        return await _of_school(session, now=now, actor=actor, school_id=unit_id)
    decision = await access.decide_class(
        session, now=now, actor=actor, action=Action.IMPORT_SHEET, class_id=unit_id
    )
    if isinstance(decision, Denied):
        return decision
    one = decision.unit
    return Scope(
        one.class_id, one.class_name, one.school_id, one.timezone, {one.class_id: one.class_name},
        decision.person_id,
    )  # fmt: skip


async def operators_scope(session: AsyncSession, *, now: datetime, school: str) -> Scope:
    """The school of that name, for whoever runs the installation. Raises CareError sheets.which_school."""
    named = select(Unit).where(Unit.kind == UnitKind.SCHOOL, Unit.name == school)
    found = list(await session.exec(named))
    if len(found) != 1:
        raise CareError("sheets.which_school", count=len(found))
    school_id = found[0].id or 0
    await audit.record(
        session, now=now, actor=None, action=Action.IMPORT_SHEET, subject="unit", subject_id=school_id,
        allowed=True,
    )  # fmt: skip
    return await _whole(session, school_id, found[0].name, found[0].timezone, None)


async def _of_school(session: AsyncSession, *, now: datetime, actor: Actor, school_id: int) -> Scope | Denied:
    decision = await access.decide_school(
        session, now=now, actor=actor, action=Action.IMPORT_SHEET, school_id=school_id
    )
    if isinstance(decision, Denied):
        return decision
    school = decision.school
    return await _whole(session, school_id, school.name, school.timezone, decision.person_id)


async def _whole(
    session: AsyncSession, school_id: int, name: str, timezone: str, person_id: int | None
) -> Scope:
    found = await access_queries.list_classes(session, school_ids=frozenset({school_id}))
    classes = {one.class_id: one.class_name for one in found}
    return Scope(school_id, name, school_id, timezone, classes, person_id)
