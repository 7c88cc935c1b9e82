"""Write down what happened to a case, and queue what others must hear of it, in the same commit."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent, SentCard
from models.case_codes import CaseFact
from models.codes import Notice, Priority, Role
from services.alerts import queries, recipients, screens
from services.alerts.events import list_work
from services.alerts.rules import AT_WORK, ask_after
from services.cases import life
from services.duty.knocking import knock
from services.notifications import service as notifications

# Its reporter may do these too.
OF_ANYBODY = frozenset(
    {CaseFact.CHILD_SAFE, CaseFact.WRITTEN, CaseFact.TAKEN_BACK, CaseFact.LEFT_OUT, CaseFact.LET_IN}
)
CRY_SECONDS = 1800
A_MINUTE = timedelta(minutes=1)

log = structlog.get_logger()


def urgency(case: Case) -> Priority:
    """A drill's notices never stand before a real one's."""
    return Priority.PRACTICE if case.is_practice else Priority.URGENT


async def note(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    fact: CaseFact,
    person_id: int | None = None,
    level: int | None = None,
    happened_at: datetime | None = None,
    subject_id: int | None = None,
    child_id: int | None = None,
    to_reporter: bool = False,
) -> None:
    """Append an event; `to_reporter` also tells whoever raised the case."""
    event = await life.enter(
        session, now=now, case=case, fact=fact, person_id=person_id, level=level, happened_at=happened_at,
        subject_id=subject_id, child_id=child_id,
    )  # fmt: skip
    await follow(session, now=now, case=case, event=event, to_reporter=to_reporter)


async def follow(
    session: AsyncSession, *, now: datetime, case: Case, event: CaseEvent, to_reporter: bool = False
) -> None:
    """Let the silence of whoever has the case begin anew, and whoever looks at it see what was entered."""
    fact, person_id = event.fact, event.person_id
    # What somebody else says or writes of the child is no work of its holder's: their silence goes on.
    of_another = fact in OF_ANYBODY and person_id != case.taken_by_id
    is_work = fact in AT_WORK and not of_another
    if case.is_live and case.taken_by_id is not None and is_work:
        await _rewind(session, now=now, case=case)
    if fact in screens.SHOWN and person_id != case.reporter_id and not to_reporter:
        await screens.refresh(session, now=now, case=case)
    log.info("alerts.event", case_id=case.id, fact=fact, step=event.level)
    if to_reporter and not case.is_silent:
        await notifications.enqueue(
            session,
            now=now,
            kind=Notice.CASE_STEP,
            recipient_id=case.reporter_id,
            params={"case_id": case.id, "event_id": event.id},
            priority=urgency(case),
            dedup_key=f"case_step:{event.id}",
        )


async def _rewind(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Somebody is at work: the silence of a taken case begins anew."""
    facts = await list_work(session, case_id=case.id)
    case.escalate_at, case.asked_at = now + ask_after(case.ladder, facts), None
    session.add(case)


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
            priority=urgency(case),
            dedup_key=f"case_alert:{case.id}:{case.level}:{person_id}:{now.isoformat()}",
        )


async def knock_on(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    roles: Collection[Role],
    key: str | None = None,
    later: Collection[int] = (),
) -> None:
    """Knock by other ways on everybody of these roles who may know, whatever their Telegram does.

    `key` makes a second knock a no-op; `later` are left for when those on duty didn't take it.
    """
    people = await recipients.list_recipients(
        session, now=now, case=case, roles=roles, reachable=False, joined=False
    )
    just_now = await queries.list_knocked(session, case_id=case.id or 0, since=now - A_MINUTE)
    people = [one for one in people if one not in just_now and one not in later]
    key = f"{case.id}:{key or now.isoformat()}"
    params = {"case_id": case.id}
    await knock(session, now=now, person_ids=people, params=params, key=key, priority=urgency(case))


async def cry_unreached(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Nobody on the ladder can be reached: the loudest log line, and a knock on every other door.

    The doors and the reporter hear it twice an hour. Of a drill its report tells, and nobody is woken.
    """
    if case.is_practice:
        log.info("practice.nobody_reached", case_id=case.id)
        return
    log.critical("alerts.nobody_reached", case_id=case.id, mend="somebody must hold a role and have a phone")
    half_hour = int(now.timestamp()) // CRY_SECONDS
    ladder = {Role(step["role"]) for step in case.ladder}
    await knock_on(session, now=now, case=case, roles=ladder, key=f"cry:{half_hour}")
    if case.is_silent:
        return
    await notifications.enqueue(
        session,
        now=now,
        kind=Notice.CASE_UNREACHED,
        recipient_id=case.reporter_id,
        params={"case_id": case.id},
        priority=urgency(case),
        dedup_key=f"case_unreached:{case.id}:{half_hour}",
    )


async def refresh_copies(
    session: AsyncSession, *, now: datetime, case: Case, pressed: tuple[int, int] | None = None
) -> None:
    """Queue an edit of every copy that offers what is gone; `pressed` (chat, message) is edited at once."""
    found = await session.exec(
        select(SentCard)
        .where(SentCard.case_id == case.id, col(SentCard.retired_at).is_(None))
        .order_by(col(SentCard.id))
    )
    copies = found.all()
    newest = {copy.person_id: copy.id for copy in copies}
    for copy in copies:
        copy.retired_at = now
        session.add(copy)
        # The reporter's cards tell steps that stay true.
        if copy.person_id != case.reporter_id and (copy.chat_id, copy.message_id) != pressed:
            is_newest = newest[copy.person_id] == copy.id
            await _refresh(session, now=now, case=case, copy=copy, is_newest=is_newest)


async def reopen_copies(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Queue an edit of everybody's newest copy of a case that waits again: it can be taken once more."""
    for copy, is_newest in await _list_copies(session, case):
        if is_newest:
            copy.retired_at = None
            session.add(copy)
        # An older copy may stand opened, with a name that only whoever takes the case may read.
        if is_newest or case.hides_reporter:
            await _refresh(session, now=now, case=case, copy=copy, is_newest=is_newest)


async def cover_copies(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Queue an edit of every copy that may stand opened with the reporter's name, but the holder's."""
    for copy, is_newest in await _list_copies(session, case):
        if copy.person_id != case.taken_by_id:
            await _refresh(session, now=now, case=case, copy=copy, is_newest=is_newest)


async def _list_copies(session: AsyncSession, case: Case) -> list[tuple[SentCard, bool]]:
    """Every copy but the reporter's, and whether it is its reader's newest."""
    found = await session.exec(
        select(SentCard)
        .where(SentCard.case_id == case.id, SentCard.person_id != case.reporter_id)
        .order_by(col(SentCard.id))
    )
    copies = found.all()
    newest = {copy.person_id: copy.id for copy in copies}
    return [(copy, newest[copy.person_id] == copy.id) for copy in copies]


async def _refresh(
    session: AsyncSession, *, now: datetime, case: Case, copy: SentCard, is_newest: bool = True
) -> None:
    """A night of repeats leaves many copies in a chat: the old ones wait behind whatever is new."""
    await notifications.enqueue(
        session,
        now=now,
        kind=Notice.CASE_REFRESH,
        recipient_id=copy.person_id,
        params={"case_id": case.id, "message_id": copy.message_id},
        priority=urgency(case) if is_newest else Priority.DIGEST,
        dedup_key=f"case_refresh:{copy.id}:{now.isoformat()}",
    )
