"""Schools of any size as rows, each child with its adults, its plans and three months behind it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel, func, select

from models import Account, Child, Contact, Notification, Person, Plan, Relation, RoleGrant, Unit
from models.codes import Away, Care, Kin, Notice, Outcome, PlanKind, Role, Sending, UnitKind
from models.database import Database
from tests.bench.layout import FIRST_TELEGRAM_ID, IN_A_CLASS, IN_A_SCHOOL, Layout

MONTHS = ("2026-08", "2026-09", "2026-10")  # of which something is known for each child
CHUNK = 5_000  # children in one transaction

Row = dict[str, Any]
Rows = list[tuple[type[SQLModel], list[Row]]]


async def fill(database: Database, children: int, *, now: datetime) -> Layout:
    """Insert a county, its schools and `children`, each with a mother away and three months behind it."""
    layout = Layout(children)
    await _insert(database, _units(layout))
    await _insert(database, _staff(layout, now))
    for first in range(0, children, CHUNK):
        await _insert(database, _families(layout, range(first, min(first + CHUNK, children)), now))
    if not database.is_sqlite:
        await _count_on(database)
    return layout


async def _count_on(database: Database) -> None:
    """PostgreSQL gives out numbers from a sequence, which hasn't seen the ones that were given by hand."""
    async with database.transaction() as session:
        for table in (Unit, Account, Person, Child, Relation, Plan):
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            await session.exec(select(func.setval(sequence, func.max(table.id))))


async def _insert(database: Database, rows: Rows) -> None:
    async with database.transaction() as session:
        connection = await session.connection()
        for table, values in rows:
            await connection.execute(insert(table), values)


def _units(layout: Layout) -> Rows:
    zone = {"timezone": "Asia/Shanghai"}
    county = {"id": 1, "kind": UnitKind.COUNTY, "name": "County", "parent_id": None, **zone}
    schools = [
        {"id": layout.school_id(n), "kind": UnitKind.SCHOOL, "name": f"School {n}", "parent_id": 1, **zone}
        for n in range(layout.schools)
    ]
    in_each = IN_A_SCHOOL // IN_A_CLASS
    classes = [
        {"id": layout.class_id(n), "kind": UnitKind.CLASS, "name": f"Class {n}",
         "parent_id": layout.school_id(n // in_each), **zone}
        for n in range(layout.classes)
    ]  # fmt: skip
    return [(Unit, [county, *schools, *classes])]


def _staff(layout: Layout, now: datetime) -> Rows:
    heads = [(layout.head(n), Role.ADMINISTRATOR, layout.school_id(n)) for n in range(layout.schools)]
    teachers = [(layout.teacher(n), Role.TEACHER, layout.class_id(n)) for n in range(layout.classes)]
    adults = [*heads, *teachers]
    grants = [
        {"person_id": _row_id(adult), "role": role, "unit_id": unit_id, "from_at": now}
        for adult, role, unit_id in adults
    ]
    return [*_adults([adult for adult, _, _ in adults], now), (RoleGrant, grants)]


def noon_zone(now: datetime) -> str:
    """A zone in which it is about noon: nobody is asleep there, whenever we measure."""
    ahead = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}"  # POSIX counts the other way


def _adults(telegram_ids: list[int], now: datetime, *, zone: str = "Asia/Shanghai") -> Rows:
    shared = {"created_at": now}
    accounts = [{"id": _row_id(one), "telegram_id": one, "locale": "zh_CN", **shared} for one in telegram_ids]
    persons = [
        {"id": _row_id(one), "account_id": _row_id(one), "name": f"Adult {one}",
         "timezone": zone, "evening": "19:30", **shared}
        for one in telegram_ids
    ]  # fmt: skip
    return [(Account, accounts), (Person, persons)]


def _families(layout: Layout, numbers: range, now: datetime) -> Rows:
    """The ids of a child and of its mother's relation and call plan follow from its number."""
    mothers = [layout.mother(n) for n in numbers]
    shared = {
        "born_on": date(2018, 1, 1), "care": Care.GRANDPARENTS, "away": Away.MOTHER, "boards": False,
        "registered_at": now - timedelta(days=200),
    }  # fmt: skip
    children = [
        {"id": n + 1, "name": f"Child {n}", "class_id": layout.class_id(n // IN_A_CLASS), **shared}
        for n in numbers
    ]
    return [
        *_adults(mothers, now, zone=noon_zone(now)),
        (Child, children),
        (Relation, [row for n in numbers for row in _relations(n, _row_id(layout.mother(n)), now)]),
        (Plan, [row for n in numbers for row in _plans(n, now)]),
        (Notification, [row for n in numbers for row in _sent(n, _row_id(layout.mother(n)), now)]),
        (Contact, [row for n in numbers for row in _contacts(n, _row_id(layout.mother(n)), now)]),
    ]


def _relations(n: int, mother_id: int, now: datetime) -> Iterator[Row]:
    shared = {"child_id": n + 1, "from_at": now - timedelta(days=200)}
    yield {"id": 2 * n + 1, "kin": Kin.MOTHER, "away": True, "person_id": mother_id, **shared}
    yield {"id": 2 * n + 2, "kin": Kin.CARER, "away": False, "person_id": None, **shared}


def _plans(n: int, now: datetime) -> Iterator[Row]:
    for place, kind in enumerate((PlanKind.CALL, PlanKind.LETTER, PlanKind.SILENCE)):
        relation_id = 2 * n + 1 if kind is PlanKind.CALL else None
        due = now + timedelta(days=3 + n % 25, seconds=n)
        yield {
            "id": 3 * n + place + 1, "child_id": n + 1, "kind": kind, "relation_id": relation_id,
            "revision": 1, "next_due_at": due,
        }  # fmt: skip


def _sent(n: int, mother_id: int, now: datetime) -> Iterator[Row]:
    for past, month in enumerate(reversed(MONTHS), 1):
        at = now - timedelta(days=30 * past)
        yield {
            "kind": Notice.CALL_REMINDER, "priority": 5, "recipient_id": mother_id,
            "params": {"child_id": n + 1, "month": month, "child_sleeps": False},
            "dedup_key": f"bench:{n}:{month}", "sending": Sending.SENT, "not_before": at, "wanted_at": at,
            "attempts": 1, "fence": 1, "created_at": at, "settled_at": at,
        }  # fmt: skip


def _contacts(n: int, mother_id: int, now: datetime) -> Iterator[Row]:
    for month in MONTHS:
        told_at = datetime.fromisoformat(f"{month}-20T12:00:00").replace(tzinfo=UTC)
        shared = {"told_by_id": mother_id, "told_at": told_at}
        yield {"child_id": n + 1, "month": month, "outcome": Outcome.CALLED, **shared}


def _row_id(telegram_id: int) -> int:
    return telegram_id - FIRST_TELEGRAM_ID + 1
