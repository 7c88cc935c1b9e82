"""Find the files of a case; they are large, so a list reads everything but themselves."""

from sqlalchemy.orm import defer
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import CaseDocument, CaseEntry
from services.casework.document_types import Document


async def list_documents(session: AsyncSession, *, case_id: int) -> dict[int, Document]:
    """What is known of each file, by its entry."""
    query = (
        select(CaseDocument)
        .join(CaseEntry, col(CaseEntry.id) == col(CaseDocument.entry_id))
        .where(CaseEntry.case_id == case_id)
        .options(
            defer(CaseDocument.content, raiseload=True),  # type: ignore[arg-type]
            defer(CaseDocument.key, raiseload=True),  # type: ignore[arg-type]
        )
    )
    rows = await session.exec(query)
    return {row.entry_id: Document(row.media, row.suffix, row.size, row.digest) for row in rows}


async def count_bytes(session: AsyncSession, *, case_id: int) -> int:
    query = (
        select(func.coalesce(func.sum(col(CaseDocument.size)), 0))
        .join(CaseEntry, col(CaseEntry.id) == col(CaseDocument.entry_id))
        .where(CaseEntry.case_id == case_id)
    )
    return int((await session.exec(query)).one())


async def find(session: AsyncSession, *, entry_id: int) -> CaseDocument | None:
    return (await session.exec(select(CaseDocument).where(CaseDocument.entry_id == entry_id))).first()


async def list_whole(session: AsyncSession, *, case_id: int) -> list[tuple[int, CaseDocument]]:
    """All the files with their entries' places, the oldest first."""
    places = await list_places(session, case_id=case_id)
    query = (
        select(CaseDocument)
        .where(col(CaseDocument.entry_id).in_(places))
        .order_by(col(CaseDocument.entry_id))
    )
    return [(places[row.entry_id], row) for row in await session.exec(query)]


async def list_places(session: AsyncSession, *, case_id: int) -> dict[int, int]:
    """The place of each entry in its file, from 1."""
    query = select(CaseEntry.id).where(CaseEntry.case_id == case_id).order_by(col(CaseEntry.id))
    entries = list(await session.exec(query))
    return {entry or 0: place for place, entry in enumerate(entries, 1)}
