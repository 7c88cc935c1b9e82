"""An event loop whose time is driven: nothing ready means that the next timer's moment has come."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Driven(selectors.DefaultSelector):
    """Waits for nothing: it moves the loop's time on instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        found = super().select(0)
        if not found and timeout:
            self.now += timeout
        return found


class DrivenLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._driven = _Driven()
        super().__init__(self._driven)

    def time(self) -> float:
        return self._driven.now


def drive(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end, however many hours it sleeps, in no time."""
    with asyncio.Runner(loop_factory=DrivenLoop) as runner:
        return runner.run(main)
