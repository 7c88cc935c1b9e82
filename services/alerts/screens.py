"""The reporter's own screen, which shows what became of the report without being pressed anew.

What the reporter isn't told with a message is shown there by an edit, while it stands: once it has faded, or
shows something else, it is left alone. On a family's phone there is no such screen.
"""

from datetime import datetime

from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, FadingMessage, Person, SentCard
from models.case_codes import CaseFact
from models.codes import Notice, Priority
from services.notifications import service as notifications

SHOWN = frozenset(
    {
        CaseFact.POLICE_CALLED, CaseFact.CHILD_SAFE, CaseFact.ACCEPTED, CaseFact.FILED, CaseFact.NOT_FILED,
        CaseFact.TRANSFERRED, CaseFact.PROTECTED, CaseFact.TAKEN_BACK,
    }
)  # fmt: skip


async def keep(session: AsyncSession, *, now: datetime, case_id: int, chat_id: int, message_id: int) -> None:
    """Keep in mind where a case's reporter has opened it; anybody else's message is none of theirs."""
    known = exists().where(
        col(SentCard.case_id) == case_id,
        col(SentCard.chat_id) == chat_id,
        col(SentCard.message_id) == message_id,
    )
    query = (
        select(Case.reporter_id)
        .join(Person, col(Person.id) == col(Case.reporter_id))
        .join(Account, col(Account.id) == col(Person.account_id))
        .where(Case.id == case_id, col(Case.from_home).is_(False), Account.telegram_id == chat_id, ~known)
    )
    reporter_id = (await session.exec(query)).first()
    if reporter_id is not None:
        session.add(
            SentCard(
                person_id=reporter_id, chat_id=chat_id, message_id=message_id, case_id=case_id, sent_at=now
            )
        )  # fmt: skip


async def refresh(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Queue an edit of each of them that still shows the case."""
    query = (
        select(SentCard)
        .join(
            FadingMessage,
            (col(FadingMessage.chat_id) == col(SentCard.chat_id))
            & (col(FadingMessage.message_id) == col(SentCard.message_id))
            & (col(FadingMessage.case_id) == col(SentCard.case_id)),
        )
        .where(
            SentCard.case_id == case.id, SentCard.person_id == case.reporter_id,
            col(FadingMessage.fades_at) > now,
        )
        .order_by(col(SentCard.id))
    )  # fmt: skip
    for copy in (await session.exec(query)).all():
        await notifications.enqueue(
            session, now=now, kind=Notice.CASE_REFRESH, recipient_id=case.reporter_id,
            params={"case_id": case.id, "message_id": copy.message_id},
            priority=Priority.PRACTICE if case.is_practice else Priority.NORMAL,
            dedup_key=f"case_refresh:{copy.id}:{now.isoformat()}",
        )  # fmt: skip
