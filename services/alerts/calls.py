"""A call to the police is a report that the law asks for, and kept as one, whoever tells of it."""

from datetime import datetime

from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, StatutoryReport
from models.case_codes import Authority, Channel


async def keep_report(
    session: AsyncSession,
    *,
    now: datetime,
    case: Case,
    person_id: int,
    called_at: datetime,
    channel: Channel = Channel.PHONE,
) -> int | None:
    """Put a call beside the case's reports, where the number that comes back is kept; return its id.

    A drill has none.
    """
    if case.is_practice:
        return None
    report = StatutoryReport(
        case_id=case.id or 0, authority=Authority.POLICE, channel=channel, reported_at=called_at,
        person_id=person_id, entered_at=now,
    )  # fmt: skip
    session.add(report)
    await session.flush()
    return report.id


async def is_reported(session: AsyncSession, *, case: Case) -> bool:
    """Whether a report to the police stands there: “they know already” makes no second one."""
    found = exists().where(
        col(StatutoryReport.case_id) == case.id,
        col(StatutoryReport.authority) == Authority.POLICE,
        col(StatutoryReport.taken_back_at).is_(None),
    )
    return bool((await session.exec(select(found))).one())
