"""Who must notice nothing of a case: its rows, and whoever belongs or belonged to the household."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseExclusion, Person, Relation, RoleGrant, Unit
from models.case_codes import LIVE
from models.codes import Role
from models.upsert import insert_into
from services.cases.siblings import list_linked
from services.people.queries import list_holders, live

# Built once: they are asked several times for whatever is pressed or told of a case.
_LEFT_OUT = select(CaseExclusion.person_id, CaseExclusion.is_let_in).where(
    CaseExclusion.case_id == bindparam("case_id")
)
_AROUND = select(Relation.person_id).where(
    col(Relation.child_id).in_(bindparam("children", expanding=True)),
    col(Relation.from_at) <= bindparam("now"),
)
_PHONES = select(Person.account_id).where(
    col(Person.id).in_(bindparam("people", expanding=True)), col(Person.account_id).is_not(None)
)
_MATES = select(Person.id).where(col(Person.account_id).in_(_PHONES))


async def exclude(session: AsyncSession, *, now: datetime, case: Case, groups: Collection[str]) -> None:
    """Write the exclusions down; this comes before the first notification is queued."""
    people = await _household(session, now=now, case=case) | await _beside(session, case)
    if "school_staff" in groups:
        people |= await _school_staff(session, now=now, case=case)
        # An answer leaves out also whoever was let in by name before it.
        mine = (col(CaseExclusion.case_id) == case.id, col(CaseExclusion.person_id).in_(people))
        await session.exec(update(CaseExclusion).where(*mine).values(is_let_in=False))
    people = await with_shared_phones(session, people) - _kept(case)
    if rows := _rows(case, people):
        await session.exec(
            insert_into(session, CaseExclusion)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["case_id", "person_id"])
        )


async def add(session: AsyncSession, *, case: Case, people: Collection[int]) -> None:
    """Leave these people out too, also whoever was let in by name."""
    if rows := _rows(case, set(people) - _kept(case)):
        out = insert_into(session, CaseExclusion).values(rows)
        await session.exec(
            out.on_conflict_do_update(index_elements=["case_id", "person_id"], set_={"is_let_in": False})
        )


def _rows(case: Case, people: Collection[int]) -> list[dict[str, Any]]:
    return [{"case_id": case.id, "person_id": one, "is_let_in": False} for one in sorted(people)]


async def list_excluded(session: AsyncSession, *, now: datetime, case: Case) -> set[int]:
    """Everybody excluded at `now`: somebody may have joined the household or its phone since."""
    rows = dict(list(await session.exec(_LEFT_OUT, params={"case_id": case.id})))
    people = set(rows) | await _household(session, now=now, case=case)
    people -= {person_id for person_id, is_let_in in rows.items() if is_let_in}
    return await with_shared_phones(session, people) - _kept(case)


async def leave_out(session: AsyncSession, *, case: Case, person_id: int, by: int) -> None:
    """One person, by name."""
    await _name(session, case=case, person_id=person_id, by=by, is_let_in=False)


async def let_in(session: AsyncSession, *, now: datetime, case: Case, person_id: int, by: int) -> None:
    """One person, by name; whoever was kept out for their phone's sake only comes in with them."""
    mates = await with_shared_phones(session, {person_id}) - await _household(session, now=now, case=case)
    mates -= await _school_staff(session, now=now, case=case)
    await session.exec(
        delete(CaseExclusion).where(
            col(CaseExclusion.case_id) == case.id,
            col(CaseExclusion.person_id).in_(mates),
            col(CaseExclusion.named_by_id).is_(None),
        )
    )
    await _name(session, case=case, person_id=person_id, by=by, is_let_in=True)


