"""Who of a case's ladder was reached, or still can be: phones that turned us away are the last hope."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, Notification
from models.codes import Role, Sending
from services.alerts import queries, recipients
from services.alerts.rules import A_FEW_MINUTES, role_at


async def has_hope(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    """Whether somebody was told or still can be; where nobody can, the loudest alarm says so by itself."""
    further = {role_at(case.ladder, step) for step in range(case.level + 1, len(case.ladder))}
    if further and await recipients.list_recipients(session, now=now, case=case, roles=further):
        return True
    return bool(await alive(session, now=now, case=case))


async def is_vacant(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    here = {role_at(case.ladder, case.level)}
    return not await recipients.list_recipients(session, now=now, case=case, roles=here)


async def whoever_is_left(session: AsyncSession, *, now: datetime, case: Case, but: int | None) -> list[int]:
    """The last step; else the whole ladder; else a last step whose chats are paused for long; else
    phones that turned us away, for they may be open again; only then who has just given it up."""
    last = {role_at(case.ladder, case.level)}
    whole = {role_at(case.ladder, step) for step in range(len(case.ladder))}
    soon = now + A_FEW_MINUTES
    courses = ((last, soon, True), (whole, soon, True), (last, None, True), (whole, None, False))
    for roles, ready_by, reachable in courses:
        people = await recipients.list_recipients(
            session, now=now, case=case, roles=roles, reachable=reachable, ready_by=ready_by
        )
        others = [one for one in people if one != but or not reachable]
        if others:
            return others
    return []


async def has_newcomers(session: AsyncSession, *, now: datetime, case: Case) -> bool:
    """Whether somebody stands on the present step by now who was never told, and can be."""
    here = await recipients.list_recipients(
        session, now=now, case=case, roles={role_at(case.ladder, case.level)}, ready_by=now + A_FEW_MINUTES
    )
    return bool(set(here) - await queries.list_ever_told(session, case_id=case.id or 0))


async def alive(session: AsyncSession, *, now: datetime, case: Case) -> Sequence[int]:
    """The levels at which somebody who may know was told, or will be soon: a paused chat isn't reached."""
    return [row.params["level"] for row in await list_alerts(session, now=now, case=case)]


async def list_alerts(session: AsyncSession, *, now: datetime, case: Case) -> list[Notification]:
    people = await recipients.list_recipients(session, now=now, case=case, roles=set(Role), reachable=False)
    alerts = await queries.list_alerts(session, case_id=case.id or 0, person_ids=people)
    soon = now + A_FEW_MINUTES
    return [row for row in alerts if row.sending is not Sending.QUEUED or row.not_before <= soon]
