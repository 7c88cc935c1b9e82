"""Find a family's words, where the family belongs, and who may read them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Child, FamilyWords, Person, Relation, RoleGrant, Task, Unit
from models.codes import Kin
from services.checkins.readers import READING, Holder, Home
from services.people.queries import live


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
    found = [
        (Home(relation.person_id or 0, relation.child_id, child.class_id, unit.parent_id or 0), child.left_at)
        for relation, child, unit in rows
    ]
    here = [home for home, left_at in found if left_at is None]
    return here if here and not with_gone else [home for home, _ in found]


async def list_holders(session: AsyncSession, *, now: datetime, homes: Sequence[Home]) -> list[Holder]:
    """The staff around these homes; who belongs to the school is written in `RoleGrant`."""
    units = {home.class_id for home in homes} | {home.school_id for home in homes}
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
    beside = select(Relation.person_id).where(col(Relation.child_id).in_(child_ids), live(Relation, now))
    phones = select(Person.account_id).where(col(Person.id).in_(beside), col(Person.account_id).is_not(None))
    rows = await session.exec(
        select(Person.id).where(or_(col(Person.id).in_(beside), col(Person.account_id).in_(phones)))
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


async def is_open(session: AsyncSession, *, words_id: int, owner_ids: Sequence[int]) -> bool:
    """Whether these people still have to deal with the words."""
    undone = exists().where(
        col(Task.words_id) == words_id, col(Task.owner_id).in_(owner_ids), col(Task.done_at).is_(None)
    )
    return bool((await session.exec(select(undone))).one())


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
