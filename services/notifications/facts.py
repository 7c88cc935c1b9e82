"""The base of what a notice tells."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """Loaded when a notice is sent; each subject derives its own, and views render it."""


# Called as loader(session, now=…, recipient_id=…, **params); None: no longer true, say nothing.
Loader = Callable[..., Awaitable[Facts | None]]
