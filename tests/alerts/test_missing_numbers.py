"""A missing child: the numbers of those who may be asked are a tap each, and nobody else's."""

from models.codes import Detail
from models.database import Database
from services.reaching.service import Owner, store
from tests.alerts import story
from tests.alerts.missing import ASK, DENIED, missing
from tests.phones import Room
from tests.world import GRANDMOTHER, NOW, School


async def keep(database: Database, person_id: int, number: str) -> None:
    async with database.transaction() as session:
        await store(
            session, now=NOW, by=None, kind=Detail.PHONE, value=number, confirmed=True,
            owner=Owner(person_id=person_id),
        )  # fmt: skip


async def test_a_tap_sends_the_number_of_who_may_be_asked(
    room: Room, database: Database, school: School
) -> None:
    await keep(database, school.grandmother_id, "+8613800000001")
    teacher = await missing(room)
    await teacher.press(ASK)
    await teacher.press("📞 石奶奶")
    assert (teacher.last.contact, teacher.last.protected) == ("+8613800000001", True)


async def test_where_home_may_be_involved_no_number_is_given(
    room: Room, database: Database, school: School
) -> None:
    await keep(database, school.grandmother_id, "+8613800000001")
    teacher = await missing(room, story.FAMILY)
    await teacher.press_data("aldh:1:1")
    assert [one.contact for one in teacher.chat if one.contact == "+8613800000001"] == []
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.press_data("aldh:1:1")
    assert DENIED in grandmother.last.text
