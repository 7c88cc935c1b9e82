"""A child, or a whole class, goes to another class of the school: the list changes, the file stays.

Whoever taught only the old class sees nothing from then on; what waited for them about the child waits for
the new class's teachers.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, exists, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, FamilyWords, Notification, Task
from models.codes import Notice, Sending
from models.upsert import insert_into
from services.access import queries as access_queries
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ChildRef, ClassRef
from services.children.queries import list_class_staff
from services.errors import CareError
from services.notifications.service import Say, enqueue_many
from services.people.actor import Actor

TO_TEACHERS = (Notice.LETTER_REMINDER, Notice.SILENT_MONTHS, Notice.HOME_UNREACHED)


@dataclass(frozen=True)
class Ways:
    """The other classes of the school; `child` None: the whole class would go."""

    unit: ClassRef
    classes: tuple[ClassRef, ...]
    child: ChildRef | None = None


@dataclass(frozen=True)
class Going:
    """How many would go, and how many are there already."""

    unit: ClassRef
    to: ClassRef
    count: int
    there: int


@dataclass(frozen=True)
class Moved:
    """Who went: `count` children, or the one. A second press moves nobody."""

    unit: ClassRef
    to: ClassRef
    count: int
    child: ChildRef | None = None


async def list_ways(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Ways | Denied:
    decision = await access.decide(session, now=now, actor=actor, action=Action.MOVE_CLASS, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    unit = decision.child.unit
    return Ways(unit, await _others(session, unit), decision.child)


async def list_class_ways(
    session: AsyncSession, *, now: datetime, actor: Actor, class_id: int
) -> Ways | Denied:
    decision = await access.decide_class(
        session, now=now, actor=actor, action=Action.MOVE_CLASS, class_id=class_id
    )
    if isinstance(decision, Denied):
        return decision
    return Ways(decision.unit, await _others(session, decision.unit))


async def move(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, to_id: int
) -> Moved | Denied:
    """Put one child on another class's list. Raises CareError moving.gone."""
    ways = await list_ways(session, now=now, actor=actor, child_id=child_id)
    if isinstance(ways, Denied) or ways.child is None:
        return Denied()
    if ways.unit.class_id == to_id:
        return Moved(ways.unit, ways.unit, 0, ways.child)
    to = _chosen(ways, to_id)
    await put(
        session, now=now, school_id=to.school_id, at=ways.unit.class_id, to=to.class_id, child_ids=[child_id]
    )
    return Moved(ways.unit, to, 1, ways.child)


async def count_class(
    session: AsyncSession, *, now: datetime, actor: Actor, class_id: int, to_id: int
) -> Going | Denied:
    """Before a whole class goes: how many that are. Raises CareError moving.gone."""
    ways = await list_class_ways(session, now=now, actor=actor, class_id=class_id)
    if isinstance(ways, Denied):
        return ways
    to = _chosen(ways, to_id)
    here = await access_queries.list_of_class(session, class_id=class_id)
    there = await access_queries.list_of_class(session, class_id=to_id)
    return Going(ways.unit, to, len(here), len(there))


async def move_class(
    session: AsyncSession, *, now: datetime, actor: Actor, class_id: int, to_id: int, count: int
) -> Moved | Going | Denied:
    """Put everybody on another class's list; if they are no longer `count`, it is asked once more.

    Raises CareError moving.gone.
    """
    going = await count_class(session, now=now, actor=actor, class_id=class_id, to_id=to_id)
    if isinstance(going, Denied):
        return going
    if going.count not in (0, count):
        return going
    here = await access_queries.list_of_class(session, class_id=class_id)
    child_ids = [one.child_id for one in here]
    await put(
        session,
        now=now,
        school_id=going.to.school_id,
        at=going.unit.class_id,
        to=going.to.class_id,
        child_ids=child_ids,
    )
    return Moved(going.unit, going.to, len(child_ids))


async def _others(session: AsyncSession, unit: ClassRef) -> tuple[ClassRef, ...]:
    classes = await access_queries.list_classes(session, school_ids=frozenset({unit.school_id}))
    return tuple(one for one in classes if one.class_id != unit.class_id)


def _chosen(ways: Ways, to_id: int) -> ClassRef:
    """A class of the same school; a forged or a very old button leads nowhere."""
    found = next((one for one in ways.classes if one.class_id == to_id), None)
    if found is None:
        raise CareError("moving.gone")
    return found


async def put(
    session: AsyncSession, *, now: datetime, school_id: int, at: int, to: int, child_ids: Sequence[int]
) -> None:
    """Take these children from the class `at` to the class `to`; whoever calls has asked at the door."""
    here = (col(Child.id).in_(child_ids), col(Child.class_id) == at)
    await session.exec(update(Child).where(*here).values(class_id=to))
    staff = await list_class_staff(session, now=now, classes={at: school_id, to: school_id})
    fresh = [one for one in staff[to] if one not in staff[at]]
    leaving = [one for one in staff[at] if one not in staff[to]]
    if leaving and staff[to]:
        await _hand_tasks(session, now=now, child_ids=child_ids, leaving=leaving, fresh=fresh)
        await _hand_notices(session, now=now, child_ids=child_ids, leaving=leaving, fresh=fresh)


async def _hand_tasks(
    session: AsyncSession,
    *,
    now: datetime,
    child_ids: Collection[int],
    leaving: Collection[int],
    fresh: Collection[int],
) -> None:
    """What waits for an answer is the new class's; words of danger stay with whoever answers for safety."""
    danger = exists().where(col(FamilyWords.id) == col(Task.words_id), col(FamilyWords.danger))
    waiting = (
        col(Task.child_id).in_(child_ids), col(Task.owner_id).in_(leaving), col(Task.done_at).is_(None),
        ~danger,
    )  # fmt: skip
    tasks = (await session.exec(select(Task).where(*waiting).order_by(col(Task.id)))).all()
    rows = {
        (task.kind, task.child_id, task.words_id, owner_id): {
            "kind": task.kind, "child_id": task.child_id, "words_id": task.words_id, "owner_id": owner_id,
            "dedup_key": f"moved:{task.id}:{owner_id}", "created_at": task.created_at,
        }
        for task in tasks
        for owner_id in fresh
    }  # fmt: skip
    await session.exec(update(Task).where(*waiting).values(done_at=now))
    if rows:
        statement = insert_into(session, Task).on_conflict_do_nothing(index_elements=["dedup_key"])
        await (await session.connection()).execute(statement, list(rows.values()))
    says = [
        Say(Notice.FAMILY_WORDS, owner_id, {"words_id": words_id}, now, f"moved:words:{words_id}:{owner_id}")
        for _, _, words_id, owner_id in rows
        if words_id is not None
    ]
    await enqueue_many(session, now=now, says=says)


async def _hand_notices(
    session: AsyncSession,
    *,
    now: datetime,
    child_ids: Collection[int],
    leaving: Collection[int],
    fresh: Collection[int],
) -> None:
    """What the old teachers would have been told: at its sending it is theirs no more, and dies by itself."""
    rows = await session.exec(
        select(Notification).where(
            col(Notification.recipient_id).in_(leaving), col(Notification.kind).in_(TO_TEACHERS),
            Notification.sending == Sending.QUEUED,
        )
    )  # fmt: skip
    says = [
        Say(
            row.kind, person_id, row.params, max(row.not_before, now),
            f"moved:{row.kind}:{row.params['child_id']}:{row.params['month']}:{person_id}",
        )
        for row in rows
        if row.params["child_id"] in child_ids
        for person_id in fresh
    ]  # fmt: skip
    await enqueue_many(session, now=now, says=says)
