"""What this subject tells people unasked, loaded when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent
from models.case_codes import CaseFact
from models.codes import Notice, Role
from services.alerts import exclusions, queries, reading, recipients
from services.alerts.events import count_facts
from services.alerts.rules import find_role
from services.alerts.types import ReportedCase, Standing
from services.cases.siblings import list_linked
from services.duty.knocking import load_ways
from services.duty.types import Knock
from services.notifications.facts import Facts, Loader
from services.people.queries import list_roles
from services.profile import Profile

# What a reporter at home hears: the rest would be a stream of messages that somebody else may read.
TOLD_AT_HOME = frozenset({CaseFact.TAKEN, CaseFact.CLOSED})


@dataclass(frozen=True)
class CaseAlert(Facts):
    """“A case is open”: neither the child nor what happened. `again`: the reader was told before."""

    standing: Standing
    again: bool


@dataclass(frozen=True)
class CaseRefresh(Facts):
    """A copy that stands in a chat, after somebody took the case."""

    standing: Standing


@dataclass(frozen=True)
class CaseScreen(Facts):
    """The reporter's own screen, as it is by now."""

    case: ReportedCase
    profile: Profile


@dataclass(frozen=True)
class CaseStep(Facts):
    """A step that the reporter hears. `role` is the step's; `next_at` is when the next one is told."""

    case_id: int
    number: str
    fact: CaseFact
    role: Role | None
    person: str | None
    at: datetime
    next_at: datetime | None
    is_repeat: bool
    from_home: bool = False
    is_practice: bool = False


@dataclass(frozen=True)
class CaseUnreached(Facts):
    case_id: int
    number: str
    from_home: bool = False


@dataclass(frozen=True)
class CaseLapsing(Facts):
    """To whoever took a case: nothing was heard for a while; `until` is when it goes on without them."""

    case_id: int
    number: str
    until: datetime
    linked: int = 0  # other children of the home whom it is about too


async def load_alert(
    session: AsyncSession,
    *,
    now: datetime,
    recipient_id: int,
    case_id: int,
    level: int,
    again: bool,
    head: bool = False,
) -> CaseAlert | None:
    """None once it is taken, or for somebody who may no longer know; `level` is for the outbox.

    `head`: the reporter wanted the school to know, whoever has taken it meanwhile.
    """
    case = await concerning(session, now=now, recipient_id=recipient_id, case_id=case_id)
    if case is None or not case.is_live or level > case.level:
        return None
    if case.taken_by_id is not None and not head:
        return None
    return CaseAlert(await reading.standing(session, case), again)


async def load_refresh(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int
) -> CaseRefresh | None:
    case = await concerning(session, now=now, recipient_id=recipient_id, case_id=case_id)
    return None if case is None else CaseRefresh(await reading.standing(session, case))


async def load_screen(
    session: AsyncSession, *, now: datetime, profile: Profile, recipient_id: int, case_id: int
) -> CaseScreen | None:
    case = await reported_by(session, now, recipient_id, case_id)
    if case is None or case.from_home:
        return None
    return CaseScreen(await reading.reported(session, case), profile)


async def load_step(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int, event_id: int
) -> CaseStep | None:
    case = await reported_by(session, now, recipient_id, case_id)
    event = (await session.exec(select(CaseEvent).where(CaseEvent.id == event_id))).first()
    if case is None or event is None or (case.from_home and event.fact not in TOLD_AT_HOME):
        return None
    told = (CaseFact.SENT, CaseFact.CLIMBED)
    times = await count_facts(session, case_id=case_id, level=event.level or 0, facts=told)
    return CaseStep(
        case_id=case_id,
        number=case.number,
        fact=event.fact,
        role=find_role(case.ladder, event.level),
        person=await queries.find_name(session, event.person_id),
        at=event.happened_at,
        next_at=await reading.next_step_at(session, case),
        is_repeat=event.fact is CaseFact.CLIMBED and times > 1,
        from_home=case.from_home,
        is_practice=case.is_practice,
    )


async def load_unreached(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int
) -> CaseUnreached | None:
    case = await reported_by(session, now, recipient_id, case_id)
    if case is None or case.taken_by_id is not None:
        return None
    return CaseUnreached(case_id, case.number, case.from_home)


async def load_lapsing(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int
) -> CaseLapsing | None:
    """None when something was heard meanwhile, or somebody else has it."""
    case = await concerning(session, now=now, recipient_id=recipient_id, case_id=case_id)
    if case is None or not case.is_live or case.taken_by_id != recipient_id:
        return None
    if case.asked_at is None or case.escalate_at is None:
        return None
    linked = await list_linked(session, case_id=case_id)
    return CaseLapsing(case_id, case.number, case.escalate_at, len(linked))


async def load_knock(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int
) -> Knock | None:
    """None once somebody has it, or for somebody who may no longer know."""
    case = await concerning(session, now=now, recipient_id=recipient_id, case_id=case_id)
    if case is None or not case.is_live or case.taken_by_id is not None:
        return None
    return await load_ways(session, person_id=recipient_id)


async def concerning(session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int) -> Case | None:
    """The case, if its recipient may know of it at this moment."""
    case = await queries.find_case(session, case_id=case_id)
    roles = await list_roles(session, now=now, person_ids=[recipient_id])
    if case is None:
        return None
    holder = await recipients.find_holder(session, now=now, case=case, person_ids=[recipient_id], roles=roles)
    return case if holder is not None else None


async def reported_by(session: AsyncSession, now: datetime, person_id: int, case_id: int) -> Case | None:
    """The case, if it is this person's own, and nobody reads on the phone who must notice nothing."""
    case = await queries.find_case(session, case_id=case_id)
    if case is None or case.reporter_id != person_id or case.is_silent:
        return None
    return None if await exclusions.is_overlooked(session, now=now, case=case) else case


NOTICES: dict[Notice, Loader] = {
    Notice.CASE_ALERT: load_alert,
    Notice.CASE_REFRESH: load_refresh,
    Notice.CASE_STEP: load_step,
    Notice.CASE_UNREACHED: load_unreached,
    Notice.CASE_LAPSING: load_lapsing,
}
