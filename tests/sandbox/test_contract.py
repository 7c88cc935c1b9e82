"""Both libraries against the sandbox over real HTTP: what they send arrives, what they ask is answered."""

import io
from datetime import timedelta

import aiogram.exceptions as aio_errors
import pytest
import segno
import telegram
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.ext import ExtBot

from tests.sandbox.running import Sandbox

Ptb = ExtBot[None]


def picture() -> bytes:
    """Return a small real PNG."""
    stream = io.BytesIO()
    segno.make("https://t.me/xiangban_bot?start=abc").save(stream, kind="png", scale=3)
    return stream.getvalue()


def keys(*labels: str) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(text=label, callback_data=label) for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[buttons])


async def test_both_libraries_know_the_bot(aio: Bot, ptb: Ptb) -> None:
    assert (await aio.get_me()).username == "xiangban_bot"
    assert (await ptb.get_me()).id == 424242


async def test_aiogram_sends_edits_and_deletes(sandbox: Sandbox, aio: Bot) -> None:
    person = sandbox.person()
    sent = await aio.send_message(person, "<b>打过了吗</b>", parse_mode="HTML", reply_markup=keys("打过了"))
    assert sent.entities
    assert sent.entities[0].type == "bold"
    edited = await aio.edit_message_text("好的", chat_id=person, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.text == "好的"
    seen = sandbox.messages(person)[-1]
    assert (seen["text"], seen["edited"], seen["buttons"]) == ("好的", True, [])
    assert await aio.delete_message(person, sent.message_id)
    assert all(said["message_id"] != sent.message_id for said in sandbox.messages(person))


async def test_ptb_sends_edits_and_deletes(sandbox: Sandbox, ptb: Ptb) -> None:
    person = sandbox.person()
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("打过了", callback_data="c")]])
    sent = await ptb.send_message(person, "打过了吗", reply_markup=markup, protect_content=True)
    assert sent.reply_markup == markup
    assert sandbox.messages(person)[-1]["protected"]
    await ptb.edit_message_reply_markup(person, sent.message_id)
    await ptb.edit_message_text("好的 😀", person, sent.message_id)
    assert sandbox.messages(person)[-1]["text"] == "好的 😀"
    assert await ptb.delete_messages(person, [sent.message_id, 999_999])


