"""What those on duty are told besides cases."""

from dataclasses import dataclass, field

from services.notifications.facts import Facts


@dataclass(frozen=True)
class Way:
    """Another way to somebody than Telegram; its address is secret."""

    way_id: int
    url: str = field(repr=False)


@dataclass(frozen=True)
class Knock(Facts):
    """“Open the bot”: says nothing else, for it travels by mail and the like."""

    ways: tuple[Way, ...]


@dataclass(frozen=True)
class DutyQuestion(Facts):
    """The weekly “can I reach you?”."""

    check_id: int


@dataclass(frozen=True)
class SilentDuty(Facts):
    """To those on duty who did answer: who didn't, each with the name of the unit."""

    people: tuple[tuple[str, str], ...]
