"""The voice to others: render a notice, send it through PTB, return what became of it."""

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from delivery.throttle import flood_wait
from models.database import ensure_closed
from services.outbox.outcomes import (
    Delivered,
    Envelope,
    Outcome,
    Rejected,
    RetryLater,
    Uncertain,
    Unreachable,
)
from views.card import Button, Card
from views.notices import render
from views.reader import Reader

log = structlog.get_logger()

Voice = ExtBot[int]


class TelegramMessenger:
    """Implements `services.ports.Messenger`. One per token: the flood limit is the token's."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Send, or edit where the envelope names a message; never raises for what Telegram answers."""
        ensure_closed()
        card = render(envelope.facts, Reader(envelope.locale, envelope.timezone), envelope.is_repeat)
        try:
            message_id = await self._speak(envelope, card)
        except TelegramError as error:
            return outcome_of(error)
        return Delivered(message_id)

    async def _speak(self, envelope: Envelope, card: Card) -> int:
        if envelope.edit_message_id is not None:
            await self._voice.edit_message_text(
                card.text,
                envelope.chat_id,
                envelope.edit_message_id,
                parse_mode="HTML",
                reply_markup=inline(card),
                rate_limit_args=envelope.priority,
            )
            return envelope.edit_message_id
        message = await self._voice.send_message(
            envelope.chat_id,
            card.text,
            parse_mode="HTML",
            reply_markup=markup(card),
            protect_content=card.stays_here,
            disable_notification=envelope.is_silent,
            rate_limit_args=envelope.priority,
        )
        await self._send_numbers(envelope, card)
        return message.message_id

    async def _send_numbers(self, envelope: Envelope, card: Card) -> None:
        for phone in card.numbers:
            await self._voice.send_contact(
                envelope.chat_id, phone.number, phone.name, rate_limit_args=envelope.priority
            )


def outcome_of(error: TelegramError) -> Outcome:
    """Say what a failure means; the order matters, BadRequest and TimedOut are NetworkErrors too."""
    match error:
        case RetryAfter():
            return RetryLater(flood_wait(error))
        case Forbidden():
            return Unreachable()
        case ChatMigrated():
            return Rejected("chat_migrated")
        case InvalidToken():
            log.critical("delivery.invalid_token", mend="set BOT_TOKEN to the token BotFather shows")
            return RetryLater(60)
        case BadRequest():
            return _outcome_of_refusal(error.message.lower())
        case _:
            return RetryLater(1) if _surely_not_sent(error) else Uncertain()


def _outcome_of_refusal(message: str) -> Outcome:
    if "not modified" in message:
        return Delivered(0)
    return Unreachable() if "chat not found" in message else Rejected("bad_request")


def _surely_not_sent(error: TelegramError) -> bool:
    """A full pool and a refused connection never reached Telegram; a read time-out may have."""
    if isinstance(error, TimedOut):
        return "pool" in error.message.lower()
    return isinstance(error, NetworkError) and _refused(error)


def _refused(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__name__ in ("ConnectError", "ConnectTimeout"):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def markup(card: Card) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if card.keys:
        keys = [[KeyboardButton(label) for label in row] for row in card.keys]
        return ReplyKeyboardMarkup(keys, resize_keyboard=True, is_persistent=True)
    return inline(card)


def inline(card: Card) -> InlineKeyboardMarkup | None:
    if not card.rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in card.rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, callback_data=button.press, url=button.url, style=button.style)
