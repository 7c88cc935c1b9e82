"""Where a unit lies in the tree county → township → school, some schools standing right below the county."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, case, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models import Unit
from models.codes import UnitKind
from services.people.queries import list_units_below

_Above, _School = aliased(Unit), aliased(Unit)


@dataclass(frozen=True)
class Village:
    village_id: int
    name: str


def county_of(school_id: int | BindParameter[int]) -> SelectOfScalar[int]:
    """A query for the id of the county in which a school lies; NULL when nobody has said."""
    above: Any = case((col(_Above.kind) == UnitKind.COUNTY, col(_Above.id)), else_=col(_Above.parent_id))
    return (
        select(above)
        .select_from(_School)
        .join(_Above, col(_School.parent_id) == _Above.id)
        .where(_School.id == school_id)
    )


async def find_named(
    session: AsyncSession, *, kind: UnitKind, name: str, above: Collection[int | None]
) -> Unit | None:
    """The unit of that name right below one of these; None among them: or below nothing."""
    known = [one for one in above if one is not None]
    places: Any = col(Unit.parent_id).in_(known)
    if None in above:
        places = or_(places, col(Unit.parent_id).is_(None))
    query = select(Unit).where(Unit.kind == kind, Unit.name == name, places).order_by(col(Unit.id))
    return (await session.exec(query)).first()


async def find_county(session: AsyncSession, *, school_id: int) -> int | None:
    return (await session.exec(county_of(school_id))).first()


async def find_township(session: AsyncSession, *, school_id: int) -> Unit | None:
    """The township in which a school lies, if somebody has said so."""
    above = select(Unit.parent_id).where(Unit.id == school_id).scalar_subquery()
    query = select(Unit).where(col(Unit.id) == above, Unit.kind == UnitKind.TOWNSHIP)
    return (await session.exec(query)).first()


def schools_of(unit_ids: Collection[int]) -> Any:
    """A query for the ids of the schools that are, or lie in, one of these units."""
    townships = select(Unit.id).where(
        Unit.kind == UnitKind.TOWNSHIP, or_(col(Unit.id).in_(unit_ids), col(Unit.parent_id).in_(unit_ids))
    )
    return select(Unit.id).where(
        Unit.kind == UnitKind.SCHOOL,
        or_(
            col(Unit.id).in_(unit_ids), col(Unit.parent_id).in_(unit_ids), col(Unit.parent_id).in_(townships)
        ),
    )


async def list_schools(session: AsyncSession, *, unit_id: int) -> set[int]:
    """The schools of a county, a township or a village: a village's children go to those of its township."""
    unit = (await session.exec(select(Unit).where(Unit.id == unit_id))).one()
    around = unit.parent_id if unit.kind is UnitKind.VILLAGE else unit_id
    return {one for one in await session.exec(schools_of([around or 0])) if one is not None}


async def list_villages(session: AsyncSession, *, school_id: int) -> list[Village]:
    """The villages of a school's township, in the order in which they were added."""
    township = await find_township(session, school_id=school_id)
    below = await list_units_below(session, [township.id or 0]) if township else []
    return [Village(one.id or 0, one.name) for one in below if one.kind is UnitKind.VILLAGE]
