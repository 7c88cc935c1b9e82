"""A case that was taken and then went silent: its holder is asked once, and then it climbs again."""

from datetime import datetime

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, Person
from models.case_codes import CaseFact
from models.codes import Notice
from services.alerts import escalation, queries, recipients, telling
from services.alerts.events import last_step
from services.alerts.rules import lapse_after
from services.notifications import service as notifications
from services.people.queries import list_roles

log = structlog.get_logger()


async def step(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Ask the holder, or, asked in vain, let the case go on."""
    if case.asked_at is None:
        await _ask(session, now=now, case=case)
    else:
        await lapse(session, now=now, case=case)


async def _ask(session: AsyncSession, *, now: datetime, case: Case) -> None:
    case.asked_at, case.escalate_at = now, now + lapse_after(case.ladder)
    session.add(case)
    await notifications.enqueue(
        session,
        now=now,
        kind=Notice.CASE_LAPSING,
        recipient_id=case.taken_by_id or 0,
        params={"case_id": case.id},
        priority=telling.urgency(case),
        dedup_key=f"case_lapsing:{case.id}:{now.isoformat()}",
    )


async def lapse(
    session: AsyncSession, *, now: datetime, case: Case, fact: CaseFact = CaseFact.LAPSED
) -> None:
    """Take the case out of somebody's hands and tell the next step; every copy offers it again."""
    holder = case.taken_by_id
    held = queries.is_live() & (col(Case.taken_by_id) == holder)
    freed = await queries.change(
        session, case_id=case.id or 0, only_if=held, taken_by_id=None, taken_at=None, asked_at=None,
        closing_by_id=None, outcome=None,
    )  # fmt: skip
    if freed is None:
        return
    # Who was only asked about it in between, as a second person, is told now that nobody has it.
    freed.level = await last_step(session, case_id=freed.id or 0)
    await telling.note(
        session, now=now, case=freed, fact=fact, person_id=holder, level=freed.level,
        to_reporter=True,
    )  # fmt: skip
    await telling.reopen_copies(session, now=now, case=freed)
    await escalation.climb(session, now=now, case=freed, but=holder)
    session.add(freed)
    await session.flush()


async def let_go(session: AsyncSession, *, now: datetime, case_id: int, person_id: int) -> None:
    """Whoever has the case can't be told anything of it: it goes on, as if they had gone silent."""
    case = await queries.find_case(session, case_id=case_id, lock=True)
    if case is not None and case.is_live and case.taken_by_id == person_id:
        log.error("alerts.holder_gone", case_id=case_id)
        await lapse(session, now=now, case=case)


async def free_from_the_gone(session: AsyncSession, *, now: datetime) -> None:
    """Let every case go on whose holder has lost the role, or the phone."""
    held = await session.exec(
        select(Case, Account)
        .join(Person, col(Person.id) == col(Case.taken_by_id))
        .outerjoin(Account, col(Account.id) == col(Person.account_id))
        .where(queries.is_live())
    )
    for case, account in held.all():
        is_reachable = account is not None and account.unreachable_at is None
        if not is_reachable or not await _may_hold(session, now=now, case=case):
            log.error("alerts.holder_gone", case_id=case.id)
            await lapse(session, now=now, case=case)


async def _may_hold(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    holder = case.taken_by_id or 0
    roles = await list_roles(session, now=now, person_ids=[holder])
    found = await recipients.find_holder(session, now=now, case=case, person_ids=[holder], roles=roles)
    return found is not None
