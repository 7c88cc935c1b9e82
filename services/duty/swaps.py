"""A colleague takes a turn: asked by whoever has it, and theirs on their yes."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import DutyChange, Person, Unit
from models.codes import Notice
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.duty import mine, rosters
from services.duty.planning import ensure_ahead
from services.duty.roster_types import MyDuty, TurnAnswered, TurnAsked, TurnChoice
from services.duty.rules import Roster, Turn, begins_at
from services.errors import CareError
from services.notifications import service as notifications
from services.people.actor import Actor
from services.people.queries import get_unit
from services.profile import Profile
from services.wallclock import find_zone


async def choose(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, school_id: int, turn: Turn
) -> TurnChoice | Denied:
    """Who could take this turn of mine: whoever is away that day isn't asked.

    Raises CareError roster.turn_over or roster.not_yours.
    """
    held = await mine.as_holder(session, now=now, actor=actor, profile=profile)
    if isinstance(held, Denied):
        return held
    roster = await _load_mine(session, now=now, school_id=school_id, turn=turn, person_id=held.person_id)
    found = await mine.list_colleagues(
        session, now=now, profile=profile, unit_ids=[school_id], but=held.person_id
    )
    here = [one for one in found if not roster.is_away(one.person_id, turn.day)]
    return TurnChoice(held.person_id, tuple(here))


async def ask(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    school_id: int,
    turn: Turn,
    person_id: int,
) -> MyDuty | Denied:
    """Ask a colleague to take this turn of mine; asked twice is asked once.

    Raises CareError roster.turn_over, not_yours, swap_self, swap_away or swap_stranger.
    """
    held = await mine.as_holder(session, now=now, actor=actor, profile=profile)
    if isinstance(held, Denied):
        return held
    await _lock(session, school_id)
    roster = await _load_mine(session, now=now, school_id=school_id, turn=turn, person_id=held.person_id)
    if person_id == held.person_id:
        raise CareError("roster.swap_self")
    kind = (await get_unit(session, school_id)).kind
    able = await rosters.map_able(
        session, now=now, school_id=school_id, roles=rosters.roles_at(profile, kind), reachable=False
    )
    if person_id not in able:
        raise CareError("roster.swap_stranger")
    if roster.is_away(person_id, turn.day):
        raise CareError("roster.swap_away")
    row = DutyChange(
        unit_id=school_id, day=turn.day, half=turn.half, person_id=person_id, asked_by_id=held.person_id,
        asked_at=now,
    )  # fmt: skip
    await _ask_once(session, now=now, row=row)
    return await mine.see(session, now=now, actor=actor, profile=profile)


async def _ask_once(session: AsyncSession, *, now: datetime, row: DutyChange) -> None:
    query = select(DutyChange.id).where(
        DutyChange.unit_id == row.unit_id,
        DutyChange.day == row.day,
        DutyChange.half == row.half,
        DutyChange.person_id == row.person_id,
        DutyChange.asked_by_id == row.asked_by_id,
        col(DutyChange.is_accepted).is_(None),
    )
    if (await session.exec(query)).first() is not None:
        return
    session.add(row)
    await session.flush()
    await notifications.enqueue(
        session, now=now, kind=Notice.DUTY_ASKED, recipient_id=row.person_id,
        params={"change_id": row.id}, dedup_key=f"duty_asked:{row.id}",
    )  # fmt: skip


async def answer(
    session: AsyncSession, *, now: datetime, actor: Actor, change_id: int, is_yes: bool
) -> TurnAnswered | Denied:
    """Take a turn or not; the first answer counts, and whoever asked and the administrators hear of it.

    Raises CareError roster.turn_over, turn_taken (it isn't the asker's any more) or swap_away.
    """
    row = (await session.exec(select(DutyChange).where(DutyChange.id == change_id))).first()
    asked = row.person_id if row is not None and row.person_id in actor.person_ids else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.ANSWER_DUTY, subject="duty_change",
        subject_id=change_id, found=access.as_(Standing.OWNER, asked),
    )  # fmt: skip
    if row is None or isinstance(decided, Denied):
        return Denied()
    await _lock(session, row.unit_id)
    if row.is_accepted is None and is_yes:
        await _ensure_free(session, now=now, row=row)
    if await _settle(session, now=now, change_id=change_id, is_yes=is_yes):
        await _tell(session, now=now, row=row)
    return await _answered(session, change_id=change_id)


async def _ensure_free(session: AsyncSession, *, now: datetime, row: DutyChange) -> None:
    turn = Turn(row.day, row.half)
    ensure_ahead(turn, now=now, school=await get_unit(session, row.unit_id))
    roster = await rosters.load(session, now=now, unit_id=row.unit_id, first=row.day, last=row.day)
    if roster.on_duty(turn) != row.asked_by_id:
        raise CareError("roster.turn_taken")
    if roster.is_away(row.person_id, row.day):
        raise CareError("roster.swap_away")


async def _load_mine(
    session: AsyncSession, *, now: datetime, school_id: int, turn: Turn, person_id: int
) -> Roster:
    """The roster of a turn that is this person's and isn't over."""
    roster = await rosters.load(session, now=now, unit_id=school_id, first=turn.day, last=turn.day)
    if roster.on_duty(turn) != person_id:
        raise CareError("roster.not_yours")
    ensure_ahead(turn, now=now, school=await get_unit(session, school_id))
    return roster


async def _lock(session: AsyncSession, school_id: int) -> None:
    """Two colleagues who take one turn at once wait here for one another."""
    await session.exec(select(Unit.id).where(Unit.id == school_id).with_for_update())


async def _settle(session: AsyncSession, *, now: datetime, change_id: int, is_yes: bool) -> bool:
    settled = await session.exec(
        update(DutyChange)
        .where(col(DutyChange.id) == change_id, col(DutyChange.is_accepted).is_(None))
        .values(is_accepted=is_yes, answered_at=now)
        .returning(col(DutyChange.id))
        .execution_options(synchronize_session=False)
    )
    return settled.first() is not None


async def note_unreached(session: AsyncSession, *, now: datetime, change_id: int) -> None:
    """The colleague can't be asked: the question is settled, and whoever asked hears why."""
    row = (await session.exec(select(DutyChange).where(DutyChange.id == change_id))).first()
    if row is not None and await _settle(session, now=now, change_id=change_id, is_yes=False):
        await _tell(session, now=now, row=row, is_unreached=True)


