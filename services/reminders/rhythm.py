"""A child's reminders as people see and change them: by which rule, on which dates, within which hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Plan
from models.care import laid_out_anew
from models.codes import PlanKind
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.children.queries import list_places
from services.errors import CareError
from services.people.actor import Actor
from services.profile import Profile
from services.reminders import queries
from services.reminders.grounds import rule_of
from services.reminders.kinds import Rule, dump
from services.reminders.planning import dates_until, next_date
from services.reminders.service import list_silent, with_calendars
from services.reminders.types import PlanView, Rhythm
from services.reminders.windows import Reach, dump_reach, is_sound, parse_reach
from services.wallclock import MIDNIGHT, find_zone, instant_of, local, months_after

MONTHS = 3
MOST_WINDOWS = 6


async def see(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, child_id: int
) -> Rhythm | Denied:
    """Return a child's reminders: all of them to the school, to a parent their own."""
    decision = await _decide(session, now=now, actor=actor, action=Action.SEE_RHYTHM, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    may_set = await access.may(session, now=now, actor=actor, action=Action.SET_RHYTHM, child=decision.child)
    return await _load(
        session, now=now, profile=profile, child=decision.child, own=None if may_set else actor.person_ids
    )


async def open_plan(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, plan_id: int
) -> tuple[Rhythm, PlanView] | Denied:
    """Return one reminder that the actor may change, among the child's others."""
    decision = await _decide_plan(session, now=now, actor=actor, plan_id=plan_id)
    if isinstance(decision, Denied):
        return decision
    rhythm = await _load(session, now=now, profile=profile, child=decision.child)
    plan = next((one for one in rhythm.plans if one.plan_id == plan_id), None)
    return Denied() if plan is None else (rhythm, plan)


async def set_rule(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, plan_id: int, rule: Rule | None
) -> Rhythm | Denied:
    """Give a reminder a rule of its own, or the usual one (None); what it fired before dies quietly.

    Raises CareError rhythm.past for a rule that never comes again.
    """
    decision = await _decide_plan(session, now=now, actor=actor, plan_id=plan_id)
    if isinstance(decision, Denied):
        return decision
    stored = None if rule is None else dump(rule)
    await _ensure_comes(session, now=now, profile=profile, child=decision.child, plan_id=plan_id, rule=stored)
    changed = {"revision": -(func.abs(col(Plan.revision)) + 1), "promised_at": None, "next_due_at": now}
    await session.exec(update(Plan).where(col(Plan.id) == plan_id).values(**changed, rule=stored))
    return await _load(session, now=now, profile=profile, child=decision.child)


async def add_reach(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, child_id: int, reach: Reach
) -> Rhythm | Denied:
    """Add hours in which the child is near a phone. Raises CareError rhythm.reach_odd or reach_many."""
    decision = await _decide(session, now=now, actor=actor, action=Action.SET_RHYTHM, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    if not is_sound(reach):
        raise CareError("rhythm.reach_odd")
    held = await _reach(session, child_id)
    if reach not in held:
        if len(held) >= MOST_WINDOWS:
            raise CareError("rhythm.reach_many", most=MOST_WINDOWS)
        await _store_reach(session, now=now, child_id=child_id, reach=dump_reach([*held, reach]))
    return await _load(session, now=now, profile=profile, child=decision.child)


async def clear_reach(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, child_id: int
) -> Rhythm | Denied:
    """Any hour will do again; for a boarder, the profile's days."""
    decision = await _decide(session, now=now, actor=actor, action=Action.SET_RHYTHM, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    await _store_reach(session, now=now, child_id=child_id, reach=None)
    return await _load(session, now=now, profile=profile, child=decision.child)


async def _load(
    session: AsyncSession,
    *,
    now: datetime,
    profile: Profile,
    child: ChildRef,
    own: Sequence[int] | None = None,
) -> Rhythm:
    """`own`: only the calls of these people."""
    plans = await queries.list_plans(session, now=now, child_id=child.child_id, with_spent=True)
    plans = [one for one in plans if one.kind is not PlanKind.SILENCE and one.is_live]
    if own is not None:
        plans = [one for one in plans if one.person_id in own]
    plans = await with_calendars(session, plans=plans, profile=profile)
    places = {one.relation_id: one for one in await list_places(session, now=now, child_id=child.child_id)}
    silent = await list_silent(session, plans=plans)
    until = _until(now, child)
    views = [
        PlanView(
            plan.plan_id,
            plan.kind,
            place.kin if (place := places.get(plan.relation_id or 0)) else None,
            rule_of(plan, profile),
            is_own=plan.rule is not None,
            is_told=plan.plan_id not in silent,
            dates=tuple(dates_until(plan, now=now, until=until, profile=profile)),
        )
        for plan in plans
    ]
    reach = tuple(await _reach(session, child.child_id)) or None
    return Rhythm(child, tuple(views), reach, may_set=own is None)


async def _decide(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, child_id: int
) -> Granted | Denied:
    return await access.decide(session, now=now, actor=actor, action=action, child_id=child_id)


async def _decide_plan(
    session: AsyncSession, *, now: datetime, actor: Actor, plan_id: int
) -> Granted | Denied:
    """The door of the plan's child; a plan that isn't there is a child that isn't there."""
    mine = select(Plan.child_id).where(Plan.id == plan_id, Plan.kind != PlanKind.SILENCE)
    child_id = (await session.exec(mine)).first()
    return await _decide(session, now=now, actor=actor, action=Action.SET_RHYTHM, child_id=child_id or 0)


async def _ensure_comes(
    session: AsyncSession, *, now: datetime, profile: Profile, child: ChildRef, plan_id: int, rule: Any
) -> None:
    """Raise CareError rhythm.past for a rule of which no moment is left."""
    plans = await queries.list_plans(session, now=now, child_id=child.child_id, with_spent=True)
    plans = await with_calendars(
        session, plans=[one for one in plans if one.plan_id == plan_id], profile=profile
    )
    for plan in plans:
        if next_date(replace(plan, rule=rule), after=now, profile=profile) is None:
            raise CareError("rhythm.past")


async def _reach(session: AsyncSession, child_id: int) -> tuple[Reach, ...]:
    stored = (await session.exec(select(Child.reach).where(Child.id == child_id))).one()
    try:
        return parse_reach(stored) if stored else ()
    except CareError:
        return ()


async def _store_reach(session: AsyncSession, *, now: datetime, child_id: int, reach: Any) -> None:
    await session.exec(update(Child).where(col(Child.id) == child_id).values(reach=reach))
    mine = (col(Plan.child_id) == child_id, col(Plan.next_due_at).is_not(None))
    await session.exec(update(Plan).where(*mine).values(**laid_out_anew(now)))


def _today(now: datetime, child: ChildRef) -> date:
    return local(now, find_zone(child.unit.timezone)).date()


def _until(now: datetime, child: ChildRef) -> datetime:
    """The end of the third month after this one, where the school is."""
    return instant_of(months_after(_today(now, child), MONTHS + 1), MIDNIGHT, find_zone(child.unit.timezone))
