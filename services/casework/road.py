"""Open a case's road and tell how far it has come: whoever has taken the case does, the others look on."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent
from models.case_codes import CaseFact, CaseState
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import kin, reading, telling
from services.alerts.doors import open_held
from services.alerts.events import holding_in, list_events
from services.alerts.moments import ensure_past, is_same_tap
from services.alerts.queries import find_name
from services.alerts.rules import A_FEW_MINUTES
from services.alerts.safety import SAFETY
from services.alerts.types import Fact
from services.cases.history import in_force, since_opened
from services.cases.life import list_clocks, list_history
from services.cases.rules import ensure_may_tell
from services.casework import at_home, queries
from services.casework.rules import AMENDABLE, BY_HAND, steps_of
from services.casework.types import Amendable, Closing, Due, Passed, Release, Road, TakenBack, Told
from services.errors import CareError
from services.people.actor import Actor


async def open_road(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Road | Denied:
    """Show how far a case has come to anybody whom it has come to."""
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.KEEP_CASE)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    return await show(session, now, *opened)


async def tell(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    case_id: int,
    fact: CaseFact,
    happened_at: datetime | None = None,
) -> Road | Denied:
    """Note what became of the case; the same tap twice is one fact.

    Raises CareError casework.take_first, casework.over, casework.too_soon or alerts.time_future.
    """
    kept = await open_kept(session, now=now, actor=actor, case_id=case_id)
    if isinstance(kept, Denied) or fact not in BY_HAND:
        return Denied()
    case, holder = kept
    ensure_past(happened_at or now, now=now)
    events = await list_events(session, case_id=case_id)
    if not is_same_tap(((one.fact, one.entered_at) for one in events), fact, now=now):
        ensure_may_tell(case.state, fact, holding_in(events, reporter=case.reporter_id))
        await telling.note(
            session, now=now, case=case, fact=fact, person_id=holder, happened_at=happened_at
        )  # fmt: skip
    return await show(session, now, case, holder)


async def open_kept(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    case_id: int,
    action: Action = Action.KEEP_CASE,
) -> tuple[Case, int] | Denied:
    """Open the case to whoever has taken it, its row locked; a drill has no road.

    Raises CareError casework.take_first.
    """
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=action)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    case, holder = opened
    if case.taken_by_id != holder and case.state is not CaseState.CLOSED:
        raise CareError("casework.take_first")
    return opened


async def show(session: AsyncSession, now: datetime, case: Case, viewer: int) -> Road:
    case_id = case.id or 0
    history = await list_history(session, case_id=case_id)
    events = in_force(history)
    noted = await amendable(session, case) if case.taken_by_id == viewer and case.is_live else []
    clocks = await list_clocks(session, case_id=case_id)
    return Road(
        standing=await reading.standing(session, case),
        situation=case.situation,
        steps=steps_of(case.state, holding_in(events, reporter=case.reporter_id)),
        facts=tuple(Fact(one.fact, one.happened_at, one.entered_at) for one in events if _is_shown(one)),
        dues=tuple(Due(one.kind, one.first_due_at, one.first_due_at <= now) for one in clocks),
        reports=tuple(
            [
                Told(one.id or 0, one.authority, one.channel, one.reported_at, one.receipt)
                for one in await queries.list_reports(session, case_id=case_id)
            ]
        ),
        referrals=tuple(
            [
                Passed(one.id or 0, one.authority, one.respond_by, one.answer)
                for one in await queries.list_referrals(session, case_id=case_id)
            ]
        ),
        closing=await _closing(session, case, viewer),
        release=await _release(session, case, viewer),
        outcome=case.outcome,
        words=await queries.count_entries(session, case_id=case_id),
        is_mine=case.taken_by_id == viewer and case.is_live,
        taken_back=_taken_back(history),
        newest=_newest(noted, now=now),
        has_amendable=bool(noted),
        at_home=await at_home.count(session, now=now, case=case),
        kin=await kin.look(session, now=now, case=case, viewer=viewer),
    )


def _is_shown(event: CaseEvent) -> bool:
    """What is said of another child of the home stands beside that child."""
    return event.child_id is None or event.fact not in SAFETY


async def amendable(session: AsyncSession, case: Case) -> list[Amendable]:
    """What can be amended, the oldest first."""
    events = since_opened(await list_events(session, case_id=case.id))
    reports = {one.id: one for one in await queries.list_reports(session, case_id=case.id or 0)}
    found = []
    for one in events:
        if one.fact in AMENDABLE:
            report = reports.get(one.subject_id) if one.fact is not CaseFact.REFERRAL_ANSWERED else None
            found.append(
                Amendable(
                    one.id or 0, one.fact, one.happened_at, one.entered_at,
                    report.authority if report else None, report.receipt if report else None,
                )
            )  # fmt: skip
    return found


def _taken_back(history: Sequence[CaseEvent]) -> tuple[TakenBack, ...]:
    """Since the case was opened last."""
    known = {one.id: one for one in history}
    return tuple(
        TakenBack(known[one.amends_id].fact, one.mistake, one.entered_at)
        for one in since_opened(history)
        if one.fact is CaseFact.TAKEN_BACK and one.mistake is not None
    )


def _newest(noted: Sequence[Amendable], *, now: datetime) -> Amendable | None:
    """What was entered just now, with the time of the press."""
    by_press = [one for one in noted if one.at == one.entered_at > now - A_FEW_MINUTES]
    newest = max(by_press, key=lambda one: one.event_id, default=None)
    return None if newest is None or newest.fact is CaseFact.REFERRAL_ANSWERED else newest


async def _closing(session: AsyncSession, case: Case, viewer: int) -> Closing | None:
    if case.closing_by_id is None or case.outcome is None or not case.is_live:
        return None
    first = await queries.list_on_phone_of(session, person_id=case.closing_by_id)
    name = await find_name(session, case.closing_by_id) or ""
    return Closing(case.outcome, name, viewer not in first)


async def _release(session: AsyncSession, case: Case, viewer: int) -> Release | None:
    if case.state is not CaseState.CLOSED or case.key_name is None:
        return None
    asked = case.releasing_by_id
    first = set() if asked is None else await queries.list_on_phone_of(session, person_id=asked)
    is_open = case.released_at is None
    return Release(
        asked_by=await find_name(session, asked),
        may_ask=is_open and asked is None,
        may_answer=is_open and asked is not None and viewer not in first,
        released_at=case.released_at,
    )
