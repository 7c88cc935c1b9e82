"""Gather what a case's papers tell, every instant in the school's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseEvent
from models.case_codes import CaseFact
from models.codes import Detail
from services.alerts.events import holding_in
from services.audit import chain
from services.cases.history import in_force
from services.cases.life import list_clocks, list_history
from services.cases.sealing import unseal
from services.cases.siblings import list_decisions
from services.casework import document_queries, paper_queries, queries
from services.casework.at_home import list_known
from services.casework.document_types import Document
from services.casework.paper_types import (
    Attached,
    CasePaper,
    Child,
    Decided,
    Happened,
    Owed,
    Referred,
    Sealed,
    Told,
    Who,
    Written,
)
from services.casework.rules import name_of
from services.profile import age_on
from services.reaching.queries import list_of_child
from services.wallclock import find_zone, local


@dataclass(frozen=True)
class _Desk:
    """What turns a row into what a paper may say of it."""

    session: AsyncSession
    case: Case
    zone: ZoneInfo
    names: dict[int, str]
    hidden: frozenset[int]

    def at(self, instant: datetime) -> datetime:
        return local(instant, self.zone)

    def maybe(self, instant: datetime | None) -> datetime | None:
        return None if instant is None else self.at(instant)

    def who(self, person_id: int | None) -> Who:
        if person_id in self.hidden:
            return Who(is_kept=True)
        return Who(self.names.get(person_id or 0))


async def gather(session: AsyncSession, *, now: datetime, case: Case, viewer: int) -> CasePaper:
    """All of the case; who raised it stays unnamed where they wanted it, or reported from home.

    `viewer`: of a child at another school it holds what they may know.
    """
    timezone = await paper_queries.get_timezone(session, case=case)
    hidden = await queries.list_kept_names(session, case=case)
    names = await paper_queries.list_names(session, case_id=case.id or 0)
    desk = _Desk(session, case, find_zone(timezone), names, frozenset(hidden))
    link = await chain.find_head(session)
    return CasePaper(
        made_at=desk.at(now),
        zone=timezone,
        child=await _child(desk, now=now),
        case_id=case.id or 0,
        number=case.number,
        situation=case.situation,
        involved=case.involved,
        state=case.state,
        outcome=case.outcome,
        raised_at=desk.at(case.raised_at),
        reporter=desk.who(case.reporter_id),
        taken_by=desk.who(case.taken_by_id) if case.taken_by_id else None,
        taken_at=desk.maybe(case.taken_at),
        released_at=desk.maybe(case.released_at),
        chain=Sealed(link.place, link.digest),
        siblings=await _siblings(desk, now=now, viewer=viewer),
        **await _parts(desk),
    )


async def _child(desk: _Desk, *, now: datetime) -> Child:
    found = await paper_queries.find_child(desk.session, case=desk.case)
    if found.child is None:
        return Child(school_name=found.school)
    child_id = desk.case.child_id or 0
    adults = await paper_queries.list_adults(
        desk.session, now=desk.case.raised_at, reached_at=now, child_id=child_id
    )
    held = await list_of_child(desk.session, now=now, child_id=child_id)
    return Child(
        name=found.child.name,
        born_on=found.child.born_on,
        age=age_on(found.child.born_on, desk.at(desk.case.raised_at).date()),
        class_name=found.class_name,
        school_name=found.school,
        village=found.village,
        address=next((one.value for one in held if one.kind is Detail.ADDRESS), None),
        id_number=next((one.value for one in held if one.kind is Detail.ID_NUMBER), None),
        adults=tuple(adults),
    )


async def _siblings(desk: _Desk, *, now: datetime, viewer: int) -> tuple[Decided, ...]:
    """Each word about each other child of the home, the oldest first."""
    rows = await list_decisions(desk.session, case_id=desk.case.id)
    newest = {one.child_id: one.id for one in rows}
    known = await list_known(
        desk.session, now=now, case=desk.case, viewer=viewer, child_ids=sorted(newest)
    )  # fmt: skip
    return tuple(
        Decided(
            known[one.child_id].name, known[one.child_id].born_on, known[one.child_id].school_name,
            one.is_concerned, newest[one.child_id] == one.id, desk.who(one.person_id),
            desk.at(one.happened_at), desk.at(one.entered_at),
        )
        for one in rows
    )  # fmt: skip


async def _parts(desk: _Desk) -> dict[str, Any]:
    """Whatever there may be several of, the oldest first."""
    session, case_id = desk.session, desk.case.id or 0
    history = await list_history(session, case_id=case_id)
    told = [
        Told(
            one.authority, one.channel, desk.at(one.reported_at), desk.at(one.entered_at),
            desk.who(one.person_id), one.receipt, desk.maybe(one.taken_back_at),
        )
        for one in await queries.list_noted_reports(session, case_id=case_id)
    ]  # fmt: skip
    return {
        "safe_since": desk.maybe(_safe_since(in_force(history), reporter=desk.case.reporter_id)),
        "happened": _happened(desk, history),
        "words": await _words(desk),
        "reports": tuple(one for one in told if one.taken_back_at is None),
        "reports_taken_back": tuple(one for one in told if one.taken_back_at is not None),
        "referrals": tuple(
            Referred(
                one.authority, desk.at(one.made_at), desk.at(one.respond_by), desk.who(one.person_id),
                one.answer, desk.maybe(one.answered_at),
            )
            for one in await queries.list_referrals(session, case_id=case_id)
        ),
        "owed": tuple(
            Owed(one.kind, desk.at(one.first_due_at)) for one in await list_clocks(session, case_id=case_id)
        ),
    }  # fmt: skip


def _happened(desk: _Desk, history: Sequence[CaseEvent]) -> tuple[Happened, ...]:
    """All that was entered, with what became of it."""
    places = {one.id or 0: place for place, one in enumerate(history, 1)}
    later = {one.amends_id: places[one.id or 0] for one in history if one.amends_id is not None}
    return tuple(
        Happened(
            one.fact, desk.who(one.person_id), desk.at(one.happened_at), desk.at(one.entered_at),
            places.get(one.amends_id or 0), one.mistake, later.get(one.id or 0), one.child_id is not None,
        )
        for one in history
    )  # fmt: skip


def _safe_since(events: Sequence[CaseEvent], *, reporter: int | None) -> datetime | None:
    """Since when the child is safe by its holder's word, while nobody has said otherwise."""
    if CaseFact.CHILD_SAFE not in holding_in(events, reporter=reporter):
        return None
    said = (one for one in events if one.fact is CaseFact.CHILD_SAFE and one.person_id != reporter)
    return max(one.happened_at for one in said)


