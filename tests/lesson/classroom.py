"""Somebody takes the lesson by the labels of the buttons, rightly or not."""

from sqlmodel import col, select

from models import LessonResult
from models.database import Database
from services.lesson import service as lesson
from services.profile import Profile, Question
from tests.phones import Phone
from tests.world import NOW

BEGIN, NEXT, RESULT, AGAIN, REVIEW = "开始", "下一题", "看看结果", "再来一次", "再看一遍"
DENIED = "这里没有您可以查看的内容"


async def offer(database: Database, profile: Profile, person_id: int) -> None:
    async with database.transaction() as session:
        await lesson.offer(session, now=NOW, profile=profile, person_id=person_id)


def label(question: Question, *, right: bool) -> str:
    return next(one.words["zh_CN"] for one in question.answers if one.right is right)


async def go_through(phone: Phone, questions: tuple[Question, ...], *, wrong: tuple[str, ...] = ()) -> None:
    """Answer one question after the other, down to the card that says how it went."""
    for n, question in enumerate(questions, 1):
        assert question.words["zh_CN"] in phone.last.text
        await phone.press(label(question, right=question.code not in wrong), on=phone.last)
        assert question.why["zh_CN"] in phone.last.text
        await phone.press(NEXT if n < len(questions) else RESULT, on=phone.last)


async def results(database: Database) -> list[LessonResult]:
    async with database.reading() as session:
        return list(await session.exec(select(LessonResult).order_by(col(LessonResult.id))))
