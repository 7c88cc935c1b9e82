"""An administrator enters the numbers of the school's place: area code, police station, clinic."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from services.access.rules import Action
from services.access.service import Denied
from services.errors import CareError
from services.joining.authority import as_administrator
from services.joining.rules import clean_phone
from services.people.actor import Actor
from services.people.local_numbers import LocalNumbers, find_local_numbers
from services.people.queries import get_unit
from services.profile import Profile


class Line(StrEnum):
    """Which number; the column of `Unit` it stands in."""

    AREA_CODE = "area_code"
    STATION = "station_phone"
    CLINIC = "clinic_phone"


@dataclass(frozen=True)
class Lines:
    school_id: int
    numbers: LocalNumbers


async def see_lines(session: AsyncSession, *, now: datetime, actor: Actor, school_id: int) -> Lines | Denied:
    return await _open(session, now=now, actor=actor, action=Action.SEE_SCHOOL, school_id=school_id)


async def set_line(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    school_id: int,
    line: Line,
    text: str | None,
) -> Lines | Denied:
    """Keep a number as it was typed, without its spaces and dashes; None takes it out.

    Raises CareError lines.phone_unreadable or lines.area_code_unreadable.
    """
    number = None if text is None else _clean(text, line, profile)
    opened = await _open(session, now=now, actor=actor, action=Action.ADD_CLASS, school_id=school_id)
    if isinstance(opened, Denied):
        return opened
    school = await get_unit(session, school_id)
    setattr(school, line.value, number)
    session.add(school)
    await session.flush()
    return Lines(school_id, await find_local_numbers(session, school_id=school_id))


def _clean(text: str, line: Line, profile: Profile) -> str:
    number = clean_phone(text)
    if line is Line.AREA_CODE and (profile.area_codes is None or not profile.area_codes.holds(number)):
        raise CareError("lines.area_code_unreadable")
    return number


async def _open(
    session: AsyncSession, *, now: datetime, actor: Actor, action: Action, school_id: int
) -> Lines | Denied:
    allowed = await as_administrator(
        session, now=now, actor=actor, action=action, school_ids=frozenset({school_id})
    )
    if isinstance(allowed, Denied):
        return allowed
    return Lines(school_id, await find_local_numbers(session, school_id=school_id))
