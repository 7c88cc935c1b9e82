"""Somebody is left out of a case by name, or let back in.

everybody at the school ── its reporter names one ──▶ that one alone; the school's ladder hears of it too
whoever has the case, behind the PIN: any one person out, or in again; not its reporter, not themselves

Whoever is left out has seen the last of it at once: cards are blanked, what is queued is dropped when it
would be sent, the ladder goes on past them. Where nobody is left who could hear, the loudest alarm says so.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact, CaseState
from models.codes import Role
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import blanking, escalation, exclusions, lapsing, news, reading, recipients, telling
from services.alerts.around import Around, list_around, list_staff
from services.alerts.doors import open_held, open_own
from services.alerts.rules import role_at, snapshot
from services.alerts.types import ReportedCase
from services.errors import CareError
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed
from services.profile import Profile


@dataclass(frozen=True)
class Hearers:
    """Who hears of a case, and who is left out; `number` is the case's."""

    case_id: int
    number: str
    people: tuple[Around, ...]


async def list_to_name(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int
) -> Hearers | Denied:
    """Show the reporter the school's people, one of whom may be named: all of them are left out so far."""
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or not may_name(case, profile):
        return Denied()
    return Hearers(case_id, case.number, tuple(await list_staff(session, now=now, case=case)))


async def name_one(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int, person_id: int
) -> ReportedCase | Denied:
    """Leave out this one person of the school, and let the others hear of it. The second time, one more."""
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or not may_name(case, profile):
        return Denied()
    if person_id not in {one.person_id for one in await list_staff(session, now=now, case=case)}:
        return Denied()
    is_first = not await exclusions.is_named_by(session, case=case, person_id=case.reporter_id)
    before = await exclusions.list_excluded(session, now=now, case=case)
    await exclusions.leave_out(session, case=case, person_id=person_id, by=case.reporter_id)
    await telling.note(session, now=now, case=case, fact=CaseFact.LEFT_OUT, person_id=case.reporter_id)
    await let_go(session, now=now, case=case, before=before)
    if is_first:
        await _admit_school(session, now=now, case=case, profile=profile)
    await news.tell_holder(session, now=now, case=case)
    return await reading.reported(session, case)


def may_name(case: Case, profile: Profile) -> bool:
    """Whether the school's people are left out as a group by what its reporter answered."""
    if case.involved is None or not case.is_live or case.is_practice:
        return False
    return "school_staff" in profile.group(case.involved).excludes


async def look(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> Hearers | Denied | Closed:
    """Show whoever has the case everybody who may hear of it. Raises CareError casework.take_first."""
    opened = await _open(session, now=now, actor=actor, case_id=case_id)
    return opened if isinstance(opened, Denied | Closed) else await _show(session, now, *opened)


async def decide(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, person_id: int, is_out: bool
) -> Hearers | Denied | Closed:
    """Leave one person out, or let one in again; the same word twice is one.

    Raises CareError casework.take_first or casework.over.
    """
    opened = await _open(session, now=now, actor=actor, case_id=case_id)
    if isinstance(opened, Denied | Closed):
        return opened
    case, holder = opened
    if case.state is CaseState.CLOSED:
        raise CareError("casework.over")
    found = {one.person_id: one for one in (await _show(session, now, case, holder)).people}
    if person_id not in found:
        return Denied()
    if found[person_id].is_out is not is_out:
        await _decide(session, now=now, case=case, person_id=person_id, is_out=is_out, by=holder)
    return await _show(session, now, case, holder)


async def let_go(session: AsyncSession, *, now: datetime, case: Case, before: set[int]) -> None:
    """Let whoever is left out now, and wasn't `before`, have seen the last of it."""
    newly = await exclusions.list_excluded(session, now=now, case=case) - before
    if not newly:
        return
    await blanking.blank_copies(session, now=now, case=case, person_ids=newly)
    if case.taken_by_id in newly:
        await lapsing.lapse(session, now=now, case=case, fact=CaseFact.HANDED_ON)
        await session.refresh(case)
    elif case.taken_by_id is None:
        await escalation.skip_unreached(session, now=now, case_id=case.id or 0, level=case.level)
        await session.refresh(case)
    roles = {role_at(case.ladder, step) for step in range(len(case.ladder))}
    left = await recipients.list_recipients(session, now=now, case=case, roles=roles, reachable=False)
    if not set(left) - {case.taken_by_id}:
        await telling.cry_unreached(session, now=now, case=case)


async def _decide(
    session: AsyncSession, *, now: datetime, case: Case, person_id: int, is_out: bool, by: int
) -> None:
    before = await exclusions.list_excluded(session, now=now, case=case)
    if is_out:
        await exclusions.leave_out(session, case=case, person_id=person_id, by=by)
    else:
        await exclusions.let_in(session, now=now, case=case, person_id=person_id, by=by)
    fact = CaseFact.LEFT_OUT if is_out else CaseFact.LET_IN
    await telling.note(session, now=now, case=case, fact=fact, person_id=by)
    await let_go(session, now=now, case=case, before=before)


async def _admit_school(session: AsyncSession, *, now: datetime, case: Case, profile: Profile) -> None:
    """Let the school in, and put its steps before those that were asked: they hear of it now."""
    await exclusions.admit_school(session, now=now, case=case)
    await telling.note(session, now=now, case=case, fact=CaseFact.LET_IN, person_id=case.reporter_id)
    ladder = snapshot(profile, case.situation, profile.ladder.steps[0].role)
    steps = [Role(one["role"]) for one in ladder]
    here = role_at(case.ladder, case.level)
    if here not in steps:
        return
    newly = set(steps[: steps.index(here)]) - {Role(one["role"]) for one in case.ladder}
    case.ladder, case.level = ladder, steps.index(here)
    session.add(case)
    await session.flush()
    if case.taken_by_id is None and newly:
        people = await recipients.list_recipients(session, now=now, case=case, roles=newly)
        await telling.alert(session, now=now, case=case, person_ids=people)
        await telling.knock_on(session, now=now, case=case, roles=newly)


async def _open(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> tuple[Case, int] | Denied | Closed:
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.LEAVE_OUT)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    if opened[0].taken_by_id != opened[1]:
        raise CareError("casework.take_first")
    return opened


async def _show(session: AsyncSession, now: datetime, case: Case, holder: int) -> Hearers:
    """Nobody who reads on the holder's phone: to leave them out would shut it."""
    mine = await exclusions.with_shared_phones(session, {holder})
    people = await list_around(session, now=now, case=case)
    return Hearers(case.id or 0, case.number, tuple(one for one in people if one.person_id not in mine))
