"""Who of a step is told first: whoever is on duty; a roster never takes anybody out of a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.codes import OF_A_SCHOOL, Role
from services.alerts import exclusions, recipients
from services.alerts.rules import A_FEW_MINUTES, role_at
from services.duty import rosters
from services.duty.rules import part, turn_at
from services.people.queries import get_unit
from services.wallclock import find_zone


@dataclass(frozen=True)
class Parted:
    """A step's people: `first` now, `others` when that was in vain. `is_away`: nobody of them is here."""

    first: Sequence[int]
    others: Sequence[int]
    is_away: bool = False


async def split(
    session: AsyncSession, *, now: datetime, case: Case, role: Role, people: Sequence[int]
) -> Parted:
    """Split those of a step who may be told; without a roster and leaves all of them are first."""
    unit_id = await recipients.find_place(session, case=case, role=role)
    if unit_id is None or not people:
        return Parted(people, ())
    unit = await get_unit(session, unit_id)
    turn = turn_at(now, find_zone(unit.timezone))
    roster = await rosters.load(session, now=now, unit_id=unit_id, first=turn.day, last=turn.day)
    on_duty = roster.on_duty(turn)
    if on_duty in people and not await _is_ready(session, now=now, case=case, role=role, person_id=on_duty):
        on_duty = None
    away = {one for one in people if roster.is_away(one, turn.day)}
    first, others = part(people, on_duty=on_duty, away=away)
    return Parted(first, others, is_away=set(people) <= away)


async def find_lone(session: AsyncSession, *, now: datetime, case: Case) -> set[int] | None:
    """The one adult of the school who could hold this case, or none; None: there are several.

    Whoever stands in from elsewhere isn't counted: that second person is who has to hear of it too.
    """
    roles = {role_at(case.ladder, step) for step in range(len(case.ladder))} & OF_A_SCHOOL
    if not roles:
        return None
    adults = await rosters.map_able(session, now=now, school_id=case.school_id, roles=roles, reachable=False)
    seconds = await rosters.list_seconds(session, school_id=case.school_id)
    left_out = await exclusions.list_excluded(session, now=now, case=case)
    own = adults.keys() - seconds - left_out
    return own if len(own) <= 1 else None


async def _is_ready(
    session: AsyncSession, *, now: datetime, case: Case, role: Role, person_id: int | None
) -> bool:
    """Whether a message reaches them now: a chat that is paused for long is no first hope."""
    ready = await recipients.list_recipients(
        session, now=now, case=case, roles={role}, ready_by=now + A_FEW_MINUTES
    )
    return person_id in ready
