"""What inviting and joining tell whoever asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.codes import Kin, Role


@dataclass(frozen=True)
class Place:
    """Where a link leads: a role in a unit, a place beside a child, or back to all that somebody had.

    A founder's has no school yet; `returning` is the name of whoever comes back on another phone.
    """

    school_name: str
    role: Role | None = None
    unit_name: str = ""
    kin: Kin | None = None
    child_name: str = ""
    returning: str = ""
    is_guardian: bool = False  # the law made this carer the guardian

    @property
    def is_carer(self) -> bool:
        """Somebody who answers for their own data only."""
        return self.kin is Kin.CARER and not self.is_guardian

    @property
    def is_family(self) -> bool:
        return self.kin is not None


@dataclass(frozen=True)
class Someone:
    """A person on a shared phone."""

    person_id: int
    name: str


@dataclass(frozen=True)
class Invited:
    """A new link; `token` is shown this once and kept nowhere."""

    invitation_id: int
    token: str
    expires_at: datetime
    place: Place


@dataclass(frozen=True)
class Opened:
    """A link that leads somewhere; `people` are those who already use this phone."""

    invitation_id: int
    place: Place
    people: tuple[Someone, ...]

    @property
    def is_founder(self) -> bool:
        return self.place.role is not None and not self.place.unit_name


@dataclass(frozen=True)
class Waiting:
    """Somebody has used a link and waits to be confirmed by name."""

    invitation_id: int
    name: str
    place: Place


@dataclass(frozen=True)
class Decided:
    """What was decided, now or by an earlier press; `post`: the school and the role it gave."""

    name: str
    place: Place
    accepted: bool
    post: tuple[int, int] | None = None


@dataclass(frozen=True)
class Admission:
    """Who was let in, and since when; `post`: their school and role, for a reader who may end it."""

    name: str
    place: Place
    since: datetime
    inviter: str | None
    is_live: bool
    post: tuple[int, int] | None


class Refusal(StrEnum):
    """Why a link opens nothing; a revoked one reads like one that never was."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    LATER = "later"  # too many failed links from this account


@dataclass(frozen=True)
class Refused:
    refusal: Refusal
