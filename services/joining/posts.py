"""The posts that a school or a county keeps: who holds them, which may end, and who never goes last."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Person, RoleGrant, Unit
from models.codes import Role, UnitKind
from services.errors import CareError
from services.people.places import county_of, find_county
from services.people.queries import live
from services.wallclock import find_zone, local

_MOMENT = timedelta(microseconds=1)  # a role ends at the midnight after its last day
OF_THE_COUNTY = frozenset({Role.COUNTY_OFFICER, Role.TOWNSHIP_SUPERVISOR})


@dataclass(frozen=True)
class Post:
    """A role that somebody holds now; `last_day` None: until somebody ends it."""

    grant_id: int
    name: str
    role: Role
    unit_id: int
    unit_name: str
    person_id: int
    begun_on: date
    last_day: date | None


async def find_to_end(
    session: AsyncSession, *, now: datetime, place_id: int, grant_id: int, is_to_stay: bool = False
) -> Post | None:
    """A post that is to end or, if it `is_to_stay`, to end no more; None: there is none such.

    The last one who answers for a school or a county stays. Whose last day is known doesn't count: on that
    day nobody would be left. Raises CareError school.county_post, school.last_administrator or
    county.last_officer.
    """
    # Two who remove each other at once wait here for one another.
    place = (await session.exec(select(Unit).where(Unit.id == place_id).with_for_update())).one()
    posts = await list_posts(session, now=now, place=place)
    post = next((one for one in posts if one.grant_id == grant_id), None)
    if post is None:
        return None
    if await is_the_countys(session, place=place, post=post):
        raise CareError("school.county_post")  # the county watches the school, not the other way round
    head = Role.COUNTY_OFFICER if place.kind is UnitKind.COUNTY else Role.ADMINISTRATOR
    stay = [one for one in posts if one.role is head and one.last_day is None and one != post]
    if post.role is head and not is_to_stay and not stay:
        is_county = head is Role.COUNTY_OFFICER
        raise CareError("county.last_officer" if is_county else "school.last_administrator")
    return post


async def is_the_countys(session: AsyncSession, *, place: Unit, post: Post) -> bool:
    """Whether a school can't end it because the county does."""
    if place.kind is UnitKind.COUNTY or post.role not in OF_THE_COUNTY:
        return False
    return await find_county(session, school_id=place.id or 0) is not None


async def list_posts(session: AsyncSession, *, now: datetime, place: Unit) -> tuple[Post, ...]:
    """Of a school: everybody with a role in it, its classes, its villages, and above it.

    Of a county: its officers, and whoever looks after its townships and villages.
    """
    around = _in_county(place.id or 0) if place.kind is UnitKind.COUNTY else _around_school(place.id or 0)
    query = (
        select(RoleGrant, Person, Unit)
        .join(Person, col(RoleGrant.person_id) == Person.id)
        .join(Unit, col(RoleGrant.unit_id) == Unit.id)
        .where(live(RoleGrant, now), around)
        .order_by(col(RoleGrant.id))
    )
    return tuple(
        Post(
            grant.id or 0, person.name, grant.role, grant.unit_id, unit.name, grant.person_id,
            _day_of(grant.from_at, unit), _day_of(grant.until_at - _MOMENT, unit) if grant.until_at else None,
        )
        for grant, person, unit in await session.exec(query)
    )  # fmt: skip


def _in_county(county_id: int) -> ColumnElement[bool]:
    townships = select(Unit.id).where(Unit.kind == UnitKind.TOWNSHIP, Unit.parent_id == county_id)
    in_township = (col(Unit.kind) == UnitKind.VILLAGE) & col(Unit.parent_id).in_(townships)
    return or_(col(Unit.id) == county_id, col(Unit.id).in_(townships), in_township)


def _around_school(school_id: int) -> ColumnElement[bool]:
    above = select(Unit.parent_id).where(Unit.id == school_id).scalar_subquery()
    return or_(
        col(Unit.id) == school_id,
        col(Unit.parent_id) == school_id,
        col(Unit.id) == county_of(school_id).scalar_subquery(),
        (col(Unit.kind) == UnitKind.TOWNSHIP) & (col(Unit.id) == above),
        (col(Unit.kind) == UnitKind.VILLAGE) & (col(Unit.parent_id) == above),
    )


def _day_of(instant: datetime, unit: Unit) -> date:
    return local(instant, find_zone(unit.timezone)).date()
