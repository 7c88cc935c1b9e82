"""No administrator or duty person is let in unseen: the others who answer for the school hear of it."""

import pytest
from sqlmodel import col, select, update

from models import Notification, RoleGrant
from models.codes import Notice, Role
from tests.alerts.story import add_staff
from tests.joining.links import start_of
from tests.joining.test_family import FATHER
from tests.phones import Phone, Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, STRANGER, TEACHER, School, set_locale
from views.joining import OpenAdmission

DENIED = "这里没有您可以查看的内容"
SECOND_HEAD = 120
TOLD = "刚添了一位"


async def let_in(room: Room, label: str) -> Phone:
    """The head invites somebody and says that it is them, all alone."""
    head, newcomer = room.phone(HEAD), room.phone(FATHER)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press(label)
    await newcomer.send(start_of(head))
    await newcomer.send("陆清明")
    await head.press("✅")
    return head


def told(room: Room, who: int) -> int:
    return sum(TOLD in text for text in room.phone(who).texts)


@pytest.mark.db
@pytest.mark.parametrize("label", ["🏫 学校管理员", "🛡️ 儿童保护值班人"])
async def test_the_others_and_the_county_are_told_at_once(room: Room, school: School, label: str) -> None:
    second_id = await add_staff(room.database, SECOND_HEAD, "白副校", Role.ADMINISTRATOR, school.school_id)
    await let_in(room, label)
    assert {one: told(room, one) for one in (SECOND_HEAD, COUNTY, HEAD, FATHER, TEACHER, DEPUTY)} == {
        SECOND_HEAD: 1, COUNTY: 1, HEAD: 0, FATHER: 0, TEACHER: 0, DEPUTY: 0,
    }  # fmt: skip
    async with room.database.reading() as session:
        query = select(Notification).where(Notification.kind == Notice.JOIN_DECIDED)
        rows = {one.recipient_id: one.params for one in await session.exec(query)}
    assert rows[second_id] == rows[school.county_officer_id] == {"invitation_id": 1, "to_others": True}


async def test_the_message_names_nobody_and_the_card_behind_it_does(room: Room, school: School) -> None:
    await add_staff(room.database, SECOND_HEAD, "白副校", Role.ADMINISTRATOR, school.school_id)
    await let_in(room, "🏫 学校管理员")
    second, county = room.phone(SECOND_HEAD), room.phone(COUNTY)
    for phone in (second, county):
        assert "陆清明" not in "".join(phone.texts)
        await phone.press("看看")
        assert "陆清明从11月23日起担任稻香坪学校的管理员。" in phone.last.text
        assert "邀请是顾明河发的" in phone.last.text
        assert phone.last.protected or phone.last.edited
    assert county.last.buttons == {}  # a county ends no role of a school
    await second.press("看这项职务")
    await second.press("现在退出")
    assert "陆清明" not in second.last.text
    await county.press_data(OpenAdmission(invitation_id=1).pack())
    assert "已经结束" in county.last.text


async def test_another_role_is_no_news_to_them(room: Room, school: School) -> None:
    await add_staff(room.database, SECOND_HEAD, "白副校", Role.ADMINISTRATOR, school.school_id)
    await let_in(room, "🤝 志愿者")
    assert (told(room, SECOND_HEAD), told(room, COUNTY)) == (0, 0)
    await room.phone(SECOND_HEAD).press_data(OpenAdmission(invitation_id=1).pack())
    assert DENIED in room.phone(SECOND_HEAD).last.text


async def test_a_role_that_is_held_already_is_no_news(room: Room, school: School) -> None:
    head, deputy = room.phone(HEAD), room.phone(DEPUTY)
    await head.send("🏫 学校")
    await head.press("✉️")
    await head.press("🛡️")
    await deputy.send(start_of(head))
    await deputy.press("我是沈知夏")
    await head.press("✅")
    assert told(room, COUNTY) == 0


async def test_nobody_else_opens_it(room: Room, school: School) -> None:
    await let_in(room, "🏫 学校管理员")
    for somebody in (TEACHER, DEPUTY, MOTHER, GRANDMOTHER, STRANGER, FATHER):
        for invitation_id in (1, 9):
            phone = room.phone(somebody)
            await phone.press_data(OpenAdmission(invitation_id=invitation_id).pack())
            assert DENIED in phone.last.text


async def test_whoever_answers_for_the_school_no_more_opens_it_no_more(room: Room, school: School) -> None:
    second_id = await add_staff(room.database, SECOND_HEAD, "白副校", Role.ADMINISTRATOR, school.school_id)
    await let_in(room, "🏫 学校管理员")
    async with room.database.transaction() as session:
        theirs = update(RoleGrant).where(col(RoleGrant.person_id) == second_id)
        await session.exec(theirs.values(until_at=room.clock.now()))
    await room.phone(SECOND_HEAD).press("看看")
    assert DENIED in room.phone(SECOND_HEAD).last.text


async def test_it_is_said_in_english_too(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await set_locale(session, COUNTY, "en")
    await let_in(room, "🏫 学校管理员")
    county = room.phone(COUNTY)
    assert "new administrator or safeguarding duty person" in county.last.text
    await county.press("Have a look")
    assert "陆清明 is administrator of 稻香坪学校 since 23 Nov." in county.last.text
