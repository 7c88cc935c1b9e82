"""What any handler does when the PIN stands before what was pressed: ask, and remember the press."""

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.act import Act
from services.pins.types import Closed, Why
from views.card import Card
from views.pins import closed_card


class AtPin(StatesGroup):
    """What is typed is a PIN: the one there is, the old one to be changed, a new one, the same once more."""

    trying = State()
    changing = State()
    choosing = State()
    repeating = State()


async def ask_pin(state: FSMContext, act: Act, closed: Closed, wanted: CallbackData) -> Card:
    """Await the PIN; `wanted` is the press that is carried out after it (`handlers.pins.OPENERS`)."""
    if closed.why is not Why.LOCKED:
        await interrupt(
            state, AtPin.choosing if closed.why is Why.NOT_SET else AtPin.trying, wanted=wanted.pack()
        )
    return closed_card(closed, act.reader)


async def interrupt(state: FSMContext, at: State, **kept: Any) -> None:
    """Ask in between: what was begun, such as a note half made, goes on afterwards."""
    begun, data = await state.get_state(), await state.get_data()
    if begun in AtPin:
        begun = data.get("pin", {}).get("begun")
    await state.set_state(at)
    await state.set_data({**data, "pin": {**kept, "begun": begun}})


async def go_on(state: FSMContext) -> dict[str, Any]:
    """Take up what was begun before the PIN was asked; return what `interrupt` kept."""
    data = await state.get_data()
    kept: dict[str, Any] = data.pop("pin", {})
    await state.set_state(kept.get("begun"))
    await state.set_data(data)
    return kept
