"""The one clock of a case: a draft is sent, an untaken one climbs, a silent one is asked about and lapses."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseState
from services.alerts import escalation, lapsing, queries, sending
from services.alerts.rules import plot_course
from services.profile import Profile

AFTER_ACCIDENT = timedelta(minutes=1)

log = structlog.get_logger()


async def escalate_due(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Move every case whose clock has come, one by one: one accident stops no other. Drills come last."""
    for is_practice in (False, True):
        while (case := await queries.claim_due(session, now=now, is_practice=is_practice)) is not None:
            await _move(session, now=now, case=case, profile=profile)


async def _move(session: AsyncSession, *, now: datetime, case: Case, profile: Profile) -> None:
    case_id = case.id or 0
    try:
        async with session.begin_nested():
            await _step(session, now=now, case=case, profile=profile)
            _ensure_moved(case, now=now)
    except Exception:
        log.exception("alerts.step_failed", case_id=case_id)
        still = col(Case.state) != CaseState.CLOSED
        await queries.change(session, case_id=case_id, only_if=still, escalate_at=now + AFTER_ACCIDENT)


class StandsStillError(RuntimeError):
    """A step has left a case due: it would be claimed again at once, and for ever."""


def _ensure_moved(case: Case, *, now: datetime) -> None:
    if case.escalate_at is not None and case.escalate_at <= now:
        raise StandsStillError


async def _step(session: AsyncSession, *, now: datetime, case: Case, profile: Profile) -> None:
    if case.state is CaseState.CLOSED:
        case.escalate_at = None
    elif case.state is CaseState.DRAFT:
        course = plot_course(profile, situation=case.situation, involved=None)
        await sending.send(session, now=now, case=case, course=course, to_reporter=True)
    elif case.taken_by_id is not None:
        await lapsing.step(session, now=now, case=case)
    else:
        await escalation.climb(session, now=now, case=case, in_time=True)
    session.add(case)
    await session.flush()
