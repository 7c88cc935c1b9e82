"""When a link opens, and what may be typed while founding a school.

unused ──somebody gives their name──▶ used, waiting ──the inviter──▶ accepted | declined
   └── revoked, expired
"""

import hashlib
import re
import unicodedata
from datetime import date, datetime, timedelta

from models.codes import Role
from services.errors import CareError
from services.joining.types import Refusal
from services.people.rules import narrow

MOST_FAILURES = 5  # then an account's links aren't even looked at
FAILURES_WITHIN = timedelta(hours=1)
LONGEST_UNIT_NAME = 30
MOST_CLASSES = 60
NEEDED = (Role.ADMINISTRATOR, Role.SAFEGUARDING)  # at each school: reports come to them first
FURTHEST_END = 3_660  # days: a last day further off than ten years is a slip of the finger
PHONE = re.compile(r"\+?[0-9]{2,15}")
SEPARATORS = re.compile(r"[\n\r,;\u3001\uff0c\uff1b]")  # commas, semicolons, and their Chinese kin


def fingerprint(token: str) -> str:
    """What is kept of a token: 128 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def judge(
    *, revoked_at: datetime | None, used_at: datetime | None, expires_at: datetime, now: datetime
) -> Refusal | None:
    """Say why a link that was found opens nothing; None when it opens."""
    if revoked_at is not None:
        return Refusal.UNKNOWN
    if used_at is not None:
        return Refusal.USED
    return Refusal.EXPIRED if expires_at <= now else None


def clean_unit_name(text: str) -> str:
    """Return a school's or class's name on one line. Raises CareError school.name_empty, school.name_long."""
    visible = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    name = " ".join("".join(one for one in visible if unicodedata.category(one) != "Cf").split())
    if not any(one.isalnum() for one in name):
        raise CareError("school.name_empty")
    if len(name) > LONGEST_UNIT_NAME:
        raise CareError("school.name_long", most=LONGEST_UNIT_NAME)
    return name


def clean_phone(text: str) -> str:
    """Return a number without spaces, dashes and brackets. Raises CareError lines.phone_unreadable."""
    number = re.sub(r"[\s()\-\u2010-\u2015]+", "", narrow(text))
    if not PHONE.fullmatch(number):
        raise CareError("lines.phone_unreadable")
    return number


def ensure_last_day(day: date, *, begun_on: date, today: date) -> None:
    """Raise CareError posts.before_begin, posts.over or posts.far for a last day that a role can't have."""
    if day < begun_on:
        raise CareError("posts.before_begin", begun=begun_on.isoformat())
    if day < today:
        raise CareError("posts.over")
    if (day - today).days > FURTHEST_END:
        raise CareError("posts.far")


def split_classes(text: str) -> list[str]:
    """Return the classes named in `text`, one a line or between commas and the like, each once.

    Raises CareError school.name_empty, school.name_long or school.classes_many.
    """
    parts = [part for part in SEPARATORS.split(text) if part.strip()]
    names = list(dict.fromkeys(clean_unit_name(part) for part in parts or [""]))
    if len(names) > MOST_CLASSES:
        raise CareError("school.classes_many", most=MOST_CLASSES)
    return names
