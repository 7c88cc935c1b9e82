"""Claim what is due, many rows at a time: the planner's speed is decided here."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CTE, Select, bindparam, case
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Contact, Person, Plan, Relation, Task, Unit
from models.codes import Outcome, TaskKind
from models.upsert import insert_into
from services.people.queries import live
from services.reminders.planning import Verdict
from services.reminders.types import DuePlan

DONE = (Outcome.CALLED, Outcome.LETTER)


# Without the second half SQLite would step over every plan at rest: an index holds its NULLs first.
EARLIEST = select(func.min(Plan.next_due_at)).where(col(Plan.next_due_at).is_not(None))


async def next_due_at(session: AsyncSession) -> datetime | None:
    """The earliest date of any plan: one step into the index, however many children there are."""
    return (await session.exec(EARLIEST)).one()


NEVER = datetime(9999, 1, 1, tzinfo=UTC)
OF_PLAN: tuple[Any, ...] = (
    Plan.id, Plan.kind, Plan.revision, Plan.next_due_at, Plan.child_id, Plan.relation_id, Plan.rule,
    Plan.promised_at, Plan.due_on,
)  # fmt: skip


def due_plans(*, now: datetime, limit: int) -> Select[Any]:
    """The next due plans, locked, with what their dates depend on."""
    due = (
        select_columns(*OF_PLAN)
        .where(col(Plan.next_due_at) <= now)
        .order_by(col(Plan.next_due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return _with_ground(due, now=now)


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> list[DuePlan]:
    """Lock up to `limit` due plans until this transaction ends; another planner takes the ones after them."""
    rows = await (await session.connection()).execute(due_plans(now=now, limit=limit))
    return [DuePlan(*row) for row in rows]


async def list_plans(
    session: AsyncSession, *, now: datetime, child_id: int, with_spent: bool = False
) -> list[DuePlan]:
    """The plans of a child that are due at some time, not locked.

    `with_spent`: also those whose own rule has no date left; they are due in a year that never comes.
    """
    await session.flush()
    is_due = col(Plan.next_due_at).is_not(None)
    wanted = is_due | col(Plan.rule).is_not(None) if with_spent else is_due
    due_at = func.coalesce(col(Plan.next_due_at), NEVER).label("next_due_at")
    columns = [due_at if one is Plan.next_due_at else one for one in OF_PLAN]
    mine = select_columns(*columns).where(col(Plan.child_id) == child_id, wanted)
    rows = await (await session.connection()).execute(_with_ground(mine.cte("due"), now=now))
    return sorted((DuePlan(*row) for row in rows), key=lambda plan: plan.plan_id)


def _with_ground(due: CTE, *, now: datetime) -> Select[Any]:
    """Add to the plans in `due` the child, the school and the parent on whom their dates depend."""
    school = aliased(Unit)
    parent = aliased(Relation)
    anybody_away = exists().where(col(parent.child_id) == due.c.child_id, col(parent.away), live(parent, now))
    is_live = col(Child.left_at).is_(None) & (
        (due.c.relation_id.is_(None) & anybody_away) | (col(Relation.away) & live(Relation, now))
    )
    asked: tuple[Any, ...] = (
        *due.c, Child.boards, Child.reach, Child.registered_at, Child.class_id, school.id, school.timezone,
        Relation.person_id, Person.timezone, Person.evening, Person.shift, case((is_live, True), else_=False),
    )  # fmt: skip
    return (
        select_columns(*asked)
        .join(Child, col(Child.id) == due.c.child_id)
        .join(Unit, col(Unit.id) == col(Child.class_id))
        .join(school, col(school.id) == col(Unit.parent_id))
        .outerjoin(Relation, col(Relation.id) == due.c.relation_id)
        .outerjoin(Person, col(Person.id) == col(Relation.person_id))
    )


async def settle(session: AsyncSession, verdicts: Sequence[Verdict]) -> None:
    """Write the next dates; a plan that was only laid out may fire from now on, by the rule it had."""
    change = (
        update(Plan)
        .where(col(Plan.id) == bindparam("plan_id"))
        .values(
            next_due_at=bindparam("due"),
            due_on=bindparam("day"),
            promised_at=None,
            revision=case((col(Plan.revision) == 0, 1), else_=func.abs(col(Plan.revision))),
        )
    )
    rows = [
        {"plan_id": one.plan_id, "due": one.next_due_at, "day": one.moment.day if one.moment else None}
        for one in verdicts
    ]
    await (await session.connection()).execute(change, rows)


async def list_months_told(
    session: AsyncSession, *, child_ids: Collection[int], months: Collection[str]
) -> set[tuple[int, str]]:
    """Which of these children had a call or a letter in which of these months."""
    rows = await session.exec(
        select(Contact.child_id, Contact.month).where(
            col(Contact.child_id).in_(child_ids),
            col(Contact.month).in_(months),
            col(Contact.outcome).in_(DONE),
        )
    )
    return set(rows)


async def add_tasks(session: AsyncSession, *, now: datetime, tasks: Sequence[dict[str, Any]]) -> None:
    """Give out tasks; who still has an open one for that child's silence isn't given a second."""
    rows = await session.exec(
        select(Task.child_id, Task.owner_id).where(
            Task.kind == TaskKind.SILENT_MONTHS,
            col(Task.done_at).is_(None),
            col(Task.child_id).in_({task["child_id"] for task in tasks}),
        )
    )
    standing = set(rows)
    fresh = [
        {**task, "kind": TaskKind.SILENT_MONTHS, "created_at": now}
        for task in tasks
        if (task["child_id"], task["owner_id"]) not in standing
    ]
    if fresh:
        statement = insert_into(session, Task).on_conflict_do_nothing(index_elements=["dedup_key"])
        await (await session.connection()).execute(statement, fresh)
