"""Keep the ticks going, and take over from a dead predecessor where nobody else is at work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.alone import at_work
from models.database import Database
from scheduler.metronome import Metronome
from services.outbox import service as outbox
from services.ports import Clock


@asynccontextmanager
async def kept_going(database: Database, clock: Clock, metronome: Metronome) -> AsyncIterator[None]:
    """Tick until the end of the block; a lone process takes over what its predecessor was sending."""
    async with at_work(database) as alone:
        if alone:
            async with database.transaction() as session:
                await outbox.release_leases(session, now=clock.now())
        metronome.start()
        try:
            yield
        finally:
            metronome.stop()
