"""A county's officers let one another in by two; whoever has two places chooses which one opens."""

import pytest

from models.codes import Role, UnitKind
from models.database import Database
from services.people import service as people
from tests.joining.links import start_of
from tests.phones import Phone, Room
from tests.world import COUNTY, HEAD, NOW, STRANGER, School, actor_of, add_person, add_place
from views.county import InviteOfficer

FELLOW, NEWCOMER = 141, 142
DENIED = "没有您可以查看"


async def add_fellow(database: Database, school: School) -> None:
    async with database.transaction() as session:
        fellow = await add_person(session, FELLOW, "韩白")
        await people.grant(
            session, now=NOW, person_id=fellow, role=Role.COUNTY_OFFICER, unit_id=school.county_id
        )


async def invite(room: Room) -> Phone:
    """The officer makes the link, and somebody uses it."""
    officer, newcomer = room.phone(COUNTY), room.phone(NEWCOMER)
    await officer.send("🏛️ 县里的学校")
    await officer.press("👋")
    await officer.press("✉️ 请一位同事")
    await newcomer.send(start_of(officer))
    await newcomer.send("齐冬至")
    return newcomer


def confirms(phone: Phone) -> list[str]:
    return [press for shown in phone.chat for label, press in shown.buttons.items() if "✅" in label]


@pytest.mark.db
async def test_another_officer_than_the_inviter_lets_a_fellow_in(room: Room, school: School) -> None:
    await add_fellow(room.database, school)
    newcomer = await invite(room)
    assert not confirms(room.phone(COUNTY))
    (accept,) = confirms(room.phone(FELLOW))
    await room.phone(COUNTY).press_data(accept)
    assert DENIED in room.phone(COUNTY).last.text
    assert not (await actor_of(room.database, NEWCOMER)).roles
    await room.phone(FELLOW).press_data(accept)
    actor = await actor_of(room.database, NEWCOMER)
    assert actor.units(Role.COUNTY_OFFICER) == {school.county_id}
    await newcomer.send("🏛️ 县里的学校")
    assert "稻香坪学校" in newcomer.last.text


async def test_the_only_officer_confirms_alone(room: Room, school: School) -> None:
    await invite(room)
    (accept,) = confirms(room.phone(COUNTY))
    await room.phone(COUNTY).press_data(accept)
    assert (await actor_of(room.database, NEWCOMER)).has(Role.COUNTY_OFFICER)


@pytest.mark.parametrize("telegram_id", [HEAD, STRANGER])
async def test_nobody_else_invites_an_officer(room: Room, school: School, telegram_id: int) -> None:
    phone = room.phone(telegram_id)
    await phone.press_data(InviteOfficer(county_id=school.county_id).pack())
    assert not any("?start=" in text for text in phone.texts)


async def test_whoever_has_two_schools_or_counties_chooses(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        second = await add_place(session, UnitKind.SCHOOL, "双溪小学", under=school.county_id)
        await people.grant(
            session, now=NOW, person_id=school.head_id, role=Role.ADMINISTRATOR, unit_id=second
        )
        far = await people.add_unit(
            session, kind=UnitKind.COUNTY, name="远县", parent_id=None, timezone="Asia/Shanghai"
        )
        await people.grant(
            session, now=NOW, person_id=school.county_officer_id, role=Role.COUNTY_OFFICER, unit_id=far
        )
    head, officer = room.phone(HEAD), room.phone(COUNTY)
    await head.send("🏫 学校")
    assert list(head.last.buttons) == ["稻香坪学校", "双溪小学"]
    await head.press("双溪小学")
    assert "双溪小学" in head.last.text
    assert "还没有班级" in head.last.text
    await officer.send("🏛️ 县里的学校")
    assert list(officer.last.buttons) == ["禾映县", "远县"]
    await officer.press("远县")
    assert "还没有学校" in officer.last.text
