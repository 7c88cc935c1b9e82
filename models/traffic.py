"""What came in, what goes out, and the half-typed answers in between."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.base import SecretText, coded
from models.codes import Fading, Handling, Notice, PlanKind, Priority, Sending


class InboxUpdate(SQLModel, table=True):
    """An update, kept before Telegram is told that we have it."""

    __tablename__ = "inbox_update"
    __table_args__ = (Index("ix_inbox_update_handling_id", "handling", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    update_id: int = Field(sa_type=BigInteger, unique=True)
    lane: int = Field(sa_type=BigInteger)  # whose updates stay in order: the sender's Telegram id
    body: str = Field(sa_type=SecretText)
    handling: Handling = Field(default=Handling.WAITING, sa_type=coded(Handling))
    attempts: int = 0
    received_at: datetime
    handled_at: datetime | None = Field(default=None, index=True)


class Conversation(SQLModel, table=True):
    """Where somebody stands in a dialogue; what they have typed so far is secret."""

    key: str = Field(primary_key=True)
    state: str | None = None
    body: str | None = Field(default=None, sa_type=SecretText)
    updated_at: datetime


class Notification(SQLModel, table=True):
    """Something to say to somebody: a kind and ids, never rendered words."""

    __table_args__ = (
        Index("ix_notification_due", "sending", "priority", "not_before"),
        Index("ix_notification_recipient", "recipient_id", "sending", "priority", "not_before"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: Notice = Field(sa_type=coded(Notice))
    priority: int = Priority.NORMAL
    recipient_id: int = Field(foreign_key="person.id")
    params: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    dedup_key: str | None = Field(default=None, unique=True)
    case_id: int | None = Field(default=None, foreign_key="care_case.id", index=True)
    sending: Sending = Field(default=Sending.QUEUED, sa_type=coded(Sending))
    not_before: datetime
    wanted_at: datetime  # the first `not_before`: what is late is late from here
    attempts: int = 0
    lease_until: datetime | None = None
    fence: int = 0
    created_at: datetime
    settled_at: datetime | None = Field(default=None, index=True)


class SentCard(SQLModel, table=True):
    """A card standing in somebody's chat, so that every copy can be refreshed."""

    __tablename__ = "sent_card"
    __table_args__ = (Index("ix_sent_card_case", "case_id", "retired_at"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    case_id: int | None = Field(default=None, foreign_key="care_case.id")
    sent_at: datetime
    retired_at: datetime | None = None


class FadingMessage(SQLModel, table=True):
    """A message that names a child or tells of one: it goes from the chat when its time is over.

    `case_id` or `child_id` is what it is about, for the way back that a blanked card keeps; a reminder keeps
    the button that finishes its month.
    """

    __tablename__ = "fading_message"
    __table_args__ = (Index("uq_fading_message_place", "chat_id", "message_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    fading: Fading = Field(sa_type=coded(Fading))
    fades_at: datetime = Field(index=True)
    attempts: int = 0
    case_id: int | None = None
    child_id: int | None = None
    reminds: PlanKind | None = Field(default=None, sa_type=coded(PlanKind))
    month: str | None = None


class AuditEntry(SQLModel, table=True):
    """Who did or tried what: ids and codes only, appended, never changed: triggers see to it.

    `place` and `digest` are empty until the entry is sealed: its number in the chain, and the digest of
    itself and all before it. `purpose`: of a decision at the door; it is empty beside other entries, and
    before there were purposes.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_telegram_id_at", "telegram_id", "at"),
        Index("ix_audit_entry_place", "place", unique=True),
        Index("ix_audit_entry_subject", "subject", "subject_id"),
        Index(
            "ix_audit_entry_unsealed", "id",
            sqlite_where=text("digest IS NULL"), postgresql_where=text("digest IS NULL"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    telegram_id: int | None = Field(default=None, sa_type=BigInteger)
    person_id: int | None = None
    action: str
    subject: str
    subject_id: int | None = None
    allowed: bool
    purpose: str | None = None
    place: int | None = None
    digest: str | None = None


class AuditHead(SQLModel, table=True):
    """How far the chain had come on a day, and whether somebody elsewhere has been told."""

    __tablename__ = "audit_head"

    day: date = Field(primary_key=True)
    place: int
    digest: str
    told_at: datetime | None = None
