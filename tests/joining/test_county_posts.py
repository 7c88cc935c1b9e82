"""The county's posts end too: officers, supervisors, directors; by the county, and never the last officer."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from models import CalendarSpan, RoleGrant
from models.codes import Role, SpanKind, UnitKind
from models.database import Database
from services.errors import CareError
from services.joining import dating
from services.people import service as people
from tests.alerts import story
from tests.joining.test_dating import add_term, grant_of, open_post
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, NOW, TEACHER, School, actor_of, add_place
from views.county import OpenCountyPosts
from views.posts import DatePost, When
from views.presses import EndPost

DENIED = "这里没有您可以查看的内容"
SECOND, SUPERVISOR, DIRECTOR, FAR = 140, 141, 142, 143


@pytest.fixture
async def around(database: Database, school: School) -> dict[int, int]:
    """Another officer, a supervisor of the school's township and a director of its village: their ids."""
    from models import Unit

    async with database.transaction() as session:
        township = await add_place(session, UnitKind.TOWNSHIP, "双溪镇", under=school.county_id)
        village = await add_place(session, UnitKind.VILLAGE, "荷塘村", under=township)
        unit = (await session.exec(select(Unit).where(Unit.id == school.school_id))).one()
        unit.parent_id = township
        session.add(unit)
        far = await people.add_unit(
            session, kind=UnitKind.COUNTY, name="远县", parent_id=None, timezone="Asia/Shanghai"
        )
    return {
        SECOND: await story.add_staff(database, SECOND, "江小寒", Role.COUNTY_OFFICER, school.county_id),
        SUPERVISOR: await story.add_staff(database, SUPERVISOR, "方大寒", Role.TOWNSHIP_SUPERVISOR, township),
        DIRECTOR: await story.add_staff(database, DIRECTOR, "乔立秋", Role.VILLAGE_DIRECTOR, village),
        FAR: await story.add_staff(database, FAR, "远员", Role.COUNTY_OFFICER, far),
    }


async def open_posts(room: Room) -> Phone:
    officer = room.phone(COUNTY)
    await officer.send("🏛️ 县里的学校")
    await officer.press("👋")
    return officer


async def test_the_county_lists_its_own(room: Room, around: dict[int, int]) -> None:
    officer = await open_posts(room)
    assert [label for label in officer.last.buttons if "（" in label] == [
        "韩青（禾映县的值班员）", "江小寒（禾映县的值班员）",
        "方大寒（双溪镇的儿童督导员）", "乔立秋（荷塘村的儿童主任）",
    ]  # fmt: skip


@pytest.mark.db
async def test_who_has_left_the_county_hears_nothing_more(room: Room, around: dict[int, int]) -> None:
    officer, second = await open_posts(room), room.phone(SECOND)
    await story.report(room)
    await officer.press("江小寒")
    await officer.press("现在退出")
    assert not any("江小寒" in label for label in officer.last.buttons)
    await room.later(minutes=30)
    assert story.alerts(officer)
    assert not story.alerts(second)
    await second.press_data("case:1")
    assert DENIED in second.last.text


async def test_the_last_officer_stays(
    room: Room, database: Database, school: School, around: dict[int, int]
) -> None:
    officer = await open_posts(room)
    await officer.press("江小寒")
    await officer.press("定最后一天")
    await officer.send("2027-01-20")
    assert any("江小寒" in label and "到2027-01-20" in label for label in officer.last.buttons)
    await officer.press("韩青")
    await officer.press("现在退出")
    assert "只剩这一位值班员" in officer.last.text
    me = await actor_of(database, COUNTY)
    mine = await grant_of(database, school.county_officer_id, Role.COUNTY_OFFICER)
    with pytest.raises(CareError, match=r"county\.last_officer"):
        async with database.transaction() as session:
            await dating.end_on(
                session,
                now=NOW,
                actor=me,
                place_id=school.county_id,
                grant_id=mine.id or 0,
                text="2027-01-20",
            )
    await officer.press_data(
        DatePost(
            place_id=school.county_id, when=When.NEVER,
            grant_id=(await grant_of(database, around[SECOND], Role.COUNTY_OFFICER)).id or 0,
        ).pack()
    )  # fmt: skip
    await officer.press("韩青")
    await officer.press("现在退出")
    assert (await grant_of(database, school.county_officer_id, Role.COUNTY_OFFICER)).until_at == NOW


async def test_a_supervisor_goes_with_the_term(
    room: Room, database: Database, school: School, around: dict[int, int]
) -> None:
    await add_term(database, school)
    officer = await open_posts(room)
    await officer.press("方大寒")
    await officer.press("到期末（1月20日）")
    grant = await grant_of(database, around[SUPERVISOR], Role.TOWNSHIP_SUPERVISOR)
    assert grant.until_at == datetime(2027, 1, 20, 16, 0, tzinfo=UTC)


async def test_the_term_of_a_county_ends_with_its_last_school(
    room: Room, database: Database, school: School, around: dict[int, int]
) -> None:
    await add_term(database, school)
    async with database.transaction() as session:
        other = await add_place(session, UnitKind.SCHOOL, "青石小学", under=school.county_id)
        session.add(
            CalendarSpan(
                unit_id=other, kind=SpanKind.TERM, from_on=date(2026, 9, 1), to_on=date(2027, 1, 27),
                entered_by_id=school.head_id, entered_at=NOW,
            )
        )  # fmt: skip
    officer = await open_posts(room)
    await officer.press("方大寒")
    assert "到期末（1月27日）" in officer.last.buttons


async def test_a_school_ends_its_villages_director_but_not_the_countys(
    room: Room, database: Database, around: dict[int, int]
) -> None:
    head = await open_post(room, "乔立秋")
    await head.press("现在退出")
    assert "乔立秋" not in head.last.text
    assert (await grant_of(database, around[DIRECTOR], Role.VILLAGE_DIRECTOR)).until_at == NOW
    await room.phone(DIRECTOR).send("👧 我的班")
    head = await open_post(room, "方大寒")
    assert not any("最后一天" in label for label in head.last.buttons)
    await head.press("现在退出")
    assert "由县里安排" in head.last.text
    assert (await grant_of(database, around[SUPERVISOR], Role.TOWNSHIP_SUPERVISOR)).until_at is None


async def test_nobody_else_ends_the_countys_posts(
    room: Room, database: Database, school: School, around: dict[int, int]
) -> None:
    grant = await grant_of(database, around[SUPERVISOR], Role.TOWNSHIP_SUPERVISOR)
    place = {"place_id": school.county_id, "grant_id": grant.id or 0}
    presses = [
        OpenCountyPosts(county_id=school.county_id), EndPost(**place), EndPost(**place, sure=True),
        *(DatePost(**place, when=when) for when in When),
    ]  # fmt: skip
    for somebody in (HEAD, DEPUTY, TEACHER, MOTHER, FAR, SUPERVISOR):
        for press in presses:
            await room.phone(somebody).press_data(press.pack())
            assert DENIED in room.phone(somebody).last.text
    async with database.reading() as session:
        rows = await session.exec(select(RoleGrant).where(RoleGrant.until_at != None))  # noqa: E711
        assert rows.all() == []
