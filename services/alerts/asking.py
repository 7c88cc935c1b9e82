"""A child is missing, or was hurt at school: family and village hear of it, once somebody says so.

Its reporter may, and whoever has taken the case. A missing child: they are asked where it is; the question
says that the school hasn't seen the child. A hurt or ill one: they are told where it is, and to come or ring.
Whom, the profile's matrix says (see `neighbours`), and a person has confirmed it. Nothing is said of a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, Notification
from models.case_codes import CaseFact, ChildAt
from models.codes import Notice, Sending
from services.access import queries as children
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ChildRef
from services.alerts import news, reading, telling
from services.alerts.at_home import asked_at_home, tells_home
from services.alerts.doors import is_own, open_held, open_own
from services.alerts.neighbours import Neighbour, list_neighbours
from services.alerts.queries import find_case
from services.alerts.types import HeldCase, ReportedCase
from services.notifications import service as notifications
from services.people.actor import Actor
from services.profile import Profile

ARRIVES = (Sending.QUEUED, Sending.SENDING, Sending.SENT, Sending.UNCERTAIN)


@dataclass(frozen=True)
class HomeOffer:
    """Whom a press would tell. `asked`: who has heard already, and, of a child that was hurt, where it is."""

    case: ReportedCase
    child_name: str
    people: tuple[Neighbour, ...]
    asked: Mapping[int, ChildAt | None]
    is_hurt: bool  # they aren't asked where it is, but told

    def waiting(self, at: ChildAt | None = None) -> tuple[Neighbour, ...]:
        """Whom a press reaches who hasn't heard this yet."""
        return tuple(one for one in self.people if one.has_phone and not self._knows(one, at))

    def _knows(self, one: Neighbour, at: ChildAt | None) -> bool:
        return one.person_id in self.asked and self.asked[one.person_id] is at


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
    people = await list_neighbours(session, now=now, case=case, child=child, profile=profile)
    return HomeOffer(
        await reading.reported(session, case), child.name, people, await _list_asked(session, case),
        is_hurt=tells_home(profile, case.situation),
    )  # fmt: skip


async def ask(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    case_id: int,
    at: ChildAt | None = None,
) -> HeldCase | ReportedCase | Denied:
    """Let everybody know who is to and has a phone here, each once; show the asker their own screen.

    `at`: where a child is that was hurt; once it is elsewhere, they hear it anew.
    """
    opened = await _open(session, now=now, actor=actor, case_id=case_id)
    if isinstance(opened, Denied):
        return opened
    case, asker = opened
    found = await _offer(session, now, profile, case)
    if isinstance(found, Denied) or found.is_hurt is (at is None):
        return Denied()
    waiting = found.waiting(at)
    if waiting:
        fact = CaseFact.HOME_ASKED if at is None else CaseFact.HOME_CALLED
        await telling.note(session, now=now, case=case, fact=fact, person_id=asker)
        await _wait_for_answers(session, now=now, case=case, asker=asker, profile=profile)
    where = {} if at is None else {"at": at, "asker_id": asker}
    again = "" if at is None else f":{at}:{now.isoformat()}"
    for one in waiting:
        await notifications.enqueue(
            session, now=now, kind=Notice.HOME_QUESTION, recipient_id=one.person_id,
            params={"case_id": case_id, "of_village": one.kin is None, **where},
            priority=telling.urgency(case),
            dedup_key=f"home_question:{case_id}:{one.person_id}{again}",
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
    people = (
        await list_neighbours(session, now=now, case=case, child=child, profile=profile)
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
    query = select(Notification).where(
        Notification.case_id == case_id,
        Notification.kind == Notice.HOME_QUESTION,
        col(Notification.sending).in_((Sending.SENDING, Sending.SENT, Sending.UNCERTAIN)),
        col(Notification.recipient_id).in_(person_ids),
    )
    asked = (one.recipient_id for one in await session.exec(query) if "about_id" not in one.params)
    return next(asked, None)


async def was_called(session: AsyncSession, *, case_id: int, person_id: int | None) -> bool:
    """Whether somebody was told where a hurt child is, and not asked where a missing one may be."""
    query = select(Notification).where(
        Notification.case_id == case_id,
        Notification.kind == Notice.HOME_QUESTION,
        Notification.recipient_id == person_id,
    )
    return any(one.params.get("at") for one in await session.exec(query))


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


async def _wait_for_answers(
    session: AsyncSession, *, now: datetime, case: Case, asker: int, profile: Profile
) -> None:
    """Say it when nobody has answered in a while; it is dropped at its sending when somebody has."""
    minutes = profile.home_answer_minutes
    is_hurt = tells_home(profile, case.situation)
    for person_id in {asker, case.taken_by_id} - {None}:
        await notifications.enqueue(
            session, now=now, kind=Notice.HOME_SILENT, recipient_id=person_id or 0,
            params={"case_id": case.id, "minutes": minutes, "is_hurt": is_hurt},
            priority=telling.urgency(case), not_before=now + timedelta(minutes=minutes),
            dedup_key=f"home_silent:{case.id}:{person_id}:{now.isoformat()}",
        )  # fmt: skip


async def _find_child(session: AsyncSession, case: Case) -> ChildRef | None:
    return None if case.child_id is None else await children.find_child(session, child_id=case.child_id)


async def _list_asked(session: AsyncSession, case: Case) -> dict[int, ChildAt | None]:
    query = select(Notification).where(
        Notification.case_id == case.id,
        Notification.kind == Notice.HOME_QUESTION,
        col(Notification.sending).in_(ARRIVES),
    )
    rows = await session.exec(query.order_by(col(Notification.id)))
    return {
        one.recipient_id: ChildAt(at) if (at := one.params.get("at")) else None
        for one in rows
        if "about_id" not in one.params
    }
