"""A value in every secret column, so that whatever is done to all of them is seen to be done to each."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cryptography.fernet import Fernet
from sqlmodel import SQLModel, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import (
    Case,
    CaseDocument,
    CaseEntry,
    ContactDetail,
    Conversation,
    FamilyWords,
    InboxUpdate,
    Incident,
    Installation,
    LookupKey,
    Note,
    OtherWay,
    Pin,
    PrivacyRequest,
    SheetImport,
    StatutoryReport,
)
from models.case_codes import Authority, CaseWords, Channel, Media
from models.codes import Asked, Detail, InstallationKind
from models.rotating import secret_columns
from tests.world import NOW, School, build_school

WORDS = "她说晚上一个人害怕"


async def keep_secrets(session: AsyncSession, *, each: int = 1) -> None:
    """Write `each` rows of every kind; the school around them is built as well."""
    school = await build_school(session)
    child_id, author_id = school.child_id, school.teacher_id
    if (await session.exec(select(Installation))).first() is None:
        session.add(Installation(kind=InstallationKind.SANDBOX, key_check=WORDS, created_at=NOW))
    await session.merge(LookupKey(key=WORDS))
    case = await _keep_case(session, school)
    for n in range(each):
        rows: Sequence[SQLModel] = (
            Conversation(key=f"1:2:{n}", body=WORDS, updated_at=NOW),
            Conversation(key=f"1:3:{n}", body=None, updated_at=NOW),
            InboxUpdate(update_id=n, lane=2, body=WORDS, received_at=NOW),
            Note(
                child_id=child_id, author_id=author_id, mood=2, words=WORDS, happened_on=date(2026, 11, 23),
                entered_at=NOW,
            ),
            FamilyWords(child_id=child_id, author_id=school.mother_id, words=WORDS, told_at=NOW),
            ContactDetail(person_id=author_id, kind=Detail.ADDRESS, value=WORDS, from_at=NOW),
            OtherWay(person_id=author_id, scheme="ntfy", url=WORDS, added_at=NOW),
            PrivacyRequest(
                person_id=school.mother_id, asked=Asked.CORRECT, words=WORDS, reason=WORDS, made_at=NOW,
                due_on=date(2026, 12, 8),
            ),
            StatutoryReport(
                case_id=case.id or 0, authority=Authority.POLICE, channel=Channel.PHONE, reported_at=NOW,
                person_id=author_id, entered_at=NOW, receipt=WORDS,
            ),
            CaseEntry(
                case_id=case.id or 0, kind=CaseWords.SEEN, sealed=WORDS, person_id=author_id, happened_at=NOW,
                entered_at=NOW,
            ),
            SheetImport(made_at=NOW, cells=WORDS, way_back=WORDS),
            Incident(kind="lost", noticed_at=NOW, words=WORDS, closed_at=NOW),
        )  # fmt: skip
        session.add_all(rows)
        await session.flush()
        session.add_all([_document(one) for one in rows if isinstance(one, CaseEntry)])
    await session.exec(update(Pin).values(digest=WORDS))  # the people of the world have theirs
    await session.flush()


async def _keep_case(session: AsyncSession, school: School) -> Case:
    case = Case(
        number="2026-TEST", child_id=school.child_id, school_id=school.school_id, situation="R4",
        reporter_id=school.teacher_id, raised_at=NOW,
    )  # fmt: skip
    session.add(case)
    await session.flush()
    return case


def _document(entry: CaseEntry) -> CaseDocument:
    sealed = Fernet(Fernet.generate_key()).encrypt(b"")
    return CaseDocument(
        entry_id=entry.id or 0, media=Media.FILE, suffix="pdf", size=0, digest="—", key=WORDS, content=sealed
    )


async def read_secrets(session: AsyncSession) -> dict[str, list[Any]]:
    """What each secret column says, read with the keys that the session's engine was opened with."""
    connection = await session.connection()
    found = {}
    for column in secret_columns():
        rows = await connection.execute(select(column).where(column.is_not(None)))
        found[f"{column.table.name}.{column.name}"] = [row[0] for row in rows]
    return found
