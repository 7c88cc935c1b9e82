"""Take a note back, add to it, correct it: what was stored is never overwritten."""

from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.checkins import rules
from services.checkins.opening import open_note, open_own, reshow
from services.checkins.types import Shown, TooLate
from services.people.actor import Actor
from services.profile import Profile


async def recall(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, note_id: int
) -> Shown | TooLate | Denied:
    """Take a note back within the profile's minutes; only its author may. A second press changes nothing."""
    opened = await open_own(session, now=now, actor=actor, note_id=note_id)
    if isinstance(opened, Denied):
        return opened
    recalled = await session.exec(
        update(Note)
        .where(
            col(Note.id) == note_id,
            col(Note.recalled_at).is_(None),
            col(Note.entered_at) > rules.recall_limit(profile, now=now),
        )
        .values(recalled_at=now)
        .returning(col(Note.id))
        .execution_options(synchronize_session=False)
    )
    was_now = recalled.first() is not None
    await session.refresh(opened[1])
    shown = await reshow(session, opened, now=now, actor=actor, profile=profile)
    return shown if was_now or shown.is_recalled else TooLate(shown)


async def write_more(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, note_id: int, text: str
) -> Shown | Denied:
    """Add words to a note of one's own that can still be recalled and has none; else amend it.

    An amendment carries the original's mood and tags; it never overwrites. Raises CareError for the words.
    """
    opened = await open_note(session, now=now, actor=actor, note_id=note_id, action=Action.WRITE_NOTE)
    if isinstance(opened, Denied):
        return opened
    decision, note = opened
    if note.recalled_at is not None:  # nobody would ever read them beside a note that was taken back
        return await reshow(session, opened, now=now, actor=actor, profile=profile)
    words = rules.clean_words(text)
    if not await _add_words(session, now=now, actor=actor, profile=profile, note_id=note_id, words=words):
        note = await _amend(session, now=now, decision=decision, note=note, words=words)
    else:
        await session.refresh(note)
    return await reshow(session, (decision, note), now=now, actor=actor, profile=profile)


async def _add_words(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, note_id: int, words: str
) -> bool:
    added = await session.exec(
        update(Note)
        .where(
            col(Note.id) == note_id,
            col(Note.author_id).in_(actor.person_ids),
            col(Note.words).is_(None),
            col(Note.recalled_at).is_(None),
            col(Note.entered_at) > rules.recall_limit(profile, now=now),
        )
        .values(words=words)
        .returning(col(Note.id))
        .execution_options(synchronize_session=False)
    )
    return added.first() is not None


async def _amend(session: AsyncSession, *, now: datetime, decision: Granted, note: Note, words: str) -> Note:
    amendment = Note(
        child_id=note.child_id,
        author_id=decision.person_id,
        mood=note.mood,
        tags=list(note.tags),
        words=words,
        happened_on=rules.today(now, decision.child.unit.timezone),
        entered_at=now,
        amends_id=note.amends_id or note.id,  # always of the original: a correction has no corrections
    )
    session.add(amendment)
    await session.flush()
    return amendment
