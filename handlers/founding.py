"""The first administrator's way in: the school's name, then its classes."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.act import Act
from handlers.behind import behind
from handlers.commands import publish_to
from handlers.keys import Typed
from services.access.rules import Action
from services.joining import founding
from services.joining.rules import clean_unit_name, split_classes
from services.joining.types import Refused
from services.people.queries import load_actor
from views import founding as views
from views.card import Card
from views.joining import refused_card


class Founding(StatesGroup):
    school = State()
    classes = State()


def register(router: Router) -> None:
    router.message.register(take_school, Founding.school, Typed())
    router.message.register(take_classes, Founding.classes, Typed())


async def begin(state: FSMContext, act: Act) -> Card:
    await state.set_state(Founding.school)
    return views.school_name_card(act.reader)


@behind(Action.JOIN)
async def take_school(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction():
        name = clean_unit_name(message.text or "")
        await state.update_data(school=name)
        await state.set_state(Founding.classes)
    await act.say(views.class_names_card(name, act.reader))


@behind(Action.JOIN)
async def take_classes(message: Message, state: FSMContext, act: Act) -> None:
    """The last answer: everything is made in this one transaction, or nothing is."""
    async with act.transaction() as session:
        data = await state.get_data()
        result = await founding.found(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            invitation_id=data["invitation_id"],
            name=data["name"],
            person_id=data["person_id"],
            school_name=data["school"],
            class_names=split_classes(message.text or ""),
        )
        await state.clear()
        act.actor = await load_actor(
            session, now=act.now, telegram_id=act.actor.telegram_id, locale_hint=act.locale
        )
    if isinstance(result, Refused):
        await act.say(refused_card(result, act.reader))
        return
    await act.say(views.founded_card(result, act.actor, act.reader))
    await publish_to(act)
