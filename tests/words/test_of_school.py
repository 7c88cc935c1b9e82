"""Words of danger that speak of somebody at the school reach nobody who works there."""

from models import FamilyWords, RoleGrant
from models.codes import Role
from tests.phones import Room
from tests.words.families import DENIED, THANKS, tap, tasks_in, words_in
from tests.words.test_climbing import PUSH, pushes
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, NOW, TEACHER, School


async def test_they_go_to_the_county_and_stay_there(room: Room, school: School) -> None:
    grandmother, county = room.phone(GRANDMOTHER), room.phone(COUNTY)
    await grandmother.send("老师乱摸孩子")
    assert grandmother.texts == [THANKS]
    assert county.texts == [PUSH]
    await room.later(hours=2)
    assert pushes(county) > 3
    for telegram_id in (DEPUTY, HEAD, TEACHER):
        phone = room.phone(telegram_id)
        assert not phone.chat
        await tap(phone, "words:1:0")
        assert phone.last.text == DENIED
    await county.press("打开")
    assert "老师乱摸孩子" in county.last.text
    [words] = await words_in(room.database)
    assert isinstance(words, FamilyWords)
    assert (words.danger, words.of_school) == (True, True)
    assert {one.owner_id for one in await tasks_in(room.database)} == {school.county_officer_id}


async def test_an_officer_who_works_at_the_school_too_hears_nothing(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        session.add(
            RoleGrant(
                person_id=school.county_officer_id, role=Role.TEACHER, unit_id=school.other_class_id,
                from_at=NOW,
            )
        )  # fmt: skip
    await room.phone(GRANDMOTHER).send("老师乱摸孩子")
    assert not room.phone(COUNTY).chat
    assert await tasks_in(room.database) == []
