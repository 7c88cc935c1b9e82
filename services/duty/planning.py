"""Who is on duty when: set by a school's administrators, and by a county's officers for the county."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import DutyChange, DutyTurn, Person, Unit
from models.codes import Half, UnitKind
from models.upsert import insert_into
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.duty import rosters, seconds
from services.duty.roster_types import AwayView, Colleague, RosterView, TurnView
from services.duty.rules import (
    AHEAD,
    Leave,
    Roster,
    Turn,
    begins_at,
    list_gaps,
    turn_at,
    turns_from,
    why_open,
)
from services.errors import CareError
from services.people.actor import Actor
from services.people.queries import find_unit, get_unit
from services.profile import Profile
from services.wallclock import DAY, find_zone

A_WEEK = 7
NOBODY = 0


async def see(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, school_id: int
) -> RosterView | Denied:
    decided = await _decide(session, now=now, actor=actor, profile=profile, unit_id=school_id)
    if isinstance(decided, Denied):
        return decided
    return await view(session, now=now, profile=profile, school_id=school_id)


async def set_turn(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    school_id: int,
    turn: Turn,
    person_id: int,
    once: bool,
) -> RosterView | Denied:
    """Put somebody on duty, week after week or `once`; NOBODY empties the week's turn.

    Raises CareError roster.turn_over or roster.turn_away.
    """
    decided = await _decide(session, now=now, actor=actor, profile=profile, unit_id=school_id)
    if isinstance(decided, Denied):
        return decided
    kind = (await get_unit(session, school_id)).kind
    able = await rosters.map_able(
        session, now=now, school_id=school_id, roles=rosters.roles_at(profile, kind), reachable=False
    )
    if person_id not in able and (once or person_id != NOBODY):
        return Denied()
    if once:
        await _ensure_can(session, now=now, school_id=school_id, turn=turn, person_id=person_id)
        session.add(
            DutyChange(
                unit_id=school_id, day=turn.day, half=turn.half, person_id=person_id,
                asked_by_id=decided, asked_at=now, is_accepted=True, answered_at=now,
            )
        )  # fmt: skip
    else:
        await _set_week(session, now=now, school_id=school_id, turn=turn, person_id=person_id)
    await session.flush()
    return await view(session, now=now, profile=profile, school_id=school_id)


async def _decide(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, unit_id: int
) -> int | Denied:
    """In whose name the roster of a unit that is on the ladder may be kept."""
    unit = await find_unit(session, unit_id)
    is_on_ladder = unit is not None and bool(rosters.roles_at(profile, unit.kind))
    role = rosters.KEEPERS.get(unit.kind) if unit is not None and is_on_ladder else None
    mine = next((one.person_id for one in actor.roles if (one.role, one.unit_id) == (role, unit_id)), None)
    return await access.settle(
        session, now=now, actor=actor, action=Action.KEEP_ROSTER, subject="unit", subject_id=unit_id,
        found=access.as_(Standing.ADMINISTRATOR, mine),
    )  # fmt: skip


async def _ensure_can(
    session: AsyncSession, *, now: datetime, school_id: int, turn: Turn, person_id: int
) -> None:
    school = await get_unit(session, school_id)
    ensure_ahead(turn, now=now, school=school)
    roster = await rosters.load(session, now=now, unit_id=school_id, first=turn.day, last=turn.day)
    if roster.is_away(person_id, turn.day):
        raise CareError("roster.turn_away")


def ensure_ahead(turn: Turn, *, now: datetime, school: Unit) -> None:
    """Raise CareError roster.turn_over for a turn that has ended, at the school's clock."""
    if begins_at(turn.next, find_zone(school.timezone)) <= now:
        raise CareError("roster.turn_over")


async def _set_week(
    session: AsyncSession, *, now: datetime, school_id: int, turn: Turn, person_id: int
) -> None:
    weekday = turn.day.weekday()
    if person_id == NOBODY:
        mine = (col(DutyTurn.unit_id) == school_id, col(DutyTurn.weekday) == weekday)
        await session.exec(delete(DutyTurn).where(*mine, col(DutyTurn.half) == turn.half))
        return
    values = {"person_id": person_id, "set_at": now}
    await session.exec(
        insert_into(session, DutyTurn)
        .values(unit_id=school_id, weekday=weekday, half=turn.half, **values)
        .on_conflict_do_update(index_elements=["unit_id", "weekday", "half"], set_=values)
    )


async def view(session: AsyncSession, *, now: datetime, profile: Profile, school_id: int) -> RosterView:
    """A unit's week from the present turn on."""
    school = await get_unit(session, school_id)
    here = turn_at(now, find_zone(school.timezone))
    last = here.day + AHEAD * DAY
    roster = await rosters.load(session, now=now, unit_id=school_id, first=here.day, last=last)
    roles = rosters.roles_at(profile, school.kind)
    able = await rosters.map_able(session, now=now, school_id=school_id, roles=roles)
    joined = await rosters.map_able(session, now=now, school_id=school_id, roles=roles, reachable=False)
    names = await _map_names(session, roster)
    is_school = school.kind is UnitKind.SCHOOL
    has_plan = await rosters.has_plan(session, unit_id=school_id)
    shown = turns_from(Turn(here.day, Half.DAY), days=A_WEEK)
    return RosterView(
        school_id=school_id,
        school=school.name,
        has_plan=has_plan,
        turns=tuple(turn_view(roster, turn, names=names, able=able) for turn in shown),
        gaps=list_gaps(roster, first=here, able=able) if has_plan else (),
        away=tuple(away_view(one, names) for one in roster.leaves if one.person_id in joined),
        colleagues=tuple(Colleague(person_id, name) for person_id, name in joined.items()),
        is_school=is_school,
        is_lone=is_school and await seconds.is_lone(session, school_id=school_id, adults=joined),
        second=await seconds.find_view(session, school_id=school_id, adults=joined),
    )


def turn_view(roster: Roster, turn: Turn, *, names: Mapping[int, str], able: Collection[int]) -> TurnView:
    planned, there = roster.planned(turn), roster.on_duty(turn)
    instead_of = names.get(planned or 0) if there != planned else None
    return TurnView(turn, names.get(there or 0), instead_of, why_open(roster, turn, able=able))


def away_view(leave: Leave, names: Mapping[int, str]) -> AwayView:
    name, deputy = names.get(leave.person_id, ""), names.get(leave.deputy_id or 0)
    return AwayView(leave.leave_id, name, leave.first, leave.last, deputy)


async def _map_names(session: AsyncSession, roster: Roster) -> dict[int, str]:
    people = {*roster.week.values(), *roster.changes.values()}
    people |= {one for leave in roster.leaves for one in (leave.person_id, leave.deputy_id) if one}
    return await map_names(session, people)


async def map_names(session: AsyncSession, person_ids: Collection[int]) -> dict[int, str]:
    rows = await session.exec(select(Person.id, Person.name).where(col(Person.id).in_(person_ids)))
    return {person_id or 0: name for person_id, name in rows}
