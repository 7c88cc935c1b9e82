"""The school, for its administrators."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import staff_faces
from handlers.act import Act
from handlers.behind import behind
from handlers.keys import Key, Typed
from handlers.staff_faces import AtSchool
from models.codes import OF_A_CLASS, Role
from services.access.rules import Action
from services.access.service import Denied
from services.joining import staff
from services.joining.staff import SchoolView
from views import school as views
from views.card import Card
from views.errors import denied_card
from views.joining import pending_card


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
    which = await staff_faces.which_place(
        state, act, Role.ADMINISTRATOR, lambda one: views.OpenSchool(school_id=one).pack()
    )
    if which is not None:
        return await act.say(which)
    school_id = min(act.actor.units(Role.ADMINISTRATOR), default=0)
    view = await _see(state, act, school_id)
    return await act.say(_face(view, act, lambda seen: views.school_card(seen, act.reader)))


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
async def invite_teacher(
    _query: CallbackQuery, callback_data: views.InviteTeacher, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        found = await staff_faces.teacher_face(session, act, state, callback_data)
    await staff_faces.say(found, act)


@behind(Action.INVITE_STAFF, Action.SEE_SCHOOL)
async def invite_role(
    _query: CallbackQuery, callback_data: views.InviteRole, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await staff_faces.role_face(session, act, state, callback_data)
    await staff_faces.say(found, act)


@behind(Action.INVITE_STAFF)
async def invite_county(message: Message, state: FSMContext, act: Act) -> None:
    """The county is named; should the PIN have shut meanwhile, its name is asked for once more after it."""
    async with act.transaction() as session:
        school_id = (await state.get_data())["school_id"]
        press = views.InviteRole(school_id=school_id, role=Role.COUNTY_OFFICER)
        found = await staff_faces.invite(
            session, act, state, press, press.role, school_id, county=message.text
        )
        if not isinstance(found, Card):
            await state.clear()
    await staff_faces.say(found, act)


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


def _face(view: SchoolView | Denied, act: Act, face: Callable[[SchoolView], Card]) -> Card:
    return denied_card(act.reader) if isinstance(view, Denied) else face(view)
