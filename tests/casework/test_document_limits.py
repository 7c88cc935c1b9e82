"""What is sent for a case and can't be kept: one kind sentence, and the next one is taken."""

import hashlib
import random
from datetime import timedelta

import pytest

from models.database import Database
from tests.casework import sending, steps
from tests.casework.sending import DRAWING, awaiting, shown, stored
from tests.drill.attack.hostile import hostile_files
from tests.phones import Room
from tests.world import HEAD

MB = 1024 * 1024


@pytest.mark.parametrize("declared", [None, 4 * 1024 * MB])
async def test_what_is_too_big_is_refused_kindly_and_the_next_one_is_taken(
    room: Room, database: Database, declared: int | None
) -> None:
    head = await awaiting(room)
    content = b"0" * (20 * MB + 1) if declared is None else b"0"
    await sending.send_file(head, room, content, "录像.mp4", declared=declared or 9)
    assert "超过 20 兆" in head.last.text
    await sending.send_file(head, room, b"0", "录像.mp4")
    assert "收进案卷了" in head.last.text
    assert len(await stored(database)) == 1


async def test_one_that_telegram_does_not_give_is_asked_for_again(room: Room, database: Database) -> None:
    head = await awaiting(room)
    room.gives_files = False
    await sending.send_photo(head, room, DRAWING)
    assert "没有收到" in head.last.text
    assert await stored(database) == []
    room.gives_files = True
    await sending.send_photo(head, room, DRAWING)
    assert "收进案卷了" in head.last.text


async def test_what_comes_much_later_is_not_meant_for_the_case(room: Room, database: Database) -> None:
    head = await awaiting(room)
    room.clock.at += timedelta(minutes=14)
    await sending.send_photo(head, room, DRAWING)
    room.clock.at += timedelta(minutes=14)
    await sending.send_photo(head, room, DRAWING)
    room.clock.at += timedelta(minutes=16)
    await sending.send_photo(head, room, DRAWING)
    assert any("没有收进案卷" in one for one in head.texts)
    assert len(await stored(database)) == 2


async def test_words_typed_meanwhile_are_not_lost_in_it(room: Room, database: Database) -> None:
    head = await awaiting(room)
    await head.send("他说是他妹妹画的。")
    assert "请发照片、录音或文件" in head.last.text
    await sending.send_photo(head, room, DRAWING)
    assert len(await steps.entries(database)) == 1


async def test_a_case_holds_forty_megabytes(room: Room, database: Database) -> None:
    head = await awaiting(room)
    for _ in range(3):
        await sending.send_file(head, room, b"0" * (16 * MB), "录像.mp4")
    assert "40 兆" in head.last.text
    assert len(await stored(database)) == 2
    await sending.send_file(head, room, b"0" * (8 * MB), "录像.mp4")
    assert len(await stored(database)) == 3


async def test_hostile_files_go_in_and_out_unopened(room: Room, database: Database) -> None:
    head = await awaiting(room)
    few = [one for one in hostile_files(random.Random(5)) if len(one.content) < 50_000 and not one.declared]
    assert len(few) > 20
    for one in few:
        await sending.send_file(head, room, one.content, one.name)
        assert "收进案卷了" in head.last.text, one.name
    digests = [row.digest for row in await stored(database)]
    assert digests == [hashlib.sha256(one.content).hexdigest() for one in few]
    assert all(row.suffix.isalnum() for row in await stored(database))
    await steps.keep_open(room, HEAD)
    await head.press_data(f"rddc:1:{len(few)}")
    assert shown(room) == [(HEAD, few[-1].content, True)]
