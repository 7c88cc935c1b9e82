"""Say what is due, urgent first, in claims so small that an alert never waits behind a batch."""

import asyncio

import structlog

from models.database import Database
from services.outbox import queries as outbox_queries
from services.outbox import service as outbox
from services.outbox.outcomes import Envelope
from services.ports import Clock, Messenger
from services.profile import Profile

CLAIM = 4  # PTB over httpx gets slower beyond four sends at once

log = structlog.get_logger()


async def dispatch(database: Database, clock: Clock, messenger: Messenger, profile: Profile) -> None:
    """Claim, deliver and record until nothing is due."""
    while True:
        async with database.reading() as session:
            if not await outbox_queries.has_due(session, now=clock.now()):
                return
        async with database.transaction() as session:
            envelopes = await outbox.claim(session, now=clock.now(), limit=CLAIM, quiet=profile.quiet_hours)
        async with asyncio.TaskGroup() as sends:
            for envelope in envelopes:
                sends.create_task(_deliver(database, clock, messenger, envelope))


async def _deliver(database: Database, clock: Clock, messenger: Messenger, envelope: Envelope) -> None:
    outcome = await messenger.deliver(envelope)
    async with database.transaction() as session:
        await outbox.record(session, now=clock.now(), envelope=envelope, outcome=outcome)
    log.info(
        "outbox.settled",
        notification_id=envelope.notification_id,
        kind=envelope.kind,
        outcome=type(outcome).__name__,
    )
