"""What the reporter tells of the police, and whether the head hears of it: facts that wait for nobody."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact, CaseState, Channel
from models.codes import Role
from services.access.service import Denied
from services.alerts import calls, exclusions, news, reading, telling
from services.alerts.doors import open_own
from services.alerts.events import is_head_told, list_events, list_work
from services.alerts.moments import ensure_past, is_same_tap
from services.alerts.rules import ask_after, may_tell_head
from services.alerts.safety import SAFETY
from services.alerts.types import ReportedCase
from services.people.actor import Actor
from services.profile import Profile

TOLD_BY_REPORTER = frozenset(
    {
        CaseFact.POLICE_CALLED,
        CaseFact.POLICE_SILENT,
        CaseFact.CANNOT_SPEAK,
        CaseFact.GOING_TO_STATION,
        CaseFact.OTHERS_CALLED,
    }
)


async def open_report(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> ReportedCase | Denied:
    """Show a case to whoever raised it."""
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    return case if isinstance(case, Denied) else await reading.reported(session, case)


async def tell_police_fact(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    case_id: int,
    fact: CaseFact,
    happened_at: datetime,
    channel: Channel = Channel.PHONE,
) -> ReportedCase | Denied:
    """Note what became of calling the police; the same tap within a minute is one fact.

    That somebody else is said to have called is hearsay: it waits, and is asked about again.
    Raises CareError alerts.time_future.
    """
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or fact not in TOLD_BY_REPORTER:
        return Denied()
    ensure_past(happened_at, now=now)
    if not await _is_same_tap(session, now=now, case=case, fact=fact):
        reporter, report_id = case.reporter_id, None
        if fact is CaseFact.POLICE_CALLED:
            report_id = await calls.keep_report(
                session, now=now, case=case, person_id=reporter, called_at=happened_at, channel=channel
            )
        await telling.note(
            session, now=now, case=case, fact=fact, person_id=reporter, happened_at=happened_at,
            subject_id=report_id,
        )  # fmt: skip
    return await reading.reported(session, case)


async def tell_safety(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, fact: CaseFact
) -> ReportedCase | Denied:
    """Note whether the child is safe now, by its reporter's word, and point whoever has the case to it.

    The same tap within a minute is one fact, unless another answer came between.
    """
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or fact not in SAFETY or case.state is CaseState.DRAFT:
        return Denied()
    events = await list_events(session, case_id=case.id)
    newest = [one for one in events if one.fact in SAFETY and one.child_id is None][-1:]
    if not is_same_tap(((one.fact, one.entered_at) for one in newest), fact, now=now):
        await telling.note(session, now=now, case=case, fact=fact, person_id=case.reporter_id)
        await news.tell_holder(session, now=now, case=case)
        await _hasten(session, now=now, case=case)
    return await reading.reported(session, case)


async def _hasten(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """A holder who could be silent for a day, or a week, is asked soon when the child isn't safe."""
    if case.taken_by_id is None or case.asked_at is not None or case.escalate_at is None:
        return
    soon = now + ask_after(case.ladder, await list_work(session, case_id=case.id))
    case.escalate_at = min(case.escalate_at, soon)
    session.add(case)


async def tell_head(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int
) -> ReportedCase | Denied:
    """Tell the school's administrators too, once the reporter agrees and only where the profile lets it."""
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or not case.is_live or not _may_tell_head(case, profile):
        return Denied()
    if not await is_head_told(session, case_id=case.id):
        heads = await exclusions.admit_administrators(session, now=now, case=case)
        if heads:
            await telling.note(
                session, now=now, case=case, fact=CaseFact.HEAD_TOLD, person_id=case.reporter_id
            )
            await telling.alert(session, now=now, case=case, person_ids=heads, head=True)
            await telling.knock_on(session, now=now, case=case, roles={Role.ADMINISTRATOR})
    return await reading.reported(session, case)


async def hide_name(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, is_hidden: bool
) -> ReportedCase | Denied:
    """Keep the reporter's name for whoever takes the case, or for everybody on the ladder.

    Whoever has read it already can't forget it; what stands open in their chats is covered.
    """
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied):
        return case
    if case.hides_reporter is not is_hidden:
        case.hides_reporter = is_hidden
        session.add(case)
        await session.flush()
        if is_hidden:
            await telling.cover_copies(session, now=now, case=case)
    return await reading.reported(session, case)


def _may_tell_head(case: Case, profile: Profile) -> bool:
    return may_tell_head(profile, case.involved, case.named_before)


async def _is_same_tap(session: AsyncSession, *, now: datetime, case: Case, fact: CaseFact) -> bool:
    events = await list_events(session, case_id=case.id)
    return is_same_tap(((event.fact, event.entered_at) for event in events), fact, now=now)
