"""Schools for one simulated day: some roles are vacant, some phones closed, some relatives in office."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation
from models.codes import Away, Care, Kin, Role, UnitKind
from services.people import service as people
from services.people.actor import Actor

CHILDREN = 20  # of a school: so many cases can be open at once for it
OF_A_COUNTY = 2  # schools
VACANT, RELATED = 0.1, 0.08
FIRST_TELEGRAM_ID = 7_000


class Temper(StrEnum):
    """What becomes of a message to a phone; a sound one has bad moments as well."""

    SOUND = "sound"
    BLOCKED = "blocked"
    UNLINKED = "unlinked"  # on the list, but never wrote to the bot
    REFUSING = "refusing"  # Telegram takes no message for it, in whatever form
    FLOODED = "flooded"  # Telegram pauses this chat now and then


TEMPERS = (Temper.SOUND, Temper.BLOCKED, Temper.UNLINKED, Temper.REFUSING, Temper.FLOODED)
WEIGHTS = (70, 12, 8, 3, 7)


@dataclass
class Holder:
    """Somebody who holds a role since one instant, and until another if they lost it."""

    person_id: int
    telegram_id: int
    role: Role
    unit_id: int
    temper: Temper
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Site:
    """A school with one class. `kin` maps a child to those of its household who hold a role."""

    school_id: int
    county_id: int
    teacher: Holder
    children: list[int]
    kin: dict[int, set[int]]


@dataclass
class Roster:
    """`holders` are all who are on any ladder, teachers included."""

    sites: list[Site] = field(default_factory=list)
    holders: dict[int, Holder] = field(default_factory=dict)

    def of(self, site: Site, role: Role) -> list[Holder]:
        """Who holds a role of this school's ladder, or held it today."""
        home = site.county_id if role is Role.COUNTY_OFFICER else site.school_id
        return [one for one in self.holders.values() if one.role is role and one.unit_id == home]

    def site_of(self, child_id: int) -> Site:
        return next(site for site in self.sites if child_id in site.children)


async def settle_people(session: AsyncSession, rng: random.Random, *, schools: int, now: datetime) -> Roster:
    """Invent counties and schools; return who is where."""
    roster, county_id = Roster(), 0
    for n in range(schools):
        if n % OF_A_COUNTY == 0:
            county_id = await _unit(session, UnitKind.COUNTY, None)
            for temper in _staffing(rng):
                await add_holder(session, roster, Role.COUNTY_OFFICER, county_id, temper, now=now)
        roster.sites.append(await _site(session, roster, rng, county_id, now=now))
    return roster


def _staffing(rng: random.Random) -> Iterator[Temper]:
    """Nobody, somebody, or two."""
    count = 0 if rng.random() < VACANT else rng.choice((1, 1, 2))
    yield from rng.choices(TEMPERS, WEIGHTS, k=count)


async def _site(
    session: AsyncSession, roster: Roster, rng: random.Random, county_id: int, *, now: datetime
) -> Site:
    school_id = await _unit(session, UnitKind.SCHOOL, county_id)
    class_id = await _unit(session, UnitKind.CLASS, school_id)
    teacher = await add_holder(session, roster, Role.TEACHER, class_id, Temper.SOUND, now=now)
    staff = [
        await add_holder(session, roster, role, school_id, temper, now=now)
        for role in (Role.ADMINISTRATOR, Role.SAFEGUARDING)
        for temper in _staffing(rng)
    ]
    children, kin = [], {}
    for _ in range(CHILDREN):
        relative = rng.choice(staff) if staff and rng.random() < RELATED else None
        child_id = await _child(session, class_id, relative, now=now)
        children.append(child_id)
        kin[child_id] = {relative.person_id} if relative else set()
    return Site(school_id, county_id, teacher, children, kin)


async def add_holder(
    session: AsyncSession, roster: Roster, role: Role, unit_id: int, temper: Temper, *, now: datetime
) -> Holder:
    telegram_id = FIRST_TELEGRAM_ID + len(roster.holders)
    account_id = None
    if temper is not Temper.UNLINKED:
        account_id = await people.ensure_account(session, now=now, actor=Actor(telegram_id, "zh_CN"))
    name = f"Adult {telegram_id}"
    person_id = await people.add_person(session, now=now, name=name, account_id=account_id)
    await people.grant(session, now=now, person_id=person_id, role=role, unit_id=unit_id)
    holder = Holder(person_id, telegram_id, role, unit_id, temper, now)
    roster.holders[person_id] = holder
    return holder


async def _child(session: AsyncSession, class_id: int, relative: Holder | None, *, now: datetime) -> int:
    child = Child(
        name="Child", born_on=date(2018, 5, 21), class_id=class_id, care=Care.GRANDPARENTS, away=Away.BOTH,
        registered_at=now,
    )  # fmt: skip
    session.add(child)
    await session.flush()
    assert child.id is not None
    if relative is not None:
        related = Relation(child_id=child.id, kin=Kin.CARER, person_id=relative.person_id, from_at=now)
        session.add(related)
        await session.flush()
    return child.id


async def _unit(session: AsyncSession, kind: UnitKind, parent_id: int | None) -> int:
    return await people.add_unit(
        session, kind=kind, name=kind.value, parent_id=parent_id, timezone="Asia/Shanghai"
    )
