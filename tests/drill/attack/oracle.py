"""What belongs to whom, from the rows themselves: plain sets that know nothing of the door they judge."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from models.database import Database
from tests.drill.attack.presses import Pressed, Thing
from tests.drill.attack.town import Presser

Rows = dict[str, set[tuple[object, ...]]]

# Any colleague may press these for a child of the school, or for one that nobody can name; so may the county.
RED = frozenset({"raise", "alcl", "alsi", "alst", "alun", "alus"})
# Whoever reported a case may name somebody of the school in it: the case is their own, the colleague isn't.
# Red it isn't: a colleague's case is nobody else's to press.
NAMES = frozenset({"alwh"})
UNTRACED = frozenset(
    {"inbox_update", "audit_entry", "audit_head", "conversation", "fading_message", "alembic_version"}
)
BESIDE_A_CHILD = (
    "note", "care_case", "plan", "relation", "contact", "consent", "privacy_request", "family_words", "task",
)  # fmt: skip
OF_A_UNIT = ("role_grant", "calendar_span", "invitation")
OF_A_PERSON = (("task", "owner_id"), ("care_case", "reporter_id"), ("family_words", "author_id"),
               ("duty_check", "person_id"), ("person", "id"))  # fmt: skip


@dataclass
class Home:
    """Where a row belongs: its units, its child, and persons whose own it is."""

    units: set[int] = field(default_factory=set)
    child_id: int | None = None
    owners: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Oracle:
    """`counties`: of which county a school is."""

    homes: dict[Thing, Home]
    counties: dict[int, Any]

    def is_theirs(self, presser: Presser, thing: Thing) -> bool:
        home = self.homes.get(thing)
        if home is None:
            return False
        is_own_child = home.child_id is not None and home.child_id in presser.children
        return is_own_child or presser.person_id in home.owners or bool(home.units & presser.units)

    def has_right(self, presser: Presser, pressed: Pressed | None) -> bool:
        """Whether a press may have an effect; what isn't a button never may."""
        if pressed is None:
            return False
        if not pressed.things:  # about oneself: whoever is known here has settings of their own
            return presser.person_id is not None
        if pressed.prefix in RED and all(self._is_of_school(presser, one) for one in pressed.things):
            return True
        named = [one for one in pressed.things if pressed.prefix in NAMES and one[0] == "person"]
        return all(self._is_of_school(presser, one) for one in named) and all(
            self.is_theirs(presser, one) for one in pressed.things if one not in named
        )

    def of_table(self, table: str) -> list[int]:
        return [number for name, number in self.homes if name == table]

    def _is_of_school(self, presser: Presser, thing: Thing) -> bool:
        home = self.homes.get(thing)
        if home is None:
            return False
        above = {self.counties.get(unit) for unit in home.units}
        return bool(home.units & presser.works_in) or bool(above & presser.units)


async def survey(database: Database) -> Oracle:
    """Read where every row belongs."""
    homes: dict[Thing, Home] = defaultdict(Home)
    async with database.reading() as session:
        parents, kinds = await _map(session, "unit", "parent_id"), await _map(session, "unit", "kind")
        chains = {unit: _chain(unit, parents, kinds) for unit in parents}
        homes |= {("unit", unit): Home(set(chain)) for unit, chain in chains.items()}
        children = {one: chains[unit] for one, unit in (await _map(session, "child", "class_id")).items()}
        homes |= {("child", one): Home(set(chain), one) for one, chain in children.items()}
        for table in BESIDE_A_CHILD:
            for number, child in (await _map(session, table, "child_id")).items():
                homes[table, number] = Home(set(children.get(child, ())), child)
        for number, school in (await _map(session, "care_case", "school_id")).items():
            homes["care_case", number].units |= {school, parents[school]}  # its child may have no name
        for of in (
            await _of_units(session, chains, homes), await _of_persons(session, parents, kinds, homes),
        ):  # fmt: skip
            for thing, units in of.items():
                homes[thing].units |= units
        for table, owner in OF_A_PERSON:
            for number, person in (await _map(session, table, owner)).items():
                homes[table, number].owners.add(person)
    return Oracle(dict(homes), parents)


async def _of_units(
    session: AsyncSession, chains: dict[int, frozenset[int]], homes: dict[Thing, Home]
) -> dict[Thing, set[int]]:
    """What is of a unit, or leads to a place beside a child of one."""
    found: dict[Thing, set[int]] = defaultdict(set)
    for table in OF_A_UNIT:
        for number, unit in (await _map(session, table, "unit_id")).items():
            found[table, number] |= chains.get(unit, frozenset())
    for number, relation in (await _map(session, "invitation", "relation_id")).items():
        if relation is not None:
            found["invitation", number] |= homes["relation", relation].units
    return found


async def _of_persons(
    session: AsyncSession, parents: dict[int, Any], kinds: dict[int, Any], homes: dict[Thing, Home]
) -> dict[Thing, set[int]]:
    """Whose word a lost phone is taken on: of staff where they work, of a family where its child goes."""
    found: dict[Thing, set[int]] = defaultdict(set)
    for person, unit, role in await _read(
        session, "SELECT person_id, unit_id, role FROM role_grant WHERE until_at IS NULL"
    ):
        school = parents[unit] if kinds[unit] == "class" else unit
        found["person", person] |= {school, parents[school]} if role == "administrator" else {school}
    staff = set(found)
    for person, relation in await _read(session, "SELECT person_id, id FROM relation WHERE until_at IS NULL"):
        if ("person", person) not in staff:
            found["person", person] |= homes["relation", relation].units
    return found


async def snapshot(database: Database, known: int) -> Rows:
    """Every row there is, but what a refusal may write; of accounts those before `known` strangers came."""
    found: Rows = {}
    async with database.reading() as session:
        for table in SQLModel.metadata.tables:
            if table not in UNTRACED:
                only = f" WHERE id <= {known}" if table == "account" else ""
                found[table] = set(await _read(session, f"SELECT * FROM {table}{only}"))  # noqa: S608
    return found


def changed(before: Rows, after: Rows) -> list[str]:
    """Name the tables that differ, with how many rows came and went."""
    return [
        f"{table} +{len(after[table] - rows)} -{len(rows - after[table])}"
        for table, rows in before.items()
        if after[table] != rows
    ]


def _chain(unit: int, parents: dict[int, Any], kinds: dict[int, Any]) -> frozenset[int]:
    """A class is of its school too; a school's county has no say in what is of the school."""
    parent = parents[unit]
    return frozenset({unit} | ({parent} if kinds[unit] == "class" and parent else set()))


async def _map(session: AsyncSession, table: str, column: str) -> dict[int, Any]:
    """One column of each row, by the row's number."""
    rows = await _read(session, f"SELECT id, {column} FROM {table}")  # noqa: S608
    return {row[0]: row[1] for row in rows}


async def _read(session: AsyncSession, query: str) -> list[tuple[Any, ...]]:
    rows = await (await session.connection()).execute(text(query))
    return [tuple(row) for row in rows]
