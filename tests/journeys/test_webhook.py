"""Updates that Telegram brings: stored before we say so, one effect each, and nothing for anybody else."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import httpx
from sqlmodel import col, select

from bot.runtime import Runtime
from bot.settings import Settings
from bot.web import BODY_LIMIT, webhook_path
from models import FamilyWords, InboxUpdate
from models.codes import Handling
from tests.journeys.stage import Stage, open_stage, running_bot, sandbox_process
from tests.ports import free_port

SECRET = "a-secret-of-the-webhook"
HEADERS = {"x-telegram-bot-api-secret-token": SECRET}


@asynccontextmanager
async def brought(address: str, folder: Path, port: int, home: dict[str, Any]) -> AsyncIterator[Runtime]:
    """A bot to which the sandbox brings updates."""
    more: dict[str, Any] = {
        **home, "public_url": f"http://127.0.0.1:{port}", "webhook_secret": SECRET, "web_port": port,
        "metrics_token": "of-the-metrics",
    }  # fmt: skip
    async with running_bot(address, folder, **more) as runtime:
        yield runtime


@asynccontextmanager
async def played(folder: Path, home: dict[str, Any]) -> AsyncIterator[tuple[Stage, str, Runtime]]:
    """The demo school behind a webhook; yields its stage and the webhook's address."""
    port = free_port()
    async with (
        sandbox_process() as address,
        open_stage(address) as stage,
        brought(address, folder, port, home) as runtime,
    ):
        await stage.learn_people()
        path = webhook_path(Settings(sandbox_url=address, webhook_secret=SECRET))
        yield stage, f"http://127.0.0.1:{port}/{path}", runtime


async def _post(url: str, content: bytes, **headers: str) -> int:
    async with httpx.AsyncClient() as client:
        return (await client.post(url, content=content, headers={**HEADERS, **headers})).status_code


def _text(update_id: int, person: int, text: str) -> dict[str, Any]:
    user = {"id": person, "is_bot": False, "first_name": "—", "language_code": "zh-hans"}
    chat = {"id": person, "type": "private"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": user, "text": text}
    return {"update_id": update_id, "message": message}


async def _count(runtime: Runtime, table: type[Any]) -> int:
    async with runtime.database.reading() as session:
        return len((await session.exec(select(table))).all())


async def test_an_alert_by_webhook_and_what_comes_twice(tmp_path: Path, home: dict[str, Any]) -> None:
    async with played(tmp_path, home) as (stage, url, runtime):
        await stage.key("许一诺", "我要报告")
        assert (await stage.messages("许一诺"))[-1]["buttons"]
        mother = stage.ids["周阿桂"]
        before = await _count(runtime, FamilyWords)
        twice = json.dumps(_text(10**9, mother, "请老师多看看她")).encode()
        assert [await _post(url, twice) for _ in range(3)] == [200] * 3
        async with asyncio.timeout(30):
            while await _count(runtime, FamilyWords) == before:  # noqa: ASYNC110 - not by way of the sandbox
                await asyncio.sleep(0.05)
        assert await _count(runtime, FamilyWords) == before + 1
        async with aiohttp.ClientSession() as http:
            port = url.rsplit("/", 1)[0]
            async with http.get(f"{port}/health") as answer:
                assert (answer.status, (await answer.json())["ok"]) == (200, True)
            async with http.get(f"{port}/metrics") as answer:
                assert answer.status == 404
            async with http.get(
                f"{port}/metrics", headers={"authorization": "Bearer of-the-metrics"}
            ) as answer:
                said = await answer.text()
        assert 'xiangban_updates{what="parked"} 0.0' in said
        assert not any(name in said for name in ("小满", "周阿桂", "许一诺", "稻香坪"))


async def test_what_comes_while_we_are_away_is_brought_again(tmp_path: Path, home: dict[str, Any]) -> None:
    port = free_port()
    async with sandbox_process() as address, open_stage(address) as stage:
        async with brought(address, tmp_path, port, home):
            await stage.learn_people()
        await stage.call("POST", f"/people/{stage.ids['周阿桂']}/messages", json={"text": "谢谢老师"})
        async with brought(address, tmp_path, port, home) as runtime:
            await stage.wait_idle()
            assert await _count(runtime, FamilyWords) == 1


async def test_fetching_again_after_a_webhook(tmp_path: Path, home: dict[str, Any]) -> None:
    async with sandbox_process() as address, open_stage(address) as stage:
        async with brought(address, tmp_path, free_port(), home):
            await stage.learn_people()
        async with running_bot(address, tmp_path, **home) as runtime:
            await stage.send("周阿桂", "谢谢老师")
            assert await _count(runtime, FamilyWords) == 1


STRANGERS: tuple[tuple[dict[str, str], bytes, int], ...] = (
    ({"x-telegram-bot-api-secret-token": "wrong"}, b"{}", 403),
    ({"x-telegram-bot-api-secret-token": ""}, b"{}", 403),
    ({}, b"{}", 400),
    ({}, b"\xff\xfe", 400),
    ({}, b"[" * 10_000, 400),
    ({}, json.dumps({"update_id": [7]}).encode(), 400),
    ({}, json.dumps({"update_id": 2**80}).encode(), 400),
    ({}, b"x" * (BODY_LIMIT + 1), 413),
)


async def test_strangers_at_the_door(tmp_path: Path, home: dict[str, Any]) -> None:
    async with played(tmp_path, home) as (_, url, runtime), httpx.AsyncClient() as client:
        before = await _count(runtime, InboxUpdate)
        for headers, content, status in STRANGERS:
            assert await _post(url, content, **headers) == status
            assert (await client.post(url[:-4], content=content, headers=HEADERS)).status_code in (404, 405)
            assert (await client.get(url, headers=HEADERS)).status_code == 405
        assert await _count(runtime, InboxUpdate) == before


async def test_what_a_later_version_sends_is_kept_for_a_person(tmp_path: Path, home: dict[str, Any]) -> None:
    async with played(tmp_path, home) as (_, url, runtime):
        before = await _count(runtime, InboxUpdate)
        later = json.dumps({"update_id": 77, "message": {"a": "later version"}}).encode()
        assert await _post(url, later) == 200
        async with runtime.database.reading() as session:
            rows = (await session.exec(select(InboxUpdate).order_by(col(InboxUpdate.id)))).all()
        assert (len(rows), rows[-1].handling) == (before + 1, Handling.PARKED)


async def test_a_thousand_wild_bodies_have_no_effect(tmp_path: Path, home: dict[str, Any]) -> None:
    dice = random.Random(5)
    good = json.dumps(_text(10**9, 100001, "你好")).encode()
    async with played(tmp_path, home) as (_, url, runtime), httpx.AsyncClient() as client:
        before = await _count(runtime, InboxUpdate)
        for _ in range(1000):
            wild = bytearray(good)
            for _ in range(dice.randint(1, 12)):
                wild[dice.randrange(len(wild))] = dice.randrange(256)
            wrong = {"x-telegram-bot-api-secret-token": SECRET[: dice.randrange(len(SECRET))]}
            answer = await client.post(url, content=bytes(wild), headers=wrong)
            assert answer.status_code == 403
            assert answer.content == b""
        for _ in range(100):
            answer = await client.post(url, content=dice.randbytes(dice.randint(0, 4000)), headers=HEADERS)
            assert answer.status_code == 400
        assert await _count(runtime, InboxUpdate) == before
