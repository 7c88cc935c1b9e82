"""/cases shows what one may open, and counts nothing else."""

from models.database import Database
from tests.alerts import story
from tests.casework.home import add_sibling
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, TEACHER, School


async def test_each_sees_what_they_may_open(room: Room, school: School, database: Database) -> None:
    await story.report(room)
    other = await add_sibling(database, school, name="林谷雨", class_id=school.class_id, beside_mother=False)
    await room.phone(TEACHER).press_data(f"alst:{other}:R2")
    await room.phone(TEACHER).press(story.SCHOOL)
    head, deputy, county, teacher = (room.phone(one) for one in (HEAD, DEPUTY, COUNTY, TEACHER))
    for phone in (head, deputy, county, teacher):
        await phone.send("/cases")
    assert len(head.last.buttons) == len(county.last.buttons) == 1
    assert list(head.last.buttons.values()) != list(county.last.buttons.values())
    assert len(teacher.last.buttons) == 2
    assert "现在没有您可以查看的事" in deputy.last.text
    await head.press("没人接手")
    assert "田小满" in head.last.text
    await head.press(story.TAKE)
    await head.send("/cases")
    assert "顾明河" in next(iter(head.last.buttons))
    listed = next(shown for shown in teacher.chat if any("没人接手" in label for label in shown.buttons))
    await teacher.press("没人接手")
    assert "已送出" in listed.text


async def test_a_long_list_is_turned(room: Room, school: School, database: Database) -> None:
    teacher = room.phone(TEACHER)
    for code in ("B1", "R4", "L4", "R5", "R7", "R9", "R6", "L1", "L2"):
        await teacher.press_data(f"alst:{school.child_id}:{code}")
    await room.later(minutes=1)
    head = room.phone(HEAD)
    await head.send("/cases")
    assert len(head.last.buttons) == 9
    await head.press("▶")
    assert len(head.last.buttons) == 2


async def test_a_family_knows_no_such_command(room: Room) -> None:
    mother = room.phone(MOTHER)
    before = len(mother.chat)
    await mother.send("/cases")
    assert not any("查看的事" in text for text in mother.texts[before:])
