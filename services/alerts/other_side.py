"""The parents of another pupil hear that the school wants to speak with them, once the holder says so.

As the profile's matrix has it: now, or once the police or another authority was told; else nobody is offered.
They hear of their own child and whom to ring, and nothing of the other one, of a case, or of blame. Whoever
is left out of the case, reads on such a phone, or may not see their own child is never among them.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Case, Notification, Person, Relation
from models.case_codes import CaseFact
from models.codes import Kin, Notice
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ChildRef, ClassRef
from services.alerts import exclusions, telling
from services.alerts.doors import open_held
from services.alerts.events import list_facts
from services.errors import CareError
from services.notifications import service as notifications
from services.people.actor import Actor
from services.people.queries import live
from services.profile import Adult, Profile, When, who_is_told


@dataclass(frozen=True)
class OtherParent:
    person_id: int
    name: str
    has_phone: bool
    was_told: bool


@dataclass(frozen=True)
class OtherSide:
    """What there is to choose from; once a child is named, who hears of it. `waits`: the police first."""

    case_id: int
    number: str
    waits: bool = False
    classes: tuple[ClassRef, ...] = ()
    children: tuple[ChildRef, ...] = ()
    child: ChildRef | None = None
    parents: tuple[OtherParent, ...] = ()

    @property
    def waiting(self) -> tuple[OtherParent, ...]:
        return tuple(one for one in self.parents if one.has_phone and not one.was_told)


async def look(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int, class_id: int = 0,
    child_id: int = 0,
) -> OtherSide | Denied:  # fmt: skip
    """Show the school's classes, one's children, or a child's parents; each step asks the door anew."""
    opened = await _open(session, now=now, actor=actor, profile=profile, case_id=case_id)
    if isinstance(opened, Denied):
        return opened
    case, waits = opened
    if waits:
        return OtherSide(case_id, case.number, waits=True)
    if child_id:
        return await _of_child(session, now=now, actor=actor, case=case, child_id=child_id)
    if class_id:
        found = await access.open_class(
            session, now=now, actor=actor, action=Action.RAISE_CASE, class_id=class_id
        )
        if isinstance(found, Denied):
            return found
        others = tuple(one for one in found if _is_other(one, case))
        return OtherSide(case_id, case.number, children=others)
    classes = await access.list_classes(session, actor=actor, action=Action.RAISE_CASE)
    return OtherSide(
        case_id, case.number, classes=tuple(one for one in classes if one.school_id == case.school_id)
    )


async def tell(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int, child_id: int
) -> OtherSide | Denied:
    """Let the parents of the named child know, each once, and note that they were told."""
    found = await look(session, now=now, actor=actor, profile=profile, case_id=case_id, child_id=child_id)
    if isinstance(found, Denied) or found.child is None or not found.waiting:
        return found
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.TELL_CASE)
    if isinstance(opened, Denied):
        return opened
    case, holder = opened
    await telling.note(session, now=now, case=case, fact=CaseFact.OTHER_SIDE_TOLD, person_id=holder)
    for one in found.waiting:
        await notifications.enqueue(
            session, now=now, kind=Notice.HOME_QUESTION, recipient_id=one.person_id,
            params={"case_id": case_id, "of_village": False, "about_id": child_id, "asker_id": holder},
            priority=telling.urgency(case),
            dedup_key=f"other_side:{case_id}:{child_id}:{one.person_id}",
        )  # fmt: skip
    return await look(session, now=now, actor=actor, profile=profile, case_id=case_id, child_id=child_id)


def may_be_told(case: Case, profile: Profile) -> When | None:
    """When the other side hears of it; None: there is none, or a person decides without the bot."""
    if case.involved is None or case.child_id is None or case.is_practice or not case.is_live:
        return None
    verdicts = who_is_told(profile, case.situation, case.involved, case.named_before)
    when = next(one.when for one in verdicts if one.adult is Adult.OTHER_SIDE)
    return when if when in (When.NOW, When.AFTER_POLICE) else None


async def _open(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, case_id: int
) -> tuple[Case, bool] | Denied:
    """The case to whoever has taken it, and whether the police have still to be told first."""
    opened = await open_held(session, now=now, actor=actor, case_id=case_id, action=Action.TELL_CASE)
    if isinstance(opened, Denied):
        return opened
    case, holder = opened
    if case.taken_by_id != holder:
        raise CareError("casework.take_first")
    when = may_be_told(case, profile)
    if when is None:
        return Denied()
    known = await list_facts(session, case_id=case_id)
    told = known & {CaseFact.POLICE_CALLED, CaseFact.REPORTED}
    return case, when is When.AFTER_POLICE and not told


def _is_other(child: ChildRef, case: Case) -> bool:
    return child.unit.school_id == case.school_id and child.child_id != case.child_id and not child.left_at


async def _of_child(
    session: AsyncSession, *, now: datetime, actor: Actor, case: Case, child_id: int
) -> OtherSide | Denied:
    granted = await access.decide(session, now=now, actor=actor, action=Action.RAISE_CASE, child_id=child_id)
    if isinstance(granted, Denied) or not _is_other(granted.child, case):
        return Denied()
    parents = await _list_parents(session, now=now, case=case, child=granted.child)
    return OtherSide(case.id or 0, case.number, child=granted.child, parents=parents)


async def _list_parents(
    session: AsyncSession, *, now: datetime, case: Case, child: ChildRef
) -> tuple[OtherParent, ...]:
    left_out = await exclusions.list_excluded(session, now=now, case=case) | {case.reporter_id}
    rows = await session.exec(
        select(Person, Account)
        .join(Relation, col(Relation.person_id) == col(Person.id))
        .join(Account, col(Account.id) == col(Person.account_id), isouter=True)
        .where(
            Relation.child_id == child.child_id, Relation.kin != Kin.CARER, live(Relation, now),
            col(Person.id).not_in(left_out),
        )
        .order_by(col(Person.id))
    )  # fmt: skip
    told = await _list_told(session, case=case, child_id=child.child_id)
    return tuple([
        OtherParent(
            person.id or 0, person.name,
            has_phone=account is not None and account.unreachable_at is None, was_told=person.id in told,
        )
        for person, account in rows
        if await access.may_hear(
            session, now=now, person_id=person.id or 0, action=Action.SEE_CHILD, child=child
        )
    ])  # fmt: skip


async def _list_told(session: AsyncSession, *, case: Case, child_id: int) -> set[int]:
    query = select(Notification).where(
        Notification.case_id == case.id, Notification.kind == Notice.HOME_QUESTION
    )
    return {one.recipient_id for one in await session.exec(query) if one.params.get("about_id") == child_id}
