"""Load what a notice tells, at the moment it is sent; None means that it is no longer true."""

from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
from services.alerts import notices as alerts
from services.checkins import notices as checkins
from services.contacts import notices as contacts
from services.duty import checks as duty
from services.joining import notices as joining
from services.notifications.facts import Facts, Loader

LOADERS: MappingProxyType[Notice, Loader] = MappingProxyType(
    {**joining.NOTICES, **duty.NOTICES, **contacts.NOTICES, **checkins.NOTICES, **alerts.NOTICES}
)


async def load(
    session: AsyncSession, *, now: datetime, kind: Notice, recipient_id: int, params: dict[str, Any]
) -> Facts | None:
    return await LOADERS[kind](session, now=now, recipient_id=recipient_id, **params)
