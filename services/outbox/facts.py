"""Load what a notice tells, at the moment it is sent; None means that it is no longer true."""

from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Notification
from models.codes import Notice
from services.alerts import answering, news
from services.alerts import notices as alerts
from services.casework import notices as casework
from services.checkins import notices as checkins
from services.consents import sending
from services.contacts import notices as contacts
from services.digest import service as digest
from services.duty import checks as duty
from services.duty import notices as roster
from services.joining import notices as joining
from services.lesson import service as lesson
from services.notifications import parked
from services.notifications.facts import Facts, Loader
from services.practice import notices as practice
from services.privacy import notices as privacy
from services.profile import Profile


async def _load_knock(
    session: AsyncSession,
    *,
    now: datetime,
    recipient_id: int,
    case_id: int | None = None,
    words_id: int | None = None,
) -> Facts | None:
    """Whatever it is about still waits for this person."""
    about = alerts.load_knock if case_id is not None else checkins.load_knock
    params = {"case_id": case_id} if case_id is not None else {"words_id": words_id}
    return await about(session, now=now, recipient_id=recipient_id, **params)


LOADERS: MappingProxyType[Notice, Loader] = MappingProxyType(
    {
        **joining.NOTICES,
        **duty.NOTICES,
        **roster.NOTICES,
        **lesson.NOTICES,
        **digest.NOTICES,
        **contacts.NOTICES,
        **checkins.NOTICES,
        **alerts.NOTICES,
        **casework.NOTICES,
        **news.NOTICES,
        **answering.NOTICES,
        **privacy.NOTICES,
        **practice.NOTICES,
        **parked.NOTICES,
        Notice.KNOCK: _load_knock,
    }
)


async def load(
    session: AsyncSession, *, now: datetime, profile: Profile, row: Notification, params: dict[str, Any]
) -> Facts | None:
    """Load by kind, once the consent it rests on is known to hold; `params` are the loader's."""
    kind, recipient_id = row.kind, row.recipient_id
    if not await sending.may_be_said(
        session, now=now, profile=profile, kind=kind, recipient_id=recipient_id, params=params
    ):
        return None
    if kind is Notice.CASE_REFRESH:  # the case's reporter has another face of it, with the profile's words
        screen = await alerts.load_screen(
            session, now=now, profile=profile, recipient_id=recipient_id, **params
        )
        if screen is not None:
            return screen
    return await LOADERS[kind](session, now=now, recipient_id=recipient_id, **params)
