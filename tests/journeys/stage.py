"""A stage for journeys: a real sandbox process, the real bot, and people who type and press over HTTP."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from bot.demo import make_demo
from bot.running import open_bot
from bot.runtime import Runtime
from bot.settings import Settings
from tests.behind import BACK, OPENERS
from tests.databases import lay

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Stage:
    """The sandbox's API for programs, with the words a test wants to say."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http = http
        self._base = base
        self.ids: dict[str, int] = {}

    async def call(self, method: str, path: str, **content: Any) -> Any:
        async with self._http.request(method, f"{self._base}/api{path}", **content) as answer:
            answer.raise_for_status()
            return await answer.json() if answer.status != 204 else None

    async def learn_people(self) -> None:
        people = (await self.call("GET", "/people"))["people"]
        self.ids = {one["name"]: one["id"] for one in people}

    async def arrive(self, name: str, language: str = "zh-hans") -> None:
        """Somebody new takes their phone out."""
        made = await self.call("POST", "/people", json={"name": name, "language": language})
        self.ids[name] = made["person"]["id"]

    async def send(self, name: str, text: str) -> None:
        await self.call("POST", f"/people/{self.ids[name]}/messages?wait=idle", json={"text": text})

    async def send_files(self, name: str, *files: tuple[str, bytes], kind: str = "photo") -> None:
        """Send files by their names; several pictures make an album."""
        form = aiohttp.FormData({"kind": kind})
        for called, content in files:
            form.add_field("file", content, filename=called, content_type="application/octet-stream")
        await self.call("POST", f"/people/{self.ids[name]}/messages?wait=idle", data=form)

    async def press(self, name: str, label: str, *, naming: str = "") -> None:
        """Press the button whose label contains `label`, on the newest message that has one.

        `naming`: only on a message whose text contains it.
        """
        for one in (label, *OPENERS):
            if not await self._try(name, one, naming if one == label else ""):
                continue
            if one == label or await self._try(name, label, naming):
                return
            await self._try(name, BACK[0], "")
        raise AssertionError(
            f"nobody offers {label!r}: {[m['text'] for m in await self.messages(name)][-3:]}"
        )

    async def _try(self, name: str, label: str, naming: str) -> bool:
        """Press it where it stands; False: nowhere."""
        for message in reversed(await self.messages(name)):
            found = [one["label"] for one in message["buttons"] if label in one["label"]]
            if found and naming in message["text"]:
                body = {"message_id": message["message_id"], "button": found[0]}
                await self.call("POST", f"/people/{self.ids[name]}/presses?wait=idle", json=body)
                return True
        return False

    async def messages(self, name: str, after: int = 0) -> list[dict[str, Any]]:
        body = await self.call("GET", f"/people/{self.ids[name]}/messages?after={after}")
        return list(body["messages"])

    async def heard(self, name: str, after: int = 0) -> list[str]:
        """What the bot has said to somebody, oldest first."""
        return [one["text"] for one in await self.messages(name, after) if one["from"] == "bot"]

    async def last_id(self, name: str) -> int:
        return max((one["message_id"] for one in await self.messages(name)), default=0)

    async def key(self, name: str, label: str) -> None:
        """Tap a key of the menu below the input."""
        for message in reversed(await self.messages(name)):
            for row in message["reply_keyboard"] or []:
                for one in row:
                    if label in one["label"]:
                        await self.send(name, one["label"])
                        return
        raise AssertionError(f"no key {label!r}")

    async def advance(self, *, days: float = 0, seconds: float = 0) -> None:
        await self.call("POST", "/clock", json={"advance_s": days * 86400 + seconds})

    async def hear_for(self, name: str, *, days: int) -> list[str]:
        """What somebody is told in these days, oldest first: read twice a day, before cards fade."""
        after, told = await self.last_id(name), dict[int, str]()
        for _ in range(2 * days):
            await self.advance(days=0.5)
            for one in await self.messages(name, after):
                told.setdefault(one["message_id"], one["text"])
        return list(told.values())

    async def wait_idle(self) -> None:
        """Until the bot has handled what came in and said what was due."""
        async with asyncio.timeout(30):
            while not (await self.call("GET", "/clock"))["bot"]["idle"]:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self.call("GET", "/clock"))["now"])

    async def turn_the_month(self) -> None:
        """Go to ten in the morning, in Shanghai, on the first of the next month."""
        now = (await self.now()).astimezone(SHANGHAI)
        year, month = divmod(now.month, 12)
        first = now.replace(year=now.year + year, month=month + 1, day=1, hour=10, minute=0)
        await self.call("POST", "/clock", json={"to": first.isoformat()})

    async def faults(self, *faults: dict[str, Any]) -> None:
        await self.call("PUT", "/faults", json={"faults": list(faults)})


@asynccontextmanager
async def sandbox_process(port: int = 0, token: str = "stage") -> AsyncIterator[str]:
    """A sandbox of its own process; yields the address it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", str(port), "--token", token, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def open_stage(address: str) -> AsyncIterator[Stage]:
    base, _, token = address.partition("/?token=")
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=60)) as http:
        yield Stage(http, base)


@asynccontextmanager
async def running_bot(
    address: str, folder: Path, *, demo: bool = True, **more: Any
) -> AsyncIterator[Runtime]:
    """The bot in this process, on a database of its own, playing in the sandbox at `address`.

    `more` are settings; without a `database_url` it is a file in the folder.
    """
    file, key = folder / "care.sqlite3", folder / "secret.key"
    lay(file, key)
    kept: dict[str, Any] = {"database_url": f"sqlite+aiosqlite:///{file}", "secret_key_file": key}
    settings = Settings(sandbox_url=address, **(kept | more))
    async with open_bot(settings) as (runtime, settings_now):
        work = asyncio.get_running_loop().create_task(runtime.run())
        await runtime.ready.wait()
        if demo:
            await make_demo(settings_now, runtime)
        try:
            yield runtime
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
