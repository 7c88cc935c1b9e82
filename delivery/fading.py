"""Take back what stands in a chat: a card is blanked, what somebody typed is deleted."""

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from delivery.messenger import Voice, inline
from delivery.throttle import flood_wait
from models.codes import Fading, Priority
from models.database import ensure_closed
from services.fading.types import Beyond, Ended, Gone, Later
from services.outbox.fades import Faded
from views.fading import blanked_card
from views.reader import Reader

BEHIND_ALL = Priority.DIGEST + 1  # nobody waits for it
UNKNOWN_TOKEN_SECONDS = 60.0
# What an edit can't change: a message with a keyboard below the input, a picture, a contact.
UNCHANGEABLE = ("message can't be edited", "no text in the message")
GONE = ("not modified", "message to edit not found", "message to delete not found", "message_id_invalid")


class TelegramEraser:
    """Implements `services.ports.Eraser`, with the voice and the throttle of the messenger."""

    def __init__(self, voice: Voice, default_locale: str) -> None:
        self._voice = voice
        self._default_locale = default_locale

    async def fade(self, faded: Faded) -> Ended:
        """Blank or delete; never raises for what Telegram answers."""
        ensure_closed()
        try:
            await (self._blank if faded.due.fading is Fading.BLANKED else self._remove)(faded)
        except TelegramError as error:
            return ended_by(error)
        return Gone()

    async def _blank(self, faded: Faded) -> None:
        card = blanked_card(faded, Reader(faded.locale or self._default_locale, faded.timezone))
        try:
            await self._voice.edit_message_text(
                card.text,
                faded.due.chat_id,
                faded.due.message_id,
                parse_mode="HTML",
                reply_markup=inline(card),
                rate_limit_args=BEHIND_ALL,
            )
        except BadRequest as error:
            if not any(one in error.message.lower() for one in UNCHANGEABLE):
                raise
            await self._remove(faded)

    async def _remove(self, faded: Faded) -> None:
        await self._voice.delete_message(faded.due.chat_id, faded.due.message_id, rate_limit_args=BEHIND_ALL)


def ended_by(error: TelegramError) -> Ended:
    """Say what a failure means: an edit or a deletion that may have arrived is simply done again."""
    match error:
        case RetryAfter():
            return Later(flood_wait(error))
        case InvalidToken():
            return Later(UNKNOWN_TOKEN_SECONDS)
        case Forbidden():
            return Beyond("blocked")
        case BadRequest():
            return _ended_by_refusal(error.message.lower())
        case _:
            return Later()


def _ended_by_refusal(message: str) -> Ended:
    if any(one in message for one in GONE):
        return Gone()
    return Beyond("too_late" if "can't be deleted" in message else "refused")
