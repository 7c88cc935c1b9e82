"""Ask, answer and withdraw, per child and purpose; and whether a purpose is open at this moment.

A parent answers, or whoever the law made guardian; from an age of the profile the child is asked as well, by
whoever keeps its file at school. Answers are appended: the newest counts, the others stay as proof.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Consent
from services.access import queries as access_queries
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.access.types import ChildRef
from services.consents import queries, rules
from services.consents.rules import Voice
from services.consents.types import Purposes, State
from services.errors import CareError
from services.people.actor import Actor
from services.profile import Profile, Purpose
from services.wallclock import find_zone, local


async def is_open(
    session: AsyncSession, *, now: datetime, profile: Profile, child_id: int, purpose: str
) -> bool:
    """Answer the one question that is asked whenever something optional is about to be done or said.

    A purpose that isn't the profile's, or a child who isn't there, opens nothing; a duty is never closed.
    """
    child = await access_queries.find_child(session, child_id=child_id)
    found = next((one for one in profile.purposes if one.code == purpose), None)
    if child is None or found is None:
        return False
    if found.basis == "duty":
        return True
    deciders = await queries.list_deciders(session, now=now, child_id=child_id)
    answers = await queries.list_answers(session, child_id=child_id, purposes=[purpose])
    return _standing(found, answers, deciders, readers=(), asks_child=_asks(found, child, now)).is_open


async def list_purposes(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, child_id: int
) -> Purposes | Denied:
    """How the optional purposes of a child stand, for somebody who may see the child."""
    decision = await access.decide(session, now=now, actor=actor, action=Action.SEE_CHILD, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    child = decision.child
    deciders = await queries.list_deciders(session, now=now, child_id=child_id)
    answers = await queries.list_answers(session, child_id=child_id)
    standings = tuple(
        _standing(one, answers, deciders, readers=actor.person_ids, asks_child=_asks(one, child, now))
        for one in profile.purposes
        if one.basis == "consent"
    )
    may_record = await access.may(session, now=now, actor=actor, action=Action.CORRECT_CHILD, child=child)
    return Purposes(child, standings, _speaker(actor, deciders) is not None, may_record)


async def answer(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    child_id: int,
    purpose: str,
    granted: bool,
) -> Purposes | Denied:
    """Say yes or no, each in one tap; somebody whose word doesn't count changes nothing and is told so.

    Raises CareError consents.gone.
    """
    asked = _optional(profile, purpose)
    seen = await list_purposes(session, now=now, actor=actor, profile=profile, child_id=child_id)
    if isinstance(seen, Denied):
        return seen
    deciders = await queries.list_deciders(session, now=now, child_id=child_id)
    speaker = _speaker(actor, deciders)
    await access.settle(
        session, now=now, actor=actor, action=Action.ANSWER_PURPOSE, subject="child", subject_id=child_id,
        found=access.as_(Standing.DECIDER, speaker),
    )  # fmt: skip
    standing = seen.standing(purpose)
    if speaker is not None and standing is not None and standing.mine is not granted:
        await _append(session, now=now, person_id=speaker, child_id=child_id, asked=asked, granted=granted)
    return await list_purposes(session, now=now, actor=actor, profile=profile, child_id=child_id)


async def record_child(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    child_id: int,
    purpose: str,
    granted: bool,
) -> Purposes | Denied:
    """Write down what a child said who is old enough to be asked. Raises CareError consents.gone, .young."""
    asked = _optional(profile, purpose)
    door = await access.decide(session, now=now, actor=actor, action=Action.CORRECT_CHILD, child_id=child_id)
    if isinstance(door, Denied):
        return door
    if not _asks(asked, door.child, now):
        raise CareError("consents.young")
    await _append(
        session, now=now, person_id=door.person_id, child_id=child_id, asked=asked, granted=granted,
        by_child=True,
    )  # fmt: skip
    await access.settle(
        session, now=now, actor=actor, action=Action.RECORD_CHILD, subject="child", subject_id=child_id,
        found=access.as_(Standing.DECIDER, door.person_id),
    )  # fmt: skip
    return await list_purposes(session, now=now, actor=actor, profile=profile, child_id=child_id)


def _standing(
    purpose: Purpose,
    answers: Sequence[Consent],
    deciders: dict[int, bool],
    *,
    readers: Sequence[int],
    asks_child: bool,
) -> State:
    about = [one for one in answers if one.purpose == purpose.code]
    present = [one for one in about if one.version == purpose.version]
    child = [one.granted for one in present if one.by_child]
    newest = {one.person_id: one.granted for one in present if not one.by_child}
    voices = [Voice(one, newest[one], barred) for one, barred in deciders.items() if one in newest]
    mine = next((voice.granted for voice in voices if voice.person_id in readers), None)
    child_says = child[-1] if child else None
    return State(
        code=purpose.code,
        is_open=rules.is_open(voices, asks_child=asks_child, child_says=child_says),
        mine=mine,
        others_refuse=any(not voice.granted and voice.person_id not in readers for voice in voices),
        has_lapsed=mine is None and any(one.person_id in readers and not one.by_child for one in about),
        asks_child=asks_child,
        child_says=child_says,
    )


def _speaker(actor: Actor, deciders: dict[int, bool]) -> int | None:
    """In whose name the actor answers for the child."""
    return next((one for one in actor.person_ids if deciders.get(one) is False), None)


def _asks(purpose: Purpose, child: ChildRef, now: datetime) -> bool:
    years = purpose.asks_child_from
    return years is not None and rules.has_turned(child.born_on, years, today=_today(child, now))


def _today(child: ChildRef, now: datetime) -> date:
    return local(now, find_zone(child.unit.timezone)).date()


def _optional(profile: Profile, code: str) -> Purpose:
    found = next((one for one in profile.purposes if one.code == code and one.basis == "consent"), None)
    if found is None:
        raise CareError("consents.gone")
    return found


async def _append(
    session: AsyncSession,
    *,
    now: datetime,
    person_id: int,
    child_id: int,
    asked: Purpose,
    granted: bool,
    by_child: bool = False,
) -> None:
    said = Consent(
        person_id=person_id, child_id=child_id, purpose=asked.code, version=asked.version, granted=granted,
        by_child=by_child, answered_at=now,
    )  # fmt: skip
    session.add(said)
    await session.flush()
