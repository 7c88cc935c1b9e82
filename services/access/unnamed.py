"""The door to a report about a child nobody here can name: it opens at the reporter's own schools.

For the field and the county those are the schools around a village, of a township, of the county: a call to
a hotline comes in there, with a place and no name.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Role
from services.access import queries
from services.access.rules import Action, Standing
from services.access.service import Denied, GrantedSchool, settle
from services.access.types import SchoolRef, Stand
from services.people.actor import Actor
from services.people.places import list_schools

AROUND = (Role.VILLAGE_DIRECTOR, Role.TOWNSHIP_SUPERVISOR, Role.COUNTY_OFFICER)
SUBJECT = "case_school"  # no reading of anything: nobody's page of readers knows of it


async def list_own_schools(session: AsyncSession, *, actor: Actor) -> list[SchoolRef]:
    """Where the actor may report a child without a name: at work, or around what they look after."""
    found = [
        await queries.find_school(session, school_id=one)
        for one in sorted({*_at_work(actor), *await list_around(session, actor=actor)})
    ]
    return [one for one in found if one is not None]


async def decide_unnamed(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> GrantedSchool | Denied:
    """Open the red button for a child without a name, or refuse; either way it is written down."""
    school = await queries.find_school(session, school_id=school_id)
    found = dict(queries.school_standings(actor, school)) if school else {}
    around = await list_around(session, actor=actor)
    if school is not None and school_id in around:
        role, person_id = around[school_id]
        found.setdefault(Standing(role.value), Stand(person_id))
    volunteers = _of_volunteers(actor)
    if school is not None and school_id in volunteers:
        found.setdefault(Standing.VOLUNTEER, Stand(volunteers[school_id]))
    acting = await settle(
        session, now=now, actor=actor, action=Action.RAISE_CASE, subject=SUBJECT, subject_id=school_id,
        found=found,
    )  # fmt: skip
    return Denied() if school is None or isinstance(acting, Denied) else GrantedSchool(school, acting)


def _at_work(actor: Actor) -> set[int]:
    return {held.school_id for held in actor.roles if held.school_id is not None}


def _of_volunteers(actor: Actor) -> dict[int, int]:
    return {
        held.school_id: held.person_id
        for held in actor.roles
        if held.school_id is not None and held.role is Role.VOLUNTEER
    }


async def list_around(session: AsyncSession, *, actor: Actor) -> dict[int, tuple[Role, int]]:
    """Map each school that somebody outside the schools looks after to the role and who holds it."""
    found: dict[int, tuple[Role, int]] = {}
    for held in actor.roles:
        if held.role in AROUND:
            for school_id in await list_schools(session, unit_id=held.unit_id):
                found.setdefault(school_id, (held.role, held.person_id))
    return found
