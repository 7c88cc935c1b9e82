"""How we are: for a watcher's /health, and in numbers for /metrics. Ids, names and cases stay out of both."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest

from bot.ears import Ears
from models.codes import Priority
from models.database import Database
from scheduler.metronome import Metronome
from services.checkins import word_queries as words
from services.inbox import service as inbox
from services.outbox import queries as outbox
from services.ports import Clock

LATE = timedelta(minutes=2)
STILL_SECONDS = 60  # a sender that hasn't looked for this long has died
DEAF_SECONDS = 120  # Telegram answers each poll within half a minute
AN_HOUR = timedelta(hours=1)

log = structlog.get_logger()


class Health:
    def __init__(
        self, database: Database, clock: Clock, metronome: Metronome, ears: Ears | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._metronome = metronome
        self._ears = ears

    async def check(self) -> dict[str, str]:
        """Name what is wrong, and what it was seen by; empty when all is well."""
        wrong: dict[str, str] = {}
        if time.monotonic() - self._metronome.last_dispatch_at > STILL_SECONDS:
            wrong["sender"] = "has not looked for a minute"
        if not can_hear(self._ears):
            wrong["poll"] = "Telegram has not answered for two minutes"
        try:
            late = await self._oldest()
        except Exception as error:
            log.exception("health.database")
            return {**wrong, "database": type(error).__name__}
        for name, seconds in late.items():
            if seconds > LATE.total_seconds():
                wrong[name] = f"waits for {round(seconds)} s"
        return wrong

    async def measure(self) -> bytes:
        """Return the figures in Prometheus's text form."""
        now = self._clock.now()
        async with self._database.reading() as session:
            handled = await inbox.count_handled(session, since=now - AN_HOUR)
            parked = await inbox.count_parked(session)
            ends = await outbox.count_ends(session, since=now - AN_HOUR)
            real = [one for one in Priority if one is not Priority.PRACTICE]
            due = {one: await outbox.count_due(session, now=now, priority=one) for one in real}
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        _gauge(registry, "waiting_seconds", "How long the oldest one waits", await self._oldest())
        _gauge(
            registry, "updates", "What became of updates", {"handled_last_hour": handled, "parked": parked}
        )
        _gauge(registry, "notices_last_hour", "How notices ended", {k.value: n for k, n in ends.items()})
        _gauge(registry, "notices_due", "Notices to be said", {k.name.lower(): n for k, n in due.items()})
        return generate_latest(registry)

    async def _oldest(self) -> dict[str, float]:
        now = self._clock.now()
        async with self._database.reading() as session:
            found = {
                "update": await inbox.find_oldest_waiting(session),
                "danger_words": await words.find_oldest_unheard(session),
                "urgent_notice": await outbox.find_oldest_due(session, now=now, priority=Priority.URGENT),
            }
        return {name: _seconds(at, now) for name, at in found.items()}


def can_hear(ears: Ears | None) -> bool:
    """Whether updates can still reach us; a webhook's are brought."""
    return ears is None or time.monotonic() - ears.last_answer_at <= DEAF_SECONDS


def _gauge(registry: CollectorRegistry, name: str, about: str, values: Mapping[str, float]) -> None:
    gauge = Gauge(f"xiangban_{name}", about, ["what"], registry=registry)
    for what, value in values.items():
        gauge.labels(what).set(value)


def _seconds(at: datetime | None, now: datetime) -> float:
    return max(0.0, (now - at).total_seconds()) if at else 0.0
