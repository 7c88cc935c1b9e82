"""The sandbox's clock (real time plus an offset, always running), and how far the bot says it is."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.bell import Bell
from sandbox.state import State

CONNECTED_S = 6.0


def iso(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC, with a trailing Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Clock:
    """Tell the sandbox's time; `generation` counts how often it was set."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.bell = Bell()

    def timestamp(self) -> float:
        """Return seconds since 1970 on the sandbox's clock."""
        return time.time() + self._state.offset_s

    def now(self) -> datetime:
        """Return the sandbox's instant in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def set(self, instant: datetime) -> None:
        """Move the clock to `instant` (never backwards) and start a new generation."""
        self._state.offset_s = max(self._state.offset_s, instant.timestamp() - time.time())
        self._state.generation += 1
        self.bell.ring()


@dataclass(slots=True)
class BotLink:
    """The bot's last publication."""

    generation: int = -1
    last_update_id: int = 0
    idle: bool = False
    next_due: datetime | None = None
    published_at: float | None = None
    bell: Bell = field(default_factory=Bell)

    def is_connected(self) -> bool:
        """Tell whether the bot published within the last six seconds of real time."""
        return self.published_at is not None and time.monotonic() - self.published_at <= CONNECTED_S

    def is_idle(self, state: State) -> bool:
        """Tell whether the bot has applied the clock, handled every update and has nothing left to do."""
        return (
            self.is_connected()
            and self.generation == state.generation
            and self.last_update_id >= state.last_update_id
            and self.idle
        )