async def test_keyboards_arrive(sandbox: Sandbox, aio: Bot) -> None:
    person = sandbox.person()
    rows = [
        [InlineKeyboardButton(text="是", callback_data="y", style="success")],
        [
            InlineKeyboardButton(text="网页", url="https://t.me/xiangban_bot?start=abc"),
            InlineKeyboardButton(text="复制", copy_text=CopyTextButton(text="110")),
        ],
    ]
    await aio.send_message(person, "一", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    yes, link, copy = sandbox.messages(person)[-1]["buttons"]
    assert yes == {"label": "是", "style": "success", "row": 0, "url": None, "copy": None}
    assert link["url"].endswith("start=abc")
    assert link["row"] == copy["row"] == 1
    assert copy["copy"] == "110"
    keyboard = [[KeyboardButton(text="我的号码", request_contact=True), KeyboardButton(text="取消")]]
    await aio.send_message(person, "二", reply_markup=ReplyKeyboardMarkup(keyboard=keyboard))
    assert sandbox.messages(person)[-1]["reply_keyboard"] == [
        [{"label": "我的号码", "request_contact": True}, {"label": "取消", "request_contact": False}]
    ]
    await aio.send_message(person, "三", reply_markup=ReplyKeyboardRemove())
    assert sandbox.messages(person)[-1]["reply_keyboard"] == []


async def test_aiogram_sends_and_fetches_files(sandbox: Sandbox, aio: Bot) -> None:
    person = sandbox.person()
    sent = await aio.send_photo(
        person, BufferedInputFile(picture(), "qr.png"), caption="<i>码</i>", parse_mode="HTML"
    )
    assert sent.photo
    assert sent.photo[0].width > 50
    fetched = await aio.download(sent.photo[0].file_id)
    assert fetched
    assert fetched.read() == picture()
    again = await aio.send_photo(person, sent.photo[0].file_id)
    assert again.photo
    assert again.photo[0].file_id == sent.photo[0].file_id
    seen = sandbox.messages(person)[-2]
    assert (seen["text"], seen["file"]["kind"], seen["file"]["name"]) == ("码", "photo", "qr.png")
    assert sandbox.http.get(seen["file"]["url"]).content == picture()


async def test_ptb_sends_and_fetches_files(sandbox: Sandbox, ptb: Ptb) -> None:
    person = sandbox.person()
    sent = await ptb.send_document(person, b"name,age", filename="册.csv", caption="名册")
    assert sent.document
    assert sent.document.file_name == "册.csv"
    file = await ptb.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"name,age"
    voice = await ptb.send_voice(person, b"OggS....", duration=3)
    assert voice.voice
    assert voice.voice.duration == timedelta(seconds=3)
    assert sandbox.messages(person)[-1]["file"]["mime"] == "audio/ogg"
    edited = await ptb.edit_message_caption(person, sent.message_id, caption="新名册")
    assert isinstance(edited, telegram.Message)
    assert edited.caption == "新名册"


async def test_albums_of_both_libraries(sandbox: Sandbox, aio: Bot, ptb: Ptb) -> None:
    person = sandbox.person()
    first = InputMediaPhoto(media=BufferedInputFile(picture(), "a.png"), caption="两张")
    second = InputMediaPhoto(media=BufferedInputFile(picture(), "b.png"))
    sent = await aio.send_media_group(person, [first, second])
    assert len({message.media_group_id for message in sent}) == 1
    papers = [telegram.InputMediaDocument(name.encode(), filename=name) for name in ("a.txt", "b.txt")]
    assert len(await ptb.send_media_group(person, papers)) == 2
    assert [said["file"]["name"] for said in sandbox.messages(person)[-2:]] == ["a.txt", "b.txt"]
    paper = InputMediaDocument(media=BufferedInputFile(b"x", "x"))
    with pytest.raises(aio_errors.TelegramBadRequest, match="mixed"):
        await aio.send_media_group(person, [first, paper])


async def test_contacts_and_actions(sandbox: Sandbox, aio: Bot, ptb: Ptb) -> None:
    person = sandbox.person()
    await ptb.send_contact(person, "110", "报警")
    assert sandbox.messages(person)[-1]["contact"] == {"name": "报警", "phone": "110", "own": False}
    assert await aio.send_chat_action(person, "typing")
    with pytest.raises(aio_errors.TelegramBadRequest, match="PHONE_NUMBER_EMPTY"):
        await aio.send_contact(person, "", "x")


async def test_commands_by_scope_and_language(sandbox: Sandbox, aio: Bot, ptb: Ptb) -> None:
    person = sandbox.person()
    everyone, own = BotCommandScopeDefault(), BotCommandScopeChat(chat_id=person)
    await aio.set_my_commands([BotCommand(command="help", description="Help")], everyone)
    await aio.set_my_commands([BotCommand(command="help", description="帮助")], everyone, "zh")
    assert sandbox.get(f"people/{person}/commands")["commands"][0]["description"] == "帮助"
    await ptb.set_my_commands([("today", "今天")], telegram.BotCommandScopeChat(person))
    assert sandbox.get(f"people/{person}/commands")["commands"][0]["command"] == "today"
    assert [one.command for one in await aio.get_my_commands(own)] == ["today"]
    await aio.delete_my_commands(own)
    assert await aio.get_my_commands(own) == []
    with pytest.raises(aio_errors.TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await aio.set_my_commands([BotCommand(command="Help me", description="x")])


async def test_descriptions_and_menu_button(sandbox: Sandbox, aio: Bot, ptb: Ptb) -> None:
    await aio.set_my_description("Keeps company.")
    await aio.set_my_description("陪伴。", "zh")
    await aio.set_my_short_description("陪伴")
    assert (await ptb.get_my_description("zh")).description == "陪伴。"
    assert (await ptb.get_my_description("fr")).description == "Keeps company."
    assert (await ptb.get_my_short_description()).short_description == "陪伴"
    assert await ptb.set_chat_menu_button(menu_button=telegram.MenuButtonCommands())
    assert (await aio.get_chat_menu_button()).type == "commands"
    assert sandbox.get("bot")["descriptions"]["zh"] == "陪伴。"


async def test_chats_and_members(sandbox: Sandbox, aio: Bot, ptb: Ptb) -> None:
    person, other = sandbox.person("石奶奶"), sandbox.person()
    assert (await aio.get_chat(person)).first_name == "石奶奶"
    assert (await ptb.get_chat(person)).type == "private"
    assert (await aio.get_chat_member(person, person)).status == "member"
    assert (await ptb.get_chat_member(person, other)).status == "left"
