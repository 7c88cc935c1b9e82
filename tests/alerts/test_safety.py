"""“Is the child safe now?”: three taps of the reporter, seen at once by whoever holds the case."""

import pytest
from sqlmodel import col, select

from models import CaseEvent, Notification
from models.case_codes import CaseFact, CaseState
from models.codes import Notice, Role, Sending
from models.database import Database
from services.alerts.rules import IN_HAND, holding
from services.alerts.safety import Said, list_unanswered, words_of
from tests.alerts import story
from tests.casework import steps
from tests.phones import Room
from tests.practice import drill
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School

SAFE, UNSAFE, UNSURE = "安全，有大人陪着", "🚨 不安全", "不知道"
NEWS = "有了新消息"


async def told(database: Database) -> list[CaseFact]:
    safety = (CaseFact.CHILD_SAFE, CaseFact.CHILD_UNSAFE, CaseFact.CHILD_UNSURE)
    async with database.reading() as session:
        query = select(CaseEvent).where(col(CaseEvent.fact).in_(safety)).order_by(col(CaseEvent.id))
        return [event.fact for event in await session.exec(query)]


@pytest.mark.parametrize(
    ("label", "fact", "line"),
    [
        (SAFE, CaseFact.CHILD_SAFE, "报告的人说：孩子安全，有信得过的大人陪着"),
        (UNSAFE, CaseFact.CHILD_UNSAFE, "报告的人说：孩子不安全"),
        (UNSURE, CaseFact.CHILD_UNSURE, "报告的人说：不知道孩子是否安全"),
    ],
)
async def test_each_answer_is_one_fact_that_its_holder_sees_at_once(
    room: Room, database: Database, label: str, fact: CaseFact, line: str
) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    await head.press(story.TAKE)
    assert "孩子现在安全吗？" in teacher.chat[0].text
    await teacher.press(label)
    await teacher.press_data({SAFE: "alsf:1:yes", UNSAFE: "alsf:1:no", UNSURE: "alsf:1:unsure"}[label])
    assert await told(database) == [fact]
    assert [one.text for one in head.chat if NEWS in one.text] == [head.last.text]
    assert not any(NEWS in one for one in room.phone(DEPUTY).texts)
    assert "田小满" not in head.last.text
    assert not any(one in head.last.text for one in ("安全", "老师"))  # it may lie open on a lock screen
    await head.press(story.OPEN, on=head.last)
    assert line in head.last.text
    assert "孩子现在安全吗？" not in teacher.chat[0].text


