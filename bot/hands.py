"""Handle one update: three attempts, each rolled back whole, then it is set aside and the person told."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.lanes import Errand, Ticket
from handlers import speaking
from handlers.act import AlreadyHandledError, Receipt
from models.away import is_away
from models.database import Database
from services.inbox import service as inbox
from services.notifications import parked
from services.people.queries import load_actor
from services.ports import Clock
from views.errors import accident_card
from views.reader import Reader

PAUSE_SECONDS = 2

log = structlog.get_logger()


class Hands:
    """The way an update takes through the dispatcher."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        clock: Clock,
        wake: Callable[[bool], None],
        *,
        chat_spacing: float = 0.0,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._wake = wake
        self._chat_spacing = chat_spacing

    async def handle(self, ticket: Ticket) -> Errand | None:
        """Handle one update, however long the database is away: its row is there, and so are we.

        Returns what is left to send, for which the person's next update needn't wait.
        """
        while True:
            try:
                return await self._handle(ticket)
            except Exception:
                log.exception("update.waits", inbox_id=ticket.inbox_id)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _handle(self, ticket: Ticket) -> Errand | None:
        """Handle one. A left-over one may be what ended us: its attempt counts before it is made."""
        if not ticket.is_left_over:
            return await self._feed(ticket)
        async with self._database.transaction() as session:
            is_parked = await inbox.count_start(session, now=self._clock.now(), inbox_id=ticket.inbox_id)
            is_told = is_parked and await self._tell(session, ticket)
        if not is_parked:
            return await self._feed(ticket)
        await self._apologise(ticket, is_told=is_told)
        return None

    async def _feed(self, ticket: Ticket) -> Errand | None:
        """Feed one update; an accident is counted, tried again, and parked at the third time."""
        is_told = False
        for attempt in range(1, inbox.ATTEMPTS + 1):
            receipt = Receipt(on_speaking=partial(self._wake, True))  # noqa: FBT003 - see runtime
            try:
                await self._dispatcher.feed_update(
                    self._bot, ticket.update, inbox_id=ticket.inbox_id, receipt=receipt
                )
            except AlreadyHandledError:
                return None
            except Exception as error:  # whatever a handler did, the update must not be lost
                if is_away(error):  # nothing that this update did: it waits, and no attempt is counted
                    raise
                log.exception("update.failed", inbox_id=ticket.inbox_id)
                is_told = await self._note_failure(ticket, is_last=attempt == inbox.ATTEMPTS)
                continue
            if not receipt.is_handled:
                await self._mark_handled(ticket)
            self._wake(receipt.has_spoken)
            return self._numbers(ticket, receipt)
        await self._apologise(ticket, is_told=is_told)
        return None

    def _numbers(self, ticket: Ticket, receipt: Receipt) -> Errand | None:
        if not receipt.numbers:
            return None
        return speaking.send_numbers(self._bot, ticket.lane, receipt.numbers, spacing=self._chat_spacing)

    async def _mark_handled(self, ticket: Ticket) -> None:
        """An update without an effect of its own is handled too."""
        async with self._database.reading() as session:
            waiting = await inbox.is_waiting(session, inbox_id=ticket.inbox_id)
        if waiting:
            async with self._database.transaction() as session:
                await inbox.mark_handled(session, now=self._clock.now(), inbox_id=ticket.inbox_id)

    async def _note_failure(self, ticket: Ticket, *, is_last: bool) -> bool:
        """Count it, and park the last; return whether its sender is told by the outbox."""
        async with self._database.transaction() as session:
            await inbox.count_attempt(session, inbox_id=ticket.inbox_id)
            if is_last:
                await inbox.park(session, now=self._clock.now(), inbox_id=ticket.inbox_id)
                return await self._tell(session, ticket)
        return False

    async def _tell(self, session: AsyncSession, ticket: Ticket) -> bool:
        return await parked.tell(
            session, now=self._clock.now(), inbox_id=ticket.inbox_id, telegram_id=ticket.lane
        )

    async def _apologise(self, ticket: Ticket, *, is_told: bool) -> None:
        """Parked. Who is known hears it by a row of the same commit; a guest, who has none, right away."""
        if is_told:
            self._wake(True)  # noqa: FBT003 - see runtime
            return
        async with self._database.reading() as session:
            actor = await load_actor(
                session, now=self._clock.now(), telegram_id=ticket.lane, locale_hint="zh_CN"
            )
        try:
            await speaking.send(self._bot, ticket.lane, accident_card(Reader(actor.locale), ticket.inbox_id))
        except TelegramAPIError:
            log.warning("apology.unsaid", inbox_id=ticket.inbox_id)
