"""Hear a PIN: try it, set it, change it. The digits leave the chat, and no state ever holds them."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from aiogram import Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Typed
from handlers.making import Found, card_of
from handlers.pin_asking import AtPin, go_on, interrupt
from handlers.pin_openers import open_wanted
from models.database import Session
from services.access.rules import Action
from services.pins import digests, queries, rules
from services.pins import service as pins
from services.pins.types import Closed, Known, Locked, NotSet, Unlocked, Why, WrongPin
from views import pins as views
from views.card import Card
from views.errors import denied_card

log = structlog.get_logger()

# What a PIN may be asked for, and is opened right behind it.
WANTED = (
    Action.READ_NOTES, Action.OPEN_WORDS, Action.SEE_CHILD, Action.RESET_PIN, Action.INVITE_BACK,
    Action.INVITE_FAMILY, Action.INVITE_STAFF, Action.SEE_SCHOOL, Action.READ_CASE_FILE,
    Action.WRITE_CASE_PAPER, Action.EXPORT_CASE,
)  # fmt: skip

Reaction = Callable[[Session], Awaitable[list[Found]]]


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_choice, views.ChoosePin.filter())
    router.message.register(try_pin, AtPin.trying, Typed())
    router.message.register(try_old_pin, AtPin.changing, Typed())
    router.message.register(take_new_pin, AtPin.choosing, Typed())
    router.message.register(repeat_new_pin, AtPin.repeating, Typed())
    return router


@behind()
async def ask_choice(_query: CallbackQuery, act: Act, state: FSMContext) -> None:
    """From the settings: a first PIN, or the old one before a new one."""
    async with act.transaction() as session:
        await state.clear()
        why = await queries.find_why(session, now=act.now, account_id=act.actor.account_id)
        if act.actor.is_staff and why is not Why.LOCKED:
            await interrupt(state, AtPin.choosing if why is Why.NOT_SET else AtPin.changing)
    if not act.actor.is_staff:
        await act.show(denied_card(act.reader))
    elif why in (Why.NOT_SET, Why.LOCKED):
        await act.show(views.closed_card(Closed(why), act.reader))
    else:
        await act.show(views.old_card(act.reader))


@behind(Action.TRY_PIN, *WANTED)
async def try_pin(message: Message, act: Act, state: FSMContext) -> None:
    """Right: what was pressed before is opened at once."""
    await _try(message, act, state, lambda session, _: open_wanted(session, act, state))


@behind(Action.TRY_PIN)
async def try_old_pin(message: Message, act: Act, state: FSMContext) -> None:
    """Right: a new one is asked for."""

    async def ask_new(_: Session, unlocked: Unlocked) -> Found:
        await interrupt(state, AtPin.choosing, instead_of=unlocked.set_at.isoformat())
        return views.changing_card(act.reader)

    await _try(message, act, state, ask_new)


@behind(Action.SET_PIN)
async def take_new_pin(message: Message, act: Act, state: FSMContext) -> None:
    """Keep its digest until it has been typed again."""
    pin = rules.clean(message.text or "")
    fault = rules.find_fault(pin)
    digest = None if fault else await digests.make(pin)

    async def react(_: Session) -> list[Found]:
        if fault is not None:
            return [views.fault_card(fault, act.reader)]
        kept = (await state.get_data()).get("pin", {})
        await interrupt(state, AtPin.repeating, **{**kept, "digest": digest})
        return [views.again_card(act.reader)]

    await _hear(message, act, react)


@behind(Action.SET_PIN, *WANTED)
async def repeat_new_pin(message: Message, act: Act, state: FSMContext) -> None:
    """The same again sets it; another one begins anew and changes nothing."""
    kept = (await state.get_data()).get("pin", {})
    digest, instead_of = kept.get("digest", ""), kept.get("instead_of")
    fits = await digests.fits(digest, rules.clean(message.text or ""))

    async def react(session: Session) -> list[Found]:
        if not fits:
            await interrupt(state, AtPin.choosing, **{**kept, "digest": None})
            return [views.unequal_card(act.reader)]
        chosen = await pins.choose(
            session, now=act.now, actor=act.actor, digest=digest,
            instead_of=datetime.fromisoformat(instead_of) if instead_of else None,
        )  # fmt: skip
        if not chosen:
            await go_on(state)
            return [views.no_more_card(act.reader)]
        opened = [await open_wanted(session, act, state)] if "wanted" in kept else []
        if not opened:
            await go_on(state)
        return [views.set_card(act.reader), *opened]

    await _hear(message, act, react)


async def _try(
    message: Message, act: Act, state: FSMContext, then: Callable[[Session, Unlocked], Awaitable[Found]]
) -> None:
    """Compare outside the transaction: nobody waits for the tenth of a second that it takes."""
    pin = rules.clean(message.text or "")
    known, fits = await _compare(act, pin)

    async def react(session: Session) -> list[Found]:
        if not rules.is_six_digits(pin):
            return [views.fault_card(rules.Fault.NOT_SIX, act.reader)]
        tried = await pins.settle(session, now=act.now, actor=act.actor, known=known, fits=fits)
        match tried:
            case Unlocked():
                return [await then(session, tried)]
            case WrongPin():
                return [views.wrong_card(tried, act.reader)]
            case Locked():
                await go_on(state)
                return [views.locked_card(act.reader)]
            case NotSet():
                return [await _begin_anew(act, state)]

    await _hear(message, act, react)


async def _compare(act: Act, pin: str) -> tuple[Known | None, bool]:
    async with act.database.reading() as session:
        known = await queries.find_known(session, actor=act.actor)
    is_worth_it = known is not None and not known.is_locked and rules.is_six_digits(pin)
    return known, is_worth_it and known is not None and await digests.fits(known.digest, pin)


async def _begin_anew(act: Act, state: FSMContext) -> Card:
    """It was reset a moment ago: a new one is chosen on the way to what was wanted."""
    kept = (await state.get_data()).get("pin", {})
    await interrupt(state, AtPin.choosing, **kept)
    return views.new_card(act.reader)


async def _hear(message: Message, act: Act, react: Reaction) -> None:
    """React to what was typed; if it may tell a PIN it goes from the chat, right or wrong."""
    telling = rules.tells_digits(message.text or "")
    async with act.transaction() as session:
        if telling:
            await act.traces.take_typed(session)
        found = await react(session)
    if telling:
        await _delete(act, message)
    for one in found:
        await act.say(await card_of(one, act))


async def _delete(act: Act, message: Message) -> None:
    try:
        await act.bot.delete_message(message.chat.id, message.message_id)
    except (TelegramAPIError, ClientDecodeError) as error:  # its row is tried again
        log.warning("pin.still_shown", chat_id=message.chat.id, code=type(error).__name__)
