"""Keep each update before Telegram is told that we have it, and give it to its lane; the rows are the truth.

polled or brought ──▶ row ──▶ lane                 while there is room
                       └────▶ left in the table    otherwise, and read from there in its order
"""

import asyncio
import json
from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.lanes import Lanes, Ticket
from models.database import Database
from services.inbox import service as inbox
from services.ports import Clock

AT_ONCE = 200
PAUSE_SECONDS = 2

log = structlog.get_logger()


class Intake:
    """Where updates come in, by either way; one for a process."""

    def __init__(self, bot: Bot, database: Database, clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._turn = asyncio.Lock()  # rows get their ids in the order in which lanes get their tickets
        self._lanes: Lanes | None = None
        self._behind = asyncio.Event()
        self._behind.set()  # whatever an earlier process has left comes first
        self._skipped = 0
        self._newest_in_lanes = 0
        self._left_over_to: int | None = None
        self.last_update_id = 0

    async def take(self, updates: Sequence[Update]) -> None:
        """Store updates; on return they are safe. A repeated one changes nothing."""
        arrived = [inbox.Arrived(one.update_id, lane_of(one), _body(one)) for one in updates]
        async with self._turn:
            try:
                async with self._database.transaction() as session:
                    ids = await inbox.store(session, now=self._clock.now(), arrived=arrived)
            except BaseException:  # cut off while committing they may be there, and none comes as new again
                self._look_behind()
                raise
            for update in updates:
                if update.update_id in ids:
                    self._offer(Ticket(ids[update.update_id], lane_of(update), update))
        self.last_update_id = max(self.last_update_id, *(one.update_id for one in updates))

    async def keep_unreadable(self, body: str) -> bool:
        """Set aside for a person what isn't an update of this version; False: it has no number."""
        try:
            update_id = json.loads(body)["update_id"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return False
        if not is_number(update_id):
            return False
        async with self._turn, self._database.transaction() as session:
            ids = await inbox.store(
                session, now=self._clock.now(), arrived=[inbox.Arrived(update_id, 0, body)]
            )
            for inbox_id in ids.values():
                log.error("update.unreadable", inbox_id=inbox_id)
                await inbox.park(session, now=self._clock.now(), inbox_id=inbox_id)
        self.last_update_id = max(self.last_update_id, update_id)
        return True

    async def feed(self, lanes: Lanes) -> None:
        """Give lanes what waits in the table, for ever: what was left over, and what found no room."""
        self._lanes = lanes
        while True:
            try:
                if self._left_over_to is None:
                    self._left_over_to = await self._last_waiting()
                    await self._put_suspects(lanes)
                await self._behind.wait()
                await self._catch_up(lanes)
            except Exception:  # the database is away: the rows wait in it
                log.exception("intake.waits")
                await asyncio.sleep(PAUSE_SECONDS)

    def _offer(self, ticket: Ticket) -> None:
        if self._behind.is_set() or self._lanes is None or self._lanes.is_full:
            self._look_behind()
        else:
            self._lanes.put(ticket)
            self._newest_in_lanes = ticket.inbox_id

    def _look_behind(self) -> None:
        self._skipped += 1
        self._behind.set()

    async def _catch_up(self, lanes: Lanes) -> None:
        while True:
            skipped = self._skipped
            async with self._database.reading() as session:
                waiting = await inbox.list_waiting(session, after_id=self._newest_in_lanes, limit=AT_ONCE)
            for row in waiting:
                await lanes.wait_room()
                await self._put(lanes, row)
                self._newest_in_lanes = row.id
            if waiting:
                continue
            async with self._turn:  # nobody is between storing a row and offering it
                if skipped == self._skipped:  # nothing was left in the table since we looked
                    self._behind.clear()
                    return

    async def _put_suspects(self, lanes: Lanes) -> None:
        """One at a time, before all others: if we end again, that one is to blame and nobody beside it."""
        async with self._database.reading() as session:
            suspects = await inbox.list_suspects(session)
        for row in suspects:
            await self._put(lanes, row)
            await lanes.wait_idle()

    async def _put(self, lanes: Lanes, row: inbox.Waiting) -> None:
        try:
            update = Update.model_validate_json(row.body, context={"bot": self._bot})
        except ValidationError:  # written by another version: a person has to look
            log.error("update.unreadable", inbox_id=row.id)  # noqa: TRY400 - its error quotes the body
            async with self._database.transaction() as session:
                await inbox.park(session, now=self._clock.now(), inbox_id=row.id)
        else:
            lanes.put(Ticket(row.id, row.lane, update, is_left_over=row.id <= (self._left_over_to or 0)))

    async def _last_waiting(self) -> int:
        async with self._database.reading() as session:
            return await inbox.find_last_id(session)


def is_number(update_id: object) -> bool:
    """Whether it can be an update's number: no column holds a wider one."""
    return isinstance(update_id, int) and not isinstance(update_id, bool) and 0 <= update_id < 2**62


def lane_of(update: Update) -> int:
    """Whose update it is: one person's stay in order. What nobody sent, or nobody knows, has lane 0."""
    try:
        sender = getattr(update.event, "from_user", None)
    except UpdateTypeLookupError:
        return 0
    return sender.id if sender else 0


def _body(update: Update) -> str:
    return update.model_dump_json(exclude_unset=True)
