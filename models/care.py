"""Plans, what became of them, notes and tasks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, case, text
from sqlmodel import Field, SQLModel, col, func

from models.base import SecretText, coded
from models.codes import Outcome, PlanKind, SpanKind, TaskKind


class Plan(SQLModel, table=True):
    """What is due next for a child; the row is the truth, the timer only looks."""

    __table_args__ = (Index("uq_plan_child", "child_id", "kind", "relation_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    kind: PlanKind = Field(sa_type=coded(PlanKind))
    relation_id: int | None = Field(default=None, foreign_key="relation.id", index=True)
    revision: int = 1  # 0 or less: to be laid out; its next date is found and nothing fires
    rule: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # None: the profile's usual one
    next_due_at: datetime | None = Field(default=None, index=True)
    due_on: date | None = None  # the day of the rule that `next_due_at` stands for; before it all is said
    promised_at: datetime | None = None  # while it waits to be laid out anew: the date that stood before


def laid_out_anew(now: datetime) -> dict[str, Any]:
    """Return the values of a plan that the planner is to lay out anew; a date that stood is kept in mind."""
    stood = case((col(Plan.revision) > 0, col(Plan.next_due_at)), else_=None)
    return {
        "revision": -func.abs(col(Plan.revision)),
        "promised_at": func.coalesce(col(Plan.promised_at), stood),
        "next_due_at": now,
    }


class Contact(SQLModel, table=True):
    """What somebody told of a month's call or letter; one row satisfies the month."""

    __table_args__ = (
        Index(
            "uq_contact_month_done",
            "child_id",
            "month",
            unique=True,
            sqlite_where=text("outcome IN ('called', 'letter')"),
            postgresql_where=text("outcome IN ('called', 'letter')"),
        ),
        Index("ix_contact_child_id_month", "child_id", "month"),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id")
    month: str  # 2026-11, in the school's zone
    outcome: Outcome = Field(sa_type=coded(Outcome))
    reason: str | None = None  # a code of the profile
    told_by_id: int = Field(foreign_key="person.id")
    told_at: datetime


class Note(SQLModel, table=True):
    """A teacher's check-in; corrected by a later note that amends it, never overwritten."""

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    author_id: int = Field(foreign_key="person.id")
    mood: int
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    words: str | None = Field(default=None, sa_type=SecretText)
    happened_on: date
    entered_at: datetime
    recalled_at: datetime | None = None
    amends_id: int | None = Field(default=None, foreign_key="note.id")
    emptied_at: datetime | None = None  # its time is over: what it said is gone, and the row is a stub


class ClassObservation(SQLModel, table=True):
    """“The rest of the class: nothing unusual seen.”"""

    __tablename__ = "class_observation"
    __table_args__ = (Index("uq_class_observation_day", "class_id", "author_id", "observed_on", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    class_id: int = Field(foreign_key="unit.id")
    author_id: int = Field(foreign_key="person.id")
    observed_on: date
    entered_at: datetime


class FamilyWords(SQLModel, table=True):
    """Words from a family that fit no button; somebody at school reads them."""

    __tablename__ = "family_words"

    id: int | None = Field(default=None, primary_key=True)
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    author_id: int = Field(foreign_key="person.id")
    words: str = Field(sa_type=SecretText)
    danger: bool = False
    of_school: bool = False  # of danger, and somebody who works there may be whom they speak of
    told_at: datetime
    # How far words of danger have climbed, and when the next hears; once opened, when to ask if it is done.
    rung: int = 0
    due_at: datetime | None = Field(default=None, index=True)
    opened_by_id: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime | None = None
    emptied_at: datetime | None = None  # as with a note


class Task(SQLModel, table=True):
    """Something a person at school should do; born once per `dedup_key`."""

    id: int | None = Field(default=None, primary_key=True)
    kind: TaskKind = Field(sa_type=coded(TaskKind))
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    owner_id: int = Field(foreign_key="person.id", index=True)
    words_id: int | None = Field(default=None, foreign_key="family_words.id")
    dedup_key: str = Field(unique=True)
    created_at: datetime
    done_at: datetime | None = None
    done_by_id: int | None = Field(default=None, foreign_key="person.id")


class CalendarSpan(SQLModel, table=True):
    """Days of a school's year, first and last included, as somebody there has entered them."""

    __tablename__ = "calendar_span"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: SpanKind = Field(sa_type=coded(SpanKind))
    from_on: date
    to_on: date
    entered_by_id: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