async def _words(desk: _Desk) -> tuple[Written, ...]:
    case_id = desk.case.id or 0
    rows = [row for row, _ in await queries.list_entries(desk.session, case_id=case_id)]
    documents = await document_queries.list_documents(desk.session, case_id=case_id)
    places: dict[int | None, int] = {row.id: place for place, row in enumerate(rows, 1)}
    later: dict[int | None, int] = {
        row.amends_id: places[row.id] for row in rows if row.amends_id is not None
    }
    return tuple(
        Written(
            places[row.id], row.kind, _printable(unseal(desk.session, desk.case, row.sealed)),
            desk.who(row.person_id), desk.at(row.happened_at), desk.at(row.entered_at),
            places.get(row.amends_id), later.get(row.id),
            _attached(desk.case.number, places[row.id], documents.get(row.id or 0)),
        )
        for row in rows
    )  # fmt: skip


def _attached(number: str, place: int, document: Document | None) -> Attached | None:
    if document is None:
        return None
    return Attached(name_of(number, place, document.suffix), document.size, document.digest)


def _printable(text: str | None) -> str | None:
    """Without what no Word file can hold; a line's end stays."""
    if text is None:
        return None
    return "".join(one for one in text if one in "\n\t" or category(one) not in ("Cc", "Cs", "Cn"))
