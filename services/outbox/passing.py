"""Nobody was reached: who is told instead. An accident here is loud, and leaves the row's end as it is."""

from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Notification
from models.codes import Notice
from services.alerts import asking
from services.alerts import service as alerts
from services.alerts.rules import A_FEW_MINUTES
from services.checkins import words as family_words
from services.contacts import unreached as homes

log = structlog.get_logger()


async def pass_on(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    """Go on to the next person, by kind."""
    row_id, kind = row.id, row.kind
    log.warning("outbox.unreachable", notification_id=row_id, kind=kind)
    try:
        async with session.begin_nested():
            await _pass_on(session, now=now, row=row)
    except Exception:  # a case has a clock of its own, which climbs all the same
        log.exception("outbox.stuck", notification_id=row_id, kind=kind)


async def climb_if_long(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    """An alert for a chat that Telegram has paused for long is as good as unreachable by now."""
    if row.kind is Notice.CASE_ALERT and row.not_before > now + A_FEW_MINUTES:
        await pass_on(session, now=now, row=row)


async def _pass_on(session: AsyncSession, *, now: datetime, row: Notification) -> None:
    params = row.params
    match row.kind:
        case Notice.CASE_ALERT:
            await alerts.skip_unreached(session, now=now, case_id=params["case_id"], level=params["level"])
        case Notice.DANGER_WORDS | Notice.FAMILY_WORDS:
            await family_words.pass_on(session, now=now, words_id=params["words_id"])
        case Notice.CALL_REMINDER:
            await homes.pass_on(
                session, now=now, child_id=params["child_id"], month=params["month"],
                person_id=row.recipient_id,
            )  # fmt: skip
        case Notice.HOME_QUESTION:
            await asking.note_unreached(
                session, now=now, case_id=params["case_id"], person_id=row.recipient_id
            )
        case _:
            return
