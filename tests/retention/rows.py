"""Rows of every kind that has an end, written on one day."""

from datetime import date, datetime, timedelta

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from models import (
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
    SheetImport,
    Task,
)
from models.codes import Asked, Detail, Handling, Notice, Outcome, Sending, TaskKind
from services.profile import Kind
from tests.world import School

WORDS = "他说爸爸打他"


async def write(session: AsyncSession, school: School, *, at: datetime, n: int = 0) -> dict[Kind, SQLModel]:
    """One of each, finished at `at`; rows of a different `n` don't collide."""
    rows = {**_passing(school, at, n), **_of_a_child(school, at, n)}
    session.add_all(rows.values())
    await session.flush()
    return rows


def _passing(school: School, at: datetime, n: int) -> dict[Kind, SQLModel]:
    mother_id = school.mother_id
    return {
        Kind.RAW_UPDATES: InboxUpdate(
            update_id=n, lane=1, body=WORDS, handling=Handling.HANDLED, received_at=at, handled_at=at
        ),
        Kind.HALF_TYPED: Conversation(key=f"1:2:{n}", body=WORDS, updated_at=at),
        Kind.NOTICES: Notification(
            kind=Notice.CALL_REMINDER, recipient_id=mother_id, sending=Sending.SENT, not_before=at,
            wanted_at=at, created_at=at, settled_at=at,
        ),
        Kind.INVITATIONS: Invitation(
            token_hash=f"{n}", relation_id=school.mother_relation_id, inviter_id=school.teacher_id,
            created_at=at, expires_at=at, used_at=at, decided_at=at, accepted=True, joined_name="周阿桂",
        ),
        Kind.SHEETS: SheetImport(made_at=at, cells=WORDS, way_back=WORDS),
        Kind.DUTY_CHECKS: DutyCheck(person_id=school.head_id, week=f"2026-{n}", asked_at=at),
        Kind.CONSENTS: Consent(
            person_id=mother_id, purpose="contact", version="1", granted=True, answered_at=at
        ),
    }  # fmt: skip


def _of_a_child(school: School, at: datetime, n: int) -> dict[Kind, SQLModel]:
    child_id, teacher_id, mother_id = school.child_id, school.teacher_id, school.mother_id
    return {
        Kind.TASKS: Task(
            kind=TaskKind.UNREACHABLE, child_id=child_id, owner_id=teacher_id, dedup_key=f"{n}",
            created_at=at, done_at=at,
        ),
        Kind.CONTACTS: Contact(
            child_id=child_id, month=f"{at:%Y-%m}-{n}", outcome=Outcome.CALLED, told_by_id=mother_id,
            told_at=at,
        ),
        Kind.CONTACT_DETAILS: ContactDetail(
            person_id=mother_id, kind=Detail.ADDRESS, value=WORDS, from_at=at, until_at=at
        ),
        Kind.OBSERVATIONS: ClassObservation(
            class_id=school.class_id, author_id=teacher_id, entered_at=at,
            observed_on=at.date() + timedelta(days=n),
        ),
        Kind.NOTES: Note(
            child_id=child_id, author_id=teacher_id, mood=2, tags=["injury"], words=WORDS,
            happened_on=at.date(), entered_at=at,
        ),
        Kind.WORDS: FamilyWords(
            child_id=child_id, author_id=mother_id, words=WORDS, danger=True, told_at=at
        ),
        Kind.REQUESTS: PrivacyRequest(
            person_id=mother_id, child_id=child_id, asked=Asked.CORRECT, words=WORDS, reason=WORDS,
            made_at=at, due_on=date(2026, 12, 1), settled_at=at, settled_by_id=school.head_id,
        ),
    }  # fmt: skip
