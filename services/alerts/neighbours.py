"""Who of family and village a case may be spoken of with: whom the matrix lets know now, but nobody left out.

Never somebody whom an answer to “who may be involved” left out for more than living in the household, never
while that question has no answer, never who may not see the child (barred, or in a dispute), and nobody who
shares a phone with one of these.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, Person, Relation
from models.codes import Kin, Role
from services.access.rules import Action
from services.access.service import may_hear
from services.access.types import ChildRef
from services.alerts import exclusions
from services.alerts.at_home import asked_at_home
from services.people.queries import list_holders, live
from services.profile import Adult, Profile
from services.reaching.queries import list_reached
from services.reaching.types import Way


@dataclass(frozen=True)
class Neighbour:
    """`kin` None: of the village. Without a phone: to be rung."""

    person_id: int
    name: str
    kin: Kin | None
    has_phone: bool
    numbers: tuple[Way, ...] = ()


async def list_neighbours(
    session: AsyncSession, *, now: datetime, case: Case, child: ChildRef, profile: Profile
) -> tuple[Neighbour, ...]:
    """Who lives with the child first, then the parents, then the village."""
    adults = asked_at_home(profile, case.situation, case.involved, case.named_before)
    kin = await _list_kin(session, now=now, child_id=child.child_id)
    wanted = {one: of for one, of in kin.items() if _adult(of) in adults}
    if Adult.VILLAGE in adults and child.village_id is not None:
        directors = await list_holders(session, now=now, role=Role.VILLAGE_DIRECTOR, unit_id=child.village_id)
        household = await exclusions.list_excluded(session, now=now, case=case)
        wanted |= {one: None for one in directors if one not in household | set(kin)}
    unasked = await exclusions.with_shared_phones(session, set(kin) - set(wanted))
    left_out = await _left_out(session, now=now, case=case, profile=profile)
    left_out |= unasked | {case.reporter_id}
    allowed = [
        one
        for one in wanted
        if one not in left_out
        and await may_hear(session, now=now, person_id=one, action=Action.SEE_CHILD, child=child)
    ]
    rows = await session.exec(
        select(Person, Account)
        .join(Account, col(Account.id) == col(Person.account_id), isouter=True)
        .where(col(Person.id).in_(allowed))
        .order_by(col(Person.id))
    )
    reached = await list_reached(session, now=now, child_id=child.child_id)
    numbers = {one.person_id: one.phones for one in reached}
    found = [
        Neighbour(
            person.id or 0, person.name, wanted[person.id or 0],
            has_phone=account is not None and account.unreachable_at is None,
            numbers=numbers.get(person.id, ()),
        )
        for person, account in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.kin is None, one.kin is not Kin.CARER)))


async def _list_kin(session: AsyncSession, *, now: datetime, child_id: int) -> dict[int, Kin | None]:
    rows = await session.exec(
        select(Relation).where(
            Relation.child_id == child_id, live(Relation, now), col(Relation.person_id).is_not(None)
        )
    )
    return {one.person_id or 0: one.kin for one in rows}


def _adult(kin: Kin | None) -> Adult:
    return Adult.CARER if kin is Kin.CARER else Adult.PARENT


async def _left_out(session: AsyncSession, *, now: datetime, case: Case, profile: Profile) -> set[int]:
    """Who is left out for more than living in the household: any answer may have pointed at the school."""
    answers = [one for one in (case.involved, *case.named_before) if one is not None]
    if any("school_staff" in profile.group(one).excludes for one in answers):
        return await exclusions.list_school_staff(session, now=now, case=case)
    return set()
