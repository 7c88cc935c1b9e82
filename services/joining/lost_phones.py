"""“My phone is lost”: whoever holds it is a stranger at once; its people keep what is theirs and come back.

on a phone ──lost──▶ without one ──a new link, confirmed by name──▶ on another phone
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import (
    Account,
    Conversation,
    Invitation,
    Notification,
    Person,
    Pin,
    SentCard,
)
from models.codes import Notice, Sending
from services.access.rules import Action
from services.access.service import Denied
from services.audit import service as audit
from services.fading import service as fading
from services.joining.vouching import as_voucher, list_same_phone
from services.people.actor import Actor
from services.people.queries import list_roles
from services.pins import service as pins
from services.pins.queries import find_why
from services.pins.types import Closed, Why

_QUIET: dict[str, Any] = {"synchronize_session": False}
_FRESH: dict[str, Any] = {"populate_existing": True}


@dataclass(frozen=True)
class OnPhone:
    """Somebody and their phone; `others` share it. `has_pin`: there is one to be reset."""

    person_id: int
    name: str
    has_phone: bool
    others: tuple[str, ...]
    has_pin: bool


async def see(session: AsyncSession, *, now: datetime, actor: Actor, person_id: int) -> OnPhone | Denied:
    """Somebody for whom the actor may vouch."""
    voucher = await as_voucher(session, now=now, actor=actor, action=Action.SEE_PHONE, person_id=person_id)
    return voucher if isinstance(voucher, Denied) else await _look(session, now=now, person_id=person_id)


async def lose(session: AsyncSession, *, now: datetime, actor: Actor, person_id: int) -> OnPhone | Denied:
    """Take somebody's phone away from everybody on it; a second press changes nothing."""
    voucher = await as_voucher(session, now=now, actor=actor, action=Action.LOSE_PHONE, person_id=person_id)
    if isinstance(voucher, Denied):
        return voucher
    found = await session.exec(
        select(Account)
        .join(Person, col(Person.account_id) == Account.id)
        .where(Person.id == person_id)
        .with_for_update()
    )
    account = found.first()
    if account is not None:
        await cut_off(session, now=now, account=account)
    return await _look(session, now=now, person_id=person_id)


async def cut_off(session: AsyncSession, *, now: datetime, account: Account) -> list[int]:
    """Make a phone a stranger's; return the people who were on it.

    Their roles and relations stay theirs. What stands in the chat fades, what was begun there is forgotten,
    links that were made or opened there stop.
    """
    chat_id = account.telegram_id
    freed = await session.exec(
        update(Person)
        .where(col(Person.account_id) == account.id)
        .values(account_id=None)
        .returning(col(Person.id))
        .execution_options(**_QUIET)
    )
    people = list(freed.scalars())
    key = col(Conversation.key).endswith(f":{chat_id}:{chat_id}", autoescape=True)
    for forgotten in (
        delete(Pin).where(col(Pin.account_id) == account.id),
        delete(Conversation).where(key),
        delete(SentCard).where(col(SentCard.chat_id) == chat_id),  # or a new chat's would be edited
    ):
        await session.exec(forgotten.execution_options(**_QUIET))
    await fading.fade_now(session, now=now, chat_id=chat_id)
    await _stop_links(session, now=now, account_id=account.id, person_ids=people)
    await _drop_edits(session, now=now, person_ids=people)
    return people


async def cut_off_by_operator(session: AsyncSession, *, now: datetime, account: Account) -> list[int]:
    """The same from the command line."""
    people = await cut_off(session, now=now, account=account)
    await audit.record(
        session, now=now, actor=None, action="lose_phone", subject="account", subject_id=account.id,
        allowed=bool(people),
    )  # fmt: skip
    return people


async def reset_pin(
    session: AsyncSession, *, now: datetime, actor: Actor, person_id: int
) -> OnPhone | Denied | Closed:
    """Remove the PIN of somebody who stands before the actor; the actor's own must be open."""
    closed = await pins.keep_open(session, now=now, actor=actor)
    if closed is not None:
        return closed
    voucher = await as_voucher(session, now=now, actor=actor, action=Action.RESET_PIN, person_id=person_id)
    if isinstance(voucher, Denied):
        return voucher
    await pins.forget(session, person_id=person_id)
    return await _look(session, now=now, person_id=person_id)


async def _look(session: AsyncSession, *, now: datetime, person_id: int) -> OnPhone:
    person = (
        await session.exec(select(Person).where(Person.id == person_id).execution_options(**_FRESH))
    ).one()
    same = await list_same_phone(session, person_ids=[person_id]) - {person_id}
    names = await session.exec(select(Person.name).where(col(Person.id).in_(same)).order_by(col(Person.id)))
    is_staff = bool(await list_roles(session, now=now, person_ids=[person_id, *same]))
    pin = await find_why(session, now=now, account_id=person.account_id) if is_staff else None
    has_phone = person.account_id is not None
    return OnPhone(
        person_id,
        person.name,
        has_phone,
        tuple(names),
        has_pin=has_phone and is_staff and pin is not Why.NOT_SET,
    )


async def _stop_links(
    session: AsyncSession, *, now: datetime, account_id: int | None, person_ids: Sequence[int]
) -> None:
    """Nobody is let in who opened a link on the lost phone; links that stand in its chat open nothing."""
    waits = (col(Invitation.used_by_id) == account_id) & col(Invitation.decided_at).is_(None)
    unused = col(Invitation.inviter_id).in_(person_ids) & col(Invitation.used_at).is_(None)
    for stopped in (
        update(Invitation).where(waits).values(decided_at=now, accepted=False),
        update(Invitation).where(unused, col(Invitation.revoked_at).is_(None)).values(revoked_at=now),
    ):
        await session.exec(stopped.execution_options(**_QUIET))


async def _drop_edits(session: AsyncSession, *, now: datetime, person_ids: Sequence[int]) -> None:
    """An edit names a message of the old chat: in a new one it would hit another."""
    edits = (col(Notification.kind) == Notice.CASE_REFRESH) & (col(Notification.sending) == Sending.QUEUED)
    dropped = update(Notification).where(edits, col(Notification.recipient_id).in_(person_ids))
    ended = dropped.values(sending=Sending.SUPERSEDED, settled_at=now)
    await session.exec(ended.execution_options(**_QUIET))
