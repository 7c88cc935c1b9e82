"""How a drill went: seconds from the tap that stored it, step by step, and who wasn't reached."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent, Notification, Practice
from models.case_codes import CaseFact
from models.codes import Sending
from services.alerts import queries as cases
from services.alerts.events import list_events
from services.alerts.rules import role_at
from services.practice import queries
from services.practice.types import Level, Report

ARRIVED = frozenset({Sending.SENT, Sending.UNCERTAIN})

Told = Sequence[tuple[Notification, str]]


async def draw_up(session: AsyncSession, practice: Practice) -> Report:
    begins = await cases.find_name(session, practice.begins_id) or ""
    case = await cases.find_case(session, case_id=practice.case_id) if practice.case_id else None
    if case is None:
        return Report(practice.id or 0, begins, None, None, (), None)
    events = await list_events(session, case_id=case.id or 0)
    told = await queries.list_told(session, case_id=case.id or 0)
    taken = next((one for one in events if one.fact is CaseFact.TAKEN), None)
    return Report(
        practice_id=practice.id or 0,
        begins=begins,
        raised_at=case.raised_at,
        sent=_after(case, (one.entered_at for one in events if one.fact is CaseFact.SENT)),
        levels=tuple(_level(case, n, events, told, _reached(practice, told)) for n in range(case.level + 1)),
        taken_by=await cases.find_name(session, taken.person_id) if taken else None,
    )


def _reached(practice: Practice, told: Told) -> set[int]:
    """Who has it on their phone, or would have, had nobody taken it before their turn came."""
    return {
        row.recipient_id
        for row, _ in told
        if row.sending in ARRIVED
        or (row.sending is Sending.SUPERSEDED and _is_before(row, practice.ended_at))
    }


def _is_before(row: Notification, ended_at: datetime | None) -> bool:
    return row.settled_at is not None and (ended_at is None or row.settled_at < ended_at)


def _level(
    case: Case, level: int, events: Sequence[CaseEvent], told: Told, reached: Collection[int]
) -> Level:
    here = [(row, name) for row, name in told if row.params.get("level") == level]
    people = {row.recipient_id for row, _ in here}
    steps = (CaseFact.SENT, CaseFact.CLIMBED)
    return Level(
        role=role_at(case.ladder, level),
        told=_after(case, (one.entered_at for one in events if one.level == level and one.fact in steps)),
        phone=_after(case, (row.settled_at for row, _ in here if row.sending in ARRIVED)),
        opened=_after(case, _of(events, CaseFact.OPENED, people)),
        taken=_after(case, _of(events, CaseFact.TAKEN, people)),
        unreached=tuple(dict.fromkeys(name for row, name in here if row.recipient_id not in reached)),
    )


def _of(events: Sequence[CaseEvent], fact: CaseFact, people: set[int]) -> Iterable[datetime]:
    return (one.entered_at for one in events if one.fact is fact and one.person_id in people)


def _after(case: Case, instants: Iterable[datetime | None]) -> int | None:
    """Seconds from the tap that stored it to the first of these."""
    first = min((one for one in instants if one is not None), default=None)
    return None if first is None else max(0, round((first - case.raised_at).total_seconds()))
