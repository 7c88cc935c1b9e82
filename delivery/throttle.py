"""Keep within Telegram's flood limits: an even pace for the token, a pause for each chat, urgent first.

PTB's stock limiter bursts at its start and knows no priority: an alert would wait behind a broadcast.
Nobody is overtaken for ever: after some turns out of order, whoever has waited longest is next.
Time here is the event loop's own, never the clock of the sandbox.
"""

import asyncio
import math
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

NORMAL = 5
GROUP_SPACING = 3.05  # seconds: Telegram allows a group 20 messages a minute
PATIENCE = 10  # turns that may pass over whoever waits longest
TOKEN_FLOOD = 5  # refusals in a row, of whatever chats: then it is the token that was too fast
CATCH_UP = 2  # messages that may follow at once when we were called late: Telegram counts by the second
LONGEST_HUSH = 30.0  # seconds of silence for the whole token; each chat's own wait stands in its row
LONGEST_WAIT = 15.0  # seconds for which a sender is held: well below the lease of its row


@dataclass(order=True)
class Waiter:
    priority: int
    turn: int
    chat_id: int = field(compare=False)
    called: asyncio.Future[None] = field(compare=False)


class Throttle(BaseRateLimiter[int]):
    """`per_second` for the whole token; `chat_spacing` seconds between two messages to one person."""

    def __init__(self, *, per_second: float, chat_spacing: float) -> None:
        self._spacing = 1 / per_second
        self._chat_spacing = chat_spacing
        self._waiters: list[Waiter] = []
        self._chat_free_at: dict[int, float] = {}
        self._flooded_until: dict[int, float] = {}
        self._token_free_at = 0.0
        self._turns = 0
        self._passed_over = 0
        self._floods_in_a_row = 0
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to prepare: the first request starts the clock."""

    async def shutdown(self) -> None:
        """Let nobody wait for a sender that has gone."""
        if self._timer:
            self._timer.cancel()
        for waiter in self._waiters:
            waiter.called.cancel()
        self._waiters.clear()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Wait for a turn, then send; a flood wait pauses that chat and is raised, for the row waits."""
        chat_id = data.get("chat_id")
        if not isinstance(chat_id, int):
            return await callback(*args, **kwargs)
        await self._turn(chat_id, NORMAL if rate_limit_args is None else rate_limit_args)
        try:
            answer = await callback(*args, **kwargs)
        except RetryAfter as flood:
            self._flood(chat_id, flood_wait(flood))
            raise
        self._floods_in_a_row = 0
        return answer

    def note_answer(self, chat_id: int) -> None:
        """Something else has just written to this chat: what we say first leaves a gap after it, too."""
        free_at = self._now() + self._spacing_of(chat_id)
        self._chat_free_at[chat_id] = max(free_at, self._chat_free_at.get(chat_id, 0.0))

    def _spacing_of(self, chat_id: int) -> float:
        return GROUP_SPACING if chat_id < 0 else self._chat_spacing

    def _flood(self, chat_id: int, wait: float) -> None:
        """Send whoever waits for this chat back to their rows: they would only hold a sender.

        Telegram doesn't say whether a chat or the whole token is meant. Chat after chat: the token.
        """
        self._floods_in_a_row += 1
        self._chat_free_at[chat_id] = self._flooded_until[chat_id] = self._now() + wait
        self._send_back([one for one in self._waiters if one.chat_id == chat_id], wait)
        if self._floods_in_a_row >= TOKEN_FLOOD:
            hush = min(wait, LONGEST_HUSH)
            self._token_free_at = max(self._token_free_at, self._now() + hush)
            if hush > LONGEST_WAIT:
                self._send_back(list(self._waiters), hush)

    def _send_back(self, waiters: list[Waiter], wait: float) -> None:
        for waiter in waiters:
            self._waiters.remove(waiter)
            if not waiter.called.done():
                waiter.called.set_exception(RetryAfter(math.ceil(wait)))

    async def _turn(self, chat_id: int, priority: int) -> None:
        wait = self._flooded_until.get(chat_id, 0.0) - self._now()
        hush = self._token_free_at - self._now()
        if wait > 0 or hush > LONGEST_WAIT:
            raise RetryAfter(math.ceil(max(wait, hush)))
        self._turns += 1
        waiter = Waiter(priority, self._turns, chat_id, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        self._call_next()
        try:
            await waiter.called
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)

    def _call_next(self) -> None:
        """Call everyone whose turn it is, then come back when the next turn can be."""
        now = self._now()
        self._forget_free_chats(now)
        while now >= self._token_free_at and (waiter := self._first_free(now)):
            self._waiters.remove(waiter)
            late = CATCH_UP * self._spacing
            self._token_free_at = max(now - late, self._token_free_at) + self._spacing
            self._chat_free_at[waiter.chat_id] = now + self._spacing_of(waiter.chat_id)
            if not waiter.called.done():
                waiter.called.set_result(None)
        if self._timer:
            self._timer.cancel()
        self._timer = None
        if self._waiters:
            free_at = min(self._chat_free_at.get(one.chat_id, 0.0) for one in self._waiters)
            again_at = max(self._token_free_at, free_at)
            self._timer = asyncio.get_running_loop().call_at(again_at, self._call_next)

    def _first_free(self, now: float) -> Waiter | None:
        """The most urgent; but whoever has waited longest isn't passed over more than PATIENCE times."""
        free = [one for one in self._waiters if self._chat_free_at.get(one.chat_id, 0.0) <= now]
        if not free:
            return None
        first, longest = min(free), min(free, key=lambda one: one.turn)
        if first is longest or self._passed_over >= PATIENCE:
            self._passed_over = 0
            return longest
        self._passed_over += 1
        return first

    def _forget_free_chats(self, now: float) -> None:
        if len(self._chat_free_at) > 10_000:
            self._chat_free_at = {chat: at for chat, at in self._chat_free_at.items() if at > now}
            self._flooded_until = {chat: at for chat, at in self._flooded_until.items() if at > now}

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def flood_wait(flood: RetryAfter) -> float:
    """Seconds to wait, as the error says it: a timedelta here (see `delivery/__init__`), once a number."""
    wait = flood.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
