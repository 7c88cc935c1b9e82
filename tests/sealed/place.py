"""The demo school with a few more people in it: whoever may have done it lives, teaches or reads nearby."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation, Unit
from models.codes import Kin, Role
from models.database import Database
from services.demo import service as demo
from services.demo.people import ADULTS
from services.people import service as people
from services.profile import Profile
from tests.world import add_person

BUILT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)  # the evening's call and Wednesday's question are near

PHONES = {one.name: 201 + n for n, one in enumerate(ADULTS)}
HEAD, TEACHER, DEPUTY, COUNTY = (PHONES[one] for one in ("顾明河", "许一诺", "沈知夏", "韩青"))
MOTHER, GRANDMOTHER, UNCLE = (PHONES[one] for one in ("周阿桂", "石奶奶", "吴大山"))
KIN_HEAD, FATHER, STRANGER = 250, 260, 270  # 吴小姑 heads the school too; 田远山 may still join

SCHOOL_STAFF = frozenset({HEAD, TEACHER, DEPUTY, KIN_HEAD, MOTHER})  # 周老师 reads on the mother's phone


@dataclass(frozen=True)
class Home:
    """A child, the phones on which the household reads, and who of it may report."""

    child: str
    class_name: str
    phones: frozenset[int]
    reporter: int
    is_shared: bool  # somebody else of the household reads on the reporter's phone


HOMES = (
    # 石奶奶 has a phone of her own; 吴婶 shares her husband's.
    Home("田小满", "三(1)", frozenset({MOTHER, GRANDMOTHER, FATHER}), GRANDMOTHER, is_shared=False),
    Home("秦小雪", "三(1)", frozenset({UNCLE, KIN_HEAD}), UNCLE, is_shared=True),
)


async def build(database: Database, profile: Profile) -> None:
    """Bring the school and its neighbours into an empty database."""
    async with database.transaction() as session:
        await demo.build(session, now=BUILT, profile=profile, accounts=PHONES)
        await _add_neighbours(session)


async def _add_neighbours(session: AsyncSession) -> None:
    units = {unit.name: unit.id or 0 for unit in await session.exec(select(Unit))}
    snow = (await session.exec(select(Child.id).where(Child.name == "秦小雪"))).one() or 0
    aunt = await add_person(session, UNCLE, "吴婶", now=BUILT)
    kin_head = await add_person(session, KIN_HEAD, "吴小姑", now=BUILT)
    colleague = await add_person(session, MOTHER, "周老师", now=BUILT)
    for person_id, role, unit in (
        (kin_head, Role.ADMINISTRATOR, "稻香坪学校"), (colleague, Role.SAFEGUARDING, "稻香坪学校"),
    ):  # fmt: skip
        await people.grant(session, now=BUILT, person_id=person_id, role=role, unit_id=units[unit])
    for person_id in (aunt, kin_head):
        session.add(Relation(child_id=snow, kin=Kin.CARER, person_id=person_id, from_at=BUILT))
    await session.flush()


async def find_child(session: AsyncSession, name: str) -> int:
    return (await session.exec(select(Child.id).where(Child.name == name))).one() or 0


async def find_father_place(session: AsyncSession) -> int | None:
    """The place beside 小满 that nobody has taken yet."""
    child_id = await find_child(session, "田小满")
    empty = (Relation.child_id == child_id, Relation.kin == Kin.FATHER, col(Relation.person_id).is_(None))
    return (await session.exec(select(Relation.id).where(*empty))).first()
