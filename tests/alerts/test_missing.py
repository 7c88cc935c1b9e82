"""A missing child: home, parents and village are asked at once where the matrix lets them, by a press."""

from sqlmodel import col, select, update

from models import Account, Child, Notification, Person, Relation
from models.case_codes import CaseFact, Involved
from models.codes import Notice, Role, Sending, UnitKind
from models.database import Database
from services.alerts.at_home import asked_at_home
from services.people import service as people
from services.profile import Adult, Profile, load
from tests.alerts import story
from tests.alerts.missing import ASK, DENIED, OTHER, SURE, ask, missing, questions, told
from tests.phones import Room
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, School, add_person, add_place

DIRECTOR = 140


async def add_director(database: Database, school: School) -> int:
    async with database.transaction() as session:
        township = await add_place(session, UnitKind.TOWNSHIP, "稻香镇", under=school.county_id)
        village = await add_place(session, UnitKind.VILLAGE, "柳湾村", under=township)
        director = await add_person(session, DIRECTOR, "柳主任")
        await people.grant(session, now=NOW, person_id=director, role=Role.VILLAGE_DIRECTOR, unit_id=village)
        await session.exec(update(Child).values(village_id=village))
    return director


async def test_whom_it_asks_is_read_first_and_one_press_asks_them(
    room: Room, database: Database, school: School
) -> None:
    await add_director(database, school)
    teacher = await missing(room)
    await teacher.press(ASK)
    for line in ("· 周阿桂（妈妈）", "· 石奶奶（照看人）", "· 柳主任（村儿童主任）", "打110"):
        assert line in teacher.chat[0].text
    assert [questions(room.phone(one)) for one in (MOTHER, GRANDMOTHER, DIRECTOR)] == [[], [], []]
    await teacher.press(SURE)
    for who in (MOTHER, GRANDMOTHER):
        assert questions(room.phone(who)) == ["稻香坪学校：没见到田小满。田小满和您在一起吗？"]
    assert questions(room.phone(DIRECTOR)) == ["稻香坪学校：没见到田小满（三(1)）。您见过吗？"]
    assert await told(database) == [CaseFact.HOME_ASKED]
    assert "问了家里" in teacher.chat[0].text
    for who in (MOTHER, GRANDMOTHER, DIRECTOR):
        said = room.phone(who).last
        assert not any(one in said.text for one in ("编号", "报告", "2026-"))
        assert not any("case" in press or press.startswith("al") for press in said.buttons.values())


async def test_a_second_press_asks_nobody_again_but_who_has_joined_since(
    room: Room, database: Database, school: School
) -> None:
    teacher = await ask(room)
    await teacher.press_data("alah:1:1", message_id=teacher.chat[0].message_id)
    assert await told(database) == [CaseFact.HOME_ASKED]
    assert len(questions(room.phone(MOTHER))) == 1
    await teacher.press(ASK)
    assert "周阿桂（妈妈）：已经问了" in teacher.chat[0].text
    assert SURE not in "".join(teacher.chat[0].buttons)
    async with database.transaction() as session:
        aunt = await add_person(session, 141, "吴小姑")
    await story.make_kin(database, school, aunt)
    await teacher.press_data("alah:1:1", message_id=teacher.chat[0].message_id)
    assert len(questions(room.phone(141))) == 1
    assert await told(database) == [CaseFact.HOME_ASKED] * 2


async def test_nobody_is_asked_when_the_child_may_hide_from_home(room: Room) -> None:
    teacher = await missing(room, story.FAMILY)
    assert not any(ASK in label for label in teacher.chat[0].buttons)
    for press in ("alah:1:0", "alah:1:1"):
        await teacher.press_data(press)
        assert DENIED in teacher.last.text
    assert room.phone(GRANDMOTHER).chat == []


async def test_nobody_is_asked_before_it_is_said_who_may_be_involved(room: Room, database: Database) -> None:
    teacher = await story.store(room, situation="失踪、被拐")
    await room.later(minutes=2)
    await teacher.press("打开")
    assert not any(ASK in label for label in teacher.last.buttons)
    await teacher.press_data("alah:1:1")
    assert DENIED in teacher.last.text
    assert questions(room.phone(MOTHER)) == []


