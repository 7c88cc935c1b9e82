"""Somebody of the household reports: in one tap, and on a phone that others read nothing is left of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact
from models.codes import Fading
from services.access import queries as access_queries
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.alerts import exclusions, queries, raising, sending, telling
from services.alerts.rules import plot_course
from services.fading import service as fading
from services.fading.rules import AT_ONCE
from services.people.actor import Actor
from services.people.local_numbers import LocalNumbers, find_local_numbers
from services.profile import Profile
from services.profile.choices import HomeReport


@dataclass(frozen=True)
class Earlier:
    """What the reader said before: when, and whether somebody has it in hand."""

    raised_at: datetime
    is_taken: bool


@dataclass(frozen=True)
class Offer:
    """Whom a report may be about. `is_overlooked`: others of the household read on this phone too."""

    children: tuple[ChildRef, ...]
    is_overlooked: bool
    numbers: Mapping[int, LocalNumbers]  # of each child's school
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Reported:
    """It is stored and sent. `is_silent`: nothing of it may stay or come here."""

    is_silent: bool


async def offer(session: AsyncSession, *, now: datetime, actor: Actor) -> Offer | Denied:
    """Show a family member what can be reported; what they have said before only where nobody looks on."""
    granted = [
        one
        for child in await access_queries.list_of_family(
            session, now=now, person_ids=actor.person_ids, with_frozen=True
        )
        if isinstance(one := await _decide(session, now=now, actor=actor, child_id=child.child_id), Granted)
    ]
    if not granted:
        return Denied()
    overlooked = [await _is_overlooked(session, now=now, granted=one) for one in granted]
    earlier = () if any(overlooked) else await _list_earlier(session, now=now, actor=actor)
    schools = {one.child.unit.school_id for one in granted}
    numbers = {one: await find_local_numbers(session, school_id=one) for one in sorted(schools)}
    return Offer(tuple(one.child for one in granted), any(overlooked), numbers, earlier)


async def report(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    child_id: int,
    code: str,
    wants_word: bool,
) -> Reported | Denied:
    """Store and send at one tap; a second tap on the same thing is the first one.

    The name is for whoever takes it. They hear of it only if they want to, and nobody else reads here.
    """
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    said = next((one for one in profile.from_home if one.code == code), None)
    if isinstance(decision, Denied) or said is None:
        return Denied()
    same = await queries.find_same_tap(
        session, reporter_id=decision.person_id, child_id=child_id, situation=said.situation,
        after=now - timedelta(seconds=profile.draft_seconds),
    )  # fmt: skip
    if same is not None:
        return Reported(same.is_silent)
    is_silent = not wants_word or await _is_overlooked(session, now=now, granted=decision)
    await _send(session, now=now, granted=decision, profile=profile, said=said, is_silent=is_silent)
    return Reported(is_silent)


async def leave_nothing(
    session: AsyncSession, *, now: datetime, chat_id: int, message_ids: Collection[int]
) -> None:
    """Have messages of both sides deleted at once, whatever becomes of us after this commit."""
    for message_id in sorted(set(message_ids) - {0}):
        await fading.watch(
            session, now=now, chat_id=chat_id, message_id=message_id, fading=Fading.REMOVED, after=AT_ONCE
        )


async def _send(
    session: AsyncSession,
    *,
    now: datetime,
    granted: Granted,
    profile: Profile,
    said: HomeReport,
    is_silent: bool,
) -> None:
    course = plot_course(profile, situation=said.situation, involved=said.involved)
    case = await raising.store(
        session, now=now, granted=granted, situation=said.situation, escalate_at=now, involved=said.involved,
        hides_reporter=True, from_home=True, is_silent=is_silent,
    )  # fmt: skip
    await telling.note(session, now=now, case=case, fact=CaseFact.RAISED, person_id=case.reporter_id)
    await sending.send(session, now=now, case=case, course=course, to_reporter=False)
    session.add(case)
    await session.flush()


async def _list_earlier(session: AsyncSession, *, now: datetime, actor: Actor) -> tuple[Earlier, ...]:
    cases = await queries.list_open_of(session, unit_ids=(), person_ids=actor.person_ids)
    shown = [one for one in cases if await _is_shown(session, now=now, case=one)]
    return tuple(Earlier(one.raised_at, one.taken_by_id is not None) for one in shown)


async def _is_shown(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    if not case.from_home or case.is_silent:
        return False
    return not await exclusions.is_overlooked(session, now=now, case=case)


async def _is_overlooked(session: AsyncSession, *, now: datetime, granted: Granted) -> bool:
    return await exclusions.shares_phone(
        session, now=now, child_id=granted.child.child_id, person_id=granted.person_id
    )


async def _decide(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    return await access.decide(
        session, now=now, actor=actor, action=Action.REPORT_FROM_HOME, child_id=child_id
    )
