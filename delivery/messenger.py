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
from views.notices import face, plain_text
from views.reader import Reader
from views.subjects import subject_of

log = structlog.get_logger()

Voice = ExtBot[int]


class TelegramMessenger:
    """Implements `services.ports.Messenger`. One per token: the flood limit is the token's."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Send, or edit where the envelope names a message; never raises for what Telegram answers."""
        ensure_closed()
        card = face(envelope)
        try:
            message_id = await (self._speak_plainly if envelope.is_plain else self._speak)(envelope, card)
        except TelegramError as error:
            outcome = outcome_of(error)
            if not isinstance(outcome, Delivered):
                return outcome
            message_id = envelope.edit_message_id or 0
        return Delivered(message_id, subject=subject_of(card))

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
        await self._send_numbers(envelope, card)
        message = await self._voice.send_message(
            envelope.chat_id,
            card.text,
            parse_mode="HTML",
            reply_markup=markup(card),
            protect_content=card.stays_here,
            disable_notification=envelope.is_silent,
            rate_limit_args=envelope.priority,
        )
        return message.message_id

    async def _speak_plainly(self, envelope: Envelope, card: Card) -> int:
        """Send nothing that could be refused; an edit becomes a message of its own."""
        message = await self._voice.send_message(
            envelope.chat_id,
            plain_text(card, Reader(envelope.locale, envelope.timezone)),
            protect_content=card.stays_here,
            rate_limit_args=envelope.priority,
        )
        return message.message_id

    async def _send_numbers(self, envelope: Envelope, card: Card) -> None:
        """Before the card, whose outcome is the notice's: a number sent twice does no harm."""
        for phone in card.numbers:
            await self._voice.send_contact(
                envelope.chat_id, phone.number, phone.name, rate_limit_args=envelope.priority
            )


def outcome_of(error: TelegramError) -> Outcome:
    """Say what a failure means; the order matters, BadRequest and TimedOut are NetworkErrors too."""
    match error:
        case RetryAfter():
            return RetryLater(flood_wait(error), is_flood=True)
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
    if "message to edit not found" in message or "message can't be edited" in message:
        return Rejected("message_gone", is_gone=True)
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
