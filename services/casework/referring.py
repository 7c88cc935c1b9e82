"""Hand a child's need to another authority, and know what became of it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseReferral
from models.case_codes import Answer, Authority, CaseFact, CaseState, ClockKind
from services.access.service import Denied
from services.alerts import telling
from services.cases import life
from services.cases.rules import asks_at, ensure_may_tell
from services.casework import queries
from services.casework.road import open_kept, show
from services.casework.types import Road
from services.people.actor import Actor


async def refer(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    case_id: int,
    authority: Authority,
    respond_by: datetime,
) -> Road | Denied:
    """Ask an authority to take a need over and answer by then; while it hasn't, no second one is made.

    Raises CareError casework.take_first or casework.over.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied):
        return kept
    case, holder = kept
    ensure_may_tell(case.state, CaseFact.REFERRED, ())
    known = await queries.list_referrals(session, case_id=case_id)
    if not any(one.authority is authority and one.answer is None for one in known):
        referral = CaseReferral(
            case_id=case_id, authority=authority, person_id=holder, made_at=now, respond_by=respond_by
        )
        session.add(referral)
        await session.flush()
        await telling.note(
            session, now=now, case=case, fact=CaseFact.REFERRED, person_id=holder, subject_id=referral.id
        )
        await wait_for(session, now=now, referral=referral)
    return await show(session, now, case, holder)


async def wait_for(session: AsyncSession, *, now: datetime, referral: CaseReferral) -> None:
    """Let its clock run: whoever has the case is asked a day before the answer is due, and when it is."""
    due = max(referral.respond_by, now)
    await life.set_clock(
        session, case_id=referral.case_id, kind=ClockKind.REFERRAL, due=(due,), subject_id=referral.id,
        asks_at=asks_at(due, now=now),
    )  # fmt: skip


async def wait_again(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """What nobody had answered when the case was closed is asked for again."""
    for one in await queries.list_referrals(session, case_id=case.id or 0):
        if one.answer is None:
            await wait_for(session, now=now, referral=one)


async def answer(
    session: AsyncSession, *, now: datetime, actor: Actor, referral_id: int, answer: Answer
) -> Road | Denied:
    """Note what the authority said, or that we take it back; the first answer stays.

    Raises CareError casework.take_first.
    """
    found = await queries.find_referral(session, referral_id=referral_id)
    kept = await open_kept(session, now=now, actor=actor, case_id=found.case_id if found else 0)
    if found is None or isinstance(kept, Denied):
        return Denied()
    case, holder = kept
    if found.answer is None and case.state is not CaseState.CLOSED:
        found.answer, found.answered_at = answer, now
        session.add(found)
        for clock in await life.list_clocks(session, case_id=found.case_id):
            if clock.kind is ClockKind.REFERRAL and clock.subject_id == referral_id:
                await life.end_clock(session, now=now, clock_id=clock.id or 0)
        await telling.note(
            session, now=now, case=case, fact=CaseFact.REFERRAL_ANSWERED, person_id=holder,
            subject_id=referral_id,
        )  # fmt: skip
    return await show(session, now, case, holder)
