"""The planner on a real database, with many children at once."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, text
from sqlmodel import col, func, select, update

from models import AuditEntry, Child, Contact, Notification, Person, Plan, Relation
from models.codes import Away, Care, Kin, Notice, Outcome, PlanKind
from models.database import Database
from services.people import service as people
from services.profile import Profile
from services.reminders import queries, service
from tests.reminders.months import (
    add_father,
    change_child,
    lay_out,
    list_notices,
    list_plans,
    list_tasks,
)
from tests.world import NOW, School

CHILDREN = 2_000
DAY = timedelta(days=1)


async def plan_all(database: Database, profile: Profile, now: datetime, limit: int = 500) -> int:
    total = 0
    while True:
        async with database.transaction() as session:
            planned = await service.plan_due(session, now=now, profile=profile, limit=limit)
        total += planned
        if planned < limit:
            return total


async def fill(database: Database, school: School, n: int = CHILDREN) -> None:
    """Many children of the same mother, freshly registered."""
    ids = range(1_000, 1_000 + n)
    shared = {
        "born_on": date(2018, 1, 1), "class_id": school.class_id, "care": Care.GRANDPARENTS,
        "away": Away.MOTHER, "boards": False, "registered_at": NOW,
    }  # fmt: skip
    async with database.transaction() as session:
        connection = await session.connection()
        await connection.execute(
            insert(Child),
            [{"id": one, "name": f"孩子{one}", **shared} for one in ids],
        )  # fmt: skip
        await connection.execute(
            insert(Relation),
            [
                {"id": one, "child_id": one, "kin": Kin.MOTHER, "away": True, "person_id": school.mother_id,
                 "from_at": NOW}
                for one in ids
            ],
        )  # fmt: skip
        plans = [
            {"child_id": one, "kind": kind, "relation_id": one if kind is PlanKind.CALL else None,
             "revision": 0, "next_due_at": NOW}
            for one in ids
            for kind in PlanKind
        ]  # fmt: skip
        await connection.execute(insert(Plan), plans)


async def count(database: Database, kind: Notice) -> int:
    async with database.reading() as session:
        query = select(func.count()).select_from(Notification).where(Notification.kind == kind)
        return (await session.exec(query)).one()


@pytest.mark.db
async def test_two_thousand_children(database: Database, school: School, profile: Profile) -> None:
    await fill(database, school)
    assert await plan_all(database, profile, NOW) == 3 * CHILDREN
    assert await count(database, Notice.CALL_REMINDER) == 0
    assert await plan_all(database, profile, NOW) == 0
    silence, call, letter = (NOW + n * DAY for n in (9, 16, 26))
    assert await plan_all(database, profile, silence) == CHILDREN
    assert await plan_all(database, profile, call) == CHILDREN
    assert await plan_all(database, profile, letter) == CHILDREN
    assert await count(database, Notice.CALL_REMINDER) == CHILDREN
    assert await count(database, Notice.LETTER_REMINDER) == CHILDREN
    assert await count(database, Notice.SILENT_MONTHS) == 0
    assert await list_tasks(database) == []
    february = NOW + 70 * DAY
    assert await plan_all(database, profile, february) == 3 * CHILDREN
    assert await count(database, Notice.SILENT_MONTHS) == CHILDREN
    assert len(await list_tasks(database)) == CHILDREN


async def test_one_audit_row_a_batch(database: Database, school: School, profile: Profile) -> None:
    await fill(database, school, 10)
    await plan_all(database, profile, NOW, limit=20)
    async with database.reading() as session:
        rows = (await session.exec(select(AuditEntry).where(AuditEntry.action == "plan_reminders"))).all()
    assert [(row.person_id, row.allowed) for row in rows] == [(None, True)] * 2


@pytest.mark.db
async def test_two_planners_share_the_work(database: Database, school: School, profile: Profile) -> None:
    await fill(database, school, 300)
    await plan_all(database, profile, NOW)
    both = await asyncio.gather(*(plan_all(database, profile, NOW + 9 * DAY, limit=50) for _ in range(2)))
    assert sum(both) == 300
    both = await asyncio.gather(*(plan_all(database, profile, NOW + 16 * DAY, limit=50) for _ in range(2)))
    assert sum(both) == 300
    assert await count(database, Notice.CALL_REMINDER) == 300


@pytest.mark.db
async def test_a_late_start_merges_what_was_missed(
    database: Database, school: School, profile: Profile
) -> None:
    await lay_out(database, school)
    await plan_all(database, profile, NOW)
    await plan_all(database, profile, NOW + 150 * DAY)
    calls = await list_notices(database, Notice.CALL_REMINDER)
    assert [one.params["month"] for one in calls] == ["2027-04"]
    assert all(plan.next_due_at and plan.next_due_at > NOW + 150 * DAY for plan in await list_plans(database))


@pytest.mark.db
async def test_an_open_place_a_refusal_and_an_end_get_no_call(
    database: Database, school: School, profile: Profile
) -> None:
    await lay_out(database, school)  # the father's place is open
    await plan_all(database, profile, NOW)
    async with database.transaction() as session:
        for granted in (True, False):
            await people.answer_consent(
                session, now=NOW, person_id=school.mother_id, purpose="contact", version="1", granted=granted
            )
    await plan_all(database, profile, NOW + 30 * DAY)
    assert await list_notices(database, Notice.CALL_REMINDER) == []
    assert len(await list_notices(database, Notice.LETTER_REMINDER)) == 1


async def test_who_agreed_again_is_called_again(database: Database, school: School, profile: Profile) -> None:
    await lay_out(database, school)
    await plan_all(database, profile, NOW)
    async with database.transaction() as session:
        for granted in (False, True):
            await people.answer_consent(
                session, now=NOW, person_id=school.mother_id, purpose="contact", version="1", granted=granted
            )
    await plan_all(database, profile, NOW + 20 * DAY)
    assert len(await list_notices(database, Notice.CALL_REMINDER)) == 1


@pytest.mark.parametrize("gone", ["left", "home", "ended"])
async def test_a_plan_whose_ground_is_gone_rests(
    database: Database, school: School, profile: Profile, gone: str
) -> None:
    await lay_out(database, school)
    await plan_all(database, profile, NOW)
    if gone == "left":
        await change_child(database, school, left_at=NOW)
    changes: dict[str, dict[str, object]] = {"left": {}, "home": {"away": False}, "ended": {"until_at": NOW}}
    values = changes[gone]
    if values:
        async with database.transaction() as session:
            await session.exec(
                update(Relation).where(col(Relation.child_id) == school.child_id).values(**values)
            )
    await plan_all(database, profile, NOW + 40 * DAY)
    calls = [plan for plan in await list_plans(database) if plan.kind is PlanKind.CALL]
    assert [plan.next_due_at for plan in calls] == [None, None]
    assert await list_notices(database, Notice.CALL_REMINDER) == []


async def test_quiet_hours_are_those_of_the_recipient(
    database: Database, school: School, profile: Profile
) -> None:
    father_id = await add_father(database, school, 301, timezone="Asia/Tashkent")
    async with database.transaction() as session:
        await session.exec(update(Person).where(col(Person.id) == school.mother_id).values(evening="22:30"))
    await lay_out(database, school)
    await plan_all(database, profile, NOW)
    for at in ("2026-12-08T14:30+00:00", "2026-12-08T23:00+00:00"):
        await plan_all(database, profile, datetime.fromisoformat(at))
    calls = {one.recipient_id: one for one in await list_notices(database, Notice.CALL_REMINDER)}
    assert calls[school.mother_id].not_before == datetime.fromisoformat("2026-12-08T23:00+00:00")
    assert calls[father_id].not_before == datetime.fromisoformat("2026-12-08T14:30+00:00")
    assert not calls[school.mother_id].params["child_sleeps"]
    assert calls[father_id].params["child_sleeps"]  # half past ten at the school


async def test_a_month_that_was_heard_of_is_not_silent(
    database: Database, school: School, profile: Profile
) -> None:
    await lay_out(database, school)
    await plan_all(database, profile, NOW)
    async with database.transaction() as session:
        session.add(
            Contact(child_id=school.child_id, month="2027-01", outcome=Outcome.LETTER,
                    told_by_id=school.teacher_id, told_at=NOW)
        )  # fmt: skip
    await plan_all(database, profile, NOW + 71 * DAY)
    assert await list_tasks(database) == []
    await plan_all(database, profile, NOW + 99 * DAY)
    assert await list_tasks(database) == []
    await plan_all(database, profile, NOW + 129 * DAY)
    assert [task.dedup_key for task in await list_tasks(database)] == [
        f"silent:{school.child_id}:2027-04:{school.teacher_id}"
    ]
    await plan_all(database, profile, NOW + 160 * DAY)
    assert len(await list_tasks(database)) == 1  # the first one is still open


async def test_a_class_without_a_teacher_concerns_the_administrators(
    database: Database, school: School, profile: Profile
) -> None:
    await lay_out(database, school)
    await plan_all(database, profile, NOW)
    async with database.transaction() as session:
        await session.exec(text("UPDATE role_grant SET until_at = from_at WHERE role = 'teacher'"))  # type: ignore[call-overload]
    await plan_all(database, profile, NOW + 30 * DAY)
    letters = await list_notices(database, Notice.LETTER_REMINDER)
    assert [one.recipient_id for one in letters] == [school.head_id]


@pytest.mark.db
async def test_looking_for_due_plans_walks_the_index(
    database: Database, school: School, profile: Profile
) -> None:
    await fill(database, school)
    await plan_all(database, profile, NOW)
    async with database.transaction() as session:
        await (await session.connection()).execute(text("ANALYZE"))
    async with database.reading() as session:
        connection = await session.connection()
        claim = queries.due_plans(now=NOW, limit=500).compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        for statement in (str(claim), str(queries.EARLIEST.compile(dialect=connection.dialect))):
            rows = (await connection.execute(text(f"{explain} {statement}"))).all()
            plan = "\n".join(str(row[-1]) for row in rows)
            assert "ix_plan_next_due_at" in plan
            assert "SCAN plan" not in plan
            assert "Seq Scan on plan" not in plan
