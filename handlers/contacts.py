"""Hear what became of a month's call or letter."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from models.codes import Notice, Outcome, PlanKind
from services.access.rules import Action
from services.access.service import Denied
from services.contacts import service as contacts
from services.reminders import service as reminders
from views import contacts as views
from views.contacts import AskLater, AskWhy, Excuse, Postpone, Tell
from views.errors import denied_card

NOTICES = {PlanKind.CALL: Notice.CALL_REMINDER, PlanKind.LETTER: Notice.LETTER_REMINDER}
OUTCOMES = {PlanKind.CALL: Outcome.CALLED, PlanKind.LETTER: Outcome.LETTER}


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(tell_contact, Tell.filter(F.outcome.in_({Outcome.CALLED, Outcome.LETTER})))
    router.callback_query.register(ask_later, AskLater.filter(F.kind.in_(set(NOTICES))))
    router.callback_query.register(postpone_reminder, Postpone.filter(F.kind.in_(set(NOTICES))))
    router.callback_query.register(ask_why, AskWhy.filter(F.kind.in_(set(NOTICES))))
    router.callback_query.register(tell_excuse, Excuse.filter(F.kind.in_(set(NOTICES))))
    return router


@behind(Action.TELL_CONTACT, Action.TELL_LETTER)
async def tell_contact(_query: CallbackQuery, callback_data: Tell, act: Act) -> None:
    async with act.transaction() as session:
        told = await contacts.tell(
            session,
            now=act.now,
            actor=act.actor,
            child_id=callback_data.child_id,
            month=callback_data.month,
            outcome=callback_data.outcome,
        )
    if isinstance(told, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.told_card(told, act.reader))


@behind()
async def ask_later(_query: CallbackQuery, callback_data: AskLater, act: Act) -> None:
    await act.show(views.ask_later_card(callback_data, act.profile, act.reader))


@behind()
async def ask_why(_query: CallbackQuery, callback_data: AskWhy, act: Act) -> None:
    await act.show(views.ask_why_card(callback_data, act.profile, act.reader))


@behind(Action.TELL_CONTACT, Action.TELL_LETTER)
async def postpone_reminder(_query: CallbackQuery, callback_data: Postpone, act: Act) -> None:
    async with act.transaction() as session:
        postponed = await reminders.postpone(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            notice=NOTICES[callback_data.kind],
            child_id=callback_data.child_id,
            month=callback_data.month,
            choice=callback_data.choice,
        )
    if isinstance(postponed, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.postponed_card(postponed, callback_data, act.reader))


@behind(Action.TELL_CONTACT, Action.TELL_LETTER)
async def tell_excuse(_query: CallbackQuery, callback_data: Excuse, act: Act) -> None:
    async with act.transaction() as session:
        excused = await contacts.excuse(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            outcome=OUTCOMES[callback_data.kind],
            child_id=callback_data.child_id,
            month=callback_data.month,
            reason=callback_data.reason,
        )
    if isinstance(excused, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.excused_card(excused, callback_data, act.reader))
