"""A small invented school for tests, built through the services that people use."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Child, Pin, Relation
from models.codes import Away, Care, Kin, Role, UnitKind
from models.database import Database
from services.people import service as people
from services.people.actor import Actor
from services.people.queries import load_actor

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, ten in the morning in Shanghai

HEAD, TEACHER, DEPUTY, COUNTY, MOTHER, GRANDMOTHER, STRANGER = 101, 102, 103, 104, 105, 106, 199


@dataclass(frozen=True)
class School:
    """Ids of units, people and children; the constants above are the people's Telegram ids."""

    county_id: int
    school_id: int
    class_id: int
    other_class_id: int
    head_id: int
    teacher_id: int
    deputy_id: int
    county_officer_id: int
    mother_id: int
    grandmother_id: int
    child_id: int
    mother_relation_id: int


async def build_school(session: AsyncSession, *, now: datetime = NOW, locale: str = "zh_CN") -> School:
    """顾明河 heads it, 许一诺 teaches 三(1), 沈知夏 is the deputy and teaches 七(1), 韩青 is at the county;
    小满's mother is away and her grandmother at home, both joined."""
    county = await _unit(session, UnitKind.COUNTY, "禾映县", None)
    school = await _unit(session, UnitKind.SCHOOL, "稻香坪学校", county)
    third = await _unit(session, UnitKind.CLASS, "三(1)", school)
    seventh = await _unit(session, UnitKind.CLASS, "七(1)", school)
    ids = {}
    for telegram_id, name in (
        (HEAD, "顾明河"), (TEACHER, "许一诺"), (DEPUTY, "沈知夏"), (COUNTY, "韩青"),
        (MOTHER, "周阿桂"), (GRANDMOTHER, "石奶奶"),
    ):  # fmt: skip
        ids[telegram_id] = await add_person(session, telegram_id, name, now=now, locale=locale)
    for telegram_id, role, unit_id in (
        (HEAD, Role.ADMINISTRATOR, school), (TEACHER, Role.TEACHER, third),
        (DEPUTY, Role.SAFEGUARDING, school), (DEPUTY, Role.TEACHER, seventh),
        (COUNTY, Role.COUNTY_OFFICER, county),
    ):  # fmt: skip
        await people.grant(session, now=now, person_id=ids[telegram_id], role=role, unit_id=unit_id)
    await open_pins(session, HEAD, TEACHER, DEPUTY, COUNTY, now=now)
    child = Child(
        name="田小满", born_on=date(2018, 5, 21), class_id=third, care=Care.GRANDPARENTS, away=Away.BOTH,
        registered_at=now,
    )  # fmt: skip
    session.add(child)
    await session.flush()
    assert child.id is not None
    relations = [
        Relation(child_id=child.id, kin=kin, away=away, person_id=person_id, from_at=now)
        for kin, away, person_id in (
            (Kin.MOTHER, True, ids[MOTHER]), (Kin.FATHER, True, None), (Kin.CARER, False, ids[GRANDMOTHER]),
        )
    ]  # fmt: skip
    session.add_all(relations)
    await session.flush()
    assert relations[0].id is not None
    return School(
        county, school, third, seventh, ids[HEAD], ids[TEACHER], ids[DEPUTY], ids[COUNTY], ids[MOTHER],
        ids[GRANDMOTHER], child.id, relations[0].id,
    )  # fmt: skip


async def add_person(
    session: AsyncSession, telegram_id: int, name: str, *, now: datetime = NOW, locale: str = "zh_CN"
) -> int:
    """Somebody on a phone of their own, or on one that is known already."""
    account_id = await people.ensure_account(session, now=now, actor=Actor(telegram_id, locale))
    return await people.add_person(session, now=now, name=name, account_id=account_id)


async def open_pins(session: AsyncSession, *telegram_ids: int, now: datetime = NOW) -> None:
    """Whoever works here has typed a PIN and goes on reading: what it guards is tested in tests/pins."""
    for telegram_id in telegram_ids:
        account_id = await people.ensure_account(session, now=now, actor=Actor(telegram_id, "zh_CN"))
        until = now + timedelta(days=3650)
        await session.merge(Pin(account_id=account_id, digest="-", open_until=until, set_at=now))


async def actor_of(database: Database, telegram_id: int, *, now: datetime = NOW) -> Actor:
    async with database.reading() as session:
        return await load_actor(session, now=now, telegram_id=telegram_id, locale_hint="zh_CN")


async def set_locale(session: AsyncSession, telegram_id: int, locale: str) -> None:
    account = (await session.exec(select(Account).where(Account.telegram_id == telegram_id))).one()
    account.locale = locale
    session.add(account)


async def _unit(session: AsyncSession, kind: UnitKind, name: str, parent_id: int | None) -> int:
    return await people.add_unit(session, kind=kind, name=name, parent_id=parent_id, timezone="Asia/Shanghai")


async def add_place(session: AsyncSession, kind: UnitKind, name: str, *, under: int) -> int:
    """A place of the county beside the school's own; its id."""
    return await people.add_unit(session, kind=kind, name=name, parent_id=under, timezone="Asia/Shanghai")
