"""What waits for somebody at school, and that it was done."""

from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task
from models.codes import TaskKind
from models.upsert import insert_into
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied, Granted
from services.contacts.types import Finished, OpenTask
from services.people.actor import Actor


async def give(
    session: AsyncSession, *, now: datetime, kind: TaskKind, child_id: int, owner_id: int, key: str
) -> None:
    """Give somebody a task about a child; with the same `key` only once to each."""
    task = {
        "kind": kind, "child_id": child_id, "owner_id": owner_id, "dedup_key": f"{key}:{owner_id}",
        "created_at": now,
    }  # fmt: skip
    fresh = insert_into(session, Task).on_conflict_do_nothing(index_elements=["dedup_key"])
    await session.exec(fresh.values(**task))


async def list_open(session: AsyncSession, *, now: datetime, actor: Actor) -> list[OpenTask]:
    """The actor's open tasks, oldest first; those about a child who is theirs no more are left out.

    Of a child who has left, what its family wrote still waits for an answer, without the child's name.
    """
    rows = await session.exec(
        select(Task)
        .where(col(Task.owner_id).in_(actor.person_ids), col(Task.done_at).is_(None))
        .order_by(col(Task.id))
    )
    found = []
    for task in rows.all() if actor.is_staff else ():
        child = await _open_child(session, now=now, actor=actor, task=task)
        if isinstance(child, Denied):
            continue
        name = child.child.name if child and child.child.left_at is None else None
        found.append(OpenTask(task.id or 0, task.kind, task.child_id, name, task.created_at, task.words_id))
    return found


async def finish(session: AsyncSession, *, now: datetime, actor: Actor, task_id: int) -> Finished | Denied:
    """Mark a task of the actor's as done; a second press changes nothing and gets the same answer."""
    mine = (col(Task.id) == task_id, col(Task.owner_id).in_(actor.person_ids))
    owned = (await session.exec(select(Task.owner_id).where(*mine))).first()
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.FINISH_TASK, subject="task", subject_id=task_id,
        found=access.as_(Standing.OWNER, owned),
    )  # fmt: skip
    if isinstance(decided, Denied):
        return decided
    await session.exec(
        update(Task).where(*mine, col(Task.done_at).is_(None)).values(done_at=now, done_by_id=owned)
    )
    return Finished(task_id)


async def _open_child(
    session: AsyncSession, *, now: datetime, actor: Actor, task: Task
) -> Granted | Denied | None:
    if task.child_id is None:
        return None
    door = await _see(session, now=now, actor=actor, child_id=task.child_id)
    if isinstance(door, Denied) and task.words_id is not None:
        return await _see(session, now=now, actor=actor, child_id=task.child_id, is_gone=True)
    return door


async def _see(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, is_gone: bool = False
) -> Granted | Denied:
    return await access.decide(
        session, now=now, actor=actor, action=Action.SEE_CHILD, child_id=child_id, is_gone=is_gone
    )
