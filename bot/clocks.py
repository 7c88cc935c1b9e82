"""Who knows the time: the machine, or the sandbox that lets a month pass in a second."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SandboxClock:
    """The machine's time plus the offset that the sandbox last announced."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self.generation = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset
