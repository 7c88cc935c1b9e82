"""One installation, several schools: founded by the county or by the operator, each for itself."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import Account, Pin, RoleGrant, Unit
from models.codes import Role, UnitKind
from models.database import Database
from services.errors import CareError
from services.joining import county as counties
from services.joining import places
from services.profile import Profile
from tests.joining.links import start_of
from tests.phones import Phone, Room
from tests.world import COUNTY, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, actor_of, open_pins
from views.county import FoundSchool, InviteHead, OpenCountySchool, PickTownship
from views.presses import OpenCounty

DENIED = "这里没有您可以查看的内容"
SECOND_HEAD, THIRD_HEAD = 130, 131


async def found(room: Room, *, township: str, name: str) -> Phone:
    """The county's officer founds a school; the link is on their phone."""
    officer = room.phone(COUNTY)
    await officer.send("🏛️ 县里的学校")
    await officer.press("建一所学校")
    await officer.send(township)
    await officer.send(name)
    return officer


async def join_as_head(room: Room, link: str, telegram_id: int, name: str) -> Phone:
    head = room.phone(telegram_id)
    await head.send(link)
    await head.send(name)
    return head


async def units(database: Database, kind: UnitKind) -> list[Unit]:
    async with database.reading() as session:
        return list(await session.exec(select(Unit).where(Unit.kind == kind).order_by(col(Unit.id))))


async def operators_link(room: Room, *, county: str, name: str, township: str | None = None) -> str:
    async with room.database.transaction() as session:
        token = await counties.invite_head_of(
            session, now=room.clock.at, profile=room.profile, timezone="Asia/Shanghai", county=county,
            township=township, name=name,
        )  # fmt: skip
    return f"/start {token}"


@pytest.mark.db
async def test_the_county_founds_a_further_school(room: Room, school: School, database: Database) -> None:
    officer = await found(room, township="双溪镇", name="双溪小学")
    assert "双溪小学的管理员" in officer.last.text
    assert "11月24日" in officer.last.text  # a day
    head = await join_as_head(room, start_of(officer), SECOND_HEAD, "叶立冬")
    assert "叶立冬" in officer.last.text  # the county says whether it is really them
    assert "🏫 学校" not in head.last.keys
    await officer.press("✅")
    assert not any("做到哪天" in label for label in officer.last.buttons)  # what is inside is the school's
    await head.send("🏫 学校")
    assert "双溪小学" in head.last.text
    assert "还没有班级" in head.last.text
    await head.press("➕")
    await head.send("一(1)")
    assert "一(1)：还没有老师" in head.last.text
    (first, second) = await units(database, UnitKind.SCHOOL)
    (township,) = await units(database, UnitKind.TOWNSHIP)
    assert (second.parent_id, township.parent_id) == (township.id, school.county_id)
    assert first.id == school.school_id
    await officer.send("🏛️ 县里的学校")
    assert "· 稻香坪学校\n· 双溪小学（双溪镇）" in officer.last.text


async def test_counties_and_townships_are_found_not_doubled(
    room: Room, school: School, database: Database
) -> None:
    await found(room, township="双溪镇", name="双溪小学")
    await found(room, township=" 双溪镇 ", name="青石小学")
    await operators_link(room, county="禾映县", township="双溪镇", name="白河小学")
    await operators_link(room, county="禾映县", name="白河小学二")
    assert len(await units(database, UnitKind.TOWNSHIP)) == len(await units(database, UnitKind.COUNTY)) == 1
    officer = await found(room, township="双溪镇", name="青石小学")  # nobody heads it yet: another link
    assert "青石小学的管理员" in officer.last.text
    names = [one.name for one in await units(database, UnitKind.SCHOOL)]
    assert names == ["稻香坪学校", "双溪小学", "青石小学", "白河小学", "白河小学二"]
    await operators_link(room, county="远县", name="双溪小学")
    assert [one.name for one in await units(database, UnitKind.COUNTY)] == ["禾映县", "远县"]


async def test_a_school_with_a_head_is_not_founded_again(room: Room, school: School) -> None:
    officer = await found(room, township="双溪镇", name="稻香坪学校")
    assert "已经在这里了" in officer.last.text
    await officer.send("🏛️ 县里的学校")
    await officer.press("稻香坪学校")
    assert not any("链接" in label for label in officer.last.buttons)
    await officer.press_data(InviteHead(school_id=school.school_id).pack())
    assert "已经有管理员了" in officer.last.text
    with pytest.raises(CareError, match=r"county\.school_known"):
        await operators_link(room, county="禾映县", name="稻香坪学校")


