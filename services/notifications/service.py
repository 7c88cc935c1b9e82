"""Say something later: a row in the same commit as the fact it reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Notification
from models.codes import Notice, Priority, Sending
from models.upsert import insert_into

SPOKEN = "notifications.spoken"


@dataclass(frozen=True)
class Say:
    """One notice to queue, not before its time."""

    kind: Notice
    recipient_id: int
    params: dict[str, Any]
    not_before: datetime
    dedup_key: str | None = None
    priority: Priority = Priority.NORMAL


async def enqueue(
    session: AsyncSession,
    *,
    now: datetime,
    kind: Notice,
    recipient_id: int,
    params: dict[str, Any],
    priority: Priority = Priority.NORMAL,
    not_before: datetime | None = None,
    dedup_key: str | None = None,
) -> None:
    """Queue one notification; a `dedup_key` that is already there makes this a no-op.

    `params` hold ids and codes only: words are made when it is sent, in the reader's language.
    """
    say = Say(kind, recipient_id, params, not_before or now, dedup_key, priority)
    await enqueue_many(session, now=now, says=[say])


async def enqueue_many(session: AsyncSession, *, now: datetime, says: Sequence[Say]) -> None:
    """Queue a whole batch at once, with the same regard for what is there already."""
    if not says:
        return
    await session.flush()  # the connection below doesn't flush by itself what a notice refers to
    statement = insert_into(session, Notification).on_conflict_do_nothing(index_elements=["dedup_key"])
    rows = [_row(say, now) for say in says]
    await (await session.connection()).execute(statement, rows)
    session.info[SPOKEN] = True


def has_spoken(session: AsyncSession) -> bool:
    """Whether this transaction queued anything: then the dispatcher is woken after its commit."""
    return SPOKEN in session.info


def _row(say: Say, now: datetime) -> dict[str, Any]:
    return {
        "kind": say.kind,
        "priority": int(say.priority),
        "recipient_id": say.recipient_id,
        "params": say.params,
        "dedup_key": say.dedup_key,
        "case_id": say.params.get("case_id"),
        "sending": Sending.QUEUED,
        "not_before": say.not_before,
        "wanted_at": say.not_before,
        "attempts": 0,
        "fence": 0,
        "created_at": now,
    }
