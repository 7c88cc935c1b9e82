"""However many steps of a ladder are vacant, its reporter hears of it once, and nothing that isn't so."""

import pytest

from models.codes import Role
from models.database import Database
from tests.alerts import story
from tests.alerts.steps import SENT, UNREACHED, ladder
from tests.phones import Phone, Room
from tests.world import HEAD, School

ABOVE = (Role.SAFEGUARDING, Role.COUNTY_OFFICER)
WHOLE = (Role.ADMINISTRATOR, *ABOVE)


def unreached(phone: Phone) -> list[str]:
    return [text for text in phone.texts if "联系不上" in text and "谁也" not in text]


@pytest.mark.db
async def test_two_vacant_steps_are_said_once(room: Room, database: Database) -> None:
    await story.end_roles(database, *ABOVE)
    teacher = await story.report(room)
    assert await ladder(database) == [(SENT, 0, 0), (UNREACHED, 1, 0), (UNREACHED, 2, 0)]
    assert len(unreached(teacher)) == 1
    await room.later(hours=2)
    assert len(unreached(teacher)) == 1
    assert not any("告诉了县里的值班员" in text or "催了县里的值班员" in text for text in teacher.texts)
    assert len(story.alerts(room.phone(HEAD))) > 1  # who is there is asked again and again


async def test_a_phone_that_turns_us_away_before_them_is_said_once_too(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, Role.SAFEGUARDING)
    await story.add_staff(database, 131, "镇上的老师", Role.ADMINISTRATOR, school.school_id)
    room.phone(HEAD).blocked = room.phone(131).blocked = True
    teacher = await story.report(room)
    assert await ladder(database) != []
    (text,) = unreached(teacher)
    assert "学校负责人" in text
    assert any("告诉了县里的值班员" in text for text in teacher.texts)


async def test_where_nobody_is_left_only_that_is_said(room: Room, database: Database) -> None:
    await story.end_roles(database, *WHOLE)
    teacher = await story.report(room)
    assert unreached(teacher) == []
    assert sum("现在谁也联系不上" in text for text in teacher.texts) == 1


async def test_who_is_given_the_vacant_role_is_told_by_name_of_the_role(
    room: Room, database: Database, school: School
) -> None:
    await story.end_roles(database, *ABOVE)
    teacher = await story.report(room)
    await story.add_staff(database, 132, "县里的人", Role.COUNTY_OFFICER, school.county_id)
    await room.later(hours=1)
    assert story.alerts(room.phone(132))
    assert any("县里的值班员" in text for text in teacher.texts[-3:])
