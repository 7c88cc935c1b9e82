"""The five questions; no conversation is touched, so that whatever is being typed goes on."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.act import Act
from handlers.behind import behind
from services.access.rules import Action
from services.access.service import Denied
from services.lesson import service as lesson
from services.lesson.types import Asked, Outdated, Progress
from views import lesson as views
from views.card import Card
from views.errors import denied_card
from views.presses import OpenLearners, OpenLesson
from views.school import back_button


def make_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(answer, views.LessonAnswer.filter())
    router.callback_query.register(ask, views.LessonAsk.filter())
    router.callback_query.register(open_lesson, OpenLesson.filter())
    router.callback_query.register(open_learners, OpenLearners.filter())
    return router


@behind(Action.TAKE_LESSON)
async def open_lesson(_query: CallbackQuery, callback_data: OpenLesson, act: Act) -> None:
    """Go on where somebody stands, or say how the round went."""
    opening = lesson.open_lesson if callback_data.ended else lesson.begin
    async with act.transaction() as session:
        found = await opening(
            session, now=act.now, actor=act.actor, profile=act.profile, person_id=callback_data.person_id
        )
    await act.show(_card(found, act))


@behind(Action.TAKE_LESSON)
async def ask(_query: CallbackQuery, callback_data: views.LessonAsk, act: Act) -> None:
    async with act.transaction() as session:
        asked = await lesson.ask(
            session, now=act.now, actor=act.actor, profile=act.profile, person_id=callback_data.person_id,
            version=callback_data.version, code=callback_data.code, is_review=callback_data.review,
        )  # fmt: skip
    await act.show(_card(asked, act))


@behind(Action.TAKE_LESSON)
async def answer(_query: CallbackQuery, callback_data: views.LessonAnswer, act: Act) -> None:
    async with act.transaction() as session:
        found = await lesson.answer(
            session, now=act.now, actor=act.actor, profile=act.profile, person_id=callback_data.person_id,
            version=callback_data.version, code=callback_data.code, chosen=callback_data.chosen,
            is_review=callback_data.review,
        )  # fmt: skip
    if isinstance(found, Denied | Outdated):
        await act.show(_card(found, act))
    else:
        await act.show(views.answered_card(found, act.reader))


@behind(Action.SEE_SCHOOL)
async def open_learners(_query: CallbackQuery, callback_data: OpenLearners, act: Act) -> None:
    school_id = callback_data.school_id
    async with act.transaction() as session:
        found = await lesson.list_learners(
            session, now=act.now, actor=act.actor, profile=act.profile, school_id=school_id
        )
    if isinstance(found, Denied):
        await act.show(denied_card(act.reader))
    else:
        await act.show(views.learners_card(found, back_button(school_id, act.reader), act.reader))


def _card(found: Asked | Progress | Outdated | Denied, act: Act) -> Card:
    match found:
        case Denied():
            return denied_card(act.reader)
        case Outdated():
            return views.outdated_card(found.progress, act.reader)
        case Asked():
            return views.question_card(found, act.reader)
        case Progress():
            return views.progress_card(found, act.reader)
