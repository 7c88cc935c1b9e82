"""Write down who did or tried what; ids and codes only."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from models import AuditEntry
from services.people.actor import Actor

_APPEND = insert(AuditEntry)


async def record(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor | None,
    action: str,
    subject: str,
    subject_id: int | None,
    allowed: bool,
    purpose: str | None = None,
) -> None:
    """Append one entry in the caller's transaction; `actor` None is the scheduler or the command line.

    `purpose`: what a door was opened for; only a door has one.
    """
    person_id = actor.person_ids[0] if actor and len(actor.person_ids) == 1 else None
    entry = {
        "at": now,
        "telegram_id": actor.telegram_id if actor else None,
        "person_id": person_id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "allowed": allowed,
        "purpose": purpose,
    }
    await (await session.connection()).execute(_APPEND, entry)