async def test_the_operator_founds_where_nobody_can_confirm(room: Room, database: Database) -> None:
    link = await operators_link(room, county="远县", township="远镇", name="远校")
    head = await join_as_head(room, link, THIRD_HEAD, "罗霜降")
    await head.send("🏫 学校")
    assert "远校" in head.last.text
    other = await join_as_head(room, link, STRANGER, "别人")
    assert any("已经用过" in text for text in other.texts)


async def test_the_operators_head_is_confirmed_where_the_county_can(room: Room, school: School) -> None:
    link = await operators_link(room, county="禾映县", township=None, name="青石小学")
    head = await join_as_head(room, link, THIRD_HEAD, "罗霜降")
    await head.send("🏫 学校")
    assert DENIED in head.last.text
    with pytest.raises(CareError, match=r"county\.waits"):
        await operators_link(room, county="禾映县", township=None, name="青石小学")
    await room.phone(COUNTY).press("✅")
    await head.send("🏫 学校")
    assert "青石小学" in head.last.text


async def test_the_pin_comes_first(room: Room, school: School, database: Database) -> None:
    officer = room.phone(COUNTY)
    await shut_pin(room, database)
    for press in (FoundSchool(county_id=school.county_id), InviteHead(school_id=school.school_id)):
        await officer.press_data(press.pack())
        assert "口令" in officer.last.text
    await officer.send("🏛️ 县里的学校")
    assert "稻香坪学校" in officer.last.text


async def shut_pin(room: Room, database: Database) -> None:
    """An hour ago somebody read on."""
    async with database.transaction() as session:
        account = (await session.exec(select(Account).where(Account.telegram_id == COUNTY))).one()
        pin = (await session.exec(select(Pin).where(Pin.account_id == account.id))).one()
        pin.open_until = NOW - timedelta(hours=1)
        session.add(pin)


async def test_nobody_else_founds_or_looks(room: Room, school: School) -> None:
    presses = [
        OpenCounty(county_id=school.county_id), FoundSchool(county_id=school.county_id),
        InviteHead(school_id=school.school_id), InviteHead(school_id=999), OpenCounty(county_id=999),
        OpenCounty(county_id=school.school_id), PickTownship(county_id=school.county_id),
        OpenCountySchool(county_id=school.county_id, school_id=school.school_id),
        OpenCountySchool(county_id=school.county_id, school_id=school.school_id, township=True),
    ]  # fmt: skip
    for somebody in (HEAD, TEACHER, MOTHER, STRANGER):
        phone = room.phone(somebody)
        await open_pin(room, somebody)
        await phone.send("🏛️ 县里的学校")
        assert DENIED in phone.last.text
        for press in presses:
            await phone.press_data(press.pack())
            assert DENIED in phone.last.text, press


async def open_pin(room: Room, telegram_id: int) -> None:
    async with room.database.transaction() as session:
        await open_pins(session, telegram_id)


async def test_a_schools_own_word_takes_no_other_schools_township(
    room: Room, school: School, database: Database
) -> None:
    await found(room, township="双溪镇", name="双溪小学")
    head = await actor_of(database, HEAD)
    with pytest.raises(CareError, match=r"school\.township_known"):
        async with database.transaction() as session:
            await places.name_township(
                session, now=NOW, actor=head, school_id=school.school_id, name="双溪镇"
            )
    (mine,) = [one for one in await units(database, UnitKind.SCHOOL) if one.id == school.school_id]
    assert mine.parent_id == school.county_id


async def test_a_county_that_a_school_names_is_found(
    room: Room, school: School, database: Database, profile: Profile
) -> None:
    async with database.transaction() as session:
        unit = (await session.exec(select(Unit).where(Unit.id == school.school_id))).one()
        unit.parent_id = None
        session.add(unit)
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🏛️")
    await head.send("禾映县")
    assert "禾映县的值班员" in head.last.text
    assert len(await units(database, UnitKind.COUNTY)) == 1
    async with database.reading() as session:
        grants = (await session.exec(select(RoleGrant).where(RoleGrant.role == Role.COUNTY_OFFICER))).all()
    assert len(grants) == 1
