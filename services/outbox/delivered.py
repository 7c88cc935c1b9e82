"""A card stands in somebody's chat: what is kept in mind of it."""

from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, SentCard
from models.codes import Fading, Notice
from services.fading import service as fading
from services.fading.rules import FADES_AFTER
from services.outbox.outcomes import Delivered, Envelope


async def note_delivered(
    session: AsyncSession, *, now: datetime, envelope: Envelope, outcome: Delivered
) -> None:
    """A phone that takes a message is open again; what names a child fades; a case's card is refreshed."""
    if envelope.kind is Notice.KNOCK:
        return
    stale = col(Account.unreachable_at).is_not(None) | col(Account.paused_until).is_not(None)
    await session.exec(
        update(Account)
        .where(col(Account.telegram_id) == envelope.chat_id, stale)
        .values(unreachable_at=None, paused_until=None, paused_at=None)
    )
    await _let_fade(session, now=now, chat_id=envelope.chat_id, outcome=outcome)
    if envelope.kind is Notice.CASE_ALERT and envelope.edit_message_id is None:
        card = SentCard(
            person_id=envelope.recipient_id,
            chat_id=envelope.chat_id,
            message_id=outcome.message_id,
            case_id=envelope.case_id,
            sent_at=now,
        )
        session.add(card)


async def _let_fade(session: AsyncSession, *, now: datetime, chat_id: int, outcome: Delivered) -> None:
    if outcome.subject is None:
        await fading.forget(session, chat_id=chat_id, message_id=outcome.message_id)
        return
    await fading.watch(
        session, now=now, chat_id=chat_id, message_id=outcome.message_id, fading=Fading.BLANKED,
        after=FADES_AFTER, subject=outcome.subject,
    )  # fmt: skip
