"""Other ways to reach somebody on duty than Telegram, as they pass between the rooms."""

from dataclasses import dataclass
from datetime import datetime

from models.codes import Role


@dataclass(frozen=True)
class Tried:
    """What became of a knock by one way."""

    way_id: int
    has_worked: bool


@dataclass(frozen=True)
class KeptWay:
    """A way as an operator may see it. `failed_at`: since when it doesn't work."""

    way_id: int
    scheme: str
    failed_at: datetime | None


@dataclass(frozen=True)
class OnDuty:
    """Somebody on the ladder. `posts` are roles and the units' names; `has_phone`: Telegram reaches them."""

    person_id: int
    posts: tuple[tuple[Role, str], ...]
    has_phone: bool
    ways: tuple[KeptWay, ...]
