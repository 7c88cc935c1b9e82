"""Hear that a phone is lost, or a PIN forgotten, from whoever vouches for its owner."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from handlers.inviting import answer_to
from handlers.phone_faces import Found, reset_face, way_back
from services.access.rules import Action
from services.access.service import Denied
from services.joining import lost_phones, phone_lists
from services.joining.lost_phones import OnPhone
from services.joining.phone_lists import PhoneOwners
from views import phones as views
from views.card import Card
from views.errors import denied_card
from views.reader import Reader


def make_router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query.register
    press(list_staff, views.OpenPhones.filter())
    press(list_family, views.OpenFamilyPhones.filter())
    press(open_phone, views.OpenPhone.filter())
    press(lose_phone, views.LosePhone.filter(F.sure))
    press(confirm_loss, views.LosePhone.filter())
    press(reset_pin, views.ResetPin.filter(F.sure))
    press(confirm_reset, views.ResetPin.filter())
    press(invite_back, views.InviteBack.filter())
    return router


@behind(Action.SEE_PHONES)
async def list_staff(_query: CallbackQuery, callback_data: views.OpenPhones, act: Act) -> None:
    async with act.transaction() as session:
        owners = await phone_lists.list_staff(
            session, now=act.now, actor=act.actor, unit_id=callback_data.unit_id
        )
    await act.show(_owners(owners, callback_data.page, act))


@behind(Action.INVITE_FAMILY)
async def list_family(_query: CallbackQuery, callback_data: views.OpenFamilyPhones, act: Act) -> None:
    async with act.transaction() as session:
        owners = await phone_lists.list_family(
            session, now=act.now, actor=act.actor, child_id=callback_data.child_id
        )
    await act.show(_owners(owners, callback_data.page, act))


@behind(Action.SEE_PHONE, Action.INVITE_FAMILY)
async def open_phone(_query: CallbackQuery, callback_data: views.OpenPhone, act: Act) -> None:
    await _see(act, callback_data.person_id, views.phone_card)


@behind(Action.SEE_PHONE, Action.INVITE_FAMILY)
async def confirm_loss(_query: CallbackQuery, callback_data: views.LosePhone, act: Act) -> None:
    await _see(act, callback_data.person_id, views.sure_lost_card)


@behind(Action.SEE_PHONE, Action.INVITE_FAMILY)
async def confirm_reset(_query: CallbackQuery, callback_data: views.ResetPin, act: Act) -> None:
    await _see(act, callback_data.person_id, views.sure_reset_card)


@behind(Action.LOSE_PHONE, Action.INVITE_BACK, Action.INVITE_FAMILY)
async def lose_phone(
    _query: CallbackQuery, callback_data: views.LosePhone, act: Act, state: FSMContext
) -> None:
    """Cut it off at once, whatever the presser's own PIN says; then the way back, which does ask for it."""
    person_id = callback_data.person_id
    link: Found | None = None
    async with act.transaction() as session:
        lost = await lost_phones.lose(session, now=act.now, actor=act.actor, person_id=person_id)
        if isinstance(lost, OnPhone):
            link = await way_back(session, act, state, views.InviteBack(person_id=person_id))
    await act.show(_face(lost, act, views.without_card))
    if link is not None:
        await _say(link, act)


@behind(Action.INVITE_BACK, Action.INVITE_FAMILY)
async def invite_back(
    _query: CallbackQuery, callback_data: views.InviteBack, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        link = await way_back(session, act, state, callback_data)
    await _say(link, act)


@behind(Action.RESET_PIN, Action.INVITE_FAMILY)
async def reset_pin(
    _query: CallbackQuery, callback_data: views.ResetPin, act: Act, state: FSMContext
) -> None:
    async with act.transaction() as session:
        card = await reset_face(session, act, state, callback_data)
    await act.show(card)


async def _see(act: Act, person_id: int, card: Callable[[OnPhone, Reader], Card]) -> None:
    async with act.transaction() as session:
        found = await lost_phones.see(session, now=act.now, actor=act.actor, person_id=person_id)
    await act.show(_face(found, act, card))


async def _say(found: Found, act: Act) -> None:
    await act.say(found if isinstance(found, Card) else await answer_to(found, act))


def _face(found: OnPhone | Denied, act: Act, card: Callable[[OnPhone, Reader], Card]) -> Card:
    return denied_card(act.reader) if isinstance(found, Denied) else card(found, act.reader)


def _owners(owners: PhoneOwners | Denied, page: int, act: Act) -> Card:
    if isinstance(owners, Denied):
        return denied_card(act.reader)
    return views.owners_card(owners, page, act.reader)
