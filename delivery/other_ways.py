"""The second voice: “open the bot”, by another way than Telegram, and not a word more."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx
import structlog

from delivery.addresses import AddressError, read_address
from delivery.refusals import listening
from delivery.robots import RobotRefusedError, find_robot, tell_robot
from locales import translate
from models.database import ensure_closed
from services.duty.types import Knock, Way
from services.outbox.outcomes import Delivered, Envelope, Outcome, RetryLater, Unreachable
from services.ways.types import Tried

PATIENCE = 20.0  # seconds for one way; well within the lease of its notice
AGAIN_IN = 60.0  # seconds: a mail server that is asked more often takes us for a nuisance
THREADS = 8  # two people's ways at once, and some that are still waiting for a lost server

log = structlog.get_logger()


class Answer(StrEnum):
    """What a way made of a message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for good: a wrong password, an address that is gone
    SILENT = "silent"  # nobody there, or not now


@dataclass(frozen=True)
class Words:
    """All that ever leaves by another way: the same for every child, school and case."""

    title: str
    body: str

    @classmethod
    def of(cls, key: str, locale: str) -> "Words":
        """Return the words of “ways.<key>” (knock, test) in the reader's language."""
        return cls(translate(locale, "ways.title"), translate(locale, f"ways.{key}"))

    @classmethod
    def about(cls, envelope: Envelope) -> "Words":
        """A drill's knock says that it is one; a real one has no other words."""
        if envelope.drill is None:
            return cls.of("knock", envelope.locale)
        body = translate(envelope.locale, "ways.drill", police=envelope.drill)
        return cls(translate(envelope.locale, "ways.title"), body)


class OtherWays:
    """Implements `services.ports.Messenger` for knocks. apprise blocks, so it works in threads of its own."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="other_way")

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Knock by all of a person's ways at once; one that takes it is enough. Raises nothing of theirs."""
        ensure_closed()
        if not isinstance(envelope.facts, Knock):
            raise TypeError("only a knock goes by another way")
        words, ways = Words.about(envelope), envelope.facts.ways
        answers = await asyncio.gather(*(self.send(way.url, words) for way in ways))
        for answer in set(answers) - {Answer.ACCEPTED}:
            log.warning("ways.failed", notification_id=envelope.notification_id, outcome=answer.value)
        return outcome_of(ways, answers)

    async def send(self, url: str, words: Words) -> Answer:
        """Send by one way, whatever becomes of it."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._patience):
                return await loop.run_in_executor(self._threads, _send, url, words)
        except TimeoutError:
            return Answer.SILENT


def outcome_of(ways: tuple[Way, ...], answers: list[Answer]) -> Outcome:
    """Say what all the answers mean for the notice."""
    tried = tuple(
        Tried(way.way_id, answer is Answer.ACCEPTED) for way, answer in zip(ways, answers, strict=True)
    )
    if Answer.ACCEPTED in answers:
        return Delivered(0, tried)
    return RetryLater(AGAIN_IN, tried=tried) if Answer.SILENT in answers else Unreachable(tried)


def _send(url: str, words: Words) -> Answer:
    """Runs in a thread; an exception of apprise's may quote the address, so none leaves here."""
    try:
        return _speak(read_address(url), words)
    except AddressError:
        return Answer.REFUSED
    except RobotRefusedError as error:
        return Answer.SILENT if error.is_busy else Answer.REFUSED
    except (httpx.HTTPError, OSError):
        return Answer.SILENT
    except Exception as error:  # noqa: BLE001 - an accident of apprise's is this way's alone
        log.error("ways.accident", kind=type(error).__name__)  # noqa: TRY400 - its words may quote the address
        return Answer.SILENT


def _speak(service: Any, words: Words) -> Answer:
    robot = find_robot(service, words.body)
    if robot is not None:
        tell_robot(robot)
        return Answer.ACCEPTED
    title = words.title if service.title_maxlen else ""
    with listening() as heard:
        if service.notify(body=words.body, title=title, body_format="text"):
            return Answer.ACCEPTED
    return Answer.REFUSED if heard.is_refusal else Answer.SILENT
