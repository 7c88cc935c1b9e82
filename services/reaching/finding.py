"""Find a child by a telephone number of its people: the whole number, and only where one may look."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.people.actor import Actor
from services.profile import Profile
from services.reaching import queries
from services.reaching.lookups import hash_phone
from services.reaching.rules import read_phone


async def find_by_phone(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, text: str
) -> tuple[ChildRef, ...] | Denied:
    """The actor's children beside whom somebody has this number.

    That nobody has it and that it is somebody else's read the same; either is remembered as a refusal.
    Raises CareError reaching.phone_odd.
    """
    lookup = await hash_phone(session, read_phone(text, region=profile.country))
    child_ids = await queries.list_children_of(session, now=now, lookup=lookup)
    decided = [
        await access.decide(session, now=now, actor=actor, action=Action.FIND_BY_PHONE, child_id=child_id)
        for child_id in child_ids
    ]
    found = tuple(one.child for one in decided if isinstance(one, Granted))
    if not child_ids:
        await access.settle(
            session, now=now, actor=actor, action=Action.FIND_BY_PHONE, subject="child", subject_id=None,
            found={},
        )  # fmt: skip
    return found or Denied()
