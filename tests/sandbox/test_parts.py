"""Small parts on their own: pictures, menus, feeds, answers of webhooks, retries of a bell."""

import asyncio
import struct

import pytest

from sandbox.bell import Bell
from sandbox.botapi.webhook import _read_answer
from sandbox.feed import BACKLOG, Feed
from sandbox.menus import commands_for, key
from sandbox.pictures import dimensions
from sandbox.state import Chat, Person, State

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 31, 17)
GIF = b"GIF89a" + struct.pack("<HH", 31, 17)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 17, 31) + bytes(8)
RIFF = b"RIFF\0\0\0\0WEBP"
LOSSY = RIFF + b"VP8 " + bytes(10) + struct.pack("<HH", 31, 17)
EXTENDED = RIFF + b"VP8X" + bytes(8) + b"\x1e\0\0\x10\0\0"
LOSSLESS = RIFF + b"VP8L" + bytes(5) + struct.pack("<I", 30 | 16 << 14)


@pytest.mark.parametrize("content", [PNG, GIF, JPEG, LOSSY, EXTENDED, LOSSLESS])
def test_the_size_of_a_picture(content: bytes) -> None:
    assert dimensions(content) == (31, 17)


@pytest.mark.parametrize("content", [b"", b"text", PNG[:20], JPEG[:6], RIFF + b"VP8?", b"\xff\xd8\xff"])
def test_what_is_no_picture_has_no_size(content: bytes) -> None:
    assert dimensions(content) is None


def test_the_narrowest_menu_wins() -> None:
    state = State()
    person, chat = Person(1, "Ana", "en-GB"), Chat(1)
    assert commands_for(state, person, chat) == []
    wide, private = {"type": "default"}, {"type": "all_private_chats"}
    state.profile.commands[key(wide, "en")] = [{"command": "wide"}]
    assert commands_for(state, person, chat) == [{"command": "wide"}]
    state.profile.commands[key(private, "")] = [{"command": "private"}]
    assert commands_for(state, person, chat) == [{"command": "private"}]


async def test_a_page_that_falls_behind_is_closed() -> None:
    feed = Feed()
    queue = feed.subscribe()
    for _ in range(BACKLOG + 1):
        feed.publish("clock", {})
    assert not feed.listening
    assert queue.qsize() == BACKLOG + 1


async def test_a_bell_wakes_everyone_or_gives_up() -> None:
    bell = Bell()
    await bell.wait(0)
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(bell.wait(20))
        await asyncio.sleep(0)
        bell.ring()


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", b"abc"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", b"abc"),
        (b"HTTP/1.0 200 OK\r\n\r\nabc", b"abc"),
    ],
)
async def test_answers_of_a_webhook(raw: bytes, body: bytes) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(raw)
    reader.feed_eof()
    answer = await _read_answer(reader)
    assert (answer.status, answer.body) == (200, body)
