"""End a role, give it a last day, and take that back: the door asks each time whether the day is over.

open ──a last day──▶ ends at the midnight after it ──taken back──▶ open
  └──────────────────now──────────────────▶ ended

A school's administrators keep its posts, a county's officers those of the county, its townships and villages.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import CalendarSpan, RoleGrant, Unit
from models.codes import SpanKind, UnitKind
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.dates import read_day
from services.errors import CareError
from services.joining.authority import as_administrator, as_officer
from services.joining.county_view import CountyView, view_county
from services.joining.posts import Post, find_to_end, is_the_countys, list_posts
from services.joining.rules import ensure_last_day
from services.joining.staff import SchoolView, view_school
from services.people.actor import Actor
from services.people.places import schools_of
from services.people.queries import get_unit
from services.pins import service as pins
from services.wallclock import DAY, MIDNIGHT, find_zone, instant_of, local

PlaceView = SchoolView | CountyView


@dataclass(frozen=True)
class OpenPost:
    """A post as whoever may end it sees it; `term_ends_on`: the last day of the term, if one is entered.

    `place_id` is the school or, if `in_county`, the county; `is_the_countys`: a school can't end it.
    """

    place_id: int
    in_county: bool
    post: Post
    term_ends_on: date | None
    is_the_countys: bool


async def see_post(
    session: AsyncSession, *, now: datetime, actor: Actor, place_id: int, grant_id: int
) -> OpenPost | Denied:
    """Return a post of the actor's school or county, to be ended or dated."""
    actions = (Action.SEE_SCHOOL, Action.SEE_COUNTY)
    place = await _as_keeper(session, now=now, actor=actor, place_id=place_id, actions=actions)
    if isinstance(place, Denied):
        return place
    posts = await list_posts(session, now=now, place=place)
    post = next((one for one in posts if one.grant_id == grant_id), None)
    if post is None:
        return Denied()
    return OpenPost(
        place_id, place.kind is UnitKind.COUNTY, post, await _find_term_end(session, now=now, place=place),
        await is_the_countys(session, place=place, post=post),
    )  # fmt: skip


async def end_post(
    session: AsyncSession, *, now: datetime, actor: Actor, place_id: int, grant_id: int
) -> PlaceView | Denied:
    """End a role now, and with it every button it ever gave; a second press changes nothing.

    Raises CareError school.last_administrator, school.county_post, county.last_officer.
    """
    place = await _as_ender(session, now=now, actor=actor, place_id=place_id)
    if isinstance(place, Denied):
        return place
    post = await find_to_end(session, now=now, place_id=place_id, grant_id=grant_id)
    if post is not None:
        await pins.shut(session, person_id=post.person_id)
        await _write(session, now=now, actor=actor, grant_id=grant_id, until_at=now, action="end_post")
    return await _view(session, now=now, place=place)


async def end_with_term(
    session: AsyncSession, *, now: datetime, actor: Actor, place_id: int, grant_id: int
) -> PlaceView | Denied:
    """Let a role end with the term. Raises CareError posts.no_term, or as `end_on` does."""
    place = await _as_ender(session, now=now, actor=actor, place_id=place_id)
    if isinstance(place, Denied):
        return place
    day = await _find_term_end(session, now=now, place=place)
    if day is None:
        raise CareError("posts.no_term")
    return await _date(session, now=now, actor=actor, place=place, grant_id=grant_id, day=day)


async def end_on(
    session: AsyncSession, *, now: datetime, actor: Actor, place_id: int, grant_id: int, text: str
) -> PlaceView | Denied:
    """Let a role end with the day that was typed.

    Raises CareError posts.unclear, before_begin, over, far, or as `end_post` does.
    """
    place = await _as_ender(session, now=now, actor=actor, place_id=place_id)
    if isinstance(place, Denied):
        return place
    day = read_day(text)
    if day is None:
        raise CareError("posts.unclear")
    return await _date(session, now=now, actor=actor, place=place, grant_id=grant_id, day=day)


async def end_never(
    session: AsyncSession, *, now: datetime, actor: Actor, place_id: int, grant_id: int
) -> PlaceView | Denied:
    """Take the last day back: the role ends when somebody ends it."""
    place = await _as_ender(session, now=now, actor=actor, place_id=place_id)
    if isinstance(place, Denied):
        return place
    if await find_to_end(session, now=now, place_id=place_id, grant_id=grant_id, is_to_stay=True):
        await _write(session, now=now, actor=actor, grant_id=grant_id, until_at=None)
    return await _view(session, now=now, place=place)


async def _date(
    session: AsyncSession, *, now: datetime, actor: Actor, place: Unit, grant_id: int, day: date
) -> PlaceView:
    post = await find_to_end(session, now=now, place_id=place.id or 0, grant_id=grant_id)
    if post is not None:
        zone = find_zone((await get_unit(session, post.unit_id)).timezone)
        ensure_last_day(day, begun_on=post.begun_on, today=local(now, zone).date())
        until_at = instant_of(day + DAY, MIDNIGHT, zone)
        await _write(session, now=now, actor=actor, grant_id=grant_id, until_at=until_at)
    return await _view(session, now=now, place=place)


async def _as_ender(session: AsyncSession, *, now: datetime, actor: Actor, place_id: int) -> Unit | Denied:
    actions = (Action.END_POST, Action.END_COUNTY_POST)
    return await _as_keeper(session, now=now, actor=actor, place_id=place_id, actions=actions)


async def _as_keeper(
    session: AsyncSession, *, now: datetime, actor: Actor, place_id: int, actions: tuple[Action, Action]
) -> Unit | Denied:
    """The place whose posts the actor keeps: asked of its administrators, or of the county's officers."""
    place = (await session.exec(select(Unit).where(Unit.id == place_id))).first()
    at_school, in_county = actions
    decided: int | Denied
    if place is not None and place.kind is UnitKind.COUNTY:
        decided = await as_officer(session, now=now, actor=actor, action=in_county, county_id=place_id)
    else:
        own = frozenset({place_id})
        decided = await as_administrator(session, now=now, actor=actor, action=at_school, school_ids=own)
    return Denied() if place is None or isinstance(decided, Denied) else place


async def _view(session: AsyncSession, *, now: datetime, place: Unit) -> PlaceView:
    if place.kind is UnitKind.COUNTY:
        return await view_county(session, now=now, county_id=place.id or 0)
    return await view_school(session, now=now, school_id=place.id or 0)


async def _write(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    grant_id: int,
    until_at: datetime | None,
    action: str = "date_post",
) -> None:
    dated = update(RoleGrant).where(col(RoleGrant.id) == grant_id).values(until_at=until_at)
    await session.exec(dated.execution_options(synchronize_session=False))
    await audit.record(
        session, now=now, actor=actor, action=action, subject="role_grant", subject_id=grant_id, allowed=True
    )


async def _find_term_end(session: AsyncSession, *, now: datetime, place: Unit) -> date | None:
    """The last day of the term that runs, or of the next one; of a county, when its last school's ends."""
    zone = find_zone(place.timezone)
    ends = (
        select(func.min(CalendarSpan.to_on))
        .where(
            col(CalendarSpan.unit_id).in_(schools_of([place.id or 0])),
            col(CalendarSpan.kind) == SpanKind.TERM,
            col(CalendarSpan.to_on) >= local(now, zone).date(),
        )
        .group_by(col(CalendarSpan.unit_id))
    )
    return max((one for one in await session.exec(ends) if one is not None), default=None)
