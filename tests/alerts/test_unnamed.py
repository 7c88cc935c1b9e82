"""A child whom the reporter can't name: of another school, unknown, seen on the way."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Case, Child, Note, Unit
from models.case_codes import CaseFact, CaseState
from models.codes import Away, Care, Role, UnitKind
from models.database import Database
from scheduler import jobs
from services.digest import queries as digest
from services.people import service as people
from services.profile import Kind, Profile
from tests.alerts import story
from tests.phones import Phone, Room, StillClock
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, add_person, add_place

UNNAMED = "叫不出名字"
DIRECTOR, VOLUNTEER = 120, 121


async def store(room: Room, telegram_id: int = TEACHER, *, situation: str = story.INJURED) -> Phone:
    reporter = room.phone(telegram_id)
    await reporter.send("🔴 我要报告")
    await reporter.press(UNNAMED)
    await reporter.press(situation)
    return reporter


async def test_it_is_stored_and_sent_in_four_taps(room: Room, database: Database, school: School) -> None:
    teacher = await store(room)
    case = await story.get_case(database)
    assert (case.child_id, case.school_id, case.state) == (None, school.school_id, CaseState.DRAFT)
    assert [shown.contact for shown in teacher.chat if shown.contact] == ["120", "110"]
    await teacher.press(story.FAMILY)
    assert "已送出" in teacher.chat[0].text
    assert await story.facts(database) == [(CaseFact.RAISED, None), (CaseFact.SENT, 0)]
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press(story.OPEN)
    assert "说不出名字" in head.last.text
    assert "没法避开家里人" in head.last.text
    await head.press("孩子现在安全")
    assert "孩子暂时安全" in head.last.text


async def test_the_second_tap_is_the_same_case_and_the_first_child_is_another(
    room: Room, database: Database, school: School
) -> None:
    teacher = await store(room)
    number = (await story.get_case(database)).number
    await teacher.press_data(f"alus:{school.school_id}:R4", message_id=teacher.chat[0].message_id)
    assert (await story.get_case(database)).number == number
    await story.store(room, situation=story.INJURED)  # a child with a name is another case
    with pytest.raises(Exception, match="Multiple rows"):
        await story.get_case(database)


async def test_who_is_named_is_left_out_without_a_household(
    room: Room, database: Database, school: School
) -> None:
    await store(room)
    await room.phone(TEACHER).press(story.SCHOOL)
    await room.later(minutes=30)
    assert [room.phone(one).chat for one in (HEAD, DEPUTY, MOTHER)] == [[], [], []]
    assert await story.excluded(database) == {school.head_id, school.deputy_id}
    county = room.phone(COUNTY)
    assert story.alerts(county)
    await county.press(story.TAKE)
    await room.later(minutes=25)  # its silence is asked about, as with any other
    assert "您还在处理吗" in county.last.text


async def test_nobody_answers_and_it_climbs_to_the_county(room: Room, database: Database) -> None:
    await store(room)
    await room.later(minutes=12)
    for who in (HEAD, DEPUTY, COUNTY):
        assert story.alerts(room.phone(who))
    assert (await story.get_case(database)).involved is None


async def test_a_child_of_another_school_is_reported_this_way(
    room: Room, database: Database, school: School
) -> None:
    """The door says the same of a child that is elsewhere and of none at all, and how to report it."""
    async with database.transaction() as session:
        elsewhere = await add_place(session, UnitKind.SCHOOL, "桃溪学校", under=school.county_id)
        unit = await add_place(session, UnitKind.CLASS, "二(1)", under=elsewhere)
        child = Child(
            name="夏小荷", born_on=NOW.date(), class_id=unit, care=Care.KIN, away=Away.BOTH, registered_at=NOW
        )
        session.add(child)
        await session.flush()
        child_id = child.id
    teacher = room.phone(TEACHER)
    for press in (f"raise:{child_id}", "raise:4711", f"alsi:{child_id}:0", "alsi:4711:0"):
        await teacher.press_data(press)
    assert len(set(teacher.texts)) == 1
    assert "照样可以报告" in teacher.last.text
    assert "夏小荷" not in teacher.last.text
    await teacher.press(UNNAMED)
    await teacher.press(story.INJURED)
    assert (await story.get_case(database)).school_id == school.school_id


@pytest.mark.parametrize("who", [MOTHER, STRANGER])
async def test_outsiders_have_no_such_way(room: Room, database: Database, school: School, who: int) -> None:
    phone = room.phone(who)
    for school_id in (school.school_id, 4711):
        for press in (f"alun:{school_id}:0", f"alus:{school_id}:R4"):
            await phone.press_data(press)
    await phone.press_data(f"raise:{school.child_id}")
    assert len(set(phone.texts)) == 1
    assert "没有您可以查看" in phone.last.text
    async with database.reading() as session:
        query = select(AuditEntry.allowed).where(AuditEntry.subject == "case_school")
        assert set(await session.exec(query)) == {False}


async def test_a_teacher_reports_to_no_school_but_their_own(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        other = await add_place(session, UnitKind.SCHOOL, "桃溪学校", under=school.county_id)
    teacher = room.phone(TEACHER)
    await teacher.press_data(f"alus:{other}:R4")
    assert "没有您可以查看" in teacher.last.text
    await teacher.press_data(f"alus:{school.school_id}:Z9")  # nor a situation that nobody knows
    assert "没有您可以查看" in teacher.last.text


async def test_a_village_director_reports_to_the_school_around(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        township = await add_place(session, UnitKind.TOWNSHIP, "稻香镇", under=school.county_id)
        village = await add_place(session, UnitKind.VILLAGE, "柳湾村", under=township)
        director = await add_person(session, DIRECTOR, "柳主任")
        await people.grant(session, now=NOW, person_id=director, role=Role.VILLAGE_DIRECTOR, unit_id=village)
    phone = room.phone(DIRECTOR)
    await phone.send("🔴 我要报告")
    assert "没有您可以查看" in phone.last.text  # no school stands around this village
    async with database.transaction() as session:
        await session.exec(update(Unit).where(col(Unit.id) == school.school_id).values(parent_id=township))
    await store(room, DIRECTOR)
    await phone.press(story.FAMILY)
    assert story.alerts(room.phone(HEAD))


async def test_a_township_supervisor_has_the_red_key(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        township = await add_place(session, UnitKind.TOWNSHIP, "稻香镇", under=school.county_id)
        elsewhere = await add_place(session, UnitKind.SCHOOL, "桃溪学校", under=school.county_id)
        person = await add_person(session, DIRECTOR, "梁督导")
        await people.grant(
            session, now=NOW, person_id=person, role=Role.TOWNSHIP_SUPERVISOR, unit_id=township
        )
        await session.exec(update(Unit).where(col(Unit.id) == school.school_id).values(parent_id=township))
    phone = room.phone(DIRECTOR)
    await phone.send("/start")
    assert "🔴 我要报告" in phone.last.keys
    await phone.press_data(f"alus:{elsewhere}:R4")
    assert "没有您可以查看" in phone.last.text
    await store(room, DIRECTOR)
    await phone.press(story.FAMILY)
    assert any("已送出" in one for one in phone.texts)
    assert not any("田小满" in one for one in phone.texts)
    assert story.alerts(room.phone(HEAD))


async def test_the_county_passes_on_what_it_was_told(room: Room, database: Database, school: School) -> None:
    """A call to a hotline comes in at the county: with a name, or without one."""
    county = room.phone(COUNTY)
    await store(room, COUNTY)
    assert (await story.get_case(database)).school_id == school.school_id
    await county.press(story.FAMILY)
    assert story.alerts(room.phone(HEAD))
    await county.send("🔴 我要报告")
    for label in ("三(1)", "田小满"):
        await county.press(label)
    await county.press(story.INJURED)
    async with database.reading() as session:
        assert set(await session.exec(select(Case.child_id))) == {None, school.child_id}


async def test_the_county_finds_a_class_by_its_school(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        far = await add_place(session, UnitKind.COUNTY, "远县", under=school.county_id)
        for name, above in (("桃溪学校", school.county_id), ("远县学校", far)):
            one = await add_place(session, UnitKind.SCHOOL, name, under=above)
            await add_place(session, UnitKind.CLASS, "三(1)", under=one)
    county = room.phone(COUNTY)
    await county.send("🔴 我要报告")
    shown = " ".join(county.last.buttons)
    assert "稻香坪学校 三(1)" in shown
    assert "桃溪学校 三(1)" in shown
    assert "远县" not in shown


async def test_it_stays_when_everything_is_over_and_holds_no_other_childs_file(
    room: Room, database: Database, school: School, profile: Profile
) -> None:
    await store(room)
    await room.phone(TEACHER).press(story.FAMILY)
    async with database.transaction() as session:
        session.add(
            Note(
                child_id=school.child_id, author_id=school.teacher_id, mood=2, words="想妈妈",
                happened_on=NOW.date(), entered_at=NOW,
            )
        )  # fmt: skip
        await session.exec(update(Child).values(left_at=NOW))
    await jobs.remove_over(database, StillClock(NOW + timedelta(days=9000)), profile, tuple(Kind))
    assert (await story.get_case(database)).child_id is None
    async with database.reading() as session:
        assert [one.words for one in await session.exec(select(Note))] == [None]


async def test_the_weekly_reading_lives_with_a_case_of_no_child(
    room: Room, database: Database, school: School
) -> None:
    await store(room)
    await room.phone(TEACHER).press(story.FAMILY)
    await room.phone(HEAD).press(story.OPEN)
    async with database.reading() as session:
        unit = (await session.exec(select(Unit).where(Unit.id == school.school_id))).one()
        week = await digest.load_week(session, school=unit, week="2026-W48")
    assert [one for one in week.entries if "case" in one.thing[0]] == []


async def test_a_volunteer_has_the_red_key_and_no_childs_name(
    room: Room, database: Database, school: School
) -> None:
    await story.add_staff(database, VOLUNTEER, "志愿者", Role.VOLUNTEER, school.school_id)
    volunteer = room.phone(VOLUNTEER)
    await volunteer.press_data(f"raise:{school.child_id}")
    assert "照样可以报告" in volunteer.last.text
    await store(room, VOLUNTEER)
    await volunteer.press(story.FAMILY)
    assert any("已送出" in one for one in volunteer.texts)
    assert not any("田小满" in one for one in volunteer.texts)
    assert (await story.get_case(database)).child_id is None
    assert story.alerts(room.phone(HEAD))
