"""A case's papers keep what was noted by mistake, with by whom it was taken back and why."""

from sqlmodel import select

from models import CaseEvent
from models.case_codes import CaseFact, Mistake
from models.database import Database
from services.casework.gathering import gather
from tests.alerts import story
from tests.casework import steps
from tests.casework.test_amending import take_back
from tests.phones import Room
from tests.world import School


async def test_the_papers_keep_both_with_by_whom_and_why(
    room: Room, database: Database, school: School
) -> None:
    head = await steps.called(room)
    await head.press("警方受理了")
    await room.later(minutes=1)
    await take_back(head, "警方受理")
    async with database.transaction() as session:
        case = await story.get_case(database)
        paper = await gather(session, now=room.clock.at, case=case, viewer=school.head_id)
    struck = next(one for one in paper.happened if one.fact is CaseFact.ACCEPTED)
    back = next(one for one in paper.happened if one.fact is CaseFact.TAKEN_BACK)
    assert (struck.amended_by, back.amends) == (
        paper.happened.index(back) + 1, paper.happened.index(struck) + 1
    )  # fmt: skip
    assert (back.mistake, back.who.name) == (Mistake.MISTAP, "顾明河")
    assert struck not in paper.standing
    assert back not in paper.standing
    assert CaseFact.POLICE_CALLED in {one.fact for one in paper.standing}
    async with database.reading() as session:
        assert len(list(await session.exec(select(CaseEvent)))) == len(paper.happened)
