"""What the mind asks of the world outside: somebody who speaks, who takes back, who knows the time."""

from datetime import datetime
from typing import Protocol

from services.fading.types import Ended
from services.outbox.fades import Faded
from services.outbox.outcomes import Envelope, Outcome


class Messenger(Protocol):
    async def deliver(self, envelope: Envelope) -> Outcome:
        """Say it, and return what became of it as a value."""
        ...


class Eraser(Protocol):
    async def fade(self, faded: Faded) -> Ended:
        """Take a message's words from its chat, and return what became of that as a value."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        ...
