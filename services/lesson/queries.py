"""Find how far somebody has come, and who of a school hasn't done it yet."""

from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import LessonResult, Person, RoleGrant, Unit
from models.upsert import insert_into
from services.lesson.rules import LEARNERS
from services.people.queries import live


async def find_result(
    session: AsyncSession, *, person_id: int, version: str, lock: bool = False
) -> LessonResult | None:
    query = select(LessonResult).where(LessonResult.person_id == person_id, LessonResult.version == version)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.exec(query)).first()


async def add_result(session: AsyncSession, *, now: datetime, person_id: int, version: str) -> bool:
    """Begin a row; False: it is there already."""
    added = await session.exec(
        insert_into(session, LessonResult)
        .values(person_id=person_id, version=version, known=[], offered_at=now)
        .on_conflict_do_nothing(index_elements=["person_id", "version"])
        .returning(col(LessonResult.id))
    )
    return added.first() is not None


async def has_learnt_another(session: AsyncSession, *, person_id: int, version: str) -> bool:
    """Whether the questions have changed since somebody was first offered any."""
    rows = await session.exec(select(LessonResult.version).where(LessonResult.person_id == person_id))
    versions = set(rows)
    return bool(versions) and version not in versions


async def list_learners(
    session: AsyncSession, *, now: datetime, school_id: int, version: str
) -> list[tuple[str, bool]]:
    """Everybody of a school who should know it, with whether they have passed."""
    of_school = or_(col(Unit.id) == school_id, col(Unit.parent_id) == school_id)
    passed = select(LessonResult.person_id).where(
        LessonResult.version == version, col(LessonResult.passed_at).is_not(None)
    )
    done = set(await session.exec(passed))
    rows = await session.exec(
        select(Person.id, Person.name)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .join(Unit, col(RoleGrant.unit_id) == Unit.id)
        .where(of_school, live(RoleGrant, now), col(RoleGrant.role).in_(LEARNERS))
        .distinct()
        .order_by(col(Person.id))
    )
    return [(name, person_id in done) for person_id, name in rows]


async def find_name(session: AsyncSession, person_id: int) -> str:
    return (await session.exec(select(Person.name).where(Person.id == person_id))).one()
