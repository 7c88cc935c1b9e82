"""Store a report at the tap that names the situation; send it at the tap that names who may be involved."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import LIVE, CaseFact, CaseState, Involved
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted, GrantedSchool
from services.access.unnamed import decide_unnamed
from services.alerts import blanking, changing, exclusions, queries, reading, sending, telling
from services.alerts.doors import open_own
from services.alerts.rules import draw_number, plot_course
from services.alerts.types import Raised, ReportedCase
from services.people.actor import Actor
from services.profile import Profile
from services.wallclock import find_zone, local


async def raise_case(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, child_id: int, situation: str
) -> Raised | Denied:
    """Store a draft at once; a second tap within the draft's seconds gets the same case."""
    decision = await access.decide(session, now=now, actor=actor, action=Action.RAISE_CASE, child_id=child_id)
    return await _raise(session, now=now, decision=decision, profile=profile, situation=situation)


async def raise_unnamed(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, school_id: int, situation: str
) -> Raised | Denied:
    """Store a draft about a child nobody here can name; the ladder is that of the reporter's school."""
    decision = await decide_unnamed(session, now=now, actor=actor, school_id=school_id)
    return await _raise(session, now=now, decision=decision, profile=profile, situation=situation)


async def _raise(
    session: AsyncSession,
    *,
    now: datetime,
    decision: Granted | GrantedSchool | Denied,
    profile: Profile,
    situation: str,
) -> Raised | Denied:
    if isinstance(decision, Denied) or situation not in {one.code for one in profile.situations}:
        return Denied()
    draft = timedelta(seconds=profile.draft_seconds)
    same = await queries.find_same_tap(
        session, reporter_id=decision.person_id, child_id=_child_id(decision), situation=situation,
        after=now - draft,
    )  # fmt: skip
    if same is not None:
        return Raised(await reading.reported(session, same), is_new=False)
    case = await store(session, now=now, granted=decision, situation=situation, escalate_at=now + draft)
    await telling.note(session, now=now, case=case, fact=CaseFact.RAISED, person_id=case.reporter_id)
    return Raised(await reading.reported(session, case), is_new=True)


async def name_involved(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int, involved: Involved
) -> ReportedCase | Denied:
    """Send a draft, its group left out before anybody is told; a second tap changes nothing.

    An answer that comes after the draft was sent without one still protects: see `_answer_late`.
    """
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied):
        return case
    course = plot_course(profile, situation=case.situation, involved=involved)
    if await _claim(session, case, {CaseState.DRAFT}, involved):
        await sending.send(session, now=now, case=case, course=course, to_reporter=False)
    elif await _claim(session, case, LIVE, involved):
        await _answer_late(session, now=now, case=case, involved=involved, profile=profile)
    session.add(case)
    await session.flush()
    return await reading.reported(session, case)


async def _answer_late(
    session: AsyncSession, *, now: datetime, case: Case, involved: Involved, profile: Profile
) -> None:
    """An answer after the draft was sent without one: it can only leave more people out."""
    course = plot_course(profile, situation=case.situation, involved=involved)
    default = plot_course(profile, situation=case.situation, involved=None)
    if not course.excludes <= default.excludes:
        before = await exclusions.list_excluded(session, now=now, case=case)
        await changing.reroute(session, now=now, case=case, course=course)
        newly = await exclusions.list_excluded(session, now=now, case=case) - before
        await blanking.blank_copies(session, now=now, case=case, person_ids=newly)


async def _claim(
    session: AsyncSession, case: Case, states: Collection[CaseState], involved: Involved
) -> bool:
    """Win the right to name who is involved, once."""
    unanswered = col(Case.state).in_(states) & col(Case.involved).is_(None)
    return (
        await queries.change(session, case_id=case.id or 0, only_if=unanswered, involved=involved)
    ) is not None


async def store(
    session: AsyncSession,
    *,
    now: datetime,
    granted: Granted | GrantedSchool,
    situation: str,
    escalate_at: datetime,
    **more: Any,
) -> Case:
    """Insert the draft, under another number when the first is taken; `more`: its other columns."""
    place = granted.child.unit if isinstance(granted, Granted) else granted.school
    year = local(now, find_zone(place.timezone)).year
    values: dict[str, Any] = {
        "child_id": _child_id(granted),
        "school_id": place.school_id,
        "situation": situation,
        "reporter_id": granted.person_id,
        "raised_at": now,
        "escalate_at": escalate_at,
        **more,
    }
    case = None
    while case is None:
        number = draw_number(year, secrets.choice)
        case = await queries.insert_draft(session, values={"number": number, **values})
    return case


def _child_id(granted: Granted | GrantedSchool) -> int | None:
    return granted.child.child_id if isinstance(granted, Granted) else None
