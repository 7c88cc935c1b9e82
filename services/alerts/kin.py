"""Two open cases about one child, or one home, belong together: who holds one hears that there is another.

The other one's number is for whoever may open both. Its existence is for whoever has taken this one and isn't
kept out of the other. Nothing of it is written down in either: others read there, who may be kept out.
"""

from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case
from models.codes import Notice
from services.alerts import exclusions, queries, recipients, telling
from services.alerts.types import Beside, Kin
from services.cases.siblings import list_linked, list_linking
from services.children.siblings import list_at_home
from services.notifications import service as notifications
from services.people.queries import list_roles


async def look(session: AsyncSession, *, now: datetime, case: Case, viewer: int) -> Kin:
    """What the viewer may know of the other open cases of this home."""
    numbers: list[Beside] = []
    for one in await _list_beside(session, now=now, case=case):
        is_same = one.child_id == case.child_id
        if await _may_open(session, now=now, case=one, person_id=viewer):
            numbers.append(Beside(one.number, is_same))
        elif case.taken_by_id == viewer:
            left_out = await exclusions.list_excluded(session, now=now, case=one)
            numbers += [] if viewer in left_out else [Beside(None, is_same)]
    return Kin(tuple(dict.fromkeys(numbers)))


async def tell_holders(session: AsyncSession, *, now: datetime, case: Case) -> None:
    """Point whoever has taken another case of this home to it, unless they are kept out of this one.

    Whoever reported this one knows of it, and hears nothing of the other by that.
    """
    beside = await _list_beside(session, now=now, case=case)
    held = [one for one in beside if one.taken_by_id not in (None, case.reporter_id)]
    left_out = await exclusions.list_excluded(session, now=now, case=case) if held else set()
    for one in held:
        if one.taken_by_id in left_out:
            continue
        await notifications.enqueue(
            session, now=now, kind=Notice.CASE_NEWS, recipient_id=one.taken_by_id or 0,
            params={"case_id": one.id, "event_id": None, "beside_id": case.id},
            priority=telling.urgency(one), dedup_key=f"case_kin:{one.id}:{case.id}:{one.taken_by_id}",
        )  # fmt: skip


async def _list_beside(session: AsyncSession, *, now: datetime, case: Case) -> list[Case]:
    """The other live cases about this child, or about children of the home, the oldest first."""
    if case.child_id is None:
        return []
    children = {
        case.child_id,
        *await list_at_home(session, now=now, child_id=case.child_id),
        *await list_linked(session, case_id=case.id),
    }
    linking = await list_linking(session, child_id=case.child_id)
    found = await session.exec(
        select(Case)
        .where(
            queries.is_live(), or_(col(Case.child_id).in_(children), col(Case.id).in_(linking)),
            Case.id != case.id,
        )
        .order_by(col(Case.id))
    )  # fmt: skip
    return list(found)


async def _may_open(session: AsyncSession, *, now: datetime, case: Case, person_id: int) -> bool:
    """Whether somebody is on its ladder, or raised it at work."""
    if case.reporter_id == person_id and not case.from_home:
        return True
    roles = await list_roles(session, now=now, person_ids=[person_id])
    holder = await recipients.find_holder(session, now=now, case=case, person_ids=[person_id], roles=roles)
    return holder is not None
