"""Turn a card into aiogram's calls: only for answers; what nobody asked for goes through the outbox."""

import asyncio
from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from views.card import Button, Card, PhoneNumber

log = structlog.get_logger()


async def send(bot: Bot, chat_id: int, card: Card) -> int | None:
    """Send a card as a new message and return its id; once more when Telegram stumbles.

    What can't be said any more is noted, not raised: the effect has been committed, and a handler
    that fails now would only be tried again for nothing.
    """
    for _ in range(2):
        try:
            return await _send(bot, chat_id, card)
        except TelegramForbiddenError:
            log.warning("answer.forbidden", chat_id=chat_id)
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError):
            log.warning("answer.unsure", chat_id=chat_id)
            continue
        except TelegramAPIError as error:
            log.warning("answer.lost", chat_id=chat_id, code=type(error).__name__)
        return None
    return None


async def edit(bot: Bot, query: CallbackQuery, card: Card) -> bool:
    """Edit the pressed card in place; False when that can't be done and a new message must serve."""
    if not isinstance(query.message, Message) or card.keys is not None or card.picture or query.message.photo:
        return False
    try:
        await query.message.edit_text(card.text, reply_markup=inline(card))
    except TelegramBadRequest as error:
        if "not modified" not in error.message:
            return False
    except (TelegramAPIError, ClientDecodeError):
        return False  # it may have been edited: seeing it twice is better than not at all
    return True


async def amend(bot: Bot, chat_id: int, message_id: int, card: Card) -> bool:
    """Edit a message of ours that nobody pressed; False: a new one must serve."""
    try:
        await bot.edit_message_text(
            card.text, chat_id=chat_id, message_id=message_id, reply_markup=inline(card)
        )
    except (TelegramAPIError, ClientDecodeError):
        return False
    return True


async def erase(bot: Bot, chat_id: int, message_ids: Sequence[int]) -> None:
    """Delete messages of both sides now; what fails is left to whatever removes what has faded."""
    for message_id in message_ids:
        try:
            if message_id:
                await bot.delete_message(chat_id, message_id)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("erasing.failed", code=type(error).__name__)


async def greet(query: CallbackQuery) -> None:
    """Answer a press at once, so that its spinner stops; an expired query breaks nothing."""
    try:
        await query.answer()
    except TelegramAPIError:
        log.info("press.expired")


async def _send(bot: Bot, chat_id: int, card: Card) -> int:
    markup = _keys(card) if card.keys is not None else inline(card)
    if card.picture:
        picture = BufferedInputFile(card.picture, "xiangban.png")
        sent = await bot.send_photo(
            chat_id, picture, caption=card.text, reply_markup=markup, protect_content=card.stays_here
        )
    else:
        sent = await bot.send_message(
            chat_id, card.text, reply_markup=markup, protect_content=card.stays_here
        )
    return sent.message_id


async def send_contact(bot: Bot, chat_id: int, phone: PhoneNumber) -> int | None:
    """Send somebody's own number: it can't be passed on. Return the message's id."""
    try:
        sent = await bot.send_contact(chat_id, phone.number, phone.name, protect_content=True)
    except (TelegramAPIError, ClientDecodeError) as error:
        log.warning("numbers.lost", chat_id=chat_id, code=type(error).__name__)
        return None
    return sent.message_id


async def send_numbers(bot: Bot, chat_id: int, numbers: Sequence[PhoneNumber], *, spacing: float) -> None:
    """Send a card's numbers after it, `spacing` seconds apart, as Telegram wants it in one chat."""
    try:
        for phone in numbers:
            await asyncio.sleep(spacing)
            await bot.send_contact(chat_id, phone.number, phone.name)
    except (TelegramAPIError, ClientDecodeError) as error:
        log.warning("numbers.lost", chat_id=chat_id, code=type(error).__name__)


def inline(card: Card) -> InlineKeyboardMarkup | None:
    if not card.rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in card.rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.label, callback_data=button.press, url=button.url, style=button.style
    )


def _keys(card: Card) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if not card.keys:
        return ReplyKeyboardRemove()
    rows = [[KeyboardButton(text=label) for label in row] for row in card.keys]
    if card.contact_key is not None:
        rows.insert(0, [KeyboardButton(text=card.contact_key, request_contact=True)])
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
