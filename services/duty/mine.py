"""Somebody on a ladder sees their own turns, and when they are away."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import DutyChange, DutyLeave
from models.codes import OF_A_SCHOOL
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.duty import rosters
from services.duty.planning import away_view, map_names
from services.duty.roster_types import AwayView, Colleague, MyDuty, MyTurn
from services.duty.rules import AHEAD, Leave, Turn, turn_at, turns_from
from services.people.actor import Actor, Held
from services.people.queries import get_unit
from services.profile import Profile
from services.wallclock import DAY, find_zone, local


async def as_holder(session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile) -> Held | Denied:
    """The first post on this phone that is on the ladder, or a refusal; either way it is written down."""
    held = posts_of(actor, profile)
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.OWN_DUTY, subject="person",
        subject_id=held[0].person_id if held else None,
        found=access.as_(Standing.OWNER, held[0].person_id if held else None),
    )  # fmt: skip
    return decided if isinstance(decided, Denied) else held[0]


def posts_of(actor: Actor, profile: Profile) -> list[Held]:
    """The posts on this phone that are on the profile's ladder."""
    roles = {step.role for step in profile.ladder.steps}
    return [held for held in actor.roles if held.role in roles]


async def see(session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile) -> MyDuty | Denied:
    held = await as_holder(session, now=now, actor=actor, profile=profile)
    if isinstance(held, Denied):
        return held
    unit = await get_unit(session, held.school_id or held.unit_id)
    today = local(now, find_zone(unit.timezone)).date()
    posts = posts_of(actor, profile)
    turns = [
        turn
        for unit_id in dict.fromkeys(one.school_id or one.unit_id for one in posts)
        for turn in await _list_turns(session, now=now, school_id=unit_id, person_id=held.person_id)
    ]
    away = await list_away(session, person_id=held.person_id)
    shown = tuple(one for one in away if one.last >= today)
    kept = [await get_unit(session, one.unit_id) for one in posts if one.role not in OF_A_SCHOOL]
    keeps = {one.id or 0: one.name for one in kept if one.kind in rosters.KEEPERS}
    return MyDuty(held.person_id, today, tuple(turns), shown, tuple(keeps.items()))


async def list_away(session: AsyncSession, *, person_id: int) -> list[AwayView]:
    rows = await session.exec(
        select(DutyLeave)
        .where(DutyLeave.person_id == person_id, col(DutyLeave.ended_at).is_(None))
        .order_by(col(DutyLeave.first), col(DutyLeave.id))
    )
    leaves = [Leave(one.person_id, one.first, one.last, one.deputy_id, one.id or 0) for one in rows]
    names = await map_names(session, {person_id, *(one.deputy_id for one in leaves if one.deputy_id)})
    return [away_view(one, names) for one in leaves]


async def list_colleagues(
    session: AsyncSession, *, now: datetime, profile: Profile, unit_ids: Sequence[int], but: int
) -> list[Colleague]:
    """Who else could be told of a case at these schools, or at this county."""
    found: dict[int, str] = {}
    for unit_id in unit_ids:
        roles = rosters.roles_at(profile, (await get_unit(session, unit_id)).kind)
        found |= await rosters.map_able(session, now=now, school_id=unit_id, roles=roles)
    return [Colleague(person_id, name) for person_id, name in found.items() if person_id != but]


async def _list_turns(
    session: AsyncSession, *, now: datetime, school_id: int, person_id: int
) -> list[MyTurn]:
    school = await get_unit(session, school_id)
    here = turn_at(now, find_zone(school.timezone))
    last = here.day + AHEAD * DAY
    roster = await rosters.load(session, now=now, unit_id=school_id, first=here.day, last=last)
    asked = await _list_asked(session, school_id=school_id, person_id=person_id)
    return [
        MyTurn(school_id, school.name, turn, turn in asked)
        for turn in turns_from(here, days=AHEAD)
        if roster.on_duty(turn) == person_id
    ]


async def _list_asked(session: AsyncSession, *, school_id: int, person_id: int) -> set[Turn]:
    rows = await session.exec(
        select(col(DutyChange.day), col(DutyChange.half)).where(
            DutyChange.unit_id == school_id,
            DutyChange.asked_by_id == person_id,
            col(DutyChange.is_accepted).is_(None),
        )
    )
    return {Turn(day, half) for day, half in rows}
