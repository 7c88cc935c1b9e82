"""Memory: every table, one aggregate a file."""

from models.care import ClassObservation, Contact, FamilyWords, Note, Plan, Task
from models.cases import Case, CaseEvent, CaseExclusion
from models.children import Child, Invitation, Relation
from models.people import Account, Consent, Installation, Person, RoleGrant, Unit
from models.traffic import AuditEntry, Conversation, InboxUpdate, Notification, SentCard

__all__ = [
    "Account",
    "AuditEntry",
    "Case",
    "CaseEvent",
    "CaseExclusion",
    "Child",
    "ClassObservation",
    "Consent",
    "Contact",
    "Conversation",
    "FamilyWords",
    "InboxUpdate",
    "Installation",
    "Invitation",
    "Note",
    "Notification",
    "Person",
    "Plan",
    "Relation",
    "RoleGrant",
    "SentCard",
    "Task",
    "Unit",
]
