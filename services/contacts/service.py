"""Hear what became of a month's call or letter; either one satisfies the month, and is stored once.

nothing yet ──called | letter──▶ satisfied (whoever says so again is told that it is known)
     └──can't, with a reason──▶ nothing yet, and the teacher knows why
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Contact
from models.codes import Notice, Outcome
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.children.queries import list_class_staff, list_names
from services.children.service import today_in
from services.contacts import queries
from services.contacts.rules import ensure_tellable, is_late
from services.contacts.types import Excuse, Excused, Month, Told
from services.errors import CareError
from services.notifications import service as notifications
from services.people.actor import Actor
from services.people.queries import list_roles
from services.profile import Profile

ACTIONS = {Outcome.CALLED: Action.TELL_CONTACT, Outcome.LETTER: Action.TELL_LETTER}


async def tell(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, month: str, outcome: Outcome
) -> Told | Denied:
    """Store that somebody called, or that a letter was sent; the first to say so counts.

    `month` is the card's, which may be over by now. Raises CareError contacts.month_gone.
    """
    decision = await access.decide(session, now=now, actor=actor, action=ACTIONS[outcome], child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    today = today_in(decision.child.unit, now)
    ensure_tellable(month, today=today)
    stored = await queries.store_done(
        session, now=now, child_id=child_id, month=month, outcome=outcome, person_id=decision.person_id
    )
    if stored is not None:
        await _tell_teachers(session, now=now, decision=decision, key=f"contact:{stored}", contact_id=stored)
    contact = await queries.find_done(session, child_id=child_id, month=month)
    if contact is None:
        raise RuntimeError("a stored contact was not found")
    return Told(
        child_id, decision.child.name, month, contact.outcome, contact.told_at,
        staff_name=await _staff_name(session, now=now, child=decision.child, person_id=contact.told_by_id),
        is_new=stored is not None,
        is_late=is_late(month, today=today),
    )  # fmt: skip


async def excuse(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    outcome: Outcome,
    child_id: int,
    month: str,
    reason: str,
) -> Excused | Denied:
    """Store why somebody can't call (or send the letter: `outcome`) this month; a new reason replaces theirs.

    Raises CareError contacts.month_gone, contacts.choice_gone or contacts.month_known.
    """
    decision = await access.decide(session, now=now, actor=actor, action=ACTIONS[outcome], child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    ensure_tellable(month, today=today_in(decision.child.unit, now))
    if reason not in {one.code for one in profile.cant}:
        raise CareError("contacts.choice_gone")
    if await queries.find_done(session, child_id=child_id, month=month):
        raise CareError("contacts.month_known")
    contact = await queries.find_excuse(
        session, child_id=child_id, month=month, person_id=decision.person_id
    ) or Contact(
        child_id=child_id, month=month, outcome=Outcome.CANNOT, told_by_id=decision.person_id, told_at=now
    )
    if contact.reason != reason:
        contact.reason, contact.told_at = reason, now
        session.add(contact)
        await session.flush()
        key = f"contact:{contact.id}:{reason}"
        await _tell_teachers(session, now=now, decision=decision, key=key, contact_id=contact.id or 0)
    return Excused(child_id, decision.child.name, month, reason)


async def read_month(session: AsyncSession, *, child: ChildRef, month: str) -> Month:
    """Return what was told of a month of a child whose file is open."""
    done: Contact | None = None
    excuses: list[Excuse] = []
    for contact, name in await queries.list_month(session, child_id=child.child_id, month=month):
        if contact.outcome is Outcome.CANNOT:
            excuses.append(Excuse(contact.reason or "", name))
        else:
            done = contact
    if done is None:
        return Month(month, excuses=tuple(excuses))
    return Month(month, done.outcome, done.told_at)


async def _tell_teachers(
    session: AsyncSession, *, now: datetime, decision: Granted, key: str, contact_id: int
) -> None:
    """Tell the class teachers, except the one who told it."""
    unit = decision.child.unit
    staff = await list_class_staff(session, now=now, classes={unit.class_id: unit.school_id})
    for person_id in staff[unit.class_id]:
        if person_id != decision.person_id:
            await notifications.enqueue(
                session,
                now=now,
                kind=Notice.CONTACT_TOLD,
                recipient_id=person_id,
                params={"contact_id": contact_id},
                dedup_key=f"{key}:{person_id}",
            )


async def _staff_name(session: AsyncSession, *, now: datetime, child: ChildRef, person_id: int) -> str | None:
    """The teller's name if it was somebody of the school: of a parent the other one isn't told."""
    held = await list_roles(session, now=now, person_ids=[person_id])
    if not any(one.school_id == child.unit.school_id for one in held):
        return None
    return next(iter(await list_names(session, person_ids=[person_id])), None)
