"""One messenger out of two: a knock goes by another way, everything else through Telegram."""

from models.codes import Notice
from services.outbox.outcomes import Envelope, Outcome
from services.ports import Messenger


class Post:
    """Implements `services.ports.Messenger`."""

    def __init__(self, chats: Messenger, other_ways: Messenger) -> None:
        self._chats = chats
        self._other_ways = other_ways

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Hand it to whoever carries its kind."""
        carrier = self._other_ways if envelope.kind is Notice.KNOCK else self._chats
        return await carrier.deliver(envelope)
