"""Whoever was asked about a missing child answers with a press, and learns of no case."""

import pytest
from sqlmodel import select

from models import AuditEntry
from models.case_codes import CaseFact, CaseWords
from models.database import Database
from services.access.service import Denied
from services.casework import filing
from tests.alerts import story
from tests.alerts.missing import (
    DENIED,
    HERE,
    SEEN,
    UNKNOWN,
    ask,
    questions,
    told,
)
from tests.casework import steps
from tests.phones import Room
from tests.world import COUNTY, DEPUTY, GRANDMOTHER, HEAD, MOTHER, STRANGER, School, actor_of


@pytest.mark.parametrize(
    ("label", "fact", "step", "line", "thanks"),
    [
        (HERE, CaseFact.HOME_HAS, "说孩子在身边", "石奶奶回话：“孩子和我在一起。”", "待在您身边"),
        (SEEN, CaseFact.HOME_SEEN, "马上打电话问在哪里", "石奶奶回话：“见过孩子。”", "在哪里、几点见到的"),
        (UNKNOWN, CaseFact.HOME_UNKNOWN, "马上报警", "石奶奶回话：“不知道孩子在哪。”", "请马上点一下"),
    ],
)
async def test_an_answer_comes_back_to_the_reporter_and_to_who_has_it(
    room: Room, database: Database, label: str, fact: CaseFact, step: str, line: str, thanks: str
) -> None:
    teacher, head, grandmother = await ask(room), room.phone(HEAD), room.phone(GRANDMOTHER)
    await head.press(story.TAKE)
    await grandmother.press(label)
    assert thanks in grandmother.last.text
    assert await told(database) == [CaseFact.HOME_ASKED, fact]
    assert step in teacher.last.text
    assert not any(one in teacher.last.text for one in ("石奶奶", "田小满"))
    await teacher.press("打开", on=teacher.last)
    assert line in teacher.last.text
    assert "有了新消息" in head.last.text
    await head.press(story.OPEN, on=head.last)
    assert line in head.last.text
    assert (await story.get_case(database)).taken_by_id is not None


async def test_the_same_answer_twice_is_one_and_another_may_follow(room: Room, database: Database) -> None:
    await ask(room)
    grandmother = room.phone(GRANDMOTHER)
    case_id = (await story.get_case(database)).id
    await grandmother.press(UNKNOWN)
    await grandmother.press_data(f"where:{case_id}:no")
    await grandmother.press(HERE)
    assert await told(database) == [CaseFact.HOME_ASKED, CaseFact.HOME_UNKNOWN, CaseFact.HOME_HAS]


async def test_who_waits_is_not_asked_once_the_child_is_found(room: Room) -> None:
    mother = room.phone(MOTHER)
    mother.flood = 120
    await ask(room)
    await room.phone(GRANDMOTHER).press(HERE)
    await room.later(minutes=5)
    assert mother.chat == []


async def test_only_who_was_asked_answers_and_learns_of_nothing(
    room: Room, database: Database, school: School
) -> None:
    await ask(room)
    for who in (STRANGER, COUNTY, DEPUTY):
        for press in ("where:1:here", "where:9:here"):
            await room.phone(who).press_data(press)
            assert DENIED in room.phone(who).last.text
    grandmother = room.phone(GRANDMOTHER)
    for press in ("case:1", "alah:1:1", "alsf:1:no", "caseme:1:1"):
        await grandmother.press_data(press)
        assert DENIED in grandmother.last.text
    assert await told(database) == [CaseFact.HOME_ASKED]
    async with database.reading() as session:
        query = select(AuditEntry.subject).where(AuditEntry.action == "answer_home")
        assert set(await session.exec(query)) == {"question"}


async def test_a_late_answer_to_a_closed_case_is_thanked_for(room: Room, database: Database) -> None:
    teacher, head = await ask(room), room.phone(HEAD)
    await head.press_data("caseme:1:1")
    await story.close(room, HEAD, DEPUTY)
    await room.phone(GRANDMOTHER).press(HERE)
    assert "谢谢" in room.phone(GRANDMOTHER).last.text
    assert await told(database) == [CaseFact.HOME_ASKED]
    assert "说孩子在身边" not in teacher.last.text


async def test_the_question_fades_and_leads_to_no_case(room: Room, database: Database) -> None:
    room.let_fade()
    await ask(room)
    await room.later(hours=25)
    mother = room.phone(MOTHER)
    assert questions(mother) == []
    assert not any(press.startswith("case") for one in mother.chat for press in one.buttons.values())


WHERE = "下午四点，村口小卖部门口。"


@pytest.mark.db
async def test_where_it_was_seen_is_typed_for_whoever_has_the_case(room: Room, database: Database) -> None:
    teacher, head, grandmother = await ask(room), room.phone(HEAD), room.phone(GRANDMOTHER)
    await head.press(story.TAKE)
    await grandmother.press(SEEN)
    before = len(head.chat)
    await grandmother.send(WHERE)
    assert "记下了" in grandmother.last.text
    assert [one.text for one in head.chat[before:]] == [head.last.text]
    assert "有了新消息" in head.last.text
    assert WHERE not in "".join(head.texts + teacher.texts + room.phone(MOTHER).texts)
    (entry,) = await steps.entries(database)
    assert (entry.kind, WHERE in entry.sealed) == (CaseWords.SEEN, False)
    await steps.look(head)
    await steps.keep_open(room, HEAD)
    await head.press(steps.FILE)
    assert WHERE in head.last.text
    assert "石奶奶" in head.last.text
    await grandmother.send("她今天也吃得不多。")  # it is asked once: this goes where a family's words go
    assert len(await steps.entries(database)) == 1


async def test_nobody_has_to_type_where(room: Room, database: Database) -> None:
    """What is typed later, or after another answer, is about something else."""
    await ask(room)
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.press(SEEN)
    await room.later(minutes=31)
    await grandmother.send("明天我来接她。")
    await grandmother.press(HERE)
    await grandmother.send("她睡了。")
    assert await steps.entries(database) == []
    await grandmother.press(SEEN)
    await grandmother.press(HERE)
    await grandmother.send("她睡着了。")
    assert await steps.entries(database) == []


async def test_what_home_types_does_not_count_as_its_holders_work(room: Room, database: Database) -> None:
    await ask(room)
    await room.phone(HEAD).press(story.TAKE)
    ends = (await story.get_case(database)).escalate_at
    await room.later(minutes=5)
    await room.phone(GRANDMOTHER).press(SEEN)
    await room.phone(GRANDMOTHER).send(WHERE)
    assert (await story.get_case(database)).escalate_at == ends


async def test_nobody_says_where_who_was_not_asked(room: Room, database: Database) -> None:
    await ask(room)
    for stranger in (STRANGER, DEPUTY):
        actor = await actor_of(database, stranger)
        async with database.transaction() as session:
            said = await filing.write_where(session, now=room.clock.at, actor=actor, ask_id=1, text=WHERE)
            assert isinstance(said, Denied)
    assert await steps.entries(database) == []
