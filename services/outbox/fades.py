"""What a message that fades shows afterwards: loaded when it goes, for whoever holds the phone now."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Person
from services.alerts import notices as alerts
from services.alerts.types import Standing
from services.fading import service as fading
from services.fading.types import Due


@dataclass(frozen=True)
class Faded:
    """`standing`: a case's card goes back to its plain face, which can still be taken and opened."""

    due: Due
    locale: str | None = None  # None: a phone we don't know
    timezone: str = "UTC"
    standing: Standing | None = None


async def claim(session: AsyncSession, *, now: datetime, limit: int) -> list[Faded]:
    """Take up to `limit` messages whose time is over, with what shall stand in their place."""
    due = await fading.claim_due(session, now=now, limit=limit)
    return [await _faded(session, now=now, due=one) for one in due]


async def _faded(session: AsyncSession, *, now: datetime, due: Due) -> Faded:
    found = await session.exec(
        select(Account.locale, Person.id, Person.timezone)
        .join(Person, col(Person.account_id) == Account.id, isouter=True)
        .where(Account.telegram_id == due.chat_id)
        .order_by(col(Person.id))
    )
    holders = [(locale, person_id, timezone) for locale, person_id, timezone in found]
    if not holders:
        return Faded(due)
    locale, _, timezone = holders[0]
    people = [person_id for _, person_id, _ in holders if person_id is not None]
    standing = await _standing(session, now=now, case_id=due.subject.case_id, people=people)
    return Faded(due, locale, timezone or "UTC", standing)


async def _standing(
    session: AsyncSession, *, now: datetime, case_id: int | None, people: list[int]
) -> Standing | None:
    """The case, if somebody on this phone is on its ladder and may know of it at this moment."""
    if case_id is None:
        return None
    for person_id in people:
        shown = await alerts.load_refresh(session, now=now, recipient_id=person_id, case_id=case_id)
        if shown is not None:
            return shown.standing
    return None
