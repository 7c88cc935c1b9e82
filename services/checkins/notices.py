"""What a family's words make the bot say to somebody at school, loaded when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
from services.access.queries import find_child
from services.access.rules import Action
from services.access.service import may_hear
from services.checkins import word_queries as queries
from services.checkins.attachments import unpack
from services.duty.knocking import load_ways
from services.duty.types import Knock
from services.notifications.facts import Facts, Loader


@dataclass(frozen=True)
class FamilyWrote(Facts):
    """Somebody's family wrote; `kind` is text, voice, photo …; the words stay behind the door."""

    words_id: int
    child_name: str | None
    kind: str


@dataclass(frozen=True)
class DangerCame(Facts):
    words_id: int


async def load_family_wrote(
    session: AsyncSession, *, now: datetime, recipient_id: int, words_id: int
) -> FamilyWrote | None:
    """None once the recipient has dealt with it; no name for whoever has lost the child's class since."""
    found = await queries.find_words(session, words_id=words_id)
    if found is None or not await queries.is_open(session, words_id=words_id, owner_ids=(recipient_id,)):
        return None
    child = await find_child(session, child_id=found[0].child_id or 0)
    seen = child and await may_hear(
        session, now=now, person_id=recipient_id, action=Action.SEE_CHILD, child=child
    )
    return FamilyWrote(words_id, child.name if child and seen else None, unpack(found[0].words).kind)


async def load_danger(
    session: AsyncSession, *, now: datetime, recipient_id: int, words_id: int
) -> DangerCame | None:
    """Carries nothing, and the door is asked when it is opened; None once the recipient has dealt with it."""
    is_open = await queries.is_open(session, words_id=words_id, owner_ids=(recipient_id,))
    return DangerCame(words_id) if is_open else None


async def load_knock(
    session: AsyncSession, *, now: datetime, recipient_id: int, words_id: int
) -> Knock | None:
    """None once the recipient has dealt with the words."""
    if not await queries.is_open(session, words_id=words_id, owner_ids=(recipient_id,)):
        return None
    return await load_ways(session, person_id=recipient_id)


NOTICES: dict[Notice, Loader] = {
    Notice.FAMILY_WORDS: load_family_wrote,
    Notice.DANGER_WORDS: load_danger,
}
