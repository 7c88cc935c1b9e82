"""Units, the accounts people write from, and who they are."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from models.base import SecretText, coded
from models.codes import InstallationKind, Role, UnitKind


class Installation(SQLModel, table=True):
    """One row that says whether invented or living people are kept here."""

    id: int | None = Field(default=None, primary_key=True)
    kind: InstallationKind = Field(sa_type=coded(InstallationKind))
    key_check: str = Field(sa_type=SecretText)  # readable only with the key that wrote the rest
    created_at: datetime


class Unit(SQLModel, table=True):
    """A place in the tree county → township → village, and school → class below the county or a township."""

    id: int | None = Field(default=None, primary_key=True)
    kind: UnitKind = Field(sa_type=coded(UnitKind))
    name: str
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    timezone: str = "Asia/Shanghai"
    # Of a school's place, as they are dialled: public numbers of offices.
    area_code: str | None = None
    station_phone: str | None = None
    clinic_phone: str | None = None


class Account(SQLModel, table=True):
    """A chat on somebody's phone; two people may share it."""

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=BigInteger, unique=True)
    locale: str
    unreachable_at: datetime | None = None
    paused_until: datetime | None = None  # a flood wait that Telegram asked for this chat
    paused_at: datetime | None = None
    created_at: datetime


class Person(SQLModel, table=True):
    """An adult around a child, reachable through at most one account."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    name: str
    timezone: str = "Asia/Shanghai"
    evening: str = "19:30"  # when a reminder suits, in the person's own zone
    shift: str | None = None  # "22:00-06:00", at work and not to be reminded; may pass midnight
    created_at: datetime


class OtherWay(SQLModel, table=True):
    """A second way to reach somebody on duty, when Telegram is not enough; it never carries content."""

    __tablename__ = "other_way"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    scheme: str  # mailto, dingtalk, …: what may be shown; the address itself is secret
    url: str = Field(sa_type=SecretText)
    added_at: datetime
    failed_at: datetime | None = None  # since when it doesn't work


class DutyCheck(SQLModel, table=True):
    """The weekly question to somebody on duty: can I reach you?"""

    __tablename__ = "duty_check"
    __table_args__ = (Index("uq_duty_check_week", "person_id", "week", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    week: str  # 2026-W48
    asked_at: datetime = Field(index=True)
    answered_at: datetime | None = None
    told_at: datetime | None = None  # when the county heard that nobody answered


class RoleGrant(SQLModel, table=True):
    """A role held for one unit, from one instant to another."""

    __tablename__ = "role_grant"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=coded(Role))
    unit_id: int = Field(foreign_key="unit.id", index=True)
    from_at: datetime
    until_at: datetime | None = None


class Pin(SQLModel, table=True):
    """What a phone asks for before it shows a narrative; `open_until`: asked and answered a moment ago."""

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    # argon2id, its parameters and salt included; six digits can be tried out, so the key guards it too
    digest: str = Field(sa_type=SecretText)
    tries: int = 0  # wrong ones in a row
    locked_at: datetime | None = None
    open_until: datetime | None = None
    set_at: datetime
