"""A county's schools, for its officers."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import county_faces, staff_faces
from handlers.act import Act
from handlers.behind import behind
from handlers.county_faces import AtCounty
from handlers.keys import Key, Typed
from models.codes import Role
from models.database import Session
from services.access.rules import Action
from services.access.service import Denied
from services.casework import counting
from services.joining import county
from services.joining.county_view import CountyView
from services.joining.rules import clean_unit_name
from views import county as views
from views.card import Card
from views.county_counts import counts_card
from views.errors import denied_card
from views.presses import OpenCounty


def make_router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_own_county, Key("menu.county"))
    router.message.register(take_township, AtCounty.township, Typed())
    router.message.register(take_school, AtCounty.school, Typed())
    press = router.callback_query.register
    press(open_county, OpenCounty.filter())
    press(open_posts, views.OpenCountyPosts.filter())
    press(count_county, views.CountCounty.filter())
    press(begin_school, views.FoundSchool.filter())
    press(pick_township, views.PickTownship.filter(), StateFilter(AtCounty.township))
    press(reopen_county, views.PickTownship.filter())
    press(ask_township, views.OpenCountySchool.filter(F.township))
    press(open_school, views.OpenCountySchool.filter())
    press(invite_officer, views.InviteOfficer.filter())
    press(invite_head, views.InviteHead.filter())
    return router


@behind(Action.SEE_COUNTY)
async def open_own_county(message: Message, state: FSMContext, act: Act) -> None:
    which = await staff_faces.which_place(
        state, act, Role.COUNTY_OFFICER, lambda one: OpenCounty(county_id=one).pack()
    )
    if which is not None:
        return await act.say(which)
    view = await _see(state, act, min(act.actor.units(Role.COUNTY_OFFICER), default=0))
    return await act.say(_face(view, act, lambda seen: views.county_card(seen, 0, act.reader)))


@behind(Action.SEE_COUNTY)
async def open_county(_query: CallbackQuery, callback_data: OpenCounty, state: FSMContext, act: Act) -> None:
    view = await _see(state, act, callback_data.county_id)
    await act.show(_face(view, act, lambda seen: views.county_card(seen, callback_data.page, act.reader)))


@behind(Action.SEE_COUNTY)
async def open_posts(
    _query: CallbackQuery, callback_data: views.OpenCountyPosts, state: FSMContext, act: Act
) -> None:
    view = await _see(state, act, callback_data.county_id)
    page = callback_data.page
    await act.show(_face(view, act, lambda seen: views.county_posts_card(seen, page, act.reader)))


@behind(Action.SEE_COUNTY)
async def count_county(
    _query: CallbackQuery, callback_data: views.CountCounty, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        await state.clear()
        counts = await counting.count_county(
            session, now=act.now, actor=act.actor, county_id=callback_data.county_id
        )
    await act.show(denied_card(act.reader) if isinstance(counts, Denied) else counts_card(counts, act.reader))


@behind(Action.SEE_COUNTY)
async def reopen_county(
    _query: CallbackQuery, callback_data: views.PickTownship, state: FSMContext, act: Act
) -> None:
    """A township of a question that nobody asks any more."""
    view = await _see(state, act, callback_data.county_id)
    await act.show(_face(view, act, lambda seen: views.county_card(seen, 0, act.reader)))


@behind(Action.SEE_COUNTY)
async def open_school(
    _query: CallbackQuery, callback_data: views.OpenCountySchool, state: FSMContext, act: Act
) -> None:
    view = await _see(state, act, callback_data.county_id)

    def face(seen: CountyView) -> Card:
        one = next((one for one in seen.schools if one.school_id == callback_data.school_id), None)
        return views.county_school_card(seen, one, act.reader) if one else denied_card(act.reader)

    await act.show(_face(view, act, face))


@behind(Action.SEE_COUNTY)
async def ask_township(
    _query: CallbackQuery, callback_data: views.OpenCountySchool, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        view = await county.see_county(
            session, now=act.now, actor=act.actor, county_id=callback_data.county_id
        )
        if isinstance(view, CountyView):
            await state.set_state(AtCounty.township)
            await state.set_data({"county_id": callback_data.county_id, "school_id": callback_data.school_id})
    await act.show(_face(view, act, lambda seen: views.township_card(seen, act.reader, may_be_none=False)))


@behind(Action.SEE_COUNTY)
async def begin_school(
    _query: CallbackQuery, callback_data: views.FoundSchool, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await county_faces.township_face(session, act, state, callback_data)
    await staff_faces.say(found, act)


@behind(Action.SEE_COUNTY, Action.FOUND_SCHOOL)
async def pick_township(
    _query: CallbackQuery, callback_data: views.PickTownship, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        view = await county.see_county(
            session, now=act.now, actor=act.actor, county_id=callback_data.county_id
        )
        known = dict(view.townships) if isinstance(view, CountyView) else {}
        card = denied_card(act.reader)
        if isinstance(view, CountyView):
            card = await _go_on(session, state, act, known.get(callback_data.township_id))
    await act.show(card)


@behind(Action.FOUND_SCHOOL)
async def take_township(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        card = await _go_on(session, state, act, clean_unit_name(message.text or ""))
    await act.say(card)


@behind(Action.FOUND_SCHOOL)
async def take_school(message: Message, state: FSMContext, act: Act) -> None:
    async with act.transaction() as session:
        found = await county_faces.found_face(session, act, state, message.text or "")
    await staff_faces.say(found, act)


@behind(Action.FOUND_SCHOOL)
async def invite_head(
    _query: CallbackQuery, callback_data: views.InviteHead, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await county_faces.head_face(session, act, state, callback_data)
    await staff_faces.say(found, act)


@behind(Action.INVITE_OFFICER)
async def invite_officer(
    _query: CallbackQuery, callback_data: views.InviteOfficer, state: FSMContext, act: Act
) -> None:
    async with act.transaction() as session:
        await state.clear()
        found = await county_faces.officer_face(session, act, state, callback_data)
    await staff_faces.say(found, act)


async def _go_on(session: Session, state: FSMContext, act: Act, township: str | None) -> Card:
    """A school that is here is put into its township; of a new one the name is asked."""
    data = await state.get_data()
    if not data["school_id"]:
        await state.set_state(AtCounty.school)
        await state.set_data({**data, "township": township})
        return views.school_name_card(act.reader)
    await state.clear()
    if township is None:
        return denied_card(act.reader)
    view = await county.put_in_township(
        session, now=act.now, actor=act.actor, school_id=data["school_id"], township=township
    )
    return _face(view, act, lambda seen: views.county_card(seen, 0, act.reader))


async def _see(state: FSMContext, act: Act, county_id: int) -> CountyView | Denied:
    async with act.transaction() as session:
        await state.clear()
        return await county.see_county(session, now=act.now, actor=act.actor, county_id=county_id)


def _face(view: CountyView | Denied, act: Act, face: Callable[[CountyView], Card]) -> Card:
    return denied_card(act.reader) if isinstance(view, Denied) else face(view)
