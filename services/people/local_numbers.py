"""The numbers of a school's own place: its area code, its police station, its clinic."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Unit
from models.codes import UnitKind
from services.people.places import find_county


@dataclass(frozen=True)
class LocalNumbers:
    """As they are dialled; None: not entered. `county`: by its name a profile may know the area code."""

    area_code: str | None = None
    station_phone: str | None = None
    clinic_phone: str | None = None
    county: str | None = None


NOWHERE = LocalNumbers()


async def find_local_numbers(session: AsyncSession, *, school_id: int) -> LocalNumbers:
    county_id = await find_county(session, school_id=school_id)
    query = select(Unit).where(col(Unit.id).in_([school_id, county_id]))
    found = {one.id: one for one in await session.exec(query)}
    school, county = found.get(school_id), found.get(county_id)
    if school is None:
        return LocalNumbers()
    return LocalNumbers(
        school.area_code, school.station_phone, school.clinic_phone, county.name if county else None
    )


async def list_without_station(session: AsyncSession) -> list[str]:
    """The schools whose police station nobody has entered."""
    query = select(Unit.name).where(Unit.kind == UnitKind.SCHOOL, col(Unit.station_phone).is_(None))
    return list(await session.exec(query.order_by(col(Unit.id))))