async def _tell(session: AsyncSession, *, now: datetime, row: DutyChange, is_unreached: bool = False) -> None:
    more = {"is_unreached": True} if is_unreached else {}
    heads = await rosters.list_keepers(session, now=now, unit=await get_unit(session, row.unit_id))
    for person_id in dict.fromkeys((row.asked_by_id, *heads)):
        if person_id != row.person_id:
            await notifications.enqueue(
                session, now=now, kind=Notice.DUTY_ANSWERED, recipient_id=person_id,
                params={"change_id": row.id, **more}, dedup_key=f"duty_answered:{row.id}:{person_id}",
            )  # fmt: skip


async def _load(session: AsyncSession, change_id: int) -> tuple[DutyChange, str, str, Unit] | None:
    """A change, with who asked, who was asked, and where."""
    asker, asked = aliased(Person), aliased(Person)
    query = (
        select(DutyChange, asker.name, asked.name, Unit)
        .join(asker, col(asker.id) == col(DutyChange.asked_by_id))
        .join(asked, col(asked.id) == col(DutyChange.person_id))
        .join(Unit, col(Unit.id) == col(DutyChange.unit_id))
        .where(DutyChange.id == change_id)
        .execution_options(populate_existing=True)
    )
    return (await session.exec(query)).first()


async def _answered(session: AsyncSession, *, change_id: int) -> TurnAnswered | Denied:
    found = await _load(session, change_id)
    if found is None:
        return Denied()
    row, asked_by, person, unit = found
    return TurnAnswered(asked_by, person, unit.name, Turn(row.day, row.half), bool(row.is_accepted))


async def load_asked(
    session: AsyncSession, *, now: datetime, recipient_id: int, change_id: int
) -> TurnAsked | None:
    """None once it is answered, or the turn is over."""
    found = await _load(session, change_id)
    if found is None or found[0].is_accepted is not None:
        return None
    row, asked_by, _, unit = found
    turn = Turn(row.day, row.half)
    if begins_at(turn.next, find_zone(unit.timezone)) <= now:
        return None
    return TurnAsked(change_id, asked_by, unit.name, turn)


async def load_answered(
    session: AsyncSession, *, now: datetime, recipient_id: int, change_id: int, is_unreached: bool = False
) -> TurnAnswered | None:
    found = await _answered(session, change_id=change_id)
    return replace(found, is_unreached=is_unreached) if isinstance(found, TurnAnswered) else None
