"""Telegram's flood limits, in force only while a `flood` fault asks for them.

At most 30 messages a second for the bot, one a second in a chat, twenty a minute in a group (group ids are
negative). A message that is refused counts for nothing.
"""

import math
import time
from collections import defaultdict, deque

PER_TOKEN = (30, 1.0)
PER_CHAT = (1, 1.0)
PER_GROUP = (20, 60.0)
TOKEN = 0  # no chat has this id


class FloodMeter:
    """Count messages in sliding windows of real time."""

    def __init__(self) -> None:
        self._sent: dict[int, deque[float]] = defaultdict(deque)

    def seconds_to_wait(self, chat_id: int, now: float | None = None) -> int:
        """Return 0 and count a message to `chat_id`, or the seconds until it may be tried again."""
        now = time.monotonic() if now is None else now
        limits = [(TOKEN, PER_TOKEN), (chat_id, PER_CHAT)]
        if chat_id < 0:
            limits.append((chat_id, PER_GROUP))
        wait = max(self._wait(key, limit, now) for key, limit in limits)
        if wait > 0:
            return math.ceil(wait)
        self._sent[TOKEN].append(now)
        self._sent[chat_id].append(now)
        return 0

    def _wait(self, key: int, limit: tuple[int, float], now: float) -> float:
        count, window = limit
        sent = self._sent[key]
        while sent and now - sent[0] >= PER_GROUP[1]:
            sent.popleft()
        recent = [at for at in list(sent)[-count:] if now - at < window]
        return recent[0] + window - now if len(recent) >= count else 0.0
