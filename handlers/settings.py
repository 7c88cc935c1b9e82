"""One's own settings: language, hour, time zone, consent."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Key, Typed
from services.access.rules import Action
from services.access.service import Denied
from services.joining import preferences
from services.joining.preferences import EVENINGS, SHIFTS, ZONES, Preferences
from services.joining.zones import find_zone
from services.reminders.windows import parse_shift
from views import settings as views
from views.card import Card
from views.errors import denied_card
from views.start import language_card


class AtSettings(StatesGroup):
    zone = State()
    shift = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_settings, Key("menu.settings"))
    router.message.register(take_zone, AtSettings.zone, Typed())
    # Words without any number are no hours: they are for the teacher.
    router.message.register(take_shift, AtSettings.shift, Typed(), F.text.regexp(r"\d", mode="search"))
    press = router.callback_query.register
    press(ask_zone_typed, views.OpenSetting.filter(F.name == "zone_typed"))
    press(ask_shift_typed, views.OpenSetting.filter(F.name == "shift_typed"))
    press(open_setting, views.OpenSetting.filter())
    press(choose_evening, views.ChooseEvening.filter(F.evening.in_(EVENINGS)))
    press(choose_zone, views.ChooseZone.filter(F.zone.in_(ZONES)))
    press(choose_shift, views.ChooseShift.filter(F.shift.in_(("", *SHIFTS))))
    press(answer_consent, views.AnswerConsent.filter())
    return router


@behind()
async def open_settings(message: Message, state: FSMContext, act: Act) -> None:
    await act.say(_face(await _load(state, act), act))


@behind()
async def open_setting(
    query: CallbackQuery, callback_data: views.OpenSetting, state: FSMContext, act: Act
) -> None:
    held = await _load(state, act)
    if callback_data.name == "language":
        await act.show(language_card(act.reader))
    elif isinstance(held, Denied):
        await act.show(_face(held, act))
    elif callback_data.name == "evening":
        await act.show(views.evening_card(act.reader))
    elif callback_data.name == "zone":
        await act.show(views.zone_card(act.reader))
    elif callback_data.name == "shift":
        await act.show(views.shift_card(act.reader))
    elif callback_data.name == "consent" and held.is_family:
        await act.show(views.consent_card(held, act.reader))
    else:
        await act.show(_face(held, act))


@behind()
async def ask_zone_typed(query: CallbackQuery, state: FSMContext, act: Act) -> None:
    async with act.transaction():
        await state.clear()
        await state.set_state(AtSettings.zone)
    await act.show(views.zone_typed_card(act.reader))


@behind(Action.CHOOSE_EVENING)
async def take_zone(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        zone = find_zone(message.text or "")
        held = await preferences.choose(session, now=act.now, actor=act.actor, timezone=zone)
        await state.clear()
    await act.say(_face(held, act))


@behind()
async def ask_shift_typed(query: CallbackQuery, state: FSMContext, act: Act) -> None:
    async with act.transaction():
        await state.clear()
        await state.set_state(AtSettings.shift)
    await act.show(views.shift_typed_card(act.reader))


@behind(Action.CHOOSE_EVENING)
async def take_shift(message: Message, state: FSMContext, act: Act) -> None:
    """Hours that can't be read are asked for again: the state stays."""
    quiet = act.profile.quiet_hours
    shift = parse_shift(message.text or "", quiet=(quiet.start, quiet.end))
    async with act.transaction() as session:
        held = await preferences.choose(session, now=act.now, actor=act.actor, shift=shift)
        await state.clear()
    await act.say(_face(held, act))


@behind(Action.CHOOSE_EVENING)
async def choose_shift(query: CallbackQuery, callback_data: views.ChooseShift, act: Act) -> None:
    async with act.transaction() as session:
        held = await preferences.choose(session, now=act.now, actor=act.actor, shift=callback_data.shift)
    await act.show(_face(held, act))


@behind(Action.CHOOSE_EVENING)
async def choose_evening(query: CallbackQuery, callback_data: views.ChooseEvening, act: Act) -> None:
    async with act.transaction() as session:
        held = await preferences.choose(session, now=act.now, actor=act.actor, evening=callback_data.evening)
    await act.show(_face(held, act))


@behind(Action.CHOOSE_EVENING)
async def choose_zone(
    query: CallbackQuery, callback_data: views.ChooseZone, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        await state.clear()
        held = await preferences.choose(session, now=act.now, actor=act.actor, timezone=callback_data.zone)
    await act.show(_face(held, act))


@behind(Action.ANSWER_CONSENT)
async def answer_consent(query: CallbackQuery, callback_data: views.AnswerConsent, act: Act) -> None:
    async with act.transaction() as session:
        held = await preferences.answer(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            person_id=callback_data.person_id,
            granted=callback_data.granted,
        )
    if isinstance(held, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.consent_card(held, act.reader))


async def _load(state: FSMContext, act: Act) -> Preferences | Denied:
    async with act.transaction() as session:
        await state.clear()
        return await preferences.load(session, now=act.now, actor=act.actor)


def _face(held: Preferences | Denied, act: Act) -> Card:
    return views.settings_card(None if isinstance(held, Denied) else held, act.reader)
