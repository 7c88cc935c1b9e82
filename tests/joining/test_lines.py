"""The numbers of a school's own place: entered by its administrators, read by whoever must call."""

import pytest

from models.database import Database
from services.people.local_numbers import list_without_station
from services.profile import Profile, load
from services.profile.choices import AreaCodes
from tests.alerts import story
from tests.phones import Phone, Room
from tests.world import COUNTY, GRANDMOTHER, HEAD, NOW, TEACHER, School

DENIED = "没有您可以查看"


async def enter(room: Room, label: str, text: str) -> Phone:
    head = room.phone(HEAD)
    await head.send("🏫 学校")
    await head.press("本地电话")
    await head.press(label)
    await head.send(text)
    return head


async def test_an_administrator_enters_them_and_takes_one_out(room: Room, database: Database) -> None:
    head = await enter(room, "填派出所电话", "０７７１-000 1110")
    assert "派出所：07710001110" in head.last.text
    assert "卫生院：还没有填" in head.last.text
    async with database.reading() as session:
        assert await list_without_station(session) == []
    await head.press("填派出所电话")
    await head.press("不留这个号码")
    assert "派出所：还没有填" in head.last.text
    async with database.reading() as session:
        assert await list_without_station(session) == ["稻香坪学校"]


@pytest.mark.parametrize(
    ("label", "text", "said"),
    [
        ("填派出所电话", "就是镇上那个", "没看懂这个号码"),
        ("填卫生院电话", "0771-0001120，找王医生", "没看懂这个号码"),
        ("填区号", "771", "不像区号"),
        ("填区号", "077100", "不像区号"),
    ],
)
async def test_what_is_no_number_is_asked_again(room: Room, label: str, text: str, said: str) -> None:
    head = await enter(room, label, text)
    assert said in head.last.text
    await head.send("0771")
    assert "0771" in head.last.text


@pytest.mark.parametrize("who", [TEACHER, COUNTY, GRANDMOTHER])
async def test_nobody_else_enters_them(room: Room, who: int) -> None:
    phone = room.phone(who)
    for press in ("lines:2", "askline:2:station_phone:0", "askline:2:station_phone:1"):
        await phone.press_data(press)
        assert DENIED in phone.last.text


async def test_whoever_reports_gets_the_station_as_a_contact(room: Room) -> None:
    await enter(room, "填派出所电话", "0771-0001110")
    await enter(room, "填卫生院电话", "0771-0001120")
    teacher = await story.store(room)
    contacts = [shown.contact for shown in teacher.chat if shown.contact]
    assert contacts == ["110", "120", "07710001110", "07710001120"]


async def test_a_family_far_away_reads_what_to_dial(room: Room, profile: Profile) -> None:
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("/help")
    await grandmother.press("有话悄悄说")
    assert "先拨孩子那里的区号" in grandmother.last.text
    await enter(room, "填区号", "0771")
    await grandmother.send("/help")
    await grandmother.press("有话悄悄说")
    assert "报警拨 0771 110" in grandmother.last.text


async def test_a_county_may_have_one_in_the_profile(
    database: Database, school: School, profile: Profile
) -> None:
    codes = AreaCodes(pattern="0[0-9]{2,3}", counties={"禾映县": "0771"})
    async with Room.open(database, profile.model_copy(update={"area_codes": codes}), NOW) as room:
        head = room.phone(HEAD)
        await head.send("🏫 学校")
        await head.press("本地电话")
        assert "区号：0771（照县里的" in head.last.text
    with pytest.raises(ValueError, match="counties"):
        AreaCodes(pattern="0[0-9]{2,3}", counties={"禾映县": "771"})


async def test_where_nobody_dials_an_area_code_none_is_asked(database: Database, school: School) -> None:
    async with Room.open(database, load("MD"), NOW) as room:
        head = room.phone(HEAD)
        await head.press_data(f"lines:{school.school_id}")
        assert "区号" not in head.last.text
        await head.press_data(f"askline:{school.school_id}:area_code:0")
        await head.send("0771")
        assert "不像区号" in head.last.text


@pytest.mark.parametrize("who", [TEACHER, GRANDMOTHER, COUNTY, HEAD])
async def test_every_number_of_the_place_is_shown_with_what_it_is_for(
    room: Room, profile: Profile, who: int
) -> None:
    phone = room.phone(who)
    await phone.send("/help")
    await phone.press("求助电话")
    for line in profile.hotlines:
        assert f"<b>{line.number}</b> {line.words['zh_CN']}：{line.note['zh_CN']}" in phone.last.text
    assert "12309" in phone.last.text
    assert phone.last.text.count("*") == 1 + sum(not one.verified for one in profile.hotlines)
    await phone.press("12348")
    assert phone.last.contact == "12348"


async def test_the_reporters_screen_leads_to_them(room: Room) -> None:
    teacher = await story.report(room)
    await teacher.press("求助电话")
    assert "12355" in teacher.last.text
