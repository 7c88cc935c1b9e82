"""Words of danger from somebody on the staff lead to the red button, and are in the file one tap after it."""

from sqlmodel import select

from models import Case, CaseEntry, FamilyWords, Relation
from models.case_codes import CaseWords
from models.codes import Kin
from models.database import Database
from services.casework import filing
from services.casework.types import CaseFile
from tests.alerts import story
from tests.phones import Room
from tests.world import DEPUTY, HEAD, NOW, TEACHER, School, actor_of

SAID = "田小满身上有伤，说爸爸打她，不想活了"
KEEP = "放进这份报告"


async def entries(database: Database) -> list[CaseEntry]:
    async with database.reading() as session:
        return list(await session.exec(select(CaseEntry)))


async def test_a_teachers_words_come_into_the_report_of_the_child_they_name(
    room: Room, database: Database, school: School
) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send(SAID)
    assert "没看懂" not in teacher.last.text
    assert "120" in teacher.last.text
    assert "110" in teacher.last.text
    assert await entries(database) == []  # nothing is kept of a child before somebody reports
    await teacher.press("报告：田小满")
    await teacher.press("是")
    await teacher.press(story.INJURED)
    assert any(SAID in one for one in teacher.texts)
    await teacher.press(story.FAMILY)
    await teacher.press(KEEP)
    [entry] = await entries(database)
    assert entry.kind is CaseWords.SEEN
    await teacher.press_data("alkp:1")
    assert len(await entries(database)) == 1
    assert "聊天里还在" in teacher.last.text
    head = room.phone(HEAD)
    await head.press(story.TAKE)
    async with database.transaction() as session:
        read = await filing.read(
            session, now=room.clock.now(), actor=await actor_of(database, HEAD), case_id=1
        )
    assert isinstance(read, CaseFile)
    assert [one.text for one in read.entries] == [SAID]


async def test_who_names_no_child_begins_at_the_list(room: Room, database: Database, school: School) -> None:
    deputy = room.phone(DEPUTY)
    await deputy.send("有个孩子说不想活了")
    assert not any("报告：" in label for label in deputy.last.buttons)
    await deputy.press("我要报告")
    await deputy.press("叫不出名字")
    await deputy.press(story.INJURED)
    await deputy.press(KEEP)
    [entry] = await entries(database)
    async with database.reading() as session:
        assert (await session.exec(select(Case))).one().child_id is None
    assert entry.case_id == 1


async def test_a_teacher_who_is_a_mother_too(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        session.add(
            Relation(child_id=school.child_id, kin=Kin.CARER, person_id=school.teacher_id, from_at=NOW)
        )
    teacher = room.phone(TEACHER)
    await teacher.send(SAID)
    assert any("报告：田小满" in label for label in teacher.last.buttons)
    async with database.reading() as session:
        assert list(await session.exec(select(FamilyWords))) == []


async def test_words_in_a_flow_stay_in_it_and_others_words_are_forgotten(room: Room, school: School) -> None:
    teacher = room.phone(TEACHER)
    await teacher.send("今天下雨")
    assert "没看懂" in teacher.last.text
    await teacher.send(SAID)
    await teacher.send("/cancel")
    await teacher.send("🔴 我要报告")
    await teacher.press("叫不出名字")
    await teacher.press(story.INJURED)
    assert SAID not in "".join(teacher.texts)


async def test_nobody_keeps_words_in_anothers_report(room: Room, database: Database, school: School) -> None:
    await story.store(room)
    deputy = room.phone(DEPUTY)
    await deputy.send(SAID)
    await deputy.press_data("alkp:1")
    assert "没有您可以查看" in deputy.last.text
    assert await entries(database) == []
