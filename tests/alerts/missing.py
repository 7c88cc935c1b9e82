"""A report that a child is missing, and home asked about it."""

from models.case_codes import CaseFact
from models.database import Database
from tests.alerts import story
from tests.phones import Phone, Room

MISSING, OTHER = "失踪、被拐", "其他人"
ASK, SURE = "现在就问家里", "是的，现在就问"
QUESTION = "没见到田小满"
HERE, SEEN, UNKNOWN = "和我在一起", "我见过", "不知道"
DENIED = "没有您可以查看"


async def missing(room: Room, group: str = OTHER) -> Phone:
    return await story.report(room, group, situation=MISSING)


async def ask(room: Room, group: str = OTHER) -> Phone:
    teacher = await missing(room, group)
    await teacher.press(ASK)
    await teacher.press(SURE)
    return teacher


def questions(phone: Phone) -> list[str]:
    return [one for one in phone.texts if QUESTION in one]


async def told(database: Database) -> list[CaseFact]:
    return [fact for fact, _ in await story.facts(database) if fact.startswith("home_")]
