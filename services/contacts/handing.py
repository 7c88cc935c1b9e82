"""A teacher's phone turned us away: another who answers for the class is told in their place."""

from datetime import datetime
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice, TaskKind
from services.access.queries import find_child
from services.children.queries import list_answering
from services.contacts import queries, tasks
from services.notifications import service as notifications
from services.people.queries import list_open_phones

# What is told of a task is only true for whoever has it.
TASKS = {
    Notice.SILENT_MONTHS: (TaskKind.SILENT_MONTHS, "silent"),
    Notice.HOME_UNREACHED: (TaskKind.UNREACHABLE, "unreachable"),
}

log = structlog.get_logger()


async def hand_on(session: AsyncSession, *, now: datetime, kind: Notice, params: dict[str, Any]) -> None:
    """Tell the class's other teachers, else the school's administrators, whoever wasn't told this month.

    `params` are the notice's own: `child_id`, `month`, and of a plan's its rule.
    """
    child_id, month = params["child_id"], params["month"]
    child = await find_child(session, child_id=child_id)
    if child is None:
        return
    answering = await list_answering(session, now=now, unit=child.unit)
    told = await queries.list_told(session, kind=kind, child_id=child_id, month=month, person_ids=answering)
    for person_id in answering:
        if person_id in told:
            continue
        if kind in TASKS:
            task, key = TASKS[kind]
            await tasks.give(
                session, now=now, kind=task, child_id=child_id, owner_id=person_id,
                key=f"{key}:{child_id}:{month}",
            )  # fmt: skip
        await notifications.enqueue(
            session, now=now, kind=kind, recipient_id=person_id, params=params,
            dedup_key=f"handed:{kind}:{child_id}:{month}:{person_id}",
        )  # fmt: skip
    if not await list_open_phones(session, person_ids=answering):
        log.error("contacts.nobody_at_school", kind=kind)
