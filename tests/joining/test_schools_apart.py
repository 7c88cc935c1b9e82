"""Two schools of one township: what one of them keeps stays with it; what both need is reachable."""

from models.codes import Role
from tests.alerts import story
from tests.duty.test_roster import open_roster
from tests.joining.links import start_of
from tests.joining.test_schools import SECOND_HEAD, found, join_as_head, open_pin
from tests.phones import Phone, Room
from tests.world import COUNTY, School
from views.presses import OpenPlaces, OpenRoster
from views.school import OpenSchool


async def two_schools(room: Room) -> Phone:
    """双溪小学 beside 稻香坪学校, both in 双溪镇; its head's phone."""
    officer = await found(room, township="双溪镇", name="双溪小学")
    head = await join_as_head(room, start_of(officer), SECOND_HEAD, "叶立冬")
    await officer.press("✅")
    await officer.send("🏛️ 县里的学校")
    await officer.press("稻香坪学校")
    await officer.press("写下乡镇")
    await officer.press("双溪镇")
    assert "稻香坪学校（双溪镇）" in officer.last.text
    return head


async def test_a_head_sees_nothing_of_another_school(room: Room, school: School) -> None:
    head = await two_schools(room)
    await open_pin(room, SECOND_HEAD)
    before = len(head.chat)
    await story.report(room)  # at the first school
    assert len(head.chat) == before
    presses = (
        OpenSchool(school_id=school.school_id).pack(), OpenPlaces(school_id=school.school_id).pack(),
        OpenRoster(school_id=school.school_id).pack(), f"child:{school.child_id}", "case:1", "take:1",
        f"raise:{school.child_id}", f"note:{school.child_id}",
    )  # fmt: skip
    for press in presses:
        await head.press_data(press)
        assert not any(one in head.last.text for one in ("田小满", "许一诺", "顾明河", "三(1)")), press
    assert (await story.get_case(room.database)).taken_by_id is None
    assert not any("0147" in text for text in head.texts)


async def test_the_county_hears_of_each(room: Room, school: School) -> None:
    await two_schools(room)
    await story.report(room)
    await room.later(minutes=11)
    assert story.alerts(room.phone(COUNTY))
    assert not story.alerts(room.phone(SECOND_HEAD))


async def test_a_neighbour_of_the_township_can_be_asked_to_stand_in(room: Room, school: School) -> None:
    await two_schools(room)
    await story.end_roles(room.database, Role.SAFEGUARDING)
    head = await open_roster(room)
    await head.press("请外校的人一起")
    assert "叶立冬（双溪小学）" in head.last.buttons
    await head.press("叶立冬")
    await room.phone(SECOND_HEAD).press("可以")
    await story.report(room)
    assert story.alerts(room.phone(SECOND_HEAD))
