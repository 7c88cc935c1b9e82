"""Who holds a case: what is written in whose name, and what only the holder may do."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from models import AuditEntry, CaseEvent, RoleGrant
from models.case_codes import CaseFact
from models.codes import Role, UnitKind
from models.database import Database
from services.access.service import Denied
from services.alerts import holding
from services.alerts.types import HeldCase
from services.people import service as people
from tests.alerts import story
from tests.phones import Room
from tests.world import DEPUTY, HEAD, NOW, STRANGER, TEACHER, School, actor_of, add_person

LATER = NOW + timedelta(minutes=5)  # the second step of the ladder has been told
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


async def taken(room: Room) -> None:
    """The head has it, and the deputy's step was reached before."""
    await story.report(room)
    await room.later(minutes=5)
    await room.phone(HEAD).press(story.TAKE)


async def tell(database: Database, who: int, fact: CaseFact, *, now: datetime = LATER) -> HeldCase | Denied:
    actor = await actor_of(database, who, now=now)
    async with database.transaction() as session:
        return await holding.tell_holder_fact(session, now=now, actor=actor, case_id=1, fact=fact)


async def told(database: Database, fact: CaseFact) -> list[int | None]:
    """By whom, each time."""
    async with database.reading() as session:
        rows = select(CaseEvent.person_id).where(CaseEvent.fact == fact).order_by(col(CaseEvent.id))
        return list(await session.exec(rows))


async def test_each_opening_is_noted_under_the_name_of_who_opened(
    room: Room, database: Database, school: School
) -> None:
    await story.report(room)
    await room.phone(HEAD).press(story.OPEN)
    assert await told(database, CaseFact.OPENED) == [school.head_id]


async def test_each_door_to_a_case_is_written_down_with_who_asked(room: Room, database: Database) -> None:
    await story.report(room)
    for who in (HEAD, TEACHER, STRANGER):
        actor = await actor_of(database, who)
        async with database.transaction() as session:
            await holding.open_case(session, now=NOW, actor=actor, case_id=1)
    async with database.reading() as session:
        rows = await session.exec(
            select(AuditEntry)
            .where(AuditEntry.subject == "case")
            .order_by(col(AuditEntry.id).desc())
            .limit(3)
        )
        written = [(row.telegram_id, row.action, row.subject_id, row.allowed) for row in rows]
    assert written == [
        (STRANGER, "open_case", 1, False),
        (TEACHER, "report_case", 1, True),
        (HEAD, "open_case", 1, True),
    ]


async def test_what_the_holder_says_is_noted_once_a_minute_in_the_holders_name(
    room: Room, database: Database, school: School
) -> None:
    await taken(room)
    for later in (LATER, LATER + 59 * SECOND, LATER + 60 * SECOND):
        assert isinstance(await tell(database, HEAD, CaseFact.CHILD_SAFE, now=later), HeldCase)
    assert await told(database, CaseFact.CHILD_SAFE) == [school.head_id] * 2
    await tell(database, HEAD, CaseFact.STILL_ON_IT)  # another fact is another tap
    assert await told(database, CaseFact.STILL_ON_IT) == [school.head_id]


async def test_taps_on_another_case_are_not_taps_on_this_one(
    room: Room, database: Database, school: School
) -> None:
    await taken(room)
    await story.report(room, telegram_id=DEPUTY)
    head = await actor_of(database, HEAD, now=LATER)
    async with database.transaction() as session:
        await holding.take(session, now=LATER, actor=head, case_id=2, message_id=0)
        await holding.tell_holder_fact(session, now=LATER, actor=head, case_id=2, fact=CaseFact.CHILD_SAFE)
    await tell(database, HEAD, CaseFact.CHILD_SAFE)
    assert await told(database, CaseFact.CHILD_SAFE) == [school.head_id] * 2


async def test_who_does_not_hold_it_is_shown_it_and_notes_nothing(room: Room, database: Database) -> None:
    await taken(room)
    assert isinstance(await tell(database, DEPUTY, CaseFact.CHILD_SAFE), HeldCase)
    assert await tell(database, STRANGER, CaseFact.CHILD_SAFE) == Denied()
    assert await told(database, CaseFact.CHILD_SAFE) == []


async def test_what_a_holder_does_not_say_is_no_word_of_a_holder(room: Room, database: Database) -> None:
    await taken(room)
    assert await tell(database, HEAD, CaseFact.CLOSED) == Denied()
    assert await told(database, CaseFact.CLOSED) == []


async def test_what_is_closed_hears_no_more(room: Room, database: Database) -> None:
    await taken(room)
    await story.close(room, HEAD, DEPUTY)
    await tell(database, HEAD, CaseFact.STILL_ON_IT)
    assert await told(database, CaseFact.STILL_ON_IT) == []


async def test_all_who_work_there_are_left_out_when_the_school_is_involved(
    room: Room, database: Database, school: School
) -> None:
    """A teacher of another class too; not who worked there once, nor anybody of another school."""
    other = await story.add_staff(database, 120, "别班老师", Role.TEACHER, school.other_class_id)
    async with database.transaction() as session:
        elsewhere = await people.add_unit(
            session, kind=UnitKind.SCHOOL, name="别校", parent_id=school.county_id, timezone="Asia/Shanghai"
        )
        gone = await add_person(session, 122, "从前的老师")
        session.add(
            RoleGrant(
                person_id=gone, role=Role.TEACHER, unit_id=school.class_id, from_at=NOW - DAY, until_at=NOW
            )
        )
    away = await story.add_staff(database, 121, "别校老师", Role.ADMINISTRATOR, elsewhere)
    await story.report(room, story.SCHOOL)
    left_out = await story.excluded(database)
    assert {school.head_id, school.deputy_id, other} <= left_out
    assert not {away, gone} & left_out
