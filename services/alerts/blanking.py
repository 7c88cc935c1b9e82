"""What stands of a case in the chats of somebody who must not know of it any more fades now."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, FadingMessage, Person, SentCard
from models.codes import Fading
from services.fading import service as fading
from services.fading.rules import AT_ONCE
from services.fading.types import Subject


async def blank_copies(
    session: AsyncSession, *, now: datetime, case: Case, person_ids: Collection[int]
) -> None:
    """Let what stands of the case in these people's chats fade now, as each card does in its time."""
    chats = (
        select(Account.telegram_id)
        .join(Person, col(Person.account_id) == col(Account.id))
        .where(col(Person.id).in_(person_ids))
    )
    copies = (
        await session.exec(
            select(SentCard).where(SentCard.case_id == case.id, col(SentCard.chat_id).in_(chats))
        )
    ).all()
    opened = (
        await session.exec(
            select(FadingMessage).where(
                FadingMessage.case_id == case.id, col(FadingMessage.chat_id).in_(chats)
            )
        )
    ).all()
    for copy in copies:
        copy.retired_at = copy.retired_at or now
        session.add(copy)
    standing = {(one.chat_id, one.message_id): Fading.BLANKED for one in copies}
    standing |= {(one.chat_id, one.message_id): one.fading for one in opened}
    for (chat_id, message_id), how in standing.items():
        await fading.watch(
            session, now=now, chat_id=chat_id, message_id=message_id, fading=how, after=AT_ONCE,
            subject=Subject(case_id=case.id),
        )  # fmt: skip
