"""The steps of a drill, by the labels of its buttons."""

from sqlmodel import col, select

from models import Case, Practice
from models.database import Database
from tests.phones import Phone, Room
from tests.world import HEAD, TEACHER

MARK = "【演练，不是真的】"
DENIED = "这里没有您可以查看的内容"


async def ask(room: Room, teacher: str | None = "许一诺") -> Phone:
    """An administrator asks a colleague to begin, or begins himself; return whoever does."""
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("练习一次报告")
    if teacher is None:
        await head.press("我自己来报告")
        return head
    await head.press("请一位同事来")
    await head.press(teacher)
    return room.phone(TEACHER)


async def store(room: Room, teacher: str | None = "许一诺") -> Phone:
    """Press the drill's red button up to the tap that stores."""
    phone = await ask(room, teacher)
    if teacher is not None:
        await phone.press("开始（演练）")
    await phone.press("练习用的孩子")
    await phone.press("严重的学生欺凌")
    return phone


async def send(room: Room, teacher: str | None = "许一诺", group: str = "家里的人") -> Phone:
    phone = await store(room, teacher)
    await phone.press(group)
    return phone


async def cases(database: Database) -> list[Case]:
    async with database.reading() as session:
        return list(await session.exec(select(Case).order_by(col(Case.id))))


async def practices(database: Database) -> list[Practice]:
    async with database.reading() as session:
        return list(await session.exec(select(Practice).order_by(col(Practice.id))))


async def of(database: Database, *, is_practice: bool) -> Case:
    return next(one for one in await cases(database) if one.is_practice is is_practice)
