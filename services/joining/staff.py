"""A school as its administrators see it: classes, who works there, who waits, who leaves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Invitation, Person, Relation, RoleGrant, Unit
from models.codes import OF_A_CLASS, Role, UnitKind
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.errors import CareError
from services.joining import queries
from services.joining.authority import as_administrator
from services.joining.founding import add_classes
from services.joining.rules import MOST_CLASSES, split_classes
from services.joining.types import Waiting
from services.people.actor import Actor
from services.people.places import county_of
from services.people.queries import get_unit, list_units_below, live
from services.pins import service as pins
from services.wallclock import find_zone, local

_MOMENT = timedelta(microseconds=1)  # a role ends at the midnight after its last day


@dataclass(frozen=True)
class Post:
    """A role that somebody holds now; `last_day` None: until somebody ends it."""

    grant_id: int
    name: str
    role: Role
    unit_id: int
    unit_name: str
    person_id: int
    begun_on: date
    last_day: date | None


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


async def end_post(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, grant_id: int
) -> SchoolView | Denied:
    """End a role now, and with it every button it ever gave; a second press changes nothing.

    Raises CareError school.last_administrator.
    """
    own = frozenset({school_id})
    allowed = await as_administrator(session, now=now, actor=actor, action=Action.END_POST, school_ids=own)
    if isinstance(allowed, Denied):
        return allowed
    post = await find_to_end(session, now=now, school_id=school_id, grant_id=grant_id)
    if post is not None:
        await pins.shut(session, person_id=post.person_id)
        ended = update(RoleGrant).where(col(RoleGrant.id) == grant_id).values(until_at=now)
        await session.exec(ended.execution_options(synchronize_session=False))
        await audit.record(
            session, now=now, actor=actor, action="end_post", subject="role_grant", subject_id=grant_id,
            allowed=True,
        )  # fmt: skip
    return await view_school(session, now=now, school_id=school_id)


async def find_to_end(
    session: AsyncSession, *, now: datetime, school_id: int, grant_id: int, is_to_stay: bool = False
) -> Post | None:
    """A post that is to end or, if it `is_to_stay`, to end no more; None: there is none such.

    An administrator whose last day is known doesn't count: on that day the school would be left without one.
    Raises CareError school.county_post or school.last_administrator.
    """
    # Two administrators who remove each other at once wait here for one another.
    await session.exec(select(Unit.id).where(Unit.id == school_id).with_for_update())
    posts = await list_posts(session, now=now, school_id=school_id)
    post = next((one for one in posts if one.grant_id == grant_id), None)
    if post is not None and post.role is Role.COUNTY_OFFICER:
        raise CareError("school.county_post")  # the county watches the school, not the other way round
    stay = [one for one in posts if one.role is Role.ADMINISTRATOR and one.last_day is None and one != post]
    if post is not None and post.role is Role.ADMINISTRATOR and not is_to_stay and not stay:
        raise CareError("school.last_administrator")
    return post


async def view_school(session: AsyncSession, *, now: datetime, school_id: int) -> SchoolView:
    school = await get_unit(session, school_id)
    posts = await list_posts(session, now=now, school_id=school_id)
    classes = tuple(
        SchoolClass(unit.id or 0, unit.name, _teachers(posts, unit.id))
        for unit in await list_units_below(session, [school_id])
        if unit.kind is UnitKind.CLASS
    )
    waiting = await _list_waiting(session, now=now, school_id=school_id)
    return SchoolView(school_id, school.name, school.parent_id is not None, classes, posts, waiting)


def _teachers(posts: tuple[Post, ...], class_id: int | None) -> tuple[Post, ...]:
    return tuple(post for post in posts if post.role in OF_A_CLASS and post.unit_id == class_id)


async def list_posts(session: AsyncSession, *, now: datetime, school_id: int) -> tuple[Post, ...]:
    """Everybody with a role in the school, its classes, or the county above it."""
    county = county_of(school_id).scalar_subquery()
    query = (
        select(RoleGrant, Person, Unit)
        .join(Person, col(RoleGrant.person_id) == Person.id)
        .join(Unit, col(RoleGrant.unit_id) == Unit.id)
        .where(
            live(RoleGrant, now),
            or_(col(Unit.id) == school_id, col(Unit.parent_id) == school_id, col(Unit.id) == county),
        )
        .order_by(col(RoleGrant.id))
    )
    rows = await session.exec(query)
    return tuple(
        Post(
            grant.id or 0, person.name, grant.role, grant.unit_id, unit.name, grant.person_id,
            _day_of(grant.from_at, unit), _day_of(grant.until_at - _MOMENT, unit) if grant.until_at else None,
        )
        for grant, person, unit in rows
    )  # fmt: skip


def _day_of(instant: datetime, unit: Unit) -> date:
    return local(instant, find_zone(unit.timezone)).date()


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
