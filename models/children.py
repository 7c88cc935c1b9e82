"""A child, the adults who belong to it, and the links by which they join."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.base import coded
from models.codes import Away, Care, Cover, Kin, Leaving, Role


class Child(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    born_on: date
    class_id: int = Field(foreign_key="unit.id", index=True)
    care: Care = Field(sa_type=coded(Care))
    away: Away = Field(sa_type=coded(Away))
    boards: bool = False
    # When the child is near a phone: [{"days": [4, 5], "from": "17:00", "to": "20:00"}]; None: the usual.
    reach: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)
    village_id: int | None = Field(default=None, foreign_key="unit.id", index=True)  # where home is
    # The parents are in dispute: both sides reach the child through the school only.
    frozen_at: datetime | None = None
    registered_by_id: int | None = Field(default=None, foreign_key="person.id")
    registered_at: datetime
    left_at: datetime | None = None
    left_why: Leaving | None = Field(default=None, sa_type=coded(Leaving))


class Relation(SQLModel, table=True):
    """An adult's place beside a child: kept open (no person) until somebody joins by a link.

    Whoever is barred still belongs to the household, and hears the ordinary reason that was chosen.
    """

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    kin: Kin = Field(sa_type=coded(Kin))
    away: bool = False
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    is_guardian: bool = False  # the law made this carer the guardian; parents are anyway
    grants: list[str] | None = Field(default=None, sa_type=JSON)  # None: the usual ones of this kin
    barred_at: datetime | None = None
    cover: Cover | None = Field(default=None, sa_type=coded(Cover))
    from_at: datetime
    until_at: datetime | None = None


class Invitation(SQLModel, table=True):
    """A one-use link, bound to a role in a unit or to a place beside a child.

    unused → used (pending) → accepted | declined; it expires while unused.
    """

    __table_args__ = (Index("ix_invitation_pending", "inviter_id", "decided_at"),)

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    role: Role | None = Field(default=None, sa_type=coded(Role))
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    relation_id: int | None = Field(default=None, foreign_key="relation.id", index=True)
    inviter_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    used_by_id: int | None = Field(default=None, foreign_key="account.id")
    joined_name: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    accepted: bool | None = None
