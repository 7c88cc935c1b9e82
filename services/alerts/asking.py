"""A child is missing: home, parents and village are asked where it is, once somebody says so.

Its reporter may, and whoever has taken the case.

Whom the profile's matrix lets know now, after a person has confirmed it. Never somebody whom an answer to
“who may be involved” left out for more than living in the household, never while that question has no answer,
never who may not see the child (barred, or in a dispute), and nobody who shares a phone with one of these.
The question says that the school hasn't seen the child, and nothing of a case.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, Notification, Person, Relation
from models.case_codes import CaseFact
from models.codes import Kin, Notice, Role, Sending
from services.access import queries as children
from services.access.rules import Action
from services.access.service import Denied, may_hear
from services.access.types import ChildRef
from services.alerts import exclusions, news, reading, telling
from services.alerts.doors import is_own, open_held, open_own
from services.alerts.queries import find_case
from services.alerts.rules import asked_at_home
from services.alerts.types import HeldCase, ReportedCase
from services.notifications import service as notifications
from services.people.actor import Actor
from services.people.queries import list_holders, live
from services.profile import Adult, Profile
from services.reaching.queries import list_reached
from services.reaching.types import Way

ANSWER_WITHIN = timedelta(minutes=10)
ARRIVES = (Sending.QUEUED, Sending.SENDING, Sending.SENT, Sending.UNCERTAIN)


@dataclass(frozen=True)
class Neighbour:
    """Somebody who may know where the child is; `kin` None: of the village. Without a phone: to be rung."""

    person_id: int
    name: str
    kin: Kin | None
    has_phone: bool
    numbers: tuple[Way, ...] = ()


@dataclass(frozen=True)
class HomeOffer:
    """Whom a press would ask; `asked`: whom one has asked already."""

    case: ReportedCase
    child_name: str
    people: tuple[Neighbour, ...]
    asked: frozenset[int]


async def offer(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int
) -> HomeOffer | Denied:
    """Show whom a press would ask."""
    opened = await _open(session, now=now, actor=actor, case_id=case_id)
    return opened if isinstance(opened, Denied) else await _offer(session, now, profile, opened[0])


async def _offer(session: AsyncSession, now: datetime, profile: Profile, case: Case) -> HomeOffer | Denied:
    child = await _find_child(session, case)
    adults = asked_at_home(profile, case.situation, case.involved, case.named_before)
    if child is None or not adults or not case.is_live:
        return Denied()
    people = await _list_people(session, now=now, case=case, child=child, profile=profile, adults=adults)
    asked = await _list_asked(session, case)
    return HomeOffer(await reading.reported(session, case), child.name, people, asked)


async def ask(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int
) -> HeldCase | ReportedCase | Denied:
    """Ask everybody who is to be asked and has a phone here, each once; show the asker their own screen."""
    opened = await _open(session, now=now, actor=actor, case_id=case_id)
    if isinstance(opened, Denied):
        return opened
    case, asker = opened
    found = await _offer(session, now, profile, case)
    if isinstance(found, Denied):
        return found
    waiting = [one for one in found.people if one.has_phone and one.person_id not in found.asked]
    if waiting:
        await telling.note(session, now=now, case=case, fact=CaseFact.HOME_ASKED, person_id=asker)
        await _wait_for_answers(session, now=now, case=case, asker=asker)
    for one in waiting:
        await notifications.enqueue(
            session, now=now, kind=Notice.HOME_QUESTION, recipient_id=one.person_id,
            params={"case_id": case_id, "of_village": one.kin is None}, priority=telling.urgency(case),
            dedup_key=f"home_question:{case_id}:{one.person_id}",
        )  # fmt: skip
    if await is_own(session, actor=actor, case_id=case_id):
        return await reading.reported(session, case)
    return await reading.held(session, case, now=now, viewer=asker)


async def note_unreached(session: AsyncSession, *, now: datetime, case_id: int, person_id: int) -> None:
    """Somebody's phone takes no message: whoever asked, and whoever has the case, must ring instead."""
    case = await find_case(session, case_id=case_id, lock=True)
    if case is None or not case.is_live:
        return
    await telling.note(
        session, now=now, case=case, fact=CaseFact.HOME_UNREACHED, person_id=person_id, to_reporter=True
    )
    await news.tell_holder(session, now=now, case=case)


async def withdraw(session: AsyncSession, *, now: datetime, case: Case, profile: Profile) -> None:
    """Drop what still waits to be asked when another answer leaves it to a person, or to the police."""
    child = await _find_child(session, case)
    adults = asked_at_home(profile, case.situation, case.involved, case.named_before)
    people = (
        await _list_people(session, now=now, case=case, child=child, profile=profile, adults=adults)
        if child is not None
        else ()
    )
    await session.exec(
        update(Notification)
        .where(
            col(Notification.case_id) == case.id,
            col(Notification.kind) == Notice.HOME_QUESTION,
            col(Notification.sending) == Sending.QUEUED,
            col(Notification.recipient_id).not_in([one.person_id for one in people]),
        )
        .values(sending=Sending.SUPERSEDED, settled_at=now)
    )


