"""A county as its officers see it: its schools, and who is at work for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import RoleGrant, Unit
from models.codes import Role, UnitKind
from services.joining.posts import Post, list_posts
from services.joining.rules import NEEDED
from services.people.places import schools_of
from services.people.queries import get_unit, list_units_below, live


@dataclass(frozen=True)
class CountySchool:
    """A school of the county; `vacant`: of the posts to which reports go first.

    `township` None: nobody has said in which it lies.
    """

    school_id: int
    name: str
    township: str | None
    vacant: tuple[Role, ...]

    @property
    def has_head(self) -> bool:
        return Role.ADMINISTRATOR not in self.vacant


@dataclass(frozen=True)
class CountyView:
    county_id: int
    name: str
    townships: tuple[tuple[int, str], ...]
    schools: tuple[CountySchool, ...]
    posts: tuple[Post, ...]


async def view_county(session: AsyncSession, *, now: datetime, county_id: int) -> CountyView:
    county = await get_unit(session, county_id)
    below = await list_units_below(session, [county_id])
    townships = {one.id or 0: one.name for one in below if one.kind is UnitKind.TOWNSHIP}
    in_county = col(Unit.id).in_(schools_of([county_id]))
    schools = (await session.exec(select(Unit).where(in_county).order_by(col(Unit.id)))).all()
    held = await _list_held(session, now=now, school_ids=[one.id or 0 for one in schools])
    return CountyView(
        county_id,
        county.name,
        tuple(townships.items()),
        tuple(_school(one, townships, held) for one in schools),
        await list_posts(session, now=now, place=county),
    )


def _school(school: Unit, townships: Mapping[int, str], held: set[tuple[int, Role]]) -> CountySchool:
    vacant = tuple(role for role in NEEDED if (school.id, role) not in held)
    return CountySchool(school.id or 0, school.name, townships.get(school.parent_id or 0), vacant)


async def _list_held(
    session: AsyncSession, *, now: datetime, school_ids: Collection[int]
) -> set[tuple[int, Role]]:
    needed = (col(RoleGrant.role).in_(NEEDED), col(RoleGrant.unit_id).in_(school_ids))
    held = select(RoleGrant.unit_id, RoleGrant.role).where(*needed, live(RoleGrant, now))
    return {(unit_id, Role(role)) for unit_id, role in await session.exec(held)}
