"""A drill through the whole chain: real code, real people, an invented child, a mark on everything."""

import secrets
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, Practice
from models.case_codes import CaseFact, CaseState
from models.codes import Notice, Priority
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.alerts import queries as cases
from services.alerts import reading, telling
from services.alerts.doors import open_held
from services.alerts.events import list_facts
from services.alerts.rules import IN_HAND
from services.alerts.types import HeldCase, Raised
from services.errors import CareError
from services.notifications import service as notifications
from services.people.actor import Actor
from services.people.queries import get_unit
from services.practice import queries, report
from services.practice.rules import LASTS, draw_number, is_by_day
from services.practice.types import PracticeView, Running, Turn
from services.profile import Profile
from services.profile.numbers import police_of
from services.wallclock import find_zone

log = structlog.get_logger()


async def look(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> PracticeView | Denied:
    """What goes on, how the last one went, and who could begin another."""
    decided = await access.decide_school(
        session, now=now, actor=actor, action=Action.KEEP_PRACTICE, school_id=school_id
    )
    return decided if isinstance(decided, Denied) else await _view(session, now=now, school_id=school_id)


async def begin(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, school_id: int, person_id: int
) -> Turn | PracticeView | Denied:
    """Ask a colleague to begin a drill, or begin it oneself (0). One at a time, and never near the night.

    Raises CareError practice.night or practice.running.
    """
    decided = await access.decide_school(
        session, now=now, actor=actor, action=Action.KEEP_PRACTICE, school_id=school_id
    )
    if isinstance(decided, Denied):
        return decided
    mine, begins_id = decided.person_id, person_id or decided.person_id
    if begins_id not in {
        one.person_id for one in await queries.list_colleagues(session, now=now, school_id=school_id)
    }:
        return Denied()
    if not is_by_day(now, zone=find_zone(decided.school.timezone), quiet=profile.quiet_hours):
        raise CareError("practice.night")
    practice_id = await queries.add(
        session, now=now, school_id=school_id, asked_by_id=mine, begins_id=begins_id, ends_at=now + LASTS
    )
    if practice_id is None:
        raise CareError("practice.running")
    if begins_id in actor.person_ids:
        return Turn(practice_id, decided.school.name, is_over=False)
    await notifications.enqueue(
        session, now=now, kind=Notice.PRACTICE_ASKED, recipient_id=begins_id,
        params={"practice_id": practice_id, "police": police_of(profile)}, priority=Priority.PRACTICE,
        dedup_key=f"practice_asked:{practice_id}",
    )  # fmt: skip
    return await _view(session, now=now, school_id=school_id)


async def take_turn(session: AsyncSession, *, now: datetime, actor: Actor, practice_id: int) -> Turn | Denied:
    """Open the drill's red button to whoever was chosen to press it."""
    practice = await queries.find(session, practice_id=practice_id, lock=True)
    decided = await _as_beginner(session, now=now, actor=actor, practice_id=practice_id, practice=practice)
    if practice is None or isinstance(decided, Denied):
        return Denied()
    school = await get_unit(session, practice.school_id)
    return Turn(practice_id, school.name, practice.ended_at is not None or practice.ends_at <= now)


async def raise_case(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, practice_id: int, situation: str
) -> Raised | Turn | Denied:
    """Store the drill's case as the red button stores a real one; a second tap gets the same case."""
    turn = await take_turn(session, now=now, actor=actor, practice_id=practice_id)
    practice = await queries.find(session, practice_id=practice_id)
    if (
        isinstance(turn, Denied)
        or practice is None
        or situation not in {one.code for one in profile.situations}
    ):
        return Denied()
    if practice.case_id is not None:
        stored = await cases.find_case(session, case_id=practice.case_id)
        return Raised(await reading.reported(session, stored), is_new=False) if stored else Denied()
    if turn.is_over:
        return turn
    draft = timedelta(seconds=profile.draft_seconds)
    case = await _store(session, now=now, practice=practice, situation=situation, escalate_at=now + draft)
    await telling.note(session, now=now, case=case, fact=CaseFact.RAISED, person_id=case.reporter_id)
    return Raised(await reading.reported(session, case), is_new=True)


async def close(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> HeldCase | Denied:
    """Whoever has taken it ends it, once a real one could be called done. Raises CareError cases.not_yet."""
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.CLOSE_CASE)
    practice = await queries.find_of_case(session, case_id=case_id)
    if isinstance(opened, Denied) or practice is None or not opened[0].is_practice:
        return Denied()
    case, holder = opened
    if case.is_live:
        if case.taken_by_id != holder or not await list_facts(session, case_id=case_id) & IN_HAND:
            raise CareError("cases.not_yet")
        await _end(session, now=now, practice=practice, person_id=holder)
        await session.refresh(case)
    return await reading.held(session, case, now=now, viewer=holder)


async def end(
    session: AsyncSession, *, now: datetime, actor: Actor, practice_id: int
) -> PracticeView | Denied:
    """An administrator of the school ends it; a second press changes nothing."""
    practice = await queries.find(session, practice_id=practice_id)
    school_id = practice.school_id if practice else 0
    decided = await access.decide_school(
        session, now=now, actor=actor, action=Action.KEEP_PRACTICE, school_id=school_id
    )
    if practice is None or isinstance(decided, Denied):
        return Denied()
    await _end(session, now=now, practice=practice, person_id=decided.person_id)
    return await _view(session, now=now, school_id=school_id)


async def end_due(session: AsyncSession, *, now: datetime) -> None:
    """After an hour a drill ends by itself; one accident keeps no other going."""
    for practice_id in await queries.list_due(session, now=now):
        try:
            async with session.begin_nested():
                practice = await queries.find(session, practice_id=practice_id)
                if practice is not None:
                    await _end(session, now=now, practice=practice, person_id=None)
        except Exception:
            log.exception("practice.not_ended", practice_id=practice_id)


async def _as_beginner(
    session: AsyncSession, *, now: datetime, actor: Actor, practice_id: int, practice: Practice | None
) -> int | Denied:
    works_here = practice is not None and any(
        held.person_id == practice.begins_id and held.school_id == practice.school_id for held in actor.roles
    )
    begins_id = practice.begins_id if practice and works_here else None
    return await access.settle(
        session, now=now, actor=actor, action=Action.RAISE_PRACTICE, subject="practice",
        subject_id=practice_id, found=access.as_(Standing.OWNER, begins_id),
    )  # fmt: skip


async def _store(
    session: AsyncSession, *, now: datetime, practice: Practice, situation: str, escalate_at: datetime
) -> Case:
    values: dict[str, Any] = {
        "is_practice": True, "child_id": None, "school_id": practice.school_id, "situation": situation,
        "reporter_id": practice.begins_id, "raised_at": now, "escalate_at": escalate_at,
    }  # fmt: skip
    case = None
    while case is None:
        values["number"] = draw_number(secrets.choice)
        case = await cases.insert_draft(session, values=values)
    practice.case_id = case.id
    session.add(practice)
    await session.flush()
    return case


async def _end(session: AsyncSession, *, now: datetime, practice: Practice, person_id: int | None) -> None:
    """End it once: no clock runs on, every copy says so, and the administrator gets the report."""
    if not await queries.end(session, now=now, practice_id=practice.id or 0):
        return
    ended = await queries.find(session, practice_id=practice.id or 0, lock=True)  # it may have begun just now
    case_id = ended.case_id if ended else None
    case = await cases.find_case(session, case_id=case_id, lock=True) if case_id else None
    if case is not None and case.is_practice and case.state is not CaseState.CLOSED:
        case.escalate_at, case.asked_at = None, None
        await telling.note(
            session, now=now, case=case, fact=CaseFact.CLOSED, person_id=person_id, to_reporter=True
        )
        case.state = CaseState.CLOSED  # a draft too
        session.add(case)
        await telling.refresh_copies(session, now=now, case=case)
    await notifications.enqueue(
        session, now=now, kind=Notice.PRACTICE_REPORT, recipient_id=practice.asked_by_id,
        params={"practice_id": practice.id}, priority=Priority.PRACTICE,
        dedup_key=f"practice_report:{practice.id}",
    )  # fmt: skip


async def _view(session: AsyncSession, *, now: datetime, school_id: int) -> PracticeView:
    running = await queries.find_newest(session, school_id=school_id, is_over=False)
    last = await queries.find_newest(session, school_id=school_id, is_over=True)
    return PracticeView(
        school_id,
        tuple(await queries.list_colleagues(session, now=now, school_id=school_id)),
        await _running(session, running) if running else None,
        await report.draw_up(session, last) if last else None,
    )


async def _running(session: AsyncSession, practice: Practice) -> Running:
    begins = await cases.find_name(session, practice.begins_id) or ""
    return Running(practice.id or 0, begins, practice.case_id is not None, practice.ends_at)
