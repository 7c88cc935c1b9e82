"""Delivery of updates to the bot's webhook: in order within a chat, side by side across chats."""

import asyncio
import logging
from typing import NamedTuple
from urllib.parse import urlsplit

from sandbox.botapi.calls import parse_call
from sandbox.botapi.errors import ApiError
from sandbox.botapi.serve import BotApi
from sandbox.state import Update, Webhook
from sandbox.world import World

ANSWER_S = 60.0
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
IDLE_S = 5.0
MAX_ANSWER = 1024 * 1024

log = logging.getLogger("sandbox.webhook")


class Answer(NamedTuple):
    """What the bot's server answered."""

    status: int
    content_type: str
    body: bytes


async def post(webhook: Webhook, body: bytes) -> Answer:
    """Post one update over a connection of its own; raises OSError or ValueError when that fails."""
    parts = urlsplit(webhook.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if webhook.secret:
        head.append(f"X-Telegram-Bot-Api-Secret-Token: {webhook.secret}")
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        return await _read_answer(reader)
    finally:
        writer.close()


async def _read_answer(reader: asyncio.StreamReader) -> Answer:
    status = int((await reader.readline()).split()[1])
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    else:
        body = await reader.read(min(int(headers.get("content-length", MAX_ANSWER)), MAX_ANSWER))
    return Answer(status, headers.get("content-type", ""), body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while (size := int((await reader.readline()).split(b";")[0], 16)) and len(body) < MAX_ANSWER:
        body += await reader.readexactly(size)
        await reader.readline()
    return body


def next_batch(world: World) -> list[Update]:
    """Return the oldest updates that may travel together: at most one of each chat."""
    batch: list[Update] = []
    chats: set[int] = set()
    for update in world.updates.head(world.state.webhook.max_connections):
        if update.chat_id in chats:
            break
        chats.add(update.chat_id)
        batch.append(update)
    return batch


class WebhookDelivery:
    """Post waiting updates while a webhook is set."""

    def __init__(self, world: World, api: BotApi) -> None:
        self._world = world
        self._api = api
        self._pause = FIRST_PAUSE_S

    async def run(self) -> None:
        """Deliver until the world closes; after a failure wait a little longer each time."""
        world = self._world
        while not world.closing:
            batch = next_batch(world) if world.state.webhook.url else []
            if not batch:
                await world.updates.bell.wait(IDLE_S)
            elif await self._deliver(batch):
                self._pause = FIRST_PAUSE_S
            else:
                await world.closed.wait(self._pause)
                self._pause = min(self._pause * 2, LONGEST_PAUSE_S)

    async def _deliver(self, batch: list[Update]) -> bool:
        webhook = self._world.state.webhook
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._deliver_one(webhook, update)) for update in batch]
        taken = {update.update_id for update, task in zip(batch, tasks, strict=True) if task.result()}
        self._world.updates.forget(taken)
        self._world.touch()
        return len(taken) == len(batch)

    async def _deliver_one(self, webhook: Webhook, update: Update) -> bool:
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await post(webhook, update.body.encode())
        except (OSError, ValueError, IndexError, asyncio.IncompleteReadError) as reason:
            self._note(webhook, f"Connection failed: {type(reason).__name__}")
            return False
        if not 200 <= answer.status < 300:
            self._note(webhook, f"Wrong response from the webhook: {answer.status}")
            return False
        await self._obey(answer)
        return True

    async def _obey(self, answer: Answer) -> None:
        """Make the call that the bot put into its answer, if any; its result goes nowhere."""
        if not answer.body.strip():
            return
        try:
            call = await parse_call("", b"", answer.content_type, answer.body)
        except ApiError as refusal:
            log.warning("webhook: the answer can't be read: %s", refusal.description)
            return
        name = call.text("method")
        if name:
            call.method = name.lower()
            status, _ = await self._api.answer(name, call)
            self._world.record(name, call.chat_id(), status)

    def _note(self, webhook: Webhook, reason: str) -> None:
        webhook.last_error_date = int(self._world.clock.timestamp())
        webhook.last_error_message = reason
        log.warning("webhook: %s", reason)
