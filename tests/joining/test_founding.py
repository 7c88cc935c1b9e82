"""The first administrator, from an empty database."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from models import RoleGrant, Unit
from models.codes import UnitKind
from models.database import Database
from services.errors import CareError
from services.joining import service as joining
from services.profile import Profile
from tests.phones import Room
from tests.world import NOW, STRANGER, School

FOUNDER = 160


@pytest.fixture
async def empty_room(database: Database, profile: Profile) -> AsyncIterator[Room]:
    async with Room.open(database, profile, NOW) as room:
        yield room


async def founders_link(room: Room) -> str:
    async with room.database.transaction() as session:
        return f"/start {await joining.invite_founder(session, now=room.clock.at, profile=room.profile)}"


async def test_the_founder_names_the_school_and_its_classes(empty_room: Room) -> None:
    founder = empty_room.phone(FOUNDER)
    await founder.send(await founders_link(empty_room))
    await founder.send("顾明河")
    await founder.send("稻香坪学校")
    assert "稻香坪学校" in founder.last.text
    await founder.send("三(1)、七(1)，三(1)\n  八（2）； 九1")
    founded = next(one for one in founder.chat if "三(1)、七(1)、八（2）、九1" in one.text)
    assert {"👧 我的班", "✍️ 记一笔", "🔴 我要报告", "📋 待办", "🏫 学校", "⚙️ 设置"} == set(founded.keys)
    async with empty_room.database.reading() as session:
        school = (await session.exec(select(Unit).where(Unit.kind == UnitKind.SCHOOL))).one()
        grant = (await session.exec(select(RoleGrant))).one()
    assert (school.parent_id, grant.unit_id) == (None, school.id)
    await founder.send("🏫 学校")
    assert "顾明河（管理员）" in founder.last.text


async def test_bad_names_are_asked_for_again_and_nothing_is_half_made(empty_room: Room) -> None:
    founder = empty_room.phone(FOUNDER, "en")
    await founder.send(await founders_link(empty_room))
    assert "first administrator" in founder.texts[-2]
    for typed, said in (
        ("…", "no name"), ("Gu Minghe", "school called"), ("—", "no name"), ("x" * 31, "too long"),
        ("Daoxiangping", "Which classes"), (",,", "no name"), ("\n".join(f"{n}A" for n in range(61)), "60"),
    ):  # fmt: skip
        await founder.send(typed)
        assert said in founder.last.text
    async with empty_room.database.reading() as session:
        assert (await session.exec(select(Unit))).all() == []
    await founder.send("3A, 7A")
    assert any("3A, 7A" in text for text in founder.texts)


async def test_a_second_founder_finds_the_link_used(empty_room: Room) -> None:
    founder, other = empty_room.phone(FOUNDER), empty_room.phone(STRANGER)
    start = await founders_link(empty_room)
    for phone in (founder, other):
        await phone.send(start)
        await phone.send("顾明河")
        await phone.send("稻香坪学校")
    await founder.send("三(1)")
    await other.send("三(1)")
    assert "已经用过" in other.last.text
    await founder.send(start)
    assert founder.last.keys
    async with empty_room.database.reading() as session:
        assert len((await session.exec(select(RoleGrant))).all()) == 1


async def test_a_new_founders_link_stops_the_one_before(empty_room: Room) -> None:
    first, second = await founders_link(empty_room), await founders_link(empty_room)
    founder = empty_room.phone(FOUNDER)
    await founder.send(first)
    assert "打不开" in founder.last.text
    await founder.send(second)
    assert "名字" in founder.last.text
    await empty_room.later(hours=24)
    await founder.send(second)
    assert "过期" in founder.last.text


async def test_there_is_one_founder(database: Database, school: School, profile: Profile) -> None:
    with pytest.raises(CareError, match=r"joining\.founded"):
        async with database.transaction() as session:
            await joining.invite_founder(session, now=NOW, profile=profile)
