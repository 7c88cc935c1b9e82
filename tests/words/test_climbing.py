"""A family's words of danger climb until somebody has them open, and are never left lying."""

from structlog.testing import capture_logs

from models import RoleGrant
from models.codes import Role
from services.checkins import word_queries as queries
from tests.phones import Phone, Room
from tests.words.families import leave, tasks_in, words_in
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School

PUSH = "🔴 收到的话里可能有危险，请马上打开看。"


def pushes(phone: Phone) -> int:
    return phone.texts.count(PUSH)


async def test_words_nobody_opens_climb_to_the_county_and_go_on(room: Room, school: School) -> None:
    deputy, head, county = (room.phone(one) for one in (DEPUTY, HEAD, COUNTY))
    await room.phone(GRANDMOTHER).send("孩子说不想活了")
    assert (pushes(deputy), pushes(head), pushes(county)) == (1, 0, 0)
    await room.later(minutes=5)
    assert (pushes(head), pushes(county)) == (1, 0)
    await room.later(minutes=5)
    assert pushes(county) == 1
    await room.later(minutes=5)
    assert pushes(county) == 2
    await room.later(minutes=10)
    assert pushes(county) == 3
    assert pushes(room.phone(TEACHER)) == 0
    async with room.database.reading() as session:
        assert await queries.find_oldest_unheard(session) == NOW  # the doctor and /health are loud
    await county.press("打开")
    assert "孩子说不想活了" in county.last.text
    assert f"raise:{school.child_id}" in county.last.buttons.values()
    assert f"child:{school.child_id}" not in county.last.buttons.values()
    async with room.database.reading() as session:
        assert await queries.find_oldest_unheard(session) is None


async def test_who_opens_them_stops_the_climb_and_is_asked_once_after_an_hour(
    room: Room, school: School
) -> None:
    deputy, head = room.phone(DEPUTY), room.phone(HEAD)
    await room.phone(GRANDMOTHER).send("孩子说不想活了")
    await deputy.press("打开")
    await room.later(minutes=59)
    assert not head.chat
    await room.later(minutes=1)
    assert pushes(deputy) == 1  # the first card was edited when it was opened
    assert not head.chat
    await room.later(hours=1)
    assert pushes(head) == 1  # opened and left lying: it climbs on


async def test_finished_words_are_over(room: Room, school: School) -> None:
    deputy = room.phone(DEPUTY)
    await room.phone(GRANDMOTHER).send("孩子说不想活了")
    await deputy.press("打开")
    await deputy.press("看过了")
    await room.later(days=1)
    assert not room.phone(HEAD).chat
    [words] = await words_in(room.database)
    assert words.due_at is None


async def test_a_reader_who_has_left_is_not_waited_for(room: Room, school: School) -> None:
    await room.phone(GRANDMOTHER).send("孩子说不想活了")
    await room.phone(DEPUTY).press("打开")
    await leave(room, school.deputy_id)
    await room.later(hours=1)
    assert pushes(room.phone(HEAD)) == 1


async def test_nobody_to_read_is_loud_and_somebody_who_comes_is_told(room: Room, school: School) -> None:
    for person_id in (school.teacher_id, school.head_id, school.deputy_id, school.county_officer_id):
        await leave(room, person_id)
    with capture_logs() as logs:
        await room.phone(MOTHER).send("他打我")
    assert [one["event"] for one in logs if one["log_level"] == "critical"] == ["words.nobody_to_read"]
    assert await tasks_in(room.database) == []
    async with room.database.transaction() as session:
        session.add(
            RoleGrant(
                person_id=school.head_id, role=Role.ADMINISTRATOR, unit_id=school.school_id, from_at=NOW
            )
        )
    await room.later(minutes=5)
    assert pushes(room.phone(HEAD)) == 1


async def test_ordinary_words_do_not_climb(room: Room, school: School) -> None:
    await room.phone(MOTHER).send("请老师回个电话")
    await room.later(days=1)
    assert not room.phone(DEPUTY).chat
    assert len(await tasks_in(room.database)) == 1
