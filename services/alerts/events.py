"""What has happened in a case, from its log of facts."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import BindParameter, bindparam
from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent
from models.case_codes import CaseFact
from services.alerts.rules import holding
from services.alerts.safety import Said, Words, words_of
from services.cases.history import in_force
from services.cases.life import list_history

# Built once, as in `cases.life`.
_CASE_ID: BindParameter[int] = bindparam("case_id")
_REOPENED = select(func.max(CaseEvent.entered_at)).where(
    CaseEvent.case_id == _CASE_ID, CaseEvent.fact == CaseFact.REOPENED
)
_OF_HEAD = (
    select(CaseEvent.fact)
    .where(CaseEvent.case_id == _CASE_ID, col(CaseEvent.fact).in_((CaseFact.HEAD_TOLD, CaseFact.REROUTED)))
    .order_by(col(CaseEvent.id).desc())
)
_TOLD = select(func.max(CaseEvent.entered_at)).where(
    CaseEvent.case_id == _CASE_ID, CaseEvent.level == bindparam("level"),
    col(CaseEvent.fact).in_((CaseFact.SENT, CaseFact.CLIMBED)),
)  # fmt: skip


async def list_facts(session: AsyncSession, *, case_id: int | None) -> set[CaseFact]:
    """What holds by now; see `rules.holding`."""
    return holding(await _told(session, case_id=case_id))


async def list_work(session: AsyncSession, *, case_id: int | None) -> set[CaseFact]:
    """What holds by now, but for its reporter's own call: whoever has taken it may not sleep for that."""
    told = await _told(session, case_id=case_id)
    return holding(one for one in told if one[:2] != (CaseFact.POLICE_CALLED, True))


async def list_words(session: AsyncSession, *, case_id: int | None) -> Words:
    """Whether each child is safe whom the case is about; see `safety.words_of`."""
    return words_of(await _told(session, case_id=case_id))


async def _told(session: AsyncSession, *, case_id: int | None) -> list[Said]:
    reporter = (await session.exec(select(Case.reporter_id).where(Case.id == case_id))).first()
    events = await list_events(session, case_id=case_id)
    return [Said(one.fact, one.person_id == reporter, one.child_id) for one in events]


def holding_in(events: Iterable[CaseEvent], *, reporter: int | None) -> set[CaseFact]:
    """What holds by these events, in their order; see `rules.holding`."""
    return holding(Said(one.fact, one.person_id == reporter, one.child_id) for one in events)


async def reopened_at(session: AsyncSession, *, case_id: int | None) -> datetime | None:
    """When it was opened again last; None: it never was."""
    return (await session.exec(_REOPENED, params={"case_id": case_id})).one()


async def list_events(session: AsyncSession, *, case_id: int | None) -> list[CaseEvent]:
    """What stands of all that was entered, in its order; an amendment in the place of what it amends."""
    return in_force(await list_history(session, case_id=case_id))


async def is_head_told(session: AsyncSession, *, case_id: int | None) -> bool:
    """Whether the reporter agreed that the head may know, and has said nothing since that leaves them out."""
    return (await session.exec(_OF_HEAD, params={"case_id": case_id})).first() is CaseFact.HEAD_TOLD


async def has_climbed(session: AsyncSession, *, case_id: int, since: datetime) -> bool:
    """Whether the case has gone on along its ladder after `since`."""
    steps = (CaseFact.CLIMBED, CaseFact.UNREACHED)
    found = exists().where(
        col(CaseEvent.case_id) == case_id, col(CaseEvent.fact).in_(steps), col(CaseEvent.entered_at) > since
    )
    return bool((await session.exec(select(found))).one())


async def last_step(session: AsyncSession, *, case_id: int) -> int:
    """The level that was told last."""
    steps = (CaseFact.SENT, CaseFact.CLIMBED, CaseFact.UNREACHED)
    query = select(CaseEvent.level).where(CaseEvent.case_id == case_id, col(CaseEvent.fact).in_(steps))
    return (await session.exec(query.order_by(col(CaseEvent.id).desc()).limit(1))).first() or 0


async def find_told_at(session: AsyncSession, *, case_id: int, level: int) -> datetime | None:
    """When a level was told last; None: never."""
    return (await session.exec(_TOLD, params={"case_id": case_id, "level": level})).one()


async def count_facts(
    session: AsyncSession, *, case_id: int | None, level: int, facts: Collection[CaseFact]
) -> int:
    """How often any of these facts was entered for a level since the case was opened last."""
    query = select(func.count()).where(
        CaseEvent.case_id == case_id, CaseEvent.level == level, col(CaseEvent.fact).in_(facts)
    )
    if (since := await reopened_at(session, case_id=case_id)) is not None:
        query = query.where(col(CaseEvent.entered_at) >= since)
    return (await session.exec(query)).one()
