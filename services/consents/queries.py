"""Whose word counts for a child, and what was said last."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Consent, Person, Relation
from models.codes import Kin
from services.consents.rules import CONTACT
from services.people.queries import live

PARENTS = (Kin.MOTHER, Kin.FATHER)


async def list_deciders(session: AsyncSession, *, now: datetime, child_id: int) -> dict[int, bool]:
    """Map each parent or legal guardian who is still with us to whether they are barred."""
    rows = await session.exec(
        select(Relation.person_id, Relation.barred_at)
        .join(Person, col(Person.id) == col(Relation.person_id))
        .where(
            Relation.child_id == child_id,
            live(Relation, now),
            or_(col(Relation.kin).in_(PARENTS), col(Relation.is_guardian)),
            col(Person.account_id).is_not(None),
        )
        .order_by(col(Relation.id))
    )
    return {person_id: barred_at is not None for person_id, barred_at in rows if person_id is not None}


async def list_answers(
    session: AsyncSession, *, child_id: int, purposes: Collection[str] | None = None
) -> list[Consent]:
    """Everything said about a child's purposes, oldest first."""
    query = select(Consent).where(Consent.child_id == child_id).order_by(col(Consent.id))
    if purposes is not None:
        query = query.where(col(Consent.purpose).in_(purposes))
    return list(await session.exec(query))


async def list_refusing(session: AsyncSession, *, person_ids: Collection[int]) -> frozenset[int]:
    """Those of these people whose newest answer to the contact consent is no; no answer is no refusal."""
    rows = await session.exec(
        select(Consent.person_id, Consent.granted)
        .where(col(Consent.person_id).in_(person_ids), Consent.purpose == CONTACT)
        .order_by(col(Consent.id))
    )
    return frozenset(person_id for person_id, granted in dict(rows.all()).items() if not granted)
