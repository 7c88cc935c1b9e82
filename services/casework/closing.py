"""The end of a case: one person holds it for done, a second one agrees, and its reporter may reopen it.

Until the second one agrees, the first may take it back.
"""

from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact, CaseOutcome, CaseState, CaseWords
from models.codes import Notice
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import blanking, escalation, lapsing, reading, reporting, sending, telling
from services.alerts.doors import open_held, open_own
from services.alerts.events import list_facts, list_words
from services.alerts.queries import find_case
from services.alerts.types import ReportedCase
from services.casework import queries, referring
from services.casework.road import open_kept, show
from services.casework.rules import ensure_safe, ensure_told
from services.casework.seconds import find_seconds
from services.casework.types import Road
from services.errors import CareError
from services.notifications import service as notifications
from services.people.actor import Actor

log = structlog.get_logger()


async def ask(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, outcome: CaseOutcome
) -> Road | Denied:
    """Hold a case for done, and ask a second person; a second press asks nobody anew.

    Raises CareError casework.take_first, unsafe, siblings_unanswered, report_first or no_second.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    case, holder = kept
    if case.is_live and case.closing_by_id is None:
        await _ensure_done(session, case)
        found = await find_seconds(session, now=now, case=case, first=holder)
        if found is None:
            raise CareError("casework.no_second")
        level, seconds = found
        case.level = max(case.level, level)  # the case comes to whoever is asked
        case.outcome, case.closing_by_id = outcome, holder
        await telling.note(
            session, now=now, case=case, fact=CaseFact.CLOSE_ASKED, person_id=holder, level=case.level
        )  # fmt: skip
        for person_id in seconds:
            await _say(session, now=now, case_id=case_id, person_id=person_id)
    return await show(session, now, case, holder)


async def pass_on(session: AsyncSession, *, now: datetime, case_id: int, person_id: int) -> None:
    """A second person can't be told: the next one is asked, if nobody else has the question.

    Where there is nobody, the question's clock rings. Told to whoever has the case, it lets them go.
    """
    case = await find_case(session, case_id=case_id, lock=True)
    if case is None or not case.is_live:
        return
    if case.closing_by_id is None:
        await lapsing.let_go(session, now=now, case_id=case_id, person_id=person_id)
        return
    found = await find_seconds(session, now=now, case=case, first=case.closing_by_id, but=person_id)
    if found is None:
        log.error("casework.no_second", case_id=case_id)
        return
    level, seconds = found
    if await queries.was_asked_to_close(session, case_id=case_id, person_ids=seconds):
        return
    case.level = max(case.level, level)
    session.add(case)
    for second in seconds:
        await _say(session, now=now, case_id=case_id, person_id=second)


async def agree(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Road | Denied:
    """Close a case that another person holds for done; of two at once the second gets the same answer.

    Raises CareError casework.other_person, unsafe, siblings_unanswered or report_first.
    """
    opened = await _open_as_second(session, now=now, actor=actor, case_id=case_id)
    if isinstance(opened, Denied):
        return opened
    case, second = opened
    if case.is_live and case.closing_by_id is not None:
        await _ensure_done(session, case)
        case.escalate_at, case.asked_at, case.closed_at = None, None, now
        await telling.note(
            session, now=now, case=case, fact=CaseFact.CLOSED, person_id=second, to_reporter=True
        )  # fmt: skip
        await telling.refresh_copies(session, now=now, case=case)
    return await show(session, now, case, second)


async def refuse(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Road | Denied:
    """It isn't done yet: whoever has taken it goes on. Raises CareError casework.other_person."""
    opened = await _open_as_second(session, now=now, actor=actor, case_id=case_id)
    if isinstance(opened, Denied):
        return opened
    case, second = opened
    if case.is_live and case.closing_by_id is not None:
        first, case.closing_by_id, case.outcome = case.closing_by_id, None, None
        await telling.note(session, now=now, case=case, fact=CaseFact.CLOSE_REFUSED, person_id=second)
        await _say(session, now=now, case_id=case_id, person_id=first)
    return await show(session, now, case, second)


async def take_back(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Road | Denied:
    """Whoever holds it for done doesn't after all, while nobody has agreed: nobody is asked any more.

    Raises CareError casework.take_first.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    case, holder = kept
    if case.is_live and case.closing_by_id == holder:
        case.closing_by_id, case.outcome = None, None
        await telling.note(session, now=now, case=case, fact=CaseFact.CLOSE_REFUSED, person_id=holder)
        asked = await queries.unask_seconds(session, now=now, case_id=case_id)
        await blanking.blank_copies(session, now=now, case=case, person_ids=asked)
    return await show(session, now, case, holder)


async def reopen(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> ReportedCase | Denied:
    """Its reporter is still worried: the ladder begins anew, at its first step, and nobody has it."""
    case = await open_own(session, now=now, actor=actor, case_id=case_id)
    if isinstance(case, Denied) or case.is_practice:
        return Denied()
    if case.state is CaseState.CLOSED:
        case.taken_by_id, case.taken_at, case.closed_at = None, None, None
        case.closing_by_id, case.outcome, case.releasing_by_id = None, None, None
        case.sent_at = now
        if case.released_at is not None:  # what is written from now on has a key of its own
            case.released_keys = [*case.released_keys, case.key_name or ""]
            case.key_name, case.released_at = None, None
        await telling.note(session, now=now, case=case, fact=CaseFact.REOPENED, person_id=case.reporter_id)
        await escalation.begin_anew(session, now=now, case=case)
        await sending.spread(session, now=now, case=case)
        session.add(case)
        await session.flush()
        await telling.reopen_copies(session, now=now, case=case)
        await referring.wait_again(session, now=now, case=case)
    return await reading.reported(session, case)


async def tell_safety(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, fact: CaseFact
) -> ReportedCase | Denied:
    """Note whether the child is safe, by its reporter's word; one that isn't opens a closed case again."""
    if fact is CaseFact.CHILD_UNSAFE:
        await reopen(session, now=now, actor=actor, case_id=case_id)
    return await reporting.tell_safety(session, now=now, actor=actor, case_id=case_id, fact=fact)


async def _ensure_done(session: AsyncSession, case: Case) -> None:
    """Asked of both: what the first one knew may have been taken back since."""
    facts = await list_facts(session, case_id=case.id)
    words = await list_words(session, case_id=case.id)
    reason = await queries.has_words(session, case_id=case.id or 0, kind=CaseWords.NOT_REQUIRED)
    ensure_safe(words)
    ensure_told(facts, has_reason=reason)


async def _open_as_second(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> tuple[Case, int] | Denied:
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.CLOSE_CASE)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    if opened[0].is_live and opened[0].closing_by_id in actor.person_ids:
        raise CareError("casework.other_person")
    return opened


async def _say(session: AsyncSession, *, now: datetime, case_id: int, person_id: int) -> None:
    await notifications.enqueue(
        session, now=now, kind=Notice.CASE_CLOSING, recipient_id=person_id, params={"case_id": case_id},
        dedup_key=f"case_closing:{case_id}:{person_id}:{now.isoformat()}",
    )  # fmt: skip
