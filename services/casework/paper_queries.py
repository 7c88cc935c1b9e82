"""Look up what a case's papers name: the child and its home, and the people who did something for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import (
    Account,
    Case,
    CaseEntry,
    CaseEvent,
    CaseReferral,
    CaseSibling,
    Child,
    Person,
    Relation,
    StatutoryReport,
    Unit,
)
from models.codes import Detail, Kin
from services.casework.paper_types import Beside, Second
from services.people.queries import live
from services.reaching.queries import list_reached
from services.reaching.types import Reached


@dataclass(frozen=True)
class Known:
    """The child as it is registered, and where; one that couldn't be named has a school only."""

    child: Child | None
    school: str
    class_name: str | None = None
    village: str | None = None


async def get_timezone(session: AsyncSession, *, case: Case) -> str:
    return (await session.exec(select(Unit.timezone).where(Unit.id == case.school_id))).one()


async def find_child(session: AsyncSession, *, case: Case) -> Known:
    school = (await session.exec(select(Unit.name).where(Unit.id == case.school_id))).one()
    village = aliased(Unit)
    query = (
        select(Child, Unit.name, col(village.name))
        .join(Unit, col(Child.class_id) == Unit.id)
        .join(village, col(Child.village_id) == village.id, isouter=True)
        .where(Child.id == case.child_id)
    )
    found = (await session.exec(query)).first()
    return Known(found[0], school, found[1], found[2]) if found else Known(None, school)


async def list_adults(
    session: AsyncSession, *, now: datetime, reached_at: datetime, child_id: int
) -> list[Beside]:
    """Who stood beside the child at `now`, and how they are reached at `reached_at`."""
    reached = {
        one.relation_id: _contact(one)
        for one in await list_reached(session, now=reached_at, child_id=child_id)
    }
    query = (
        select(Relation.id, Relation.kin, Person.name, Relation.is_guardian)
        .join(Person, col(Relation.person_id) == Person.id, isouter=True)
        .where(Relation.child_id == child_id, live(Relation, now))
        .order_by(col(Relation.id))
    )
    return [
        Beside(Kin(kin), name, is_guardian, reached.get(relation_id or 0, ()))
        for relation_id, kin, name, is_guardian in await session.exec(query)
    ]


def _contact(one: Reached) -> tuple[str, ...]:
    """Numbers as they are dialled, then addresses."""
    rest = (way for way in one.ways if way.kind is Detail.ADDRESS)
    return tuple(way.value for way in (*one.phones, *rest))


async def list_names(session: AsyncSession, *, case_id: int) -> dict[int, str]:
    """Everybody who has to do with the case, by their ids."""
    mine = [
        select(table.person_id).where(table.case_id == case_id)
        for table in (CaseEvent, CaseEntry, StatutoryReport, CaseReferral, CaseSibling)
    ]
    holders = [select(one).where(Case.id == case_id) for one in (Case.reporter_id, Case.taken_by_id)]
    among = or_(*(col(Person.id).in_(query) for query in (*mine, *holders)))
    return {
        person_id: name
        for person_id, name in await session.exec(select(Person.id, Person.name).where(among))
        if person_id is not None
    }


async def list_phones(session: AsyncSession, *, person_ids: Collection[int]) -> list[Second]:
    query = (
        select(Person, Account)
        .join(Account, col(Person.account_id) == Account.id)
        .where(col(Person.id).in_(person_ids))
        .order_by(col(Person.id))
    )
    return [
        Second(person.id or 0, person.name, account.telegram_id, account.locale, person.timezone)
        for person, account in await session.exec(query)
    ]
