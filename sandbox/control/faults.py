"""Scripted faults for programs: list, set, clear; and Telegram's flood limits, on or off."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from starlette.requests import Request
from starlette.responses import Response

from sandbox.botapi.methods import METHODS
from sandbox.control.requests import Body, read, reply, world_of
from sandbox.faults import Fault, Kind
from sandbox.flood import FloodLimits, FloodMeter


class FaultOrder(Body):
    """One fault; what is left out stands for any, or for ever."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    chats: Annotated[list[int], Field(min_length=1, max_length=100_000)] | None = None
    times: Annotated[int, Field(ge=1)] | None = None
    retry_after: Annotated[int, Field(ge=1, le=86400)] | None = None
    pause: bool = False
    seconds: Annotated[float, Field(gt=0, le=600)] | None = None
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    seed: int = 0
    description: Annotated[str, Field(min_length=1, max_length=200)] | None = None

    @field_validator("method")
    @classmethod
    def _is_known(cls, method: str | None) -> str | None:
        if method is not None and method.lower() not in METHODS:
            raise ValueError(f"the sandbox has no method {method}")
        return method

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        """Refuse what can't be meant."""
        wrong = {
            "retry_after and pause belong to a 429": (self.retry_after or self.pause) and self.kind != "429",
            "seconds belong to a delay": (self.seconds is not None) is not self.kind.startswith("delay"),
            "a description belongs to a 400": self.description and self.kind != "400",
            "name chat_id or chats, not both": self.chat_id is not None and self.chats is not None,
            "a 401 is about the token: it knows no chat": self.kind == "401" and (self.chat_id or self.chats),
            "flood takes no share, times or chats": self.kind == "flood"
            and (self.share < 1 or self.times or self.chats),
            "a pause ends by itself: it takes no times": self.pause and self.times,
        }
        for reason, is_wrong in wrong.items():
            if is_wrong:
                raise ValueError(reason)
        return self

    def fault(self) -> Fault:
        given = {name: value for name, value in self.model_dump().items() if value is not None}
        return Fault(**given)

    @property
    def always(self) -> bool:
        """Whether it strikes each call that matches, for ever."""
        return self.times is None and self.share >= 1 and not self.pause and self.kind != "flood"

    def covers(self, other: Self) -> bool:
        """Whether each call that the other would strike is struck by this one."""
        same_method = self.method is None or self.method.lower() == (other.method or "").lower()
        mine = self.chats or ([self.chat_id] if self.chat_id is not None else None)
        theirs = other.chats or ([other.chat_id] if other.chat_id is not None else None)
        return same_method and (mine is None or (theirs is not None and set(theirs) <= set(mine)))


class FaultOrders(Body):
    """The faults to be in force, instead of those before."""

    faults: list[FaultOrder]

    @field_validator("faults")
    @classmethod
    def _each_can_strike(cls, faults: Sequence[FaultOrder]) -> Sequence[FaultOrder]:
        for place, later in enumerate(faults):
            for earlier in faults[:place]:
                polls = (later.method or "").lower() == "getupdates" and earlier.method is None
                if earlier.always and earlier.covers(later) and not polls:
                    raise ValueError(f"fault {place + 1} can never strike: an earlier one always does")
        return faults


class Limits(Body):
    """Telegram's flood limits, or others."""

    per_second: Annotated[int, Field(ge=1, le=10_000)] = 30
    per_chat: Annotated[float, Field(ge=0, le=60)] = 1.0
    per_group_minute: Annotated[int, Field(ge=1, le=10_000)] = 20


async def show_faults(request: Request) -> Response:
    """Answer the faults still in force, with the times they have left."""
    shown = ("kind", "method", "chat_id", "chats", "times", "retry_after", "pause", "seconds", "share")
    active = world_of(request).faults.active
    return reply({"faults": [{name: getattr(fault, name) for name in shown} for fault in active]})


async def set_faults(request: Request) -> Response:
    """Put faults in force."""
    orders = await read(request, FaultOrders)
    world_of(request).faults.active = [order.fault() for order in orders.faults]
    return await show_faults(request)


async def clear_faults(request: Request) -> Response:
    """Let everything go well again."""
    world_of(request).faults.active = []
    return Response(status_code=204)


async def set_flood(request: Request) -> Response:
    """Put flood limits in force for all that is sent."""
    limits = await read(request, Limits)
    faults = world_of(request).faults
    faults.limited, faults.meter = True, FloodMeter(FloodLimits(**limits.model_dump()))
    return reply(asdict(faults.meter.limits))


async def clear_flood(request: Request) -> Response:
    """Let everything through again."""
    world_of(request).faults.limited = False
    return Response(status_code=204)
