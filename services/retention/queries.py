"""Find what is over, and when it was last looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, inspect, not_
from sqlmodel import SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Purge
from services.profile import Kind, Profile
from services.retention.rules import cutoff, period_of
from services.retention.tables import ENDINGS, Ending, is_over


@dataclass(frozen=True)
class Over:
    """How many rows of a kind were over `before`; what is on hold isn't counted, and nowhere told of."""

    kind: Kind
    before: datetime
    count: int


def key_of(table: type[SQLModel]) -> ColumnElement[Any]:
    key: ColumnElement[Any] = inspect(table).primary_key[0]
    return key


def over_rows(ending: Ending, *, before: datetime) -> Select[tuple[Any]]:
    """The primary keys of what may go."""
    key = key_of(ending.table)
    rows: Select[tuple[Any]] = select(key).where(is_over(ending, before), not_(ending.held))
    if ending.is_named and ending.empties is None:
        rows = rows.where(key < select(func.max(key)).correlate(None).scalar_subquery())
    return rows


def is_in_its_time(profile: Profile, kind: Kind, *, now: datetime) -> ColumnElement[bool]:
    """What somebody may be shown of what is held of them: what is only on hold would tell of a case."""
    return not_(is_over(ENDINGS[kind], cutoff(period_of(profile, kind), now=now)))


async def list_over(session: AsyncSession, *, now: datetime, profile: Profile) -> list[Over]:
    """What would go today, kind by kind."""
    found = []
    for kind, ending in ENDINGS.items():
        before = cutoff(period_of(profile, kind), now=now)
        counted = select(func.count()).select_from(over_rows(ending, before=before).subquery())
        found.append(Over(kind, before, (await session.exec(counted)).one()))
    return found


async def list_unlooked(session: AsyncSession, *, now: datetime, kinds: Sequence[Kind]) -> list[Kind]:
    """Those of these kinds that nobody has looked for today."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    looked = set(await session.exec(select(Purge.kind).where(col(Purge.at) >= midnight)))
    return [kind for kind in kinds if kind not in looked]
