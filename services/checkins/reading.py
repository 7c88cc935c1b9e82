"""Open a family's words: only to those who were told, and to the school's safeguarding officers.

The PIN is asked first, except by somebody who has yet to answer words of danger: a forgotten PIN must not
stand between a child and help.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import FamilyWords
from models.codes import Kin, Role
from services.access import service as access
from services.access.queries import find_child
from services.access.rules import Action, Standing
from services.access.service import Denied, Granted
from services.access.types import ChildRef
from services.checkins import climbing
from services.checkins import word_queries as queries
from services.checkins.attachments import Letter, unpack
from services.checkins.readers import Home
from services.people.actor import Actor
from services.pins import service as pins
from services.pins.types import Closed


@dataclass(frozen=True)
class Opened:
    """What a family wrote; `children` are those of theirs whom the reader may see, perhaps none."""

    words_id: int
    letter: Letter
    author: str
    kin: Kin | None
    told_at: datetime
    danger: bool
    children: tuple[ChildRef, ...]
    opens_files: bool  # theirs too; False: only that they can be reported
    is_open: bool


async def open_words(
    session: AsyncSession, *, now: datetime, actor: Actor, words_id: int
) -> Opened | Denied | Closed:
    """Show the words to somebody who may read them; each opening and each refusal is written down."""
    found = await queries.find_words(session, words_id=words_id)
    if not await _calls(session, actor=actor, words=found[0] if found else None):
        closed = await pins.keep_open(session, now=now, actor=actor)
        if closed is not None:
            return closed
    opened = None
    if found is not None:
        opened = await _open(session, now=now, actor=actor, words=found[0], author=found[1])
    reader = next(iter(actor.person_ids), None) if opened else None
    decided = await access.settle(
        session, now=now, actor=actor, action=Action.OPEN_WORDS, subject="family_words", subject_id=words_id,
        found=access.as_(Standing.READER, reader),
    )  # fmt: skip
    return Denied() if opened is None or isinstance(decided, Denied) else opened


async def finish(
    session: AsyncSession, *, now: datetime, actor: Actor, words_id: int
) -> Opened | Denied | Closed:
    """Tick the actor's task for these words off; a second press changes nothing."""
    opened = await open_words(session, now=now, actor=actor, words_id=words_id)
    if not isinstance(opened, Opened):
        return opened
    await queries.finish(session, now=now, words_id=words_id, owner_ids=actor.person_ids)
    return replace(opened, is_open=False)


async def _calls(session: AsyncSession, *, actor: Actor, words: FamilyWords | None) -> bool:
    """Whether these are words of danger that the actor has yet to deal with."""
    if words is None or not words.danger:
        return False
    return await queries.is_open(session, words_id=words.id or 0, owner_ids=actor.person_ids)


async def _open(
    session: AsyncSession, *, now: datetime, actor: Actor, words: FamilyWords, author: str
) -> Opened | None:
    words_id = words.id or 0
    of_a_child = words.child_id is not None
    homes = await queries.list_homes(session, now=now, person_ids=(words.author_id,), with_gone=of_a_child)
    if of_a_child:
        homes = [home for home in homes if home.child_id == words.child_id]
    if not await _is_reader(session, now=now, actor=actor, words=words, homes=homes):
        return None
    children = await _seen(session, now=now, actor=actor, homes=homes)
    opens_files = bool(children)
    if words.danger and not opens_files:  # the county was told of them, and opens no child's file
        children = await _named(session, homes)
    if not children:
        return None
    await climbing.rest(session, now=now, actor=actor, words=words)
    child_ids = {child.child_id for child in children}
    return Opened(
        words_id=words_id,
        letter=unpack(words.words),
        author=author,
        kin=await queries.find_kin(session, person_id=words.author_id, child_ids=child_ids),
        told_at=words.told_at,
        danger=words.danger,
        children=children,
        opens_files=opens_files,
        is_open=await queries.is_open(session, words_id=words_id, owner_ids=actor.person_ids),
    )


async def _is_reader(
    session: AsyncSession, *, now: datetime, actor: Actor, words: FamilyWords, homes: Sequence[Home]
) -> bool:
    if await queries.has_task(session, words_id=words.id or 0, owner_ids=actor.person_ids):
        return True
    schools = {home.school_id for home in homes}
    if words.of_school or not actor.units(Role.SAFEGUARDING) & schools:
        return False
    child_ids = {home.child_id for home in homes}
    household = await queries.list_household(session, now=now, child_ids=child_ids)
    return not household.intersection(actor.person_ids)


async def _seen(
    session: AsyncSession, *, now: datetime, actor: Actor, homes: Sequence[Home]
) -> tuple[ChildRef, ...]:
    """The children among these whose door opens to the reader, or did until they left the school."""
    seen = []
    for child_id in dict.fromkeys(home.child_id for home in homes):
        door = await access.decide(session, now=now, actor=actor, action=Action.SEE_CHILD, child_id=child_id)
        if isinstance(door, Denied):
            door = await access.decide(
                session, now=now, actor=actor, action=Action.SEE_CHILD, child_id=child_id, is_gone=True
            )
        if isinstance(door, Granted):
            seen.append(door.child)
    return tuple(seen)


async def _named(session: AsyncSession, homes: Sequence[Home]) -> tuple[ChildRef, ...]:
    found = [
        await find_child(session, child_id=one) for one in dict.fromkeys(home.child_id for home in homes)
    ]
    return tuple(one for one in found if one is not None)
