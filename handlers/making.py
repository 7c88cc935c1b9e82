"""What a press leads to that is made after the commit: a card, a link with its picture, or files."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import BufferedInputFile
from structlog import get_logger

from handlers.act import Act
from handlers.inviting import answer_to
from handlers.phone_faces import Found as Opened
from views.card import Card

log = get_logger()


@dataclass(frozen=True)
class Making:
    """`make` sends what takes long or speaks to somebody else, and returns the card to end with."""

    make: Callable[[Act], Awaitable[Card]]


Found = Opened | Making
T = TypeVar("T")


async def card_of(found: Found, act: Act) -> Card:
    """Outside any transaction."""
    match found:
        case Card():
            return found
        case Making():
            return await found.make(act)
        case _:
            return await answer_to(found, act)


async def make_files(make: Callable[[], T]) -> T | None:
    """Off the loop. An accident is said at once: the press was handled, and won't be tried again.

    What the accident says of itself may quote a case's words: its kind must do.
    """
    try:
        return await asyncio.to_thread(make)
    except Exception as error:  # noqa: BLE001 - whatever a library stumbles over
        log.error("paper.failed", code=type(error).__name__)  # noqa: TRY400 - without its words
        return None


async def send_file(act: Act, name: str, content: bytes) -> bool:
    """Send a file that is meant to be carried on, and delete it from the chat in its time."""
    try:
        sent = await act.bot.send_document(act.actor.telegram_id, BufferedInputFile(content, name))
    except (TelegramAPIError, ClientDecodeError) as error:
        log.warning("file.lost", chat_id=act.actor.telegram_id, code=type(error).__name__)
        return False
    await act.traces.note_file(sent.message_id)
    return True
