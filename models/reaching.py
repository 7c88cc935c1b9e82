"""How people are reached: their numbers and addresses, sealed; what was before stays, ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.base import SecretText, coded
from models.codes import Detail


class ContactDetail(SQLModel, table=True):
    """One number or address, of a child, of an adult, or of a place beside a child that nobody has taken.

    A new one that its owner told of by word counts beside the old one until it is `confirmed_at`: somebody
    at school has rung it, or Telegram says that it is the sender's own.
    """

    __tablename__ = "contact_detail"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN child_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN relation_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_owner",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    child_id: int | None = Field(default=None, foreign_key="child.id", index=True)
    relation_id: int | None = Field(default=None, foreign_key="relation.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    kind: Detail = Field(sa_type=coded(Detail))
    value: str = Field(sa_type=SecretText)
    lookup: str | None = Field(default=None, index=True)  # of a phone: a keyed hash that finds it again
    entered_by_id: int | None = Field(default=None, foreign_key="person.id")
    from_at: datetime
    confirmed_at: datetime | None = None
    until_at: datetime | None = None


class LookupKey(SQLModel, table=True):
    """The one key of the hashes above, sealed under the ring: when that is turned, they stay as they are."""

    __tablename__ = "lookup_key"

    id: int = Field(default=1, primary_key=True)
    key: str = Field(sa_type=SecretText)
