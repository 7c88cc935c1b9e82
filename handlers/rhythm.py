"""Hear how often a child's reminders shall come, and when the child is near a phone."""

from collections.abc import Callable
from datetime import date, time

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from services.access.rules import Action
from services.access.service import Denied
from services.dates import read_day
from services.errors import CareError
from services.reminders import rhythm as rhythms
from services.reminders.kinds import Monthly, Nth, Offset, Rule, Weekly
from services.reminders.types import Rhythm
from services.reminders.windows import Reach, parse_hours
from services.wallclock import find_zone, local
from views import rhythm_asking as views
from views.card import Card
from views.errors import denied_card
from views.rhythm import OpenPlan, OpenReach, OpenRhythm, rhythm_card


class Asking(StatesGroup):
    base = State()  # the day from which an offset counts
    hours = State()


def make_router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query.register
    press(open_rhythm, OpenRhythm.filter())
    press(open_plan, OpenPlan.filter())
    press(ask_rule, views.AskRule.filter())
    press(ask_offset, views.AskOffset.filter())
    for pressed in (views.SetMonthly, views.SetWeekly, views.SetNth, views.SetOffset, views.SetUsual):
        press(set_rule, pressed.filter())
    press(open_reach, OpenReach.filter())
    press(ask_days, views.AskReach.filter())
    press(ask_hours, views.AskHours.filter())
    press(add_reach, views.AddReach.filter())
    press(clear_reach, views.ClearReach.filter())
    router.message.register(take_base, Asking.base, Typed())
    router.message.register(take_hours, Asking.hours, Typed())
    return router


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def open_rhythm(_query: CallbackQuery, callback_data: OpenRhythm, act: Act, state: FSMContext) -> None:
    found = await _see(act, state, callback_data.child_id)
    await act.show(_face(found, act, lambda seen: rhythm_card(seen, act.reader)))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def open_plan(_query: CallbackQuery, callback_data: OpenPlan, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await rhythms.open_plan(
            session, now=act.now, actor=act.actor, profile=act.profile, plan_id=callback_data.plan_id
        )
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.plan_card(*found, act.reader))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def ask_rule(_query: CallbackQuery, callback_data: views.AskRule, act: Act, state: FSMContext) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await rhythms.open_plan(
            session, now=act.now, actor=act.actor, profile=act.profile, plan_id=callback_data.plan_id
        )
        if not isinstance(found, Denied) and callback_data.kind == "offset":
            await state.set_state(Asking.base)
            await state.set_data({"plan_id": callback_data.plan_id})
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.ask_card(found[0], callback_data, act.reader))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def take_base(message: Message, act: Act, state: FSMContext) -> None:
    """A day that can't be read is asked for again: the state stays."""
    base = read_day(message.text or "")
    if base is None:
        raise CareError("rhythm.day_unclear")
    async with act.transaction() as session:
        plan_id = (await state.get_data())["plan_id"]
        found = await rhythms.open_plan(
            session, now=act.now, actor=act.actor, profile=act.profile, plan_id=plan_id
        )
        await state.clear()
    if isinstance(found, Denied):
        return await act.say(denied_card(act.reader))
    return await act.say(views.times_card(found[0], plan_id, base, act.reader))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def ask_offset(
    _query: CallbackQuery, callback_data: views.AskOffset, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await rhythms.open_plan(
            session, now=act.now, actor=act.actor, profile=act.profile, plan_id=callback_data.plan_id
        )
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    today = local(act.now, find_zone(act.actor.timezone)).date()
    return await act.show(views.offsets_card(found[0], callback_data, today, act.reader))


Chosen = views.SetMonthly | views.SetWeekly | views.SetNth | views.SetOffset | views.SetUsual


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def set_rule(_query: CallbackQuery, callback_data: Chosen, act: Act) -> None:
    rule = rule_of(callback_data, today=local(act.now, find_zone(act.actor.timezone)).date())
    async with act.transaction() as session:
        found = await rhythms.set_rule(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            plan_id=callback_data.plan_id,
            rule=rule,
        )
    await act.show(_face(found, act, lambda seen: rhythm_card(seen, act.reader)))


def rule_of(pressed: Chosen, *, today: date) -> Rule | None:
    """The rule of a press; every n weeks count from this week on."""
    match pressed:
        case views.SetMonthly():
            return Monthly(pressed.day)
        case views.SetWeekly():
            return Weekly(pressed.every, pressed.weekday, today)
        case views.SetNth():
            return Nth(pressed.nth, pressed.weekday)
        case views.SetOffset():
            return Offset(date.fromordinal(pressed.base), pressed.days, pressed.yearly)
        case views.SetUsual():
            return None


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def open_reach(_query: CallbackQuery, callback_data: OpenReach, act: Act, state: FSMContext) -> None:
    found = await _see(act, state, callback_data.child_id, sets=True)
    await act.show(_face(found, act, lambda seen: views.reach_card(seen, act.reader)))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def ask_days(_query: CallbackQuery, callback_data: views.AskReach, act: Act, state: FSMContext) -> None:
    found = await _see(act, state, callback_data.child_id, sets=True)
    await act.show(_face(found, act, lambda seen: views.days_card(seen, callback_data.days, act.reader)))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def ask_hours(
    _query: CallbackQuery, callback_data: views.AskHours, act: Act, state: FSMContext
) -> None:
    child_id, days = callback_data.child_id, callback_data.days
    async with act.transaction() as session:
        await state.clear()
        found = await rhythms.see(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=child_id
        )
        if callback_data.typed and not isinstance(found, Denied) and found.may_set:
            await state.set_state(Asking.hours)
            await state.set_data({"child_id": child_id, "days": days})

    def face(seen: Rhythm) -> Card:
        if callback_data.typed:
            return views.hours_typed_card(seen, act.reader)
        return views.hours_card(seen, days, act.reader)

    await act.show(_face(_settable(found), act, face))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def take_hours(message: Message, act: Act, state: FSMContext) -> None:
    start, end = parse_hours(message.text or "", unclear="rhythm.hours_unclear")
    async with act.transaction() as session:
        data = await state.get_data()
        reach = Reach(views.chosen(data["days"]), start, end)
        found = await rhythms.add_reach(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=data["child_id"], reach=reach
        )
        await state.clear()
    await act.say(_face(found, act, lambda seen: views.reach_card(seen, act.reader)))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def add_reach(_query: CallbackQuery, callback_data: views.AddReach, act: Act) -> None:
    reach = Reach(views.chosen(callback_data.days), _at(callback_data.start), _at(callback_data.end))
    async with act.transaction() as session:
        found = await rhythms.add_reach(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=callback_data.child_id,
            reach=reach,
        )  # fmt: skip
    await act.show(_face(found, act, lambda seen: views.reach_card(seen, act.reader)))


@behind(Action.SEE_RHYTHM, Action.SET_RHYTHM)
async def clear_reach(_query: CallbackQuery, callback_data: views.ClearReach, act: Act) -> None:
    async with act.transaction() as session:
        found = await rhythms.clear_reach(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=callback_data.child_id
        )
    await act.show(_face(found, act, lambda seen: views.reach_card(seen, act.reader)))


async def _see(act: Act, state: FSMContext, child_id: int, *, sets: bool = False) -> Rhythm | Denied:
    async with act.transaction() as session:
        await state.clear()
        found = await rhythms.see(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=child_id
        )
    return _settable(found) if sets else found


def _settable(found: Rhythm | Denied) -> Rhythm | Denied:
    return found if isinstance(found, Denied) or found.may_set else Denied()


def _face(found: Rhythm | Denied, act: Act, face: Callable[[Rhythm], Card]) -> Card:
    return denied_card(act.reader) if isinstance(found, Denied) else face(found)


def _at(minute: int) -> time:
    return time(minute // 60, minute % 60)
