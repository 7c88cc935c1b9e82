"""Bring the demo school into an empty sandbox, by the same doors its people use."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import col, exists, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation, Unit
from models.codes import Kin, Role, UnitKind
from services.children import plans
from services.children import service as children
from services.children.types import Registered
from services.consents.rules import CONTACT
from services.demo.people import ADULTS, CLASSES, COUNTY, PUPILS, SCHOOL, ZONE, Pupil
from services.people import service as people
from services.people.actor import Actor
from services.people.queries import load_actor
from services.profile import Profile


async def exists_already(session: AsyncSession) -> bool:
    """Whether there is a school, ours or one that somebody founded here."""
    return bool((await session.exec(select(exists().where(col(Unit.id).is_not(None))))).one())


async def build(
    session: AsyncSession, *, now: datetime, profile: Profile, accounts: Mapping[str, int]
) -> None:
    """Make units, adults and children; `accounts` maps each adult's name to a Telegram id."""
    units = await _build_units(session)
    persons = await _build_adults(session, now=now, units=units, accounts=accounts)
    for pupil in PUPILS:
        await _register(session, now=now, pupil=pupil, units=units, accounts=accounts, persons=persons)
    family = {name for pupil in PUPILS for name, _ in pupil.family}
    for name in sorted(family):
        await people.answer_consent(
            session,
            now=now,
            person_id=persons[name],
            purpose=CONTACT,
            version=profile.consent_version,
            granted=True,
        )


async def _build_units(session: AsyncSession) -> dict[str, int]:
    county = await people.add_unit(session, kind=UnitKind.COUNTY, name=COUNTY, parent_id=None, timezone=ZONE)
    school = await people.add_unit(
        session, kind=UnitKind.SCHOOL, name=SCHOOL, parent_id=county, timezone=ZONE
    )
    units = {COUNTY: county, SCHOOL: school}
    for name in CLASSES:
        units[name] = await people.add_unit(
            session, kind=UnitKind.CLASS, name=name, parent_id=school, timezone=ZONE
        )
    return units


async def _build_adults(
    session: AsyncSession, *, now: datetime, units: Mapping[str, int], accounts: Mapping[str, int]
) -> dict[str, int]:
    persons = {}
    for adult in ADULTS:
        locale = "en" if adult.language == "en" else "zh_CN"
        account_id = await people.ensure_account(session, now=now, actor=Actor(accounts[adult.name], locale))
        persons[adult.name] = await people.add_person(
            session, now=now, name=adult.name, account_id=account_id, timezone=adult.timezone
        )
        for role, unit in adult.roles:
            await people.grant(
                session, now=now, person_id=persons[adult.name], role=role, unit_id=units[unit]
            )
    return persons


async def _register(
    session: AsyncSession,
    *,
    now: datetime,
    pupil: Pupil,
    units: Mapping[str, int],
    accounts: Mapping[str, int],
    persons: Mapping[str, int],
) -> None:
    teacher = next(adult.name for adult in ADULTS if (Role.CLASS_TEACHER, pupil.class_name) in adult.roles)
    actor = await load_actor(session, now=now, telegram_id=accounts[teacher], locale_hint="zh_CN")
    registered = await children.register(
        session, now=now, actor=actor, class_id=units[pupil.class_name], name=pupil.name,
        born_on=born_on(pupil, now.date()), care=pupil.care, away=pupil.away,
    )  # fmt: skip
    if not isinstance(registered, Registered):
        raise TypeError("the demo school's own teacher was refused")
    for name, kin in pupil.family:
        await _take_place(session, child_id=registered.child_id, kin=kin, person_id=persons[name])
    if pupil.boards:
        await session.exec(update(Child).where(col(Child.id) == registered.child_id).values(boards=True))
        await plans.lay_out(session, now=now, child_id=registered.child_id)


async def _take_place(session: AsyncSession, *, child_id: int, kin: Kin, person_id: int) -> None:
    place = (col(Relation.child_id) == child_id) & (col(Relation.kin) == kin)
    await session.exec(update(Relation).where(place).values(person_id=person_id))


def born_on(pupil: Pupil, today: date) -> date:
    """The birthday that makes the pupil as old as the story says, whenever it is told."""
    if pupil.birthday is None:
        year, month = divmod(today.month, 12)
        return date(today.year + year - pupil.age - 1, month + 1, min(today.day, 28))
    month, day = pupil.birthday
    return date(today.year - pupil.age - ((month, day) > (today.month, today.day)), month, day)
