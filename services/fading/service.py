"""Note which messages name a child, and see that they go from the chat when their time is over."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from sqlalchemy import bindparam
from sqlmodel import col, delete, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import FadingMessage
from models.codes import Fading
from models.upsert import insert_on
from services.fading import queries
from services.fading.rules import FADES_AFTER, again_in
from services.fading.types import NOBODY, Beyond, Due, Ended, Later, Subject

log = structlog.get_logger()

_PLACE = (
    col(FadingMessage.chat_id) == bindparam("in_chat"),
    col(FadingMessage.message_id) == bindparam("at_message"),
)
_WANTED = ("fading", "fades_at", "attempts", "case_id", "child_id", "reminds", "month")
# Built once: whatever is sent or edited asks for one of the two.
_KNOWN = (
    update(FadingMessage)
    .where(*_PLACE)
    .values({name: bindparam(f"to_{name}") for name in _WANTED})
    .returning(col(FadingMessage.id))
    .execution_options(synchronize_session=False)
)
_FORGOTTEN = delete(FadingMessage).where(*_PLACE).execution_options(synchronize_session=False)


async def watch(
    session: AsyncSession,
    *,
    now: datetime,
    chat_id: int,
    message_id: int,
    fading: Fading,
    after: timedelta,
    subject: Subject = NOBODY,
) -> None:
    """Let a message fade `after` this; one that is watched already gets a new time."""
    wanted = _wanted(now=now, fading=fading, after=after, subject=subject)
    place = {"new_chat_id": chat_id, "new_message_id": message_id}
    fresh = _placed(session.get_bind().dialect.name)
    await session.exec(fresh, params=place | {f"new_{name}": value for name, value in wanted.items()})


async def watch_pressed(
    session: AsyncSession, *, now: datetime, chat_id: int, message_id: int, subject: Subject
) -> bool:
    """The same for a pressed card, which mostly is watched already. True: it wasn't."""
    wanted = _wanted(now=now, fading=Fading.BLANKED, after=FADES_AFTER, subject=subject)
    known = {"in_chat": chat_id, "at_message": message_id} | {f"to_{name}": wanted[name] for name in _WANTED}
    if (await session.exec(_KNOWN, params=known)).first() is not None:
        return False
    await watch(
        session, now=now, chat_id=chat_id, message_id=message_id, fading=Fading.BLANKED, after=FADES_AFTER,
        subject=subject,
    )  # fmt: skip
    return True


def _wanted(*, now: datetime, fading: Fading, after: timedelta, subject: Subject) -> dict[str, object]:
    return {
        "fading": fading, "fades_at": now + after, "attempts": 0, "case_id": subject.case_id,
        "child_id": subject.child_id, "reminds": subject.reminds, "month": subject.month,
    }  # fmt: skip


@cache
def _placed(dialect: str) -> Any:
    fresh = insert_on(dialect, FadingMessage).values(
        {name: bindparam(f"new_{name}") for name in ("chat_id", "message_id", *_WANTED)}
    )
    newest = {name: fresh.excluded[name] for name in _WANTED}
    return fresh.on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=newest)


async def forget(session: AsyncSession, *, chat_id: int, message_id: int) -> None:
    """A card names nobody any more: it may stand."""
    await session.exec(_FORGOTTEN, params={"in_chat": chat_id, "at_message": message_id})


async def fade_now(session: AsyncSession, *, now: datetime, chat_id: int) -> None:
    """Let everything in a chat fade at once: its phone is lost."""
    waiting = (col(FadingMessage.chat_id) == chat_id, col(FadingMessage.fades_at) > now)
    await session.exec(update(FadingMessage).where(*waiting).values(fades_at=now))


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> list[Due]:
    """Take up to `limit` messages whose time is over; they come due again when their holder dies."""
    return [_due(row) for row in await queries.claim_due(session, now=now, limit=limit)]


async def note(session: AsyncSession, *, now: datetime, due: Due, ended: Ended) -> None:
    """Write down what became of an attempt, unless the card has changed or the lease was lost since."""
    held = (col(FadingMessage.id) == due.row_id, col(FadingMessage.fades_at) == due.lease_until)
    if isinstance(ended, Later):
        again_at = now + again_in(due.attempts, ended.wait_seconds)
        await session.exec(update(FadingMessage).where(*held).values(fades_at=again_at))
        return
    if isinstance(ended, Beyond):
        log.warning("fading.given_up", chat_id=due.chat_id, code=ended.code)
    await session.exec(delete(FadingMessage).where(*held))


def _due(row: FadingMessage) -> Due:
    subject = Subject(row.case_id, row.child_id, row.reminds, row.month)
    return Due(
        row.id or 0, row.chat_id, row.message_id, row.fading, subject, row.attempts, row.fades_at
    )  # fmt: skip
