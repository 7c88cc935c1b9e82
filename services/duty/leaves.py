"""Somebody on a ladder says when they are away, and who stands in."""

from datetime import date, datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import DutyLeave, Person
from models.codes import Notice
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.duty import mine, rosters
from services.duty.roster_types import AwayTold, MyDuty, TurnChoice
from services.duty.rules import ensure_leave
from services.errors import CareError
from services.notifications import service as notifications
from services.people.actor import Actor, Held
from services.people.queries import get_unit
from services.profile import Profile
from services.wallclock import find_zone, local


async def choose_deputy(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, first: date, last: date
) -> TurnChoice | Denied:
    """Who could stand in for these days. Raises CareError roster.leave_backwards, leave_over, leave_long."""
    held = await mine.as_holder(session, now=now, actor=actor, profile=profile)
    if isinstance(held, Denied):
        return held
    ensure_leave(first, last, today=await _today(session, held, now=now))
    found = await mine.list_colleagues(
        session, now=now, profile=profile, unit_ids=_units(actor, profile), but=held.person_id
    )
    busy = await _list_away(session, first=first, last=last)
    return TurnChoice(held.person_id, tuple(one for one in found if one.person_id not in busy))


async def tell(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    first: date,
    last: date,
    deputy_id: int | None,
) -> MyDuty | Denied:
    """Write a leave down; told twice is told once. The deputy and the administrators hear of it.

    Raises CareError roster.leave_backwards, leave_over, leave_long, deputy_self, deputy_away or
    swap_stranger.
    """
    held = await mine.as_holder(session, now=now, actor=actor, profile=profile)
    if isinstance(held, Denied):
        return held
    ensure_leave(first, last, today=await _today(session, held, now=now))
    if deputy_id is not None:
        await _ensure_deputy(
            session, now=now, actor=actor, profile=profile, held=held, deputy_id=deputy_id,
            first=first, last=last,
        )  # fmt: skip
    # The person's row is the lock: two taps at once can't both find nothing.
    await session.exec(select(Person.id).where(Person.id == held.person_id).with_for_update())
    same = select(DutyLeave.id).where(
        DutyLeave.person_id == held.person_id, DutyLeave.first == first, DutyLeave.last == last,
        DutyLeave.deputy_id == deputy_id, col(DutyLeave.ended_at).is_(None),
    )  # fmt: skip
    if (await session.exec(same)).first() is None:
        row = DutyLeave(person_id=held.person_id, first=first, last=last, deputy_id=deputy_id, told_at=now)
        session.add(row)
        await session.flush()
        await _announce(session, now=now, actor=actor, profile=profile, row=row)
    return await mine.see(session, now=now, actor=actor, profile=profile)


async def end(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, leave_id: int
) -> MyDuty | Denied:
    """Be back; a second press changes nothing."""
    row = (await session.exec(select(DutyLeave).where(DutyLeave.id == leave_id))).first()
    owner = row.person_id if row is not None and row.person_id in actor.person_ids else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.OWN_DUTY, subject="duty_leave", subject_id=leave_id,
        found=access.as_(Standing.OWNER, owner),
    )  # fmt: skip
    if isinstance(decided, Denied):
        return decided
    open_one = (col(DutyLeave.id) == leave_id, col(DutyLeave.ended_at).is_(None))
    ended = update(DutyLeave).where(*open_one).values(ended_at=now)
    await session.exec(ended.execution_options(synchronize_session=False))
    return await mine.see(session, now=now, actor=actor, profile=profile)


async def _ensure_deputy(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    held: Held,
    deputy_id: int,
    first: date,
    last: date,
) -> None:
    if deputy_id == held.person_id:
        raise CareError("roster.deputy_self")
    found = await mine.list_colleagues(
        session, now=now, profile=profile, unit_ids=_units(actor, profile), but=held.person_id
    )
    if deputy_id not in {one.person_id for one in found}:
        raise CareError("roster.swap_stranger")
    if deputy_id in await _list_away(session, first=first, last=last):
        raise CareError("roster.deputy_away")


async def _announce(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, row: DutyLeave
) -> None:
    told = [row.deputy_id] if row.deputy_id is not None else []
    for unit_id in _units(actor, profile):
        told += await rosters.list_keepers(session, now=now, unit=await get_unit(session, unit_id))
    for person_id in dict.fromkeys(told):
        if person_id != row.person_id:
            await notifications.enqueue(
                session, now=now, kind=Notice.DUTY_AWAY, recipient_id=person_id,
                params={"leave_id": row.id}, dedup_key=f"duty_away:{row.id}:{person_id}",
            )  # fmt: skip


def _units(actor: Actor, profile: Profile) -> list[int]:
    """The schools, and the county, in which somebody on this phone is on the ladder."""
    return list(dict.fromkeys(one.school_id or one.unit_id for one in mine.posts_of(actor, profile)))


async def _today(session: AsyncSession, held: Held, *, now: datetime) -> date:
    unit = await get_unit(session, held.school_id or held.unit_id)
    return local(now, find_zone(unit.timezone)).date()


async def today_of(session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile) -> date | Denied:
    """The day it is where somebody is on the ladder: what they type is read beside it."""
    held = await mine.as_holder(session, now=now, actor=actor, profile=profile)
    return held if isinstance(held, Denied) else await _today(session, held, now=now)


async def _list_away(session: AsyncSession, *, first: date, last: date) -> set[int]:
    rows = await session.exec(
        select(DutyLeave.person_id).where(
            col(DutyLeave.ended_at).is_(None), col(DutyLeave.first) <= last, col(DutyLeave.last) >= first
        )
    )
    return set(rows)


async def load_away(
    session: AsyncSession, *, now: datetime, recipient_id: int, leave_id: int
) -> AwayTold | None:
    """None once it was taken back."""
    deputy = aliased(Person)
    query = (
        select(DutyLeave, Person.name, deputy.name)
        .join(Person, col(Person.id) == col(DutyLeave.person_id))
        .outerjoin(deputy, col(deputy.id) == col(DutyLeave.deputy_id))
        .where(DutyLeave.id == leave_id, col(DutyLeave.ended_at).is_(None))
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    row, name, stands_in = found
    return AwayTold(name, row.first, row.last, stands_in, row.deputy_id == recipient_id)
