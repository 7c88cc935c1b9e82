"""What the PIN of whoever vouches stands before: a way back, and the PIN of somebody else."""

from aiogram.fsm.context import FSMContext

from handlers.act import Act
from handlers.pin_asking import ask_pin
from models.database import Session
from services.access.service import Denied
from services.joining import lost_phones, returning
from services.joining.types import Invited, Waiting
from services.pins.types import Closed
from views.card import Card
from views.errors import denied_card
from views.phones import InviteBack, ResetPin, reset_card

Found = Card | Invited | Waiting | Denied  # a link's card is made after the commit


async def way_back(session: Session, act: Act, state: FSMContext, press: InviteBack) -> Found:
    link = await returning.invite_back(
        session, now=act.now, actor=act.actor, profile=act.profile, person_id=press.person_id
    )
    return await ask_pin(state, act, link, press) if isinstance(link, Closed) else link


async def reset_face(session: Session, act: Act, state: FSMContext, press: ResetPin) -> Card:
    found = await lost_phones.reset_pin(session, now=act.now, actor=act.actor, person_id=press.person_id)
    match found:
        case Closed():
            return await ask_pin(state, act, found, press)
        case Denied():
            return denied_card(act.reader)
        case _:
            return reset_card(found, act.reader)
