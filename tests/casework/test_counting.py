"""A county's officer sees numbers, and from none of them who it is or that there is a case."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select, update

from models import Case, Child, RoleGrant, Task
from models.case_codes import CaseState, Involved
from models.codes import Away, Care, Role, TaskKind
from models.database import Database
from services.casework.counting import Counts, count_county
from services.casework.rules import few
from services.people import service as people
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, HEAD, MOTHER, NOW, School, actor_of, add_person

FELLOW = 140


async def add_children(database: Database, school: School, many: int) -> list[int]:
    async with database.transaction() as session:
        children = [
            Child(
                name=f"孩子{n}", born_on=date(2016, 1, 1), class_id=school.class_id, care=Care.GRANDPARENTS,
                away=Away.BOTH, registered_at=NOW,
            )
            for n in range(many)
        ]  # fmt: skip
        session.add_all(children)
        await session.flush()
        return [one.id or 0 for one in children]


async def add_cases(database: Database, school: School, many: int, *, first: int = 0) -> None:
    """As many live ones about 小满."""
    async with database.transaction() as session:
        session.add_all(
            Case(
                number=f"2026-{first + n:04}", child_id=school.child_id, school_id=school.school_id,
                situation="B1", involved=Involved.PUPIL, state=CaseState.OPEN,
                reporter_id=school.teacher_id, raised_at=NOW,
            )
            for n in range(many)
        )  # fmt: skip


async def counts_for(database: Database, school: School, telegram_id: int = COUNTY) -> Counts:
    actor = await actor_of(database, telegram_id)
    async with database.transaction() as session:
        found = await count_county(session, now=NOW, actor=actor, county_id=school.county_id)
    assert isinstance(found, Counts)
    return found


def test_less_than_five_and_none_read_the_same() -> None:
    assert [few(one) for one in (0, 1, 4, 5, 6)] == [None, None, None, 5, 6]


@pytest.mark.db
async def test_each_number_is_counted(room: Room, school: School) -> None:
    database = room.database
    children = await add_children(database, school, 6)
    await add_cases(database, school, 15)
    async with database.transaction() as session:
        session.add_all(
            Task(
                kind=TaskKind.SILENT_MONTHS, child_id=one, owner_id=school.teacher_id, dedup_key=f"x{one}",
                created_at=NOW,
            )
            for one in (*children, school.child_id)
        )  # fmt: skip
        await session.exec(update(Case).where(col(Case.id) <= 5).values(taken_by_id=school.head_id))
        over = {"state": CaseState.CLOSED, "closed_at": NOW - timedelta(days=20)}
        await session.exec(update(Case).where(col(Case.id) > 9).values(over))
        old = {"closed_at": NOW - timedelta(days=400)}
        await session.exec(update(Case).where(col(Case.id) == 15).values(old))
        await session.exec(update(Child).where(col(Child.id) == children[0]).values(left_at=NOW))
    found = await counts_for(database, school)
    assert found.children == (("稻香坪学校", 6),)
    assert (found.untaken, found.taken, found.closed, found.late, found.silent) == (None, 5, 5, None, 7)


async def test_the_card_says_numbers_and_no_names(room: Room, school: School) -> None:
    await add_children(room.database, school, 5)
    await add_cases(room.database, school, 6)
    officer = room.phone(COUNTY)
    await officer.send("🏛️ 县里的学校")
    await officer.press("📊")
    assert "稻香坪学校，档案里的孩子：6" in officer.last.text
    assert "还没有人接：6" in officer.last.text
    assert "一年里办完的：不到5" in officer.last.text
    assert not any(name in officer.last.text for name in ("田小满", "许一诺", "周阿桂"))
    await officer.press("◀")
    assert "这里的学校" in officer.last.text


@pytest.mark.parametrize("telegram_id", [HEAD, MOTHER])
async def test_nobody_else_counts(room: Room, school: School, telegram_id: int) -> None:
    await room.phone(telegram_id).press_data(f"ctycnt:{school.county_id}")
    assert "没有您可以查看" in room.phone(telegram_id).last.text


async def test_a_case_is_not_counted_for_whoever_is_kept_out_of_it(room: Room, school: School) -> None:
    """An officer who is the child's aunt, and one who reads on her phone: the numbers stay as they were."""
    async with room.database.transaction() as session:
        aunt = await add_person(session, FELLOW, "吴小姑")
        mate = await add_person(session, FELLOW, "罗副")
        for person_id in (aunt, mate):
            await people.grant(
                session, now=NOW, person_id=person_id, role=Role.COUNTY_OFFICER, unit_id=school.county_id
            )
    await add_cases(room.database, school, 5)
    before = await counts_for(room.database, school, FELLOW)
    assert before == await counts_for(room.database, school)
    await story.make_kin(room.database, school, aunt)
    hidden = await counts_for(room.database, school, FELLOW)
    await add_cases(room.database, school, 5, first=50)
    assert await counts_for(room.database, school, FELLOW) == hidden
    assert (hidden.untaken, (await counts_for(room.database, school)).untaken) == (None, 10)
    async with room.database.transaction() as session:
        await session.exec(update(RoleGrant).where(col(RoleGrant.person_id) == aunt).values(until_at=NOW))
        assert (await session.exec(select(RoleGrant).where(RoleGrant.person_id == mate))).first()
    assert await counts_for(room.database, school, FELLOW) == hidden  # the phone decides
