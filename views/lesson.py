"""The five questions: one a card, what is right and why on the same card, and who hasn't done them yet."""

from collections.abc import Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData

from services.lesson.types import Answered, Asked, Learners, LessonOffer, Progress
from services.notifications.facts import Facts
from services.profile import Question
from services.profile.lesson import Answer
from views.card import Button, Card, Style
from views.presses import Id, OpenLearners, OpenLesson
from views.reader import Reader


class LessonAsk(CallbackData, prefix="lesask"):
    """`review`: whoever has passed looks through all of them again."""

    person_id: Id
    version: str
    code: str
    review: bool = False


class LessonAnswer(CallbackData, prefix="lesans"):
    person_id: Id
    version: str
    code: str
    chosen: str
    review: bool = False


def open_button(reader: Reader) -> Button:
    return Button(reader.plain("lesson.open"), OpenLesson().pack())


def learners_button(school_id: int, reader: Reader) -> Button:
    return Button(reader.plain("lesson.learners"), OpenLearners(school_id=school_id).pack())


def offer_card(facts: LessonOffer, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    begin = Button(reader.plain("lesson.begin"), OpenLesson(person_id=facts.person_id).pack())
    return Card(reader.t("lesson.offer"), ((begin,),))


def question_card(asked: Asked, reader: Reader) -> Card:
    rows = tuple((_choice(asked, one, reader),) for one in asked.question.answers)
    return Card("\n".join(_question(asked, reader)), rows)


def answered_card(answered: Answered, reader: Reader) -> Card:
    """The same card: what was chosen, whether it is right, and why, in one sentence."""
    question, chosen = answered.asked.question, answered.chosen
    lines = [
        *_question(answered.asked, reader),
        reader.t("lesson.right" if chosen.right else "lesson.wrong", answer=chosen.words[reader.locale]),
        "",
        reader.t("lesson.why", why=question.why[reader.locale]),
    ]
    if not question.verified:
        lines.append(reader.t("lesson.unverified"))
    return Card("\n".join(lines), ((_onward(answered, reader),),))


def progress_card(progress: Progress, reader: Reader) -> Card:
    """The end of a round: five of five, or which are asked again."""
    person_id, left = progress.person_id, len(progress.missing)
    if progress.passed_at is not None:
        button = Button(reader.plain("lesson.review"), _ask(progress, progress.first, review=True))
        return Card(_named(progress, reader.t("lesson.passed", total=progress.total), reader), ((button,),))
    again = Button(reader.plain("lesson.again"), OpenLesson(person_id=person_id).pack(), style=Style.PRIMARY)
    text = reader.count("lesson.some", left, right=progress.total - left, total=progress.total)
    return Card(_named(progress, text, reader), ((again,),))


def outdated_card(progress: Progress, reader: Reader) -> Card:
    begin = Button(reader.plain("lesson.begin"), OpenLesson(person_id=progress.person_id).pack())
    return Card(reader.t("lesson.outdated"), ((begin,),))


def learners_card(learners: Learners, back: Button, reader: Reader) -> Card:
    """Names of those who haven't, and a number of those who have: nobody's score, no order of merit."""
    lines = [reader.count("lesson.done", learners.done)]
    if learners.left:
        names = reader.plain("joining.list_sign").join(learners.left)
        lines.insert(0, reader.count("lesson.left", len(learners.left), names=names))
    else:
        lines.insert(0, reader.t("lesson.all_done"))
    return Card("\n".join(lines), ((back,),), protected=True)


def _question(asked: Asked, reader: Reader) -> list[str]:
    title = reader.t("lesson.place", place=asked.place, total=asked.progress.total)
    return [_named(asked.progress, title, reader), reader.t("lesson.question", text=_words(asked, reader))]


def _words(asked: Asked, reader: Reader) -> str:
    return asked.question.words[reader.locale]


def _named(progress: Progress, text: str, reader: Reader) -> str:
    return text if progress.name is None else f"{reader.t('lesson.of', name=progress.name)}\n{text}"


def _choice(asked: Asked, one: Answer, reader: Reader) -> Button:
    press = LessonAnswer(
        person_id=asked.progress.person_id, version=asked.progress.version, code=asked.question.code,
        chosen=one.code, review=asked.is_review,
    )  # fmt: skip
    return Button(one.words[reader.locale], press.pack())


def _onward(answered: Answered, reader: Reader) -> Button:
    asked, following = answered.asked, answered.following
    if following is None:
        press = OpenLesson(person_id=asked.progress.person_id, ended=True).pack()
        return Button(reader.plain("lesson.result"), press, style=Style.PRIMARY)
    press = _ask(asked.progress, following, review=asked.is_review)
    return Button(reader.plain("lesson.next"), press, style=Style.PRIMARY)


def _ask(progress: Progress, question: Question, *, review: bool) -> str:
    return LessonAsk(
        person_id=progress.person_id, version=progress.version, code=question.code, review=review
    ).pack()


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {LessonOffer: offer_card}
