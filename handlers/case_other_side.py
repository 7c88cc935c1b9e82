"""Whoever has taken a case has the other pupil's parents told."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from services.access.rules import Action
from services.alerts import other_side
from views.case_other_side import NameOther, other_side_card


def register(router: Router) -> None:
    router.callback_query.register(name_other, NameOther.filter())


@behind(Action.TELL_CASE, Action.RAISE_CASE)
async def name_other(_query: CallbackQuery, callback_data: NameOther, act: Act) -> None:
    press = callback_data
    async with act.transaction() as session:
        if press.sure and press.child_id:
            found = await other_side.tell(
                session, now=act.now, actor=act.actor, profile=act.profile, case_id=press.case_id,
                child_id=press.child_id,
            )  # fmt: skip
        else:
            found = await other_side.look(
                session, now=act.now, actor=act.actor, profile=act.profile, case_id=press.case_id,
                class_id=press.class_id, child_id=press.child_id,
            )  # fmt: skip
    await show_or_deny(act, found, lambda shown: other_side_card(shown, press, act.reader))
