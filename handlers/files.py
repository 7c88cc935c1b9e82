"""Fetch a file that somebody sent, sealed before it is stored, and show one that is kept."""

import asyncio
import hashlib
import re
from io import BytesIO

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import (
    Animation,
    Audio,
    BufferedInputFile,
    Document,
    Message,
    PhotoSize,
    Video,
    VideoNote,
    Voice,
)
from aiohttp import ClientError
from cryptography.fernet import Fernet
from structlog import get_logger

from handlers.act import Act
from models.case_codes import Media
from services.casework.document_types import Kept, Sent
from services.checkins.attachments import clean
from services.fading.types import Subject

log = get_logger()

File = PhotoSize | Document | Video | Audio | Voice | VideoNote | Animation

MOST_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot fetch
PATIENCE = 60  # seconds
CARRIERS = ("document", "video", "audio", "voice", "video_note", "animation")
SUFFIXES = {"photo": "jpg", "voice": "ogg", "video": "mp4", "video_note": "mp4", "audio": "mp3"}
SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")
at_once = asyncio.Semaphore(2)  # a file stands in memory several times while it is sealed


class TooBigError(Exception):
    """It is larger than it was declared, and than a bot may fetch."""


class _Bounded(BytesIO):
    def write(self, chunk: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(chunk) > MOST_BYTES:
            raise TooBigError
        return super().write(chunk)


def is_too_big(message: Message) -> bool:
    content = _content(message)
    return content is not None and (getattr(content, "file_size", None) or 0) > MOST_BYTES


async def fetch(bot: Bot, message: Message) -> Sent | None:
    """Fetch what a message carries and seal it under a key of its own; None: Telegram didn't give it.

    Raises TooBigError.
    """
    content, media, suffix = _content(message), _media(message), _suffix(message)
    if content is None:
        raise ValueError("a message without a file")
    async with at_once:
        came = await _download(bot, content)
        if came is None:
            return None
        return await asyncio.to_thread(_seal, came, media, suffix, _words(message))


async def bring(bot: Bot, message: Message) -> bytes | None:
    """Fetch a file that is read at once and not kept; None: Telegram didn't give it. Raises TooBigError."""
    content = _content(message)
    if content is None:
        raise ValueError("a message without a file")
    async with at_once:
        return await _download(bot, content)


async def _download(bot: Bot, content: File) -> bytes | None:
    try:
        came = _Bounded()
        await bot.download(content.file_id, came, timeout=PATIENCE)
    except (TelegramAPIError, ClientDecodeError, ClientError, OSError) as error:
        log.warning("file.not_fetched", code=type(error).__name__)
        return None
    return came.getvalue()


async def play(act: Act, kept: Kept, *, case_id: int) -> bool:
    """Show a file in the chat of whoever acts, to be taken from there in its time; False: it couldn't be."""
    if kept.key is None:
        return False
    content = await asyncio.to_thread(Fernet(kept.key).decrypt, kept.content)
    file, chat_id = BufferedInputFile(content, kept.name), act.actor.telegram_id
    try:
        match kept.media:
            case Media.PHOTO:
                sent = await act.bot.send_photo(chat_id, file, protect_content=True)
            case Media.VOICE:
                sent = await act.bot.send_voice(chat_id, file, protect_content=True)
            case _:
                sent = await act.bot.send_document(chat_id, file, protect_content=True)
    except (TelegramAPIError, ClientDecodeError) as error:
        log.warning("file.lost", chat_id=chat_id, code=type(error).__name__)
        return False
    await act.traces.note_file(sent.message_id, Subject(case_id=case_id))
    return True


def _seal(content: bytes, media: Media, suffix: str, words: str) -> Sent:
    key = Fernet.generate_key()
    digest = hashlib.sha256(content).hexdigest()
    return Sent(media, suffix, words, len(content), digest, key.decode(), Fernet(key).encrypt(content))


def _content(message: Message) -> File | None:
    if message.photo:
        return message.photo[-1]
    return next((found for one in CARRIERS if (found := getattr(message, one)) is not None), None)


def _media(message: Message) -> Media:
    if message.photo:
        return Media.PHOTO
    return Media.VOICE if message.voice else Media.FILE


def _suffix(message: Message) -> str:
    """By the file's own name where it has one; otherwise by how it came."""
    named = SUFFIX.search(getattr(_content(message), "file_name", None) or "")
    if named:
        return named[1].lower()
    return next((suffix for kind, suffix in SUFFIXES.items() if getattr(message, kind)), "bin")


def _words(message: Message) -> str:
    """What was written under it, and what it is called."""
    name = getattr(_content(message), "file_name", None)
    return clean("\n".join(one for one in (message.caption, name) if one))
