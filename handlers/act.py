"""One update, from the ear to the answer: who acts, when, in which transaction, and how we reply."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from aiogram import Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import speaking
from handlers.traces import Traces
from models.database import Database, Session, ensure_closed
from services.access.rules import Action
from services.access.service import declare
from services.inbox import service as inbox
from services.notifications import service as notifications
from services.people.actor import Actor
from services.people.queries import load_actor
from services.profile import Profile
from views.card import Card, PhoneNumber
from views.reader import Reader


class AlreadyHandledError(Exception):
    """Another worker has handled this update: roll back and say nothing."""


@dataclass
class Receipt:
    """Whether an update's effect was committed, and whether it has something to say to others.

    `numbers` are sent when the update has been dealt with: the next press doesn't wait for them.
    """

    is_handled: bool = False
    has_spoken: bool = False
    numbers: tuple[PhoneNumber, ...] = ()
    on_speaking: Callable[[], None] = lambda: None  # at the commit: an alert waits for no answer of ours


@dataclass
class Act:
    """What a handler is given. `now` is one instant for the whole update."""

    now: datetime
    actor: Actor
    bot: Bot
    database: Database
    profile: Profile
    event: Message | CallbackQuery | ChatMemberUpdated
    inbox_id: int
    receipt: Receipt = field(default_factory=Receipt)
    behind: frozenset[Action] = frozenset()
    report_template: Path | None = None
    locale: str = field(init=False)
    traces: Traces = field(init=False)

    def __post_init__(self) -> None:
        self.locale = self.actor.locale
        self.traces = Traces(self.database, self.now, self.event)

    @property
    def reader(self) -> Reader:
        return Reader(self.locale, self.actor.timezone)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """Effect, conversation state and “handled” commit together; open it once per update.

        Who acts is asked again here: a role may have ended while this update waited for its turn.
        """
        async with self.database.transaction() as session:
            self.actor = await load_actor(
                session, now=self.now, telegram_id=self.actor.telegram_id,
                locale_hint=self.actor.locale, timezone=self.actor.timezone,
            )  # fmt: skip
            declare(session, self.behind)
            await self.traces.note_pressed(session)
            yield session
            if not await inbox.mark_handled(session, now=self.now, inbox_id=self.inbox_id):
                raise AlreadyHandledError
            self.receipt.has_spoken = notifications.has_spoken(session)
        self.receipt.is_handled = True
        if self.receipt.has_spoken:
            self.receipt.on_speaking()

    async def show(self, card: Card) -> None:
        """Edit the card whose button was pressed, or answer what was written."""
        ensure_closed()
        self.receipt.numbers += card.numbers
        if isinstance(self.event, CallbackQuery) and await speaking.edit(self.bot, self.event, card):
            await self.traces.note_edited(card)
            return
        await self._send(card)

    async def say(self, card: Card) -> None:
        """Answer with a new message, whatever was pressed."""
        ensure_closed()
        self.receipt.numbers += card.numbers
        await self._send(card)

    async def begin(self, card: Card) -> int | None:
        """Say that something long is under way; `finish` edits this message. None: it couldn't be said."""
        ensure_closed()
        return await self._send(card)

    async def finish(self, message_id: int | None, card: Card) -> None:
        """Turn what was begun into its end."""
        ensure_closed()
        chat_id = self.event.from_user.id if self.event.from_user else 0
        if message_id is not None and await speaking.amend(self.bot, chat_id, message_id, card):
            await self.traces.note_sent(message_id, card)
        else:
            await self._send(card)

    async def _send(self, card: Card) -> int | None:
        chat_id = self.event.from_user.id if self.event.from_user else 0
        message_id = await speaking.send(self.bot, chat_id, card)
        await self.traces.note_sent(message_id, card)
        return message_id
