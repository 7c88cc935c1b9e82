"""Other children of a case's home: which of them the case is about too."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class CaseSibling(SQLModel, table=True):
    """One decision about another child of the home: append-only, the newest of a child holds.

    `happened_at` is when it was decided, `entered_at` when it was written down.
    """

    __tablename__ = "case_sibling"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="care_case.id", index=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    is_concerned: bool
    person_id: int = Field(foreign_key="person.id")
    happened_at: datetime
    entered_at: datetime
