"""Which notices rest on consent, asked whenever one is about to leave; what isn't named rests on duty."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
from services.consents import queries, service
from services.consents.rules import CONTACT
from services.profile import Profile

# An optional kind is one more line; it names its child in `child_id`.
PURPOSE_OF: Mapping[Notice, str] = MappingProxyType({Notice.CALL_REMINDER: CONTACT})


async def may_be_said(
    session: AsyncSession,
    *,
    now: datetime,
    profile: Profile,
    kind: Notice,
    recipient_id: int,
    params: dict[str, Any],
    purpose_of: Mapping[Notice, str] = PURPOSE_OF,
) -> bool:
    """Whether the consent on which a notice rests holds now: what was queued before counts for nothing."""
    purpose = purpose_of.get(kind)
    if purpose is None:
        return True
    if purpose == CONTACT:
        return recipient_id not in await queries.list_refusing(session, person_ids=[recipient_id])
    return await service.is_open(
        session, now=now, profile=profile, child_id=params["child_id"], purpose=purpose
    )
