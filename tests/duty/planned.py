"""Rosters and leaves as rows, for tests of what they change."""

from collections.abc import Collection
from datetime import date, timedelta

from models import DutyLeave, DutyTurn, SecondPerson
from models.codes import Half, Role
from models.database import Database
from services.people import service as people
from tests.world import NOW

EVERY_DAY = range(7)
MONDAY = date(2026, 11, 23)  # of tests.world.NOW
A_DAY = timedelta(days=1)


async def plan(
    database: Database,
    unit_id: int,
    person_id: int,
    *,
    weekdays: Collection[int] = EVERY_DAY,
    halves: Collection[Half] = tuple(Half),
) -> None:
    """Put somebody on duty, week after week."""
    async with database.transaction() as session:
        session.add_all(
            DutyTurn(unit_id=unit_id, weekday=weekday, half=half, person_id=person_id, set_at=NOW)
            for weekday in weekdays
            for half in halves
        )


async def leave(
    database: Database,
    person_id: int,
    *,
    deputy_id: int | None = None,
    first: date = MONDAY,
    last: date = MONDAY + 6 * A_DAY,
) -> None:
    async with database.transaction() as session:
        session.add(DutyLeave(person_id=person_id, first=first, last=last, deputy_id=deputy_id, told_at=NOW))


async def second(database: Database, school_id: int, person_id: int) -> None:
    """Somebody from elsewhere has said yes to standing in at this school."""
    async with database.transaction() as session:
        session.add(
            SecondPerson(
                school_id=school_id, person_id=person_id, asked_by_id=person_id, asked_at=NOW,
                is_accepted=True, answered_at=NOW,
            )
        )  # fmt: skip
        await people.grant(session, now=NOW, person_id=person_id, role=Role.SAFEGUARDING, unit_id=school_id)
