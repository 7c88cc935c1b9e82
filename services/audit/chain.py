"""Seal the audit, and find out whether what was sealed is still what it was.

Entries are appended without a digest and sealed some seconds later, in one place: so nobody who writes waits
for the end of a chain (decision 0013).
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, update
from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import AuditEntry
from services.audit.rules import START, Link, next_link

BATCH = 1000

_SEAL = (
    update(AuditEntry)
    .where(col(AuditEntry.id) == bindparam("of"))
    .values(place=bindparam("at_place"), digest=bindparam("with_digest"))
)


class Wrong(StrEnum):
    """How a chain can be broken."""

    ALTERED = "altered"  # a sealed entry isn't what it was
    MISSING = "missing"  # a sealed entry is gone
    CUT_OFF = "cut_off"  # it ends before what was told elsewhere
    REWRITTEN = "rewritten"  # sound in itself, but not what was told elsewhere


@dataclass(frozen=True)
class Verdict:
    """`sealed` links are sound; `wrong` at `place` (entry `entry_id`, if it is there) when that isn't all."""

    sealed: int
    waiting: int
    wrong: Wrong | None = None
    place: int = 0
    entry_id: int | None = None


async def has_unsealed(session: AsyncSession) -> bool:
    return bool((await session.exec(select(exists().where(col(AuditEntry.digest).is_(None))))).one())


async def seal(session: AsyncSession, *, limit: int = BATCH) -> int:
    """Bind the oldest entries that aren't yet to the chain; return how many.

    Two workers at once take turns: the second waits for the rows of the first and finds them sealed.
    """
    unsealed = select(AuditEntry).where(col(AuditEntry.digest).is_(None)).order_by(col(AuditEntry.id))
    rows = list(await session.exec(unsealed.limit(limit).with_for_update()))
    link, links = await find_head(session), []
    for row in rows:
        link = next_link(link, row)
        links.append({"of": row.id, "at_place": link.place, "with_digest": link.digest})
    if links:
        await (await session.connection()).execute(_SEAL, links)
    return len(links)


async def last_at(session: AsyncSession) -> datetime | None:
    """When something was done last, by the clock of whoever did it."""
    newest = select(AuditEntry.at).order_by(col(AuditEntry.id).desc()).limit(1)
    return (await session.exec(newest)).first()


async def find_head(session: AsyncSession) -> Link:
    """How far the chain has come; place 0 where nothing is sealed."""
    last = select(AuditEntry.place, AuditEntry.digest).where(col(AuditEntry.place).is_not(None))
    found = (await session.exec(last.order_by(col(AuditEntry.place).desc()).limit(1))).first()
    return Link(found[0] or 0, found[1] or "") if found else START


async def verify(session: AsyncSession, *, told: Sequence[Link] = ()) -> Verdict:
    """Walk the whole chain and name the first entry that isn't what it was.

    `told`: what somebody elsewhere was told of it; only that can show that an owner of the database has
    written the chain anew.
    """
    waiting = (await session.exec(select(func.count()).where(col(AuditEntry.digest).is_(None)))).one()
    elsewhere = {one.place: one.digest for one in told}
    link = START
    async for entry in _walk(session):
        if entry.place != link.place + 1:
            return Verdict(link.place, waiting, Wrong.MISSING, link.place + 1)
        expected = next_link(link, entry)
        if entry.digest != expected.digest:
            return Verdict(link.place, waiting, Wrong.ALTERED, expected.place, entry.id)
        if elsewhere.get(expected.place, expected.digest) != expected.digest:
            return Verdict(link.place, waiting, Wrong.REWRITTEN, expected.place, entry.id)
        link = expected
    beyond = min((place for place in elsewhere if place > link.place), default=None)
    if beyond is not None:
        return Verdict(link.place, waiting, Wrong.CUT_OFF, link.place + 1)
    return Verdict(link.place, waiting)


async def _walk(session: AsyncSession) -> AsyncIterator[AuditEntry]:
    """All sealed entries by their place, a batch in memory at a time."""
    after = 0
    while True:
        batch = select(AuditEntry).where(col(AuditEntry.place) > after).order_by(col(AuditEntry.place))
        rows = list(await session.exec(batch.limit(BATCH)))
        for row in rows:
            yield row
        if not rows:
            return
        after = rows[-1].place or 0
        session.expunge_all()
