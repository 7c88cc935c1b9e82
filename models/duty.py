"""When whoever is on a ladder is on duty: the week's plan, what differs on a day, who is away."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import coded
from models.codes import Half


class DutyTurn(SQLModel, table=True):
    """Who is on duty on the day half, or the night half, of a weekday, week after week."""

    __tablename__ = "duty_turn"
    __table_args__ = (Index("uq_duty_turn_half", "unit_id", "weekday", "half", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    weekday: int  # 0 is Monday
    half: Half = Field(sa_type=coded(Half))
    person_id: int = Field(foreign_key="person.id")
    set_at: datetime


class DutyChange(SQLModel, table=True):
    """Somebody else takes one turn: asked of a colleague, or decided by an administrator at once.

    `is_accepted` NULL: not answered yet. The newest accepted one of a turn holds.
    """

    __tablename__ = "duty_change"
    __table_args__ = (Index("ix_duty_change_turn", "unit_id", "day", "half"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    day: date  # on which the turn begins, at the school
    half: Half = Field(sa_type=coded(Half))
    person_id: int = Field(foreign_key="person.id", index=True)  # who takes it
    asked_by_id: int = Field(foreign_key="person.id")
    asked_at: datetime
    is_accepted: bool | None = None
    answered_at: datetime | None = None


class DutyLeave(SQLModel, table=True):
    """Somebody is away from one day to another, both included; `ended_at`: taken back."""

    __tablename__ = "duty_leave"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    deputy_id: int | None = Field(default=None, foreign_key="person.id")
    told_at: datetime
    ended_at: datetime | None = None


class SecondPerson(SQLModel, table=True):
    """Somebody from elsewhere who stands in at a school with one adult, once they have said yes."""

    __tablename__ = "second_person"

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="unit.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    asked_by_id: int = Field(foreign_key="person.id")
    asked_at: datetime
    is_accepted: bool | None = None
    answered_at: datetime | None = None
