"""The steps that many tests of a case's road take."""

from sqlmodel import col, select, update

from models import CaseClock, CaseEntry, CaseEvent, CaseReferral, Pin, StatutoryReport
from models.case_codes import CaseFact, ClockKind
from models.database import Database
from tests.alerts import story
from tests.phones import Phone, Room
from tests.world import DEPUTY, HEAD, TEACHER, open_pins

ROAD, BACK, FILE = "进展和记录", "返回", "看案卷"
CLOSE, AGREE, NOT_DONE, TAKE_BACK = "这件事办完了", "我也认为办完了", "还没办完", "先不结束"


async def taken(room: Room, *, situation: str = story.BULLYING, group: str = story.FAMILY) -> Phone:
    """The head has it and looks at its road."""
    await story.report(room, group, situation=situation)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press(story.OPEN)
    await head.press(ROAD)
    return head


async def called(room: Room, **kwargs: str) -> Phone:
    """The reporter has called the police meanwhile; the head's screen knows it."""
    head = await taken(room, **kwargs)
    await room.phone(TEACHER).press("刚报了警")
    await look(head)
    return head


async def look(phone: Phone) -> None:
    """Have the road on the newest card."""
    await phone.press_data("road:1", message_id=phone.last.message_id)


async def write(phone: Phone, kind: str, text: str) -> None:
    """From a road's screen."""
    await phone.press("写进案卷")
    await phone.press(kind)
    await phone.send(text)


async def closed(room: Room) -> Phone:
    """The head holds it for done, the deputy agrees; the deputy's phone."""
    head = await called(room)
    await head.press(CLOSE)
    await head.press("在家安全")
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await deputy.press(AGREE)
    return deputy


async def keep_open(room: Room, *telegram_ids: int) -> None:
    """Their PINs were typed just now."""
    async with room.database.transaction() as session:
        await open_pins(session, *telegram_ids, now=room.clock.at)


async def shut_pins(room: Room) -> None:
    """Nobody has typed a PIN for a while."""
    async with room.database.transaction() as session:
        await session.exec(update(Pin).values(open_until=None))


async def facts(database: Database) -> list[CaseFact]:
    return [fact for fact, _ in await story.facts(database)]


async def clocks(database: Database) -> list[ClockKind]:
    """What is still owed, in the order in which it is due."""
    async with database.reading() as session:
        query = select(CaseClock).where(col(CaseClock.settled_at).is_(None))
        return [one.kind for one in await session.exec(query.order_by(col(CaseClock.first_due_at)))]


async def entries(database: Database) -> list[CaseEntry]:
    async with database.reading() as session:
        return list(await session.exec(select(CaseEntry).order_by(col(CaseEntry.id))))


async def reports(database: Database) -> list[StatutoryReport]:
    async with database.reading() as session:
        return list(await session.exec(select(StatutoryReport).order_by(col(StatutoryReport.id))))


async def referrals(database: Database) -> list[CaseReferral]:
    async with database.reading() as session:
        return list(await session.exec(select(CaseReferral).order_by(col(CaseReferral.id))))


async def events(database: Database) -> list[CaseEvent]:
    async with database.reading() as session:
        return list(await session.exec(select(CaseEvent).order_by(col(CaseEvent.id))))
