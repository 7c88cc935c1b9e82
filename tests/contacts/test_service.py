"""One outcome a child and month, whoever is first."""

import asyncio

import pytest

from models.codes import Notice, Outcome
from models.database import Database
from services.access.service import Denied
from services.contacts import service as contacts
from services.contacts.types import Told
from tests.reminders.months import add_father, list_contacts, list_notices
from tests.world import MOTHER, NOW, TEACHER, School, actor_of

FATHER = 301


async def tell(database: Database, school: School, who: int, outcome: Outcome) -> Told:
    actor = await actor_of(database, who)
    async with database.transaction() as session:
        told = await contacts.tell(
            session, now=NOW, actor=actor, child_id=school.child_id, month="2026-11", outcome=outcome
        )
    assert not isinstance(told, Denied)
    return told


@pytest.mark.db
async def test_of_three_at_once_one_is_stored(database: Database, school: School) -> None:
    await add_father(database, school, FATHER, timezone="Asia/Tashkent")
    told = await asyncio.gather(
        tell(database, school, MOTHER, Outcome.CALLED),
        tell(database, school, FATHER, Outcome.CALLED),
        tell(database, school, TEACHER, Outcome.LETTER),
    )
    assert sum(one.is_new for one in told) == 1
    (contact,) = await list_contacts(database)
    assert {one.outcome for one in told} == {contact.outcome}
    by_teacher = contact.told_by_id == school.teacher_id
    assert len(await list_notices(database, Notice.CONTACT_TOLD)) == (0 if by_teacher else 1)


async def test_of_one_parent_the_other_is_not_told_who(database: Database, school: School) -> None:
    await add_father(database, school, FATHER, timezone="Asia/Tashkent")
    await tell(database, school, MOTHER, Outcome.CALLED)
    again = await tell(database, school, FATHER, Outcome.CALLED)
    assert (again.is_new, again.staff_name) == (False, None)
