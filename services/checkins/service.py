"""Note how a child is today, and read what was noted before."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.checkins import queries, rules
from services.checkins.opening import find_closed, open_note, open_own, reshow, shown_of
from services.checkins.types import History, Shown
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed
from services.profile import Profile


async def begin(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    """Open a child for a note."""
    return await access.decide(session, now=now, actor=actor, action=Action.WRITE_NOTE, child_id=child_id)


async def save(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    child_id: int,
    mood: int,
    tags: Sequence[str],
    words: str | None,
) -> Shown | Denied:
    """Store a note; what it asks is asked after it is stored.

    Raises CareError for a mood or tag the profile doesn't know, and for words that are too long.
    """
    decision = await begin(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    note = Note(
        child_id=child_id,
        author_id=decision.person_id,
        mood=mood,
        tags=rules.ensure_choices(profile, mood=mood, tags=tags),
        words=rules.clean_words(words) if words else None,
        happened_on=rules.today(now, decision.child.unit.timezone),
        entered_at=now,
    )
    session.add(note)
    await session.flush()
    return shown_of(decision, note, queries.entry_of(note, ""), now=now, actor=actor, profile=profile)


async def show(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, note_id: int
) -> Shown | Denied | Closed:
    """One note, with what its reader may do to it now; for another's, or an older one, the PIN is asked."""
    closed = await find_closed(session, now=now, actor=actor, profile=profile, note_id=note_id)
    if closed is not None:
        return closed
    opened = await open_note(session, now=now, actor=actor, note_id=note_id, action=Action.READ_NOTES)
    if isinstance(opened, Denied):
        return opened
    return await reshow(session, opened, now=now, actor=actor, profile=profile)


async def show_written(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, note_id: int
) -> Shown | Denied:
    """The note as somebody sees it who writes: after a second press, or about to add words."""
    opened = await open_note(session, now=now, actor=actor, note_id=note_id, action=Action.WRITE_NOTE)
    if isinstance(opened, Denied):
        return opened
    return await reshow(session, opened, now=now, actor=actor, profile=profile)


async def answer(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    note_id: int,
    tag: str,
    given: str,
) -> Shown | Denied:
    """Keep the author's answer to what a worrying tag asks, beside the tag. Raises CareError."""
    opened = await open_own(session, now=now, actor=actor, note_id=note_id)
    if isinstance(opened, Denied):
        return opened
    note = opened[1]
    if note.recalled_at is None:
        note.tags = rules.answered(note.tags, tag, given)
        session.add(note)
        await session.flush()
    return await reshow(session, opened, now=now, actor=actor, profile=profile)


async def list_history(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, page: int
) -> History | Denied | Closed:
    """A page of what was noted of a child, newest first; what was recalled isn't there."""
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    decision = await access.decide(session, now=now, actor=actor, action=Action.READ_NOTES, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    entries, has_more = await queries.list_page(session, child_id=child_id, page=max(page, 0))
    return History(decision.child, tuple(entries), max(page, 0), has_more)
