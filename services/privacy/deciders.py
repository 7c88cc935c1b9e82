"""Who answers a request: the school's administrators, else the county's officers; nobody near the asker.

While no administrator's phone takes messages, the officers as well. It depends on nothing else, least of
all on a case: if one opened or closed a way, the way would tell.
"""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Role
from services.people.actor import Actor
from services.people.queries import list_holders, list_open_phones
from services.privacy import queries
from services.wallclock import find_zone, local


async def list_deciders(session: AsyncSession, *, now: datetime, person_id: int) -> list[int]:
    """Everybody who may answer this person, at this moment."""
    near = await queries.list_near(session, person_id=person_id)
    places = await queries.list_places(session, now=now, person_id=person_id)
    rungs = (
        [(Role.ADMINISTRATOR, school) for school, _, _ in places],
        [(Role.COUNTY_OFFICER, county) for _, county, _ in places],
    )
    found: list[int] = []
    for rung in rungs:
        held = [
            one
            for role, unit_id in rung
            if unit_id is not None
            for one in await list_holders(session, now=now, role=role, unit_id=unit_id)
        ]
        found += sorted(set(held) - near - set(found))
        if await list_open_phones(session, person_ids=found):
            return found
    return found


async def find_decider(session: AsyncSession, *, now: datetime, actor: Actor, person_id: int) -> int | None:
    """In whose name the actor may answer this person."""
    deciders = await list_deciders(session, now=now, person_id=person_id)
    return next((one for one in actor.person_ids if one in deciders), None)


async def today_of(session: AsyncSession, *, now: datetime, person_id: int, otherwise: str) -> date:
    """The date at the school of this person."""
    places = await queries.list_places(session, now=now, person_id=person_id)
    zone = find_zone(*(timezone for _, _, timezone in places), otherwise)
    return local(now, zone).date()
