"""A PIN before narratives, exports and exclusion lists: asked of staff, never of a family, never of help.

Compare outside the transaction (`digests.fits` takes a tenth of a second), then settle the try in it:

    known = await queries.find_known(reading, actor=actor)
    fits = await digests.fits(known.digest, typed)
    tried = await settle(session, now=now, actor=actor, known=known, fits=fits)
"""

from datetime import datetime
from typing import Any

from sqlalchemy import case
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Person, Pin
from models.upsert import insert_into
from services.access import service as access
from services.access.rules import Action, Standing
from services.audit import service as audit
from services.people.actor import Actor
from services.pins import queries
from services.pins.rules import IDLE, MOST_TRIES
from services.pins.types import Closed, Known, Locked, NotSet, Tried, Unlocked, Why, WrongPin

_QUIET: dict[str, Any] = {"synchronize_session": False}


async def keep_open(session: AsyncSession, *, now: datetime, actor: Actor) -> Closed | None:
    """Say why a narrative stays shut on this phone; None while it is open, and then for a while longer.

    Whoever has no role at any school is never asked: the door decides about them.
    """
    if not actor.is_staff:
        return None
    until = now + IDLE
    later = case((col(Pin.open_until) > until, col(Pin.open_until)), else_=until)  # presses may overtake
    kept = await session.exec(
        update(Pin)
        .where(col(Pin.account_id) == actor.account_id, _is_free(), col(Pin.open_until) > now)
        .values(open_until=later)
        .returning(col(Pin.account_id))
        .execution_options(**_QUIET)
    )
    if kept.first() is not None:
        return None
    why = await queries.find_why(session, now=now, account_id=actor.account_id)
    return Closed(why or Why.SHUT)


async def settle(
    session: AsyncSession, *, now: datetime, actor: Actor, known: Known | None, fits: bool
) -> Tried:
    """Count a try that was compared with `known`, once and in the order of the commits.

    What was locked, reset or changed since counts nothing: the answer says how it stands.
    """
    tried = await _settle(session, now=now, actor=actor, known=known, fits=fits)
    await _record(session, now=now, actor=actor, action=Action.TRY_PIN, allowed=isinstance(tried, Unlocked))
    return tried


async def _settle(
    session: AsyncSession, *, now: datetime, actor: Actor, known: Known | None, fits: bool
) -> Tried:
    if known is None:
        return NotSet()
    tries = col(Pin.tries) + 1
    wrong = {"tries": tries, "locked_at": case((tries >= MOST_TRIES, now), else_=None), "open_until": None}
    right = {"tries": 0, "open_until": now + IDLE}
    counted = await session.exec(
        update(Pin)
        .where(col(Pin.account_id) == actor.account_id, _is_free(), col(Pin.set_at) == known.set_at)
        .values(**(right if fits else wrong))
        .returning(col(Pin.tries))
        .execution_options(**_QUIET)
    )
    made = counted.scalars().first()
    if made is None:
        why = await queries.find_why(session, now=now, account_id=actor.account_id)
        return Locked() if why is Why.LOCKED else NotSet()
    if fits:
        return Unlocked(known.set_at)
    return WrongPin(MOST_TRIES - made) if made < MOST_TRIES else Locked()


async def choose(
    session: AsyncSession, *, now: datetime, actor: Actor, digest: str, instead_of: datetime | None
) -> bool:
    """Set this phone's first PIN, or change the one set at `instead_of`; False when another is there.

    A new PIN is open at once: it was typed twice a moment ago.
    """
    allowed = actor.is_staff and actor.account_id is not None
    fresh = {"digest": digest, "tries": 0, "open_until": now + IDLE, "set_at": now}
    if allowed and instead_of is None:
        row = {"account_id": actor.account_id, **fresh}
        insert = insert_into(session, Pin).values(**row).on_conflict_do_nothing()
        won = await (await session.connection()).execute(insert.returning(col(Pin.account_id)))
        allowed = won.first() is not None
    elif allowed:
        same = (col(Pin.account_id) == actor.account_id) & (col(Pin.set_at) == instead_of) & _is_free()
        change = update(Pin).where(same).values(**fresh).returning(col(Pin.account_id))
        allowed = (await session.exec(change.execution_options(**_QUIET))).first() is not None
    await _record(session, now=now, actor=actor, action=Action.SET_PIN, allowed=allowed)
    return allowed


async def forget(session: AsyncSession, *, person_id: int) -> None:
    """Remove the PIN of somebody's phone: the next narrative asks for a new one."""
    account = select(Person.account_id).where(Person.id == person_id)
    await session.exec(delete(Pin).where(col(Pin.account_id).in_(account)).execution_options(**_QUIET))


async def forget_by_operator(session: AsyncSession, *, now: datetime, telegram_id: int) -> bool:
    """The same from the command line; False when that phone has none."""
    account = select(Account.id).where(Account.telegram_id == telegram_id)
    gone = delete(Pin).where(col(Pin.account_id).in_(account)).returning(col(Pin.account_id))
    account_id = (await session.exec(gone.execution_options(**_QUIET))).scalars().first()
    await audit.record(
        session, now=now, actor=None, action="reset_pin", subject="account", subject_id=account_id,
        allowed=account_id is not None,
    )  # fmt: skip
    return account_id is not None


async def shut(session: AsyncSession, *, person_id: int) -> None:
    """Close what a PIN has opened on somebody's phone."""
    account = select(Person.account_id).where(Person.id == person_id)
    shut = update(Pin).where(col(Pin.account_id).in_(account)).values(open_until=None)
    await session.exec(shut.execution_options(**_QUIET))


def _is_free() -> Any:
    return col(Pin.locked_at).is_(None)


async def _record(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, allowed: bool
) -> None:
    mine = next(iter(actor.person_ids), None) if allowed else None
    await access.settle(
        session, now=now, actor=actor, action=action, subject="account", subject_id=actor.account_id,
        found=access.as_(Standing.OWNER, mine),
    )  # fmt: skip
