"""The door to a case: its reporter, or somebody on its ladder so far; to others there is no such case."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.alerts import exclusions, queries, recipients
from services.people.actor import Actor


async def is_own(session: AsyncSession, *, actor: Actor, case_id: int) -> bool:
    case = await queries.find_case(session, case_id=case_id)
    return case is not None and case.reporter_id in actor.person_ids


async def open_own(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Case | Denied:
    """Open the case to whoever raised it, its row locked; recorded either way."""
    case = await queries.find_case(session, case_id=case_id, lock=True)
    # What came from home isn't opened on a family's phone again: buttons live for ever, and phones are lent.
    is_own = case is not None and case.reporter_id in actor.person_ids and not case.from_home
    reporter = case.reporter_id if case and is_own else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.REPORT_CASE, subject="case", subject_id=case_id,
        found=access.as_(Standing.REPORTER, reporter),
    )  # fmt: skip
    return Denied() if case is None or isinstance(decided, Denied) else case


async def open_held(
    session: AsyncSession, *, now: datetime, actor: Actor, case_id: int, action: Action
) -> tuple[Case, int] | Denied:
    """Open the case to somebody on its ladder and say in whose name; recorded either way.

    The row is locked: whoever is being left out of the case at this moment can't slip in and take it.
    """
    case = await queries.find_case(session, case_id=case_id, lock=True)
    holder = await _holder(session, now=now, actor=actor, case=case) if case else None
    decided = await access.settle(
        session, now=now, actor=actor, action=action, subject="case", subject_id=case_id,
        found=access.as_(Standing.HOLDER, holder),
    )  # fmt: skip
    return Denied() if case is None or isinstance(decided, Denied) else (case, decided)


async def list_openable(session: AsyncSession, *, now: datetime, actor: Actor) -> list[Case]:
    """The open cases that this phone may open, newest first; nothing counts the others."""
    cases = await queries.list_open_of(
        session, unit_ids={held.unit_id for held in actor.roles}, person_ids=actor.person_ids
    )
    return [
        case
        for case in cases
        if await _keeps(session, now=now, actor=actor, case=case)
        or await _holder(session, now=now, actor=actor, case=case) is not None
    ]


async def _keeps(session: AsyncSession, *, now: datetime, actor: Actor, case: Case) -> bool:
    """Whether the case may be listed on its reporter's phone: nobody who reads there is kept out of it."""
    is_own = case.reporter_id in actor.person_ids and not case.from_home
    return is_own and not await exclusions.is_overlooked(session, now=now, case=case)


async def _holder(session: AsyncSession, *, now: datetime, actor: Actor, case: Case) -> int | None:
    return await recipients.find_holder(
        session, now=now, case=case, person_ids=actor.person_ids, roles=actor.roles
    )
