"""A missing child: the reporter has home asked; whoever was asked answers."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from models.case_codes import CaseFact
from services.access.rules import Action
from services.alerts import answering, asking
from views.alerts_home import AnswerHome, AskHome, Whereabouts, offer_card, thanks_card
from views.alerts_reporter import reporter_card

FACTS = {
    Whereabouts.HERE: CaseFact.HOME_HAS,
    Whereabouts.SEEN: CaseFact.HOME_SEEN,
    Whereabouts.UNKNOWN: CaseFact.HOME_UNKNOWN,
}


def register(router: Router) -> None:
    press = router.callback_query.register
    press(confirm_asked, AskHome.filter(~F.sure))
    press(ask_home, AskHome.filter(F.sure))
    press(answer, AnswerHome.filter())


@behind(Action.REPORT_CASE)
async def confirm_asked(_query: CallbackQuery, callback_data: AskHome, act: Act) -> None:
    """Whom it asks is read before anybody is."""
    async with act.transaction() as session:
        offer = await asking.offer(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id
        )
    await show_or_deny(act, offer, lambda found: offer_card(found, act.profile, act.reader))


@behind(Action.REPORT_CASE)
async def ask_home(_query: CallbackQuery, callback_data: AskHome, act: Act) -> None:
    async with act.transaction() as session:
        case = await asking.ask(
            session, now=act.now, actor=act.actor, profile=act.profile, case_id=callback_data.case_id
        )
    await show_or_deny(act, case, lambda found: reporter_card(found, act.profile, act.reader))


@behind(Action.ANSWER_HOME)
async def answer(_query: CallbackQuery, callback_data: AnswerHome, act: Act) -> None:
    async with act.transaction() as session:
        said = await answering.answer(
            session, now=act.now, actor=act.actor, ask_id=callback_data.ask_id,
            fact=FACTS[callback_data.told],
        )  # fmt: skip
    await show_or_deny(act, said, lambda _: thanks_card(callback_data, act.reader))
