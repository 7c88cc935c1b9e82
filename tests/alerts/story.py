"""The steps that many tests of alerts take, and what the database says afterwards."""

from sqlmodel import col, select, update

from models import AuditEntry, Case, CaseEvent, CaseExclusion, Relation, RoleGrant
from models.case_codes import CaseFact
from models.codes import Kin, Role
from models.database import Database
from services.people import service as people
from tests.phones import Phone, Room
from tests.world import NOW, TEACHER, School, add_person

BULLYING = "严重的学生欺凌"
AT_SCHOOL = "校内性侵害、性骚扰"
INJURED = "身上有伤或神志不清"
SURE = "是这个孩子"
TAKE, OPEN = "我来处理", "打开"
FAMILY, SCHOOL, UNCLEAR, PUPIL = "家里的人", "学校的人", "还不清楚", "同学或其他学生"


async def store(room: Room, telegram_id: int = TEACHER, *, situation: str = BULLYING) -> Phone:
    """Press the red button up to the tap that stores; return the reporter's phone."""
    reporter = room.phone(telegram_id)
    await reporter.send("🔴 我要报告")
    if "田小满" not in reporter.last.buttons:  # a child of another class than one's own
        if "三(1)" not in reporter.last.buttons:
            await reporter.press("换一个班")
        await reporter.press("三(1)")
    await reporter.press("田小满")
    if any(SURE in label for label in reporter.last.buttons):  # a class that was pressed makes it certain
        await reporter.press(SURE)
    await reporter.press(situation)
    return reporter


async def report(
    room: Room, group: str = FAMILY, telegram_id: int = TEACHER, *, situation: str = BULLYING
) -> Phone:
    """Store and send."""
    reporter = await store(room, telegram_id, situation=situation)
    await reporter.press(group)
    return reporter


def alerts(phone: Phone) -> list[str]:
    """The messages of a phone from which a case can be taken."""
    return [shown.text for shown in phone.chat if any(TAKE in label for label in shown.buttons)]


async def get_case(database: Database) -> Case:
    async with database.reading() as session:
        return (await session.exec(select(Case))).one()


async def facts(database: Database) -> list[tuple[CaseFact, int | None]]:
    """The steps of the ladder and what else happened, with the level."""
    async with database.reading() as session:
        events = await session.exec(select(CaseEvent).order_by(col(CaseEvent.id)))
        return [(event.fact, event.level) for event in events]


async def excluded(database: Database) -> set[int]:
    async with database.reading() as session:
        return set(await session.exec(select(CaseExclusion.person_id)))


async def refusals(database: Database) -> list[str]:
    async with database.reading() as session:
        query = select(AuditEntry.action).where(
            AuditEntry.subject == "case", col(AuditEntry.allowed).is_(False)
        )
        return list(await session.exec(query))


async def add_staff(database: Database, telegram_id: int, name: str, role: Role, unit_id: int) -> int:
    async with database.transaction() as session:
        person_id = await add_person(session, telegram_id, name)
        await people.grant(session, now=NOW, person_id=person_id, role=role, unit_id=unit_id)
    return person_id


async def make_kin(database: Database, school: School, person_id: int) -> None:
    """Give somebody a place beside the child."""
    async with database.transaction() as session:
        relation = Relation(child_id=school.child_id, kin=Kin.CARER, person_id=person_id, from_at=NOW)
        session.add(relation)


async def end_roles(database: Database, *roles: Role) -> None:
    async with database.transaction() as session:
        query = update(RoleGrant).where(col(RoleGrant.role).in_(roles))
        await session.exec(query.values(until_at=NOW))


async def close(room: Room, first: int, second: int) -> None:
    """The police were told; one holds it for done, and another agrees."""
    holder, other = room.phone(first), room.phone(second)
    await holder.press_data("caseon:1:police")
    await holder.press_data("rdcl:1:safe_at_home")
    await other.press_data("rdca:1:1")
