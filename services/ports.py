"""What the mind asks of the world outside: somebody who speaks, and somebody who knows the time."""

from datetime import datetime
from typing import Protocol

from services.outbox.outcomes import Envelope, Outcome


class Messenger(Protocol):
    async def deliver(self, envelope: Envelope) -> Outcome:
        """Say it, and return what became of it as a value."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        ...
