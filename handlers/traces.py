"""What an update leaves in the chat: cards that name a child fade, and so does what staff type of one.

A pressed card is noted in the transaction of the press, before it changes. The id of a new message is only
known once it stands: it is noted afterwards, and if we end in between, that one card isn't blanked.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from models.codes import Fading
from models.database import Database, Session
from services.alerts import screens
from services.errors import CareError
from services.fading import service
from services.fading.rules import AT_ONCE, FADES_AFTER
from services.fading.types import NOBODY, Subject
from views.alerts_deeds import shows_own_screen
from views.card import Card
from views.subjects import subject_of, subject_of_press

log = structlog.get_logger()


class Traces:
    """Of one update, in the chat of whoever acts."""

    def __init__(
        self, database: Database, now: datetime, event: Message | CallbackQuery | ChatMemberUpdated
    ) -> None:
        self._database = database
        self._now = now
        self._chat_id = event.from_user.id if event.from_user else 0
        message = event.message if isinstance(event, CallbackQuery) else event
        self._message_id = message.message_id if isinstance(message, Message) else None
        self._press = event.data if isinstance(event, CallbackQuery) else None
        self._noted: Subject | None = None  # the pressed card fades, and is about this
        self._is_new = False  # it didn't before this press

    async def note_pressed(self, session: Session) -> None:
        """Let the pressed card fade before it changes: it may be about to name a child."""
        if self._message_id is not None and self._press is not None:
            self._noted = subject_of_press(self._press)
            self._is_new = await service.watch_pressed(
                session, now=self._now, chat_id=self._chat_id, message_id=self._message_id,
                subject=self._noted,
            )  # fmt: skip
            if self._noted.case_id is not None and shows_own_screen(self._press):
                await screens.keep(
                    session, now=self._now, case_id=self._noted.case_id, chat_id=self._chat_id,
                    message_id=self._message_id,
                )  # fmt: skip

    async def note_edited(self, card: Card) -> None:
        """The pressed card shows something else now; what names nobody may stand."""
        subject = subject_of(card)
        if subject == NOBODY:
            subject = subject_of_press(self._press)
        if self._message_id is None or (subject is not None and subject == self._noted):
            return
        async with self._afterwards() as session:
            if subject is None:
                await self._forget(session, self._message_id)
            else:
                await self._blank(session, self._message_id, subject)

    async def note_sent(self, message_id: int | None, card: Card) -> None:
        """A new message stands in the chat, and the pressed one is what it was."""
        subject, stays = subject_of(card), self._message_id if self._is_new else None
        if stays is None and (message_id is None or subject is None):
            return
        async with self._afterwards() as session:
            if stays is not None:
                await self._forget(session, stays)
                self._is_new = False
            if message_id is not None and subject is not None:
                await self._blank(session, message_id, subject)

    async def note_file(self, message_id: int, subject: Subject = NOBODY) -> None:
        """A voice, a picture or a file was sent on: it can't be blanked, so it is deleted in its time."""
        async with self._afterwards() as session:
            await self._watch(session, message_id, Fading.REMOVED, after=FADES_AFTER, subject=subject)

    async def note_elsewhere(self, chat_id: int, message_id: int, subject: Subject) -> None:
        """Something that may stand for a day only was said to somebody else."""
        async with self._afterwards() as session:
            await service.watch(
                session, now=self._now, chat_id=chat_id, message_id=message_id, fading=Fading.REMOVED,
                after=FADES_AFTER, subject=subject,
            )  # fmt: skip

    async def take_typed(self, session: Session) -> None:
        """Delete what was typed, once the transaction that stores it has been committed."""
        if self._message_id is not None:
            await self._watch(session, self._message_id, Fading.REMOVED, after=AT_ONCE)

    @asynccontextmanager
    async def takes_number(self) -> AsyncIterator[None]:
        """A number that can't be read leaves the chat as well: unlike words, it is soon typed again."""
        try:
            yield
        except CareError:
            async with self._afterwards() as session:
                await self.take_typed(session)
            raise

    async def _blank(self, session: Session, message_id: int, subject: Subject) -> None:
        await self._watch(session, message_id, Fading.BLANKED, after=FADES_AFTER, subject=subject)

    async def _watch(
        self,
        session: Session,
        message_id: int,
        fading: Fading,
        *,
        after: timedelta,
        subject: Subject = NOBODY,
    ) -> None:
        await service.watch(
            session, now=self._now, chat_id=self._chat_id, message_id=message_id, fading=fading, after=after,
            subject=subject,
        )  # fmt: skip

    async def _forget(self, session: Session, message_id: int) -> None:
        await service.forget(session, chat_id=self._chat_id, message_id=message_id)

    @asynccontextmanager
    async def _afterwards(self) -> AsyncIterator[Session]:
        """A transaction of its own; the answer has been said, so an accident here is only loud."""
        try:
            async with self._database.transaction() as session:
                yield session
        except Exception:
            log.exception("fading.unnoted", chat_id=self._chat_id)
