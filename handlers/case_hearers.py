"""Who hears of a case, by name: its reporter names one of the school, whoever has it anybody."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from handlers.pin_asking import ask_pin
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import leaving_out
from services.pins.types import Closed
from views import case_hearers as views
from views.alerts_reporter import reporter_card
from views.card import Card
from views.errors import denied_card


def register(router: Router) -> None:
    press = router.callback_query.register
    press(name_one, views.NameOne.filter())
    press(open_hearers, views.OpenHearers.filter())
    press(decide_hearer, views.DecideHearer.filter())


@behind(Action.REPORT_CASE)
async def name_one(_query: CallbackQuery, callback_data: views.NameOne, act: Act) -> None:
    press = callback_data
    if press.sure:
        async with act.transaction() as session:
            case = await leaving_out.name_one(
                session, now=act.now, actor=act.actor, profile=act.profile, case_id=press.case_id,
                person_id=press.person_id,
            )  # fmt: skip
        return await show_or_deny(act, case, lambda found: reporter_card(found, act.profile, act.reader))
    async with act.transaction() as session:
        people = await leaving_out.list_to_name(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=press.case_id
        )
    return await show_or_deny(act, people, lambda found: views.name_one_card(found, press, act.reader))


@behind(Action.LEAVE_OUT)
async def open_hearers(
    _query: CallbackQuery, callback_data: views.OpenHearers, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        card = await hearers_face(session, act, state, callback_data)
    await act.show(card)


@behind(Action.LEAVE_OUT)
async def decide_hearer(
    _query: CallbackQuery, callback_data: views.DecideHearer, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        card = await decide_face(session, act, state, callback_data)
    await act.show(card)


async def hearers_face(session: Session, act: Act, state: FSMContext, press: views.OpenHearers) -> Card:
    found = await leaving_out.look(session, now=act.now, actor=act.actor, case_id=press.case_id)
    match found:
        case Closed():
            return await ask_pin(state, act, found, press)
        case Denied():
            return denied_card(act.reader)
        case _:
            return views.hearers_card(found, act.reader, page=press.page)


async def decide_face(session: Session, act: Act, state: FSMContext, press: views.DecideHearer) -> Card:
    if press.sure:
        found = await leaving_out.decide(
            session, now=act.now, actor=act.actor, case_id=press.case_id, person_id=press.person_id,
            is_out=press.is_out,
        )  # fmt: skip
    else:
        found = await leaving_out.look(session, now=act.now, actor=act.actor, case_id=press.case_id)
    match found:
        case Closed():
            return await ask_pin(state, act, found, press)
        case Denied():
            return denied_card(act.reader)
        case _ if press.sure:
            return views.hearers_card(found, act.reader, page=press.page)
        case _:
            return views.decide_card(found, press, act.reader)
