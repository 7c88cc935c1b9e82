"""Scripted faults: what goes wrong, for which method and chat, how often."""

from dataclasses import dataclass, field
from typing import Literal

from sandbox.flood import FloodMeter

Kind = Literal["429", "403", "drop_after", "flood"]


@dataclass(slots=True)
class Fault:
    """One fault; None stands for any method, any chat, for ever."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = None
    retry_after: int = 1

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Tell whether this call is struck; polling is struck only by name, or the bot would be deaf."""
        named = method != "getupdates" if self.method is None else self.method.lower() == method
        return named and self.chat_id in (None, chat_id)


@dataclass(slots=True)
class Faults:
    """The faults in force, in order."""

    active: list[Fault] = field(default_factory=list)
    meter: FloodMeter = field(default_factory=FloodMeter)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the first fault that strikes this call and count it; `method` is in lower case."""
        for fault in self.active:
            if fault.matches(method, chat_id) and self._strikes(fault, method, chat_id):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self.active.remove(fault)
                return fault
        return None

    def _strikes(self, fault: Fault, method: str, chat_id: int | None) -> bool:
        """Tell whether a fault strikes now: flood control only when a message comes too soon."""
        if fault.kind != "flood":
            return True
        if chat_id is None or not method.startswith("send") or method == "sendchataction":
            return False
        fault.retry_after = self.meter.seconds_to_wait(chat_id)
        return fault.retry_after > 0
