"""Keep what a family wrote, tell somebody at school, and open it to nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import FamilyWords
from services.access import service as access
from services.access.rules import Action, Standing
from services.checkins import climbing, readers
from services.checkins import word_queries as queries
from services.checkins.attachments import Attachment, clean, pack, unpack
from services.checkins.readers import Home
from services.checkins.telling import tell
from services.people.actor import Actor
from services.profile import Profile, speaks_of_danger, speaks_of_staff

log = structlog.get_logger()


@dataclass(frozen=True)
class Kept:
    """It is stored. Says nothing of what it was taken for: every family gets the same answer."""

    words_id: int


async def keep(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    text: str,
    attachments: Sequence[Attachment] = (),
) -> Kept:
    """Store words and attachments as they came, and tell those who should read them."""
    homes = await queries.list_homes(session, now=now, person_ids=actor.person_ids)
    children = {home.child_id for home in homes}
    words = FamilyWords(
        child_id=children.pop() if len(children) == 1 else None,
        author_id=homes[0].person_id if homes else actor.person_ids[0],
        words=pack(text, attachments),
        danger=speaks_of_danger(profile, text),
        of_school=speaks_of_staff(profile, text),
        told_at=now,
    )
    session.add(words)
    await session.flush()
    words_id = words.id or 0
    await access.settle(
        session, now=now, actor=actor, action=Action.KEEP_WORDS, subject="family_words", subject_id=words_id,
        found=access.as_(Standing.OWNER, words.author_id),
    )  # fmt: skip
    if words.danger:
        await climbing.begin(session, now=now, profile=profile, words=words, homes=homes)
    else:
        await _tell_nearest(session, now=now, words=words, homes=homes)
    return Kept(words_id)


async def add(
    session: AsyncSession,
    *,
    actor: Actor,
    profile: Profile,
    words_id: int,
    text: str,
    attachments: Sequence[Attachment],
) -> bool:
    """Put the next picture of an album beside the first; False when it must be told on its own."""
    found = await queries.find_words(session, words_id=words_id)
    if found is None or found[0].author_id not in actor.person_ids or speaks_of_danger(profile, text):
        return False
    words = found[0]
    earlier = unpack(words.words)
    whole = "\n".join(one for one in (earlier.text, clean(text)) if one)
    words.words = pack(whole, (*earlier.attachments, *attachments))
    session.add(words)
    await session.flush()
    return True


async def pass_on(session: AsyncSession, *, now: datetime, words_id: int) -> None:
    """Words found a closed phone: tell whoever comes next, at once; never stop silently."""
    found = await queries.find_words(session, words_id=words_id)
    if found is None:
        return
    words = found[0]
    if words.danger:
        await climbing.pass_on(session, now=now, words=words)
        return
    homes = await queries.list_homes(session, now=now, person_ids=(words.author_id,))
    told = await queries.list_told(session, words_id=words_id)
    holders = await queries.list_holders(session, now=now, homes=homes)
    chosen = readers.choose(homes, holders)
    for reader_id in chosen:
        if reader_id not in told:
            await tell(session, now=now, words=words, reader_id=reader_id)
    if not any(one.is_reachable for one in holders if one.person_id in chosen):
        log.critical("words.nobody_reached", words_id=words_id)


async def _tell_nearest(
    session: AsyncSession, *, now: datetime, words: FamilyWords, homes: Sequence[Home]
) -> None:
    holders = await queries.list_holders(session, now=now, homes=homes)
    chosen = readers.choose(homes, holders)
    if not chosen:
        log.critical("words.nobody_to_read", words_id=words.id, danger=False)
    for reader_id in chosen:
        await tell(session, now=now, words=words, reader_id=reader_id)