async def test_not_safe_brings_the_numbers_before_anything_else(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    before = len(teacher.chat)
    await teacher.press(UNSAFE)
    assert teacher.chat[0].text.startswith("🚨 孩子现在不安全")
    assert [shown.contact for shown in teacher.chat[before:]] == ["110", "120"]
    assert any("刚报了警" in label for label in teacher.chat[0].buttons)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    lines = head.last.text.split("\n")
    assert "孩子现在不安全" in lines[lines.index("") + 1]
    await teacher.press("孩子的情况变了")
    await teacher.press(SAFE)
    assert "🚨" not in teacher.chat[0].text
    assert await told(database) == [CaseFact.CHILD_UNSAFE, CaseFact.CHILD_SAFE]


async def test_another_answer_at_once_is_another_fact(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    for answer in ("yes", "no", "no", "yes"):
        await teacher.press_data(f"alsf:1:{answer}")
    assert await told(database) == [CaseFact.CHILD_SAFE, CaseFact.CHILD_UNSAFE, CaseFact.CHILD_SAFE]


async def test_the_reporters_word_lets_no_holder_sleep_and_closes_nothing(
    room: Room, database: Database
) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    await teacher.press(SAFE)
    await head.press(story.TAKE)
    await head.press(story.OPEN)
    await steps.look(head)
    await head.press_data("rdcl:1:safe_at_home")
    assert "还没有报警或报告的记录" in head.last.text
    await room.later(minutes=15)
    await teacher.press_data("alsf:1:yes")  # nor does it count as the holder's work
    await room.later(minutes=6)
    assert "您还在处理吗" in head.last.text


async def test_a_child_not_safe_any_more_takes_the_holders_word_back(room: Room) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    await head.press(story.TAKE)
    await teacher.press("刚报了警")
    await head.press(story.OPEN)
    await head.press("孩子现在安全")
    await teacher.press(UNSAFE)
    await steps.look(head)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    assert "报告的人说孩子不安全" in head.last.text
    await room.later(minutes=2)
    await head.press_data("case:1")
    await head.press("孩子现在安全")
    await steps.look(head)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    assert "报告的人说孩子不安全" not in head.last.text
    await teacher.press("孩子的情况变了")
    await teacher.press(UNSAFE)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await deputy.press(steps.AGREE)
    assert "报告的人说孩子不安全" in deputy.last.text
    assert (await story.get_case(room.database)).is_live


async def test_the_holders_word_counts_right_after_the_reporters(room: Room, database: Database) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    await head.press(story.TAKE)
    await teacher.press(SAFE)
    await head.press(story.OPEN, on=head.chat[0])
    await head.press("孩子现在安全")
    assert await told(database) == [CaseFact.CHILD_SAFE] * 2


def test_what_holds_is_read_in_the_order_in_which_it_was_told() -> None:
    mine, theirs = Said(CaseFact.CHILD_SAFE, False), Said(CaseFact.CHILD_SAFE, True)
    unsafe, police = Said(CaseFact.CHILD_UNSAFE, True), Said(CaseFact.POLICE_CALLED, True)
    assert holding([mine]) & IN_HAND
    assert not holding([theirs]) & IN_HAND
    assert not holding([mine, unsafe]) & IN_HAND
    assert holding([unsafe, mine]) & IN_HAND
    assert holding([mine, Said(CaseFact.CHILD_UNSURE, True)]) & IN_HAND
    assert holding([police, unsafe]) & IN_HAND
    linked, cleared = Said(CaseFact.SIBLING_LINKED, False, 7), Said(CaseFact.SIBLING_CLEARED, False, 7)
    brother = Said(CaseFact.CHILD_SAFE, False, 7)
    assert not holding([mine, linked]) & IN_HAND  # nobody has looked at the other child yet
    assert not holding([linked, mine]) & IN_HAND
    assert not holding([linked, brother]) & IN_HAND
    assert holding([linked, mine, brother]) & IN_HAND
    assert holding([mine, linked, brother]) & IN_HAND
    assert holding([mine, linked, cleared]) & IN_HAND
    assert CaseFact.CHILD_UNSAFE in holding([unsafe, linked])
    worse = Said(CaseFact.CHILD_UNSAFE, False, 7)
    assert CaseFact.CHILD_UNSAFE in holding([linked, worse, mine])
    assert CaseFact.CHILD_UNSAFE not in holding([linked, worse, Said(CaseFact.PROTECTED, False)])
    assert CaseFact.CHILD_UNSAFE not in holding([unsafe, theirs])


def test_each_child_has_a_word_of_its_own() -> None:
    linked, again = Said(CaseFact.SIBLING_LINKED, False, 7), Said(CaseFact.REOPENED, True)
    own, brother = Said(CaseFact.CHILD_SAFE, False), Said(CaseFact.CHILD_SAFE, False, 7)
    assert words_of([own]) == {None: CaseFact.CHILD_SAFE}
    assert words_of([own, linked]) == {None: CaseFact.CHILD_SAFE, 7: None}
    assert words_of([own, linked, brother, again]) == {None: None, 7: None}
    unsure = Said(CaseFact.CHILD_UNSURE, False, 7)
    assert list_unanswered(words_of([linked, brother, unsure])) == [7]
    assert list_unanswered(words_of([linked, brother])) == []


async def test_only_the_reporter_is_asked_and_nobody_of_the_household(
    room: Room, database: Database, school: School
) -> None:
    await story.report(room)
    for who in (HEAD, MOTHER, GRANDMOTHER, COUNTY):
        for press in ("alsf:1:no", "alsa:1", "alsf:9:no"):
            await room.phone(who).press_data(press)
            assert "没有您可以查看" in room.phone(who).last.text
    assert await told(database) == []


async def test_a_draft_has_no_such_answer(room: Room, database: Database) -> None:
    teacher = await story.store(room)
    await teacher.press_data("alsf:1:no")
    assert "没有您可以查看" in teacher.last.text
    assert await told(database) == []


async def test_news_for_who_has_lost_the_case_is_not_said(room: Room, database: Database) -> None:
    teacher, head = await story.report(room), room.phone(HEAD)
    await head.press(story.TAKE)
    head.flood = 60
    await teacher.press(UNSAFE)
    head.flood = None
    await story.end_roles(database, Role.ADMINISTRATOR)
    await room.later(minutes=2)
    assert not any(NEWS in one for one in head.texts)
    async with database.reading() as session:
        query = select(Notification.sending).where(Notification.kind == Notice.CASE_NEWS)
        assert list(await session.exec(query)) == [Sending.SUPERSEDED]


async def test_after_the_end_it_opens_the_case_again_and_says_whom_to_call(
    room: Room, database: Database
) -> None:
    await steps.closed(room)
    await room.later(days=2)
    teacher, head = room.phone(TEACHER), room.phone(HEAD)
    before = len(head.chat)
    await teacher.press_data("alsf:1:no", message_id=teacher.chat[0].message_id)
    assert "先打电话" in teacher.chat[0].text
    assert await told(database) == [CaseFact.CHILD_UNSAFE]
    assert (await story.get_case(database)).state is CaseState.OPEN
    assert any(story.TAKE in label for one in head.chat[before:] for label in one.buttons)


async def test_a_drill_asks_too_and_sends_nobody_to_the_telephone(room: Room, database: Database) -> None:
    teacher = await drill.send(room)
    before = len(teacher.chat)
    await teacher.press(UNSAFE)
    assert await told(database) == [CaseFact.CHILD_UNSAFE]
    assert len(teacher.chat) == before
    assert all("先打电话" not in one for one in teacher.texts)
