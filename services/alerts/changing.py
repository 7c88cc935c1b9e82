"""Another answer to “who may be involved”, from the reporter, before somebody has the case and afterwards.

An answer leaves people out; it never lets anybody in.

wider      somebody isn't left out yet whom the new answer leaves out: at once they hear nothing more, what
           stands in their chats is blanked, whoever of them had the case holds it no longer, the ladder
           begins where the new answer says, and that the head may know, if it was agreed, is void.
narrower   only a word to whoever has the case, who reads both answers. Whoever was left out stays left out,
           the ladder stays, and at home the strictest of all answers holds. To let somebody in is for a
           person: the holder, by telling them.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact, CaseState, ClockKind, Involved
from services.access.service import Denied
from services.alerts import asking, blanking, exclusions, news, reading, sending, telling
from services.alerts.doors import open_own
from services.alerts.rules import Course, plot_course
from services.alerts.types import ReportedCase
from services.cases import life
from services.people.actor import Actor
from services.profile import Profile


async def change_involved(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int, involved: Involved
) -> ReportedCase | Denied:
    """Put another answer in the place of the one given; the same one, or after the end, changes nothing."""
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or case.involved is None or case.state is CaseState.DRAFT:
        return Denied()
    if case.is_live and case.involved is not involved:
        case.named_before = [one for one in (*case.named_before, case.involved) if one != involved]
        case.involved = involved
        session.add(case)
        await telling.note(
            session, now=now, case=case, fact=CaseFact.INVOLVED_CHANGED, person_id=case.reporter_id
        )
        course = plot_course(profile, situation=case.situation, involved=involved)
        await _leave_out(session, now=now, case=case, course=course)
        await asking.withdraw(session, now=now, case=case, profile=profile)
        await news.tell_holder(session, now=now, case=case)
    return await reading.reported(session, case)


async def reroute(session: AsyncSession, *, now: datetime, case: Case, course: Course) -> None:
    """Leave out who turns out to be involved, and begin anew where the ladder should have begun.

    Whoever is left out now and had taken the case no longer holds it; anybody else goes on with it.
    """
    holder, case.taken_by_id = case.taken_by_id, None
    await _undo_closing(session, now=now, case=case)
    held_until = case.escalate_at
    await sending.send(session, now=now, case=case, course=course, to_reporter=False)
    if holder is not None and holder not in await exclusions.list_excluded(session, now=now, case=case):
        case.taken_by_id, case.escalate_at = holder, held_until  # its silence goes on as it was
    else:
        case.taken_at = None
    session.add(case)
    await session.flush()


async def _undo_closing(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Whoever held it for done may be the one left out now: it is asked anew."""
    case.closing_by_id, case.outcome = None, None
    for clock in await life.list_clocks(session, case_id=case.id or 0):
        if clock.kind is ClockKind.CLOSING:
            await life.end_clock(session, now=now, clock_id=clock.id or 0)


async def _leave_out(session: AsyncSession, *, now: datetime, case: Case, course: Course) -> None:
    before = await exclusions.list_excluded(session, now=now, case=case)
    await exclusions.exclude(session, now=now, case=case, groups=course.excludes)
    newly = await exclusions.list_excluded(session, now=now, case=case) - before
    if not newly:
        return
    await telling.note(session, now=now, case=case, fact=CaseFact.REROUTED)
    await blanking.blank_copies(session, now=now, case=case, person_ids=newly)
    await reroute(session, now=now, case=case, course=course)
