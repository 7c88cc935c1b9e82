"""A link comes into being, and stops: one use, for one place; a new one stops the unused one before it."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Invitation
from services.joining.rules import fingerprint
from services.joining.types import Invited, Place


def after(now: datetime, hours: int) -> datetime:
    return now + timedelta(hours=hours)


async def issue(session: AsyncSession, *, now: datetime, invitation: Invitation, place: Place) -> Invited:
    """Store a link after stopping the unused one before it; its token is shown this once."""
    await stop(session, now=now, invitation=invitation)
    token = secrets.token_urlsafe(16)
    invitation.token_hash = fingerprint(token)
    session.add(invitation)
    await session.flush()
    return Invited(invitation.id or 0, token, invitation.expires_at, place)


async def stop(session: AsyncSession, *, now: datetime, invitation: Invitation) -> None:
    """Revoke every unused link to the place of `invitation`."""
    await session.exec(
        update(Invitation)
        .where(
            col(Invitation.role) == invitation.role,
            col(Invitation.unit_id) == invitation.unit_id,
            col(Invitation.relation_id) == invitation.relation_id,
            col(Invitation.person_id) == invitation.person_id,  # only of a way back: others know nobody yet
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=now)
    )
