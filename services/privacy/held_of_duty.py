"""What is held of an adult who is on duty: turns, what was changed of them, leaves, standing in elsewhere."""

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import DutyChange, DutyLeave, DutyTurn, SecondPerson, Unit
from services.privacy.asker import Asker
from services.privacy.types import Entry, Line


async def turns(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = (
        select(DutyTurn, Unit.name)
        .join(Unit, col(Unit.id) == col(DutyTurn.unit_id))
        .where(DutyTurn.person_id == asker.person_id)
        .order_by(col(DutyTurn.id))
    )
    return [
        (
            Line("unit", unit), Line("weekday", str(one.weekday), is_code=True),
            Line("half", one.half.value, is_code=True), Line("since", one.set_at),
        )
        for one, unit in await session.exec(query)
    ]  # fmt: skip


async def changes(session: AsyncSession, asker: Asker) -> list[Entry]:
    mine = or_(DutyChange.person_id == asker.person_id, DutyChange.asked_by_id == asker.person_id)
    query = (
        select(DutyChange, Unit.name)
        .join(Unit, col(Unit.id) == col(DutyChange.unit_id))
        .where(mine)
        .order_by(col(DutyChange.id))
    )
    return [
        (
            Line("unit", unit), Line("day", one.day), Line("half", one.half.value, is_code=True),
            Line("asked_at", one.asked_at), Line("answered_at", one.answered_at),
            Line("granted", one.is_accepted),
        )
        for one, unit in await session.exec(query)
    ]  # fmt: skip


async def leaves(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = select(DutyLeave).where(DutyLeave.person_id == asker.person_id).order_by(col(DutyLeave.id))
    return [
        (
            Line("first", one.first), Line("last", one.last), Line("told_at", one.told_at),
            Line("until", one.ended_at),
        )
        for one in await session.exec(query)
    ]  # fmt: skip


async def seconds(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = (
        select(SecondPerson, Unit.name)
        .join(Unit, col(Unit.id) == col(SecondPerson.school_id))
        .where(SecondPerson.person_id == asker.person_id)
        .order_by(col(SecondPerson.id))
    )
    return [
        (
            Line("unit", unit), Line("asked_at", one.asked_at), Line("answered_at", one.answered_at),
            Line("granted", one.is_accepted),
        )
        for one, unit in await session.exec(query)
    ]  # fmt: skip
