"""Whoever may be involved hears nothing, and the excluded notice nothing."""

from datetime import date, timedelta

from sqlmodel import select, update

from models import Account, CaseExclusion, Child, Person, Relation
from models.case_codes import CaseFact, CaseState
from models.codes import Away, Care, Kin, Role
from models.database import Database
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School, add_person

AUNT = 110


async def test_somebody_at_school_leaves_the_whole_school_out(
    room: Room, database: Database, school: School
) -> None:
    teacher = await story.report(room, story.SCHOOL)
    assert "县里的值班员" in teacher.chat[0].text
    await room.later(hours=1)
    assert [room.phone(one).chat for one in (HEAD, DEPUTY, MOTHER)] == [[], [], []]
    assert len(story.alerts(room.phone(COUNTY))) > 1
    left_out = {school.head_id, school.deputy_id, school.mother_id, school.grandmother_id}
    assert await story.excluded(database) == left_out


async def test_an_administrator_of_the_family_is_left_out(
    room: Room, database: Database, school: School
) -> None:
    aunt = await story.add_staff(database, AUNT, "吴小姑", Role.ADMINISTRATOR, school.school_id)
    await story.make_kin(database, school, aunt)
    await story.report(room)
    await room.later(hours=1)
    assert room.phone(AUNT).chat == []
    assert story.alerts(room.phone(HEAD))
    await room.phone(AUNT).send("/cases")
    assert "没有您可以查看的事" in room.phone(AUNT).last.text


async def test_a_shared_phone_is_left_out_with_the_person_on_it(
    room: Room, database: Database, school: School
) -> None:
    """The deputy reads on the grandmother's phone."""
    async with database.transaction() as session:
        query = select(Account.id).where(Account.telegram_id == GRANDMOTHER)
        shared = (await session.exec(query)).one()
        deputy = (await session.exec(select(Person).where(Person.id == school.deputy_id))).one()
        deputy.account_id = shared
        session.add(deputy)
    await story.report(room)
    await room.later(minutes=6)
    assert school.deputy_id in await story.excluded(database)
    assert room.phone(GRANDMOTHER).chat == []
    assert (CaseFact.UNREACHED, 1) in await story.facts(database)
    assert story.alerts(room.phone(COUNTY))


async def test_who_joins_the_household_later_is_left_out_too(
    room: Room, database: Database, school: School
) -> None:
    await story.report(room)
    head = room.phone(HEAD)
    await story.make_kin(database, school, school.head_id)
    await head.press(story.TAKE)
    assert "没有您可以查看" in head.last.text
    assert (await story.get_case(database)).taken_by_id is None


async def test_a_child_with_nobody_around_is_reported_too(room: Room, database: Database) -> None:
    async with database.transaction() as session:
        await session.exec(update(Relation).values(person_id=None))
    await story.report(room)
    assert await story.excluded(database) == set()
    assert story.alerts(room.phone(HEAD))


async def test_a_reporter_of_the_household_keeps_the_case(
    room: Room, database: Database, school: School
) -> None:
    await story.make_kin(database, school, school.teacher_id)
    teacher = await story.report(room)
    assert school.teacher_id not in await story.excluded(database)
    await room.phone(HEAD).press(story.TAKE)
    assert "已接手" in teacher.last.text


async def test_only_this_childs_family_is_left_out(room: Room, database: Database, school: School) -> None:
    """The head has a child at this school too, and it is another one."""
    async with database.transaction() as session:
        other = Child(
            name="顾小树", born_on=date(2018, 6, 1), class_id=school.class_id, care=Care.GRANDPARENTS,
            away=Away.BOTH, registered_at=NOW,
        )  # fmt: skip
        session.add(other)
        await session.flush()
        session.add(Relation(child_id=other.id or 0, kin=Kin.FATHER, person_id=school.head_id, from_at=NOW))
    await story.report(room)
    assert await story.excluded(database) == {school.mother_id, school.grandmother_id}
    assert story.alerts(room.phone(HEAD))


async def test_the_head_who_reports_is_not_asked(room: Room) -> None:
    head = await story.report(room, telegram_id=HEAD)
    assert story.alerts(head) == []
    assert story.alerts(room.phone(DEPUTY))


async def test_not_clear_goes_outside_and_to_the_head_on_consent(
    room: Room, database: Database, school: School
) -> None:
    teacher, head = await story.report(room, story.UNCLEAR), room.phone(HEAD)
    assert head.chat == []
    assert story.alerts(room.phone(COUNTY))
    await teacher.press("也告诉学校负责人")
    assert "让一并告诉学校负责人" in teacher.chat[0].text
    assert "也告诉学校负责人" not in teacher.chat[0].buttons
    assert school.head_id not in await story.excluded(database)
    assert school.deputy_id in await story.excluded(database)
    case_id = (await story.get_case(database)).id
    await teacher.press_data(f"alhd:{case_id}")  # once more, from an old card
    assert len(story.alerts(head)) == 1
    await head.press(story.TAKE)
    assert "顾明河" in teacher.last.text
    assert room.phone(DEPUTY).chat == []