async def test_another_situation_asks_nobody(room: Room) -> None:
    teacher = await story.report(room, OTHER, situation=story.BULLYING)
    assert not any(ASK in label for label in teacher.chat[0].buttons)
    await teacher.press_data("alah:1:1")
    assert DENIED in teacher.last.text
    assert questions(room.phone(MOTHER)) == []


async def test_somebody_of_the_school_is_not_asked_at_home_when_the_school_is_left_out(
    room: Room, database: Database, school: School
) -> None:
    """The deputy is the child's kin, and a colleague reads on the grandmother's phone."""
    await story.make_kin(database, school, school.deputy_id)
    async with database.transaction() as session:
        phone = (await session.exec(select(Account.id).where(Account.telegram_id == GRANDMOTHER))).one()
        await session.exec(update(Person).where(col(Person.id) == school.head_id).values(account_id=phone))
    await ask(room, story.SCHOOL)
    assert [questions(room.phone(one)) for one in (DEPUTY, HEAD, GRANDMOTHER)] == [[], [], []]
    assert len(questions(room.phone(MOTHER))) == 1


async def test_who_works_at_the_school_and_is_kin_is_asked_otherwise(
    room: Room, database: Database, school: School
) -> None:
    await story.make_kin(database, school, school.deputy_id)
    await ask(room)
    assert len(questions(room.phone(DEPUTY))) == 1


async def test_who_is_barred_or_in_a_dispute_is_not_asked(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        barred = update(Relation).where(col(Relation.person_id) == school.mother_id)
        await session.exec(barred.values(barred_at=NOW))
    teacher = await missing(room)
    await teacher.press(ASK)
    assert "周阿桂" not in teacher.chat[0].text
    async with database.transaction() as session:
        await session.exec(update(Child).values(frozen_at=NOW))
    await teacher.press(SURE)
    assert [questions(room.phone(one)) for one in (MOTHER, GRANDMOTHER)] == [[], []]
    await teacher.press(ASK)
    assert "请打电话，或者上门找" in teacher.chat[0].text


async def test_who_has_no_phone_here_is_to_be_rung(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        gone = update(Person).where(col(Person.id) == school.grandmother_id)
        await session.exec(gone.values(account_id=None))
    teacher = await missing(room)
    await teacher.press(ASK)
    assert "石奶奶（照看人）：手机上收不到，请打电话" in teacher.chat[0].text
    await teacher.press(SURE)
    assert len(questions(room.phone(MOTHER))) == 1


async def test_another_answer_takes_back_what_still_waits(
    room: Room, database: Database, school: School
) -> None:
    mother = room.phone(MOTHER)
    mother.flood = 120
    teacher = await ask(room)
    assert mother.chat == []
    await teacher.press("选错了")
    await teacher.press(story.FAMILY)
    assert not any(ASK in label for label in teacher.chat[0].buttons)
    await room.later(minutes=5)
    assert mother.chat == []
    async with database.reading() as session:
        query = select(Notification.sending).where(
            Notification.kind == Notice.HOME_QUESTION, Notification.recipient_id == school.mother_id
        )
        assert (await session.exec(query)).one() is Sending.SUPERSEDED


def test_whom_the_matrix_lets_be_asked(profile: Profile) -> None:
    everybody = {Adult.PARENT, Adult.CARER, Adult.VILLAGE}
    for involved in (Involved.OTHER, Involved.PUPIL, Involved.SCHOOL, Involved.UNCLEAR):
        assert asked_at_home(profile, "R7", involved, ()) == everybody
        assert asked_at_home(profile, "R7", involved, ("family",)) == frozenset()
    assert asked_at_home(profile, "R7", Involved.FAMILY, ()) == frozenset()
    assert asked_at_home(profile, "R7", None, ()) == frozenset()
    assert asked_at_home(profile, "B1", Involved.OTHER, ()) == frozenset()
    missing = [one.code for one in load("MD").situations if one.asks_home]
    assert missing == ["T1"]
