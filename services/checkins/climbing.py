"""Words of danger climb until somebody has them open; never do they fall silent by themselves.

told ──wait──▶ the next rung ──wait──▶ … ──▶ the last one ──repeat──▶ the last one
opened:   the climb rests for an hour ──▶ who opened them is asked once ──an hour──▶ it goes on
finished: it is over
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from models import FamilyWords
from models.codes import Role
from services.checkins import readers
from services.checkins import word_queries as queries
from services.checkins.readers import AN_HOUR, LAST, Holder, Home
from services.checkins.telling import tell
from services.people.actor import Actor
from services.profile import Profile

log = structlog.get_logger()


async def begin(
    session: AsyncSession, *, now: datetime, profile: Profile, words: FamilyWords, homes: Sequence[Home]
) -> None:
    """Tell the first rung; words that speak of somebody at the school begin, and end, at the county."""
    rung = LAST if words.of_school else 0
    await _tell_from(session, now=now, profile=profile, words=words, homes=homes, rung=rung)


async def rest(session: AsyncSession, *, now: datetime, actor: Actor, words: FamilyWords) -> None:
    """Somebody who was told has them open now: the others aren't woken while there is time to act."""
    opener = await queries.find_open_owner(session, words_id=words.id or 0, owner_ids=actor.person_ids)
    if opener is None or words.due_at is None or words.opened_by_id is not None:
        return
    words.opened_by_id, words.due_at = opener, now + AN_HOUR
    session.add(words)
    await session.flush()


async def has_due(session: AsyncSession, *, now: datetime) -> bool:
    due = await queries.next_due_at(session)
    return due is not None and due <= now


async def climb_due(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Let all whose time has come climb, one by one: one accident stops no other."""
    while (words := await queries.claim_due(session, now=now)) is not None:
        words_id = words.id
        try:
            async with session.begin_nested():
                await _go_on(session, now=now, profile=profile, words=words)
        except Exception:
            log.exception("words.not_climbed", words_id=words_id)


async def pass_on(session: AsyncSession, *, now: datetime, words: FamilyWords) -> None:
    """A phone was closed: tell whoever comes next, at once."""
    homes = await queries.list_homes(session, now=now, person_ids=(words.author_id,))
    holders = await list_readers(session, now=now, words=words, homes=homes)
    chosen = readers.choose(homes, holders, _ladder(words, words.rung))
    told = await queries.list_told(session, words_id=words.id or 0)
    for reader_id in chosen:
        if reader_id not in told:
            await tell(session, now=now, words=words, reader_id=reader_id)
    if not _reachable(holders, chosen):
        log.critical("words.nobody_reached", words_id=words.id)


async def list_readers(
    session: AsyncSession, *, now: datetime, words: FamilyWords, homes: Sequence[Home]
) -> list[Holder]:
    """The staff around a family, without those whom the words may be about: whoever lives with the child,
    and, where they speak of somebody at the school, whoever works there."""
    holders = await queries.list_holders(session, now=now, homes=homes)
    child_ids = {home.child_id for home in homes}
    kept_out = await queries.list_household(session, now=now, child_ids=child_ids)
    if words.of_school:
        schools = {home.school_id for home in homes}
        kept_out |= await queries.list_staff(session, now=now, school_ids=schools)
    return [one for one in holders if one.person_id not in kept_out]


async def _go_on(session: AsyncSession, *, now: datetime, profile: Profile, words: FamilyWords) -> None:
    homes = await queries.list_homes(session, now=now, person_ids=(words.author_id,))
    if words.emptied_at is not None:
        words.due_at = None
    elif await _asks_opener(session, now=now, words=words, homes=homes):
        words.asked_at, words.due_at = now, now + AN_HOUR
    else:
        words.opened_by_id = words.asked_at = None
        await _tell_from(session, now=now, profile=profile, words=words, homes=homes, rung=words.rung + 1)
        log.info("words.climbed", words_id=words.id, step=words.rung)
    session.add(words)
    await session.flush()


async def _asks_opener(
    session: AsyncSession, *, now: datetime, words: FamilyWords, homes: Sequence[Home]
) -> bool:
    """Ask once who opened the words and hasn't finished; False: asked already, or not there any more."""
    opener = words.opened_by_id
    if opener is None or words.asked_at is not None:
        return False
    holders = await list_readers(session, now=now, words=words, homes=homes)
    if not _reachable(holders, (opener,)):
        return False
    await tell(session, now=now, words=words, reader_id=opener, again=f"{words.rung}:asked")
    return True


async def _tell_from(
    session: AsyncSession,
    *,
    now: datetime,
    profile: Profile,
    words: FamilyWords,
    homes: Sequence[Home],
    rung: int,
) -> None:
    """Tell the first rung from here on that brings somebody new; at the end, its people once more."""
    holders = await list_readers(session, now=now, words=words, homes=homes)
    told = await queries.list_told(session, words_id=words.id or 0)
    chosen = readers.choose(homes, holders, _ladder(words, rung))
    while rung < LAST and told.issuperset(chosen):
        rung += 1
        chosen = readers.choose(homes, holders, _ladder(words, rung))
    words.rung, words.due_at = rung, now + readers.wait(profile, rung)
    session.add(words)
    for reader_id in chosen:
        await tell(session, now=now, words=words, reader_id=reader_id, again=str(rung))
    if not chosen:
        log.critical("words.nobody_to_read", words_id=words.id, danger=True)
    elif not _reachable(holders, chosen):
        log.critical("words.nobody_reached", words_id=words.id)


def _ladder(words: FamilyWords, rung: int) -> Sequence[frozenset[Role]]:
    return readers.ladder_from(rung, of_school=words.of_school)


def _reachable(holders: Sequence[Holder], chosen: Collection[int]) -> bool:
    return any(one.is_reachable for one in holders if one.person_id in chosen)
