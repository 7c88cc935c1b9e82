"""A second child of the home, and what the database says of it."""

from datetime import date

from sqlmodel import col, select

from models import Case, CaseSibling, Child, Relation
from models.codes import Away, Care, Kin
from models.database import Database
from tests.casework import steps
from tests.phones import Phone, Room
from tests.world import NOW, TEACHER, School

OPEN, LINK, CLEAR = "家里的其他孩子", "一起照看", "没有关系"
BROTHER = "田芒种"


async def add_sibling(
    database: Database,
    school: School,
    *,
    name: str = BROTHER,
    class_id: int | None = None,
    father: int = 0,
    beside_mother: bool = True,
) -> int:
    """Another child of 小满's mother, in 七(1) unless said; `father`: who stands beside it only."""
    async with database.transaction() as session:
        child = Child(
            name=name, born_on=date(2014, 6, 6), class_id=class_id or school.other_class_id,
            care=Care.GRANDPARENTS, away=Away.BOTH, registered_at=NOW,
        )  # fmt: skip
        session.add(child)
        await session.flush()
        child_id = child.id or 0
        if beside_mother:
            mother = Relation(child_id=child_id, kin=Kin.MOTHER, person_id=school.mother_id, from_at=NOW)
            session.add(mother)
        if father:
            session.add(Relation(child_id=child_id, kin=Kin.FATHER, person_id=father, from_at=NOW))
    return child_id


async def shown(room: Room) -> Phone:
    """The head has the case and looks at the other children."""
    head = await steps.taken(room)
    await head.press(OPEN)
    return head


async def linked(room: Room) -> Phone:
    head = await shown(room)
    await head.press(LINK)
    return head


async def decisions(database: Database) -> list[CaseSibling]:
    async with database.reading() as session:
        return list(await session.exec(select(CaseSibling).order_by(col(CaseSibling.id))))


async def cases(database: Database) -> list[Case]:
    async with database.reading() as session:
        return list(await session.exec(select(Case).order_by(col(Case.id))))


async def report_brother(
    room: Room, child_id: int, group: str = "family", *, telegram_id: int = TEACHER
) -> Phone:
    """A second report, about the other child; `group` is the code of who may be involved."""
    reporter = room.phone(telegram_id)
    await reporter.press_data(f"alst:{child_id}:B1")
    number = len(await cases(room.database))
    await reporter.press_data(f"alin:{number}:{group}")
    return reporter


async def stand_beside(database: Database, child_id: int, person_id: int) -> None:
    async with database.transaction() as session:
        session.add(Relation(child_id=child_id, kin=Kin.CARER, person_id=person_id, from_at=NOW))
