"""Who else may look at a case beside the one who asks: the nearest step with somebody on another phone."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from services.alerts import recipients
from services.alerts.rules import role_at
from services.casework import queries


async def find_seconds(
    session: AsyncSession, *, now: datetime, case: Case, first: int, but: int | None = None
) -> tuple[int, list[int]] | None:
    """Return that step and its people; None: there is nobody. `but`: who was asked in vain."""
    here = await queries.list_on_phone_of(session, person_id=first)
    for level in range(len(case.ladder)):
        people = await recipients.list_recipients(
            session, now=now, case=case, roles={role_at(case.ladder, level)}
        )
        seconds = [one for one in people if one not in here and one != but]
        if seconds:
            return level, seconds
    return None
