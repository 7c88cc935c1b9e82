"""Say what is due, urgent first, through a few slots of which one is kept for what is urgent.

However many alerts there are, each tenth turn begins at the other end: a reminder isn't put off for ever.
"""

import asyncio
from types import MappingProxyType

import structlog

from models.codes import Priority
from models.database import Database
from scheduler.unattended import unattended
from services.outbox import queries as outbox_queries
from services.outbox import service as outbox
from services.outbox.outcomes import Channel, Envelope, Outcome, Rejected
from services.ports import Clock, Messenger
from services.profile import Profile

WATCH_SECONDS = 0.2  # while all are busy but one, look this often for an alert
# PTB over httpx gets slower beyond four sends at once; mail is slow, and needs threads.
SLOTS = MappingProxyType({Channel.CHATS: 4, Channel.OTHER_WAYS: 2})

IN_A_ROW = 10
LEAST_FIRST = tuple(reversed(Priority))

log = structlog.get_logger()


async def dispatch(
    database: Database,
    clock: Clock,
    messenger: Messenger,
    profile: Profile,
    channel: Channel = Channel.CHATS,
) -> None:
    """Claim, deliver and record until nothing of this channel is due and nothing is under way."""
    sending: set[asyncio.Task[None]] = set()
    in_a_row = 0
    async with asyncio.TaskGroup() as slots:
        while True:
            # The last free slot waits for an alert: whoever is slow now can't hold it up.
            free = SLOTS[channel] - len(sending)
            if not free:
                await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                continue
            was_sending = bool(sending)  # one person's next notice waits for the one under way
            order = _order(is_last_slot=free == 1, in_a_row=in_a_row)
            limit = 1 if order == LEAST_FIRST else max(1, free - 1)
            envelopes = await _claim(database, clock, profile, channel, limit=limit, order=order)
            in_a_row = 0 if order == LEAST_FIRST else in_a_row + len(envelopes)
            for envelope in envelopes:
                task = slots.create_task(_deliver(database, clock, messenger, envelope))
                sending.add(task)
                task.add_done_callback(sending.discard)
            if not envelopes and not sending:
                if was_sending:  # it ended while we looked: what waited for it is due now
                    continue
                return
            if not envelopes:
                await asyncio.wait(sending, timeout=WATCH_SECONDS, return_when=asyncio.FIRST_COMPLETED)


def _order(*, is_last_slot: bool, in_a_row: int) -> tuple[Priority, ...]:
    if is_last_slot:
        return (Priority.URGENT,)
    return LEAST_FIRST if in_a_row >= IN_A_ROW else tuple(Priority)


async def _claim(
    database: Database,
    clock: Clock,
    profile: Profile,
    channel: Channel,
    *,
    limit: int,
    order: tuple[Priority, ...],
) -> list[Envelope]:
    async with database.reading() as session:
        if not await outbox_queries.has_due(session, now=clock.now(), order=order):
            return []
    async with unattended(database) as session:
        return await outbox.claim(
            session,
            now=clock.now(),
            limit=limit,
            profile=profile,
            order=order,
            channel=channel,
        )


async def _deliver(database: Database, clock: Clock, messenger: Messenger, envelope: Envelope) -> None:
    """Deliver and record one; an accident here is this notice's alone."""
    try:
        outcome: Outcome = await messenger.deliver(envelope)
    except Exception:  # a card that can't be drawn: its row must end, or it would come back for ever
        log.exception("outbox.undrawable", notification_id=envelope.notification_id, kind=envelope.kind)
        outcome = Rejected("accident")
    try:
        async with unattended(database) as session:
            await outbox.record(session, now=clock.now(), envelope=envelope, outcome=outcome)
    except Exception:  # its lease runs out, and it is said again, marked
        log.exception("outbox.unrecorded", notification_id=envelope.notification_id, kind=envelope.kind)
        return
    log.info(
        "outbox.settled",
        notification_id=envelope.notification_id,
        kind=envelope.kind,
        outcome=type(outcome).__name__,
    )
