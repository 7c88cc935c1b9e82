"""Who learns of a linked child: whoever works on the case, and neither its household nor its teacher."""

from sqlmodel import col, select

from models import AuditEntry
from models.codes import Role, UnitKind
from models.database import Database
from services.children.readers import Readers, list_readers
from tests.alerts import story
from tests.alerts.missing import ASK, SURE, missing, questions
from tests.alerts.test_missing import DIRECTOR, add_director
from tests.casework import home, steps
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School, actor_of, add_place

FATHER, BROTHERS_TEACHER = 120, 121
NOTHING = "没有您可以查看"


async def test_the_other_childs_father_notices_nothing_from_the_link_on(
    room: Room, database: Database, school: School
) -> None:
    """He answers for safeguarding at the school, and had opened the case before."""
    father = await story.add_staff(database, FATHER, "罗大海", Role.SAFEGUARDING, school.school_id)
    brother = await home.add_sibling(database, school, father=father)
    await story.report(room)
    await room.later(minutes=6)
    his = room.phone(FATHER)
    await his.press(story.OPEN)
    assert "田小满" in his.last.text
    room.let_fade()
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press_data(f"rdsd:1:{brother}:1:0")
    assert father in await story.excluded(database)
    await room.later(minutes=1)
    assert all("田小满" not in text for text in his.texts)  # what stood there is blanked
    for press in ("case:1", "caseme:1:0", "road:1", "rdsi:1:0"):
        await his.press_data(press)
        assert NOTHING in his.last.text
    await his.send("/cases")
    assert "没有您可以查看的事" in his.last.text
    await head.press_data(f"rdsd:1:{brother}:0:0")
    await his.press_data("case:1")
    assert NOTHING in his.last.text  # taken back, the link lets nobody in again
    assert father in await story.excluded(database)


async def test_who_lives_with_the_other_child_can_link_it_and_has_the_case_no_more(
    room: Room, database: Database, school: School
) -> None:
    await home.add_sibling(database, school, father=school.head_id)
    head = await home.linked(room)
    assert NOTHING in head.last.text
    case = await story.get_case(database)
    assert case.taken_by_id is None
    assert story.alerts(room.phone(DEPUTY))
    await head.press_data("caseme:1:0")
    assert (await story.get_case(database)).taken_by_id is None


async def test_who_joins_the_other_childs_household_later_is_left_out_too(
    room: Room, database: Database, school: School
) -> None:
    brother = await home.add_sibling(database, school)
    await home.linked(room)
    deputy = room.phone(DEPUTY)
    await room.later(minutes=6)
    await home.stand_beside(database, brother, school.deputy_id)
    await deputy.press_data("case:1")
    assert NOTHING in deputy.last.text


async def test_nobody_else_looks_or_links(room: Room, database: Database, school: School) -> None:
    brother = await home.add_sibling(database, school)
    await steps.taken(room)
    await room.later(minutes=6)
    for who in (TEACHER, MOTHER, GRANDMOTHER, COUNTY):
        for press in ("rdsi:1:0", f"rdsd:1:{brother}:1:0", f"rdsd:1:{brother}:0:0"):
            await room.phone(who).press_data(press)
            assert NOTHING in room.phone(who).last.text
    assert await home.decisions(database) == []


async def test_of_a_child_at_another_school_only_the_school_is_named(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        there = await add_place(session, UnitKind.SCHOOL, "禾苗小学", under=school.county_id)
        other_class = await add_place(session, UnitKind.CLASS, "二(3)", under=there)
    await home.add_sibling(database, school, class_id=other_class)
    head = await home.shown(room)
    assert "禾苗小学的一个孩子" in head.last.text
    assert all("田芒种" not in text and "二(3)" not in text for text in head.texts)
    assert not any("田芒种" in label for label in head.last.buttons)
    await head.press(home.LINK)
    assert len(await home.decisions(database)) == 1
    await head.press_data("caseho:1:1")  # the county answers for both schools
    await room.later(hours=1)
    officer = room.phone(COUNTY)
    await officer.press_data("caseme:1:0")
    await officer.press_data("rdsi:1:0")
    assert "田芒种" in officer.last.text


async def test_its_class_teacher_and_its_file_tell_nothing_of_it(
    room: Room, database: Database, school: School
) -> None:
    await story.add_staff(
        database, BROTHERS_TEACHER, "苏清明", Role.CLASS_TEACHER, school.other_class_id
    )  # fmt: skip
    brother = await home.add_sibling(database, school)
    head = await home.linked(room)
    await room.later(hours=2)
    assert room.phone(BROTHERS_TEACHER).chat == []
    await room.phone(BROTHERS_TEACHER).press_data("case:1")
    assert NOTHING in room.phone(BROTHERS_TEACHER).last.text
    async with database.reading() as session:
        looked = select(AuditEntry.id).where(
            AuditEntry.subject == "child", col(AuditEntry.subject_id) == brother
        )
        assert list(await session.exec(looked)) == []
    await head.press_data(f"child:{brother}")  # from the case the head opens the brother's own file
    assert "田芒种" in head.last.text
    mother = await actor_of(database, MOTHER)
    async with database.transaction() as session:
        readers = await list_readers(session, now=room.clock.at, actor=mother, child_id=brother)
    assert isinstance(readers, Readers)
    assert readers.looked == ()


async def test_a_village_director_who_lives_with_a_linked_child_is_not_asked_where_the_missing_one_is(
    room: Room, database: Database, school: School
) -> None:
    director = await add_director(database, school)
    brother = await home.add_sibling(database, school, father=director)
    teacher = await missing(room)
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    await head.press_data(f"rdsd:1:{brother}:1:0")
    await teacher.press(ASK)
    assert "周阿桂（妈妈）" in teacher.chat[0].text
    assert "柳主任" not in teacher.chat[0].text
    await teacher.press(SURE)
    assert questions(room.phone(MOTHER)) != []
    assert room.phone(DIRECTOR).chat == []
