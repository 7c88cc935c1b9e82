"""Telegram's flood limits, in force only while somebody asks for them.

As Telegram has them: 30 messages a second for the bot, one a second in a chat, twenty a minute in a group
(group ids are negative). A message that is refused counts for nothing.
"""

import math
import time
from collections import deque
from dataclasses import dataclass, field

TOKEN = 0  # no chat has this id


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How much is allowed; a chat's limit is the seconds between two messages."""

    per_second: int = 30
    per_chat: float = 1.0
    per_group_minute: int = 20


@dataclass(slots=True)
class FloodMeter:
    """Count messages in sliding windows of real time, at a cost that doesn't grow with them."""

    limits: FloodLimits = field(default_factory=FloodLimits)
    _sent: dict[tuple[int, float], deque[float]] = field(default_factory=dict)

    def seconds_to_wait(self, chat_id: int, now: float | None = None) -> int:
        """Return 0 and count a message to `chat_id`, or the seconds until it may be tried again."""
        now = time.monotonic() if now is None else now
        windows = [
            (self._window(key, count, seconds), seconds) for key, count, seconds in self._limits(chat_id)
        ]
        wait = max(_left(window, seconds, now) for window, seconds in windows)
        if wait > 0:
            return math.ceil(wait)
        for window, _ in windows:
            window.append(now)
        return 0

    def _limits(self, chat_id: int) -> list[tuple[int, int, float]]:
        found = [(TOKEN, self.limits.per_second, 1.0), (chat_id, 1, self.limits.per_chat)]
        if chat_id < 0:
            found.append((chat_id, self.limits.per_group_minute, 60.0))
        return found

    def _window(self, key: int, count: int, seconds: float) -> deque[float]:
        """The last `count` messages: only when all of them are fresh is there no room."""
        return self._sent.setdefault((key, seconds), deque(maxlen=count))


def _left(window: deque[float], seconds: float, now: float) -> float:
    return window[0] + seconds - now if len(window) == window.maxlen else 0.0
