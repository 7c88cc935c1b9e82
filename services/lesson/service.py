"""Five questions: offered once, taken when it suits, never asked again once they are done."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.lesson import queries
from services.lesson.rules import LEARNERS, missing, next_after
from services.lesson.types import Answered, Asked, Learners, LessonOffer, Outdated, Progress
from services.notifications import service as notifications
from services.notifications.facts import Loader
from services.people.actor import Actor
from services.people.queries import list_roles
from services.profile import Lesson, Profile, Question


async def offer(session: AsyncSession, *, now: datetime, profile: Profile, person_id: int) -> None:
    """Offer the lesson to somebody who has just joined; they hear of this version once."""
    held = await list_roles(session, now=now, person_ids=[person_id])
    version = profile.lesson.version
    if not any(one.role in LEARNERS for one in held):
        return
    if await queries.add_result(session, now=now, person_id=person_id, version=version):
        await notifications.enqueue(
            session, now=now, kind=Notice.LESSON_OFFER, recipient_id=person_id, params={"version": version},
            dedup_key=f"lesson:{person_id}:{version}",
        )  # fmt: skip


async def offer_anew(session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile) -> None:
    """Offer it once more to whoever knows other questions than today's."""
    for person_id in learners_of(actor):
        if await queries.has_learnt_another(session, person_id=person_id, version=profile.lesson.version):
            await offer(session, now=now, profile=profile, person_id=person_id)


async def open_lesson(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, person_id: int
) -> Progress | Denied:
    """Where somebody on this phone stands; 0: whoever here has still to learn it."""
    wanted = person_id or await _whose_turn(session, actor=actor, lesson=profile.lesson)
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.TAKE_LESSON, subject="person", subject_id=wanted or None,
        found=access.own(actor, wanted) if wanted in learners_of(actor) else {},
    )  # fmt: skip
    return decided if isinstance(decided, Denied) else await _progress(session, actor, profile.lesson, wanted)


async def begin(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, person_id: int
) -> Asked | Progress | Denied:
    """The first question that isn't right yet; to whoever has passed, only that."""
    progress = await open_lesson(session, now=now, actor=actor, profile=profile, person_id=person_id)
    if isinstance(progress, Denied) or progress.passed_at is not None or not progress.missing:
        return progress
    return _asked(progress, profile.lesson, progress.missing[0], is_review=False)


async def ask(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    person_id: int,
    version: str,
    code: str,
    is_review: bool,
) -> Asked | Outdated | Denied:
    """Show one question, as a button of whichever age asks for it."""
    progress = await open_lesson(session, now=now, actor=actor, profile=profile, person_id=person_id)
    if isinstance(progress, Denied):
        return progress
    lesson = profile.lesson
    question = lesson.question(code)
    if version != lesson.version or question is None:
        return Outdated(progress)
    return _asked(progress, lesson, question, is_review=is_review)


async def answer(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    person_id: int,
    version: str,
    code: str,
    chosen: str,
    is_review: bool,
) -> Answered | Outdated | Denied:
    """Note a right answer; a wrong one leaves no trace. The same tap twice is one."""
    asked = await ask(
        session, now=now, actor=actor, profile=profile, person_id=person_id, version=version, code=code,
        is_review=is_review,
    )  # fmt: skip
    if not isinstance(asked, Asked):
        return asked
    one = next((one for one in asked.question.answers if one.code == chosen), None)
    if one is None:
        return Outdated(asked.progress)
    if one.right:
        await _note(session, now=now, lesson=profile.lesson, person_id=person_id, code=code)
    questions, right = profile.lesson.questions, _right(asked.progress, profile.lesson)
    return Answered(asked, one, next_after(questions, right, code=code, is_review=is_review))


async def list_learners(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, school_id: int
) -> Learners | Denied:
    """Who of the school hasn't done it yet; how well anybody did is nobody's business."""
    decided = await access.decide_school(
        session, now=now, actor=actor, action=Action.SEE_SCHOOL, school_id=school_id
    )
    if isinstance(decided, Denied):
        return decided
    found = await queries.list_learners(session, now=now, school_id=school_id, version=profile.lesson.version)
    left = tuple(name for name, is_done in found if not is_done)
    return Learners(school_id, left, len(found) - len(left))


def learners_of(actor: Actor) -> list[int]:
    """The people on this phone who should know it."""
    return sorted({held.person_id for held in actor.roles if held.role in LEARNERS})


async def _whose_turn(session: AsyncSession, *, actor: Actor, lesson: Lesson) -> int:
    learners = learners_of(actor)
    for person_id in learners:
        result = await queries.find_result(session, person_id=person_id, version=lesson.version)
        if result is None or result.passed_at is None:
            return person_id
    return next(iter(learners), 0)


async def _progress(session: AsyncSession, actor: Actor, lesson: Lesson, person_id: int) -> Progress:
    result = await queries.find_result(session, person_id=person_id, version=lesson.version)
    left = missing(lesson.questions, result.known if result else ())
    name = await queries.find_name(session, person_id) if len(learners_of(actor)) > 1 else None
    passed_at = result.passed_at if result else None
    return Progress(
        person_id, name, lesson.version, len(lesson.questions), lesson.questions[0], left, passed_at
    )


def _asked(progress: Progress, lesson: Lesson, question: Question, *, is_review: bool) -> Asked:
    return Asked(progress, question, lesson.questions.index(question) + 1, is_review)


def _right(progress: Progress, lesson: Lesson) -> set[str]:
    return {one.code for one in lesson.questions} - {one.code for one in progress.missing}


async def _note(session: AsyncSession, *, now: datetime, lesson: Lesson, person_id: int, code: str) -> None:
    await queries.add_result(session, now=now, person_id=person_id, version=lesson.version)
    result = await queries.find_result(session, person_id=person_id, version=lesson.version, lock=True)
    if result is None or code in result.known:
        return
    result.known = [*result.known, code]
    if not missing(lesson.questions, result.known):
        result.passed_at = now
    session.add(result)
    await session.flush()


async def load_offer(
    session: AsyncSession, *, now: datetime, recipient_id: int, version: str
) -> LessonOffer | None:
    """None for whoever has begun by themselves, or works here no more."""
    result = await queries.find_result(session, person_id=recipient_id, version=version)
    held = await list_roles(session, now=now, person_ids=[recipient_id])
    is_open = result is None or not (result.known or result.passed_at)
    return LessonOffer(recipient_id) if is_open and any(one.role in LEARNERS for one in held) else None


NOTICES: dict[Notice, Loader] = {Notice.LESSON_OFFER: load_offer}
