"""The school, for its administrators."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.act import Act
from handlers.behind import behind
from handlers.inviting import answer_to
from handlers.keys import Key, Typed
from models.codes import OF_A_CLASS, Role
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.joining import service as joining
from services.joining import staff
from services.joining.staff import SchoolView
from services.joining.types import Invited
from views import school as views
from views.card import Card
from views.errors import denied_card
from views.joining import pending_card


class AtSchool(StatesGroup):
    classes = State()
    county = State()


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_own_school, Key("menu.school"))
    router.message.register(add_classes, AtSchool.classes, Typed())
    router.message.register(invite_county, AtSchool.county, Typed())
    press = router.callback_query.register
    press(choose_role, views.OpenSchool.filter(F.what == "invite"))
    press(ask_classes, views.OpenSchool.filter(F.what == "add"))
    press(open_school, views.OpenSchool.filter())
    press(choose_class, views.InviteRole.filter(F.role.in_(OF_A_CLASS)))
    press(invite_role, views.InviteRole.filter())
    press(invite_teacher, views.InviteTeacher.filter())
    press(open_waiting, views.OpenWaiting.filter())
    return router


@behind(Action.SEE_SCHOOL)
async def open_own_school(message: Message, state: FSMContext, act: Act) -> None:
    school_id = min(act.actor.units(Role.ADMINISTRATOR), default=0)
    view = await _see(state, act, school_id)
    await act.say(_face(view, act, lambda seen: views.school_card(seen, act.reader)))


@behind(Action.SEE_SCHOOL)
async def open_school(
    query: CallbackQuery, callback_data: views.OpenSchool, state: FSMContext, act: Act
) -> None:
    """Show the school, or one of its lists."""
    view = await _see(state, act, callback_data.school_id)
    faces = {
        "remove": lambda seen: views.removal_card(seen, callback_data.page, act.reader),
        "waiting": lambda seen: views.waiting_card(seen, callback_data.page, act.reader),
    }
    face = faces.get(callback_data.what, lambda seen: views.school_card(seen, act.reader))
    await act.show(_face(view, act, face))


@behind(Action.SEE_SCHOOL)
async def choose_role(
    query: CallbackQuery, callback_data: views.OpenSchool, state: FSMContext, act: Act
) -> None:
    view = await _see(state, act, callback_data.school_id)
    await act.show(_face(view, act, lambda seen: views.roles_card(seen.school_id, act.reader)))


@behind(Action.SEE_SCHOOL)
async def choose_class(
    query: CallbackQuery, callback_data: views.InviteRole, state: FSMContext, act: Act
) -> None:
    view = await _see(state, act, callback_data.school_id)
    role, page = callback_data.role, callback_data.page
    await act.show(_face(view, act, lambda seen: views.class_choice_card(seen, role, page, act.reader)))


@behind(Action.INVITE_STAFF)
async def invite_teacher(query: CallbackQuery, callback_data: views.InviteTeacher, act: Act) -> None:
    async with act.transaction() as session:
        invited = await _invite(session, act, callback_data.role, callback_data.class_id)
    await act.say(await answer_to(invited, act))


@behind(Action.INVITE_STAFF, Action.SEE_SCHOOL)
async def invite_role(
    query: CallbackQuery, callback_data: views.InviteRole, state: FSMContext, act: Act
) -> None:
    """Make the link; a county officer's county is asked for by name when the school has none yet."""
    school_id, role = callback_data.school_id, callback_data.role
    invited: Invited | Denied | None = None
    async with act.transaction() as session:
        await state.clear()
        if role is Role.COUNTY_OFFICER and await _lacks_county(session, act, school_id):
            await state.set_state(AtSchool.county)
            await state.set_data({"school_id": school_id})
        else:
            invited = await _invite(session, act, role, school_id)
    if invited is None:
        await act.show(views.county_card(act.reader))
    else:
        await act.say(await answer_to(invited, act))


@behind(Action.INVITE_STAFF)
async def invite_county(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        data = await state.get_data()
        invited = await _invite(session, act, Role.COUNTY_OFFICER, data["school_id"], county=message.text)
        await state.clear()
    await act.say(await answer_to(invited, act))


@behind(Action.SEE_SCHOOL)
async def ask_classes(
    query: CallbackQuery, callback_data: views.OpenSchool, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        view = await staff.see_school(
            session, now=act.now, actor=act.actor, school_id=callback_data.school_id
        )
        if isinstance(view, SchoolView):
            await state.set_state(AtSchool.classes)
            await state.set_data({"school_id": callback_data.school_id})
    await act.show(_face(view, act, lambda _: views.add_class_card(act.reader)))


@behind(Action.ADD_CLASS)
async def add_classes(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        data = await state.get_data()
        view = await staff.add_school_classes(
            session, now=act.now, actor=act.actor, school_id=data["school_id"], text=message.text or ""
        )
        await state.clear()
    await act.say(_face(view, act, lambda seen: views.school_card(seen, act.reader)))


@behind(Action.SEE_SCHOOL)
async def open_waiting(
    query: CallbackQuery, callback_data: views.OpenWaiting, state: FSMContext, act: Act
) -> None:
    """Show one newcomer with yes and no; somebody settled meanwhile leads back to the list."""
    view = await _see(state, act, callback_data.school_id)

    def face(seen: SchoolView) -> Card:
        wanted = callback_data.invitation_id
        one = next((one for one in seen.waiting if one.invitation_id == wanted), None)
        return pending_card(one, act.reader) if one else views.waiting_card(seen, 0, act.reader)

    await act.show(_face(view, act, face))


async def _see(state: FSMContext, act: Act, school_id: int) -> SchoolView | Denied:
    async with act.transaction() as session:
        await state.clear()
        return await staff.see_school(session, now=act.now, actor=act.actor, school_id=school_id)


async def _invite(
    session: Session, act: Act, role: Role, unit_id: int, county: str | None = None
) -> Invited | Denied:
    return await joining.invite_staff(
        session,
        now=act.now,
        actor=act.actor,
        profile=act.profile,
        role=role,
        unit_id=unit_id,
        county_name=county,
    )


async def _lacks_county(session: Session, act: Act, school_id: int) -> bool:
    view = await staff.see_school(session, now=act.now, actor=act.actor, school_id=school_id)
    return isinstance(view, SchoolView) and not view.has_county


def _face(view: SchoolView | Denied, act: Act, face: Callable[[SchoolView], Card]) -> Card:
    return denied_card(act.reader) if isinstance(view, Denied) else face(view)
