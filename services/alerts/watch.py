"""Watch the watcher: what should be climbing climbs, what should have left has left."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, Notification, SentCard
from models.case_codes import CaseState
from models.codes import Priority, Sending
from services.alerts import escalation, lapsing, queries, set_back, telling
from services.alerts.events import has_climbed

OVERDUE = timedelta(minutes=2)
JUST_NOW = timedelta(seconds=50)  # less than the watch's own minute
A_DAY = timedelta(days=1)  # nothing is under way for longer

log = structlog.get_logger()


async def mend_stalled(session: AsyncSession, *, now: datetime) -> bool:
    """Give every open case a next step, and complain of what hasn't left; False: something hasn't."""
    await set_back.bring_near(session, now=now)
    await _restart(session, now=now)
    await lapsing.free_from_the_gone(session, now=now)
    await _alarm_unheard(session, now=now)
    await _refresh_late_copies(session, now=now)
    return await _complain(session, now=now)


async def _restart(session: AsyncSession, *, now: datetime) -> None:
    """A case that isn't closed has a clock."""
    without = (col(Case.state) != CaseState.CLOSED) & col(Case.escalate_at).is_(None)
    for case_id in await session.exec(select(Case.id).where(without)):
        log.error("alerts.stalled", case_id=case_id)
        await queries.change(session, case_id=case_id or 0, only_if=without, escalate_at=now)


async def _alarm_unheard(session: AsyncSession, *, now: datetime) -> None:
    """No human knows of a case, and nothing is on its way or has been for long: the next step is told."""
    sent = await session.exec(
        select(Case.id).where(queries.waiting(), queries.is_live(), col(Case.is_practice).is_(False))
    )
    for case_id in sent.all():
        case = await _waiting(session, now=now, case_id=case_id or 0)
        if case is None:
            continue
        hopes = case.sent_at is not None and now < case.sent_at + OVERDUE
        if not await escalation.is_heard(session, now=now, case=case, hopes=hopes):
            log.critical(
                "alerts.unheard", case_id=case.id, mend="see whether Telegram can be reached from here"
            )
            await escalation.hurry(session, now=now, case=case)


async def _waiting(session: AsyncSession, *, now: datetime, case_id: int) -> Case | None:
    """The case, ours until the commit, unless somebody has it or another watcher has just moved it."""
    case = await queries.find_case(session, case_id=case_id, lock=True)
    if case is None or not case.is_live or case.taken_by_id is not None:
        return None
    return None if await has_climbed(session, case_id=case_id, since=now - JUST_NOW) else case


async def _refresh_late_copies(session: AsyncSession, *, now: datetime) -> None:
    """A copy that was on its way while somebody took the case still offers it."""
    standing = exists().where(
        col(SentCard.case_id) == col(Case.id),
        col(SentCard.retired_at).is_(None),
        col(SentCard.person_id) != col(Case.reporter_id),
    )
    late = await session.exec(select(Case).where(col(Case.taken_at) > now - A_DAY, standing))
    for case in late:
        await telling.refresh_copies(session, now=now, case=case)


async def _complain(session: AsyncSession, *, now: datetime) -> bool:
    """Name what is urgent and hasn't left; what waits for a chat that Telegram has paused is no surprise."""
    overdue = await session.exec(
        select(Notification.id, Notification.kind).where(
            col(Notification.sending).in_((Sending.QUEUED, Sending.SENDING)),
            Notification.priority == Priority.URGENT,
            col(Notification.not_before) < now - OVERDUE,
        )
    )
    found = overdue.all()
    for notification_id, kind in found:
        log.error("alerts.overdue", notification_id=notification_id, kind=kind)
    return not found
