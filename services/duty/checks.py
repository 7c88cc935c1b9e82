"""Once a week: can everybody on duty be reached? Who doesn't answer is told to the others."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import DutyCheck, Person, RoleGrant, Unit
from models.codes import Notice, Priority
from models.upsert import insert_into
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.duty.queries import list_holders, list_overseers
from services.duty.rules import is_asking_time
from services.duty.types import DutyQuestion, SilentDuty
from services.notifications import service as notifications
from services.notifications.facts import Loader
from services.people.actor import Actor
from services.people.queries import live
from services.profile import Profile
from services.wallclock import find_zone, week_of

NEWCOMER = timedelta(days=1)


async def ask_due(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Ask everybody on the ladder whose hour it is, once a week, in their own zone."""
    for holder in await list_holders(session, now=now, profile=profile):
        zone = find_zone(holder.timezone)
        if holder.since > now - NEWCOMER or not is_asking_time(now, zone=zone, rule=profile.duty_check):
            continue
        fresh = insert_into(session, DutyCheck).on_conflict_do_nothing(index_elements=["person_id", "week"])
        values = {"person_id": holder.person_id, "week": week_of(now, zone), "asked_at": now}
        check_id = (await session.exec(fresh.values(**values).returning(col(DutyCheck.id)))).scalar()
        if check_id is not None:
            await notifications.enqueue(
                session, now=now, kind=Notice.DUTY_CHECK, recipient_id=holder.person_id,
                params={"check_id": check_id}, dedup_key=f"duty_check:{check_id}",
            )  # fmt: skip


async def answer(session: AsyncSession, *, now: datetime, actor: Actor, check_id: int) -> bool:
    """Somebody says “here I am”; a second time changes nothing. False: it isn't theirs."""
    mine = (col(DutyCheck.id) == check_id, col(DutyCheck.person_id).in_(actor.person_ids))
    asked = (await session.exec(select(DutyCheck.person_id).where(*mine))).first()
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.ANSWER_DUTY_CHECK, subject="duty_check",
        subject_id=check_id, found=access.as_(Standing.OWNER, asked),
    )  # fmt: skip
    await session.exec(
        update(DutyCheck).where(*mine, col(DutyCheck.answered_at).is_(None)).values(answered_at=now)
    )
    return not isinstance(decided, Denied)


async def report_silent(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Tell the county, and the others of the school, who has not answered in time; once for each."""
    patience = timedelta(hours=profile.duty_check.patience_hours)
    silent = await session.exec(
        update(DutyCheck)
        .where(
            col(DutyCheck.answered_at).is_(None),
            col(DutyCheck.told_at).is_(None),
            col(DutyCheck.asked_at) <= now - patience,
        )
        .values(told_at=now)
        .returning(col(DutyCheck.id), col(DutyCheck.person_id))
        .execution_options(synchronize_session=False)
    )
    found = {person_id: check_id for check_id, person_id in silent}
    told: dict[int, list[int]] = defaultdict(list)
    for person_id, check_id in found.items():
        for overseer in await list_overseers(session, now=now, profile=profile, person_id=person_id):
            if overseer not in found:
                told[overseer].append(check_id)
    for overseer, checks in told.items():
        await notifications.enqueue(
            session, now=now, kind=Notice.DUTY_SILENT, recipient_id=overseer, params={"checks": checks},
            priority=Priority.DIGEST, dedup_key=f"duty_silent:{overseer}:{checks[0]}",
        )  # fmt: skip


async def load_question(
    session: AsyncSession, *, now: datetime, recipient_id: int, check_id: int
) -> DutyQuestion | None:
    """None once it is answered."""
    check = (await session.exec(select(DutyCheck).where(DutyCheck.id == check_id))).first()
    return DutyQuestion(check_id) if check is not None and check.answered_at is None else None


async def load_silent(
    session: AsyncSession, *, now: datetime, recipient_id: int, checks: list[int]
) -> SilentDuty | None:
    """Those who haven't answered to this moment; None when all have."""
    rows = await session.exec(
        select(Person.name, Unit.name)
        .join(DutyCheck, col(DutyCheck.person_id) == col(Person.id))
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(col(DutyCheck.id).in_(checks), col(DutyCheck.answered_at).is_(None))
        .where(live(RoleGrant, now))
        .distinct()
    )
    people = tuple(sorted((name, unit) for name, unit in rows))
    return SilentDuty(people) if people else None


NOTICES: dict[Notice, Loader] = {Notice.DUTY_CHECK: load_question, Notice.DUTY_SILENT: load_silent}