async def was_asked(session: AsyncSession, *, case_id: int, person_ids: tuple[int, ...]) -> int | None:
    """Which of the people on a phone this case's question has come to."""
    query = select(Notification.recipient_id).where(
        Notification.case_id == case_id,
        Notification.kind == Notice.HOME_QUESTION,
        col(Notification.sending).in_((Sending.SENDING, Sending.SENT, Sending.UNCERTAIN)),
        col(Notification.recipient_id).in_(person_ids),
    )
    return (await session.exec(query)).first()


async def _open(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int
) -> tuple[Case, int] | Denied:
    """The case to its reporter, or to whoever has taken it, and in whose name."""
    if await is_own(session, actor=actor, case_id=case_id):
        case = await open_own(session, now=now, actor=actor, case_id=case_id)
        return case if isinstance(case, Denied) else (case, case.reporter_id)
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.TELL_CASE)
    if isinstance(opened, Denied) or opened[0].taken_by_id != opened[1]:
        return Denied()
    return opened


async def _wait_for_answers(session: AsyncSession, *, now: datetime, case: Case, asker: int) -> None:
    """Say it when nobody has answered in a while; it is dropped at its sending when somebody has."""
    for person_id in {asker, case.taken_by_id} - {None}:
        await notifications.enqueue(
            session, now=now, kind=Notice.HOME_SILENT, recipient_id=person_id or 0,
            params={"case_id": case.id}, priority=telling.urgency(case), not_before=now + ANSWER_WITHIN,
            dedup_key=f"home_silent:{case.id}:{person_id}:{now.isoformat()}",
        )  # fmt: skip


async def _find_child(session: AsyncSession, case: Case) -> ChildRef | None:
    return None if case.child_id is None else await children.find_child(session, child_id=case.child_id)


async def _list_asked(session: AsyncSession, case: Case) -> frozenset[int]:
    query = select(Notification.recipient_id).where(
        Notification.case_id == case.id,
        Notification.kind == Notice.HOME_QUESTION,
        col(Notification.sending).in_(ARRIVES),
    )
    return frozenset(await session.exec(query))


async def _list_people(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    child: ChildRef,
    profile: Profile,
    adults: frozenset[Adult],
) -> tuple[Neighbour, ...]:
    kin = await _list_kin(session, now=now, child_id=child.child_id)
    wanted = {one: of for one, of in kin.items() if _adult(of) in adults}
    if Adult.VILLAGE in adults and child.village_id is not None:
        directors = await list_holders(session, now=now, role=Role.VILLAGE_DIRECTOR, unit_id=child.village_id)
        household = await exclusions.list_excluded(session, now=now, case=case)
        wanted |= {one: None for one in directors if one not in household | set(kin)}
    unasked = await exclusions.with_shared_phones(session, set(kin) - set(wanted))
    left_out = await _left_out(session, now=now, case=case, profile=profile)
    left_out |= unasked | {case.reporter_id}
    allowed = [
        one
        for one in wanted
        if one not in left_out
        and await may_hear(session, now=now, person_id=one, action=Action.SEE_CHILD, child=child)
    ]
    rows = await session.exec(
        select(Person, Account)
        .join(Account, col(Account.id) == col(Person.account_id), isouter=True)
        .where(col(Person.id).in_(allowed))
        .order_by(col(Person.id))
    )
    reached = await list_reached(session, now=now, child_id=child.child_id)
    numbers = {one.person_id: one.phones for one in reached}
    return tuple(
        Neighbour(
            person.id or 0, person.name, wanted[person.id or 0],
            has_phone=account is not None and account.unreachable_at is None,
            numbers=numbers.get(person.id, ()),
        )
        for person, account in rows
    )  # fmt: skip


async def _list_kin(session: AsyncSession, *, now: datetime, child_id: int) -> dict[int, Kin | None]:
    rows = await session.exec(
        select(Relation).where(
            Relation.child_id == child_id, live(Relation, now), col(Relation.person_id).is_not(None)
        )
    )
    return {one.person_id or 0: one.kin for one in rows}


def _adult(kin: Kin | None) -> Adult:
    return Adult.CARER if kin is Kin.CARER else Adult.PARENT


async def _left_out(session: AsyncSession, *, now: datetime, case: Case, profile: Profile) -> set[int]:
    """Who is left out for more than living in the household: any answer may have pointed at the school."""
    answers = [one for one in (case.involved, *case.named_before) if one is not None]
    if any("school_staff" in profile.group(one).excludes for one in answers):
        return await exclusions.list_school_staff(session, now=now, case=case)
    return set()
