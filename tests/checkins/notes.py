"""Short ways to what these tests look at."""

from datetime import date

from sqlmodel import col, select

from models import Child, Note
from models.codes import Away, Care
from models.database import Database
from tests.world import NOW, School


async def notes_of(database: Database, child_id: int) -> list[Note]:
    """A child's notes, recalled ones too, in the order in which they were entered."""
    async with database.reading() as session:
        return list(await session.exec(select(Note).where(Note.child_id == child_id).order_by(col(Note.id))))


async def add_children(database: Database, class_id: int, count: int, *, name: str = "孩子") -> list[int]:
    """More children of a class: 孩子1, 孩子2 …"""
    async with database.transaction() as session:
        children = [
            Child(
                name=f"{name}{n}" if count > 1 else name, born_on=date(2018, 1, n), class_id=class_id,
                care=Care.GRANDPARENTS, away=Away.BOTH, registered_at=NOW,
            )
            for n in range(1, count + 1)
        ]  # fmt: skip
        session.add_all(children)
        await session.flush()
        return [child.id for child in children if child.id is not None]


async def second_class(database: Database, school: School) -> int:
    """A child of the class that 沈知夏 teaches."""
    [child_id] = await add_children(database, school.other_class_id, 1, name="何立夏")
    return child_id
