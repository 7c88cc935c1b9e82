"""Whoever was asked about a child answers: a fact of the case, which they learn nothing of."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import CaseFact, ChildAt
from models.codes import Notice
from services.access import queries as children
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.alerts import asking, exclusions, news, queries, telling
from services.alerts.events import list_events, list_facts
from services.alerts.rules import FROM_HOME, WHERE_IT_IS, WHO_COMES
from services.notifications.facts import Facts, Loader
from services.people.actor import Actor


@dataclass(frozen=True)
class HomeQuestion(Facts):
    """“The school hasn't seen the child; is it with you?” `ask_id` leads the answer back."""

    ask_id: int
    child_name: str
    class_name: str
    school_name: str
    of_village: bool


@dataclass(frozen=True)
class HomeCall(Facts):
    """“The child needs a doctor and is here; please come, or ring.” `ring` None: ring the school."""

    ask_id: int
    child_name: str
    school_name: str
    at: ChildAt
    ring: str | None


@dataclass(frozen=True)
class OtherSideCall(Facts):
    """“Something happened among pupils; please ring.” Of their own child, and of no other."""

    child_name: str
    school_name: str
    ring: str | None


@dataclass(frozen=True)
class HomeSilence(Facts):
    """Nobody has answered within `minutes`: it is time to ring; for a missing child, to call the police."""

    case_id: int
    number: str
    minutes: int
    is_hurt: bool


async def answer(
    session: AsyncSession, *, now: datetime, actor: Actor, ask_id: int, fact: CaseFact
) -> CaseFact | Denied:
    """Note the answer, tell the reporter and whoever has the case; the same one again is the first one."""
    opened = await open_asked(session, now=now, actor=actor, ask_id=ask_id)
    if isinstance(opened, Denied):
        return opened
    case, person = opened
    called = await asking.was_called(session, case_id=ask_id, person_id=person)
    if fact not in (WHO_COMES if called else WHERE_IT_IS):
        return Denied()
    events = await list_events(session, case_id=ask_id)
    mine = [one.fact for one in events if one.person_id == person and one.fact in FROM_HOME]
    if case.is_live and mine[-1:] != [fact]:
        await telling.note(session, now=now, case=case, fact=fact, person_id=person, to_reporter=True)
        await news.tell_holder(session, now=now, case=case)
    return fact


async def open_asked(
    session: AsyncSession, *, now: datetime, actor: Actor, ask_id: int
) -> tuple[Case, int] | Denied:
    """The case for whoever was asked, its row locked, and in whose name; they learn nothing of it."""
    person = await asking.was_asked(session, case_id=ask_id, person_ids=actor.person_ids)
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.ANSWER_HOME, subject="question", subject_id=ask_id,
        found=access.as_(Standing.OWNER, person),
    )  # fmt: skip
    case = await queries.find_case(session, case_id=ask_id, lock=True)
    return Denied() if case is None or isinstance(decided, Denied) else (case, decided)


async def load_question(
    session: AsyncSession,
    *,
    now: datetime,
    recipient_id: int,
    case_id: int,
    of_village: bool,
    at: str | None = None,
    asker_id: int | None = None,
    about_id: int | None = None,
) -> HomeQuestion | HomeCall | OtherSideCall | None:
    """None once a missing child is found or the case is over, and for whoever may not see the child now."""
    case = await queries.find_case(session, case_id=case_id)
    if case is None or not case.is_live or case.child_id is None:
        return None
    if about_id is not None:
        return await _other_side(
            session, now=now, recipient_id=recipient_id, case=case, about_id=about_id, asker_id=asker_id
        )
    known = await list_facts(session, case_id=case_id)
    child = await children.find_child(session, child_id=case.child_id)
    is_found = at is None and bool(known & {CaseFact.HOME_HAS, CaseFact.CHILD_SAFE})
    if child is None or is_found:
        return None
    if not await access.may_hear(
        session, now=now, person_id=recipient_id, action=Action.SEE_CHILD, child=child
    ):
        return None
    if at is None:
        return HomeQuestion(case_id, child.name, child.unit.class_name, child.unit.school_name, of_village)
    is_hidden = case.hides_reporter and asker_id == case.reporter_id
    ring = None if is_hidden else await queries.find_name(session, asker_id)
    return HomeCall(case_id, child.name, child.unit.school_name, ChildAt(at), ring)


async def _other_side(
    session: AsyncSession, *, now: datetime, recipient_id: int, case: Case, about_id: int,
    asker_id: int | None,
) -> OtherSideCall | None:  # fmt: skip
    """None for whoever was left out of the case meanwhile."""
    child = await children.find_child(session, child_id=about_id)
    if child is None or recipient_id in await exclusions.list_excluded(session, now=now, case=case):
        return None
    if not await access.may_hear(
        session, now=now, person_id=recipient_id, action=Action.SEE_CHILD, child=child
    ):
        return None
    return OtherSideCall(child.name, child.unit.school_name, await queries.find_name(session, asker_id))


async def load_silence(
    session: AsyncSession, *, now: datetime, recipient_id: int, case_id: int, minutes: int, is_hurt: bool
) -> HomeSilence | None:
    """None once anybody has answered, or the case is over, or somebody else has it."""
    case = await queries.find_case(session, case_id=case_id)
    if case is None or not case.is_live or recipient_id not in (case.reporter_id, case.taken_by_id):
        return None
    known = await list_facts(session, case_id=case_id)
    answered = FROM_HOME if is_hurt else FROM_HOME | {CaseFact.CHILD_SAFE}
    return None if known & answered else HomeSilence(case_id, case.number, minutes, is_hurt)


NOTICES: dict[Notice, Loader] = {
    Notice.HOME_QUESTION: load_question,
    Notice.HOME_SILENT: load_silence,
}
