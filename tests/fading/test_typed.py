"""What staff type of a child goes from the chat once it is stored; a family's words stay its own."""

import pytest

from models.database import Database
from services.fading.types import Ended, Later
from services.outbox.fades import Faded
from tests.alerts import story
from tests.casework import steps
from tests.fading.names import fading_places
from tests.phones import Phone, Room
from tests.world import HEAD, MOTHER, TEACHER
from views.reaching import AskNumber

NOTE = ("✍️ 记一笔", "田小满", "🙂")
CARD = ("👧 我的班", "田小满", "更正")

WORDS = "上课时一直看窗外"


async def _go(phone: Phone, path: tuple[str, ...]) -> None:
    """A key of the menu, then buttons."""
    await phone.send(path[0])
    for label in path[1:]:
        await phone.press(label)


async def _type(room: Room, text: str) -> int:
    """Type as the teacher; return the id of the message."""
    await room.phone(TEACHER).send(text)
    return room.typed[-1]


@pytest.mark.parametrize(
    ("path", "text", "then_said"),
    [
        (NOTE, WORDS, WORDS),
        ((*NOTE, "保存", "写几句"), WORDS, WORDS),
        ((*CARD, "名字"), "田大满", "田大满"),
        ((*CARD, "出生日期"), "2018-05-22", "田小满"),
        (("👧 我的班", "登记孩子"), "江小暑", "江小暑"),
    ],
)
async def test_typed_words_go_and_the_answer_stands(
    room: Room, path: tuple[str, ...], text: str, then_said: str
) -> None:
    await _go(room.phone(TEACHER), path)
    typed = await _type(room, text)
    assert room.eraser.removed == [(TEACHER, typed)]
    assert then_said in room.phone(TEACHER).last.text


async def test_both_answers_about_a_new_child_go(room: Room) -> None:
    await _go(room.phone(TEACHER), ("👧 我的班", "登记孩子"))
    typed = [await _type(room, "江小暑"), await _type(room, "2018-07-07")]
    assert room.eraser.removed == [(TEACHER, one) for one in typed]


async def test_the_time_of_a_call_goes(room: Room) -> None:
    reporter = await story.report(room)
    await reporter.press("输入报警时间")
    typed = await _type(room, "9:50")
    assert room.eraser.removed == [(TEACHER, typed)]


async def test_words_that_were_refused_stay_to_be_mended(room: Room, database: Database) -> None:
    await _go(room.phone(TEACHER), NOTE)
    await _type(room, "很" * 2000)
    assert room.eraser.removed == []


async def test_a_receipts_number_that_is_refused_goes_too(room: Room) -> None:
    head = await steps.called(room)
    for label in ("记一次报告", "公安机关", "电话", "刚刚", "公安机关的回执号"):
        await head.press(label)
    for number in ("回" * 200, "受案2026-117"):
        await head.send(number)
        assert room.eraser.removed[-1] == (HEAD, room.typed[-1])
    assert "受案2026-117" in head.last.text


async def test_so_does_a_telephone_number(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await teacher.press_data(AskNumber(class_id=0).pack())
    typed = await _type(room, "123")
    assert room.eraser.removed == [(TEACHER, typed)]


async def test_a_familys_words_stay(room: Room) -> None:
    await room.phone(MOTHER).send("小满最近吃得好不好")
    await room.later(days=3)
    assert room.eraser.removed == []


class _Away:
    async def fade(self, faded: Faded) -> Ended:
        return Later()


async def test_a_crash_after_storing_leaves_the_deletion_due(room: Room, database: Database) -> None:
    """Nothing was deleted yet: the row of the same commit is all that is left, and it is enough."""
    room.let_fade(_Away())
    await _go(room.phone(TEACHER), NOTE)
    typed = await _type(room, WORDS)
    assert (TEACHER, typed) in await fading_places(database)
    room.let_fade()
    await room.later(minutes=1)
    assert room.eraser.removed == [(TEACHER, typed)]
