"""Hear who may see what of a child, who is kept away, and that a dispute has begun or ended."""

from collections.abc import Callable

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.children import readers, relations
from services.children.relations import Household
from views import household as views
from views.card import Card
from views.errors import denied_card
from views.reader import Reader

KEEP = (Action.KEEP_RELATIONS,)
BAR = (Action.BAR_RELATION, *KEEP)


def make_router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query.register
    press(open_household, views.OpenHousehold.filter())
    press(open_beside, views.OpenBeside.filter())
    press(set_guardian, views.SetGuardian.filter())
    press(set_grant, views.SetGrant.filter())
    press(end_care, views.EndCare.filter())
    press(ask_cover, views.AskCover.filter())
    press(bar, views.Bar.filter())
    press(lift_bar, views.LiftBar.filter())
    press(freeze, views.Freeze.filter())
    press(list_readers, views.OpenReaders.filter())
    return router


@behind(*KEEP)
async def open_household(query: CallbackQuery, callback_data: views.OpenHousehold, act: Act) -> None:
    found = await _open(act, callback_data.child_id)
    await _show(act, found, views.household_card)


@behind(*KEEP)
async def open_beside(query: CallbackQuery, callback_data: views.OpenBeside, act: Act) -> None:
    await _show_one(act, await _open(act, callback_data.child_id), callback_data.relation_id)


@behind(*KEEP)
async def set_guardian(query: CallbackQuery, callback_data: views.SetGuardian, act: Act) -> None:
    relation_id = callback_data.relation_id
    async with act.transaction() as session:
        found = await relations.set_guardian(
            session, now=act.now, actor=act.actor, relation_id=relation_id,
            is_guardian=callback_data.is_guardian,
        )  # fmt: skip
    await _show_one(act, found, relation_id)


@behind(*KEEP)
async def set_grant(query: CallbackQuery, callback_data: views.SetGrant, act: Act) -> None:
    relation_id = callback_data.relation_id
    async with act.transaction() as session:
        found = await relations.set_grant(
            session, now=act.now, actor=act.actor, relation_id=relation_id, grant=callback_data.grant,
            given=callback_data.given,
        )  # fmt: skip
    await _show_one(act, found, relation_id)


@behind(*KEEP)
async def end_care(query: CallbackQuery, callback_data: views.EndCare, act: Act) -> None:
    """A carer no longer looks after the child: asked once more, then over."""
    relation_id = callback_data.relation_id
    if not callback_data.sure:
        found = await _open(act, callback_data.child_id)
        return await _show_one(act, found, relation_id, views.end_card)
    async with act.transaction() as session:
        found = await relations.end(session, now=act.now, actor=act.actor, relation_id=relation_id)
        if isinstance(found, Denied):  # pressed again: the place is over, and the list says so
            found = await relations.open_household(
                session, now=act.now, actor=act.actor, child_id=callback_data.child_id
            )
    return await _show(act, found, views.household_card)


@behind(*KEEP)
async def ask_cover(query: CallbackQuery, callback_data: views.AskCover, act: Act) -> None:
    """Before somebody is kept away: what they will find instead."""
    found = await _open(act, callback_data.child_id)
    await _show_one(act, found, callback_data.relation_id, views.cover_card)


@behind(*BAR)
async def bar(query: CallbackQuery, callback_data: views.Bar, act: Act) -> None:
    relation_id = callback_data.relation_id
    async with act.transaction() as session:
        found = await relations.bar(
            session, now=act.now, actor=act.actor, relation_id=relation_id, cover=callback_data.cover
        )
    await _show_one(act, found, relation_id)


@behind(*BAR)
async def lift_bar(query: CallbackQuery, callback_data: views.LiftBar, act: Act) -> None:
    relation_id = callback_data.relation_id
    async with act.transaction() as session:
        found = await relations.lift_bar(session, now=act.now, actor=act.actor, relation_id=relation_id)
    await _show_one(act, found, relation_id)


@behind(Action.FREEZE_CHILD, *KEEP)
async def freeze(query: CallbackQuery, callback_data: views.Freeze, act: Act) -> None:
    async with act.transaction() as session:
        found = await relations.freeze(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id,
            frozen=callback_data.frozen,
        )  # fmt: skip
    await _show(act, found, views.household_card)


@behind(Action.SEE_READERS)
async def list_readers(query: CallbackQuery, callback_data: views.OpenReaders, act: Act) -> None:
    async with act.transaction() as session:
        found = await readers.list_readers(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id
        )
    if isinstance(found, Denied):
        return await act.show(denied_card(act.reader))
    return await act.show(views.readers_card(found, act.reader))


async def _open(act: Act, child_id: int) -> Household | Denied:
    async with act.transaction() as session:
        return await relations.open_household(session, now=act.now, actor=act.actor, child_id=child_id)


async def _show(act: Act, found: Household | Denied, face: Callable[[Household, Reader], Card]) -> None:
    await act.show(denied_card(act.reader) if isinstance(found, Denied) else face(found, act.reader))


async def _show_one(
    act: Act,
    found: Household | Denied,
    relation_id: int,
    face: Callable[[Household, int, Reader], Card] = views.beside_card,
) -> None:
    """One person's card; a place that is no more leads back to the list."""
    if isinstance(found, Household) and any(one.relation_id == relation_id for one in found.places):
        return await act.show(face(found, relation_id, act.reader))
    return await _show(act, found, views.household_card)
