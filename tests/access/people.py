"""Everybody who might stand somewhere towards one child: each role and kin, in each relation to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation, RoleGrant
from models.codes import Away, Care, Kin, Role, UnitKind
from services.people import service as people
from services.people.actor import Actor
from tests.world import NOW

DAY = timedelta(days=1)
COUNTY, TOWNSHIP, VILLAGE, SCHOOL, CLASS = UnitKind

HELD_FOR = {
    Role.TEACHER: CLASS, Role.CLASS_TEACHER: CLASS, Role.SUBJECT_TEACHER: CLASS, Role.ADMINISTRATOR: SCHOOL,
    Role.SAFEGUARDING: SCHOOL, Role.VOLUNTEER: SCHOOL, Role.VILLAGE_DIRECTOR: VILLAGE,
    Role.TOWNSHIP_SUPERVISOR: TOWNSHIP, Role.COUNTY_OFFICER: COUNTY,
}  # fmt: skip


@dataclass(frozen=True)
class Somebody:
    """`who` is a role or a kin; `relation` says how it stands to the child: own, ex, other_school …"""

    who: str
    relation: str
    telegram_id: int
    person_id: int


@dataclass(frozen=True)
class Place:
    """A branch of the tree: county → township → village, and school → two classes."""

    units: dict[UnitKind, int]
    other_class: int


@dataclass(frozen=True)
class World:
    here: Place
    child_id: int
    frozen_id: int  # beside whom the same people stand, while its parents are in dispute
    people: tuple[Somebody, ...]


async def build(session: AsyncSession) -> World:
    """One child at home in the first branch, everybody around it, and everybody like them elsewhere."""
    here = await _branch(session, "禾映县", is_below_township=True)
    places = {
        "own": here,
        "other_school": await _branch(session, "", county_id=here.units[COUNTY]),
        "other_county": await _branch(session, "远县", is_below_township=True),
    }
    builder = _Builder(session)
    child_id, frozen_id, other_id = [await _child(session, here, frozen=n == 1) for n in range(3)]
    for role, kind in HELD_FOR.items():
        for relation, place in places.items():
            await builder.staff(role, relation, place.units[kind])
        await builder.staff(role, "ex", here.units[kind], from_at=NOW - DAY, until_at=NOW)
        await builder.staff(role, "not_yet", here.units[kind], from_at=NOW + DAY)
        if kind is CLASS:
            await builder.staff(role, "other_class", here.other_class)
    for kin in ("mother", "father", "carer", "guardian"):
        for relation in ("own", "ex", "not_yet", "barred", "others", "mate_barred"):
            child = other_id if relation == "others" else child_id
            await builder.family(kin, relation, (child, frozen_id) if relation == "own" else (child,))
    await builder.nobody()
    return World(here, child_id, frozen_id, tuple(builder.people))


class _Builder:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.people: list[Somebody] = []

    async def staff(
        self,
        role: Role,
        relation: str,
        unit_id: int,
        *,
        from_at: datetime = NOW - DAY,
        until_at: datetime | None = None,
    ) -> None:
        one = await self._add(role.value, relation)
        self._session.add(
            RoleGrant(person_id=one.person_id, role=role, unit_id=unit_id, from_at=from_at, until_at=until_at)
        )

    async def family(self, kin: str, relation: str, child_ids: tuple[int, ...]) -> None:
        one = await self._add(kin, relation)
        for child_id in child_ids:
            self._session.add(_relation(kin, relation, child_id, one.person_id))
        if relation == "mate_barred":  # somebody on the same phone is kept away from the child
            mate = await self._person(one.telegram_id)
            self._session.add(_relation("father", "barred", child_ids[0], mate))

    async def nobody(self) -> None:
        await self._add("stranger", "none")

    async def _add(self, who: str, relation: str) -> Somebody:
        telegram_id = 5000 + len(self.people)
        self.people.append(Somebody(who, relation, telegram_id, await self._person(telegram_id)))
        return self.people[-1]

    async def _person(self, telegram_id: int) -> int:
        actor = Actor(telegram_id, "zh_CN")
        account_id = await people.ensure_account(self._session, now=NOW, actor=actor)
        return await people.add_person(self._session, now=NOW, name="石二", account_id=account_id)


def _relation(kin: str, relation: str, child_id: int, person_id: int) -> Relation:
    return Relation(
        child_id=child_id,
        kin=Kin.CARER if kin == "guardian" else Kin(kin),
        is_guardian=kin == "guardian",
        person_id=person_id,
        from_at=NOW + DAY if relation == "not_yet" else NOW - DAY,
        until_at=NOW if relation == "ex" else None,
        barred_at=NOW if relation == "barred" else None,
    )


async def _branch(
    session: AsyncSession, name: str, *, county_id: int | None = None, is_below_township: bool = False
) -> Place:
    county = county_id or await _unit(session, COUNTY, name, None)
    township = await _unit(session, TOWNSHIP, "映水镇", county)
    school = await _unit(session, SCHOOL, "学校", township if is_below_township else county)
    units = {
        COUNTY: county,
        TOWNSHIP: township,
        VILLAGE: await _unit(session, VILLAGE, "上禾村", township),
        SCHOOL: school,
        CLASS: await _unit(session, CLASS, "三(1)", school),
    }
    return Place(units, await _unit(session, CLASS, "七(1)", school))


async def _unit(session: AsyncSession, kind: UnitKind, name: str, parent_id: int | None) -> int:
    return await people.add_unit(session, kind=kind, name=name, parent_id=parent_id, timezone="Asia/Shanghai")


async def _child(session: AsyncSession, place: Place, *, frozen: bool) -> int:
    child = Child(
        name="田小满", born_on=date(2018, 5, 21), class_id=place.units[CLASS], care=Care.GRANDPARENTS,
        away=Away.BOTH, village_id=place.units[VILLAGE], frozen_at=NOW if frozen else None, registered_at=NOW,
    )  # fmt: skip
    session.add(child)
    await session.flush()
    return child.id or 0
