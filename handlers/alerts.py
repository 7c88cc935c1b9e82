"""The red button: child, situation (stored), who may be involved (sent), and what became of the call."""

from collections.abc import Callable
from typing import TypeVar

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.keys import Key, Typed
from models.codes import CaseFact, Role
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.alerts import raising, reporting
from services.alerts.rules import A_FEW_MINUTES, typed_time
from views import alerts as views
from views import alerts_reporter as screen
from views.alerts_reporter import HeadPress, PolicePress, PoliceTime, Told
from views.card import Card
from views.errors import denied_card
from views.presses import RaiseFor

T = TypeVar("T")

FACTS = {
    Told.CALLED_NOW: CaseFact.POLICE_CALLED,
    Told.CALLED_EARLIER: CaseFact.POLICE_CALLED,
    Told.SILENT: CaseFact.POLICE_SILENT,
    Told.CANNOT_SPEAK: CaseFact.CANNOT_SPEAK,
    Told.STATION: CaseFact.GOING_TO_STATION,
}


class Call(StatesGroup):
    """The reporter types when the police were called."""

    typing_time = State()


class Staff(BaseFilter):
    async def __call__(self, _event: Message, act: Act) -> bool:
        return act.actor.is_staff


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(start_report, Key("menu.report"), Staff())
    router.message.register(type_time, Call.typing_time, Typed())
    press = router.callback_query.register
    press(turn_classes, views.AlertClasses.filter())
    press(list_children, views.AlertClass.filter())
    press(confirm_child, RaiseFor.filter())
    press(list_situations, views.AlertSituations.filter())
    press(raise_alert, views.AlertSituation.filter())
    press(name_involved, views.AlertInvolved.filter())
    press(stop, views.AlertStop.filter())
    press(tell_police, PolicePress.filter())
    press(ask_time, PoliceTime.filter())
    press(tell_head, HeadPress.filter())
    press(hide_name, views.NamePress.filter())
    return router


async def start_report(_message: Message, act: Act, state: FSMContext) -> None:
    """Begin with the reporter's own class where there is just one: a tap less when it counts."""
    own = act.actor.units(Role.TEACHER)
    if len(own) == 1:
        await _show_children(act, state, views.AlertClass(class_id=min(own)))
    else:
        await _show_classes(act, state, page=0)


async def turn_classes(
    _query: CallbackQuery, callback_data: views.AlertClasses, act: Act, state: FSMContext
) -> None:
    await _show_classes(act, state, page=callback_data.page)


async def list_children(
    _query: CallbackQuery, callback_data: views.AlertClass, act: Act, state: FSMContext
) -> None:
    await _show_children(act, state, callback_data)


async def _show_children(act: Act, state: FSMContext, chosen: views.AlertClass) -> None:
    class_id = chosen.class_id
    async with act.transaction() as session:
        await state.clear()
        children = await access.open_class(
            session, now=act.now, actor=act.actor, action=Action.RAISE_CASE, class_id=class_id
        )
    await _show(
        act,
        children,
        lambda found: views.children_card(found, act.reader, class_id=class_id, page=chosen.page),
    )


async def confirm_child(_query: CallbackQuery, callback_data: RaiseFor, act: Act, state: FSMContext) -> None:
    decision = await _decide(act, state, callback_data.child_id)
    await _show(act, decision, lambda granted: views.confirm_card(granted.child, act.reader))


async def list_situations(
    _query: CallbackQuery, callback_data: views.AlertSituations, act: Act, state: FSMContext
) -> None:
    decision = await _decide(act, state, callback_data.child_id)
    await _show(
        act,
        decision,
        lambda granted: views.situations_card(
            granted.child, act.profile, act.reader, page=callback_data.page
        ),
    )


async def raise_alert(
    _query: CallbackQuery, callback_data: views.AlertSituation, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await state.clear()
        raised = await raising.raise_case(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            child_id=callback_data.child_id,
            situation=callback_data.code,
        )
    await _show(act, raised, lambda stored: screen.raised_card(stored, act.profile, act.reader))


async def name_involved(_query: CallbackQuery, callback_data: views.AlertInvolved, act: Act) -> None:
    async with act.transaction() as session:
        case = await raising.name_involved(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            case_id=callback_data.case_id,
            involved=callback_data.group,
        )
    await _show(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


async def stop(_query: CallbackQuery, act: Act, state: FSMContext) -> None:
    async with act.transaction():
        await state.clear()
    await act.show(views.stopped_card(act.reader))


async def tell_police(_query: CallbackQuery, callback_data: PolicePress, act: Act, state: FSMContext) -> None:
    told = callback_data.told
    happened_at = act.now - A_FEW_MINUTES if told is Told.CALLED_EARLIER else act.now
    async with act.transaction() as session:
        await state.clear()
        case = await reporting.tell_police_fact(
            session,
            now=act.now,
            actor=act.actor,
            case_id=callback_data.case_id,
            fact=FACTS[told],
            happened_at=happened_at,
        )
    card = screen.cannot_speak_card if told is Told.CANNOT_SPEAK else screen.reporter_card
    await _show(act, case, lambda found: card(found, act.profile, act.reader))


async def ask_time(_query: CallbackQuery, callback_data: PoliceTime, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        case = await reporting.open_report(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
        if not isinstance(case, Denied):
            await state.set_state(Call.typing_time)
            await state.set_data({"case_id": callback_data.case_id})
    if isinstance(case, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.say(screen.ask_time_card(act.reader))


async def type_time(message: Message, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        case_id = (await state.get_data())["case_id"]
        called_at = typed_time(message.text or "", now=act.now, timezone=act.actor.timezone)
        case = await reporting.tell_police_fact(
            session,
            now=act.now,
            actor=act.actor,
            case_id=case_id,
            fact=CaseFact.POLICE_CALLED,
            happened_at=called_at,
        )
        await state.clear()
    await _show(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


async def tell_head(_query: CallbackQuery, callback_data: HeadPress, act: Act) -> None:
    async with act.transaction() as session:
        case = await reporting.tell_head(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id
        )
    await _show(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


async def hide_name(_query: CallbackQuery, callback_data: views.NamePress, act: Act) -> None:
    async with act.transaction() as session:
        case = await reporting.hide_name(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id,
            is_hidden=callback_data.is_hidden,
        )  # fmt: skip
    await _show(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


async def _show_classes(act: Act, state: FSMContext, *, page: int) -> None:
    async with act.transaction() as session:
        await state.clear()
        classes = await access.list_classes(session, actor=act.actor, action=Action.RAISE_CASE)
    await _show(act, classes or Denied(), lambda found: views.classes_card(found, act.reader, page=page))


async def _decide(act: Act, state: FSMContext, child_id: int) -> Granted | Denied:
    """Ask the door about one child; whatever else was being typed ends here."""
    async with act.transaction() as session:
        await state.clear()
        return await access.decide(
            session, now=act.now, actor=act.actor, action=Action.RAISE_CASE, child_id=child_id
        )


async def _show(act: Act, result: T | Denied, card: Callable[[T], Card]) -> None:
    await act.show(denied_card(act.reader) if isinstance(result, Denied) else card(result))
