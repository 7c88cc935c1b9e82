"""A drill of a report, from the administrator who wanted it to its end."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class Practice(SQLModel, table=True):
    """`case_id` once whoever begins has tapped a situation; ended by somebody, or by itself at `ends_at`."""

    __table_args__ = (
        Index(
            "uq_practice_running",
            "school_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_practice_ended_at_ends_at", "ended_at", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="unit.id")
    asked_by_id: int = Field(foreign_key="person.id")
    begins_id: int = Field(foreign_key="person.id")  # who presses the red button
    case_id: int | None = Field(default=None, foreign_key="care_case.id", unique=True)
    asked_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