async def test_the_head_of_the_household_is_never_told(
    room: Room, database: Database, school: School
) -> None:
    await story.make_kin(database, school, school.head_id)
    teacher = await story.report(room, story.UNCLEAR)
    await teacher.press("也告诉学校负责人")
    assert room.phone(HEAD).chat == []
    assert school.head_id in await story.excluded(database)
    assert CaseFact.HEAD_TOLD not in {fact for fact, _ in await story.facts(database)}


async def test_the_head_is_let_into_the_one_case_only(room: Room, database: Database, school: School) -> None:
    await story.report(room, story.UNCLEAR, DEPUTY)
    teacher = await story.report(room, story.UNCLEAR)
    await teacher.press("也告诉学校负责人")
    async with database.reading() as session:
        rows = select(CaseExclusion.case_id).where(CaseExclusion.person_id == school.head_id)
        assert list(await session.exec(rows)) == [1]


async def test_the_head_is_not_told_where_the_profile_forbids_it(room: Room, database: Database) -> None:
    teacher = await story.report(room, story.SCHOOL)
    assert "也告诉学校负责人" not in teacher.chat[0].buttons
    await teacher.press_data(f"alhd:{(await story.get_case(database)).id}")
    assert "没有您可以查看" in teacher.last.text
    assert room.phone(HEAD).chat == []


async def test_what_the_excluded_see_is_the_same_with_and_without_a_case(
    room: Room, database: Database
) -> None:
    async def look() -> list[list[str]]:
        for one in (HEAD, DEPUTY):
            await room.phone(one).send("/cases")
        return [room.phone(one).texts[-1:] for one in (HEAD, DEPUTY, MOTHER, GRANDMOTHER)]

    without = await look()
    await story.report(room, story.SCHOOL)
    await room.later(minutes=30)
    assert await look() == without


async def test_an_abandoned_report_is_sent_after_a_minute(
    room: Room, database: Database, school: School
) -> None:
    teacher = await story.store(room)
    await room.later(seconds=59)
    assert room.phone(HEAD).chat == []
    await room.later(seconds=1)
    case = await story.get_case(database)
    assert (case.state, case.involved) == (CaseState.OPEN, None)
    assert story.alerts(room.phone(HEAD))
    assert "避开" in teacher.last.text
    assert await story.excluded(database) == {school.mother_id, school.grandmother_id}
    await room.phone(HEAD).press(story.OPEN)
    assert "还没有说" in room.phone(HEAD).last.text


async def test_an_abandoned_report_about_the_school_goes_straight_outside(
    room: Room, database: Database, school: School
) -> None:
    await story.store(room, situation=story.AT_SCHOOL)
    await room.later(minutes=30)
    assert [room.phone(one).chat for one in (HEAD, DEPUTY)] == [[], []]
    assert story.alerts(room.phone(COUNTY))
    assert school.head_id in await story.excluded(database)


async def test_a_late_answer_still_protects(room: Room, database: Database) -> None:
    """The head has taken it before the reporter says that it is somebody at school."""
    teacher, head = await story.store(room), room.phone(HEAD)
    await room.later(minutes=2)
    await head.press(story.TAKE)
    await teacher.press("打开")
    await teacher.press(story.SCHOOL)
    case = await story.get_case(database)
    assert (case.taken_by_id, case.taken_at) == (None, None)
    assert story.alerts(room.phone(COUNTY))
    await head.press(story.OPEN)
    assert "没有您可以查看" in head.last.text
    await room.later(minutes=30)
    assert room.phone(DEPUTY).chat == []


async def test_a_late_answer_that_changes_nothing_is_kept(room: Room, database: Database) -> None:
    teacher = await story.store(room)
    await room.later(minutes=2)
    before = await story.facts(database)
    await teacher.press(story.PUPIL)
    await teacher.press_data(f"alin:{(await story.get_case(database)).id}:school")  # too late to change
    case = await story.get_case(database)
    assert case.involved == "pupil"
    assert await story.facts(database) == before


async def test_a_late_answer_leaves_the_case_with_an_officer_outside(
    room: Room, database: Database, school: School
) -> None:
    teacher = await story.store(room)
    await room.later(minutes=12)
    await room.phone(COUNTY).press(story.TAKE)
    await teacher.press(story.UNCLEAR, on=teacher.chat[0])
    case = await story.get_case(database)
    assert case.taken_by_id == school.county_officer_id
    assert case.taken_at is not None
    assert case.escalate_at == case.taken_at + timedelta(minutes=20)  # asked as if nothing had changed


async def test_a_second_person_on_the_heads_phone_does_not_keep_the_head_out(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        await add_person(session, HEAD, "顾家属", now=NOW)
    teacher = await story.report(room, story.UNCLEAR)
    await teacher.press("也告诉学校负责人")
    await room.phone(HEAD).press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == school.head_id
    assert room.phone(TEACHER) is teacher
