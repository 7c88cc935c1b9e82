"""Scripted faults for programs: list, set, clear."""

from typing import Annotated

from pydantic import Field, field_validator
from starlette.requests import Request
from starlette.responses import Response

from sandbox.botapi.methods import METHODS
from sandbox.control.requests import Body, read, reply, world_of
from sandbox.faults import Fault, Kind


class FaultOrder(Body):
    """One fault; what is left out stands for any, or for ever."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: Annotated[int, Field(ge=1)] | None = None
    retry_after: Annotated[int, Field(ge=1, le=86400)] = 1

    @field_validator("method")
    @classmethod
    def _is_known(cls, method: str | None) -> str | None:
        if method is not None and method.lower() not in METHODS:
            raise ValueError(f"the sandbox has no method {method}")
        return method


class FaultOrders(Body):
    """The faults to be in force, instead of those before."""

    faults: list[FaultOrder]


async def show_faults(request: Request) -> Response:
    """Answer the faults still in force, with the times they have left."""
    return reply({"faults": world_of(request).faults.active})


async def set_faults(request: Request) -> Response:
    """Put faults in force."""
    orders = await read(request, FaultOrders)
    world_of(request).faults.active = [Fault(**order.model_dump()) for order in orders.faults]
    return await show_faults(request)


async def clear_faults(request: Request) -> Response:
    """Let everything go well again."""
    world_of(request).faults.active = []
    return Response(status_code=204)
