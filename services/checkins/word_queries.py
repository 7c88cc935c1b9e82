"""Find a family's words, where the family belongs, and who may read them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import col, exists, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models import Account, Child, FamilyWords, Person, Relation, RoleGrant, Task, Unit
from models.codes import Kin
from services.checkins.readers import LAST, READING, Holder, Home
from services.people.places import find_county
from services.people.queries import live

AFTER_ACCIDENT = timedelta(minutes=1)
_NEXT_DUE = select(func.min(FamilyWords.due_at)).where(col(FamilyWords.due_at).is_not(None))


async def list_homes(
    session: AsyncSession, *, now: datetime, person_ids: Sequence[int], with_gone: bool = False
) -> list[Home]:
    """Beside whom these people stand now, in the order in which they came; children at school first.

    Those who have left the school count where nobody else is, or `with_gone`.

    Of somebody who stands nowhere any more: beside whom they stood. What they wrote must stay readable.
    """
    now_there = await _homes(session, person_ids, live(Relation, now), with_gone=with_gone)
    once_there = col(Relation.until_at) <= now
    return now_there or await _homes(session, person_ids, once_there, with_gone=with_gone)


async def _homes(
    session: AsyncSession, person_ids: Sequence[int], such: ColumnElement[bool], *, with_gone: bool
) -> list[Home]:
    rows = await session.exec(
        select(Relation, Child, Unit)
        .join(Child, col(Relation.child_id) == Child.id)
        .join(Unit, col(Child.class_id) == Unit.id)
        .where(col(Relation.person_id).in_(person_ids), such)
        .order_by(col(Relation.id))
    )
    found = list(rows)
    here = [row for row in found if row[1].left_at is None]
    present = here if here and not with_gone else found
    counties = {
        unit.parent_id or 0: await find_county(session, school_id=unit.parent_id or 0) or 0
        for _, _, unit in present
    }
    return [
        Home(
            person_id=relation.person_id or 0,
            child_id=relation.child_id,
            class_id=child.class_id,
            school_id=unit.parent_id or 0,
            county_id=counties[unit.parent_id or 0],
        )
        for relation, child, unit in present
    ]


async def list_holders(session: AsyncSession, *, now: datetime, homes: Sequence[Home]) -> list[Holder]:
    """The staff around these homes; who belongs to the school is written in `RoleGrant`."""
    units = {one for home in homes for one in (home.class_id, home.school_id, home.county_id)}
    rows = await session.exec(
        select(RoleGrant, Account)
        .join(Person, col(RoleGrant.person_id) == Person.id)
        .join(Account, col(Person.account_id) == Account.id, isouter=True)
        .where(
            col(RoleGrant.unit_id).in_(units),
            col(RoleGrant.role).in_(READING),
            live(RoleGrant, now),
        )
    )
    found: list[tuple[RoleGrant, Account | None]] = list(rows)  # the outer join leaves holes
    return [
        Holder(grant.person_id, grant.role, grant.unit_id, bool(phone and phone.unreachable_at is None))
        for grant, phone in found
    ]


async def list_household(
    session: AsyncSession, *, now: datetime, child_ids: Collection[int]
) -> frozenset[int]:
    """Everybody beside these children, and everybody who shares a phone with one of them."""
    beside = select(Relation.person_id).where(
        col(Relation.child_id).in_(child_ids), col(Relation.person_id).is_not(None), live(Relation, now)
    )
    return await _with_shared_phones(session, beside)


async def list_staff(session: AsyncSession, *, now: datetime, school_ids: Collection[int]) -> frozenset[int]:
    """Everybody who works at these schools, and everybody who shares a phone with one of them."""
    places = select(Unit.id).where(or_(col(Unit.id).in_(school_ids), col(Unit.parent_id).in_(school_ids)))
    there = select(RoleGrant.person_id).where(col(RoleGrant.unit_id).in_(places), live(RoleGrant, now))
    return await _with_shared_phones(session, there)


async def _with_shared_phones(session: AsyncSession, people: SelectOfScalar[Any]) -> frozenset[int]:
    phones = select(Person.account_id).where(col(Person.id).in_(people), col(Person.account_id).is_not(None))
    rows = await session.exec(
        select(Person.id).where(or_(col(Person.id).in_(people), col(Person.account_id).in_(phones)))
    )
    return frozenset(one for one in rows if one is not None)


async def find_words(session: AsyncSession, *, words_id: int) -> tuple[FamilyWords, str] | None:
    """The words and their author's name."""
    query = (
        select(FamilyWords, Person.name)
        .join(Person, col(FamilyWords.author_id) == Person.id)
        .where(FamilyWords.id == words_id, col(FamilyWords.emptied_at).is_(None))
    )
    return (await session.exec(query)).first()


