"""The other children of a case's home: what whoever works on it reads of them, and what its papers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseSibling, Child, Unit
from models.case_codes import CaseFact
from services.access import queries as access_queries
from services.access.rules import Standing
from services.alerts.events import list_words
from services.alerts.queries import find_name
from services.alerts.types import Standing as CaseStanding
from services.cases.siblings import linked_in, list_decisions
from services.casework.types import AtHome
from services.children.siblings import list_at_home
from services.people.actor import Actor
from services.people.queries import list_roles


@dataclass(frozen=True)
class Sibling:
    """Another child of the home. `is_concerned` None: nobody has decided yet.

    `name` None: at another school, of which the viewer may know no more than that it must be told.
    """

    child_id: int
    name: str | None
    class_name: str | None
    school_name: str
    is_concerned: bool | None
    decided_at: datetime | None
    decided_by: str | None
    word: CaseFact | None = None  # whether it is safe, by the newest word


@dataclass(frozen=True)
class Siblings:
    standing: CaseStanding
    children: tuple[Sibling, ...]


@dataclass(frozen=True)
class Known:
    """A child as it is registered, of whom `is_open` says whether the viewer may read the name."""

    child: Child
    class_name: str
    school_name: str
    is_open: bool

    @property
    def name(self) -> str | None:
        return self.child.name if self.is_open else None

    @property
    def born_on(self) -> date | None:
        return self.child.born_on if self.is_open else None


async def count(session: AsyncSession, *, now: datetime, case: Case) -> AtHome:
    decisions = await list_decisions(session, case_id=case.id)
    known = await _list_ids(session, now=now, case=case, decisions=decisions)
    return AtHome(known=len(known), linked=len(linked_in(decisions)))


async def list_siblings(
    session: AsyncSession, *, now: datetime, case: Case, viewer: int
) -> tuple[Sibling, ...]:
    """Those of the home now, and those about whom somebody has decided before."""
    decisions = await list_decisions(session, case_id=case.id)
    ids = await _list_ids(session, now=now, case=case, decisions=decisions)
    known = await list_known(session, now=now, case=case, viewer=viewer, child_ids=ids)
    newest = {one.child_id: one for one in decisions}
    words = await list_words(session, case_id=case.id)
    return tuple([await _sibling(session, known[one], newest.get(one), words.get(one)) for one in ids])


async def list_known(
    session: AsyncSession, *, now: datetime, case: Case, viewer: int, child_ids: Sequence[int]
) -> dict[int, Known]:
    """Map these children to what the viewer may read of them: the case's own school works with its children.

    Of a child at another school only who answers for that child there, or for its county, reads the name.
    """
    school = aliased(Unit)
    rows = await session.exec(
        select(Child, Unit.name, col(school.name), col(school.id))
        .join(Unit, col(Child.class_id) == Unit.id)
        .join(school, col(Unit.parent_id) == school.id)
        .where(col(Child.id).in_(child_ids))
    )
    found = list(rows)
    elsewhere = [child.id or 0 for child, _, _, school_id in found if school_id != case.school_id]
    answered_for = await _answered_for(session, now=now, viewer=viewer, child_ids=elsewhere)
    return {
        child.id or 0: Known(
            child, class_name, school_name, school_id == case.school_id or child.id in answered_for
        )
        for child, class_name, school_name, school_id in found
    }


async def _answered_for(
    session: AsyncSession, *, now: datetime, viewer: int, child_ids: Sequence[int]
) -> set[int]:
    """For whom of these the viewer has a post, whose file or whose case would come to them anyway."""
    if not child_ids:
        return set()
    roles = await list_roles(session, now=now, person_ids=[viewer])
    actor = Actor(0, "", person_ids=(viewer,), roles=tuple(roles))
    refs = await access_queries.list_children(session, col(Child.id).in_(child_ids))
    posts = {one.child_id: access_queries.staff_standings(actor, one.unit, one) for one in refs}
    return {child_id for child_id, found in posts.items() if found.keys() - {Standing.COLLEAGUE}}


async def _list_ids(
    session: AsyncSession, *, now: datetime, case: Case, decisions: Sequence[CaseSibling]
) -> list[int]:
    """No household is known of a child that couldn't be named; a drill has none."""
    if case.child_id is None:
        return []
    here = await list_at_home(session, now=now, child_id=case.child_id)
    return list(dict.fromkeys((*here, *(one.child_id for one in decisions))))


async def _sibling(
    session: AsyncSession, known: Known, newest: CaseSibling | None, word: CaseFact | None
) -> Sibling:
    return Sibling(
        child_id=known.child.id or 0,
        name=known.name,
        class_name=known.class_name if known.is_open else None,
        school_name=known.school_name,
        is_concerned=newest.is_concerned if newest else None,
        decided_at=newest.entered_at if newest else None,
        decided_by=await find_name(session, newest.person_id) if newest else None,
        word=word,
    )
