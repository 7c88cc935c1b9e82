"""What this subject tells people unasked, loaded when it is sent: what is known by then isn't asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Relation, Task
from models.codes import Notice, Outcome, TaskKind
from services.access.queries import find_child
from services.access.rules import Action
from services.access.service import may_hear
from services.access.types import ChildRef
from services.children.queries import list_answering
from services.contacts import queries
from services.notifications.facts import Facts, Loader
from services.people.queries import live


@dataclass(frozen=True)
class CallReminder(Facts):
    """To a parent who is away. `at` is when it is said; `child_sleeps`: it is night at the school.

    `helps`: to somebody at home, who may help the child to call, for a parent's phone turned us away.
    """

    child_id: int
    child_name: str
    month: str
    at: datetime
    child_sleeps: bool
    helps: bool = False


@dataclass(frozen=True)
class LetterReminder(Facts):
    """To a class teacher, who helps the child to write, draw or speak one."""

    child_id: int
    child_name: str
    month: str


@dataclass(frozen=True)
class ContactTold(Facts):
    """To a class teacher: somebody else told what became of the month."""

    child_id: int
    child_name: str
    month: str
    outcome: Outcome
    teller: str


@dataclass(frozen=True)
class SilentMonths(Facts):
    """To a class teacher: nothing was heard for some months, and a task waits."""

    task_id: int
    child_id: int
    child_name: str


@dataclass(frozen=True)
class HomeUnreached(Facts):
    """To a class teacher: a family's phone turned us away, and a task waits."""

    task_id: int
    child_id: int
    child_name: str


async def load_call_reminder(
    session: AsyncSession,
    *,
    now: datetime,
    recipient_id: int,
    child_id: int,
    month: str,
    child_sleeps: bool = False,
    instead: bool = False,
    plan_id: int | None = None,
    revision: int = 0,
) -> CallReminder | None:
    """None when the month is satisfied, its rule was changed, or the parent isn't away or may have none.

    `instead`: of a parent who couldn't be reached; then somebody at home may be asked as well.
    """
    child = await _waiting(session, child_id=child_id, month=month)
    if child is None or await queries.is_outdated(session, plan_id=plan_id, revision=revision):
        return None
    away = await _is_away(session, now=now, person_id=recipient_id, child_id=child_id)
    if not away and not instead:
        return None
    action = Action.TELL_CONTACT if away else Action.SEE_CHILD
    if not await may_hear(session, now=now, person_id=recipient_id, action=action, child=child):
        return None
    return CallReminder(child_id, child.name, month, now, child_sleeps, helps=not away)


async def load_letter_reminder(
    session: AsyncSession,
    *,
    now: datetime,
    recipient_id: int,
    child_id: int,
    month: str,
    plan_id: int | None = None,
    revision: int = 0,
) -> LetterReminder | None:
    """None when the month is satisfied, its rule was changed, or somebody else teaches the class now."""
    child = await _waiting(session, child_id=child_id, month=month)
    if child is None or await queries.is_outdated(session, plan_id=plan_id, revision=revision):
        return None
    if not await _teaches(session, now=now, person_id=recipient_id, child=child):
        return None
    return LetterReminder(child_id, child.name, month)


async def load_contact_told(
    session: AsyncSession, *, now: datetime, recipient_id: int, contact_id: int
) -> ContactTold | None:
    contact, teller = await queries.get_contact(session, contact_id=contact_id)
    child = await find_child(session, child_id=contact.child_id)
    if child is None or not await _teaches(session, now=now, person_id=recipient_id, child=child):
        return None
    return ContactTold(child.child_id, child.name, contact.month, contact.outcome, teller)


async def load_silent_months(
    session: AsyncSession, *, now: datetime, recipient_id: int, child_id: int, month: str
) -> SilentMonths | None:
    """None when the task is done; the `month` is the one in which the silence was noticed."""
    child = await find_child(session, child_id=child_id)
    if child is None or not await _teaches(session, now=now, person_id=recipient_id, child=child):
        return None
    task_id = await _open_task(session, TaskKind.SILENT_MONTHS, child_id=child_id, owner_id=recipient_id)
    return None if task_id is None else SilentMonths(task_id, child_id, child.name)


async def load_home_unreached(
    session: AsyncSession, *, now: datetime, recipient_id: int, child_id: int, month: str
) -> HomeUnreached | None:
    """None when the task is done, or the month was satisfied some other way."""
    child = await _waiting(session, child_id=child_id, month=month)
    if child is None or not await _teaches(session, now=now, person_id=recipient_id, child=child):
        return None
    task_id = await _open_task(session, TaskKind.UNREACHABLE, child_id=child_id, owner_id=recipient_id)
    return None if task_id is None else HomeUnreached(task_id, child_id, child.name)


async def _open_task(session: AsyncSession, kind: TaskKind, *, child_id: int, owner_id: int) -> int | None:
    query = select(Task.id).where(
        Task.kind == kind, Task.child_id == child_id, Task.owner_id == owner_id, col(Task.done_at).is_(None)
    )
    return (await session.exec(query)).first()


async def _waiting(session: AsyncSession, *, child_id: int, month: str) -> ChildRef | None:
    """The child, unless it has left or its month is satisfied."""
    child = await find_child(session, child_id=child_id)
    known = await queries.find_done(session, child_id=child_id, month=month)
    return None if known else child


async def _is_away(session: AsyncSession, *, now: datetime, person_id: int, child_id: int) -> bool:
    """Whether they belong to the child today, and live far from it."""
    found = exists().where(
        col(Relation.child_id) == child_id,
        col(Relation.person_id) == person_id,
        col(Relation.away),
        live(Relation, now),
    )
    return bool((await session.exec(select(found))).one())


async def _teaches(session: AsyncSession, *, now: datetime, person_id: int, child: ChildRef) -> bool:
    return person_id in await list_answering(session, now=now, unit=child.unit)


NOTICES: dict[Notice, Loader] = {
    Notice.CALL_REMINDER: load_call_reminder,
    Notice.LETTER_REMINDER: load_letter_reminder,
    Notice.CONTACT_TOLD: load_contact_told,
    Notice.SILENT_MONTHS: load_silent_months,
    Notice.HOME_UNREACHED: load_home_unreached,
}
