"""Find who is on duty, and by which other ways they can be reached."""

from collections import defaultdict
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, OtherWay, Person
from models.codes import Role
from services.duty.queries import list_holders
from services.profile import Profile
from services.ways.types import KeptWay, OnDuty


async def list_on_duty(session: AsyncSession, *, now: datetime, profile: Profile) -> list[OnDuty]:
    """Everybody on the ladder, each once, with all their posts and ways."""
    posts: dict[int, list[tuple[Role, str]]] = defaultdict(list)
    phones: dict[int, bool] = {}
    for holder in await list_holders(session, now=now, profile=profile):
        posts[holder.person_id].append((holder.role, holder.unit))
        phones[holder.person_id] = holder.has_phone
    ways = await _list_kept(session)
    return [OnDuty(one, tuple(posts[one]), phones[one], tuple(ways[one])) for one in sorted(posts)]


async def find_on_duty(
    session: AsyncSession, *, now: datetime, profile: Profile, person_id: int
) -> OnDuty | None:
    people = await list_on_duty(session, now=now, profile=profile)
    return next((one for one in people if one.person_id == person_id), None)


async def find_locale(session: AsyncSession, *, person_id: int) -> str | None:
    """The language somebody's phone speaks; None: there is no phone."""
    query = select(Account.locale).join(Person, col(Person.account_id) == Account.id)
    return (await session.exec(query.where(Person.id == person_id))).first()


async def _list_kept(session: AsyncSession) -> dict[int, list[KeptWay]]:
    # The addresses stay where they are: nothing is decrypted in order to be counted.
    columns = (
        col(OtherWay.person_id),
        col(OtherWay.id),
        col(OtherWay.scheme),
        col(OtherWay.failed_at),
    )
    kept: dict[int, list[KeptWay]] = defaultdict(list)
    for person_id, way_id, scheme, failed_at in await session.exec(
        select(*columns).order_by(col(OtherWay.id))
    ):
        kept[person_id].append(KeptWay(way_id or 0, scheme, failed_at))
    return kept
