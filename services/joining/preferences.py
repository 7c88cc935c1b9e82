"""What people choose for themselves: when they are reminded, and whether."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Person
from models.codes import Role
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied
from services.consents.rules import CONTACT
from services.joining import plans, queries
from services.lesson.rules import LEARNERS
from services.people import service as people
from services.people.actor import Actor
from services.profile import Profile

EVENINGS = ("12:30", "18:30", "19:30", "20:30", "21:30", "09:00")  # the last for who works at night
ON_A_LADDER = (Role.ADMINISTRATOR, Role.SAFEGUARDING, Role.COUNTY_OFFICER)
SHIFTS = ("08:00-17:00", "08:00-20:00", "20:00-08:00", "22:00-06:00")
ZONES = (
    "Asia/Shanghai", "Asia/Tashkent", "Asia/Tokyo", "Europe/Chisinau", "Europe/Moscow", "America/New_York",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """Whether an adult of a family agrees to be reached; None: not asked yet."""

    person_id: int
    name: str
    granted: bool | None


@dataclass(frozen=True)
class Preferences:
    evening: str
    timezone: str
    shift: str | None
    answers: tuple[Answer, ...]  # one for each family member on this phone
    is_staff: bool = False
    learns: bool = False  # may have to report: the five questions are theirs
    county_id: int | None = None  # of which somebody here is the officer
    is_on_ladder: bool = False  # is told of cases, so may be on duty or away

    @property
    def is_family(self) -> bool:
        return bool(self.answers)


async def load(session: AsyncSession, *, now: datetime, actor: Actor) -> Preferences | Denied:
    """Return what holds on this phone; denied to a guest, who has nothing to set but the language."""
    query = select(Person).where(col(Person.id).in_(actor.person_ids)).order_by(col(Person.id))
    persons = (await session.exec(query)).all()
    if not persons:
        return Denied()
    family = await queries.list_family_ids(session, now=now, person_ids=actor.person_ids)
    answers = []
    for person in persons:
        if person.id in family:
            newest = await queries.find_consent(session, person_id=person.id or 0, purpose=CONTACT)
            answers.append(Answer(person.id or 0, person.name, newest.granted if newest else None))
    first = persons[0]
    county_id = min(actor.units(Role.COUNTY_OFFICER), default=None)
    return Preferences(
        first.evening, first.timezone, first.shift, tuple(answers), actor.is_staff, actor.has(*LEARNERS),
        county_id, actor.has(*ON_A_LADDER),
    )  # fmt: skip


async def choose(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    timezone: str | None = None,
    evening: str | None = None,
    shift: str | None = None,
) -> Preferences | Denied:
    """Remember the hour, the zone or the shift for everybody on this phone, and plan their calls anew.

    `shift` is 22:00-06:00, or empty for none.
    """
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.CHOOSE_EVENING, subject="account",
        subject_id=actor.account_id,
        found=access.as_(Standing.OWNER, next(iter(actor.person_ids), None)),
    )  # fmt: skip
    if isinstance(decided, Denied):
        return decided
    await people.choose_hours(session, actor=actor, timezone=timezone, evening=evening, shift=shift)
    await plans.relay_of(session, now=now, person_ids=actor.person_ids)
    return await load(session, now=now, actor=actor)


async def answer(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, person_id: int, granted: bool
) -> Preferences | Denied:
    """Give or withdraw consent, each in one tap; the answers before it stay as proof."""
    mine = person_id if person_id in actor.person_ids else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.ANSWER_CONSENT, subject="person", subject_id=person_id,
        found=access.as_(Standing.OWNER, mine),
    )  # fmt: skip
    if isinstance(decided, Denied):
        return decided
    newest = await queries.find_consent(session, person_id=person_id, purpose=CONTACT)
    if newest is None or (newest.granted, newest.version) != (granted, profile.consent_version):
        await people.answer_consent(
            session, now=now, person_id=person_id, purpose=CONTACT, version=profile.consent_version,
            granted=granted,
        )  # fmt: skip
    return await load(session, now=now, actor=actor)


async def mark_reach(session: AsyncSession, *, now: datetime, actor: Actor, reachable: bool) -> None:
    """Remember that this phone has blocked us, or has let us in again."""
    await session.exec(
        update(Account)
        .where(col(Account.telegram_id) == actor.telegram_id)
        .values(unreachable_at=None if reachable else now)
    )
