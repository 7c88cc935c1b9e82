"""Send a case; whom it leaves out, every other open report about the same child leaves out too.

Of several answers to “who may be involved” the strictest holds for all of them, whoever gave it.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.case_codes import LIVE, CaseFact
from services.alerts import escalation, exclusions, kin, leaving_out, telling
from services.alerts.rules import Course


async def send(
    session: AsyncSession, *, now: datetime, case: Case, course: Course, to_reporter: bool
) -> None:
    """See `escalation.send`; whoever has another report of this home hears that there is this one."""
    await escalation.send(session, now=now, case=case, course=course, to_reporter=to_reporter)
    await spread(session, now=now, case=case)
    await kin.tell_holders(session, now=now, case=case)


async def spread(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Leave out of the other reports whom this one leaves out."""
    if case.child_id is None:
        return
    left_out = await exclusions.list_excluded(session, now=now, case=case)
    others = select(Case).where(Case.child_id == case.child_id, col(Case.state).in_(LIVE), Case.id != case.id)
    for other in list(await session.exec(others.order_by(col(Case.id)))):
        before = await exclusions.list_excluded(session, now=now, case=other)
        await exclusions.add(session, case=other, people=left_out)
        if await exclusions.list_excluded(session, now=now, case=other) - before:
            await telling.note(session, now=now, case=other, fact=CaseFact.REROUTED)
            await leaving_out.let_go(session, now=now, case=other, before=before)
