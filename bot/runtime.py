"""The whole bot, wired: opened, run until it is told to stop, closed."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.audit_copy import teller
from bot.clocks import SandboxClock, SystemClock
from bot.dispatcher import make_dispatcher
from bot.ears import Ears
from bot.hands import Hands
from bot.health import Health, can_hear
from bot.heartbeat import heartbeat
from bot.intake import Intake
from bot.keeping import kept_going
from bot.lanes import Lanes
from bot.patience import Noting, wait_out_a_flood
from bot.retaining import kinds_to_remove
from bot.sandbox_link import SandboxLink
from bot.settings import Settings
from bot.storage import ConversationStorage
from bot.web import Web, announce
from delivery.fading import TelegramEraser
from delivery.messenger import TelegramMessenger
from delivery.other_ways import OtherWays
from delivery.post import Post
from delivery.throttle import Throttle
from handlers import routers
from handlers.hearing import Hearing
from models.database import Database
from scheduler.metronome import Metronome
from services import profile as profiles
from services.calendar.state import state_of
from services.profile import Profile


class Pace(NamedTuple):
    """How fast we may speak first: messages a second in all, seconds between two to one person."""

    per_second: float
    chat_spacing: float


SANDBOX_PACE = Pace(500.0, 0.0)

log = structlog.get_logger()


@dataclass
class Runtime:
    """Everything that lives as long as the bot does."""

    bot: Bot
    database: Database
    clock: SystemClock | SandboxClock
    profile: Profile
    intake: Intake
    hands: Hands
    ears: Ears | None  # None: Telegram brings updates to our webhook
    web: Web | None
    metronome: Metronome
    link: SandboxLink | None
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Listen, remind and deliver until cancelled."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)  # aiogram's graph is large and lasts: leave it out of each sweep
        keeping = kept_going(self.database, self.clock, self.metronome)
        async with keeping, asyncio.TaskGroup() as nursery:
            lanes = Lanes(nursery, self.hands.handle)
            nursery.create_task(self.intake.feed(lanes))
            if self.ears:
                nursery.create_task(self.ears.listen())
            if self.web:
                nursery.create_task(self.web.serve())
            nursery.create_task(self.metronome.keep_dispatching())
            if self.link:
                nursery.create_task(self.link.follow())
                nursery.create_task(self.link.publish(self.database, lanes, self.intake, self.metronome))
            log.info("bot.ready")
            self.ready.set()


@asynccontextmanager
async def open_runtime(
    settings: Settings, database: Database, *, pace: Pace | None = None
) -> AsyncIterator[Runtime]:
    """Wire the bot around a database that is open and migrated; raises what the Bot API answers."""
    profile, pace = profiles.load(settings.profile), pace or pace_of(settings)
    state_of(profile.country)  # takes most of a second: better now than in the first tick
    clock = SandboxClock() if settings.is_sandbox else SystemClock()
    link = None
    if isinstance(clock, SandboxClock):
        link = SandboxLink(settings.sandbox_base, settings.sandbox_token, clock)
        await link.set_clock()
    throttle = Throttle(**pace._asdict())
    async with _aiogram(settings, throttle) as listener, open_voice(settings, throttle) as voice:
        intake = Intake(listener, database, clock)
        ears = None if settings.public_url else Ears(listener, intake)
        beat = heartbeat(settings.heartbeat_url)

        async def beat_if_we_hear() -> None:
            if can_hear(ears):
                await beat()

        post = Post(TelegramMessenger(voice), OtherWays())
        metronome = Metronome(
            database, clock, post, profile, beat_if_we_hear, teller(settings), kinds_to_remove(settings),
            TelegramEraser(voice, settings.default_locale),
        )  # fmt: skip
        hearing = _hearing(settings, database, clock, profile)
        dispatcher = make_dispatcher(ConversationStorage(database, clock), hearing, routers.make())

        def wake(has_spoken: bool) -> None:  # noqa: FBT001 - a callback's one fact
            if has_spoken:
                metronome.wake()
            if link:
                link.touch()

        health = Health(database, clock, metronome, ears)
        await announce(listener, settings)
        hands = Hands(listener, dispatcher, database, clock, wake, chat_spacing=pace.chat_spacing)
        web = Web(listener, intake, settings, health.check, health.measure) if settings.web_port else None
        yield Runtime(listener, database, clock, profile, intake, hands, ears, web, metronome, link)


def _hearing(
    settings: Settings, database: Database, clock: SystemClock | SandboxClock, profile: Profile
) -> Hearing:
    return Hearing(
        database, clock, profile, settings.default_locale, settings.timezone, settings.report_template
    )  # fmt: skip


def pace_of(settings: Settings) -> Pace:
    """As fast as the token allows; the sandbox has no limits unless somebody asks for them."""
    return SANDBOX_PACE if settings.is_sandbox else Pace(settings.sends_per_second, settings.chat_spacing)


@asynccontextmanager
async def _aiogram(settings: Settings, throttle: Throttle) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.api_base))
    session.middleware(wait_out_a_flood)
    session.middleware(Noting(throttle))
    bot = Bot(settings.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    try:
        yield bot
    finally:
        await session.close()


@asynccontextmanager
async def open_voice(settings: Settings, throttle: Throttle) -> AsyncIterator[ExtBot[int]]:
    """PTB behind our throttle: the one way in which we speak first."""
    voice: ExtBot[int] = ExtBot(
        settings.token,
        base_url=f"{settings.api_base}/bot",
        base_file_url=f"{settings.api_base}/file/bot",
        request=HTTPXRequest(connection_pool_size=8, read_timeout=15, connect_timeout=5),
        rate_limiter=throttle,
    )
    async with voice:
        yield voice
