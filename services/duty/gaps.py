"""Once a week, tell whoever keeps a roster when nobody will be on duty.

A school, or a county, without a roster has no gaps: everybody is told there, as ever.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import DutyTurn, Unit
from models.codes import Notice, Priority, Role
from services.duty import rosters
from services.duty.roster_types import GapsTold
from services.duty.rules import Gap, is_asking_time, list_gaps, turn_at
from services.notifications import service as notifications
from services.people.queries import get_unit
from services.profile import Profile
from services.wallclock import DAY, find_zone, week_of

A_WEEK = 7


async def tell_due(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Go through the units with a roster whose hour of the week it is."""
    planned = select(DutyTurn.unit_id).distinct()
    schools = await session.exec(select(Unit).where(col(Unit.id).in_(planned)).order_by(col(Unit.id)))
    for school in schools.all():
        zone = find_zone(school.timezone)
        if not is_asking_time(now, zone=zone, rule=profile.duty_check):
            continue
        roles = sorted(rosters.roles_at(profile, school.kind))
        if not await _list_gaps(session, now=now, school=school, roles=roles):
            continue
        for head in await rosters.list_keepers(session, now=now, unit=school):
            await notifications.enqueue(
                session, now=now, kind=Notice.DUTY_GAPS, recipient_id=head, priority=Priority.DIGEST,
                params={"school_id": school.id, "roles": roles},
                dedup_key=f"duty_gaps:{school.id}:{week_of(now, zone)}:{head}",
            )  # fmt: skip


async def load_gaps(
    session: AsyncSession, *, now: datetime, recipient_id: int, school_id: int, roles: list[str]
) -> GapsTold | None:
    """As they are by now; None: there are none any more, or the reader keeps the roster no more."""
    school = await get_unit(session, school_id)
    heads = await rosters.list_keepers(session, now=now, unit=school)
    gaps = await _list_gaps(session, now=now, school=school, roles=[Role(one) for one in roles])
    return GapsTold(school_id, school.name, gaps) if gaps and recipient_id in heads else None


async def _list_gaps(
    session: AsyncSession, *, now: datetime, school: Unit, roles: list[Role]
) -> tuple[Gap, ...]:
    school_id, here = school.id or 0, turn_at(now, find_zone(school.timezone))
    last = here.day + A_WEEK * DAY
    roster = await rosters.load(session, now=now, unit_id=school_id, first=here.day, last=last)
    able = await rosters.map_able(session, now=now, school_id=school_id, roles=roles)
    return list_gaps(roster, first=here, able=able, days=A_WEEK)
