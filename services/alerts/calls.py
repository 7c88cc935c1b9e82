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
) -> None:
    """Put a call beside the case's reports, where the number that comes back is kept; a drill has none."""
    if not case.is_practice:
        session.add(
            StatutoryReport(
                case_id=case.id or 0, authority=Authority.POLICE, channel=channel,
                reported_at=called_at, person_id=person_id, entered_at=now,
            )
        )  # fmt: skip


async def is_reported(session: AsyncSession, *, case: Case) -> bool:
    """Whether a report to the police stands there: “they know already” makes no second one."""
    found = exists().where(
        col(StatutoryReport.case_id) == case.id, col(StatutoryReport.authority) == Authority.POLICE
    )
    return bool((await session.exec(select(found))).one())
