"""What the PIN of an administrator stands before: a link that lets a colleague near the children."""

from collections.abc import Callable

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.act import Act
from handlers.inviting import answer_to
from handlers.phone_faces import Found
from handlers.pin_asking import ask_pin
from models.codes import Role
from models.database import Session
from services.joining import service as joining
from services.joining import staff
from services.joining.staff import SchoolView
from services.people.queries import get_unit
from services.pins import service as pins
from services.pins.types import Closed
from views.card import Card
from views.lists import which_card
from views.places import InviteDirector
from views.school import InviteRole, InviteTeacher, county_card

Press = InviteRole | InviteTeacher | InviteDirector


class AtSchool(StatesGroup):
    """Which classes there are, and what the county is called."""

    classes = State()
    county = State()


async def role_face(session: Session, act: Act, state: FSMContext, press: InviteRole) -> Found:
    """The link; a county officer's county is asked for by name when the school has none yet."""
    if press.role is not Role.COUNTY_OFFICER or not await _lacks_county(session, act, press.school_id):
        return await invite(session, act, state, press, press.role, press.school_id)
    closed = await pins.keep_open(session, now=act.now, actor=act.actor)
    if closed is not None:
        return await ask_pin(state, act, closed, press)
    await state.set_state(AtSchool.county)
    await state.set_data({"school_id": press.school_id})
    return county_card(act.reader)


async def teacher_face(session: Session, act: Act, state: FSMContext, press: InviteTeacher) -> Found:
    return await invite(session, act, state, press, press.role, press.class_id)


async def director_face(session: Session, act: Act, state: FSMContext, press: InviteDirector) -> Found:
    return await invite(session, act, state, press, Role.VILLAGE_DIRECTOR, press.village_id)


async def invite(
    session: Session,
    act: Act,
    state: FSMContext,
    press: Press,
    role: Role,
    unit_id: int,
    *,
    county: str | None = None,
) -> Found:
    """Make the link, or ask for the PIN and carry out `press` after it."""
    link = await joining.invite_staff(
        session, now=act.now, actor=act.actor, profile=act.profile, role=role, unit_id=unit_id,
        county_name=county,
    )  # fmt: skip
    return await ask_pin(state, act, link, press) if isinstance(link, Closed) else link


async def say(found: Found, act: Act) -> None:
    """A question takes the place of the card that was pressed; a link is a message of its own."""
    if isinstance(found, Card):
        await act.show(found)
    else:
        await act.say(await answer_to(found, act))


async def _lacks_county(session: Session, act: Act, school_id: int) -> bool:
    view = await staff.see_school(session, now=act.now, actor=act.actor, school_id=school_id)
    return isinstance(view, SchoolView) and not view.has_county


async def which_place(state: FSMContext, act: Act, role: Role, press: Callable[[int], str]) -> Card | None:
    """Somebody who holds a role in several places says which to open; None: nothing is to be asked."""
    unit_ids = sorted(act.actor.units(role))
    if len(unit_ids) < 2:
        return None
    async with act.transaction() as session:
        await state.clear()
        units = [await get_unit(session, one) for one in unit_ids]
    return which_card([(one.name, press(one.id or 0)) for one in units], act.reader)
