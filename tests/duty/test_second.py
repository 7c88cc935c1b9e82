"""A school with one adult asks somebody from elsewhere, who stands in from their yes on."""

import pytest
from sqlmodel import col, select

from models import RoleGrant, SecondPerson
from models.case_codes import CaseState
from models.codes import Role, UnitKind
from models.database import Database
from services.duty import queries
from services.people import service as people
from services.profile import Profile
from tests.alerts import story
from tests.casework import steps
from tests.duty.planned import second
from tests.duty.test_roster import open_roster
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, NOW, School

CENTRAL, ELSEWHERE = 114, 115


@pytest.fixture
async def alone(database: Database, school: School) -> int:
    """The head is the only one; the central school of the same county has one of its own."""
    async with database.transaction() as session:
        central = await people.add_unit(
            session, kind=UnitKind.SCHOOL, name="中心校", parent_id=school.county_id, timezone="Asia/Shanghai"
        )
        county = await people.add_unit(
            session, kind=UnitKind.COUNTY, name="别的县", parent_id=None, timezone="Asia/Shanghai"
        )
        far = await people.add_unit(
            session, kind=UnitKind.SCHOOL, name="远校", parent_id=county, timezone="Asia/Shanghai"
        )
    await story.end_roles(database, Role.SAFEGUARDING)
    await story.add_staff(database, ELSEWHERE, "远校长", Role.ADMINISTRATOR, far)
    return await story.add_staff(database, CENTRAL, "叶立冬", Role.ADMINISTRATOR, central)


async def grants(database: Database, person_id: int, unit_id: int) -> list[Role]:
    async with database.reading() as session:
        rows = await session.exec(
            select(col(RoleGrant.role)).where(RoleGrant.person_id == person_id, RoleGrant.unit_id == unit_id)
        )
        return list(rows)


@pytest.mark.db
async def test_somebody_nearby_is_asked_and_stands_in_from_their_yes_on(
    room: Room, database: Database, school: School, alone: int
) -> None:
    head, central = await open_roster(room), room.phone(CENTRAL)
    assert "只有一位大人" in head.last.text
    await head.press("请外校的人一起")
    assert [label for label in head.last.buttons if "（" in label] == ["叶立冬（中心校）"]
    await head.press("叶立冬")
    assert "已经请叶立冬一起" in (await open_roster(room)).last.text
    assert await grants(database, alone, school.school_id) == []
    assert "顾明河请您和稻香坪学校一起" in central.last.text
    await central.press("可以")
    assert "也会告诉您" in central.last.text
    assert "叶立冬答应了" in head.last.text
    assert await grants(database, alone, school.school_id) == [Role.SAFEGUARDING]
    assert "外校一起的人：叶立冬" in (await open_roster(room)).last.text
    await story.report(room)
    assert story.alerts(head)
    assert story.alerts(central)
    assert room.phone(COUNTY).chat == []
    await central.press(story.TAKE)
    assert (await story.get_case(database)).taken_by_id == alone


async def test_a_no_gives_nothing_and_somebody_else_can_be_asked(
    room: Room, database: Database, school: School, alone: int
) -> None:
    await room.phone(HEAD).press_data(f"rosask:{school.school_id}:{alone}")
    await room.phone(CENTRAL).press("不方便")
    assert "没有改动" in room.phone(CENTRAL).last.text
    assert "叶立冬这次不方便" in room.phone(HEAD).last.text
    assert await grants(database, alone, school.school_id) == []
    assert "只有一位大人" in (await open_roster(room)).last.text


async def test_asked_and_answered_twice_is_once(
    room: Room, database: Database, school: School, alone: int
) -> None:
    for _ in range(2):
        await room.phone(HEAD).press_data(f"rosask:{school.school_id}:{alone}")
    for yes in ("1", "1", "0"):
        await room.phone(CENTRAL).press_data(f"mydsec:1:{yes}")
        assert "也会告诉您" in room.phone(CENTRAL).last.text
    assert await grants(database, alone, school.school_id) == [Role.SAFEGUARDING]
    async with database.reading() as session:
        assert len((await session.exec(select(SecondPerson))).all()) == 1
    assert sum("答应了" in text for text in room.phone(HEAD).texts) == 1


@pytest.mark.parametrize("who", [1, 3, 4, 7])  # oneself, who was here, the county, another county's
async def test_who_is_not_nearby_is_not_asked(
    room: Room, database: Database, school: School, alone: int, who: int
) -> None:
    await room.phone(HEAD).press_data(f"rosask:{school.school_id}:{who}")
    assert "没有您可以" in room.phone(HEAD).last.text
    async with database.reading() as session:
        assert (await session.exec(select(SecondPerson))).all() == []


async def test_only_who_was_asked_answers_and_only_while_the_asker_is_there(
    room: Room, database: Database, school: School, alone: int
) -> None:
    await room.phone(HEAD).press_data(f"rosask:{school.school_id}:{alone}")
    for phone in (room.phone(HEAD), room.phone(DEPUTY), room.phone(ELSEWHERE)):
        await phone.press_data("mydsec:1:1")
        assert "没有您可以" in phone.last.text
    async with database.transaction() as session:
        query = select(RoleGrant).where(
            RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.unit_id == school.school_id
        )
        for grant in await session.exec(query):
            grant.until_at = NOW
            session.add(grant)
    await room.phone(CENTRAL).press_data("mydsec:1:1")
    assert "已经不在那所学校" in room.phone(CENTRAL).last.text
    assert await grants(database, alone, school.school_id) == []


async def test_the_doctor_names_a_school_with_one_adult(
    database: Database, school: School, profile: Profile
) -> None:
    async def lone() -> list[str]:
        async with database.reading() as session:
            return await queries.list_lone(session, now=NOW, profile=profile)

    assert await lone() == []
    await story.end_roles(database, Role.SAFEGUARDING)
    assert await lone() == ["稻香坪学校"]
    await second(database, school.school_id, school.county_officer_id)
    assert await lone() == []


async def test_whoever_stands_in_is_the_second_person_who_closes_a_case(
    room: Room, database: Database, school: School, alone: int
) -> None:
    await room.phone(HEAD).press_data(f"rosask:{school.school_id}:{alone}")
    central = room.phone(CENTRAL)
    await central.press("可以")
    await steps.keep_open(room, CENTRAL)
    head = await steps.called(room)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    assert "一位同事认为办完了" in central.last.text
    await central.press(story.OPEN)
    await central.press(steps.AGREE)
    case = await story.get_case(database)
    assert (case.state, case.closing_by_id) == (CaseState.CLOSED, school.head_id)
    assert room.phone(COUNTY).chat == []
