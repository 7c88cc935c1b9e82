"""The places around a school: its county, its township, the villages where its children live."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Unit
from models.codes import Role, UnitKind
from services.access.rules import Action
from services.access.service import Denied
from services.errors import CareError
from services.joining.authority import as_administrator
from services.joining.rules import MOST_CLASSES, clean_unit_name, split_classes
from services.people import service as people
from services.people.actor import Actor
from services.people.places import (
    Village,
    find_county,
    find_named,
    find_township,
    list_schools,
    list_villages,
)
from services.people.queries import get_unit


@dataclass(frozen=True)
class Places:
    school_id: int
    township: str | None
    villages: tuple[Village, ...]


async def see_places(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> Places | Denied:
    """Return the township of a school and its villages."""
    allowed = await as_administrator(
        session, now=now, actor=actor, action=Action.SEE_SCHOOL, school_ids=frozenset({school_id})
    )
    return allowed if isinstance(allowed, Denied) else await _view(session, school_id=school_id)


async def name_township(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, name: str
) -> Places | Denied:
    """Write down in which township the school lies; one that is known stays.

    Another school's township is the county's to give: its villages come with it.
    Raises CareError school.township_known, or as clean_unit_name does.
    """
    cleaned = clean_unit_name(name)
    allowed = await as_administrator(
        session, now=now, actor=actor, action=Action.ADD_CLASS, school_ids=frozenset({school_id})
    )
    if isinstance(allowed, Denied):
        return allowed
    if await find_township(session, school_id=school_id) is None:
        county_id = await find_county(session, school_id=school_id)
        await _ensure_no_township(session, name=cleaned, county_id=county_id)
        await _put_above(session, school_id=school_id, kind=UnitKind.TOWNSHIP, name=cleaned)
    return await _view(session, school_id=school_id)


async def add_villages(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, text: str
) -> Places | Denied:
    """Add the villages named in `text` to the school's township; one that is there stays as it is.

    Raises CareError school.township_first, or as split_classes does.
    """
    names = split_classes(text)
    allowed = await as_administrator(
        session, now=now, actor=actor, action=Action.ADD_CLASS, school_ids=frozenset({school_id})
    )
    if isinstance(allowed, Denied):
        return allowed
    township = await find_township(session, school_id=school_id)
    if township is None:
        raise CareError("school.township_first")
    known = {one.name for one in await list_villages(session, school_id=school_id)}
    if len(known.union(names)) > MOST_CLASSES:
        raise CareError("school.classes_many", most=MOST_CLASSES)
    for name in names:
        if name not in known:
            await people.add_unit(
                session, kind=UnitKind.VILLAGE, name=name, parent_id=township.id, timezone=township.timezone
            )
    return await _view(session, school_id=school_id)


async def schools_around(session: AsyncSession, *, unit: Unit) -> frozenset[int]:
    """Whose administrators may invite: those of the unit's school, or of its township's schools."""
    if unit.kind is UnitKind.CLASS:
        return frozenset({unit.parent_id} if unit.parent_id else ())
    if unit.kind is UnitKind.VILLAGE:
        return frozenset(await list_schools(session, unit_id=unit.id or 0))
    return frozenset({unit.id or 0})


async def settle_unit(session: AsyncSession, *, role: Role, unit: Unit, county: str | None) -> int:
    """Return the unit of a role that is named by its school; a county is made when it has a name only.

    Raises CareError school.county_unknown, school.township_first, school.township_known.
    """
    if role is Role.COUNTY_OFFICER:
        return await _county_of(session, school=unit, name=county)
    if role is Role.TOWNSHIP_SUPERVISOR:
        township = await find_township(session, school_id=unit.id or 0)
        if township is None:
            raise CareError("school.township_first")
        return township.id or 0
    return unit.id or 0


async def _county_of(session: AsyncSession, *, school: Unit, name: str | None) -> int:
    known = await find_county(session, school_id=school.id or 0)
    if known is not None:
        return known
    if name is None:
        raise CareError("school.county_unknown")
    cleaned = clean_unit_name(name)
    county = await find_named(session, kind=UnitKind.COUNTY, name=cleaned, above=[None])
    if county is None:
        return await _put_above(session, school_id=school.id or 0, kind=UnitKind.COUNTY, name=cleaned)
    township = await find_township(session, school_id=school.id or 0)
    if township is not None:
        await _ensure_no_township(session, name=township.name, county_id=county.id)
    top = township or school
    top.parent_id = county.id
    session.add(top)
    await session.flush()
    return county.id or 0


async def _ensure_no_township(session: AsyncSession, *, name: str, county_id: int | None) -> None:
    """Raise CareError school.township_known for the name of one that other schools of the county share."""
    if county_id is None:
        return
    if await find_named(session, kind=UnitKind.TOWNSHIP, name=name, above=[county_id]) is not None:
        raise CareError("school.township_known", township=name)


async def _put_above(session: AsyncSession, *, school_id: int, kind: UnitKind, name: str) -> int:
    """Make a unit between the school and what stands above it; a county stands above the township."""
    below = await get_unit(session, school_id)
    if kind is UnitKind.COUNTY and below.parent_id is not None:
        below = await get_unit(session, below.parent_id)
    unit_id = await people.add_unit(
        session, kind=kind, name=name, parent_id=below.parent_id, timezone=below.timezone
    )
    below.parent_id = unit_id
    session.add(below)
    await session.flush()
    return unit_id


async def _view(session: AsyncSession, *, school_id: int) -> Places:
    township = await find_township(session, school_id=school_id)
    villages = await list_villages(session, school_id=school_id)
    return Places(school_id, township.name if township else None, tuple(villages))
