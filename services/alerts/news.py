"""What whoever has taken a case must see at once: somebody else has said something that changes it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.codes import Notice
from services.alerts import exclusions, queries, recipients
from services.alerts.telling import urgency
from services.cases.life import list_history
from services.notifications import service as notifications
from services.notifications.facts import Facts, Loader
from services.people.queries import list_roles


@dataclass(frozen=True)
class CaseNews(Facts):
    """“Something new, please open”: not what, for it may lie open on a lock screen."""

    case_id: int
    number: str


async def tell_holder(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Point the holder to the newest event; while nobody has it, the ladder is what calls people."""
    if case.taken_by_id is None or not case.is_live:
        return
    events = await list_history(session, case_id=case.id)
    event_id = events[-1].id if events else None
    await notifications.enqueue(
        session, now=now, kind=Notice.CASE_NEWS, recipient_id=case.taken_by_id,
        params={"case_id": case.id, "event_id": event_id}, priority=urgency(case),
        dedup_key=f"case_news:{case.id}:{event_id}",
    )  # fmt: skip


async def load_news(
    session: AsyncSession,
    *,
    now: datetime,
    recipient_id: int,
    case_id: int,
    event_id: int | None,
    beside_id: int | None = None,
) -> CaseNews | None:
    """None for somebody who has it no more; `event_id` tells one piece of news from the next.

    `beside_id`: another case of the same home is the news, while it is open to be known of.
    """
    if beside_id is not None and not await _is_known(
        session, now=now, case_id=beside_id, person_id=recipient_id
    ):
        return None
    case = await queries.find_case(session, case_id=case_id)
    if case is None or not case.is_live or case.taken_by_id != recipient_id:
        return None
    roles = await list_roles(session, now=now, person_ids=[recipient_id])
    holder = await recipients.find_holder(session, now=now, case=case, person_ids=[recipient_id], roles=roles)
    return None if holder is None else CaseNews(case_id, case.number)


async def _is_known(session: AsyncSession, *, now: datetime, case_id: int, person_id: int) -> bool:
    """Whether the case is live, and this person isn't kept out of it."""
    case = await queries.find_case(session, case_id=case_id)
    if case is None or not case.is_live:
        return False
    return person_id not in await exclusions.list_excluded(session, now=now, case=case)


NOTICES: dict[Notice, Loader] = {Notice.CASE_NEWS: load_news}
