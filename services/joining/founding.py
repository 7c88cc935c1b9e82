"""The first administrator names the school and its classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Role, UnitKind
from services.joining.opening import settle_person, use
from services.joining.rules import clean_unit_name
from services.joining.types import Refused
from services.lesson import service as lesson
from services.people import service as people
from services.people.actor import Actor
from services.people.rules import clean_name
from services.profile import Profile


@dataclass(frozen=True)
class Founded:
    school_id: int
    school_name: str
    class_names: tuple[str, ...]


async def found(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    invitation_id: int,
    name: str,
    person_id: int | None,
    school_name: str,
    class_names: Sequence[str],
) -> Founded | Refused:
    """Use up the founder's link: the school, its classes and its administrator come into being at once.

    There is nobody yet to confirm a founder; the link came from whoever runs this installation.
    """
    invitation = await use(session, now=now, actor=actor, invitation_id=invitation_id, name=clean_name(name))
    if isinstance(invitation, Refused):
        return invitation
    zone = actor.timezone
    school_id = await people.add_unit(
        session, kind=UnitKind.SCHOOL, name=clean_unit_name(school_name), parent_id=None, timezone=zone
    )
    await add_classes(session, school_id=school_id, names=class_names, timezone=zone)
    founder = await settle_person(
        session, now=now, actor=actor, invitation=invitation, person_id=person_id, timezone=zone
    )
    await people.grant(session, now=now, person_id=founder, role=Role.ADMINISTRATOR, unit_id=school_id)
    invitation.decided_at, invitation.accepted, invitation.unit_id = now, True, school_id
    session.add(invitation)
    await lesson.offer(session, now=now, profile=profile, person_id=founder)
    return Founded(school_id, school_name, tuple(class_names))


async def add_classes(session: AsyncSession, *, school_id: int, names: Sequence[str], timezone: str) -> None:
    for name in names:
        await people.add_unit(session, kind=UnitKind.CLASS, name=name, parent_id=school_id, timezone=timezone)
