"""A county in numbers that name nobody, for its officers: what is fewer than five is told as that only.

No sum is told, so nothing can be taken from a sum. A case is counted for whoever may know of it: to somebody
kept out of it, or whose phone they read on, every number is what it would be without that case.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent, Child, Task, Unit
from models.case_codes import CaseFact, CaseState
from models.codes import TaskKind, UnitKind
from services.access.rules import Action
from services.access.service import Denied
from services.alerts.exclusions import list_excluded
from services.alerts.queries import is_live
from services.casework.rules import Few, few
from services.joining.authority import as_officer
from services.people.actor import Actor
from services.people.places import schools_of
from services.people.queries import get_unit

A_YEAR = timedelta(days=365)
School = aliased(Unit)


@dataclass(frozen=True)
class Counts:
    """`children`: of each school by its name. The cases: those that are live, and those of the last year.

    `late`: where something was done after its day, or hasn't been done yet. `silent`: children whose family
    hasn't been heard of for so long that somebody was asked to see to it.
    """

    county_id: int
    name: str
    children: tuple[tuple[str, Few], ...]
    untaken: Few
    taken: Few
    closed: Few
    late: Few
    silent: Few


async def count_county(
    session: AsyncSession, *, now: datetime, actor: Actor, county_id: int
) -> Counts | Denied:
    allowed = await as_officer(session, now=now, actor=actor, action=Action.SEE_COUNTY, county_id=county_id)
    if isinstance(allowed, Denied):
        return allowed
    cases = await _list_cases(session, now=now, actor=actor, county_id=county_id)
    live = [one for one in cases if one.is_live]
    return Counts(
        county_id,
        (await get_unit(session, county_id)).name,
        await _count_children(session, county_id=county_id),
        untaken=few(sum(one.taken_by_id is None for one in live)),
        taken=few(sum(one.taken_by_id is not None for one in live)),
        closed=few(len(cases) - len(live)),
        late=few(len(await _list_late(session, case_ids=[one.id for one in cases]))),
        silent=few(await _count_silent(session, county_id=county_id)),
    )


async def _list_cases(session: AsyncSession, *, now: datetime, actor: Actor, county_id: int) -> list[Case]:
    """The real cases of the county that may be known on this phone."""
    of_ours = (col(Case.school_id).in_(schools_of([county_id])), col(Case.is_practice).is_(False))
    recent = (col(Case.state) == CaseState.CLOSED) & (col(Case.closed_at) > now - A_YEAR)
    found = list(await session.exec(select(Case).where(*of_ours, or_(is_live(), recent))))
    mine = set(actor.person_ids)
    return [one for one in found if not mine & await list_excluded(session, now=now, case=one)]


async def _list_late(session: AsyncSession, *, case_ids: list[int | None]) -> list[int]:
    late = (col(CaseEvent.case_id).in_(case_ids), CaseEvent.fact == CaseFact.OVERDUE)
    return list(await session.exec(select(CaseEvent.case_id).where(*late).distinct()))


async def _count_children(session: AsyncSession, *, county_id: int) -> tuple[tuple[str, Few], ...]:
    rows = await session.exec(
        select(School.name, func.count(col(Child.id)))
        .join(Unit, (col(Unit.parent_id) == School.id) & (col(Unit.kind) == UnitKind.CLASS), isouter=True)
        .join(Child, (col(Child.class_id) == Unit.id) & col(Child.left_at).is_(None), isouter=True)
        .where(col(School.id).in_(schools_of([county_id])))
        .group_by(col(School.id), col(School.name))
        .order_by(col(School.id))
    )
    return tuple((name, few(count)) for name, count in rows)


async def _count_silent(session: AsyncSession, *, county_id: int) -> int:
    """Children, not tasks: each may have had several."""
    query = (
        select(func.count(col(Task.child_id).distinct()))
        .join(Child, col(Task.child_id) == Child.id)
        .join(Unit, col(Child.class_id) == Unit.id)
        .where(
            Task.kind == TaskKind.SILENT_MONTHS,
            col(Task.done_at).is_(None),
            col(Unit.parent_id).in_(schools_of([county_id])),
        )
    )
    return (await session.exec(query)).one()
