"""Delete what is an adult's own, once that was granted and they were told; a child's file isn't.

What stays is the school's duty: the child's file with the names of its family, what was told of a month,
words of danger, the answers to consent texts, the requests themselves, and the record of accesses.
"""

from datetime import datetime

from sqlmodel import col, delete, exists, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import (
    Account,
    Conversation,
    FamilyWords,
    InboxUpdate,
    Invitation,
    OtherWay,
    Person,
    Pin,
    Relation,
    Task,
)
from models.codes import Handling
from services.audit import service as audit
from services.checkins.attachments import pack
from services.children import plans
from services.consents.rules import CONTACT
from services.people import service as people
from services.people.queries import live
from services.privacy import queries
from services.profile import Profile


async def has_any(session: AsyncSession) -> bool:
    """Whether somebody waits to be forgotten."""
    return bool(await queries.list_to_forget(session))


async def forget_due(session: AsyncSession, *, now: datetime, profile: Profile) -> None:
    """Carry out the granted deletions whose asker has been told, or can't be."""
    for request in await queries.list_to_forget(session):
        if await queries.is_told(session, request_id=request.id or 0, person_id=request.person_id):
            await forget_person(session, now=now, profile=profile, person_id=request.person_id)


async def forget_person(session: AsyncSession, *, now: datetime, profile: Profile, person_id: int) -> None:
    """Remove an adult's free words, settings and other ways, and let go of their phone."""
    person = (await session.exec(select(Person).where(Person.id == person_id))).one()
    account_id = person.account_id
    await _empty_words(session, now=now, person_id=person_id)
    # A deletion withdraws as well, whatever place is left.
    await people.answer_consent(
        session, now=now, person_id=person_id, purpose=CONTACT, version=profile.consent_version,
        granted=False,
    )  # fmt: skip
    usual = Person(name="", created_at=now)
    person.account_id, person.shift = None, None
    person.evening, person.timezone = usual.evening, usual.timezone
    session.add(person)
    await session.exec(delete(OtherWay).where(col(OtherWay.person_id) == person_id))
    await session.exec(
        update(Invitation).where(col(Invitation.person_id) == person_id).values(joined_name=None)
    )
    await session.flush()
    await _free_places(session, now=now, person_id=person_id)
    if account_id is not None and not await _is_shared(session, account_id):
        await _drop_account(session, account_id)
    await audit.record(
        session, now=now, actor=None, action="forget_person", subject="person", subject_id=person_id,
        allowed=True,
    )  # fmt: skip


async def _free_places(session: AsyncSession, *, now: datetime, person_id: int) -> None:
    """Whoever comes back is invited anew; who was barred keeps the place, and the bar with it."""
    rows = await session.exec(
        select(Relation).where(
            Relation.person_id == person_id, live(Relation, now), col(Relation.barred_at).is_(None)
        )
    )
    places = list(rows)
    for place in places:
        place.until_at = now
        session.add_all(
            [place, Relation(child_id=place.child_id, kin=place.kin, away=place.away, from_at=now)]
        )
    await session.flush()
    for child_id in sorted({place.child_id for place in places}):
        await plans.lay_out(session, now=now, child_id=child_id)


async def _empty_words(session: AsyncSession, *, now: datetime, person_id: int) -> None:
    """What was said of danger stays: the law wants it kept. Of the rest, only that something was said."""
    mine = (col(FamilyWords.author_id) == person_id, col(FamilyWords.danger).is_(False))
    words = select(FamilyWords.id).where(*mine)
    await session.exec(
        update(Task).where(col(Task.words_id).in_(words), col(Task.done_at).is_(None)).values(done_at=now)
    )
    await session.exec(update(FamilyWords).where(*mine).values(words=pack("", ())))


async def _is_shared(session: AsyncSession, account_id: int) -> bool:
    return bool((await session.exec(select(exists().where(col(Person.account_id) == account_id)))).one())


async def _drop_account(session: AsyncSession, account_id: int) -> None:
    """The phone itself: its number at Telegram, and what it sent that isn't purged yet."""
    account = (await session.exec(select(Account).where(Account.id == account_id))).one()
    chat = account.telegram_id
    await session.exec(delete(Pin).where(col(Pin.account_id) == account_id))
    await session.exec(
        update(Invitation).where(col(Invitation.used_by_id) == account_id).values(used_by_id=None)
    )
    await session.exec(delete(Conversation).where(col(Conversation.key).endswith(f":{chat}:{chat}")))
    await session.exec(
        delete(InboxUpdate).where(
            col(InboxUpdate.lane) == chat, col(InboxUpdate.handling) == Handling.HANDLED
        )
    )
    await session.exec(delete(Account).where(col(Account.id) == account_id))
