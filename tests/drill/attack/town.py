"""Two counties and three schools, with somebody in every role, and people whose role has ended."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Child, Relation, RoleGrant
from models.codes import Away, Care, Kin, Role, UnitKind
from services.people import service as people
from tests import world
from tests.world import School, add_person, build_school

ZONE = "Asia/Shanghai"
EX_TEACHER, EX_HEAD, EX_FATHER, PUT_OUT = 201, 202, 203, 204
OTHER_HEAD, OTHER_TEACHER, OTHER_MOTHER, OTHER_COUNTY = 301, 302, 303, 304
FAR_HEAD, FAR_MOTHER = 401, 402
JOINER = 501


@dataclass(frozen=True)
class Presser:
    """Whom a phone belongs to, and what is theirs by right: units of a role, a family's own children.

    `works_in` are schools whose red button any colleague may press.
    """

    telegram_id: int
    person_id: int | None = None
    units: frozenset[int] = frozenset()
    works_in: frozenset[int] = frozenset()
    children: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Town:
    school: School
    pressers: tuple[Presser, ...]
    ended: dict[int, int]  # Telegram ids of those whose role or place ends before the attack: their person


@dataclass(frozen=True)
class _Place:
    county_id: int
    school_id: int
    class_id: int
    child_id: int


async def build_town(session: AsyncSession, now: datetime) -> Town:
    """The school of `tests.world`, one more in its county, and one in another county."""
    ours = await build_school(session, now=now)
    near = await _found(session, now, ours.county_id, ("柳湾学校", "柳湾一班", "柳霜降"))
    county = await people.add_unit(
        session, kind=UnitKind.COUNTY, name="溪口县", parent_id=None, timezone=ZONE
    )
    far = await _found(session, now, county, ("溪口学校", "溪口一班", "溪立冬"))
    second = await _add_child(session, now, ours.class_id, "林谷雨")
    await _add_child(session, now, ours.other_class_id, "何立夏")
    staff = [
        await _hire(session, now, *one)
        for one in (
            (OTHER_HEAD, "柳大寒", Role.ADMINISTRATOR, near.school_id, near.school_id),
            (OTHER_TEACHER, "柳小寒", Role.TEACHER, near.class_id, near.school_id),
            (OTHER_COUNTY, "溪立秋", Role.COUNTY_OFFICER, far.county_id, None),
            (FAR_HEAD, "溪大暑", Role.ADMINISTRATOR, far.school_id, far.school_id),
        )
    ]
    parents = [
        await _join(session, now, *one)
        for one in (
            (OTHER_MOTHER, "柳雨水", Kin.MOTHER, near.child_id),
            (FAR_MOTHER, "溪清明", Kin.MOTHER, far.child_id),
        )
    ]
    left = [
        await _hire(session, now, EX_TEACHER, "孟春分", Role.TEACHER, ours.class_id, ours.school_id),
        await _hire(session, now, EX_HEAD, "孟夏至", Role.ADMINISTRATOR, ours.school_id, ours.school_id),
        await _hire(session, now, PUT_OUT, "孟秋分", Role.SAFEGUARDING, ours.school_id, ours.school_id),
        await _join(session, now, EX_FATHER, "林大雪", Kin.FATHER, second),
    ]
    ended = {one.telegram_id: one.person_id or 0 for one in left}
    nobody = [replace(one, units=frozenset(), works_in=frozenset(), children=frozenset()) for one in left]
    pressers = (*_residents(ours), *staff, *parents, *nobody, Presser(world.STRANGER))
    return Town(ours, pressers, ended)


def _residents(ours: School) -> list[Presser]:
    school, child = frozenset({ours.school_id}), frozenset({ours.child_id})
    return [
        Presser(world.HEAD, ours.head_id, school, school),
        Presser(world.TEACHER, ours.teacher_id, frozenset({ours.class_id}), school),
        Presser(world.DEPUTY, ours.deputy_id, frozenset({ours.school_id, ours.other_class_id}), school),
        Presser(world.COUNTY, ours.county_officer_id, frozenset({ours.county_id})),
        Presser(world.MOTHER, ours.mother_id, children=child),
        Presser(world.GRANDMOTHER, ours.grandmother_id, children=child),
    ]


async def end_roles(session: AsyncSession, town: Town, *, now: datetime) -> None:
    """From now on they press buttons that were theirs; one of them has blocked us besides."""
    persons = tuple(town.ended.values())
    for table in (RoleGrant, Relation):
        gone = update(table).where(col(table.person_id).in_(persons))
        await session.exec(gone.values(until_at=now))
    await session.exec(update(Account).where(col(Account.telegram_id) == PUT_OUT).values(unreachable_at=now))


async def _found(session: AsyncSession, now: datetime, county_id: int, names: tuple[str, str, str]) -> _Place:
    school, class_name, child = names
    school_id = await people.add_unit(
        session, kind=UnitKind.SCHOOL, name=school, parent_id=county_id, timezone=ZONE
    )
    class_id = await people.add_unit(
        session, kind=UnitKind.CLASS, name=class_name, parent_id=school_id, timezone=ZONE
    )
    return _Place(county_id, school_id, class_id, await _add_child(session, now, class_id, child))


async def _add_child(session: AsyncSession, now: datetime, class_id: int, name: str) -> int:
    child = Child(
        name=name, born_on=date(2018, 3, 5), class_id=class_id, care=Care.GRANDPARENTS, away=Away.BOTH,
        registered_at=now,
    )  # fmt: skip
    session.add(child)
    await session.flush()
    return child.id or 0


async def _hire(
    session: AsyncSession,
    now: datetime,
    telegram_id: int,
    name: str,
    role: Role,
    unit_id: int,
    works_in: int | None,
) -> Presser:
    person_id = await add_person(session, telegram_id, name, now=now)
    await people.grant(session, now=now, person_id=person_id, role=role, unit_id=unit_id)
    schools = frozenset({works_in} if works_in else ())
    return Presser(telegram_id, person_id, frozenset({unit_id}), schools)


async def _join(
    session: AsyncSession, now: datetime, telegram_id: int, name: str, kin: Kin, child_id: int
) -> Presser:
    person_id = await add_person(session, telegram_id, name, now=now)
    session.add(Relation(child_id=child_id, kin=kin, away=True, person_id=person_id, from_at=now))
    await session.flush()
    return Presser(telegram_id, person_id, children=frozenset({child_id}))
