"""Look incidents up; their words stay encrypted unless they are asked for."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from models import Incident
from models.codes import IncidentKind
from services.errors import CareError
from services.incidents.types import KeptIncident
from services.profile import Profile

_KEPT: Select[*tuple[Any, ...]] = Select(
    col(Incident.id), col(Incident.kind), col(Incident.noticed_at), col(Incident.happened_at),
    col(Incident.people), col(Incident.authority_told_at), col(Incident.people_told_at),
    col(Incident.closed_at),
).order_by(col(Incident.id))  # fmt: skip


async def list_all(session: AsyncSession, *, profile: Profile) -> list[KeptIncident]:
    """All that were ever entered, the first first."""
    return [_kept(row, profile) for row in await session.exec(_KEPT)]


async def list_noticed(
    session: AsyncSession, *, profile: Profile, since: datetime, until: datetime
) -> list[KeptIncident]:
    """Those noticed from `since` on and before `until`."""
    then = (col(Incident.noticed_at) >= since) & (col(Incident.noticed_at) < until)
    return [_kept(row, profile) for row in await session.exec(_KEPT.where(then))]


async def list_open(session: AsyncSession, *, profile: Profile) -> list[KeptIncident]:
    return [_kept(row, profile) for row in await session.exec(_KEPT.where(col(Incident.closed_at).is_(None)))]


async def get(session: AsyncSession, *, profile: Profile, incident_id: int) -> KeptIncident:
    """Raise CareError incidents.no_such."""
    row = (await session.exec(_KEPT.where(col(Incident.id) == incident_id))).first()
    if row is None:
        raise CareError("incidents.no_such", n=incident_id)
    return _kept(row, profile)


async def get_words(session: AsyncSession, *, incident_id: int) -> str:
    """What was written down of it, readable. Raises NoResultFound."""
    return (await session.exec(select(Incident.words).where(col(Incident.id) == incident_id))).one()


def _kept(row: Any, profile: Profile) -> KeptIncident:
    return KeptIncident(
        incident_id=row.id,
        kind=IncidentKind(row.kind),
        noticed_at=row.noticed_at,
        happened_at=row.happened_at,
        people=row.people,
        due_at=row.noticed_at + timedelta(hours=profile.papers.authority_hours),
        authority_told_at=row.authority_told_at,
        people_told_at=row.people_told_at,
        closed_at=row.closed_at,
    )
