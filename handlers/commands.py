"""What Telegram itself shows of us: the list of commands, the description, the menu button."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat, MenuButtonCommands

from handlers.act import Act
from locales import DEFAULT, LOCALES
from views.start import command_words, description, short_description

log = structlog.get_logger()


async def publish_commands(bot: Bot) -> None:
    """Tell Telegram once, in each language; whoever has none of ours gets the default one."""
    for locale, code in ((DEFAULT, None), *((one, one.split("_")[0]) for one in LOCALES)):
        await bot.set_my_commands(_commands(command_words(locale)), language_code=code)
        await bot.set_my_description(description(locale), language_code=code)
        await bot.set_my_short_description(short_description(locale), language_code=code)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


async def publish_to(act: Act) -> None:
    """Show this chat its commands by role and in its chosen language; a failure spoils no answer."""
    commands = _commands(command_words(act.locale, act.actor))
    try:
        await act.bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=act.actor.telegram_id))
    except TelegramAPIError:
        log.warning("commands.unpublished")


def _commands(words: list[tuple[str, str]]) -> list[BotCommand]:
    return [BotCommand(command=name, description=said) for name, said in words]
