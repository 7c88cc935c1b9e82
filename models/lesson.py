"""How far somebody has come with the lesson."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel


class LessonResult(SQLModel, table=True):
    """One person, one version of the five questions; `known`: those answered right, in whichever round."""

    __tablename__ = "lesson_result"
    __table_args__ = (Index("uq_lesson_result_person", "person_id", "version", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    version: str  # of the profile's lesson
    known: list[str] = Field(default_factory=list, sa_type=JSON)
    offered_at: datetime
    passed_at: datetime | None = None