async def find_kin(session: AsyncSession, *, person_id: int, child_ids: Collection[int]) -> Kin | None:
    query = (
        select(Relation.kin)
        .where(Relation.person_id == person_id, col(Relation.child_id).in_(child_ids))
        .order_by(col(Relation.id).desc())
    )
    found = (await session.exec(query)).first()
    return Kin(found) if found else None


async def has_task(session: AsyncSession, *, words_id: int, owner_ids: Sequence[int]) -> bool:
    owned = select(exists().where(col(Task.words_id) == words_id, col(Task.owner_id).in_(owner_ids)))
    return bool((await session.exec(owned)).one())


async def list_told(session: AsyncSession, *, words_id: int) -> frozenset[int]:
    rows = await session.exec(select(Task.owner_id).where(col(Task.words_id) == words_id))
    return frozenset(rows)


async def find_open_owner(session: AsyncSession, *, words_id: int, owner_ids: Sequence[int]) -> int | None:
    """Who of these was told of the words and hasn't dealt with them yet."""
    query = select(Task.owner_id).where(
        col(Task.words_id) == words_id, col(Task.owner_id).in_(owner_ids), col(Task.done_at).is_(None)
    )
    return (await session.exec(query.order_by(col(Task.id)))).first()


async def is_open(session: AsyncSession, *, words_id: int, owner_ids: Sequence[int]) -> bool:
    """Whether these people still have to deal with the words."""
    return await find_open_owner(session, words_id=words_id, owner_ids=owner_ids) is not None


async def finish(session: AsyncSession, *, now: datetime, words_id: int, owner_ids: Sequence[int]) -> None:
    await session.exec(
        update(Task)
        .where(
            col(Task.words_id) == words_id,
            col(Task.owner_id).in_(owner_ids),
            col(Task.done_at).is_(None),
        )
        .values(done_at=now, done_by_id=col(Task.owner_id))
    )
    await session.exec(update(FamilyWords).where(col(FamilyWords.id) == words_id).values(due_at=None))


def due_words(now: datetime) -> Select[int | None]:
    """The words of danger that have waited longest, in one step along an index."""
    return (
        select(FamilyWords.id)
        .where(col(FamilyWords.due_at) <= now)
        .order_by(col(FamilyWords.due_at), col(FamilyWords.id))
        .limit(1)
    )


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next words climb: one step into an index, for those that rest have no instant."""
    return (await session.exec(_NEXT_DUE)).one()


async def claim_due(session: AsyncSession, *, now: datetime) -> FamilyWords | None:
    """Take the words that have waited longest; an accident leaves them due again in a minute."""
    due = due_words(now).with_for_update(skip_locked=True).cte("due")
    claimed = await session.exec(
        update(FamilyWords)
        .where(col(FamilyWords.id).in_(select(due.c.id)))
        .values(due_at=now + AFTER_ACCIDENT)
        .returning(FamilyWords)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return claimed.scalars().first()


async def find_oldest_unheard(session: AsyncSession) -> datetime | None:
    """Since when words of danger have climbed to the end, and nobody has them open."""
    query = select(func.min(FamilyWords.told_at)).where(
        col(FamilyWords.due_at).is_not(None),
        col(FamilyWords.opened_by_id).is_(None),
        col(FamilyWords.rung) > LAST,
    )
    return (await session.exec(query)).one()
