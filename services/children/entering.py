"""Write children into their classes, one or thousands: with their adults' open places and their plans.

Whoever calls has asked at the door, and has checked names, dates and care by the rules.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Plan, Relation
from models.codes import Away, Care, Kin, PlanKind
from services.children.plans import MONTHLY
from services.children.rules import AWAY_KIN, CARER_AT_HOME

Row = dict[str, Any]


async def enter(session: AsyncSession, *, children: Sequence[Row]) -> list[int]:
    """Store children, given as the table's columns; return their ids, in the same order."""
    if not children:
        return []
    child_ids = await _store(session, Child, children)
    places = [
        place
        for child, child_id in zip(children, child_ids, strict=True)
        for place in _places(child, child_id)
    ]
    place_ids = await _store(session, Relation, places)
    plans = list(_plans(places, place_ids))
    if plans:
        await (await session.connection()).execute(insert(Plan), plans)
    return child_ids


def _places(child: Row, child_id: int) -> Iterator[Row]:
    """A place for each parent, and one for whoever else cares at home."""
    care, away, now = Care(child["care"]), Away(child["away"]), child["registered_at"]
    kins = (Kin.MOTHER, Kin.FATHER, *((Kin.CARER,) if care in CARER_AT_HOME else ()))
    for kin in kins:
        yield {"child_id": child_id, "kin": kin, "away": kin in AWAY_KIN[away], "from_at": now}


def _plans(places: Sequence[Row], place_ids: Sequence[int]) -> Iterator[Row]:
    """As `plans.lay_out` would: revision 0 and due, so that the planner finds their dates and fires none."""
    months: dict[int, datetime] = {}
    for place, place_id in zip(places, place_ids, strict=True):
        if place["away"]:
            months[place["child_id"]] = place["from_at"]
            yield _plan(place["child_id"], PlanKind.CALL, place["from_at"], relation_id=place_id)
    for child_id, now in months.items():
        for kind in MONTHLY:
            yield _plan(child_id, kind, now)


def _plan(child_id: int, kind: PlanKind, now: datetime, *, relation_id: int | None = None) -> Row:
    return {
        "child_id": child_id, "kind": kind, "relation_id": relation_id, "revision": 0, "next_due_at": now,
    }  # fmt: skip


async def _store(session: AsyncSession, table: type[Child | Relation], rows: Sequence[Row]) -> list[int]:
    statement = insert(table).returning(col(table.id), sort_by_parameter_order=True)
    stored = await (await session.connection()).execute(statement, list(rows))
    return [one or 0 for one in stored.scalars()]
