"""The commands that work from anywhere: /start, /help, /language, /cancel."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import commands, joining
from handlers.act import Act
from handlers.behind import behind
from locales import LOCALES
from services.joining import opening, preferences
from services.joining.types import Waiting
from services.lesson import service as lesson
from services.people import service as people
from views import start as views
from views.joining import waiting_card
from views.menu import OpenMenu, menu_card


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(joining.open_link, CommandStart(deep_link=True))
    router.message.register(go_home, CommandStart())
    router.message.register(show_help, Command("help"))
    router.message.register(ask_language, Command("language"))
    router.message.register(cancel, Command("cancel"))
    router.callback_query.register(open_menu, OpenMenu.filter())
    router.callback_query.register(choose_language, views.ChooseLanguage.filter())
    return router


@behind()
async def go_home(message: Message, state: FSMContext, act: Act) -> None:
    """End whatever was begun and show the menu by role; who waits to be confirmed is told so."""
    waiting = None
    async with act.transaction() as session:
        await state.clear()
        await preferences.mark_reach(session, now=act.now, actor=act.actor, reachable=True)
        await lesson.offer_anew(session, now=act.now, actor=act.actor, profile=act.profile)
        if not (act.actor.is_staff or act.actor.is_family):
            waiting = await opening.find_standing(session, now=act.now, actor=act.actor)
    if isinstance(waiting, Waiting):
        await act.say(waiting_card(waiting, act.reader))
    else:
        await act.say(menu_card(act.actor, act.reader))
    await commands.publish_to(act)


@behind()
async def open_menu(query: CallbackQuery, state: FSMContext, act: Act) -> None:
    async with act.transaction():
        await state.clear()
    await act.say(menu_card(act.actor, act.reader))
    await commands.publish_to(act)


@behind()
async def show_help(message: Message, act: Act) -> None:
    await act.say(views.help_card(act.actor, act.reader, asked=message.message_id))


@behind()
async def ask_language(message: Message, act: Act) -> None:
    await act.say(views.language_card(act.reader))


@behind()
async def choose_language(query: CallbackQuery, callback_data: views.ChooseLanguage, act: Act) -> None:
    """Remember the language; the answer is already in it."""
    locale = callback_data.locale if callback_data.locale in LOCALES else act.locale
    async with act.transaction() as session:
        await people.choose_locale(
            session, now=act.now, actor=replace(act.actor, locale=locale), locale=locale
        )
    act.locale = locale
    await act.show(views.language_chosen_card(act.actor, act.reader))
    await commands.publish_to(act)


@behind()
async def cancel(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction():
        was_busy = await state.get_state() is not None
        await state.clear()
    await act.say(views.cancelled_card(act.actor, act.reader, was_busy=was_busy))
