"""A driven clock, and a messenger whose phones have moods of their own, drawn from a seed."""

import asyncio
import itertools
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from models.codes import Notice
from services.outbox.outcomes import (
    Delivered,
    Envelope,
    Outcome,
    Rejected,
    RetryLater,
    Uncertain,
    Unreachable,
)
from tests.drill.ladder.roster import Roster, Temper

BAD_MOMENT = 0.06  # how often a send begins one
LONGEST_BAD_MOMENT = 25.0  # seconds
PEACE = timedelta(minutes=5)  # between two of them
SHORT_PAUSE, LONG_PAUSE = (30, 200), (600, 7_200)  # seconds of a flood wait


class Fate(StrEnum):
    """What truly became of one attempt."""

    REACHED = "reached"
    LATER = "later"
    PAUSED = "paused"
    DEAD = "dead"
    REFUSED = "refused"
    CUT = "cut"  # the sender was killed before anything left


@dataclass(frozen=True)
class Try:
    """One attempt to tell somebody something; `until` is the end of a pause."""

    at: datetime
    person_id: int
    case_id: int | None
    kind: Notice
    notification_id: int
    fate: Fate
    until: datetime | None = None
    message_id: int = 0
    is_marked: bool = False  # it says that it may have been read before


class KilledError(BaseException):
    """The process is gone: no handler of ordinary errors may hold it up."""


@dataclass
class Clock:
    """Stands still but for a microsecond a look, so that whatever happens has an order."""

    at: datetime
    _looks: int = 0

    def now(self) -> datetime:
        self._looks += 1
        return self.at + timedelta(microseconds=self._looks)

    def move(self, at: datetime) -> None:
        self.at, self._looks = max(at, self.at + timedelta(microseconds=self._looks)), 0


@dataclass
class _Mood:
    bad_until: datetime | None = None


@dataclass
class Voice:
    """`tries` is the log of everything. `fuse` counts the sends until the sender is killed; None: not now."""

    clock: Clock
    roster: Roster
    rng: random.Random
    tries: list[Try] = field(default_factory=list)
    fuse: int | None = None
    _moods: dict[int, _Mood] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def deliver(self, envelope: Envelope) -> Outcome:
        await asyncio.sleep(0)
        if self._is_cut() and self.rng.random() < 1 / 2:
            self._note(envelope, Fate.CUT)
            raise KilledError
        outcome = self._answer(envelope)
        if self._is_cut():
            raise KilledError
        if self.fuse is not None:
            self.fuse -= 1
        return outcome

    def _is_cut(self) -> bool:
        return self.fuse is not None and self.fuse <= 0

    def _answer(self, envelope: Envelope) -> Outcome:
        holder = self.roster.holders[envelope.recipient_id]
        if holder.temper is Temper.BLOCKED:
            self._note(envelope, Fate.DEAD)
            return Unreachable()
        if holder.temper is Temper.REFUSING:
            self._note(envelope, Fate.REFUSED if envelope.is_plain else Fate.LATER)
            return Rejected("drill")
        if holder.temper is Temper.FLOODED and self.rng.random() < 0.1:
            wait = self.rng.randint(*self.rng.choice((SHORT_PAUSE, LONG_PAUSE)))
            until = self.clock.now() + timedelta(seconds=wait)
            self._note(envelope, Fate.PAUSED, until=until)
            return RetryLater(wait, is_flood=True)
        if self._is_bad_moment(envelope.recipient_id):
            return self._fail(envelope)
        return Delivered(self._note(envelope, Fate.REACHED))

    def _fail(self, envelope: Envelope) -> Outcome:
        """Surely not sent, or nobody knows: then it may stand in the chat."""
        match self.rng.randrange(3):
            case 0:
                self._note(envelope, Fate.REACHED)
                return Uncertain()
            case 1:
                self._note(envelope, Fate.LATER)
                return Uncertain()
            case _:
                self._note(envelope, Fate.LATER)
                return RetryLater(self.rng.uniform(0, 10))

    def _is_bad_moment(self, person_id: int) -> bool:
        now, mood = self.clock.now(), self._moods.setdefault(person_id, _Mood())
        if mood.bad_until is not None and now < mood.bad_until + PEACE:
            return now < mood.bad_until
        if self.rng.random() < BAD_MOMENT:
            mood.bad_until = now + timedelta(seconds=self.rng.uniform(0, LONGEST_BAD_MOMENT))
        return mood.bad_until is not None and now < mood.bad_until

    def _note(self, envelope: Envelope, fate: Fate, *, until: datetime | None = None) -> int:
        message_id = envelope.edit_message_id or next(self._numbers)
        again = bool(getattr(envelope.facts, "again", False)) or envelope.is_repeat
        self.tries.append(
            Try(
                self.clock.now(), envelope.recipient_id, envelope.case_id, envelope.kind,
                envelope.notification_id, fate, until, message_id, again,
            )
        )  # fmt: skip
        return message_id
