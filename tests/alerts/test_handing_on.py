"""Whoever has taken a case may ask for somebody else, and tells its reporter that the child is safe."""

import pytest

from models.case_codes import CaseFact
from models.database import Database
from tests.alerts import story
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, HEAD, MOTHER, TEACHER

SAFE, HAND_ON = "孩子现在安全", "请别人接手"


async def taken(room: Room) -> None:
    await story.report(room)
    await room.phone(HEAD).press(story.TAKE)


async def count(database: Database, fact: CaseFact) -> int:
    return [one for one, _ in await story.facts(database)].count(fact)


@pytest.mark.db
async def test_its_holder_may_ask_for_somebody_else(room: Room, database: Database) -> None:
    await taken(room)
    head, deputy = room.phone(HEAD), room.phone(DEPUTY)
    await head.press(story.OPEN)
    await head.press(HAND_ON)
    assert "马上再通知下一位" in head.last.text
    assert (await story.get_case(database)).taken_by_id is not None  # it is asked first
    await head.press("是的，请别人接手")
    assert (await story.get_case(database)).taken_by_id is None
    assert any("请别人接手" in text for text in room.phone(TEACHER).texts)
    assert any(story.TAKE in label for label in head.last.buttons)
    assert len(story.alerts(deputy)) == 1
    await deputy.press(story.TAKE)
    await head.press_data("caseho:1:1")  # an old button: it is somebody else's by now
    assert (await story.get_case(database)).taken_by_id is not None
    assert await count(database, CaseFact.HANDED_ON) == 1


async def test_the_reporter_hears_that_the_child_is_safe(room: Room) -> None:
    await taken(room)
    await room.phone(HEAD).press(story.OPEN)
    await room.phone(HEAD).press(SAFE)
    (told,) = [one for one in room.phone(TEACHER).texts if "记下，孩子现在安全" in one]
    assert "田小满" not in told


async def test_whoever_does_not_have_it_hands_nothing_on(room: Room, database: Database) -> None:
    await taken(room)
    for who in (DEPUTY, COUNTY, MOTHER):
        await room.phone(who).press_data("caseho:1:1")
        assert "没有您可以查看" in room.phone(who).last.text
    await room.phone(TEACHER).press_data("caseho:1:1")
    assert (await story.get_case(database)).taken_by_id is not None
    assert await count(database, CaseFact.HANDED_ON) == 0
