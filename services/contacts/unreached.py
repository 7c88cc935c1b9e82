"""A family's phone turned us away: the next of the family is asked, and somebody at school rings them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Child, Person, Plan, Relation, Unit
from models.codes import Kin, Notice, TaskKind
from services.access.queries import find_child
from services.children.queries import list_answering
from services.consents.queries import list_refusing
from services.contacts import queries, tasks
from services.notifications import service as notifications
from services.people.queries import live
from services.wallclock import find_zone, month_of

IN_ORDER = (Kin.MOTHER, Kin.FATHER, Kin.CARER)


async def pass_on(session: AsyncSession, *, now: datetime, child_id: int, month: str, person_id: int) -> None:
    """Remind the next contact of the month, and give the class's teachers the task to ring `person_id`."""
    child = await find_child(session, child_id=child_id)
    if child is None:
        return
    following = await _find_next(session, now=now, child_id=child_id, month=month, but=person_id)
    if following is not None and not child.is_frozen:
        await notifications.enqueue(
            session,
            now=now,
            kind=Notice.CALL_REMINDER,
            recipient_id=following,
            params={"child_id": child_id, "month": month, "instead": True},
            dedup_key=f"instead:{child_id}:{month}:{following}",
        )
    staff = await list_answering(session, now=now, unit=child.unit)
    await _give_tasks(session, now=now, child_id=child_id, month=month, owners=staff)


async def _find_next(
    session: AsyncSession, *, now: datetime, child_id: int, month: str, but: int
) -> int | None:
    """The next of the family with an open phone who wasn't asked this month and hasn't said no."""
    rows = await session.exec(
        select(Relation, Account)
        .join(Person, col(Person.id) == col(Relation.person_id))
        .join(Account, col(Account.id) == col(Person.account_id))
        .where(Relation.child_id == child_id, live(Relation, now), Relation.person_id != but)
        .where(col(Relation.barred_at).is_(None))
        .order_by(col(Relation.id))
    )
    open_phones = [(row.kin, row.person_id) for row, account in rows if account.unreachable_at is None]
    ordered = [one for kin in IN_ORDER for found, one in open_phones if found is kin and one is not None]
    refusing = await list_refusing(session, person_ids=ordered)
    asked = await queries.list_told(
        session, kind=Notice.CALL_REMINDER, child_id=child_id, month=month, person_ids=ordered
    )
    for person_id in ordered:
        if person_id in refusing or person_id in asked:
            continue
        if not await _will_be_asked(session, person_id, child_id, month):
            return person_id
    return None


async def _will_be_asked(session: AsyncSession, person_id: int, child_id: int, month: str) -> bool:
    """Whether their own reminder of this month is still to come."""
    school = aliased(Unit)
    rows = await session.exec(
        select(Plan.next_due_at, school.timezone)
        .join(Relation, col(Relation.id) == col(Plan.relation_id))
        .join(Child, col(Child.id) == col(Plan.child_id))
        .join(Unit, col(Unit.id) == col(Child.class_id))
        .join(school, col(school.id) == col(Unit.parent_id))
        .where(Plan.child_id == child_id, Relation.person_id == person_id)
    )
    return any(due is not None and month_of(due, find_zone(zone)) == month for due, zone in rows)


async def _give_tasks(
    session: AsyncSession, *, now: datetime, child_id: int, month: str, owners: Sequence[int]
) -> None:
    """One task a month for each of them, and word of it."""
    for owner_id in owners:
        await tasks.give(
            session, now=now, kind=TaskKind.UNREACHABLE, child_id=child_id, owner_id=owner_id,
            key=f"unreachable:{child_id}:{month}",
        )  # fmt: skip
        await notifications.enqueue(
            session,
            now=now,
            kind=Notice.HOME_UNREACHED,
            recipient_id=owner_id,
            params={"child_id": child_id, "month": month},
            dedup_key=f"home_unreached:{child_id}:{month}:{owner_id}",
        )
