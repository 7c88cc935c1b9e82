"""The words of a case: sealed, dated twice, amended and never changed, read behind the PIN."""

from datetime import timedelta

from models.case_codes import CaseFact, CaseState, CaseWords
from models.database import Database
from services.cases import sealing
from tests.alerts import story
from tests.casework import steps
from tests.databases import CASE_KEYS
from tests.phones import Room
from tests.world import DEPUTY, HEAD, TEACHER

SAID = "他说他不想回家。"


async def test_what_the_child_said_is_kept_word_for_word_and_leaves_the_chat(
    room: Room, database: Database
) -> None:
    head = await steps.taken(room)
    await head.press("写进案卷")
    await head.press("孩子说的")
    assert "一字不改" in head.last.text
    await head.send(SAID)
    (entry,) = await steps.entries(database)
    case = await story.get_case(database)
    async with database.reading() as session:
        assert sealing.unseal(session, case, entry.sealed) == SAID
    assert SAID not in head.last.text
    assert (entry.kind, entry.entered_at) == (CaseWords.SAID, room.clock.at)
    room.let_fade()
    await room.later(minutes=1)
    assert all(SAID not in shown.text for shown in head.chat)


async def test_it_is_read_behind_the_pin_newest_first(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await steps.write(head, "看到的", "右臂青了。")
    await steps.write(head, "孩子说的", SAID)
    await steps.shut_pins(room)
    await steps.look(head)
    await head.press(steps.FILE)
    assert SAID not in head.last.text
    assert "六位口令" in head.last.text
    await steps.keep_open(room, HEAD)
    await head.press_data("rdfl:1:0")
    assert SAID in head.last.text
    assert "第 2 条，共 2 条" in head.last.text
    await head.press("▶")
    assert "右臂青了。" in head.last.text
    assert head.last.protected


async def test_a_correction_stands_beside_what_it_corrects(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await steps.write(head, "看到的", "左臂青了。")
    await head.press(steps.FILE)
    await head.press("补充更正")
    await head.send("是右臂。")
    first, second = await steps.entries(database)
    assert (first.amends_id, second.amends_id, second.kind) == (None, first.id, CaseWords.SEEN)
    await head.press(steps.FILE)
    assert "更正第 1 条" in head.last.text
    await head.press("▶")
    assert "左臂青了。" in head.last.text
    assert "见第 2 条" in head.last.text


async def test_an_entry_of_another_case_cannot_be_corrected_here(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await head.press_data("rdwr:1:seen:99")
    await head.send("别处的一条。")
    assert "没有您可以查看" in head.last.text
    assert await steps.entries(database) == []


async def test_its_reporter_adds_what_was_seen_and_reads_nothing(room: Room, database: Database) -> None:
    teacher = await story.report(room)
    await teacher.press("看到的")
    assert "不写猜想" in teacher.last.text
    await teacher.send("早上来的时候，右臂青了一块。")
    assert "存好了" in teacher.last.text
    (entry,) = await steps.entries(database)
    assert (entry.kind, entry.person_id) == (CaseWords.SEEN, 2)
    await teacher.press_data("rdfl:1:0")
    assert "没有您可以查看" in teacher.last.text
    for press in ("rdow:1:plan", "rdow:1:pressure"):  # not a reporter's to write
        await teacher.press_data(press)
        await teacher.send("写一个计划。")
    assert len(await steps.entries(database)) == 1


async def test_too_much_or_nothing_is_asked_for_again(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await head.press("写进案卷")
    await head.press("看到的")
    await head.send("长" * 3001)
    assert "最多 3000 个字" in head.last.text
    await head.send("短了。")
    assert len(await steps.entries(database)) == 1


async def test_a_plan_comes_after_the_needs(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await steps.write(head, "帮扶计划", "先有计划。")
    assert "前面还有一步没有记下" in head.last.text
    assert await steps.entries(database) == []
    await steps.look(head)
    await steps.write(head, "五个方面", "安全：住在奶奶家。")
    assert (await story.get_case(database)).state is CaseState.ASSESSED


async def test_the_words_of_a_closed_case_are_still_added_to(room: Room, database: Database) -> None:
    await steps.closed(room)
    head = room.phone(HEAD)
    await head.press_data("rdwr:1:seen:0")
    await head.send("后来又看到的。")
    assert len(await steps.entries(database)) == 1
    assert (await story.get_case(database)).state is CaseState.CLOSED
    assert (await steps.facts(database))[-1] is CaseFact.WRITTEN


async def test_two_people_let_the_words_go_and_nobody_reads_them_again(
    room: Room, database: Database
) -> None:
    head = await steps.called(room)
    await steps.write(head, "孩子说的", SAID)
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await deputy.press(steps.AGREE)
    await steps.look(head)
    for label in ("销毁案卷里的文字", "是的"):
        await head.press(label)
    await head.press_data("rdre:1:1:1")  # a person alone can't
    assert "另一个人" in head.last.text
    case = await story.get_case(database)
    assert CASE_KEYS.find(case.key_name or "") is not None
    await steps.look(deputy)
    for label in ("同意销毁", "是的"):
        await deputy.press(label)
    assert "已销毁" in deputy.last.text
    assert CASE_KEYS.find(case.key_name or "") is None
    await deputy.press_data("rdfl:1:0")
    assert SAID not in deputy.last.text
    assert "谁也读不到" in deputy.last.text
    await head.press_data("rdwr:1:seen:0")
    await head.send("再写一句。")
    assert "已经销毁" in head.last.text
    assert (await steps.facts(database)).count(CaseFact.RELEASED) == 1


async def test_the_asking_can_be_taken_back(room: Room, database: Database) -> None:
    head = await steps.called(room)
    await steps.write(head, "看到的", "右臂青了。")
    for label in (steps.CLOSE, "在家安全"):
        await head.press(label)
    deputy = room.phone(DEPUTY)
    await deputy.press(story.OPEN)
    await deputy.press(steps.AGREE)
    await head.press_data("rdre:1:0:1")
    await head.press_data("rdre:1:0:1")
    await deputy.press_data("rdre:1:1:1")
    case = await story.get_case(database)
    assert (case.released_at, case.releasing_by_id) == (None, None)
    assert CASE_KEYS.find(case.key_name or "") is not None


async def test_a_live_case_keeps_its_words(room: Room, database: Database) -> None:
    head = await steps.taken(room)
    await steps.write(head, "看到的", "右臂青了。")
    await head.press_data("rdre:1:0:1")
    assert (await story.get_case(database)).releasing_by_id is None


async def test_the_reporters_own_words_are_news_and_no_work_of_the_holders(
    room: Room, database: Database
) -> None:
    await steps.taken(room)
    await room.later(minutes=15)
    teacher = room.phone(TEACHER)
    await teacher.press_data("rdow:1:seen")
    await teacher.send("又看到一处。")
    case = await story.get_case(database)
    assert case.escalate_at is not None
    assert case.escalate_at - room.clock.at <= timedelta(minutes=5)
    assert any("有了新消息" in text for text in room.phone(HEAD).texts)
