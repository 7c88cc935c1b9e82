"""What a family's words make the bot say to somebody at school, loaded when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models.codes import Notice
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
    """None once the recipient has dealt with it."""
    found = await queries.find_words(session, words_id=words_id)
    if found is None or not await queries.is_open(session, words_id=words_id, owner_ids=(recipient_id,)):
        return None
    name = await queries.find_child_name(session, child_id=found[0].child_id)
    return FamilyWrote(words_id, name, unpack(found[0].words).kind)


async def load_danger(
    session: AsyncSession, *, now: datetime, recipient_id: int, words_id: int
) -> DangerCame | None:
    """Loads nothing: the push carries nothing, and the door is asked when it is opened."""
    return DangerCame(words_id)


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
