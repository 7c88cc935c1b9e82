"""What the PIN of a county's officer stands before: a further school, and the link of its head."""

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.act import Act
from handlers.phone_faces import Found
from handlers.pin_asking import ask_pin
from models.database import Session
from services.access.service import Denied
from services.joining import county
from services.pins import service as pins
from services.pins.types import Closed
from views.county import FoundSchool, InviteHead, InviteOfficer, township_card


class AtCounty(StatesGroup):
    """A school is being founded: in which township, and by which name."""

    township = State()
    school = State()


async def township_face(session: Session, act: Act, state: FSMContext, press: FoundSchool) -> Found:
    closed = await pins.keep_open(session, now=act.now, actor=act.actor)
    if closed is not None:
        return await ask_pin(state, act, closed, press)
    view = await county.see_county(session, now=act.now, actor=act.actor, county_id=press.county_id)
    if isinstance(view, Denied):
        return view
    await state.set_state(AtCounty.township)
    await state.set_data({"county_id": press.county_id, "school_id": 0})
    return township_card(view, act.reader, may_be_none=True)


async def found_face(session: Session, act: Act, state: FSMContext, typed: str) -> Found:
    """The name is typed; should the PIN have shut meanwhile, the questions begin anew after it."""
    data = await state.get_data()
    county_id = data["county_id"]
    link = await county.found_school(
        session, now=act.now, actor=act.actor, profile=act.profile, county_id=county_id,
        township=data["township"], name=typed,
    )  # fmt: skip
    await state.clear()
    if isinstance(link, Closed):
        return await ask_pin(state, act, link, FoundSchool(county_id=county_id))
    return link


async def head_face(session: Session, act: Act, state: FSMContext, press: InviteHead) -> Found:
    link = await county.invite_head(
        session, now=act.now, actor=act.actor, profile=act.profile, school_id=press.school_id
    )
    return await ask_pin(state, act, link, press) if isinstance(link, Closed) else link


async def officer_face(session: Session, act: Act, state: FSMContext, press: InviteOfficer) -> Found:
    link = await county.invite_officer(
        session, now=act.now, actor=act.actor, profile=act.profile, county_id=press.county_id
    )
    return await ask_pin(state, act, link, press) if isinstance(link, Closed) else link
