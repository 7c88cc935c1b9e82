"""Turn due plans into notices, and put a reminder off when its reader asks for that.

plan due ──claim──▶ judged ──▶ next date written, notices queued, silent months made tasks: one commit
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Notification, Person
from models.codes import Notice, PlanKind, Sending
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ChildRef
from services.audit import service as audit
from services.calendar import service as calendar
from services.consents.queries import list_refusing
from services.errors import CareError
from services.notifications import service as notifications
from services.people.actor import Actor
from services.profile import Profile
from services.reminders import firing, queries
from services.reminders.planning import judge
from services.reminders.rules import later
from services.reminders.types import DuePlan, Outlook, Postponed
from services.reminders.windows import Daily, free_from, hours_of
from services.wallclock import find_zone, month_of

ACTIONS = {Notice.CALL_REMINDER: Action.TELL_CONTACT, Notice.LETTER_REMINDER: Action.TELL_LETTER}


async def has_due(session: AsyncSession, *, now: datetime) -> bool:
    due = await next_due_at(session)
    return due is not None and due <= now


async def next_due_at(session: AsyncSession) -> datetime | None:
    return await queries.next_due_at(session)


async def plan_due(session: AsyncSession, *, now: datetime, profile: Profile, limit: int) -> int:
    """Plan up to `limit` due rows, and return how many there were."""
    claimed = await queries.claim_due(session, now=now, limit=limit)
    if not claimed:
        return 0
    plans = await with_calendars(session, plans=claimed, profile=profile)
    verdicts = [judge(plan, now=now, profile=profile) for plan in plans]
    await queries.settle(session, verdicts)
    fires = [verdict.fire for verdict in verdicts if verdict.fire is not None]
    says = await firing.gather(session, now=now, fires=fires, profile=profile)
    await notifications.enqueue_many(session, now=now, says=says)
    await audit.record(
        session, now=now, actor=None, action="plan_reminders", subject="plan", subject_id=None, allowed=True
    )
    return len(plans)


async def outlook(session: AsyncSession, *, now: datetime, profile: Profile, child: ChildRef) -> Outlook:
    """Return what comes next for a child whose file is open, also before the planner has laid it out."""
    month = month_of(now, find_zone(child.unit.timezone))
    dates: dict[PlanKind, datetime] = {}
    for plan in await _telling(session, now=now, child_id=child.child_id, profile=profile):
        at = plan.due_at if plan.revision > 0 else judge(plan, now=now, profile=profile).next_due_at
        if at is not None:
            dates[plan.kind] = min(at, dates.get(plan.kind, at))
    return Outlook(month, dates.get(PlanKind.CALL), dates.get(PlanKind.LETTER))


async def with_calendars(
    session: AsyncSession, *, plans: Sequence[DuePlan], profile: Profile
) -> list[DuePlan]:
    """Give each plan its school's calendar."""
    schools = {plan.school_id for plan in plans}
    calendars = await calendar.calendars_of(session, school_ids=schools, profile=profile)
    return [replace(plan, calendar=calendars[plan.school_id]) for plan in plans]


async def _telling(session: AsyncSession, *, now: datetime, child_id: int, profile: Profile) -> list[DuePlan]:
    plans = await queries.list_plans(session, now=now, child_id=child_id)
    silent = await list_silent(session, plans=plans)
    plans = await with_calendars(session, plans=plans, profile=profile)
    return [plan for plan in plans if plan.plan_id not in silent]


async def list_silent(session: AsyncSession, *, plans: Sequence[DuePlan]) -> set[int]:
    """The plans that have nobody told: an open place and a refusing parent hear nothing."""
    parents = {plan.person_id for plan in plans if plan.person_id is not None}
    silent = {None, *await list_refusing(session, person_ids=parents)}
    return {plan.plan_id for plan in plans if plan.kind is PlanKind.CALL and plan.person_id in silent}


async def postpone(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    notice: Notice,
    child_id: int,
    month: str,
    choice: str,
) -> Postponed | Denied:
    """Ask again at the chosen time; of several choices the last one counts.

    `notice` is the call's or the letter's reminder.
    Raises CareError contacts.choice_gone or contacts.month_known.
    """
    decision = await access.decide(session, now=now, actor=actor, action=ACTIONS[notice], child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    if choice not in {one.code for one in profile.later}:
        raise CareError("contacts.choice_gone")
    if await queries.list_months_told(session, child_ids=[child_id], months=[month]):
        raise CareError("contacts.month_known")
    person = (await session.exec(select(Person).where(Person.id == decision.person_id))).one()
    zone, evening = find_zone(person.timezone), time.fromisoformat(person.evening)
    quiet = (profile.quiet_hours.start, profile.quiet_hours.end)
    at_work = hours_of(person.shift)
    closed = [Daily(*hours, zone) for hours in (quiet, at_work) if hours is not None]
    at = free_from(later(choice, now=now, zone=zone, evening=evening), closed=closed)
    params: dict[str, Any] = {"child_id": child_id, "month": month}
    if notice is Notice.CALL_REMINDER:
        params["child_sleeps"] = firing.sleeps(at, decision.child.unit.timezone, quiet)
    await _ask_again(session, now=now, notice=notice, recipient_id=decision.person_id, params=params, at=at)
    return Postponed(decision.child.name, at)


async def _ask_again(
    session: AsyncSession,
    *,
    now: datetime,
    notice: Notice,
    recipient_id: int,
    params: dict[str, Any],
    at: datetime,
) -> None:
    stem = f"later:{notice}:{params['child_id']}:{params['month']}:{recipient_id}:"
    waiting = (
        col(Notification.recipient_id) == recipient_id,
        col(Notification.sending) == Sending.QUEUED,
        col(Notification.dedup_key).startswith(stem, autoescape=True),
    )
    moved = await session.exec(
        update(Notification)
        .where(*waiting)
        .values(not_before=at, params=params)
        .returning(col(Notification.id))
    )
    if moved.first() is not None:
        return
    await notifications.enqueue(
        session,
        now=now,
        kind=notice,
        recipient_id=recipient_id,
        params=params,
        not_before=at,
        dedup_key=f"{stem}{now.isoformat()}",
    )
