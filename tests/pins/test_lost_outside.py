"""A village director's and a township supervisor's phone: cut off by whoever vouches, within their places."""

import pytest

from tests.joining.test_county_posts import DIRECTOR, FAR, SUPERVISOR, around
from tests.joining.test_dating import DENIED
from tests.phones import Room
from tests.pins.typing import NEW_PHONE, come_back, find_pin, set_pin, without_pins
from tests.words.families import tap
from tests.world import COUNTY, DEPUTY, HEAD, TEACHER, School, actor_of, open_pins

__all__ = ["around"]  # a fixture


@pytest.mark.db
@pytest.mark.parametrize(("who", "name"), [(DIRECTOR, "乔立秋"), (SUPERVISOR, "方大寒")])
async def test_the_county_vouches_for_both(room: Room, around: dict[int, int], who: int, name: str) -> None:
    county = room.phone(COUNTY)
    await county.send("🏛️ 县里的学校")
    await county.press("手机丢了")
    await county.press(name)
    await county.press("手机丢了")
    await county.press("现在停用")
    assert not (await actor_of(room.database, who)).roles
    await come_back(room, county, name=name)
    assert (await actor_of(room.database, NEW_PHONE)).person_ids == (around[who],)


async def test_a_school_vouches_for_its_villages_director_alone(
    room: Room, school: School, around: dict[int, int]
) -> None:
    async with room.database.transaction() as session:
        await open_pins(session, FAR, SUPERVISOR)
    head = room.phone(HEAD)
    await tap(head, f"phs:{school.school_id}:0")
    assert "乔立秋" in head.last.buttons
    assert "方大寒" not in head.last.buttons
    await head.press("乔立秋")
    await head.press("手机丢了")
    await head.press("现在停用")
    assert not (await actor_of(room.database, DIRECTOR)).roles
    for somebody, person in ((HEAD, SUPERVISOR), (DEPUTY, DIRECTOR), (TEACHER, DIRECTOR), (FAR, DIRECTOR),
                             (FAR, SUPERVISOR), (SUPERVISOR, DIRECTOR)):  # fmt: skip
        phone = room.phone(somebody)
        for press in ("ph", "phlost", "phpin"):
            tail = "" if press == "ph" else ":1"
            await tap(phone, f"{press}:{around[person]}{tail}")
            assert DENIED in phone.last.text, (somebody, person, press)


async def test_their_pin_is_reset_in_person(room: Room, school: School, around: dict[int, int]) -> None:
    await without_pins(room.database)
    county, supervisor = room.phone(COUNTY), room.phone(SUPERVISOR)
    for phone in (county, supervisor):
        await set_pin(phone)
    assert await find_pin(room.database, SUPERVISOR) is not None
    await tap(county, f"ph:{around[SUPERVISOR]}")
    await county.press("重设口令")
    await county.press("本人在")
    assert "口令去掉了" in county.last.text
    assert await find_pin(room.database, SUPERVISOR) is None
