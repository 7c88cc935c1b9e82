"""Every table: how what is in it ends, or why it stays.

    a row goes                   its id is nowhere else, or nobody will ask for it again
    a row is emptied             its words go; that there was something, by whom and when, stays
    a row is on hold             a case of its child, or of a child of its author's: it stays as it is

The newest row of a table stays where a button may name its id: SQLite would give the id away again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, false, true
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import SQLModel, col, exists, func, or_, select

from models import (
    Case,
    CaseSibling,
    Child,
    ClassObservation,
    Consent,
    Contact,
    ContactDetail,
    Conversation,
    DutyCheck,
    FamilyWords,
    InboxUpdate,
    Invitation,
    Note,
    Notification,
    PrivacyRequest,
    Relation,
    SheetImport,
    Task,
)
from models.codes import Handling
from services.profile import Kind

Column = Mapped[Any]

FREE, WHOLE = false(), true()


@dataclass(frozen=True)
class Ending:
    """What is over once `since` is long enough ago (NULL: not yet), while it is `full` and not `held`.

    `empties`: what its columns become instead of the row's going.
    """

    table: type[SQLModel]
    since: Column | ColumnElement[Any]
    held: ColumnElement[bool] = FREE
    full: ColumnElement[bool] = WHOLE
    empties: Mapping[str, Any] | None = None
    is_named: bool = True


def _case_of(child_id: Column) -> ColumnElement[bool]:
    """Any case, closed ones too: all are on legal hold, for the other children they are about as well."""
    linked = exists().where(col(CaseSibling.child_id) == child_id, col(CaseSibling.is_concerned))
    return or_(exists().where(col(Case.child_id) == child_id), linked)


def _case_beside(person_id: Column) -> ColumnElement[bool]:
    """A case of any child this person ever stood beside."""
    return exists().where(col(Relation.person_id) == person_id, _case_of(col(Relation.child_id)))


def _case_behind(relation_id: Column) -> ColumnElement[bool]:
    return exists().where(col(Relation.id) == relation_id, _case_of(col(Relation.child_id)))


def _case_in(class_id: Column) -> ColumnElement[bool]:
    return exists().where(col(Child.class_id) == class_id, _case_of(col(Child.id)))


def _real(case_id: Column) -> ColumnElement[bool]:
    """A case, and no drill."""
    return exists().where(col(Case.id) == case_id, col(Case.is_practice).is_(False))


def _left(child_id: Column) -> ScalarSelect[Any]:
    return select(Child.left_at).where(col(Child.id) == child_id).scalar_subquery()


def _replaced() -> ScalarSelect[Any]:
    """When the next answer to the same question came; the newest answer is in force and never over."""
    newer = aliased(Consent)
    return (
        select(func.min(newer.answered_at))
        .where(
            newer.person_id == col(Consent.person_id),
            newer.purpose == col(Consent.purpose),
            col(newer.child_id).is_not_distinct_from(col(Consent.child_id)),
            col(newer.by_child) == col(Consent.by_child),
            col(newer.id) > col(Consent.id),
        )
        .correlate(Consent)
        .scalar_subquery()
    )


def _gone_from() -> ColumnElement[Any]:
    """Since when a number or an address is of no use: it was ended, or the last of its children has left."""
    owner = case(
        (
            col(ContactDetail.relation_id).is_not(None),
            col(Relation.id) == col(ContactDetail.relation_id),
        ),
        else_=col(Relation.person_id) == col(ContactDetail.person_id),
    )
    all_left = case((func.count() == func.count(col(Child.left_at)), func.max(Child.left_at)))
    beside = (
        select(all_left)
        .select_from(Child)
        .join(Relation, col(Relation.child_id) == Child.id)
        .where(owner)
        .correlate(ContactDetail)
        .scalar_subquery()
    )
    of_child = col(ContactDetail.child_id).is_not(None)
    return func.coalesce(
        col(ContactDetail.until_at), case((of_child, _left(col(ContactDetail.child_id))), else_=beside)
    )


def _words_emptied() -> ScalarSelect[Any]:
    query = select(FamilyWords.emptied_at).where(col(FamilyWords.id) == col(Task.words_id))
    return query.scalar_subquery()


ENDINGS: Mapping[Kind, Ending] = MappingProxyType({
    Kind.RAW_UPDATES: Ending(
        InboxUpdate, col(InboxUpdate.handled_at), is_named=False,
        full=col(InboxUpdate.handling) == Handling.HANDLED,  # a parked one waits for a person
    ),
    Kind.HALF_TYPED: Ending(Conversation, col(Conversation.updated_at), is_named=False),
    Kind.SHEETS: Ending(
        SheetImport, col(SheetImport.made_at),
        full=or_(col(SheetImport.cells).is_not(None), col(SheetImport.way_back).is_not(None)),
        empties={"cells": None, "way_back": None},
    ),
    Kind.NOTICES: Ending(
        Notification, col(Notification.settled_at), held=_real(col(Notification.case_id))
    ),
    Kind.INVITATIONS: Ending(
        Invitation, col(Invitation.decided_at), held=_case_behind(col(Invitation.relation_id)),
        full=col(Invitation.joined_name).is_not(None), empties={"joined_name": None},
    ),
    Kind.DUTY_CHECKS: Ending(DutyCheck, col(DutyCheck.asked_at)),
    Kind.TASKS: Ending(
        Task, case((col(Task.words_id).is_not(None), _words_emptied()), else_=col(Task.done_at)),
        held=_case_of(col(Task.child_id)),
    ),
    Kind.CONTACTS: Ending(Contact, col(Contact.told_at), held=_case_of(col(Contact.child_id))),
    Kind.CONTACT_DETAILS: Ending(
        ContactDetail, _gone_from(),
        held=or_(
            _case_of(col(ContactDetail.child_id)), _case_behind(col(ContactDetail.relation_id)),
            _case_beside(col(ContactDetail.person_id)),
        ),
    ),
    Kind.OBSERVATIONS: Ending(
        ClassObservation, col(ClassObservation.entered_at), held=_case_in(col(ClassObservation.class_id))
    ),
    Kind.NOTES: Ending(
        Note, _left(col(Note.child_id)), held=_case_of(col(Note.child_id)),
        full=col(Note.emptied_at).is_(None), empties={"mood": 0, "tags": [], "words": None},
    ),
    Kind.WORDS: Ending(
        FamilyWords,
        case(
            (col(FamilyWords.child_id).is_(None), col(FamilyWords.told_at)),
            else_=_left(col(FamilyWords.child_id)),
        ),
        held=or_(_case_of(col(FamilyWords.child_id)), _case_beside(col(FamilyWords.author_id))),
        full=col(FamilyWords.emptied_at).is_(None), empties={"words": ""},
    ),
    Kind.CONSENTS: Ending(
        Consent, _replaced(), held=or_(_case_of(col(Consent.child_id)), _case_beside(col(Consent.person_id)))
    ),
    Kind.REQUESTS: Ending(
        PrivacyRequest, col(PrivacyRequest.settled_at),
        held=or_(_case_of(col(PrivacyRequest.child_id)), _case_beside(col(PrivacyRequest.person_id))),
        full=or_(col(PrivacyRequest.words).is_not(None), col(PrivacyRequest.reason).is_not(None)),
        empties={"words": None, "reason": None},
    ),
})  # fmt: skip

KEPT: Mapping[str, str] = MappingProxyType({
    "account": "the phone of somebody who is kept",
    "audit_entry": "a chain: whoever takes an entry out breaks it",
    "audit_head": "the end of that chain",
    "calendar_span": "a school's year tells of nobody",
    "care_case": "on legal hold: never by machine",
    "case_clock": "goes with its case",
    "case_document": "sealed with its entry, and readable as long as that is",
    "case_entry": "on legal hold: two people release a file, and its key is destroyed",
    "case_event": "goes with its case",
    "case_exclusion": "goes with its case",
    "case_referral": "goes with its case",
    "case_sibling": "goes with its case",
    "child": "the file itself goes when a person decides so",
    "duty_change": "who stood in for whom, and so who was to be told first",
    "duty_leave": "who was away, and so why somebody else was told first",
    "duty_turn": "the week's plan as it stands",
    "fading_message": "goes with the message it names",
    "incident": "the account that is owed of it",
    "installation": "one row",
    "lesson_result": "what a colleague has learnt, asked once and not again",
    "lookup_key": "one row",
    "other_way": "the person on duty takes it away",
    "person": "the name behind what is kept",
    "pin": "set anew by its owner",
    "practice": "when a school practised, of which no child knows",
    "plan": "what is due next, of a child who is kept",
    "purge": "the log of what has gone",
    "relation": "who stood beside a child who is kept",
    "role_grant": "who could see what, and when",
    "second_person": "who agreed to stand in at a school",
    "sent_card": "a copy of a case's card",
    "sheet_column": "what a heading means at a school tells of nobody",
    "statutory_report": "goes with its case",
    "unit": "a place tells of nobody",
})  # fmt: skip


def is_over(ending: Ending, before: datetime) -> ColumnElement[bool]:
    """Whether a row's time was over `before`, on hold or not."""
    return and_(func.coalesce(ending.since < before, FREE), ending.full)
