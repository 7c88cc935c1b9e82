"""Once a week, tell a school's administrators who read children's files in an unusual way last week.

Nothing unusual: no message. Nobody is told of themselves, of whoever reads on their phone, or of looks at a
child of their own home; what is unusual about a school's only administrator is told to nobody.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Person, Unit
from models.codes import Notice, Priority, Role
from services.audit import service as audit
from services.digest import queries
from services.digest.rules import Finding, find_unusual, last_week
from services.digest.types import Told, UnusualReading, Week
from services.notifications import service as notifications
from services.notifications.facts import Loader
from services.notifications.service import Say
from services.people.queries import get_unit, list_holders
from services.wallclock import days_of_week, find_zone


async def plan(session: AsyncSession, *, now: datetime, school_id: int) -> None:
    """Go through a school's last week and queue what its administrators should hear; once a week."""
    school = await queries.claim_school(session, now=now, school_id=school_id)
    if school is None:
        return
    week = last_week(now, find_zone(school.timezone))
    seen = await queries.load_week(session, school=school, week=week)
    heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id)
    says = [
        Say(
            Notice.UNUSUAL_READING, head, {"school_id": school_id, "week": week}, now,
            f"unusual_reading:{school_id}:{week}:{head}", Priority.DIGEST,
        )
        for head in heads
        if _find_for(head, seen, school)
    ]  # fmt: skip
    await notifications.enqueue_many(session, now=now, says=says)
    await audit.record(
        session, now=now, actor=None, action=queries.PLANNED, subject=queries.SUBJECT,
        subject_id=school_id, allowed=True,
    )  # fmt: skip


async def load_unusual(
    session: AsyncSession, *, now: datetime, recipient_id: int, school_id: int, week: str
) -> UnusualReading | None:
    """What there is to say; None in another week, and to who is no administrator any more."""
    school = await get_unit(session, school_id)
    heads = await list_holders(session, now=now, role=Role.ADMINISTRATOR, unit_id=school_id)
    if recipient_id not in heads or week != last_week(now, find_zone(school.timezone)):
        return None
    seen = await queries.load_week(session, school=school, week=week)
    found = _find_for(recipient_id, seen, school)
    rows = await session.exec(
        select(Person.id, Person.name).where(col(Person.id).in_({one.person_id for one in found}))
    )
    names = dict(iter(rows))
    told = tuple(Told(names[one.person_id], one.rule, one.at_least) for one in found)
    return UnusualReading(school_id, school.name, *days_of_week(week), told) if told else None


def _find_for(recipient_id: int, seen: Week, school: Unit) -> tuple[Finding, ...]:
    """Judge what this administrator may hear of: as if the rest had not been read."""
    phone = seen.phones.get(recipient_id)
    heard = [
        one
        for one in seen.entries
        if one.person_id != recipient_id
        and (phone is None or seen.phones[one.person_id] != phone)
        and not (one.thing[0] == "child" and (recipient_id, one.thing[1]) in seen.homes)
    ]
    return find_unusual(heard, zone=find_zone(school.timezone))


NOTICES: dict[Notice, Loader] = {Notice.UNUSUAL_READING: load_unusual}
