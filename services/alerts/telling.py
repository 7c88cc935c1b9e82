"""Write down what happened to a case, and queue what others must hear of it, in the same commit."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent, SentCard
from models.codes import CaseFact, Notice, Priority
from services.alerts import queries
from services.notifications import service as notifications

log = structlog.get_logger()


async def note(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    fact: CaseFact,
    person_id: int | None = None,
    level: int | None = None,
    happened_at: datetime | None = None,
    to_reporter: bool = False,
) -> None:
    """Append an event; `to_reporter` also tells whoever raised the case."""
    event = CaseEvent(
        case_id=case.id or 0, fact=fact, person_id=person_id, level=level, happened_at=happened_at or now,
        entered_at=now,
    )  # fmt: skip
    session.add(event)
    await session.flush()
    log.info("alerts.event", case_id=case.id, fact=fact, step=level)
    if to_reporter:
        await notifications.enqueue(
            session,
            now=now,
            kind=Notice.CASE_STEP,
            recipient_id=case.reporter_id,
            params={"case_id": case.id, "event_id": event.id},
            priority=Priority.URGENT,
            dedup_key=f"case_step:{event.id}",
        )


async def alert(
    session: AsyncSession, *, now: datetime, case: Case, person_ids: Sequence[int], head: bool = False
) -> None:
    """Queue the content-free message; a copy for somebody who has one already says so."""
    earlier = await queries.list_alerts(session, case_id=case.id or 0, person_ids=person_ids)
    told = {row.recipient_id for row in earlier}
    for person_id in person_ids:
        await notifications.enqueue(
            session,
            now=now,
            kind=Notice.CASE_ALERT,
            recipient_id=person_id,
            params={"case_id": case.id, "level": case.level, "again": person_id in told, "head": head},
            priority=Priority.URGENT,
            dedup_key=f"case_alert:{case.id}:{case.level}:{person_id}:{now.isoformat()}",
        )


async def cry_unreached(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Nobody on the whole ladder can be reached: the loudest log line, and the reporter told once."""
    log.critical("alerts.nobody_reached", case_id=case.id, mend="somebody must hold a role and have a phone")
    await notifications.enqueue(
        session,
        now=now,
        kind=Notice.CASE_UNREACHED,
        recipient_id=case.reporter_id,
        params={"case_id": case.id},
        priority=Priority.URGENT,
        dedup_key=f"case_unreached:{case.id}",
    )


async def refresh_copies(
    session: AsyncSession, *, now: datetime, case: Case, pressed: tuple[int, int] | None = None
) -> None:
    """Queue an edit of every copy that offers what is gone; `pressed` (chat, message) is edited at once."""
    copies = await session.exec(
        select(SentCard).where(SentCard.case_id == case.id, col(SentCard.retired_at).is_(None))
    )
    for copy in copies:
        copy.retired_at = now
        session.add(copy)
        # The reporter's cards tell steps that stay true.
        if copy.person_id != case.reporter_id and (copy.chat_id, copy.message_id) != pressed:
            await _refresh(session, now=now, case=case, copy=copy)


async def _refresh(session: AsyncSession, *, now: datetime, case: Case, copy: SentCard) -> None:
    await notifications.enqueue(
        session,
        now=now,
        kind=Notice.CASE_REFRESH,
        recipient_id=copy.person_id,
        params={"case_id": case.id, "message_id": copy.message_id},
        priority=Priority.URGENT,
        dedup_key=f"case_refresh:{copy.id}",
    )
