"""Joining by a link: who one is, consent, and the inviter's decision."""

from typing import Any

from aiogram import Router
from aiogram.filters import CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import founding, inviting
from handlers.act import Act
from handlers.behind import behind
from handlers.commands import publish_to
from handlers.keys import Typed
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.joining import announcing, deciding, opening
from services.joining.types import Decided, Opened, Refused, Waiting
from services.people.rules import clean_name
from views import joining as views
from views.card import Card
from views.errors import denied_card
from views.menu import menu_card


class Joining(StatesGroup):
    """Who opened the link → (a family's) consent; the founder goes on in `handlers.founding`."""

    who = State()
    name = State()
    consent = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(take_name, StateFilter(Joining.name, Joining.who), Typed())
    router.message.register(ask_consent_again, StateFilter(Joining.consent), Typed())
    router.callback_query.register(take_person, views.JoinAs.filter(), StateFilter(Joining.who))
    router.callback_query.register(answer_consent, views.JoinConsent.filter(), StateFilter(Joining.consent))
    router.callback_query.register(show_standing, views.JoinConsent.filter())
    router.callback_query.register(show_standing, views.JoinAs.filter())
    router.callback_query.register(decide_join, views.DecideJoin.filter())
    router.callback_query.register(open_admission, views.OpenAdmission.filter())
    founding.register(router)
    inviting.register(router)
    return router


@behind(Action.OPEN_INVITATION)
async def open_link(message: Message, command: CommandObject, state: FSMContext, act: Act) -> None:
    """Show who sends the link and ask who opened it; a link that opens nothing gets one sentence."""
    async with act.transaction() as session:
        await state.clear()
        found = await opening.open_invitation(session, now=act.now, actor=act.actor, token=command.args or "")
        if isinstance(found, Opened):
            await state.set_state(Joining.who if found.people else Joining.name)
            await state.set_data(_begun(found))
    for card in _opened_cards(found, act):
        await act.say(card)
    await publish_to(act)


@behind(Action.JOIN)
async def take_name(message: Message, state: FSMContext, act: Act) -> None:
    """A name was typed: the same name on this phone is the same person."""
    async with act.transaction() as session:
        data = await state.get_data()
        name = clean_name(message.text or "")
        same = next((one for one, known in data["people"] if known == name), None)
        card = await _go_on(session, state, act, {**data, "name": name, "person_id": same})
    await act.say(card)


@behind(Action.JOIN)
async def take_person(query: CallbackQuery, callback_data: views.JoinAs, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        data = await state.get_data()
        name = dict(data["people"]).get(callback_data.person_id)
        if name is None:
            await state.set_state(Joining.name)
            card = views.name_card(act.reader, is_founder=data["is_founder"])
        else:
            chosen = {**data, "name": name, "person_id": callback_data.person_id}
            card = await _go_on(session, state, act, chosen)
    await act.show(card)


@behind(Action.JOIN)
async def answer_consent(
    query: CallbackQuery, callback_data: views.JoinConsent, state: FSMContext, act: Act
) -> None:
    """Both answers lead on: schooling depends on neither."""
    async with act.transaction() as session:
        card = await _join(session, state, act, await state.get_data(), consent=callback_data.granted)
    await act.show(card)


@behind()
async def ask_consent_again(message: Message, state: FSMContext, act: Act) -> None:
    data = await state.get_data()
    await act.say(views.consent_card(data["child"], act.reader, is_carer=data.get("is_carer", False)))


@behind()
async def show_standing(query: CallbackQuery, act: Act) -> None:
    """A second press on the way in gets the answer of the first."""
    async with act.transaction() as session:
        found = await opening.find_standing(session, now=act.now, actor=act.actor)
    if isinstance(found, Waiting):
        await act.show(views.waiting_card(found, act.reader))
    else:
        await act.say(menu_card(act.actor, act.reader))


@behind(Action.DECIDE_JOIN, Action.INVITE_FAMILY)
async def decide_join(query: CallbackQuery, callback_data: views.DecideJoin, act: Act) -> None:
    async with act.transaction() as session:
        result = await deciding.decide(
            session,
            now=act.now,
            actor=act.actor,
            profile=act.profile,
            invitation_id=callback_data.invitation_id,
            accept=callback_data.accept,
        )
    if isinstance(result, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.decided_card(result, act.reader))


@behind(Action.SEE_ADMISSION)
async def open_admission(query: CallbackQuery, callback_data: views.OpenAdmission, act: Act) -> None:
    async with act.transaction() as session:
        seen = await announcing.see_admission(
            session, now=act.now, actor=act.actor, invitation_id=callback_data.invitation_id
        )
    if isinstance(seen, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.admission_card(seen, act.reader))


def _begun(found: Opened) -> dict[str, Any]:
    return {
        "invitation_id": found.invitation_id,
        "people": [(one.person_id, one.name) for one in found.people],
        "child": found.place.child_name,
        "is_family": found.place.is_family,
        "is_carer": found.place.is_carer,
        "is_founder": found.is_founder,
    }


def _opened_cards(found: Opened | Waiting | Decided | Refused, act: Act) -> list[Card]:
    match found:
        case Opened(people=people):
            name = views.name_card(act.reader, is_founder=found.is_founder)
            question = views.who_card(people, act.reader) if people else name
            return [views.intro_card(found, act.reader), *views.told_cards(found, act.reader), question]
        case Waiting():
            return [views.waiting_card(found, act.reader)]
        case Decided(accepted=True):
            return [menu_card(act.actor, act.reader)]
        case Decided():
            return [views.joined_card(found.place, found.accepted, act.reader)]
        case Refused():
            return [views.refused_card(found, act.reader)]


async def _go_on(session: Session, state: FSMContext, act: Act, data: dict[str, Any]) -> Card:
    """Somebody is known by name: a founder names the school, a family is asked, staff wait."""
    await state.set_data(data)
    if data["is_founder"]:
        return await founding.begin(state, act)
    if data["is_family"] and await opening.needs_consent(
        session, profile=act.profile, person_id=data["person_id"]
    ):
        await state.set_state(Joining.consent)
        return views.consent_card(data["child"], act.reader, is_carer=data.get("is_carer", False))
    return await _join(session, state, act, data, consent=None)


async def _join(
    session: Session, state: FSMContext, act: Act, data: dict[str, Any], *, consent: bool | None
) -> Card:
    await state.clear()
    result = await opening.join(
        session,
        now=act.now,
        actor=act.actor,
        profile=act.profile,
        invitation_id=data["invitation_id"],
        name=data["name"],
        person_id=data["person_id"],
        consent=consent,
    )
    if isinstance(result, Refused):
        return views.refused_card(result, act.reader)
    if isinstance(result, Decided):
        return views.joined_card(result.place, result.accepted, act.reader)
    return views.waiting_card(result, act.reader)
