"""Hear what a family, or a child, says to the optional purposes."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.consents import service as consents
from services.consents.types import Purposes
from views import consents as views
from views.card import Card
from views.errors import denied_card
from views.presses import OpenPurposes


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_purposes, OpenPurposes.filter())
    router.callback_query.register(open_purpose, views.OpenPurpose.filter())
    router.callback_query.register(answer_purpose, views.AnswerPurpose.filter())
    router.callback_query.register(record_child, views.RecordChild.filter())
    return router


@behind(Action.SEE_CHILD)
async def open_purposes(
    _query: CallbackQuery, callback_data: OpenPurposes, act: Act, state: FSMContext
) -> None:
    """A child's purposes; without a child, the only one's or a choice."""
    child_id, own, found = callback_data.child_id, [], None
    async with act.transaction() as session:
        await state.clear()
        if not child_id:
            own = await access.list_own_children(session, now=act.now, actor=act.actor)
            child_id = own[0].child_id if len(own) == 1 else 0
        if child_id:
            found = await consents.list_purposes(
                session, now=act.now, actor=act.actor, profile=act.profile, child_id=child_id
            )
    if found is None:
        await act.show(views.which_child_card(own, act.reader))
    else:
        await act.show(_face(found, act))


@behind(Action.SEE_CHILD)
async def open_purpose(_query: CallbackQuery, callback_data: views.OpenPurpose, act: Act) -> None:
    async with act.transaction() as session:
        found = await consents.list_purposes(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=callback_data.child_id
        )
    await act.show(_face(found, act, callback_data.code))


@behind(Action.SEE_CHILD, Action.ANSWER_PURPOSE)
async def answer_purpose(_query: CallbackQuery, callback_data: views.AnswerPurpose, act: Act) -> None:
    async with act.transaction() as session:
        found = await consents.answer(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=callback_data.child_id,
            purpose=callback_data.code, granted=callback_data.granted,
        )  # fmt: skip
    await act.show(_face(found, act, callback_data.code))


@behind(Action.SEE_CHILD, Action.CORRECT_CHILD, Action.RECORD_CHILD)
async def record_child(_query: CallbackQuery, callback_data: views.RecordChild, act: Act) -> None:
    async with act.transaction() as session:
        found = await consents.record_child(
            session, now=act.now, actor=act.actor, profile=act.profile, child_id=callback_data.child_id,
            purpose=callback_data.code, granted=callback_data.granted,
        )  # fmt: skip
    await act.show(_face(found, act, callback_data.code))


def _face(found: Purposes | Denied, act: Act, code: str = "") -> Card:
    """One purpose, or all of them where it isn't there."""
    if isinstance(found, Denied):
        return denied_card(act.reader)
    one = views.purpose_card(found, code, act.profile, act.reader)
    return one or views.purposes_card(found, act.profile, act.reader)
