"""Who may be told of a case at this moment, and who may open it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, Child, Person, RoleGrant, Unit
from models.case_codes import CaseState
from models.codes import OF_A_SCHOOL, Role
from services.alerts import exclusions
from services.alerts.events import is_head_told
from services.alerts.rules import reached_roles
from services.people.actor import Held
from services.people.places import county_of
from services.people.queries import live

_School, _Village = aliased(Unit), aliased(Unit)
_HOMES: Any = (
    select_columns(
        col(Child.class_id), col(_Village.id), col(_Village.parent_id),
        county_of(bindparam("school_id")).scalar_subquery(),
    )
    .select_from(_School)
    .join(Child, col(Child.id) == bindparam("child_id"), isouter=True)
    .join(_Village, col(Child.village_id) == col(_Village.id), isouter=True)
    .where(col(_School.id) == bindparam("school_id"))
)  # fmt: skip


async def list_recipients(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    roles: Collection[Role],
    reachable: bool = True,
    joined: bool = True,
    ready_by: datetime | None = None,
) -> list[int]:
    """Who would be told now: holders of the roles with a phone, the excluded and the reporter left out.

    `reachable` False adds phones that have turned us away before, `joined` False those who have none here;
    `ready_by` leaves out chats that Telegram has paused for longer.
    """
    homes = await _homes(session, case)
    holds = or_(*(_holds(role, homes[role]) for role in roles if role in homes))
    query = (
        select(Person.id)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .join(Account, col(Person.account_id) == Account.id, isouter=not joined)
        .where(holds, live(RoleGrant, now))
        .distinct()
        .order_by(col(Person.id))
    )
    if reachable:
        query = query.where(col(Account.unreachable_at).is_(None))
    if ready_by is not None:
        paused_until = col(Account.paused_until)
        query = query.where(or_(paused_until.is_(None), paused_until <= ready_by))
    left_out = await exclusions.list_excluded(session, now=now, case=case) | {case.reporter_id}
    return [one for one in await session.exec(query) if one is not None and one not in left_out]


async def find_holder(
    session: AsyncSession, *, now: datetime, case: Case, person_ids: Sequence[int], roles: Sequence[Held]
) -> int | None:
    """Which of the people on one phone is on the reached part of the ladder; None: nobody there may know.

    One excluded person on a phone closes it for everybody who reads there.
    """
    if case.state is CaseState.DRAFT:
        return None
    if await exclusions.list_excluded(session, now=now, case=case) & set(person_ids):
        return None
    homes = await _homes(session, case)
    head_told = await is_head_told(session, case_id=case.id)
    reached = reached_roles(case.ladder, case.level, head_told=head_told)
    others = (held for held in roles if held.person_id != case.reporter_id)
    return next(
        (one.person_id for one in others if one.role in reached and one.unit_id == homes.get(one.role)), None
    )


async def find_place(session: AsyncSession, *, case: Case, role: Role) -> int | None:
    """Whose roster counts for a step: the school's, or that of the unit for which the role is held."""
    return case.school_id if role in OF_A_SCHOOL else (await _homes(session, case)).get(role)


def _holds(role: Role, unit_id: int | None) -> ColumnElement[bool]:
    return (col(RoleGrant.role) == role) & (col(RoleGrant.unit_id) == unit_id)


async def _homes(session: AsyncSession, case: Case) -> dict[Role, int | None]:
    """For which unit each role must be held to be of this case's ladder."""
    of_case = {"child_id": case.child_id, "school_id": case.school_id}
    found = (await session.exec(_HOMES, params=of_case)).one()
    class_id, village_id, township_id, county_id = found
    return {
        Role.TEACHER: class_id,
        Role.CLASS_TEACHER: class_id,
        Role.ADMINISTRATOR: case.school_id,
        Role.SAFEGUARDING: case.school_id,
        Role.VILLAGE_DIRECTOR: village_id,
        Role.TOWNSHIP_SUPERVISOR: township_id,
        Role.COUNTY_OFFICER: county_id,
    }
