"""Memory: every table, one aggregate a file."""

from models.care import CalendarSpan, ClassObservation, Contact, FamilyWords, Note, Plan, Task
from models.cases import Case, CaseEvent, CaseExclusion
from models.children import Child, Invitation, Relation
from models.people import (
    Account,
    DutyCheck,
    Installation,
    OtherWay,
    Person,
    Pin,
    RoleGrant,
    Unit,
)
from models.rights import Consent, Incident, PrivacyRequest, Purge
from models.traffic import (
    AuditEntry,
    AuditHead,
    Conversation,
    FadingMessage,
    InboxUpdate,
    Notification,
    SentCard,
)

__all__ = [
    "Account",
    "AuditEntry",
    "AuditHead",
    "CalendarSpan",
    "Case",
    "CaseEvent",
    "CaseExclusion",
    "Child",
    "ClassObservation",
    "Consent",
    "Contact",
    "Conversation",
    "DutyCheck",
    "FadingMessage",
    "FamilyWords",
    "InboxUpdate",
    "Incident",
    "Installation",
    "Invitation",
    "Note",
    "Notification",
    "OtherWay",
    "Person",
    "Pin",
    "Plan",
    "PrivacyRequest",
    "Purge",
    "Relation",
    "RoleGrant",
    "SentCard",
    "Task",
    "Unit",
]
