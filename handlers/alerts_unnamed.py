"""The red button for a child whom the reporter can't name: situation (stored), and on as for any other."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.alerts_said import ask_to_keep, clear_but_said
from handlers.alerts_told import show_or_deny
from handlers.behind import behind
from services.access.rules import Action
from services.access.unnamed import decide_unnamed
from services.alerts import raising
from views.alerts_reporter import raised_card
from views.alerts_situations import unnamed_card
from views.alerts_unnamed import AlertUnnamed, AlertUnnamedAs


def register(router: Router) -> None:
    press = router.callback_query.register
    press(list_situations, AlertUnnamed.filter())
    press(raise_unnamed, AlertUnnamedAs.filter())


@behind(Action.RAISE_CASE)
async def list_situations(
    _query: CallbackQuery, callback_data: AlertUnnamed, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        await clear_but_said(state)
        decided = await decide_unnamed(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id
        )
    await show_or_deny(
        act,
        decided,
        lambda found: unnamed_card(found.school, act.profile, act.reader),
    )


@behind(Action.RAISE_CASE)
async def raise_unnamed(
    _query: CallbackQuery, callback_data: AlertUnnamedAs, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        said = await clear_but_said(state)
        raised = await raising.raise_unnamed(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=callback_data.school_id,
            situation=callback_data.code,
        )  # fmt: skip
    await show_or_deny(act, raised, lambda stored: raised_card(stored, act.profile, act.reader))
    await ask_to_keep(act, raised, said)
