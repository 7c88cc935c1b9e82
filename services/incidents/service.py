"""Write an incident down, and who was told of it when; each step once, and each in the record of accesses."""

from datetime import datetime
from unicodedata import category

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Incident
from models.codes import IncidentKind
from services.audit import service as audit
from services.errors import CareError
from services.incidents import queries
from services.incidents.types import KeptIncident, Told
from services.profile import Profile

MOST_WORDS = 8000


async def add(
    session: AsyncSession,
    *,
    now: datetime,
    profile: Profile,
    kind: IncidentKind,
    noticed_at: datetime,
    happened_at: datetime | None,
    people: int | None,
    words: str,
) -> KeptIncident:
    """Keep an incident, its words encrypted.

    Raises CareError incidents.in_future, incidents.happened_after, incidents.no_words or incidents.long.
    """
    _ensure_in_order(now, noticed_at, happened_at)
    incident = Incident(
        kind=kind, noticed_at=noticed_at, happened_at=happened_at, words=_readable(words), people=people
    )
    session.add(incident)
    await session.flush()
    await _write_down(session, now=now, action="add_incident", incident_id=incident.id or 0)
    return await queries.get(session, profile=profile, incident_id=incident.id or 0)


async def note_told(
    session: AsyncSession, *, now: datetime, profile: Profile, incident_id: int, told: Told, at: datetime
) -> KeptIncident:
    """Remember when somebody was told; the first time stays.

    Raises CareError incidents.no_such, incidents.in_future, incidents.told_before or incidents.told_already.
    """
    incident = await queries.get(session, profile=profile, incident_id=incident_id)
    if at > now:
        raise CareError("incidents.in_future")
    if at < incident.noticed_at:
        raise CareError("incidents.told_before", n=incident_id)
    column = {Told.AUTHORITY: Incident.authority_told_at, Told.PEOPLE: Incident.people_told_at}[told]
    first = (
        update(Incident)
        .where(col(Incident.id) == incident_id, col(column).is_(None))
        .values({col(column): at})
        .returning(col(Incident.id))
    )
    if (await session.exec(first)).first() is None:
        raise CareError("incidents.told_already", n=incident_id)
    await _write_down(session, now=now, action=f"tell_{told.value}", incident_id=incident_id)
    return await queries.get(session, profile=profile, incident_id=incident_id)


async def close(session: AsyncSession, *, now: datetime, profile: Profile, incident_id: int) -> KeptIncident:
    """Say that nothing is left to do. Raises CareError incidents.no_such or incidents.closed_already."""
    await queries.get(session, profile=profile, incident_id=incident_id)
    last = (
        update(Incident)
        .where(col(Incident.id) == incident_id, col(Incident.closed_at).is_(None))
        .values(closed_at=now)
        .returning(col(Incident.id))
    )
    if (await session.exec(last)).first() is None:
        raise CareError("incidents.closed_already", n=incident_id)
    await _write_down(session, now=now, action="close_incident", incident_id=incident_id)
    return await queries.get(session, profile=profile, incident_id=incident_id)


def _ensure_in_order(now: datetime, noticed_at: datetime, happened_at: datetime | None) -> None:
    if noticed_at > now:
        raise CareError("incidents.in_future")
    if happened_at is not None and happened_at > noticed_at:
        raise CareError("incidents.happened_after")


def _readable(words: str) -> str:
    """Keep what can be printed; a pasted terminal's control characters would break a paper."""
    kept = "".join(one for one in words if category(one)[0] != "C" or one in "\n\t").strip()
    if not kept:
        raise CareError("incidents.no_words")
    if len(kept) > MOST_WORDS:
        raise CareError("incidents.long", most=MOST_WORDS)
    return kept


async def _write_down(session: AsyncSession, *, now: datetime, action: str, incident_id: int) -> None:
    await audit.record(
        session, now=now, actor=None, action=action, subject="incident", subject_id=incident_id, allowed=True
    )  # fmt: skip
