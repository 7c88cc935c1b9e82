"""Short ways to what these tests look at, and what families send."""

from aiogram.types import PhotoSize, Voice
from sqlmodel import col, select, update

from models import Child, FamilyWords, Relation, RoleGrant, Task
from models.codes import Away, Care, Kin
from models.database import Database
from tests.phones import Phone, Room
from tests.world import NOW, School

THANKS = "收到了，学校的老师会看。\n有急事请直接打110，有人受伤打120。\n人在外地，先拨孩子那里的区号。"
DENIED = "这里没有您可以查看的内容。有疑问请联系学校。"


async def words_in(database: Database) -> list[FamilyWords]:
    async with database.reading() as session:
        return list(await session.exec(select(FamilyWords).order_by(col(FamilyWords.id))))


async def tasks_in(database: Database) -> list[Task]:
    async with database.reading() as session:
        return list(await session.exec(select(Task).order_by(col(Task.id))))


async def add_brother(database: Database, school: School) -> None:
    """A second child of the mother's, in the class that 沈知夏 teaches."""
    async with database.transaction() as session:
        brother = Child(
            name="田芒种", born_on=NOW.date().replace(year=2014), class_id=school.other_class_id,
            care=Care.GRANDPARENTS, away=Away.BOTH, registered_at=NOW,
        )  # fmt: skip
        session.add(brother)
        await session.flush()
        session.add(
            Relation(child_id=brother.id or 0, kin=Kin.MOTHER, person_id=school.mother_id, from_at=NOW)
        )


def voice(seconds: int = 12) -> Voice:
    return Voice(file_id="VOICE-1", file_unique_id="u", duration=seconds)


def photo(name: str) -> list[PhotoSize]:
    """A photo as it arrives: the same one in two sizes."""
    sizes = (f"{name}-small", f"{name}-big")
    return [PhotoSize(file_id=one, file_unique_id="u", width=1, height=1) for one in sizes]


async def tap(phone: Phone, press: str) -> None:
    await phone.press_data(press, message_id=phone.last.message_id if phone.chat else 1)


async def leave(room: Room, person_id: int) -> None:
    """Somebody's roles end now."""
    async with room.database.transaction() as session:
        await session.exec(
            update(RoleGrant)
            .where(col(RoleGrant.person_id) == person_id)
            .values(until_at=col(RoleGrant.from_at))
        )
