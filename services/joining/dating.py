"""Give a role a last day, and take it back: the door asks each time whether the day is over.

open ──a last day──▶ ends at the midnight after it ──taken back──▶ open
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import CalendarSpan, RoleGrant
from models.codes import SpanKind
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.dates import read_day
from services.errors import CareError
from services.joining.authority import as_administrator
from services.joining.rules import ensure_last_day
from services.joining.staff import Post, SchoolView, find_to_end, list_posts, view_school
from services.people.actor import Actor
from services.people.queries import get_unit
from services.wallclock import DAY, MIDNIGHT, find_zone, instant_of, local


@dataclass(frozen=True)
class OpenPost:
    """A post as whoever may end it sees it; `term_ends_on`: the last day of the term, if one is entered."""

    school_id: int
    post: Post
    term_ends_on: date | None


async def see_post(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, grant_id: int
) -> OpenPost | Denied:
    """Return a post of the actor's school, to be ended or dated."""
    allowed = await as_administrator(
        session, now=now, actor=actor, action=Action.SEE_SCHOOL, school_ids=frozenset({school_id})
    )
    if isinstance(allowed, Denied):
        return allowed
    posts = await list_posts(session, now=now, school_id=school_id)
    post = next((one for one in posts if one.grant_id == grant_id), None)
    term_ends_on = await _find_term_end(session, now=now, school_id=school_id)
    return OpenPost(school_id, post, term_ends_on) if post else Denied()


async def end_with_term(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, grant_id: int
) -> SchoolView | Denied:
    """Let a role end with the term. Raises CareError posts.no_term, or as `end_on` does."""
    allowed = await _as_ender(session, now=now, actor=actor, school_id=school_id)
    if isinstance(allowed, Denied):
        return allowed
    day = await _find_term_end(session, now=now, school_id=school_id)
    if day is None:
        raise CareError("posts.no_term")
    return await _date(session, now=now, actor=actor, school_id=school_id, grant_id=grant_id, day=day)


async def end_on(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, grant_id: int, text: str
) -> SchoolView | Denied:
    """Let a role end with the day that was typed.

    Raises CareError posts.unclear, before_begin, over, far, or school.last_administrator, county_post.
    """
    allowed = await _as_ender(session, now=now, actor=actor, school_id=school_id)
    if isinstance(allowed, Denied):
        return allowed
    day = read_day(text)
    if day is None:
        raise CareError("posts.unclear")
    return await _date(session, now=now, actor=actor, school_id=school_id, grant_id=grant_id, day=day)


async def end_never(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, grant_id: int
) -> SchoolView | Denied:
    """Take the last day back: the role ends when somebody ends it."""
    allowed = await _as_ender(session, now=now, actor=actor, school_id=school_id)
    if isinstance(allowed, Denied):
        return allowed
    if await find_to_end(session, now=now, school_id=school_id, grant_id=grant_id, is_to_stay=True):
        await _write(session, now=now, actor=actor, grant_id=grant_id, until_at=None)
    return await view_school(session, now=now, school_id=school_id)


async def _date(
    session: AsyncSession, *, now: datetime, actor: Actor, school_id: int, grant_id: int, day: date
) -> SchoolView:
    post = await find_to_end(session, now=now, school_id=school_id, grant_id=grant_id)
    if post is not None:
        zone = find_zone((await get_unit(session, post.unit_id)).timezone)
        ensure_last_day(day, begun_on=post.begun_on, today=local(now, zone).date())
        until_at = instant_of(day + DAY, MIDNIGHT, zone)
        await _write(session, now=now, actor=actor, grant_id=grant_id, until_at=until_at)
    return await view_school(session, now=now, school_id=school_id)


async def _as_ender(session: AsyncSession, *, now: datetime, actor: Actor, school_id: int) -> int | Denied:
    return await as_administrator(
        session, now=now, actor=actor, action=Action.END_POST, school_ids=frozenset({school_id})
    )


async def _write(
    session: AsyncSession, *, now: datetime, actor: Actor, grant_id: int, until_at: datetime | None
) -> None:
    dated = update(RoleGrant).where(col(RoleGrant.id) == grant_id).values(until_at=until_at)
    await session.exec(dated.execution_options(synchronize_session=False))
    await audit.record(
        session, now=now, actor=actor, action="date_post", subject="role_grant", subject_id=grant_id,
        allowed=True,
    )  # fmt: skip


async def _find_term_end(session: AsyncSession, *, now: datetime, school_id: int) -> date | None:
    """The last day of the term that runs, or of the next one."""
    zone = find_zone((await get_unit(session, school_id)).timezone)
    query = select(func.min(CalendarSpan.to_on)).where(
        col(CalendarSpan.unit_id) == school_id,
        col(CalendarSpan.kind) == SpanKind.TERM,
        col(CalendarSpan.to_on) >= local(now, zone).date(),
    )
    return (await session.exec(query)).one()
