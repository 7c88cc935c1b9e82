"""The other children of a case's home: whoever has taken the case looks at them, and says of each."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import SAFETY, show_or_deny
from handlers.behind import behind
from services.access.rules import Action
from services.casework import linking
from views.case_siblings import DecideSibling, OpenSiblings, TellSibling, siblings_card


def register(router: Router) -> None:
    router.callback_query.register(open_siblings, OpenSiblings.filter())
    router.callback_query.register(decide_sibling, DecideSibling.filter())
    router.callback_query.register(tell_sibling, TellSibling.filter())


@behind(Action.LINK_SIBLING)
async def open_siblings(
    _query: CallbackQuery, callback_data: OpenSiblings, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await linking.open_siblings(
            session, now=act.now, actor=act.actor, case_id=callback_data.case_id
        )
    await show_or_deny(act, found, lambda shown: siblings_card(shown, act.reader, page=callback_data.page))


@behind(Action.LINK_SIBLING)
async def decide_sibling(_query: CallbackQuery, callback_data: DecideSibling, act: Act) -> None:
    press = callback_data
    async with act.transaction() as session:
        found = await linking.decide(
            session, now=act.now, actor=act.actor, case_id=press.case_id, child_id=press.child_id,
            is_concerned=press.is_concerned,
        )  # fmt: skip
    await show_or_deny(act, found, lambda shown: siblings_card(shown, act.reader, page=press.page))


@behind(Action.LINK_SIBLING)
async def tell_sibling(_query: CallbackQuery, callback_data: TellSibling, act: Act) -> None:
    press = callback_data
    async with act.transaction() as session:
        found = await linking.tell_safety(
            session, now=act.now, actor=act.actor, case_id=press.case_id, child_id=press.child_id,
            fact=SAFETY[press.told],
        )  # fmt: skip
    await show_or_deny(act, found, lambda shown: siblings_card(shown, act.reader, page=press.page))
