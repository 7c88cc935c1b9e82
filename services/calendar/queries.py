"""The spans that schools have entered."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import CalendarSpan, Child, Plan, Unit
from models.care import laid_out_anew
from services.calendar.rules import Span


async def list_spans(session: AsyncSession, *, school_ids: Collection[int]) -> dict[int, tuple[Span, ...]]:
    """Map schools to what was entered for them, in order; a school without anything is left out."""
    rows = await session.exec(
        select(CalendarSpan)
        .where(col(CalendarSpan.unit_id).in_(school_ids))
        .order_by(col(CalendarSpan.from_on), col(CalendarSpan.id))
    )
    found: defaultdict[int, tuple[Span, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.unit_id] += (Span(row.kind, row.from_on, row.to_on, row.id or 0),)
    return dict(found)


async def add_span(
    session: AsyncSession, *, now: datetime, school_id: int, span: Span, person_id: int
) -> None:
    row = CalendarSpan(
        unit_id=school_id, kind=span.kind, from_on=span.from_on, to_on=span.to_on,
        entered_by_id=person_id, entered_at=now,
    )  # fmt: skip
    session.add(row)
    await session.flush()


async def drop_span(session: AsyncSession, *, school_id: int, span_id: int) -> bool:
    """Whether the school had such a span."""
    mine = (col(CalendarSpan.id) == span_id, col(CalendarSpan.unit_id) == school_id)
    gone = await session.exec(delete(CalendarSpan).where(*mine).returning(col(CalendarSpan.id)))
    return gone.first() is not None


async def lay_out_school(session: AsyncSession, *, now: datetime, school_id: int) -> None:
    """Let the planner find each date of the school's children again."""
    classes = select(Unit.id).where(Unit.parent_id == school_id)
    children = select(Child.id).where(col(Child.class_id).in_(classes), col(Child.left_at).is_(None))
    await session.exec(
        update(Plan)
        .where(
            col(Plan.child_id).in_(children),
            or_(col(Plan.next_due_at).is_not(None), col(Plan.rule).is_not(None)),
        )
        .values(**laid_out_anew(now))
        .execution_options(synchronize_session=False)
    )
