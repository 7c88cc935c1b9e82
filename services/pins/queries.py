"""Look up the PIN of a phone."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Pin
from services.people.actor import Actor
from services.pins.types import Known, Why


async def find_known(session: AsyncSession, *, actor: Actor) -> Known | None:
    pin = await _find(session, account_id=actor.account_id)
    return Known(pin.digest, pin.set_at, pin.locked_at is not None) if pin else None


async def find_why(session: AsyncSession, *, now: datetime, account_id: int | None) -> Why | None:
    """Why narratives stay shut on a phone; None while they are open."""
    pin = await _find(session, account_id=account_id)
    if pin is None:
        return Why.NOT_SET
    if pin.locked_at is not None:
        return Why.LOCKED
    return None if pin.open_until is not None and pin.open_until > now else Why.SHUT


async def _find(session: AsyncSession, *, account_id: int | None) -> Pin | None:
    query = select(Pin).where(col(Pin.account_id) == account_id).execution_options(populate_existing=True)
    return (await session.exec(query)).first()
