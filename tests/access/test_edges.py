"""The door's edges: what it hands over, what it writes down, and who falls out of its lists."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from models import AuditEntry, Child, Relation
from models.codes import Cover, UnitKind
from models.database import Database
from services.access import queries
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied, GrantedClass, GrantedSchool, UndeclaredError
from services.access.types import ClassRef, SchoolRef, Stand
from services.people import service as people
from tests.world import GRANDMOTHER, HEAD, MOTHER, NOW, STRANGER, TEACHER, School, actor_of

DAY = timedelta(days=1)
ZONE = "Asia/Shanghai"


async def written(database: Database) -> list[tuple[int | None, str, int | None, bool]]:
    async with database.reading() as session:
        rows = await session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        return [(row.telegram_id, row.subject, row.subject_id, row.allowed) for row in rows]


@pytest.mark.db
async def test_a_school_opens_to_its_head_and_to_no_other(database: Database, school: School) -> None:
    head, stranger = await actor_of(database, HEAD), await actor_of(database, STRANGER)
    async with database.transaction() as session:
        opened, refused, missing = [
            await access.decide_school(
                session, now=NOW, actor=actor, action=Action.SEE_SCHOOL, school_id=school_id
            )
            for actor, school_id in ((head, school.school_id), (stranger, school.school_id), (head, 4711))
        ]
    unit = SchoolRef(school.school_id, "稻香坪学校", school.county_id, ZONE)
    assert opened == GrantedSchool(unit, school.head_id)
    assert refused == missing == Denied()
    assert await written(database) == [
        (HEAD, "unit", school.school_id, True),
        (STRANGER, "unit", school.school_id, False),
        (HEAD, "unit", 4711, False),
    ]


async def test_a_class_is_no_school(database: Database, school: School) -> None:
    async with database.transaction() as session:
        assert await queries.find_school(session, school_id=school.class_id) is None


async def test_a_class_opens_with_all_that_is_known_of_it(database: Database, school: School) -> None:
    teacher = await actor_of(database, TEACHER)
    async with database.transaction() as session:
        opened = await access.decide_class(
            session, now=NOW, actor=teacher, action=Action.REGISTER_CHILD, class_id=school.class_id
        )
    unit = ClassRef(school.class_id, "三(1)", school.school_id, "稻香坪学校", school.county_id, ZONE)
    assert opened == GrantedClass(unit, school.teacher_id)
    assert await written(database) == [(TEACHER, "class", school.class_id, True)]


async def test_a_door_that_was_not_declared_is_an_accident(database: Database, school: School) -> None:
    teacher = await actor_of(database, TEACHER)
    async with database.transaction() as session:
        access.declare(session, [Action.SEE_CHILD])
        for action, ends in ((Action.SEE_CHILD, False), (Action.WRITE_NOTE, True)):
            asked = access.decide(session, now=NOW, actor=teacher, action=action, child_id=school.child_id)
            if not ends:
                assert not isinstance(await asked, Denied)
                continue
            with pytest.raises(UndeclaredError, match="write_note"):
                await asked
    assert await written(database) == [(TEACHER, "child", school.child_id, True)]


async def test_ones_own_is_ones_own(database: Database, school: School) -> None:
    mother = await actor_of(database, MOTHER)
    assert access.own(mother, school.mother_id) == {Standing.OWNER: Stand(school.mother_id)}
    assert access.own(mother, school.grandmother_id) == {}
    assert access.as_(Standing.HOLDER, None) == {}


async def listed(database: Database, *person_ids: int) -> list[int]:
    async with database.reading() as session:
        found = await queries.list_of_family(session, now=NOW, person_ids=person_ids)
    return [child.child_id for child in found]


async def test_a_family_lists_whom_it_stands_beside_now(database: Database, school: School) -> None:
    assert await listed(database, school.mother_id) == [school.child_id]
    assert await listed(database, school.head_id) == []
    async with database.transaction() as session:
        mine = col(Relation.person_id) == school.mother_id
        await session.exec(update(Relation).where(mine).values(until_at=NOW))
    assert await listed(database, school.mother_id) == []
    assert await listed(database, school.grandmother_id) == [school.child_id]


async def test_who_is_barred_lists_nobody_and_shuts_the_phone(database: Database, school: School) -> None:
    await bar(database, school.mother_id, Cover.NEW_TERM)
    assert await listed(database, school.mother_id) == []
    assert await listed(database, school.mother_id, school.grandmother_id) == []
    assert await listed(database, school.grandmother_id) == [school.child_id]


async def test_in_a_dispute_the_child_is_listed_only_to_who_asks_for_it(
    database: Database, school: School
) -> None:
    async with database.transaction() as session:
        await session.exec(update(Child).values(frozen_at=NOW))
    assert await listed(database, school.mother_id) == []
    async with database.reading() as session:
        found = await queries.list_of_family(
            session, now=NOW, person_ids=(school.mother_id,), with_frozen=True
        )
    assert [child.child_id for child in found] == [school.child_id]


async def bar(database: Database, person_id: int, cover: Cover, *, days: int = 0) -> None:
    async with database.transaction() as session:
        mine = col(Relation.person_id) == person_id
        await session.exec(update(Relation).where(mine).values(barred_at=NOW + days * DAY, cover=cover))


async def cover_of(database: Database, *person_ids: int) -> Cover | None:
    async with database.reading() as session:
        return await queries.find_cover(session, now=NOW, person_ids=person_ids)


async def test_the_reason_that_is_given_is_ones_own_and_the_newest(
    database: Database, school: School
) -> None:
    mother, grandmother = school.mother_id, school.grandmother_id
    assert await cover_of(database, mother) is None
    await bar(database, mother, Cover.NEW_TERM, days=-2)
    await bar(database, grandmother, Cover.CONTACTS, days=-1)
    assert await cover_of(database, mother) is Cover.NEW_TERM
    assert await cover_of(database, mother, grandmother) is Cover.CONTACTS
    await bar(database, mother, Cover.NEW_TERM)
    assert await cover_of(database, mother, grandmother) is Cover.NEW_TERM
    async with database.transaction() as session:
        mine = col(Relation.person_id) == mother
        await session.exec(update(Relation).where(mine).values(until_at=NOW))
    assert await cover_of(database, mother) is None


async def test_a_reason_that_was_lifted_is_given_no_more(database: Database, school: School) -> None:
    async with database.transaction() as session:
        mine = col(Relation.person_id) == school.mother_id
        await session.exec(update(Relation).where(mine).values(barred_at=None, cover=Cover.CONTACTS))
    assert await cover_of(database, school.mother_id) is None


async def test_a_village_lists_its_own_children_and_asks_about_no_other(
    database: Database, school: School
) -> None:
    async with database.transaction() as session:
        villages = [
            await people.add_unit(
                session, kind=UnitKind.VILLAGE, name=name, parent_id=school.county_id, timezone=ZONE
            )
            for name in ("上禾村", "下禾村")
        ]
        await session.exec(update(Child).values(village_id=villages[0]))
        here, elsewhere = [
            await queries.list_of_village(session, village_ids=frozenset({one})) for one in villages
        ]
    assert [child.child_id for child in here] == [school.child_id]
    assert elsewhere == []


@pytest.mark.db
async def test_a_parent_without_a_phone_counts_as_much(database: Database, school: School) -> None:
    """And nobody shares a phone with somebody who has none."""
    async with database.transaction() as session:
        person = await people.add_person(session, now=NOW, name="周父", account_id=None)
        other = await people.add_person(session, now=NOW, name="石二", account_id=None)
        father = col(Relation.person_id).is_(None)
        await session.exec(update(Relation).where(father).values(person_id=person))
        child = await queries.find_child(session, child_id=school.child_id)
        assert child is not None
        heard = [
            await access.may_hear(session, now=NOW, person_id=one, action=Action.SEE_CHILD, child=child)
            for one in (school.mother_id, person, other)
        ]
    assert heard == [True, True, False]


async def test_grandmothers_name_is_the_one_who_acts(database: Database, school: School) -> None:
    actor = await actor_of(database, GRANDMOTHER)
    async with database.transaction() as session:
        opened = await access.decide(
            session, now=NOW, actor=actor, action=Action.SEE_CHILD, child_id=school.child_id
        )
    assert not isinstance(opened, Denied)
    assert opened.person_id == school.grandmother_id
