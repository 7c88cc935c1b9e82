"""`work`: a process that plans, climbs and delivers beside the one that hears."""

from bot.audit_copy import teller
from bot.clocks import SystemClock
from bot.heartbeat import heartbeat
from bot.keeping import kept_going
from bot.logs import set_up_logs
from bot.preparing import open_database
from bot.retaining import kinds_to_remove
from bot.running import cancel_on_signal, reachable
from bot.runtime import open_voice, pace_of
from bot.settings import Settings
from bot.words import OperatorError, say
from delivery.fading import TelegramEraser
from delivery.messenger import TelegramMessenger
from delivery.other_ways import OtherWays
from delivery.post import Post
from delivery.throttle import Throttle
from scheduler.metronome import Metronome
from services import profile as profiles
from services.calendar.state import state_of


async def work(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM; raise OperatorError where a sentence is owed."""
    set_up_logs()
    if settings.database_file is not None:
        raise OperatorError("work_needs_postgres", "DATABASE_URL")
    cancel_on_signal()
    profile = profiles.load(settings.profile)
    state_of(profile.country)  # takes most of a second: better now than in the first tick
    throttle = Throttle(**pace_of(settings)._asdict())
    async with (
        open_database(settings) as database,
        reachable(settings),
        open_voice(settings, throttle) as voice,
    ):
        post, clock = Post(TelegramMessenger(voice), OtherWays()), SystemClock()
        metronome = Metronome(
            database, clock, post, profile, heartbeat(settings.heartbeat_url), teller(settings),
            kinds_to_remove(settings),
            TelegramEraser(voice, settings.default_locale),
        )  # fmt: skip
        async with kept_going(database, clock, metronome):
            print(say("ready_work"), flush=True)  # noqa: T201
            await metronome.keep_dispatching()
