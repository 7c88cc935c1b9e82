"""A school's own sheets: one on its way in, and what their columns are called there."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import SecretText, coded
from models.sheet_codes import SheetField


class SheetImport(SQLModel, table=True):
    """A sheet somebody sent: shown → applied → undone. The cells go when it is applied."""

    __tablename__ = "sheet_import"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int | None = Field(
        default=None, foreign_key="unit.id"
    )  # a school or a class; None: not said yet
    person_id: int | None = Field(default=None, foreign_key="person.id")  # None: the operator
    account_id: int | None = Field(default=None, foreign_key="account.id")  # whose phone it came from
    made_at: datetime
    cells: str | None = Field(default=None, sa_type=SecretText)
    way_back: str | None = Field(default=None, sa_type=SecretText)
    added: int = 0
    changed: int = 0
    applied_at: datetime | None = None
    undone_at: datetime | None = None


class SheetColumn(SQLModel, table=True):
    """What a heading means at a school, as somebody there has said."""

    __tablename__ = "sheet_column"
    __table_args__ = (Index("uq_sheet_column_heading", "school_id", "heading", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="unit.id")
    heading: str
    field: SheetField = Field(sa_type=coded(SheetField))
