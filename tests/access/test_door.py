"""The door on a real database: who gets in, and that a refusal is remembered and says nothing."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Child, Relation, RoleGrant
from models.database import Database
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from tests.world import (
    COUNTY,
    DEPUTY,
    GRANDMOTHER,
    HEAD,
    MOTHER,
    NOW,
    STRANGER,
    TEACHER,
    School,
    actor_of,
)

LATER = NOW + timedelta(days=1)


async def _decide(database: Database, who: int, action: Action, child_id: int) -> Granted | Denied:
    actor = await actor_of(database, who, now=LATER)
    async with database.transaction() as session:
        return await access.decide(session, now=LATER, actor=actor, action=action, child_id=child_id)


@pytest.mark.db
@pytest.mark.parametrize(
    ("who", "action", "allowed"),
    [
        (TEACHER, Action.SEE_CHILD, True),
        (HEAD, Action.SEE_CHILD, True),
        (MOTHER, Action.SEE_CHILD, True),
        (GRANDMOTHER, Action.SEE_CHILD, True),
        (COUNTY, Action.SEE_CHILD, False),
        (STRANGER, Action.SEE_CHILD, False),
        (DEPUTY, Action.WRITE_NOTE, False),  # teaches another class of the same school
        (DEPUTY, Action.RAISE_CASE, True),
        (MOTHER, Action.TELL_CONTACT, True),
        (GRANDMOTHER, Action.TELL_CONTACT, False),
        (MOTHER, Action.READ_NOTES, False),
    ],
)
async def test_who_gets_in(
    database: Database, school: School, who: int, action: Action, allowed: bool
) -> None:
    decision = await _decide(database, who, action, school.child_id)
    assert isinstance(decision, Granted) is allowed


@pytest.mark.db
async def test_a_refusal_commits_and_tells_nothing(database: Database, school: School) -> None:
    refused = await _decide(database, STRANGER, Action.SEE_CHILD, school.child_id)
    missing = await _decide(database, STRANGER, Action.SEE_CHILD, 4711)
    assert refused == missing == Denied()
    async with database.reading() as session:
        rows = (await session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))).all()
    assert [(row.telegram_id, row.subject_id, row.allowed) for row in rows] == [
        (STRANGER, school.child_id, False),
        (STRANGER, 4711, False),
    ]


@pytest.mark.parametrize("who", [TEACHER, MOTHER])
async def test_a_button_outlives_the_right(database: Database, school: School, who: int) -> None:
    async with database.transaction() as session:
        await session.exec(update(RoleGrant).values(until_at=NOW))
        await session.exec(update(Relation).values(until_at=NOW))
    assert await _decide(database, who, Action.SEE_CHILD, school.child_id) == Denied()


async def test_a_child_who_left_is_nobodys(database: Database, school: School) -> None:
    async with database.transaction() as session:
        await session.exec(update(Child).values(left_at=NOW))
    assert await _decide(database, HEAD, Action.SEE_CHILD, school.child_id) == Denied()


async def test_in_whose_name(database: Database, school: School) -> None:
    decision = await _decide(database, TEACHER, Action.WRITE_NOTE, school.child_id)
    assert isinstance(decision, Granted)
    assert decision.person_id == school.teacher_id


async def test_a_class_of_another_school_stays_shut(database: Database, school: School) -> None:
    actor = await actor_of(database, TEACHER)
    async with database.transaction() as session:
        own = await access.open_class(
            session, now=NOW, actor=actor, action=Action.SEE_CHILD, class_id=school.class_id
        )
        other = await access.open_class(
            session, now=NOW, actor=actor, action=Action.SEE_CHILD, class_id=school.other_class_id
        )
        missing = await access.decide_class(
            session, now=NOW, actor=actor, action=Action.SEE_CHILD, class_id=99
        )
    assert isinstance(own, list)
    assert [child.name for child in own] == ["田小满"]
    assert other == missing == Denied()
