"""Two people let the words of a closed case go: then its key is destroyed, and nobody reads them again."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.case_codes import CaseFact, CaseState
from services.access.rules import Action
from services.access.service import Denied
from services.alerts import telling
from services.alerts.doors import open_held
from services.cases import sealing
from services.casework.road import show
from services.casework.types import Road
from services.errors import CareError
from services.people.actor import Actor


async def ask(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Road | Denied:
    """Ask for the end of a closed case's words, or take the asking back."""
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.RELEASE_CASE)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    case, holder = opened
    if case.state is CaseState.CLOSED and case.released_at is None:
        case.releasing_by_id = holder if case.releasing_by_id is None else None
        session.add(case)
        await session.flush()
    return await show(session, now, case, holder)


async def agree(session: AsyncSession, *, now: datetime, actor: Actor, case_id: int) -> Road | Denied:
    """Destroy the key, after another person asked for it. Raises CareError casework.other_person."""
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.RELEASE_CASE)
    if isinstance(opened, Denied) or opened[0].is_practice:
        return Denied()
    case, holder = opened
    if case.releasing_by_id in actor.person_ids:
        raise CareError("casework.other_person")
    if case.state is CaseState.CLOSED and case.releasing_by_id is not None and case.released_at is None:
        case.released_at = now
        await telling.note(session, now=now, case=case, fact=CaseFact.RELEASED, person_id=holder)
        sealing.destroy(session, case)  # last: if we end before the commit, words without a key are left
    return await show(session, now, case, holder)
