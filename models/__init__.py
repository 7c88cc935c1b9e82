"""Memory: every table, one aggregate a file."""

from models.care import CalendarSpan, ClassObservation, Contact, FamilyWords, Note, Plan, Task
from models.case_files import CaseClock, CaseEntry, CaseReferral, StatutoryReport
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
    "CaseClock",
    "CaseEntry",
    "CaseEvent",
    "CaseExclusion",
    "CaseReferral",
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
    "StatutoryReport",
    "Task",
    "Unit",
]
