"""Behind a button there is a note, behind the note a child, and before the child a door.

Whoever writes is never asked for a PIN. What they wrote a moment ago they see again; the words of any other
note stay veiled until the phone's PIN is open.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note
from services.access import service as access
from services.access.rules import Action, Standing
from services.access.service import Denied, Granted
from services.checkins import queries, rules
from services.checkins.types import Entry, Shown
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed
from services.profile import Profile

Opened = tuple[Granted, Note]


async def open_note(
    session: AsyncSession, *, now: datetime, actor: Actor, note_id: int, action: Action
) -> Opened | Denied:
    """The note behind a button, if its child's door opens; a note that isn't there reads the same."""
    note = await queries.find_note(session, note_id=note_id, lock=True)
    child_id = note.child_id if note else 0
    decision = await access.decide(session, now=now, actor=actor, action=action, child_id=child_id)
    if note is None or isinstance(decision, Denied):
        return Denied()
    return decision, note


async def open_own(session: AsyncSession, *, now: datetime, actor: Actor, note_id: int) -> Opened | Denied:
    """The note, if its child's door opens and the actor wrote it."""
    opened = await open_note(session, now=now, actor=actor, note_id=note_id, action=Action.WRITE_NOTE)
    if isinstance(opened, Denied):
        return opened
    author_id = opened[1].author_id if opened[1].author_id in actor.person_ids else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.OWN_NOTE, subject="note", subject_id=note_id,
        found=access.as_(Standing.AUTHOR, author_id),
    )  # fmt: skip
    return decided if isinstance(decided, Denied) else opened


async def find_closed(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, note_id: int
) -> Closed | None:
    """Why a note can't be read on this phone now; one's own of a moment ago always can."""
    note = await queries.find_note(session, note_id=note_id)
    if note is not None and _is_fresh(note, now=now, actor=actor, profile=profile):
        return None
    return await pins.keep_open(session, now=now, actor=actor)


async def reshow(
    session: AsyncSession, opened: Opened, *, now: datetime, actor: Actor, profile: Profile
) -> Shown:
    """The note as it stands now, its words veiled where the PIN would have to be asked for them."""
    decision, note = opened
    entry = await queries.get_entry(session, note_id=note.id or 0)
    if await find_closed(session, now=now, actor=actor, profile=profile, note_id=note.id or 0) is not None:
        entry = replace(entry, words=None, amendments=())
    return shown_of(decision, note, entry, now=now, actor=actor, profile=profile)


def shown_of(
    decision: Granted, note: Note, entry: Entry, *, now: datetime, actor: Actor, profile: Profile
) -> Shown:
    is_own = note.author_id in actor.person_ids
    is_recalled = note.recalled_at is not None
    is_fresh = _is_fresh(note, now=now, actor=actor, profile=profile)
    is_original = note.amends_id is None
    return Shown(
        child=decision.child,
        entry=entry,
        can_recall=is_fresh and not is_recalled,
        is_recalled=is_recalled,
        is_amendment=not is_original,
        asks=rules.question_of(profile, note.tags) if is_own and is_original and not is_recalled else None,
        offers_red=rules.offers_red(note.tags),
    )


def _is_fresh(note: Note, *, now: datetime, actor: Actor, profile: Profile) -> bool:
    """One's own, of the last minutes."""
    is_own = note.author_id in actor.person_ids
    return is_own and rules.can_recall(profile, entered_at=note.entered_at, now=now)
