"""Memory: every table, one aggregate a file."""

from models.care import CalendarSpan, ClassObservation, Contact, FamilyWords, Note, Plan, Task
from models.cases import Case, CaseEvent, CaseExclusion
from models.children import Child, Invitation, Relation
from models.people import (
    Account,
    Consent,
    DutyCheck,
    Installation,
    OtherWay,
    Person,
    RoleGrant,
    Unit,
)
from models.traffic import AuditEntry, AuditHead, Conversation, InboxUpdate, Notification, SentCard

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
    "FamilyWords",
    "InboxUpdate",
    "Installation",
    "Invitation",
    "Note",
    "Notification",
    "OtherWay",
    "Person",
    "Plan",
    "Relation",
    "RoleGrant",
    "SentCard",
    "Task",
    "Unit",
]
