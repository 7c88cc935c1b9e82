"""Memory: every table, one aggregate a file."""

from models.care import CalendarSpan, ClassObservation, Contact, FamilyWords, Note, Plan, Task
from models.case_files import CaseClock, CaseDocument, CaseEntry, CaseReferral, StatutoryReport
from models.case_siblings import CaseSibling
from models.cases import Case, CaseEvent, CaseExclusion
from models.children import Child, Invitation, Relation
from models.duty import DutyChange, DutyLeave, DutyTurn, SecondPerson
from models.lesson import LessonResult
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
from models.practice import Practice
from models.reaching import ContactDetail, LookupKey
from models.rights import Consent, Incident, PrivacyRequest, Purge
from models.sheets import SheetColumn, SheetImport
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
    "CaseDocument",
    "CaseEntry",
    "CaseEvent",
    "CaseExclusion",
    "CaseReferral",
    "CaseSibling",
    "Child",
    "ClassObservation",
    "Consent",
    "Contact",
    "ContactDetail",
    "Conversation",
    "DutyChange",
    "DutyCheck",
    "DutyLeave",
    "DutyTurn",
    "FadingMessage",
    "FamilyWords",
    "InboxUpdate",
    "Incident",
    "Installation",
    "Invitation",
    "LessonResult",
    "LookupKey",
    "Note",
    "Notification",
    "OtherWay",
    "Person",
    "Pin",
    "Plan",
    "Practice",
    "PrivacyRequest",
    "Purge",
    "Relation",
    "RoleGrant",
    "SecondPerson",
    "SentCard",
    "SheetColumn",
    "SheetImport",
    "StatutoryReport",
    "Task",
    "Unit",
]
