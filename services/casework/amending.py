"""What was noted of a case by mistake is taken back, or what was right stands in its place.

Whoever has taken the case does, with what was entered since it was opened last; its reporter with the own
call to the police. Nothing is overwritten: the old entry stays in the case's papers, with by whom it was
taken back, when and why. The child's safety, an end and a release have ways of their own.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent, CaseReferral, StatutoryReport
from models.case_codes import CaseFact, CaseState, Mistake
from services.access.service import Denied
from services.alerts import news, reading, telling
from services.alerts.doors import open_own
from services.alerts.events import list_events
from services.alerts.moments import ensure_past
from services.alerts.types import ReportedCase
from services.cases import life
from services.cases.history import is_whole, since_opened
from services.casework import queries
from services.casework.referring import wait_for
from services.casework.road import amendable, open_kept, show
from services.casework.rules import AMENDABLE, clean_receipt, ensure_since
from services.casework.statutory import ensure_new
from services.casework.types import Amendable, Corrections, Road
from services.errors import CareError
from services.people.actor import Actor

MOST = 8  # entries on one card, the newest


async def look(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Corrections | Denied:
    """Show what can be amended to whoever has taken the case. Raises CareError casework.take_first."""
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    found = await amendable(session, kept[0])
    return Corrections(case_id, kept[0].number, tuple(reversed(found[-MOST:])))


async def open_entry(
    session: AsyncSession, *, now: datetime, actor: Actor, event_id: int
) -> tuple[int, Amendable] | Denied:
    """One of them, and whose case it is of; denied once it stands no more.

    Raises CareError casework.take_first or casework.over.
    """
    opened = await _open(session, now=now, actor=actor, event_id=event_id)
    if isinstance(opened, Denied):
        return opened
    case_id = opened[0].id or 0
    entry = next((one for one in await amendable(session, opened[0]) if one.event_id == event_id), None)
    return Denied() if entry is None else (case_id, entry)


async def take_back(
    session: AsyncSession, *, now: datetime, actor: Actor, event_id: int, mistake: Mistake
) -> Road | Denied:
    """Let nothing follow from an entry any more; a second press changes nothing.

    Raises CareError casework.take_first, casework.over, or casework.later_first: another entry rests on it.
    """
    opened = await _open(session, now=now, actor=actor, event_id=event_id)
    if isinstance(opened, Denied):
        return opened
    case, holder, event = opened
    if event is not None:
        await _take_back(session, now=now, case=case, event=event, mistake=mistake, person_id=holder)
    return await show(session, now, case, holder)


async def change_time(
    session: AsyncSession, *, now: datetime, actor: Actor, event_id: int, at: datetime
) -> Road | Denied:
    """Put the entry with its own time in the place of the one that has the time of the press.

    Raises CareError casework.take_first, casework.over, casework.before_raised or alerts.time_future.
    """
    opened = await _open(session, now=now, actor=actor, event_id=event_id)
    if isinstance(opened, Denied):
        return opened
    case, holder, event = opened
    if event is not None:
        ensure_past(at, now=now)
        ensure_since(event.fact, at, raised_at=case.raised_at)
        report = await _report_of(session, event)
        if report is not None:
            report = await _replace(session, now=now, old=report, person_id=holder, reported_at=at)
        await _amend(
            session, now=now, case=case, event=event, fact=event.fact, mistake=Mistake.WRONG_TIME,
            person_id=holder, at=at, subject_id=report.id if report else event.subject_id,
        )  # fmt: skip
    return await show(session, now, case, holder)


async def change_receipt(
    session: AsyncSession, *, now: datetime, actor: Actor, event_id: int, text: str
) -> Road | Denied:
    """Put the report with the right number in the place of the one that has another.

    Raises CareError casework.take_first, casework.over, casework.receipt_unreadable or receipt_twice.
    """
    opened = await _open(session, now=now, actor=actor, event_id=event_id)
    if isinstance(opened, Denied):
        return opened
    case, holder, event = opened
    old = await _report_of(session, event) if event is not None else None
    if event is not None and old is not None:
        number = clean_receipt(text)
        await ensure_new(session, case_id=case.id or 0, number=number)
        report = await _replace(
            session, now=now, old=old, person_id=holder, receipt=number, receipt_at=now
        )  # fmt: skip
        await _amend(
            session, now=now, case=case, event=event, fact=event.fact, mistake=Mistake.WRONG_NUMBER,
            person_id=holder, at=event.happened_at, subject_id=report.id,
        )  # fmt: skip
    return await show(session, now, case, holder)


async def take_back_call(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> ReportedCase | Denied:
    """The reporter hasn't called the police yet: the newest own call was a tap by mistake.

    Raises CareError casework.later_first: the police have taken it down meanwhile.
    """
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or case.is_practice or not case.is_live:
        return Denied()
    events = since_opened(await list_events(session, case_id=case_id))
    mine = [one for one in events if one.fact is CaseFact.POLICE_CALLED and one.person_id == case.reporter_id]
    if mine:
        await _take_back(
            session, now=now, case=case, event=mine[-1], mistake=Mistake.MISTAP, person_id=case.reporter_id
        )
        await news.tell_holder(session, now=now, case=case)
    return await reading.reported(session, case)


async def _open(
    session: AsyncSession, *, now: datetime, actor: Actor, event_id: int
) -> tuple[Case, int, CaseEvent | None] | Denied:
    """The case, in whose name, and the event while it stands."""
    found = (await session.exec(select(CaseEvent).where(CaseEvent.id == event_id))).first()
    case_id = found.case_id if found is not None and found.fact in AMENDABLE else 0
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    if kept[0].state is CaseState.CLOSED:
        raise CareError("casework.over")
    events: Sequence[CaseEvent] = since_opened(await list_events(session, case_id=case_id))
    return (*kept, next((one for one in events if one.id == event_id), None))


async def _take_back(
    session: AsyncSession, *, now: datetime, case: Case, event: CaseEvent, mistake: Mistake, person_id: int
) -> None:
    events = await list_events(session, case_id=case.id)
    if not is_whole(one.fact for one in events if one.id != event.id):
        raise CareError("casework.later_first")
    report = await _report_of(session, event)
    if report is not None:
        report.taken_back_at = now
        session.add(report)
    if event.fact is CaseFact.REFERRAL_ANSWERED:
        await _wait_for_answer(session, now=now, referral_id=event.subject_id or 0)
    await _amend(
        session, now=now, case=case, event=event, fact=CaseFact.TAKEN_BACK, mistake=mistake,
        person_id=person_id, at=now, subject_id=event.subject_id,
    )  # fmt: skip


async def _amend(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    event: CaseEvent,
    fact: CaseFact,
    mistake: Mistake,
    person_id: int,
    at: datetime,
    subject_id: int | None,
) -> None:
    later = CaseEvent(
        case_id=case.id or 0, fact=fact, person_id=person_id, happened_at=at, entered_at=now,
        subject_id=subject_id, amends_id=event.id, mistake=mistake,
    )  # fmt: skip
    await life.amend(session, now=now, case=case, event=later)
    await telling.follow(session, now=now, case=case, event=later)


async def _report_of(session: AsyncSession, event: CaseEvent) -> StatutoryReport | None:
    if event.fact not in (CaseFact.POLICE_CALLED, CaseFact.REPORTED) or event.subject_id is None:
        return None
    return await queries.find_report(session, report_id=event.subject_id)


async def _replace(
    session: AsyncSession, *, now: datetime, old: StatutoryReport, person_id: int, **right: object
) -> StatutoryReport:
    """Take a report back, and put a copy with what is right in its place."""
    old.taken_back_at = now
    kept = old.model_dump(exclude={"id", "taken_back_at"})
    new = StatutoryReport(**kept | {"entered_at": now, "person_id": person_id} | right)
    session.add_all((old, new))
    await session.flush()
    return new


async def _wait_for_answer(session: AsyncSession, *, now: datetime, referral_id: int) -> None:
    found: CaseReferral | None = await queries.find_referral(session, referral_id=referral_id)
    if found is not None:
        found.answer, found.answered_at = None, None
        session.add(found)
        await wait_for(session, now=now, referral=found)
