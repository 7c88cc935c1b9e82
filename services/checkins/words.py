"""Keep what a family wrote, tell somebody at school, and open it to nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import FamilyWords, Task
from models.codes import Notice, Priority, TaskKind
from models.upsert import insert_into
from services.access import service as access
from services.access.rules import Action, Standing
from services.checkins import readers
from services.checkins import word_queries as queries
from services.checkins.attachments import Attachment, clean, pack, unpack
from services.checkins.readers import Holder, Home
from services.duty.knocking import knock
from services.notifications import service as notifications
from services.people.actor import Actor
from services.profile import Profile, speaks_of_danger

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
        told_at=now,
    )
    session.add(words)
    await session.flush()
    words_id = words.id or 0
    await access.settle(
        session, now=now, actor=actor, action=Action.KEEP_WORDS, subject="family_words", subject_id=words_id,
        found=access.as_(Standing.OWNER, words.author_id),
    )  # fmt: skip
    holders = await _holders(session, now=now, homes=homes, danger=words.danger)
    chosen = readers.choose(homes, holders, danger=words.danger)
    if not chosen:
        log.critical("words.nobody_to_read", words_id=words_id, danger=words.danger)
    for reader_id in chosen:
        await _tell(session, now=now, words=words, reader_id=reader_id)
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
    """Words of danger found a closed phone: tell whoever comes next, at once; never stop silently."""
    found = await queries.find_words(session, words_id=words_id)
    if found is None:
        return
    words = found[0]
    homes = await queries.list_homes(session, now=now, person_ids=(words.author_id,))
    holders = await _holders(session, now=now, homes=homes, danger=words.danger)
    chosen = readers.choose(homes, holders, danger=words.danger)
    for reader_id in chosen:
        if not await queries.has_task(session, words_id=words_id, owner_ids=(reader_id,)):
            await _tell(session, now=now, words=words, reader_id=reader_id)
    if not any(one.is_reachable for one in holders if one.person_id in chosen):
        log.critical("words.nobody_reached", words_id=words_id)


async def _holders(
    session: AsyncSession, *, now: datetime, homes: Sequence[Home], danger: bool
) -> list[Holder]:
    """The staff around a family; who lives with the child may be whom words of danger are about."""
    holders = await queries.list_holders(session, now=now, homes=homes)
    if not danger:
        return holders
    child_ids = {home.child_id for home in homes}
    household = await queries.list_household(session, now=now, child_ids=child_ids)
    return [one for one in holders if one.person_id not in household]


async def _tell(session: AsyncSession, *, now: datetime, words: FamilyWords, reader_id: int) -> None:
    task = {
        "kind": TaskKind.FAMILY_WORDS,
        "child_id": words.child_id,
        "owner_id": reader_id,
        "words_id": words.id,
        "dedup_key": f"words:{words.id}:{reader_id}",
        "created_at": now,
    }
    await session.exec(
        insert_into(session, Task).values(**task).on_conflict_do_nothing(index_elements=["dedup_key"])
    )
    await notifications.enqueue(
        session,
        now=now,
        kind=Notice.DANGER_WORDS if words.danger else Notice.FAMILY_WORDS,
        recipient_id=reader_id,
        params={"words_id": words.id},
        priority=Priority.URGENT if words.danger else Priority.NORMAL,
        dedup_key=f"words:{words.id}:{reader_id}",
    )
    if words.danger:
        key = f"words:{words.id}"
        await knock(session, now=now, person_ids=[reader_id], params={"words_id": words.id}, key=key)
