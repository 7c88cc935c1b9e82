"""What a family says in its own way: kept, whatever it is, and read by somebody at school."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from handlers.pin_asking import ask_pin
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.checkins import reading
from services.checkins import words as family_words
from services.checkins.attachments import Attachment
from services.checkins.reading import Opened
from services.pins.types import Closed
from services.profile import speaks_of_danger
from views.card import Card
from views.errors import denied_card
from views.words import (
    FinishWords,
    OpenWords,
    PlayWords,
    sticker_card,
    thanks_card,
    unplayable_card,
    words_card,
)


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.filter(F.chat.type == "private", is_from_family)
    router.message.register(thank_for_sticker, F.sticker | F.animation)
    router.message.register(keep_words, Typed())
    router.message.register(keep_words, F.text.regexp(r"^/[^a-zA-Z]"))  # a slash, but no command
    router.message.register(
        keep_attachment, F.voice | F.photo | F.video | F.video_note | F.audio | F.document
    )
    router.callback_query.register(open_words, OpenWords.filter())
    router.callback_query.register(play_words, PlayWords.filter())
    router.callback_query.register(finish_words, FinishWords.filter())
    return router


def make_danger_router() -> Router:
    """Tried before anything that takes typed words: a question in hand must not swallow a cry for help."""
    router = Router(name=f"{__name__}.danger")
    router.message.filter(F.chat.type == "private", is_from_family, speaks_of_danger_now)
    router.message.register(keep_words, F.text)
    return router


async def speaks_of_danger_now(message: Message, act: Act) -> bool:
    return speaks_of_danger(act.profile, message.text or "")


async def is_from_family(message: Message, act: Act) -> bool:
    """Somebody who works at the school has a menu for what they want to say."""
    return act.actor.is_family and not act.actor.is_staff


@behind(Action.KEEP_WORDS)
async def keep_words(message: Message, act: Act) -> None:
    async with act.transaction() as session:
        await family_words.keep(
            session, now=act.now, actor=act.actor, profile=act.profile, text=message.text or ""
        )
    await act.say(thanks_card(act.profile, act.reader))


@behind(Action.KEEP_WORDS)
async def keep_attachment(message: Message, act: Act, state: FSMContext) -> None:
    """An album comes picture by picture: it is kept as one, told once and answered once."""
    attachments, text, album = (attachment_of(message),), message.caption or "", message.media_group_id
    async with act.transaction() as session:
        first = _first_of(await state.get_data(), album)
        if first is not None and await family_words.add(
            session, actor=act.actor, profile=act.profile, words_id=first, text=text, attachments=attachments
        ):
            return
        kept = await family_words.keep(
            session, now=act.now, actor=act.actor, profile=act.profile, text=text, attachments=attachments
        )
        if album:
            await state.update_data(album=[album, kept.words_id])
    await act.say(thanks_card(act.profile, act.reader))


@behind()
async def thank_for_sticker(message: Message, act: Act) -> None:
    await act.say(sticker_card(act.reader))


@behind(Action.OPEN_WORDS, Action.SEE_CHILD)
async def open_words(query: CallbackQuery, callback_data: OpenWords, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        card = await words_face(session, act, state, callback_data)
    await act.show(card)


@behind(Action.OPEN_WORDS, Action.SEE_CHILD)
async def play_words(query: CallbackQuery, callback_data: PlayWords, act: Act, state: FSMContext) -> None:
    """Send what the family sent, as it was sent."""
    async with act.transaction() as session:
        opened = await reading.open_words(
            session, now=act.now, actor=act.actor, words_id=callback_data.words_id
        )
        card = await _face(opened, act, state, OpenWords(words_id=callback_data.words_id))
    if not isinstance(opened, Opened):
        await act.show(card)
        return
    if not opened.letter.attachments:
        await act.say(unplayable_card(act.reader))
    for attachment in opened.letter.attachments:
        await _play(act, attachment)


@behind(Action.OPEN_WORDS, Action.SEE_CHILD)
async def finish_words(query: CallbackQuery, callback_data: FinishWords, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        card = await finish_face(session, act, state, callback_data)
    await act.show(card)


async def words_face(session: Session, act: Act, state: FSMContext, press: OpenWords) -> Card:
    opened = await reading.open_words(session, now=act.now, actor=act.actor, words_id=press.words_id)
    return await _face(opened, act, state, press, page=press.page)


async def finish_face(session: Session, act: Act, state: FSMContext, press: FinishWords) -> Card:
    opened = await reading.finish(session, now=act.now, actor=act.actor, words_id=press.words_id)
    return await _face(opened, act, state, press)


async def _face(
    opened: Opened | Denied | Closed, act: Act, state: FSMContext, press: CallbackData, *, page: int = 0
) -> Card:
    match opened:
        case Opened():
            return words_card(opened, act.reader, page=page)
        case Closed():
            return await ask_pin(state, act, opened, press)
        case _:
            return denied_card(act.reader)


async def _play(act: Act, attachment: Attachment) -> None:
    bot, chat_id = act.bot, act.actor.telegram_id
    sends: dict[str, Callable[..., Awaitable[Message]]] = {
        "voice": bot.send_voice,
        "photo": bot.send_photo,
        "video": bot.send_video,
        "video_note": bot.send_video_note,
        "audio": bot.send_audio,
        "document": bot.send_document,
    }
    try:
        sent = await sends[attachment.kind](chat_id, attachment.file_id, protect_content=True)
    except TelegramForbiddenError:
        return
    except TelegramBadRequest:  # Telegram has forgotten the file
        await act.say(unplayable_card(act.reader))
    else:
        await act.traces.note_file(sent.message_id)


def _first_of(remembered: dict[str, Any], album: str | None) -> int | None:
    """The words under which this album's first picture was kept."""
    name, words_id = remembered.get("album", (None, None))
    return words_id if album and name == album else None


def attachment_of(message: Message) -> Attachment:
    """What a message carries; a photo by its largest size."""
    if message.photo:
        return Attachment("photo", message.photo[-1].file_id)
    for kind in ("voice", "video", "video_note", "audio"):
        media = getattr(message, kind)
        if media is not None:
            return Attachment(kind, media.file_id, media.duration)
    if message.document is None:
        raise ValueError("a message without an attachment")
    return Attachment("document", message.document.file_id)
