"""Sheets on their way in, what headings mean at a school, and who is there already."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from models import Child, SheetColumn, SheetImport, Unit
from models.sheet_codes import SheetField
from models.upsert import insert_into
from services.sheets.types import Grid, Known

WITHIN = timedelta(days=1)  # a sheet is brought in within it, and taken back within it

_KNOWN: Select[*tuple[Any, ...]] = (
    Select(
        col(Child.id), col(Child.name), col(Child.born_on), col(Child.class_id), col(Child.care),
        col(Child.away), col(Child.boards), col(Child.village_id),
    )
    .join(Unit, col(Child.class_id) == Unit.id)
    .where(col(Unit.parent_id) == bindparam("school_id"), col(Child.left_at).is_(None))
    .order_by(col(Child.id))
)  # fmt: skip


async def store(
    session: AsyncSession,
    *,
    now: datetime,
    account_id: int | None,
    grid: Grid,
    left_out: tuple[str, ...],
) -> int:
    """Keep a sheet's cells until somebody decides; return its number."""
    cells = json.dumps([grid.name, grid.rows, grid.has_more, left_out], ensure_ascii=False)
    row = SheetImport(account_id=account_id, made_at=now, cells=cells)
    session.add(row)
    await session.flush()
    return row.id or 0


async def find(session: AsyncSession, *, import_id: int, account_id: int | None) -> SheetImport | None:
    """A sheet that came from this phone, or from the operator; somebody else's doesn't exist."""
    mine = col(SheetImport.account_id).is_not_distinct_from(account_id)
    query = select(SheetImport).where(SheetImport.id == import_id, mine)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


def unpack(cells: str) -> tuple[Grid, tuple[str, ...]]:
    """The sheet as it was read, and the names of those that weren't."""
    name, rows, has_more, left_out = json.loads(cells)
    return Grid(name, tuple(map(tuple, rows)), has_more=has_more), tuple(left_out)


async def set_unit(session: AsyncSession, *, import_id: int, unit_id: int, person_id: int | None) -> None:
    await session.exec(
        update(SheetImport)
        .where(col(SheetImport.id) == import_id)
        .values(unit_id=unit_id, person_id=person_id)
    )


async def put_away(session: AsyncSession, *, import_id: int) -> None:
    """Its cells aren't needed any more."""
    waiting = (col(SheetImport.id) == import_id, col(SheetImport.applied_at).is_(None))
    await session.exec(update(SheetImport).where(*waiting).values(cells=None))


async def list_headings(session: AsyncSession, *, school_id: int) -> dict[str, SheetField]:
    """What somebody at this school has said that a heading means."""
    rows = await session.exec(
        select(SheetColumn.heading, SheetColumn.field).where(SheetColumn.school_id == school_id)
    )
    return {heading: SheetField(of) for heading, of in rows}


async def remember(session: AsyncSession, *, school_id: int, heading: str, of: SheetField) -> None:
    """The newest word counts."""
    row = {"school_id": school_id, "heading": heading, "field": of}
    statement = insert_into(session, SheetColumn).values(**row)
    await session.exec(
        statement.on_conflict_do_update(index_elements=["school_id", "heading"], set_={"field": of})
    )


async def list_known(session: AsyncSession, *, school_id: int) -> list[Known]:
    """Every child who is at the school, by the order in which they were entered."""
    return [Known(*row) for row in await session.exec(_KNOWN, params={"school_id": school_id})]


async def lock_school(session: AsyncSession, *, school_id: int) -> None:
    """Two sheets into one school take turns: the second sees whom the first has brought."""
    await session.exec(select(Unit.id).where(Unit.id == school_id).with_for_update())