async def admit_school(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Let everybody of the school in again whom nobody has named, those of the household apart."""
    household = await with_shared_phones(session, await _household(session, now=now, case=case))
    school = await list_school_staff(session, now=now, case=case)
    await session.exec(
        delete(CaseExclusion).where(
            col(CaseExclusion.case_id) == case.id,
            col(CaseExclusion.person_id).in_(school - household),
            col(CaseExclusion.named_by_id).is_(None),
        )
    )


async def is_named_by(session: AsyncSession, *, case: Case, person_id: int) -> bool:
    """Whether this person has left anybody out by name."""
    query = select(CaseExclusion.id).where(
        CaseExclusion.case_id == case.id,
        CaseExclusion.named_by_id == person_id,
        col(CaseExclusion.is_let_in).is_(False),
    )
    return (await session.exec(query.limit(1))).first() is not None


async def _name(session: AsyncSession, *, case: Case, person_id: int, by: int, is_let_in: bool) -> None:
    row = {"case_id": case.id, "person_id": person_id, "named_by_id": by, "is_let_in": is_let_in}
    await session.exec(
        insert_into(session, CaseExclusion)
        .values(row)
        .on_conflict_do_update(
            index_elements=["case_id", "person_id"], set_={"named_by_id": by, "is_let_in": is_let_in}
        )
    )


async def is_overlooked(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    """Whether somebody who must notice nothing reads on the reporter's phone."""
    phone = select(Person.account_id).where(Person.id == case.reporter_id)
    here = set(await session.exec(select(Person.id).where(col(Person.account_id).in_(phone))))
    return bool(here & await list_excluded(session, now=now, case=case))


async def shares_phone(session: AsyncSession, *, now: datetime, child_id: int, person_id: int) -> bool:
    """Whether anybody else of the child's household reads on this person's phone."""
    phone = select(Person.account_id).where(Person.id == person_id)
    here = set(await session.exec(select(Person.id).where(col(Person.account_id).in_(phone))))
    return bool(here & await _around(session, now=now, child_ids=[child_id]) - {person_id})


async def admit_administrators(session: AsyncSession, *, now: datetime, case: Case) -> list[int]:
    """Let the school's administrators in again, those of the household apart; return who came in."""
    heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=case.school_id)
    household = await with_shared_phones(session, await _household(session, now=now, case=case))
    named = select(CaseExclusion.person_id).where(
        CaseExclusion.case_id == case.id,
        col(CaseExclusion.named_by_id).is_not(None),
        col(CaseExclusion.is_let_in).is_(False),
    )
    kept_out = household | {case.reporter_id} | set(await session.exec(named))
    admitted = [head for head in heads if head not in kept_out]
    # Whoever shares the head's phone was kept out for that phone's sake only.
    phones = await with_shared_phones(session, set(admitted))
    await session.exec(
        delete(CaseExclusion).where(
            col(CaseExclusion.case_id) == case.id, col(CaseExclusion.person_id).in_(phones - kept_out)
        )
    )
    return admitted


async def list_school_staff(session: AsyncSession, *, now: datetime, case: Case) -> set[int]:
    """Who works at the case's school, and everybody who reads on their phones."""
    return await with_shared_phones(session, await _school_staff(session, now=now, case=case))


def _kept(case: Case) -> set[int]:
    """The reporter keeps the case; a silent one isn't kept even there, whoever picks the phone up."""
    return set() if case.is_silent else {case.reporter_id}


async def _beside(session: AsyncSession, case: Case) -> set[int]:
    """Whom other open reports about the same child leave out: of several answers the strictest holds."""
    if case.child_id is None:
        return set()
    rows = await session.exec(
        select(CaseExclusion.person_id)
        .join(Case, col(Case.id) == col(CaseExclusion.case_id))
        .where(
            Case.child_id == case.child_id, col(Case.state).in_(LIVE), Case.id != case.id,
            col(CaseExclusion.is_let_in).is_(False),
        )
    )  # fmt: skip
    return set(rows)


async def _household(session: AsyncSession, *, now: datetime, case: Case) -> set[int]:
    """Who stands beside the child, or beside another one whom the case is about too."""
    if case.child_id is None:
        return set()
    children = [case.child_id, *await list_linked(session, case_id=case.id)]
    return await _around(session, now=now, child_ids=children)


async def _around(session: AsyncSession, *, now: datetime, child_ids: Collection[int]) -> set[int]:
    """Whoever stands beside these children, or once stood there: that a place has ended lets nobody in."""
    rows = await session.exec(_AROUND, params={"children": list(child_ids), "now": now})
    return {person_id for person_id in rows if person_id is not None}


async def _school_staff(session: AsyncSession, *, now: datetime, case: Case) -> set[int]:
    places = select(Unit.id).where(or_(col(Unit.id) == case.school_id, col(Unit.parent_id) == case.school_id))
    rows = await session.exec(
        select(RoleGrant.person_id).where(col(RoleGrant.unit_id).in_(places), live(RoleGrant, now))
    )
    return set(rows)


async def with_shared_phones(session: AsyncSession, people: Iterable[int]) -> set[int]:
    """These people and everybody who reads on the same phones."""
    seeds = set(people)
    mates = await session.exec(_MATES, params={"people": list(seeds)})
    return seeds | {mate for mate in mates if mate is not None}
