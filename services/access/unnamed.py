"""The door to a report about a child nobody here can name: it opens at the reporter's own school."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Role
from services.access import queries
from services.access.rules import Action, Standing
from services.access.service import Denied, GrantedSchool, settle
from services.access.types import SchoolRef, Stand
from services.people.actor import Actor
from services.people.places import list_schools

SUBJECT = "case_school"  # no reading of anything: nobody's page of readers knows of it


async def list_own_schools(session: AsyncSession, *, actor: Actor) -> list[SchoolRef]:
    """Where the actor may report a child without a name: at work, or around the villages they look after."""
    found = [
        await queries.find_school(session, school_id=one)
        for one in sorted({*_at_work(actor), *await _of_villages(session, actor=actor)})
    ]
    return [one for one in found if one is not None]


async def decide_unnamed(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> GrantedSchool | Denied:
    """Open the red button for a child without a name, or refuse; either way it is written down."""
    school = await queries.find_school(session, school_id=school_id)
    found = dict(queries.school_standings(actor, school)) if school else {}
    for standing, places in (
        (Standing.VILLAGE_DIRECTOR, await _of_villages(session, actor=actor)),
        (Standing.VOLUNTEER, _of_volunteers(actor)),
    ):
        if school is not None and school_id in places:
            found.setdefault(standing, Stand(places[school_id]))
    person_id = await settle(
        session, now=now, actor=actor, action=Action.RAISE_CASE, subject=SUBJECT, subject_id=school_id,
        found=found,
    )  # fmt: skip
    return Denied() if school is None or isinstance(person_id, Denied) else GrantedSchool(school, person_id)


def _at_work(actor: Actor) -> set[int]:
    return {held.school_id for held in actor.roles if held.school_id is not None}


def _of_volunteers(actor: Actor) -> dict[int, int]:
    return {
        held.school_id: held.person_id
        for held in actor.roles
        if held.school_id is not None and held.role is Role.VOLUNTEER
    }


async def _of_villages(session: AsyncSession, *, actor: Actor) -> dict[int, int]:
    """Map each school to which a director's children may go to the director."""
    found: dict[int, int] = {}
    for held in actor.roles:
        if held.role is Role.VILLAGE_DIRECTOR:
            for school_id in await list_schools(session, unit_id=held.unit_id):
                found.setdefault(school_id, held.person_id)
    return found
