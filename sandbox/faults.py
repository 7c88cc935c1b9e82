"""Scripted faults: what goes wrong, for which method and chats, how often.

before the method took effect     400 401 403 429 502 drop_before delay_before
after it took effect              502_after drop_after delay_after
"""

import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from sandbox.flood import FloodMeter

Kind = Literal[
    "400",
    "401",
    "403",
    "429",
    "502",
    "502_after",
    "drop_before",
    "drop_after",
    "delay_before",
    "delay_after",
    "flood",
]

REFUSALS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "400": (400, "Bad Request: can't parse entities"),
        "401": (401, "Unauthorized"),
        "403": (403, "Forbidden: bot was blocked by the user"),
        "502": (502, "Bad Gateway"),
        "502_after": (502, "Bad Gateway"),
    }
)


@dataclass(slots=True)
class Fault:
    """One fault; None stands for any method, any chat, for ever.

    `share` of the calls that match are struck, at random by `seed`. `pause`: a 429 begins a wait of
    `retry_after` seconds of real time for its chat, holds until it is over, and is then spent for that chat.
    `seconds`: how long a delay takes. `description` words a 400.
    """

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    chats: list[int] | None = None
    times: int | None = None
    retry_after: int = 1
    pause: bool = False
    seconds: float = 0.0
    share: float = 1.0
    seed: int = 0
    description: str | None = None
    paused: dict[int, float] = field(default_factory=dict)
    chance: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Tell whether this call can be struck; polling only by name, or the bot would be deaf."""
        named = method != "getupdates" if self.method is None else self.method.lower() == method
        here = self.chats is None or chat_id in self.chats
        return named and here and self.chat_id in (None, chat_id)

    def strikes(self, method: str, chat_id: int | None, meter: FloodMeter) -> bool:
        """Tell whether a matching call is struck now."""
        if self.kind == "flood":
            self.retry_after = flood_wait(meter, method, chat_id)
            return self.retry_after > 0
        if self.pause:
            return self._pauses(chat_id or 0)
        return self.share >= 1 or self.chance.random() < self.share

    def _pauses(self, chat_id: int) -> bool:
        now = time.monotonic()
        if chat_id not in self.paused:
            if self.share < 1 and self.chance.random() >= self.share:
                return False
            self.paused[chat_id] = now + self.retry_after
        return self.paused[chat_id] > now

    def wait_of(self, chat_id: int | None) -> int:
        """The seconds a 429 asks for."""
        if not self.pause:
            return self.retry_after
        return max(1, math.ceil(self.paused[chat_id or 0] - time.monotonic()))


@dataclass(slots=True)
class Faults:
    """The faults in force, in order; `meter` counts for the flood limits, `limited` while they hold."""

    active: list[Fault] = field(default_factory=list)
    meter: FloodMeter = field(default_factory=FloodMeter)
    limited: bool = False

    @property
    def any(self) -> bool:
        return self.limited or bool(self.active)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the first fault that strikes this call and count it; `method` is in lower case."""
        for fault in self.active:
            if fault.matches(method, chat_id) and fault.strikes(method, chat_id, self.meter):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self.active.remove(fault)
                return fault
        if self.limited and (wait := flood_wait(self.meter, method, chat_id)):
            return Fault("flood", retry_after=wait)
        return None


def flood_wait(meter: FloodMeter, method: str, chat_id: int | None) -> int:
    """The seconds that flood control asks for; only what is sent or edited counts."""
    counts = method.startswith(("send", "editmessage")) and method != "sendchataction"
    return meter.seconds_to_wait(chat_id) if counts and chat_id is not None else 0
