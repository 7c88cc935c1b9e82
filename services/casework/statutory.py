"""The reports that the law asks for: to whom, when and how, and the number that came back."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import StatutoryReport
from models.case_codes import Authority, CaseFact, Channel
from services.access.service import Denied
from services.alerts import telling
from services.alerts.moments import SAME_TAP, ensure_past
from services.casework import queries
from services.casework.road import open_kept, show
from services.casework.rules import clean_receipt
from services.casework.types import Road
from services.errors import CareError
from services.people.actor import Actor


async def report(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    case_id: int,
    authority: Authority,
    channel: Channel,
    reported_at: datetime,
) -> Road | Denied:
    """Note a report to an authority, in the holder's name; the same tap twice is one report.

    A report may be noted after the case was closed: the law asked for it all the same.
    Raises CareError casework.take_first or alerts.time_future.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    case, holder = kept
    ensure_past(reported_at, now=now)
    known = await queries.list_reports(session, case_id=case_id)
    if not any((one.authority, one.channel) == (authority, channel) and one.entered_at > now - SAME_TAP
               for one in known):  # fmt: skip
        noted = StatutoryReport(
            case_id=case_id, authority=authority, channel=channel, reported_at=reported_at, person_id=holder,
            entered_at=now,
        )  # fmt: skip
        session.add(noted)
        await session.flush()
        fact = CaseFact.POLICE_CALLED if authority is Authority.POLICE else CaseFact.REPORTED
        await telling.note(
            session, now=now, case=case, fact=fact, person_id=holder, happened_at=reported_at,
            subject_id=noted.id,
        )  # fmt: skip
    return await show(session, now, case, holder)


async def open_report(session: AsyncSession, *, now: datetime, actor: Actor, report_id: int) -> bool:
    """Whether the actor may put a number beside this report. Raises CareError casework.take_first."""
    found = await queries.find_report(session, report_id=report_id)
    kept = await open_kept(session, now=now, actor=actor, case_id=found.case_id if found else 0)
    return not isinstance(kept, Denied)


async def note_receipt(
    session: AsyncSession, *, now: datetime, actor: Actor, report_id: int, text: str
) -> Road | Denied:
    """Put the number that came back beside its report.

    Raises CareError casework.receipt_unreadable, casework.receipt_twice (it stands there already) or
    casework.receipt_other (this report has another one, which stays).
    """
    found = await queries.find_report(session, report_id=report_id)
    kept = await open_kept(session, now=now, actor=actor, case_id=found.case_id if found else 0)
    if found is None or isinstance(kept, Denied) or found.taken_back_at is not None:
        return Denied()
    number = clean_receipt(text)
    await ensure_new(session, case_id=found.case_id, number=number)
    if found.receipt is not None:
        raise CareError("casework.receipt_other")
    found.receipt, found.receipt_at = number, now
    session.add(found)
    await session.flush()
    return await show(session, now, *kept)


async def ensure_new(session: AsyncSession, *, case_id: int, number: str) -> None:
    """Raise CareError casework.receipt_twice when the number stands beside a report already."""
    known = await queries.list_reports(session, case_id=case_id)
    if any(one.receipt == number for one in known):
        raise CareError("casework.receipt_twice")
