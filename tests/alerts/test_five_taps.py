"""Whoever reports, and whatever it is: at most five taps from the red button to “sent”."""

from datetime import date

import pytest
from sqlmodel import col, update

from models import Child
from models.codes import Away, Care, Role, UnitKind
from models.database import Database
from services.profile import Profile, load
from services.profile.whole import ON_A_CARD, find_faults
from tests.alerts import story
from tests.alerts.test_home import BEGIN
from tests.phones import Phone, Room
from tests.world import (
    COUNTY,
    DEPUTY,
    GRANDMOTHER,
    HEAD,
    NOW,
    TEACHER,
    School,
    add_place,
)

CLASS_OF = 45
MOST = 5
VOLUNTEER, DIRECTOR = 120, 121


async def fill(database: Database, school: School) -> None:
    """A full class, in which the child stands last, and a school of many classes."""
    async with database.transaction() as session:
        village = await add_place(session, UnitKind.VILLAGE, "柳湾村", under=school.county_id)
        session.add_all(
            Child(
                name=f"孩子{n}", born_on=date(2018, 1, 1), class_id=school.class_id, care=Care.GRANDPARENTS,
                away=Away.BOTH, registered_at=NOW,
            )
            for n in range(CLASS_OF)
        )  # fmt: skip
        for n in range(20):
            await add_place(session, UnitKind.CLASS, f"九({n})", under=school.school_id)
        await session.exec(update(Child).where(col(Child.id) == school.child_id).values(village_id=village))
    await story.add_staff(database, VOLUNTEER, "志愿者", Role.VOLUNTEER, school.school_id)
    await story.add_staff(database, DIRECTOR, "柳主任", Role.VILLAGE_DIRECTOR, village)


async def find_child(phone: Phone) -> int:
    """Press up to the situations; how many taps that took."""
    await phone.send("🔴 我要报告")
    taps = 1
    for label in ("三(1)", "田小满", story.SURE):
        card = phone.last
        if label == "三(1)" and any("田小满" in one for one in card.buttons):
            continue
        if any(label in one for one in card.buttons):
            await phone.press(label, on=card)
            taps += 1
    return taps


@pytest.mark.parametrize("who", [TEACHER, HEAD, COUNTY, DIRECTOR])
async def test_every_situation_of_a_child_is_sent_by_the_fifth_tap(
    room: Room, database: Database, school: School, profile: Profile, who: int
) -> None:
    await fill(database, school)
    phone = room.phone(who)
    taps = await find_child(phone)
    for one in profile.situations:
        assert any(one.words["zh_CN"] in label for label in phone.last.buttons), one.code
    await phone.press(profile.situations[-1].words["zh_CN"])
    for group in profile.involved:
        assert any(group.words["zh_CN"] in label for label in phone.chat[0].buttons), group.code
    await phone.press(story.UNCLEAR)
    assert "已送出" in phone.chat[0].text
    assert taps + 2 <= MOST


@pytest.mark.parametrize("who", [TEACHER, HEAD, DEPUTY, COUNTY, VOLUNTEER, DIRECTOR])
async def test_so_is_every_situation_of_a_child_nobody_can_name(
    room: Room, database: Database, school: School, profile: Profile, who: int
) -> None:
    await fill(database, school)
    phone = room.phone(who)
    await phone.send("🔴 我要报告")
    await phone.press("叫不出名字")
    for one in profile.situations:
        assert any(one.words["zh_CN"] in label for label in phone.last.buttons), one.code
    await phone.press(profile.situations[-1].words["zh_CN"])
    await phone.press(story.SCHOOL)
    assert "已送出" in phone.chat[0].text  # the fourth tap


async def test_the_household_needs_four(room: Room, profile: Profile) -> None:
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("/help")
    await grandmother.press(BEGIN)
    for one in profile.from_home:
        assert any(one.words["zh_CN"] in label for label in grandmother.last.buttons), one.code


@pytest.mark.parametrize("name", ["CN", "CN-EXAMPLE", "MD"])
def test_a_profile_has_no_more_than_stand_on_a_card(name: str) -> None:
    profile = load(name)
    assert not list(find_faults(profile))
    crowd = profile.situations * ON_A_CARD
    faults = [one.sentence for one in find_faults(profile.model_copy(update={"situations": crowd}))]
    assert any("chosen from one card" in one for one in faults)
