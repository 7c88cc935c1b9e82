"""What the fired plans of a batch have somebody told, and whom: a few queries for all of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice, PlanKind
from services.children.queries import list_class_staff
from services.consents.queries import list_refusing
from services.notifications.service import Say
from services.profile import Profile
from services.reminders import queries
from services.reminders.grounds import ground_of
from services.reminders.rules import is_silent
from services.reminders.types import Fire
from services.reminders.windows import Daily, free_from
from services.wallclock import find_zone, month_of, months_before

Quiet = tuple[time, time]


async def gather(
    session: AsyncSession, *, now: datetime, fires: Sequence[Fire], profile: Profile
) -> list[Say]:
    """Return every notice of the batch; silent months are written down as tasks on the way."""
    calls = await _calls(session, now=now, fires=_of(fires, PlanKind.CALL), profile=profile)
    school = [*_of(fires, PlanKind.LETTER), *_of(fires, PlanKind.SILENCE)]
    if not school:
        return calls
    classes = {fire.plan.class_id: fire.plan.school_id for fire in school}
    staff = await list_class_staff(session, now=now, classes=classes)
    silent = await _silent(session, fires=_of(school, PlanKind.SILENCE), n=profile.silent_months)
    await _give_tasks(session, now=now, fires=silent, staff=staff)
    letters = [
        _say(fire, Notice.LETTER_REMINDER, person_id, now=now, profile=profile)
        for fire in _of(school, PlanKind.LETTER)
        for person_id in staff[fire.plan.class_id]
    ]
    silences = [
        _say(fire, Notice.SILENT_MONTHS, person_id, now=now, profile=profile)
        for fire in silent
        for person_id in staff[fire.plan.class_id]
    ]
    return [*calls, *letters, *silences]


async def _calls(
    session: AsyncSession, *, now: datetime, fires: Sequence[Fire], profile: Profile
) -> list[Say]:
    """A place nobody has joined, and a parent who said no to contact, are passed over without a word."""
    joined = [(fire, fire.plan.person_id) for fire in fires if fire.plan.person_id is not None]
    if not joined:
        return []
    refusing = await list_refusing(session, person_ids={person_id for _, person_id in joined})
    return [
        _say(fire, Notice.CALL_REMINDER, person_id, now=now, profile=profile)
        for fire, person_id in joined
        if person_id not in refusing
    ]


async def _silent(session: AsyncSession, *, fires: Sequence[Fire], n: int) -> list[Fire]:
    """Those whose last `n` months were silent, if the school knew the child all that time."""
    if not fires:
        return []
    months = {month for fire in fires for month in months_before(fire.month, n)}
    told = await queries.list_months_told(
        session, child_ids={fire.plan.child_id for fire in fires}, months=months
    )
    heard: dict[int, set[str]] = {}
    for child_id, month in told:
        heard.setdefault(child_id, set()).add(month)
    return [fire for fire in fires if _is_silent(fire, heard.get(fire.plan.child_id, set()), n)]


def _is_silent(fire: Fire, heard: set[str], n: int) -> bool:
    months = months_before(fire.month, n)
    registered = month_of(fire.plan.registered_at, find_zone(fire.plan.school_zone))
    return registered < months[0] and is_silent(heard, months[-1], n)


async def _give_tasks(
    session: AsyncSession, *, now: datetime, fires: Sequence[Fire], staff: dict[int, list[int]]
) -> None:
    tasks = [
        {
            "child_id": fire.plan.child_id,
            "owner_id": person_id,
            "dedup_key": f"silent:{fire.plan.child_id}:{fire.month}:{person_id}",
        }
        for fire in fires
        for person_id in staff[fire.plan.class_id]
    ]
    if tasks:
        await queries.add_tasks(session, now=now, tasks=tasks)


def _say(fire: Fire, kind: Notice, recipient_id: int, *, now: datetime, profile: Profile) -> Say:
    """When the planner comes late, the reader's night and shift are kept all the same."""
    plan, quiet = fire.plan, (profile.quiet_hours.start, profile.quiet_hours.end)
    closed = ground_of(plan, profile).closed or (Daily(*quiet, find_zone(plan.school_zone)),)
    at = free_from(max(fire.due_at, now), closed=closed)
    params: dict[str, Any] = {"child_id": plan.child_id, "month": fire.month}
    if kind is not Notice.SILENT_MONTHS:  # those have a rule of their own, and die with it
        params |= {"plan_id": plan.plan_id, "revision": abs(plan.revision)}
    if kind is Notice.CALL_REMINDER:
        params["child_sleeps"] = sleeps(at, plan.school_zone, quiet)
    key = f"plan:{plan.plan_id}:{abs(plan.revision)}:{fire.day}:{recipient_id}"
    return Say(kind, recipient_id, params, at, key)


def sleeps(at: datetime, zone: str, quiet: Quiet) -> bool:
    """Whether it is night where the child is, however early the evening of a parent abroad."""
    return Daily(*quiet, find_zone(zone)).holds(at)


def _of(fires: Iterable[Fire], kind: PlanKind) -> list[Fire]:
    return [fire for fire in fires if fire.plan.kind is kind]
