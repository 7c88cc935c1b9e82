"""Fetch updates: each is a row before Telegram is told that we have it, then its lane handles it."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.lanes import Lanes, Ticket
from bot.words import OperatorError
from handlers import speaking
from handlers.act import AlreadyHandledError, Receipt
from models.database import Database
from services.inbox import service as inbox
from services.people.queries import load_actor
from services.ports import Clock
from views.errors import accident_card
from views.reader import Reader

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 20
PAUSE_SECONDS = 2

log = structlog.get_logger()


class Ears:
    """The one poller of a token, and the way an update takes through the dispatcher."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, database: Database, clock: Clock, wake: Callable[[bool], None]
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._wake = wake
        self.last_update_id = 0

    async def listen(self, lanes: Lanes) -> None:
        """Poll for ever; what an earlier process left unhandled comes first."""
        await self._catch_up(lanes)
        while True:
            try:
                await self._take(lanes, await self._poll())
            except OperatorError:
                raise
            except Exception:  # not stored, so not confirmed: Telegram offers it again
                log.exception("poll.failed")
                await asyncio.sleep(PAUSE_SECONDS)

    async def handle(self, ticket: Ticket) -> None:
        """Handle one update, however long the database is away: its row is there, and so are we."""
        while True:
            try:
                await self._handle(ticket)
            except Exception:
                log.exception("update.waits", inbox_id=ticket.inbox_id)
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                return

    async def _handle(self, ticket: Ticket) -> None:
        """Feed one update; an accident is counted, tried again, and parked at the third time."""
        for _ in range(inbox.ATTEMPTS):
            receipt = Receipt(on_speaking=partial(self._wake, True))  # noqa: FBT003 - see runtime
            try:
                await self._dispatcher.feed_update(
                    self._bot, ticket.update, inbox_id=ticket.inbox_id, receipt=receipt
                )
            except AlreadyHandledError:
                return
            except Exception:  # whatever a handler did, the update must not be lost
                log.exception("update.failed", inbox_id=ticket.inbox_id)
                if await self._count_attempt(ticket):
                    await self._apologise(ticket)
                    return
                continue
            if not receipt.is_handled:
                await self._mark_handled(ticket)
            self._wake(receipt.has_spoken)
            return

    async def _mark_handled(self, ticket: Ticket) -> None:
        """An update without an effect of its own is handled too."""
        async with self._database.reading() as session:
            waiting = await inbox.is_waiting(session, inbox_id=ticket.inbox_id)
        if waiting:
            async with self._database.transaction() as session:
                await inbox.mark_handled(session, now=self._clock.now(), inbox_id=ticket.inbox_id)

    async def _count_attempt(self, ticket: Ticket) -> bool:
        async with self._database.transaction() as session:
            return await inbox.count_attempt(session, now=self._clock.now(), inbox_id=ticket.inbox_id)

    async def _apologise(self, ticket: Ticket) -> None:
        """Parked: the person hears it once, with a number to quote."""
        async with self._database.reading() as session:
            actor = await load_actor(
                session, now=self._clock.now(), telegram_id=ticket.lane, locale_hint="zh_CN"
            )
        try:
            await speaking.send(self._bot, ticket.lane, accident_card(Reader(actor.locale), ticket.inbox_id))
        except TelegramAPIError:
            log.warning("apology.unsaid", inbox_id=ticket.inbox_id)

    async def _poll(self) -> list[Update]:
        offset = self.last_update_id + 1 if self.last_update_id else None
        try:
            return await self._bot.get_updates(
                offset=offset,
                timeout=POLL_SECONDS,
                allowed_updates=ALLOWED,
                request_timeout=POLL_SECONDS + 10,
            )
        except TelegramConflictError:
            log.critical("poll.conflict", mend="another program polls with this token: stop it or revoke it")
        except TelegramUnauthorizedError as error:  # revoked while we ran: nothing more can be heard
            raise OperatorError("token_refused", "BOT_TOKEN") from error
        except TelegramRetryAfter as flood:
            await asyncio.sleep(flood.retry_after)
            return []
        except TelegramNetworkError:
            log.warning("poll.unreachable")
        await asyncio.sleep(PAUSE_SECONDS)
        return []

    async def _take(self, lanes: Lanes, updates: list[Update]) -> None:
        if not updates:
            return
        arrived = [inbox.Arrived(one.update_id, lane_of(one), _body(one)) for one in updates]
        async with self._database.transaction() as session:
            ids = await inbox.store(session, now=self._clock.now(), arrived=arrived)
        for update in updates:
            if update.update_id in ids:  # a repeated one is in its lane already, or done
                lanes.put(Ticket(ids[update.update_id], lane_of(update), update))
        self.last_update_id = max(self.last_update_id, updates[-1].update_id)

    async def _catch_up(self, lanes: Lanes) -> None:
        after_id = 0
        while True:
            async with self._database.reading() as session:
                waiting = await inbox.list_waiting(session, after_id=after_id, limit=200)
            for row in waiting:
                await self._put_again(lanes, row)
                after_id = row.id
            if not waiting:
                return

    async def _put_again(self, lanes: Lanes, row: inbox.Waiting) -> None:
        try:
            update = Update.model_validate_json(row.body, context={"bot": self._bot})
        except ValidationError:  # written by another version: a person has to look
            log.error("update.unreadable", inbox_id=row.id)  # noqa: TRY400 - its error quotes the body
            async with self._database.transaction() as session:
                await inbox.park(session, now=self._clock.now(), inbox_id=row.id)
        else:
            lanes.put(Ticket(row.id, row.lane, update))


def lane_of(update: Update) -> int:
    """Whose update it is: one person's stay in order. What nobody sent, or nobody knows, has lane 0."""
    try:
        sender = getattr(update.event, "from_user", None)
    except UpdateTypeLookupError:
        return 0
    return sender.id if sender else 0


def _body(update: Update) -> str:
    return update.model_dump_json(exclude_unset=True)
