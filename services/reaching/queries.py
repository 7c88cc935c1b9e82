"""Look up numbers and addresses; none of these is a door."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import ContactDetail, Person, Relation
from models.codes import Detail, Kin
from services.people.queries import live
from services.reaching.types import Reached, Way

_AT_HOME_FIRST = (Kin.CARER, Kin.MOTHER, Kin.FATHER)


async def list_reached(session: AsyncSession, *, now: datetime, child_id: int) -> tuple[Reached, ...]:
    """The places beside a child with their numbers: who is at home first, then who is away."""
    rows = await session.exec(
        select(Relation, Person.name)
        .join(Person, col(Relation.person_id) == Person.id, isouter=True)
        .where(Relation.child_id == child_id, live(Relation, now))
        .order_by(col(Relation.id))
    )
    places = [
        (one, name)
        for one, name in sorted(rows, key=lambda row: (row[0].away, _AT_HOME_FIRST.index(row[0].kin)))
    ]
    found = await _list_live(
        session,
        now=now,
        relation_ids=[one.id or 0 for one, _ in places],
        person_ids=[one.person_id for one, _ in places if one.person_id is not None],
    )
    return tuple(
        Reached(
            one.id or 0, one.person_id, one.kin, one.away, name, one.barred_at is not None,
            tuple(_way(row) for row in found if row.relation_id == one.id or _is_of(row, one.person_id)),
        )
        for one, name in places
    )  # fmt: skip


async def list_of_child(session: AsyncSession, *, now: datetime, child_id: int) -> list[Way]:
    """The home's address and the child's identity number."""
    rows = await session.exec(
        select(ContactDetail)
        .where(ContactDetail.child_id == child_id, live(ContactDetail, now))
        .order_by(col(ContactDetail.id))
    )
    return [_way(row) for row in rows]


async def list_of_persons(session: AsyncSession, *, now: datetime, person_ids: Collection[int]) -> list[Way]:
    return [_way(row) for row in await _list_live(session, now=now, relation_ids=(), person_ids=person_ids)]


async def list_children_of(session: AsyncSession, *, now: datetime, lookup: str) -> list[int]:
    """The children beside whom somebody with this number stands now, whoever asks."""
    rows = await session.exec(
        select(Relation.child_id)
        .join(
            ContactDetail,
            or_(
                col(ContactDetail.relation_id) == col(Relation.id),
                col(ContactDetail.person_id) == col(Relation.person_id),
            ),
        )
        .where(
            ContactDetail.lookup == lookup, live(ContactDetail, now), live(Relation, now),
            ContactDetail.kind == Detail.PHONE,
        )
        .distinct()
        .order_by(col(Relation.child_id))
    )  # fmt: skip
    return list(rows)


async def _list_live(
    session: AsyncSession, *, now: datetime, relation_ids: Collection[int], person_ids: Collection[int]
) -> list[ContactDetail]:
    """What is confirmed comes first."""
    rows = await session.exec(
        select(ContactDetail)
        .where(
            or_(
                col(ContactDetail.relation_id).in_(relation_ids),
                col(ContactDetail.person_id).in_(person_ids),
            ),
            live(ContactDetail, now),
        )
        .order_by(col(ContactDetail.confirmed_at).is_(None), col(ContactDetail.id))
    )
    return list(rows)


def _is_of(row: ContactDetail, person_id: int | None) -> bool:
    return person_id is not None and row.person_id == person_id


def _way(row: ContactDetail) -> Way:
    return Way(row.id or 0, row.kind, row.value, row.from_at, is_new=row.confirmed_at is None)
