"""The red button: child, situation (stored), who may be involved (sent)."""

from collections.abc import Callable

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import alerts_asking, alerts_changed, alerts_told, alerts_unnamed
from handlers.act import Act
from handlers.alerts_said import ask_to_keep, clear_but_said
from handlers.alerts_told import T, show_or_deny
from handlers.behind import behind
from handlers.keys import Key
from models.codes import IN_THE_FIELD, OF_A_CLASS, OF_A_SCHOOL, Role
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import SchoolRef
from services.access.unnamed import list_own_schools
from services.alerts import raising
from services.children.service import today_in
from views import alerts as views
from views import alerts_reporter as screen
from views.alerts_said import AlertBegin
from views.alerts_situations import situations_card
from views.alerts_tagged import AlertTagged, tagged_card, tagged_confirm_card
from views.alerts_unnamed import elsewhere_card
from views.card import Card
from views.errors import denied_card
from views.presses import RaiseAs, RaiseFor


class Staff(BaseFilter):
    async def __call__(self, _event: Message | CallbackQuery, act: Act) -> bool:
        return act.actor.is_staff


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(start_report, Key("menu.report"), Staff())
    press = router.callback_query.register
    press(start_report, AlertBegin.filter(), Staff())
    press(turn_classes, views.AlertClasses.filter())
    press(list_children, views.AlertClass.filter())
    press(confirm_child, RaiseFor.filter())
    press(confirm_tagged, RaiseAs.filter())
    press(ask_tagged, AlertTagged.filter())
    press(list_situations, views.AlertSituations.filter())
    press(raise_alert, views.AlertSituation.filter())
    press(name_involved, views.AlertInvolved.filter())
    press(stop, views.AlertStop.filter())
    alerts_unnamed.register(router)
    alerts_told.register(router)
    alerts_changed.register(router)
    alerts_asking.register(router)
    return router


@behind(Action.RAISE_CASE, Action.SEE_CHILD)
async def start_report(_event: Message | CallbackQuery, act: Act, state: FSMContext) -> None:
    """Begin with the reporter's own class where there is just one: a tap less when it counts."""
    own = act.actor.units(*OF_A_CLASS)
    if act.actor.has(*IN_THE_FIELD) and not act.actor.has(Role.COUNTY_OFFICER, *OF_A_SCHOOL):
        await _show_village(act, state)
    elif len(own) == 1:
        await _show_children(act, state, views.AlertClass(class_id=min(own)))
    else:
        await _show_classes(act, state, page=0)


@behind(Action.RAISE_CASE)
async def turn_classes(
    _query: CallbackQuery, callback_data: views.AlertClasses, act: Act, state: FSMContext
) -> None:
    await _show_classes(act, state, page=callback_data.page)


@behind(Action.RAISE_CASE)
async def list_children(
    _query: CallbackQuery, callback_data: views.AlertClass, act: Act, state: FSMContext
) -> None:
    await _show_children(act, state, callback_data, is_named=True)


async def _show_children(
    act: Act, state: FSMContext, chosen: views.AlertClass, *, is_named: bool = False
) -> None:
    class_id = chosen.class_id
    async with act.transaction() as session:
        await clear_but_said(state)
        children = await access.open_class(
            session, now=act.now, actor=act.actor, action=Action.RAISE_CASE, class_id=class_id
        )
        schools = await list_own_schools(session, actor=act.actor)
    await show_or_deny(
        act,
        children,
        lambda found: views.children_card(
            found, schools, act.reader, class_id=class_id, page=chosen.page, is_named=is_named
        ),
    )


@behind(Action.RAISE_CASE)
async def confirm_child(_query: CallbackQuery, callback_data: RaiseFor, act: Act, state: FSMContext) -> None:
    decision, schools = await _decide(act, state, callback_data.child_id)
    await _show_child(act, decision, schools, lambda granted: views.confirm_card(granted.child, act.reader))


@behind(Action.RAISE_CASE)
async def confirm_tagged(_query: CallbackQuery, callback_data: RaiseAs, act: Act, state: FSMContext) -> None:
    decision, schools = await _decide(act, state, callback_data.child_id)
    await _show_child(
        act,
        decision,
        schools,
        lambda granted: tagged_confirm_card(granted.child, callback_data.code, act.reader),
    )


@behind(Action.RAISE_CASE)
async def ask_tagged(_query: CallbackQuery, callback_data: AlertTagged, act: Act, state: FSMContext) -> None:
    decision, schools = await _decide(act, state, callback_data.child_id)

    def card(granted: Granted) -> Card:
        on = today_in(granted.child.unit, act.now)
        return tagged_card(granted.child, callback_data.code, act.profile, act.reader, on=on)

    await _show_child(act, decision, schools, card)


@behind(Action.RAISE_CASE)
async def list_situations(
    _query: CallbackQuery, callback_data: views.AlertSituations, act: Act, state: FSMContext
) -> None:
    decision, schools = await _decide(act, state, callback_data.child_id)
    await _show_child(
        act,
        decision,
        schools,
        lambda granted: situations_card(
            granted.child,
            act.profile,
            act.reader,
            on=today_in(granted.child.unit, act.now),
        ),
    )


@behind(Action.RAISE_CASE, Action.REPORT_CASE)
async def raise_alert(
    _query: CallbackQuery, callback_data: views.AlertSituation, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        said = await clear_but_said(state)
        raised = await raising.raise_case(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            child_id=callback_data.child_id,
            situation=callback_data.code,
        )
    await show_or_deny(act, raised, lambda stored: screen.raised_card(stored, act.profile, act.reader))
    await ask_to_keep(act, raised, said)


@behind(Action.REPORT_CASE)
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
    await show_or_deny(act, case, lambda found: screen.reporter_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def stop(_query: CallbackQuery, act: Act, state: FSMContext) -> None:
    async with act.transaction():
        await state.clear()
    await act.show(views.stopped_card(act.reader))


async def _show_classes(act: Act, state: FSMContext, *, page: int) -> None:
    async with act.transaction() as session:
        await clear_but_said(state)
        classes = await access.list_classes(session, actor=act.actor, action=Action.RAISE_CASE)
        schools = await list_own_schools(session, actor=act.actor)
    if not classes and not schools:
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.classes_card(classes, schools, act.reader, page=page))


async def _show_village(act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await clear_but_said(state)
        children = await access.list_village_children(session, now=act.now, actor=act.actor)
        schools = await list_own_schools(session, actor=act.actor)
    if not children and not schools:
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.village_card(children, schools, act.reader))


async def _decide(act: Act, state: FSMContext, child_id: int) -> tuple[Granted | Denied, list[SchoolRef]]:
    """Ask the door about one child, and where a nameless one may be reported; what was being typed ends."""
    async with act.transaction() as session:
        await clear_but_said(state)
        decided = await access.decide(
            session, now=act.now, actor=act.actor, action=Action.RAISE_CASE, child_id=child_id
        )
        return decided, await list_own_schools(session, actor=act.actor)


async def _show_child(
    act: Act, found: T | Denied, schools: list[SchoolRef], card: Callable[[T], Card]
) -> None:
    """A child who isn't theirs to see can be reported without a name, by whoever may report at all."""
    if isinstance(found, Denied) and schools:
        await act.show(elsewhere_card(schools, act.reader))
    else:
        await show_or_deny(act, found, card)
