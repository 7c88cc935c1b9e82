"""The written report says how the child's people are reached, where the school has written it down."""

from models.codes import Detail
from models.database import Database
from services.reaching.service import Owner, store
from tests.casework import papers, steps
from tests.phones import Room
from tests.world import NOW, School

ID_NUMBER = "11010519491231002X"


async def test_numbers_address_and_identity_number_stand_in_it(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        for kind, value, owner in (
            (Detail.PHONE, "+8613800000001", Owner(person_id=school.grandmother_id)),
            (Detail.PHONE, "+8613800000002", Owner(relation_id=school.mother_relation_id)),
            (Detail.ADDRESS, "稻香坪村三组", Owner(child_id=school.child_id)),
            (Detail.ID_NUMBER, ID_NUMBER, Owner(child_id=school.child_id)),
        ):
            await store(
                session, now=NOW, by=school.teacher_id, kind=kind, value=value, confirmed=True, owner=owner
            )
    head = await steps.taken(room)
    await steps.look(head)
    await head.press("书面报告")
    word = next(text for name, text in papers.sent(room).items() if name.endswith(".docx"))
    said = papers.text_of_word(word)
    for held in ("+8613800000001", "+8613800000002", "稻香坪村三组", ID_NUMBER):
        assert held in said
