"""A school as its administrators see it: classes, who works there, who waits."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Invitation, Relation, Unit
from models.codes import OF_A_CLASS, UnitKind
from services.access.rules import Action
from services.access.service import Denied
from services.errors import CareError
from services.joining import queries
from services.joining.authority import as_administrator
from services.joining.founding import add_classes
from services.joining.posts import Post, list_posts
from services.joining.rules import MOST_CLASSES, split_classes
from services.joining.types import Waiting
from services.people.actor import Actor
from services.people.places import county_of
from services.people.queries import get_unit, list_units_below


@dataclass(frozen=True)
class SchoolClass:
    class_id: int
    name: str
    teachers: tuple[Post, ...]


@dataclass(frozen=True)
class SchoolView:
    school_id: int
    name: str
    has_county: bool
    has_officer: bool
    classes: tuple[SchoolClass, ...]
    posts: tuple[Post, ...]
    waiting: tuple[Waiting, ...]


async def see_school(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int
) -> SchoolView | Denied:
    allowed = await as_administrator(
        session, now=now, actor=actor, action=Action.SEE_SCHOOL, school_ids=frozenset({school_id})
    )
    if isinstance(allowed, Denied):
        return allowed
    return await view_school(session, now=now, school_id=school_id)


async def add_school_classes(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, text: str
) -> SchoolView | Denied:
    """Add the classes named in `text`; one that is there already stays as it is.

    Raises CareError school.name_empty, school.name_long or school.classes_many.
    """
    names = split_classes(text)
    allowed = await as_administrator(
        session, now=now, actor=actor, action=Action.ADD_CLASS, school_ids=frozenset({school_id})
    )
    if isinstance(allowed, Denied):
        return allowed
    school = await get_unit(session, school_id)
    known = {unit.name for unit in await list_units_below(session, [school_id])}
    fresh = [name for name in names if name not in known]
    if len(known) + len(fresh) > MOST_CLASSES:
        raise CareError("school.classes_many", most=MOST_CLASSES)
    await add_classes(session, school_id=school_id, names=fresh, timezone=school.timezone)
    return await view_school(session, now=now, school_id=school_id)


async def view_school(session: AsyncSession, *, now: datetime, school_id: int) -> SchoolView:
    school = await get_unit(session, school_id)
    posts = await list_posts(session, now=now, place=school)
    classes = tuple(
        SchoolClass(unit.id or 0, unit.name, _teachers(posts, unit.id))
        for unit in await list_units_below(session, [school_id])
        if unit.kind is UnitKind.CLASS
    )
    waiting = await _list_waiting(session, now=now, school_id=school_id)
    watched = await queries.has_officer(session, now=now, school_id=school_id)
    has_county = school.parent_id is not None
    return SchoolView(school_id, school.name, has_county, watched, classes, posts, waiting)


def _teachers(posts: tuple[Post, ...], class_id: int | None) -> tuple[Post, ...]:
    return tuple(post for post in posts if post.role in OF_A_CLASS and post.unit_id == class_id)


async def _list_waiting(session: AsyncSession, *, now: datetime, school_id: int) -> tuple[Waiting, ...]:
    """Everybody who used a link of this school and hasn't been confirmed."""
    of_school = or_(col(Unit.id) == school_id, col(Unit.parent_id) == school_id)
    units = select(Unit.id).where(of_school)
    county = county_of(school_id)
    relations = (
        select(Relation.id)
        .join(Child, col(Relation.child_id) == Child.id)
        .where(col(Child.class_id).in_(units))
    )
    query = (
        select(Invitation)
        .where(
            col(Invitation.used_at).is_not(None),
            col(Invitation.decided_at).is_(None),
            or_(
                col(Invitation.unit_id).in_(units),
                col(Invitation.unit_id).in_(county),
                col(Invitation.relation_id).in_(relations),
            ),
        )
        .order_by(col(Invitation.used_at))
    )
    found = []
    for invitation in (await session.exec(query)).all():
        target = await queries.find_target(session, now=now, invitation=invitation)
        if target is not None:
            found.append(Waiting(invitation.id or 0, invitation.joined_name or "", target.place))
    return tuple(found)
