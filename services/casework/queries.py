"""Find what belongs to a case beside the alarm."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select
from sqlmodel import col, exists, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseClock, CaseEntry, CaseEvent, CaseReferral, Notification, Person, StatutoryReport
from models.case_codes import LIVE, CaseFact, CaseWords
from models.codes import Notice, Sending
from services.alerts.events import reopened_at

AFTER_ACCIDENT = timedelta(minutes=1)
_NEXT_DUE = select(func.min(CaseClock.due_at)).where(col(CaseClock.due_at).is_not(None))


async def list_reports(session: AsyncSession, *, case_id: int) -> list[StatutoryReport]:
    """Those that stand: whatever was noted by mistake is left to the case's papers."""
    noted = await list_noted_reports(session, case_id=case_id)
    return [one for one in noted if one.taken_back_at is None]


async def list_noted_reports(session: AsyncSession, *, case_id: int) -> list[StatutoryReport]:
    query = (
        select(StatutoryReport).where(StatutoryReport.case_id == case_id).order_by(col(StatutoryReport.id))
    )
    return list(await session.exec(query))


async def list_referrals(session: AsyncSession, *, case_id: int) -> list[CaseReferral]:
    query = select(CaseReferral).where(CaseReferral.case_id == case_id).order_by(col(CaseReferral.id))
    return list(await session.exec(query))


async def find_referral(session: AsyncSession, *, referral_id: int) -> CaseReferral | None:
    return (await session.exec(select(CaseReferral).where(CaseReferral.id == referral_id))).first()


async def find_report(session: AsyncSession, *, report_id: int) -> StatutoryReport | None:
    return (await session.exec(select(StatutoryReport).where(StatutoryReport.id == report_id))).first()


async def list_entries(session: AsyncSession, *, case_id: int) -> list[tuple[CaseEntry, str]]:
    """The words of a file with who wrote them, the oldest first."""
    query = (
        select(CaseEntry, Person.name)
        .join(Person, col(Person.id) == col(CaseEntry.person_id))
        .where(CaseEntry.case_id == case_id)
        .order_by(col(CaseEntry.id))
    )
    return list(await session.exec(query))


async def count_entries(session: AsyncSession, *, case_id: int) -> int:
    return (await session.exec(select(func.count()).where(CaseEntry.case_id == case_id))).one()


async def has_words(session: AsyncSession, *, case_id: int, kind: CaseWords) -> bool:
    """Whether words of this kind were written since the case was opened last."""
    mine = (col(CaseEntry.case_id) == case_id, col(CaseEntry.kind) == kind)
    since = await reopened_at(session, case_id=case_id)
    found = exists().where(*mine, *(() if since is None else (col(CaseEntry.entered_at) >= since,)))
    return bool((await session.exec(select(found))).one())


async def list_on_phone_of(session: AsyncSession, *, person_id: int) -> set[int]:
    """Somebody, and whoever else reads on the same phone."""
    phone = select(Person.account_id).where(Person.id == person_id, col(Person.account_id).is_not(None))
    mates = await session.exec(select(Person.id).where(col(Person.account_id).in_(phone)))
    return {person_id} | {one for one in mates if one is not None}


async def was_asked_to_close(session: AsyncSession, *, case_id: int, person_ids: Sequence[int]) -> bool:
    """Whether the question that stands now has come to one of these, or is on its way."""
    stands = select(func.max(CaseEvent.entered_at)).where(
        CaseEvent.case_id == case_id, CaseEvent.fact == CaseFact.CLOSE_ASKED
    )
    asked = exists().where(
        col(Notification.case_id) == case_id,
        col(Notification.kind) == Notice.CASE_CLOSING,
        col(Notification.sending).in_((Sending.QUEUED, Sending.SENDING, Sending.SENT, Sending.UNCERTAIN)),
        col(Notification.recipient_id).in_(person_ids),
        col(Notification.created_at) >= stands.scalar_subquery(),
    )
    return bool((await session.exec(select(asked))).one())


async def unask_seconds(session: AsyncSession, *, now: datetime, case_id: int) -> list[int]:
    """Drop the question to a second person where it still waits; whom it came to, or was to come."""
    asked = (
        col(Notification.case_id) == case_id,
        col(Notification.kind) == Notice.CASE_CLOSING,
        col(Notification.sending) != Sending.SUPERSEDED,
    )
    people = list((await session.exec(select(Notification.recipient_id).where(*asked).distinct())).all())
    waits = update(Notification).where(*asked, col(Notification.sending) == Sending.QUEUED)
    await session.exec(waits.values(sending=Sending.SUPERSEDED, settled_at=now))
    return people


async def list_kept_names(session: AsyncSession, *, case: Case) -> set[int]:
    """Whose names only whoever has taken the case reads: its reporter's, who wished so or is at home."""
    if not (case.hides_reporter or case.from_home):
        return set()
    return await list_on_phone_of(session, person_id=case.reporter_id)


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next clock rings: one step into an index, for a settled one has no instant."""
    return (await session.exec(_NEXT_DUE)).one()


async def claim_clock(session: AsyncSession, *, now: datetime) -> CaseClock | None:
    """Take the clock that has been due longest; an accident leaves it due again in a minute.

    The case's row is locked first, as every press does: whoever is at a case now is waited for until the next
    round.
    """
    due = due_clock(now).with_for_update(of=Case, skip_locked=True).cte("due")
    claimed = await session.exec(
        update(CaseClock)
        .where(col(CaseClock.id).in_(select(due.c.id)))
        .values(due_at=now + AFTER_ACCIDENT)
        .returning(CaseClock)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return claimed.scalars().first()


def due_clock(now: datetime) -> Select[int | None]:
    """The clock that has been due longest."""
    return (
        select(CaseClock.id)
        .join(Case, col(Case.id) == col(CaseClock.case_id))
        .where(col(CaseClock.due_at) <= now)
        .order_by(col(CaseClock.due_at), col(CaseClock.id))
        .limit(1)
    )


async def find_clock(session: AsyncSession, *, clock_id: int) -> CaseClock | None:
    query = select(CaseClock).where(CaseClock.id == clock_id).execution_options(populate_existing=True)
    return (await session.exec(query)).first()


async def list_released(session: AsyncSession) -> set[str]:
    """The names of the keys that two people have destroyed."""
    rows = await session.exec(select(Case.key_name, Case.released_at, Case.released_keys))
    now, before = set[str](), set[str]()
    for name, released_at, names in rows:
        before.update(names)
        if name is not None and released_at is not None:
            now.add(name)
    return now | before


async def has_live(session: AsyncSession) -> bool:
    found = exists().where(col(Case.state).in_(LIVE), col(Case.is_practice).is_(False))
    return bool((await session.exec(select(found))).one())


async def list_said(session: AsyncSession, *, keys: Collection[str]) -> Sequence[str]:
    """Which of these notices were queued already."""
    rows = await session.exec(select(Notification.dedup_key).where(col(Notification.dedup_key).in_(keys)))
    return [key for key in rows if key is not None]
