"""A school with one adult: somebody of the central school or the township stands in, on their yes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Person, RoleGrant, SecondPerson, Unit
from models.codes import Notice, Role
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.duty import rosters
from services.duty.roster_types import Colleague, SecondAnswered, SecondAsked, SecondChoice, SecondView
from services.errors import CareError
from services.notifications import service as notifications
from services.people import service as people
from services.people.actor import Actor
from services.people.places import schools_of
from services.people.queries import get_unit, list_holders, live

STAND_IN = (Role.ADMINISTRATOR, Role.SAFEGUARDING, Role.TOWNSHIP_SUPERVISOR)


async def is_lone(session: AsyncSession, *, school_id: int, adults: Collection[int]) -> bool:
    """Whether at most one of those who could hold a case here is of the school itself."""
    return len(set(adults) - await rosters.list_seconds(session, school_id=school_id)) <= 1


async def find_view(session: AsyncSession, *, school_id: int, adults: Collection[int]) -> SecondView | None:
    """Who stands in now, else who was asked last and hasn't answered."""
    rows = await session.exec(
        select(SecondPerson, Person.name)
        .join(Person, col(Person.id) == col(SecondPerson.person_id))
        .where(SecondPerson.school_id == school_id, col(SecondPerson.is_accepted).is_not(False))
        .order_by(col(SecondPerson.is_accepted).is_(None), col(SecondPerson.id).desc())
    )
    found = [SecondView(name, row.is_accepted is None) for row, name in rows if _counts(row, adults)]
    return found[0] if found else None


def _counts(row: SecondPerson, adults: Collection[int]) -> bool:
    return row.is_accepted is None or row.person_id in adults


async def offer(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> SecondChoice | Denied:
    """Whom an administrator could ask."""
    decided = await access.decide_school(
        session, now=now, actor=actor, action=Action.KEEP_ROSTER, school_id=school_id
    )
    if isinstance(decided, Denied):
        return decided
    return SecondChoice(school_id, await _list_around(session, now=now, school_id=school_id))


async def ask(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, person_id: int
) -> bool | Denied:
    """Ask somebody to stand in; a second tap asks nobody again. False: they have been asked already."""
    decided = await access.decide_school(
        session, now=now, actor=actor, action=Action.KEEP_ROSTER, school_id=school_id
    )
    if isinstance(decided, Denied):
        return decided
    await session.exec(select(Unit.id).where(Unit.id == school_id).with_for_update())
    around = await _list_around(session, now=now, school_id=school_id)
    if person_id not in {one.person_id for one, _ in around}:
        return Denied()
    waiting = (SecondPerson.school_id == school_id, col(SecondPerson.is_accepted).is_(None))
    query = select(SecondPerson.id).where(*waiting, SecondPerson.person_id == person_id)
    if (await session.exec(query)).first() is not None:
        return False
    row = SecondPerson(school_id=school_id, person_id=person_id, asked_by_id=decided.person_id, asked_at=now)
    session.add(row)
    await session.flush()
    await notifications.enqueue(
        session, now=now, kind=Notice.SECOND_ASKED, recipient_id=person_id, params={"second_id": row.id},
        dedup_key=f"second_asked:{row.id}",
    )  # fmt: skip
    return True


async def answer(
    session: AsyncSession, *, now: datetime, actor: Actor, second_id: int, is_yes: bool
) -> SecondAnswered | Denied:
    """Say yes or no; a yes gives the school's safeguarding role, a second press changes nothing.

    Raises CareError roster.second_over when whoever asked doesn't administer the school any more.
    """
    row = (await session.exec(select(SecondPerson).where(SecondPerson.id == second_id))).first()
    mine = row.person_id if row is not None and row.person_id in actor.person_ids else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.ANSWER_DUTY, subject="second_person",
        subject_id=second_id, found=access.as_(Standing.OWNER, mine),
    )  # fmt: skip
    if row is None or isinstance(decided, Denied):
        return Denied()
    heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=row.school_id)
    if row.is_accepted is None and row.asked_by_id not in heads:
        raise CareError("roster.second_over")
    if await _settle(session, now=now, second_id=second_id, is_yes=is_yes):
        if is_yes:
            await _grant(session, now=now, person_id=row.person_id, school_id=row.school_id)
        await _tell(session, now=now, heads=heads, params={"second_id": second_id})
    return await _answered(session, second_id=second_id)


