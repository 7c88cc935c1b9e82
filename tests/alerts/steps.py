"""How far a case came, and whose phones rang."""

from sqlmodel import col, select

from models import CaseEvent
from models.case_codes import CaseFact
from models.database import Database
from tests.alerts import story
from tests.phones import Room
from tests.world import NOW

SENT, CLIMBED, UNREACHED = CaseFact.SENT, CaseFact.CLIMBED, CaseFact.UNREACHED


def told(room: Room) -> set[int]:
    return {one for one, phone in room.phones.items() if story.alerts(phone)}


async def ladder(database: Database) -> list[tuple[CaseFact, int, float]]:
    """Each step of the ladder, with the minutes after the first."""
    async with database.reading() as session:
        rows = await session.exec(select(CaseEvent).order_by(col(CaseEvent.id)))
        return [
            (row.fact, row.level, (row.entered_at - NOW).total_seconds() / 60)
            for row in rows
            if row.level is not None and row.fact in (SENT, CLIMBED, UNREACHED)
        ]
