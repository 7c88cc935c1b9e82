"""What the outbox says, and what fades, in the phones of a room."""

from typing import TYPE_CHECKING

from models.codes import Fading
from models.database import ensure_closed
from services.fading.types import Beyond, Ended, Gone
from services.outbox.fades import Faded
from services.outbox.outcomes import Delivered, Envelope, Outcome, Rejected, RetryLater, Unreachable
from tests.shown import Shown, find, presses_of
from views.fading import blanked_card
from views.notices import face
from views.reader import Reader
from views.subjects import subject_of

if TYPE_CHECKING:
    from tests.phones import Room


class Voice:
    """The Messenger port: what the outbox says lands in the same phones."""

    def __init__(self, room: "Room") -> None:
        self._room = room

    async def deliver(self, envelope: Envelope) -> Outcome:
        ensure_closed()
        phone = self._room.phone(envelope.chat_id)
        if phone.flood is not None:
            wait, phone.flood = phone.flood, None
            return RetryLater(wait, is_flood=True)
        if phone.blocked:
            return Unreachable()
        if phone.refusing:
            return Rejected("bad_request")
        card = face(envelope)
        if envelope.edit_message_id is not None:
            shown = find(phone.chat, envelope.edit_message_id)
            shown.text, shown.buttons, shown.edited = card.text, presses_of(card), True
            return Delivered(shown.message_id, subject=subject_of(card))
        keys = [label for row in card.keys or () for label in row]
        shown = Shown(next(self._room.numbers), card.text, presses_of(card), keys)
        phone.chat.append(shown)
        for number in card.numbers:
            phone.chat.append(Shown(next(self._room.numbers), "", contact=number.number))
        shown.protected = card.stays_here
        return Delivered(shown.message_id, subject=subject_of(card))


class Eraser:
    """The Eraser port: cards are blanked and messages go in the same phones."""

    def __init__(self, room: "Room") -> None:
        self._room = room
        self.removed: list[tuple[int, int]] = []  # chat and message

    async def fade(self, faded: Faded) -> Ended:
        ensure_closed()
        due, phone = faded.due, self._room.phone(faded.due.chat_id)
        if phone.blocked:
            return Beyond("blocked")
        if due.fading is Fading.REMOVED:
            self.removed.append((due.chat_id, due.message_id))
            phone.chat[:] = [shown for shown in phone.chat if shown.message_id != due.message_id]
            return Gone()
        card = blanked_card(faded, Reader(faded.locale or "zh_CN", faded.timezone))
        shown = find(phone.chat, due.message_id)
        shown.text, shown.buttons, shown.edited = card.text, presses_of(card), True
        return Gone()