async def note_unreached(session: AsyncSession, *, now: datetime, second_id: int) -> None:
    """They can't be asked: the question is settled, and the school's administrators hear why."""
    row = (await session.exec(select(SecondPerson).where(SecondPerson.id == second_id))).first()
    if row is not None and await _settle(session, now=now, second_id=second_id, is_yes=False):
        heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=row.school_id)
        await _tell(session, now=now, heads=heads, params={"second_id": second_id, "is_unreached": True})


async def _tell(
    session: AsyncSession, *, now: datetime, heads: Sequence[int], params: dict[str, Any]
) -> None:
    for head in heads:
        await notifications.enqueue(
            session, now=now, kind=Notice.SECOND_ANSWERED, recipient_id=head, params=params,
            dedup_key=f"second_answered:{params['second_id']}:{head}",
        )  # fmt: skip


async def _settle(session: AsyncSession, *, now: datetime, second_id: int, is_yes: bool) -> bool:
    settled = await session.exec(
        update(SecondPerson)
        .where(col(SecondPerson.id) == second_id, col(SecondPerson.is_accepted).is_(None))
        .values(is_accepted=is_yes, answered_at=now)
        .returning(col(SecondPerson.id))
        .execution_options(synchronize_session=False)
    )
    return settled.first() is not None


async def _grant(session: AsyncSession, *, now: datetime, person_id: int, school_id: int) -> None:
    role = Role.SAFEGUARDING
    if person_id not in await list_holders(session, now=now, role=role, unit_id=school_id):
        await people.grant(session, now=now, person_id=person_id, role=role, unit_id=school_id)


async def _answered(session: AsyncSession, *, second_id: int) -> SecondAnswered:
    query = (
        select(Person.name, Unit.name, SecondPerson.is_accepted)
        .select_from(SecondPerson)
        .join(Person, col(Person.id) == col(SecondPerson.person_id))
        .join(Unit, col(Unit.id) == col(SecondPerson.school_id))
        .where(SecondPerson.id == second_id)
    )
    person, school, is_accepted = (await session.exec(query)).one()
    return SecondAnswered(person, school, bool(is_accepted))


async def _list_around(
    session: AsyncSession, *, now: datetime, school_id: int
) -> tuple[tuple[Colleague, str], ...]:
    """Who answers for another school of the same township, or for the township; each once."""
    school = await get_unit(session, school_id)
    above = school.parent_id or 0
    places = or_(col(Unit.id).in_(schools_of([above])), col(Unit.id) == above)
    here = select(RoleGrant.person_id).where(RoleGrant.unit_id == school_id, live(RoleGrant, now))
    rows = await session.exec(
        select(Person.id, Person.name, Unit.name)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .join(Account, col(Account.id) == col(Person.account_id))
        .where(places, col(Unit.id) != school_id, live(RoleGrant, now), col(RoleGrant.role).in_(STAND_IN))
        .where(col(Person.id).not_in(here), col(Account.unreachable_at).is_(None))
        .order_by(col(Unit.id), col(Person.id))
    )
    found = {person_id or 0: (Colleague(person_id or 0, name), unit) for person_id, name, unit in rows}
    return tuple(found.values())


async def load_asked(
    session: AsyncSession, *, now: datetime, recipient_id: int, second_id: int
) -> SecondAsked | None:
    """None once it is answered."""
    query = (
        select(Person.name, Unit.name, SecondPerson.is_accepted)
        .select_from(SecondPerson)
        .join(Person, col(Person.id) == col(SecondPerson.asked_by_id))
        .join(Unit, col(Unit.id) == col(SecondPerson.school_id))
        .where(SecondPerson.id == second_id)
    )
    found = (await session.exec(query)).first()
    if found is None or found[2] is not None:
        return None
    return SecondAsked(second_id, found[0], found[1])


async def load_answered(
    session: AsyncSession, *, now: datetime, recipient_id: int, second_id: int, is_unreached: bool = False
) -> SecondAnswered | None:
    """None for somebody who administers the school no more."""
    row = (await session.exec(select(SecondPerson).where(SecondPerson.id == second_id))).first()
    if row is None or row.is_accepted is None:
        return None
    heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=row.school_id)
    if recipient_id not in heads:
        return None
    return replace(await _answered(session, second_id=second_id), is_unreached=is_unreached)
